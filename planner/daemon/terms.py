"""What the service works by: the settings and the plan's own, as `planner config show --json` tells them.

The plan is read in a process of its own: this one stays small, and no plan can break it.
"""

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from pathlib import Path
from typing import Any

from planner.daemon import jobs
from planner.daemon.tell_settings import read_tell
from planner.daemon.telling import Tell
from planner.errors import PlannerError
from planner.web.settings import FeedSettings, read_feed


@dataclass(frozen=True, slots=True)
class Terms:
    """The settings in force. `file` None: there is no settings file. `zone` None: the system's."""

    plan: Path
    plan_id: str
    file: Path | None
    zone: tzinfo | None
    every: timedelta
    database: Path
    calendars: Mapping[str, Path]
    feed: FeedSettings
    tell: Tell

    def local(self, now: datetime) -> datetime:
        """A moment in the plan's time zone."""
        return now.astimezone(self.zone)


def read_terms(shown: Mapping[str, Any]) -> Terms:
    """The terms, of the object that `config show` prints.

    Raises UsageError for settings that can't be used, PlannerError where the object isn't as it should be.
    """
    try:
        file = Path(shown["file"]).absolute() if shown["file"] else None
        name = str(file or "settings")
        return Terms(
            plan=Path(shown["plan"]).absolute(),
            plan_id=shown["id"],
            file=file,
            zone=_zone(shown["timezone"]),
            every=jobs.every(shown["daemon"], name),
            database=Path(shown["state"]).absolute(),
            calendars={target: Path(path) for target, path in shown["calendar_files"].items()},
            feed=read_feed(name, shown["feed"]),
            tell=read_tell(shown["tell"], Path(name)),
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise PlannerError(
            f"planner config show didn't answer as expected: {error!r}",
            "Is another version of planner installed?",
        ) from error


def _zone(name: str | None) -> tzinfo | None:
    if name is None:
        return None
    from zoneinfo import ZoneInfo

    return ZoneInfo(name)


@dataclass(frozen=True, slots=True)
class Asked:
    """What the service was started with: options that are every command's, and so its commands', too."""

    plan: str | None = None
    config: str | None = None
    today: date | None = None


def command(asked: Asked, words: Sequence[str], *, json: bool = True) -> list[str]:
    """One of our own commands as a process: this Python, nothing from the current directory (`-P`)."""
    named = {"--plan": asked.plan, "--config": asked.config, "--today": asked.today}
    options = [part for name, value in named.items() if value for part in (name, str(value))]
    return [
        sys.executable,
        "-P",
        "-m",
        "planner",
        "--no-input",
        "--no-color",
        *(["--json"] if json else []),
        *options,
        *words,
    ]
