import random
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

import pytest

from planner.errors import PlannerError, StoreDamaged
from planner.progress.facts import Completed, Noted
from planner.store import database, schema
from planner.store import store as store_module
from planner.store.backups import back_up, backups_of
from planner.store.recover import recover
from planner.store.schema import MIGRATIONS, VERSION
from planner.store.snapshot import read_store
from planner.store.store import open_store
from tests.unit.store.samples import DAY, mirrored, noon, record

USES: tuple[Callable[[Path], object], ...] = (
    lambda path: open_store(path, noon),
    read_store,
    lambda path: recover(path, noon),
)


def noise(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311 - damage that a test can repeat, no secret


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A database with a fact that is in its backup, and one that came later."""
    path = tmp_path / "plan.db"
    record(path, Completed("early", DAY))
    back_up(path, noon)
    with open_store(path, noon) as store:
        store.append([Completed("late", DAY)], "command")
        store.learn("google", [], {f"i{n}": mirrored(f"i{n}") for n in range(50)}, "c1")
    return path


def items(path: Path) -> list[str]:
    with read_store(path) as snapshot:
        return [entry.fact.item for entry in snapshot.entries() if isinstance(entry.fact, Completed)]


def change(path: Path, statement: str) -> None:
    """A change that no version of the program would make."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute(statement)


def cut(size: int) -> Callable[[Path], None]:
    return lambda path: _write(path, path.read_bytes()[:size])


def _write(path: Path, content: bytes) -> None:
    path.write_bytes(content)


DAMAGES: dict[str, Callable[[Path], None]] = {
    "emptied": cut(0),
    **{f"cut to {size} bytes": cut(size) for size in (1, 20, 100, 511, 512, 1000, 4095, 4096, 4097, 20000)},
    "cut by a byte": lambda path: _write(path, path.read_bytes()[:-1]),
    "noise": lambda path: _write(path, noise(1).randbytes(20000)),
    "a page of noise": lambda path: _write(
        path, path.read_bytes()[:4096] + noise(2).randbytes(4096) + path.read_bytes()[8192:]
    ),
    "a page of zeros": lambda path: _write(
        path, path.read_bytes()[:8192] + bytes(4096) + path.read_bytes()[12288:]
    ),
    "a changed fact": lambda path: change(path, "UPDATE fact SET payload = replace(payload, 'late', 'lame')"),
    "a changed time": lambda path: change(
        path, "UPDATE fact SET at = '2020-01-01T00:00:00+00:00' WHERE seq = 2"
    ),
    "a fact of another type": lambda path: change(path, "UPDATE fact SET payload = x'00ff' WHERE seq = 2"),
    "a fact that is no text": lambda path: change(path, "UPDATE fact SET payload = CAST(x'ff' AS TEXT)"),
    "the first fact lost": lambda path: change(path, "DELETE FROM fact WHERE seq = 1"),
    "the last fact lost": lambda path: change(path, "DELETE FROM fact WHERE seq = 2"),
    "a base under another item": lambda path: change(path, "UPDATE base SET item = 'zz' WHERE item = 'i7'"),
    "a cursor changed": lambda path: change(path, "UPDATE remote SET payload = replace(payload, 'c1', 'c2')"),
    "a table lost": lambda path: change(path, "DROP TABLE intent"),
    "a letter": lambda path: _write(path, path.read_bytes().replace(b'"late"', b'"lase"')),
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES.keys())
def test_damage_is_said_then_kept_aside_and_the_newest_good_backup_restored(
    path: Path, damage: Callable[[Path], None]
) -> None:
    damage(path)
    damaged = path.read_bytes()
    with pytest.raises(StoreDamaged):
        open_store(path, noon)
    line = recover(path, noon)
    assert line.count("\n") == 0
    assert "2028-01-04 12:00 UTC was restored" in line
    aside = path.with_name("plan.db.damaged-20280104T120000Z")
    assert aside.name in line
    assert aside.read_bytes() == damaged
    assert items(path) == ["early"]
    record(path, Completed("next", DAY))
    assert items(path) == ["early", "next"]


def test_without_a_backup_it_starts_anew_and_says_so(path: Path) -> None:
    (backup,) = backups_of(path)
    backup.unlink()
    cut(4096)(path)
    assert "no backup" in recover(path, noon)
    assert items(path) == []
    record(path)


def test_a_backup_that_is_damaged_itself_is_passed_over(path: Path) -> None:
    cut(5000)(back_up(path, noon))
    cut(5000)(path)
    recover(path, noon)
    assert items(path) == ["early"]


def test_damage_twice_in_a_second_keeps_both(path: Path) -> None:
    for _ in range(3):
        cut(1000)(path)
        recover(path, noon)
    assert len(list(path.parent.glob("plan.db.damaged-*"))) == 3


def test_a_sound_database_is_left_alone(path: Path) -> None:
    before = path.read_bytes()
    assert recover(path, noon) == ""
    assert path.read_bytes() == before
    assert items(path) == ["early", "late"]


def test_the_log_of_a_damaged_database_is_not_replayed_into_the_restored_one(path: Path) -> None:
    with open_store(path, noon) as store:
        store.append([Noted("x" * 5000, DAY)], "command")
        log = path.with_name("plan.db-wal").read_bytes()
        whole = path.read_bytes()
    path.with_name("plan.db-wal").write_bytes(log)
    _write(path, whole[:4096] + bytes(len(whole) - 4096))
    recover(path, noon)
    assert path.with_name("plan.db.damaged-20280104T120000Z-wal").read_bytes() == log
    assert items(path) == ["early"]


def test_a_lost_log_leaves_an_earlier_state_that_can_be_used(path: Path) -> None:
    with open_store(path, noon) as store:
        store.append([Completed("unsaved", DAY)], "command")
        whole = path.read_bytes()
    _write(path, whole)
    assert items(path) == ["early", "late"]
    record(path, Completed("next", DAY))


def test_an_empty_file_without_backups_is_a_start_that_was_interrupted(tmp_path: Path) -> None:
    path = tmp_path / "plan.db"
    path.touch()
    assert items(path) == []
    record(path, Completed("a", DAY))
    assert items(path) == ["a"]


def test_a_database_of_a_newer_program_is_left_alone_and_both_versions_named(path: Path) -> None:
    change(path, f"PRAGMA user_version = {VERSION + 3}")
    before = path.read_bytes()
    for use in USES:
        with pytest.raises(StoreDamaged, match=rf"version {VERSION + 3}.*up to {VERSION}") as caught:
            use(path)
        assert "newer planner" in caught.value.hint
    assert path.read_bytes() == before


def test_a_database_of_another_program_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "plan.db"
    change(path, "CREATE TABLE photo (name TEXT)")
    before = path.read_bytes()
    for use in USES:
        with pytest.raises(StoreDamaged, match="another program"):
            use(path)
    assert path.read_bytes() == before
    assert [one.name for one in tmp_path.iterdir()] == ["plan.db"]


def test_an_older_database_is_backed_up_migrated_whole_and_read_without_being_changed(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    newer = (*MIGRATIONS, ("CREATE TABLE later (a)", "INSERT INTO later VALUES (1)"))
    for module, name, value in (
        (database, "MIGRATIONS", newer),
        (database, "VERSION", VERSION + 1),
        (store_module, "VERSION", VERSION + 1),
    ):
        monkeypatch.setattr(module, name, value)
    before = path.read_bytes()
    assert items(path) == ["early", "late"]
    assert path.read_bytes() == before
    open_store(path, noon).close()
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT a FROM later").fetchall() == [(1,)]
        assert connection.execute("PRAGMA user_version").fetchone() == (VERSION + 1,)
    assert len(backups_of(path)) == 2
    assert items(path) == ["early", "late"]


def test_a_migration_that_fails_leaves_the_older_database(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "MIGRATIONS", (*MIGRATIONS, ("CREATE TABLE later (a)", "not SQL")))
    monkeypatch.setattr(database, "VERSION", VERSION + 1)
    with pytest.raises(StoreDamaged):
        open_store(path, noon)
    monkeypatch.undo()
    assert items(path) == ["early", "late"]
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT count(*) FROM sqlite_master WHERE name = 'later'").fetchone() == (
            0,
        )


def test_the_schema_names_every_table_it_reads() -> None:
    assert schema.ROWS.keys() >= schema.ROWS_OF.keys() | schema.PUT.keys() | schema.DROP_OF.keys()


def test_no_single_changed_byte_makes_it_believe_something_else(path: Path) -> None:
    whole = path.read_bytes()
    base = {f"i{n}": mirrored(f"i{n}") for n in range(50)}
    chance = noise(3)
    seen = 0
    for _ in range(150):
        damaged = bytearray(whole)
        damaged[chance.randrange(len(whole))] ^= 1 << chance.randrange(8)
        path.write_bytes(damaged)
        seen += 1
        with suppress(PlannerError), open_store(path, noon) as store:
            found = [entry.fact for entry in store.entries()]
            assert found == [Completed("early", DAY), Completed("late", DAY)]
            assert store.base("google") == base
            seen -= 1
        for side in path.parent.glob("plan.db-*"):
            side.unlink()
    assert seen > 0
