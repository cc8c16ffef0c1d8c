"""Putting back what a backup holds."""

import sqlite3
from contextlib import closing
from pathlib import Path

from planner.errors import StoreDamaged, UsageError
from planner.store import backups, database
from planner.store.paths import check_files, make_private
from planner.store.schema import ROWS_OF
from planner.store.snapshot import PLAN


def restore(file: Path, path: Path) -> None:
    """Put what the backup `file` holds in the place of the database at `path`, whole or not at all.

    Call it with the plan's lock held. Raises UsageError when the file is no sound database of this
    plan, StoreDamaged when the present one isn't ours, PlannerError when the disk refuses.
    """
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as memory:
        _read(file, path, memory)
        make_private(path.parent)
        check_files(path)
        if not path.exists():
            backups.copy(memory, path)
            return
        # SQLite's own transaction: who has the database open sees the change, and a log is not replayed.
        with database.in_our_words(path), closing(database.connect(path)) as present:
            database.version(present, path)
            memory.backup(present)


def _read(file: Path, path: Path, memory: sqlite3.Connection) -> None:
    try:
        with database.in_our_words(file):
            database.read_into(memory, file)
            database.version(memory, file)
            database.migrate(memory, file)
            database.verify(memory)
            plan = list(database.rows(memory, "meta", ROWS_OF["meta"], PLAN))
    except StoreDamaged as error:
        raise UsageError(
            f"{file} can't be restored: {error.message}", "Name a file that planner backup wrote."
        ) from error
    if [name for _, name in plan] != [path.stem]:
        raise UsageError(f"{file} is no backup of this plan, {path.stem}", "Nothing was changed.")
