import sqlite3
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from planner.errors import PlannerError
from planner.progress.facts import Completed
from planner.store.backups import KEPT, back_up, backups_of
from planner.store.store import open_store
from tests.unit.store.samples import DAY, NOON, noon, record


def facts_in(copy: Path) -> int:
    with closing(sqlite3.connect(f"{copy.as_uri()}?mode=ro", uri=True)) as connection:
        (count,) = connection.execute("SELECT count(*) FROM fact").fetchone()
    return int(count)


def test_a_backup_holds_what_is_only_in_the_log_yet_and_is_a_single_file(tmp_path: Path) -> None:
    path = tmp_path / "plan.db"
    with open_store(path, noon) as store:
        store.append([Completed("a", DAY)], "command")
        backup = back_up(path, noon)
    assert facts_in(backup) == 1
    assert list(backup.parent.iterdir()) == [backup]


def test_the_newest_five_are_kept_even_when_the_clock_went_back(tmp_path: Path) -> None:
    path = tmp_path / "plan.db"
    for day in range(KEPT + 3):
        moment = NOON - timedelta(days=day)

        def past(moment: datetime = moment) -> datetime:
            return moment

        record(path)
        back_up(path, past)
    assert [facts_in(backup) for backup in backups_of(path)] == [8, 7, 6, 5, 4]


def test_plans_with_similar_names_keep_their_backups_apart(tmp_path: Path) -> None:
    for name in ("nurse.db", "nurse-2.db"):
        record(tmp_path / name)
        back_up(tmp_path / name, noon)
    assert len(backups_of(tmp_path / "nurse.db")) == len(backups_of(tmp_path / "nurse-2.db")) == 1


def test_a_copy_that_was_cut_off_by_a_kill_is_not_taken_for_a_backup(tmp_path: Path) -> None:
    path = tmp_path / "plan.db"
    record(path)
    backup = back_up(path, noon)
    (backup.parent / "000009-20280104T120000Z.db.part").write_bytes(b"half")
    assert backups_of(path) == (backup,)


def test_a_copy_to_a_place_that_does_not_exist_says_so(tmp_path: Path) -> None:
    with (
        open_store(tmp_path / "plan.db", noon) as store,
        pytest.raises(PlannerError, match="No such file or directory"),
    ):
        store.backup(tmp_path / "absent" / "copy.db")


def test_a_copy_replaces_an_earlier_one(tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    with open_store(tmp_path / "plan.db", noon) as store:
        store.backup(copy)
        store.append([Completed("a", DAY)], "command")
        store.backup(copy)
    assert facts_in(copy) == 1
