"""Copies of the state database, made with SQLite's own backup, the newest few kept beside it."""

import os
import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from planner.errors import PlannerError, StoreDamaged
from planner.store import database
from planner.store.paths import keep_directory, make_private, open_private

KEPT = 5
_SMALLEST = 512  # bytes in the smallest page, https://www.sqlite.org/fileformat.html
_NAME = re.compile(r"\d{6}-\d{8}T\d{6}Z\.db")


def directory_of(path: Path) -> Path:
    """Where the backups of a database are."""
    return path.parent / "backups" / path.stem


def backups_of(path: Path) -> tuple[Path, ...]:
    """The backups of a database, newest first. They're numbered, so that a wrong clock can't mislead."""
    try:
        found = [one for one in directory_of(path).iterdir() if _NAME.fullmatch(one.name)]
    except FileNotFoundError:
        return ()
    return tuple(sorted(found, reverse=True))


def back_up(path: Path, now: Callable[[], datetime]) -> Path:
    """Copy the database as it is, drop backups beyond the newest five, and give the copy's path."""
    existing = backups_of(path)
    number = int(existing[0].name.partition("-")[0]) + 1 if existing else 1
    make_private(directory_of(path))
    destination = directory_of(path) / f"{number:06d}-{now().astimezone(UTC):%Y%m%dT%H%M%SZ}.db"
    with database.in_our_words(path), closing(database.connect(path)) as connection:
        copy(connection, destination)
    for old in existing[KEPT - 1 :]:
        old.unlink(missing_ok=True)
    return destination


def copy(connection: sqlite3.Connection, destination: Path) -> None:
    """Write a whole copy, durable and 0600, under its name only when it is complete."""
    part = destination.with_name(f"{destination.name}.part")
    try:
        os.close(open_private(part, os.O_RDWR | os.O_TRUNC))
        with closing(database.connect(part)) as target:
            connection.backup(target)
            # A copy is one file, without the log beside it that WAL would need.
            target.execute("PRAGMA journal_mode = DELETE")
        part.replace(destination)
        keep_directory(destination.parent)
    except OSError as error:
        raise PlannerError(f"The copy {destination} can't be written: {error.strerror}.") from error


def check_remnant(path: Path) -> None:
    """Raise StoreDamaged when next to nothing is left of a database; SQLite would take that for a new one.
    So it would a file that ends within a page, which zeros then fill.

    A process that is killed while it makes the file leaves an empty one, too, but before any backup.
    """
    size = path.stat().st_size if path.is_file() else _SMALLEST
    is_cut = size % _SMALLEST and not path.with_name(f"{path.name}-wal").exists()
    if is_cut or (size < _SMALLEST and (size or backups_of(path))):
        raise StoreDamaged(f"The state database {path} was cut short to {size} bytes.")
