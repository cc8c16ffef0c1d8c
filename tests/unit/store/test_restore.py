"""A backup takes the place of what is recorded, whole or not at all, and only if it is this plan's."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from planner.errors import UsageError
from planner.progress.facts import Completed, Fact
from planner.store.restore import restore
from planner.store.snapshot import read_store
from planner.store.store import open_store
from tests.unit.store.samples import DAY, noon, record


def facts(path: Path) -> list[Fact]:
    with read_store(path) as snapshot:
        return [entry.fact for entry in snapshot.entries()]


def copy(path: Path) -> Path:
    destination = path.parent / "copy.db"
    with open_store(path, noon) as store:
        store.backup(destination)
    return destination


def test_what_was_recorded_since_is_gone_and_new_facts_follow(tmp_path: Path) -> None:
    path = tmp_path / "plan.db"
    record(path, Completed("kept", DAY))
    backup = copy(path)
    record(path, Completed("later", DAY))
    restore(backup, path)
    assert facts(path) == [Completed("kept", DAY)]
    record(path, Completed("next", DAY))
    assert facts(path) == [Completed("kept", DAY), Completed("next", DAY)]


def test_a_database_that_is_gone_comes_back(tmp_path: Path) -> None:
    path = tmp_path / "plan.db"
    record(path, Completed("kept", DAY))
    backup = copy(path)
    path.unlink()
    restore(backup, path)
    assert facts(path) == [Completed("kept", DAY)]
    assert path.stat().st_mode & 0o777 == 0o600


def test_who_has_the_database_open_sees_the_change(tmp_path: Path) -> None:
    path = tmp_path / "plan.db"
    record(path, Completed("kept", DAY))
    backup = copy(path)
    with open_store(path, noon) as other:
        other.append([Completed("later", DAY)], "command")
        restore(backup, path)
        assert [entry.fact for entry in other.entries()] == [Completed("kept", DAY)]


@pytest.mark.parametrize("content", [b"", b"plan: 1\n", b"SQLite format 3\0" + b"\7" * 5000])
def test_what_is_no_backup_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "plan.db"
    record(path, Completed("kept", DAY))
    wrong = tmp_path / "wrong"
    wrong.write_bytes(content)
    with pytest.raises(UsageError, match="no sound backup"):
        restore(wrong, path)
    assert facts(path) == [Completed("kept", DAY)]


def test_a_copy_with_a_changed_row_or_of_another_plan_is_refused(tmp_path: Path) -> None:
    path, other = tmp_path / "plan.db", tmp_path / "other.db"
    record(path, Completed("kept", DAY))
    record(other, Completed("else", DAY))
    backup = copy(path)
    with closing(sqlite3.connect(backup)) as connection, connection:
        connection.execute("UPDATE fact SET at = '2000-01-01T00:00:00+00:00'")
    for wrong in (backup, other):
        with pytest.raises(UsageError, match="no sound backup of the plan plan"):
            restore(wrong, path)
    assert facts(path) == [Completed("kept", DAY)]
