"""Putting back what a backup holds."""

import sqlite3
from contextlib import closing
from pathlib import Path

from planner.errors import StoreDamaged, UsageError
from planner.store import backups, database
from planner.store.paths import check_files, make_private
from planner.store.schema import ROWS_OF
from planner.store.snapshot import PLAN


def check_backup(file: Path, path: Path) -> None:
    """Raise UsageError unless the file is a sound copy of this plan's database."""
    with closing(_read(file, path)):
        pass


def restore(file: Path, path: Path) -> None:
    """Put what the backup `file` holds in the place of the database at `path`, whole or not at all.

    Call it with the plan's lock held. Raises UsageError as `check_backup`, StoreDamaged when the
    present database isn't ours, PlannerError when the disk refuses.
    """
    with closing(_read(file, path)) as backup:
        make_private(path.parent)
        check_files(path)
        if not path.exists():
            backups.copy(backup, path)
            return
        # SQLite's own transaction: who has the database open sees the change, and a log is not replayed.
        with database.in_our_words(path), closing(database.connect(path)) as present:
            database.version(present, path)
            backup.backup(present)


def _read(file: Path, path: Path) -> sqlite3.Connection:
    """What the backup holds, in memory."""
    memory = sqlite3.connect(":memory:", isolation_level=None)
    try:
        with database.in_our_words(file):
            database.read_into(memory, file)
            database.version(memory, file)
            database.migrate(memory, file)
            database.verify(memory)
            plan = list(database.rows(memory, "meta", ROWS_OF["meta"], PLAN))
        if [name for _, name in plan] != [path.stem]:
            raise StoreDamaged(f"{file} is of another plan.")
    except StoreDamaged as error:
        memory.close()
        raise UsageError(
            f"{file} is no sound backup of the plan {path.stem}", "Name a file that planner backup wrote."
        ) from error
    except BaseException:
        memory.close()
        raise
    return memory
