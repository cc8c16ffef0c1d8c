"""Which format a text is in, by its content, and its reader."""

from collections.abc import Callable, Mapping
from datetime import tzinfo

from planner.errors import UsageError
from planner.plan.foreign.calendar_file import read_calendar
from planner.plan.foreign.checklist import BOX, read_checklist
from planner.plan.foreign.table import looks_like_table, read_table
from planner.plan.foreign.taskjuggler import START, read_taskjuggler
from planner.plan.foreign.taskwarrior import looks_like_taskwarrior, read_taskwarrior
from planner.plan.foreign.values import Haul

FORMATS = ("csv", "markdown", "ics", "taskwarrior", "taskjuggler")


def read_foreign(text: str, name: str | None, zone: tzinfo | None) -> Haul:
    """What a text holds, in the format `name` (None: what it looks like).

    `zone` is that in which moments are days (None: the system's). Raises UsageError for a format that isn't
    known, Unreadable for a text that isn't in it.
    """
    readers: Mapping[str, Callable[[], Haul]] = {
        "csv": lambda: read_table(text),
        "markdown": lambda: read_checklist(text),
        "ics": lambda: read_calendar(text, zone),
        "taskwarrior": lambda: read_taskwarrior(text, zone),
        "taskjuggler": lambda: read_taskjuggler(text),
    }
    if name is not None and name not in readers:
        raise UsageError(f'there is no format "{name}"', f"Choose one of {', '.join(FORMATS)}.")
    found = name or format_of(text)
    if found is None:
        raise UsageError(
            "it isn't clear what sort of file this is", f"Say it: --from {', --from '.join(FORMATS)}."
        )
    return readers[found]()


def format_of(text: str) -> str | None:
    """The format that a text looks like."""
    if text.lstrip()[:15].upper() == "BEGIN:VCALENDAR":
        return "ics"
    if looks_like_taskwarrior(text):
        return "taskwarrior"
    if any(BOX.fullmatch(line.rstrip()) for line in text.splitlines()):
        return "markdown"
    if START.match(text):
        return "taskjuggler"
    return "csv" if looks_like_table(text) else None
