"""What a person changed: the plan's file, the settings, or what a command recorded; noticed by cheap looks.

A file counts once it stood still from one look to the next, as editors write in steps; one that is missing
counts after some seconds, as editors replace files, too.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from planner.errors import PlannerError

GONE_SECONDS = 3.0


@dataclass(frozen=True, slots=True)
class Still:
    """What a file looked like when it last stood still, and what it looks like `since` some time."""

    settled: str
    latest: str
    since: float


def looked(before: Still | None, stamp: str, at: float) -> Still:
    """The file after a look at it that found `stamp` ("": no file) at a monotonic time, in seconds."""
    if before is None:
        return Still(stamp, stamp, at)
    if stamp != before.latest:
        return replace(before, latest=stamp, since=at)
    is_settled = bool(stamp) or at - before.since >= GONE_SECONDS
    return replace(before, settled=stamp) if is_settled else before


def stamp(path: Path | None) -> str:
    """What tells a file from what it was: time of change, size and inode; "" where there is none."""
    if path is None:
        return ""
    try:
        found = path.stat()
    except OSError:
        return ""
    return f"{found.st_mtime_ns}-{found.st_size}-{found.st_ino}"


def database_stamp(database: Path) -> str:
    """What tells a database from what it was. An empty log beside it says nothing: readers leave one."""
    log = database.with_name(f"{database.name}-wal")
    try:
        beside = f"+{stamp(log)}" if log.stat().st_size else ""
    except OSError:
        beside = ""
    return stamp(database) + beside


class Watch:
    """Looks at the files when told to, and remembers how they stood.

    `settings` finds the settings file in force, `last_word` reads the number of the newest fact of a command.
    """

    def __init__(
        self,
        plan: Path,
        settings: Callable[[], Path | None],
        database: Path,
        last_word: Callable[[], int],
        monotonic: Callable[[], float],
    ) -> None:
        self._plan = plan
        self._find_settings = settings
        self._database = database
        self._last_word = last_word
        self._monotonic = monotonic
        self._plan_still: Still | None = None
        self._settings_still: Still | None = None
        self._database_stamp = ""
        self._word = 0

    @property
    def files(self) -> str:
        """The plan's file and the settings as they stand, as a text to compare."""
        stills = (self._plan_still, self._settings_still)
        return " ".join(still.settled if still else "" for still in stills)

    @property
    def seen(self) -> str:
        """Everything that a sync depends on, as a text to compare."""
        return f"{self.files} {self._word}"

    def look(self) -> None:
        """Look once at everything. Raises PlannerError where the database can't be read."""
        now = self._monotonic()
        self._plan_still = looked(self._plan_still, stamp(self._plan), now)
        self._settings_still = looked(self._settings_still, self._settings(), now)
        found = database_stamp(self._database)
        if found != self._database_stamp:
            self._word = self._last_word()
            # Looked at again: what is written meanwhile is read at the next turn.
            self._database_stamp = found

    def _settings(self) -> str:
        try:
            file = self._find_settings()
        except PlannerError:
            return ""
        found = stamp(file)
        return f"{file}:{found}" if found else ""


def fixed_or_found(config: Path | None, plan: Path) -> Callable[[], Path | None]:
    """What finds the settings file in force: the one that was named, or as every command finds it."""
    from planner.settings import find

    named = str(config) if config is not None else None
    return lambda: find(named, str(plan), os.environ)
