"""A damaged database is put aside, never deleted, and the newest good backup takes its place."""

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path

from planner.errors import PlannerError, StoreDamaged
from planner.store import backups, database
from planner.store.paths import SIDE_SUFFIXES, keep_directory


def recover(path: Path, now: Callable[[], datetime]) -> str:
    """Make a damaged database usable again, and say in a line what that cost; "" when it is sound.

    Call it with the plan's lock held. Raises StoreDamaged when the database is another program's or
    a newer version's, which no backup can cure, and PlannerError when the disk refuses.
    """
    if is_sound(path):
        return ""
    good = next((one for one in backups.backups_of(path) if is_sound(one)), None)
    try:
        aside = _put_aside(path, now().astimezone(UTC), good)
    except OSError as error:
        raise PlannerError(f"The damaged database {path} can't be put aside: {error.strerror}.") from error
    lead = f"The state database was damaged; it is kept as {aside.name}."
    if good is None:
        return (
            f"{lead} There was no backup: what you recorded is gone, "
            "except what your calendars and task lists show, which the next sync learns again."
        )
    made = datetime.strptime(good.stem.partition("-")[2], "%Y%m%dT%H%M%S%z")
    return (
        f"{lead} The backup of {made:%Y-%m-%d %H:%M} UTC was restored: what you recorded after that is gone, "
        "except what your calendars and task lists show, which the next sync learns again."
    )


def is_sound(path: Path) -> bool:
    """Whether the database can be used. Raises NotOurs as `database.version` does."""
    try:
        backups.check_remnant(path)
        with database.in_our_words(path), closing(sqlite3.connect(":memory:")) as memory:
            database.read_into(memory, path)
            if database.version(memory, path):
                database.verify(memory)
    except database.NotOurs:
        raise
    except StoreDamaged:
        return False
    return True


def _put_aside(path: Path, moment: datetime, good: Path | None) -> Path:
    """Rename the damaged files away and put a copy of `good` in place.

    The database leaves last and in one step, so that a kill on the way leaves a damaged one to
    recover again, never a missing one. The log goes first: beside a restored database it would be
    replayed into it.
    """
    aside = path.with_name(f"{path.name}.damaged-{moment:%Y%m%dT%H%M%SZ}")
    count = 1
    while aside.exists():
        count += 1
        aside = path.with_name(f"{path.name}.damaged-{moment:%Y%m%dT%H%M%SZ}-{count}")
    for suffix in SIDE_SUFFIXES:
        with suppress(FileNotFoundError):
            path.with_name(path.name + suffix).rename(aside.with_name(aside.name + suffix))
    os.link(path, aside)
    if good is None:
        path.unlink()
    else:
        with closing(database.connect(good)) as connection:
            backups.copy(connection, path)
    keep_directory(path.parent)
    return aside
