"""What other programs' files are read into, and the words that they have in common."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from planner.errors import PlannerError
from planner.plan.edit.writing import Value

Fields = Mapping[str, Value]
"""The keys of a step or task as the plan file has them; `title` is always there, `after` and `id` never."""


class Unreadable(PlannerError):
    """A file isn't what it is taken for."""


class Found(NamedTuple):
    """A thing to do. `uid` is what the file calls it (empty: nothing); `id` what a person would, `mark` a
    short name made of a long uid, to be set behind that of the title. `after` and `under` are uids or ids.
    `done`: on which day; True: on a day that the file doesn't tell.
    """

    line: int
    fields: Fields
    uid: str = ""
    id: str = ""
    mark: str = ""
    after: tuple[str, ...] = ()
    under: str = ""
    done: date | bool = False

    @property
    def title(self) -> str:
        """What to do."""
        return str(self.fields["title"])


class Unused(NamedTuple):
    """What couldn't be used, where it stands (0: no line of its own), and why."""

    line: int
    what: str
    why: str


class Haul(NamedTuple):
    """All that a file gave. `told` says how it was understood, a sentence each."""

    format: str
    found: Sequence[Found]
    unused: Sequence[Unused] = ()
    told: Sequence[str] = ()
    title: str = ""


_UNITS = {
    "d": "days",
    "day": "days",
    "days": "days",
    "bd": "business days",
    "w": "weeks",
    "wk": "weeks",
    "wks": "weeks",
    "week": "weeks",
    "weeks": "weeks",
    "m": "months",
    "mo": "months",
    "mon": "months",
    "mos": "months",
    "month": "months",
    "months": "months",
    "y": "years",
    "yr": "years",
    "yrs": "years",
    "year": "years",
    "years": "years",
}
_HOURS = {"h", "hr", "hrs", "hour", "hours"}
_MINUTES = {"min", "mins", "minute", "minutes"}
_AMOUNT = re.compile(r"(\d+(?:\.\d+)?)(?:\s*(?:\.\.|-|\u2013|to)\s*(\d+(?:\.\d+)?))?\s*([a-zA-Z]*)\.?")
_DATE = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ].*)?|(\d{1,2})\.(\d{1,2})\.(\d{4})")
_DONE = frozenset(
    {"x", "yes", "y", "true", "done", "complete", "completed", "finished", "closed", "100%", "1"}
)
_SPACES = re.compile(r"\s+")


def line_of(text: str) -> str:
    """A text on one line, without what isn't printable."""
    kept = "".join(c if c.isprintable() or c.isspace() else "" for c in text)
    return _SPACES.sub(" ", kept).strip()


def hours_of(text: str) -> str:
    """Hours as the plan file has them: `84..140` and `3 hours` become `84..140h` and `3h`; else as it was."""
    found = _AMOUNT.fullmatch(text.strip())
    if found is None:
        return text
    low, high, unit = found[1], found[2], found[3].lower()
    if unit and unit not in _HOURS | _MINUTES:
        return text
    ends = _plain(low) if high is None or _plain(high) == _plain(low) else f"{_plain(low)}..{_plain(high)}"
    return f"{ends}{'min' if unit in _MINUTES else 'h'}"


def length_of(text: str, unit: str = "") -> str:
    """A span as the plan file has it: `3w`, `9-12 months`; `unit` is that of a bare number."""
    found = _AMOUNT.fullmatch(text.strip())
    word = found and (found[3].lower() or unit)
    if found is None or word not in _UNITS:
        return text
    low, high, name = _plain(found[1]), found[2] and _plain(found[2]), _UNITS[word]
    if high is not None and high != low:
        return f"{low}..{high} {name}"
    return f"{low} {name[:-1] if low == '1' else name}"


def is_hours(text: str) -> bool:
    """Whether a length counts hours or minutes, and so is work."""
    found = _AMOUNT.fullmatch(text.strip())
    return found is not None and found[3].lower() in _HOURS | _MINUTES


def date_of(text: str) -> str:
    """A day as the plan file has it; else as it was."""
    found = _DATE.fullmatch(text.strip())
    if found is None:
        return text.strip()
    year, month, day = (found[1], found[2], found[3]) if found[1] else (found[6], found[5], found[4])
    return f"{year}-{int(month):02}-{int(day):02}"


def done_of(text: str) -> date | bool:
    """Whether a cell or state says that something is done, and when if it does."""
    try:
        return date.fromisoformat(date_of(text))
    except ValueError:
        return text.strip().lower() in _DONE


def _plain(number: str) -> str:
    whole, _, rest = number.partition(".")
    rest = rest.rstrip("0")
    return f"{int(whole)}.{rest}" if rest else str(int(whole))
