"""From settings to a remote. Nothing is loaded or asked before it is needed."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

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
_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


def open_remote(
    setup: Setup, world: World | None = None, transport: "Transport | None" = None
) -> GoogleCalendar:
    """The calendar of a target. Raises UsageError for settings that can't be used; makes no request.

    `transport`: what sends the requests, instead of a connection.
    """
    from integrations.google.credentials import credentials_file

    frame = Frame(setup.plan_id, local_zone(os.environ), _reminders(setup.settings.get("reminders", [])))
    endpoint = _endpoint(_text(setup.settings, "endpoint"))
    file = credentials_file(setup.settings, setup.directory)

    def connect(line: Line) -> "Api":
        from integrations.google.api import GOOGLE, Api, once
        from integrations.google.credentials import SavedCredentials

        return Api(line, lambda: SavedCredentials(file), endpoint or GOOGLE, transport or once)

    cure = "Sign in again: planner auth google"
    line = Line(setup.name or "google", cure, read_refusal, world or World(), past=setup.health)
    return GoogleCalendar(frame, choose(setup), line, connect, file)


def choose(setup: Setup) -> Choice:
    """Which calendar it is. Raises UsageError for settings that can't be used."""
    from integrations.google.credentials import credentials_file

    file = file_beside(credentials_file(setup.settings, setup.directory))
    title = _text(setup.settings, "calendar") or setup.title or setup.plan_id
    named = _text(setup.settings, "calendar-id")
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


def _text(settings: Mapping[str, object], name: str) -> str | None:
    value = settings.get(name)
    if value is None:
        return None
    if not isinstance(value, str) or not value.strip() or not value.isprintable():
        raise UsageError(f"{name}: a text on one line is expected", f'Like {name} = "...".')
    return value.strip()


def _endpoint(address: str | None) -> str | None:
    """Credentials go there: over https, or to this computer."""
    if address is None:
        return None
    try:
        parts = urlsplit(address)
        plain = parts.scheme == "http" and parts.hostname in _LOOPBACK
        fits = (plain or parts.scheme == "https") and bool(parts.hostname) and parts.username is None
    except ValueError:
        fits = False
    if not fits:
        raise UsageError(
            "endpoint: an https address is expected, or http at 127.0.0.1",
            "Leave it out: only tests need it.",
        )
    return address


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
