"""Putting back what a backup holds."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from planner.errors import StoreDamaged, UsageError
from planner.store import backups, database
from planner.store.paths import check_files, make_private
from planner.store.schema import ROWS_OF
from planner.store.snapshot import PLAN


def check_backup(file: Path, path: Path) -> None:
    """Raise UsageError unless the file is a sound copy of this plan's database."""
    with _backup(file, path):
        pass


def restore(file: Path, path: Path) -> None:
    """Put what the backup `file` holds in the place of the database at `path`, whole or not at all.

    Call it with the plan's lock held. Raises UsageError as `check_backup`, StoreDamaged when the
    present database isn't ours, PlannerError when the disk refuses.
    """
    with _backup(file, path) as backup:
        make_private(path.parent)
        check_files(path)
        if not path.exists():
            backups.copy(backup, path)
            return
        # SQLite's own transaction: who has the database open sees the change, and a log is not replayed.
        with database.in_our_words(path), closing(database.connect(path)) as present:
            database.version(present, path)
            backup.backup(present)


@contextmanager
def _backup(file: Path, path: Path) -> Iterator[sqlite3.Connection]:
    """What the backup holds, in memory."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as memory:
        plans: list[object] = []
        with suppress(StoreDamaged), database.in_our_words(file):
            database.read_into(memory, file)
            database.version(memory, file)
            database.migrate(memory, file)
            database.verify(memory)
            plans = [plan for _, plan in database.rows(memory, "meta", ROWS_OF["meta"], PLAN)]
        if plans != [path.stem]:
            raise UsageError(
                f"{file} is no sound backup of the plan {path.stem}", "Name a file that planner backup wrote."
            )
        yield memory
