"""From settings to a remote. Nothing is loaded or asked before it is needed."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from integrations import settings
from integrations.google.calendar import SHOWN, Choice, file_beside
from integrations.google.event import Frame
from integrations.google.refusal import read_refusal
from integrations.google.remote import GoogleCalendar
from integrations.http.line import Line, World
from integrations.known import Memory
from planner.errors import UsageError
from planner.sync.target import Setup

if TYPE_CHECKING:
    from integrations.google.api import Api, Transport

_MOST_REMINDERS = 5
_LONGEST_REMINDER = 40320
_ZONES = "/usr/share/zoneinfo/"


def open_remote(
    setup: Setup, world: World | None = None, transport: "Transport | None" = None
) -> GoogleCalendar:
    """The calendar of a target. Raises UsageError for settings that can't be used; makes no request.

    `transport`: what sends the requests, instead of a connection.
    """
    from integrations.google.credentials import credentials_file

    frame = Frame(setup.plan_id, local_zone(os.environ), _reminders(setup.settings.get("reminders", [])))
    address = settings.endpoint(settings.line_of(setup.settings, "endpoint"))
    file = credentials_file(setup.settings, setup.directory)

    def connect(line: Line) -> "Api":
        from integrations.google.api import GOOGLE, Api
        from integrations.google.credentials import SavedCredentials
        from integrations.google.once import once

        return Api(line, lambda: SavedCredentials(file), address or GOOGLE, transport or once)

    cure = "Sign in again: planner auth google"
    line = Line(setup.name or "google", cure, read_refusal, world or World(), past=setup.health)
    return GoogleCalendar(frame, choose(setup), line, connect, file)


def choose(setup: Setup) -> Choice:
    """Which calendar it is. Raises UsageError for settings that can't be used."""
    from integrations.google.credentials import credentials_file

    file = file_beside(credentials_file(setup.settings, setup.directory))
    title = settings.line_of(setup.settings, "calendar") or setup.title or setup.plan_id
    named = settings.line_of(setup.settings, "calendar-id")
    memory = Memory(file, "calendar", setup.plan_id, title)
    return Choice("google", setup.name or "google", named, memory, setup.place, SHOWN)


def local_zone(environ: Mapping[str, str], localtime: Path = Path("/etc/localtime")) -> str:
    """The name of this machine's time zone, for a plan that names none; UTC when it can't be told."""
    linked = os.path.realpath(localtime)
    for name in (environ.get("TZ", "").removeprefix(":"), linked.partition(_ZONES)[2]):
        try:
            return ZoneInfo(name).key
        except (KeyError, ValueError, OSError):
            continue
    return "UTC"


def _reminders(value: object) -> tuple[int, ...] | None:
    """Minutes before; None for "default". See `reminders.overrides` of the event resource."""
    if value == "default":
        return None
    fits = isinstance(value, list) and len(value) <= _MOST_REMINDERS
    if fits and isinstance(value, list) and all(_is_reminder(one) for one in value):
        return tuple(dict.fromkeys(value))
    raise UsageError(
        f"reminders: at most {_MOST_REMINDERS} numbers of minutes from 0 to {_LONGEST_REMINDER} are expected",
        'Like reminders = [1440] for a day before, or reminders = "default" for those of the calendar.',
    )


def _is_reminder(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= _LONGEST_REMINDER
