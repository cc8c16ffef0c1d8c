"""What the program carries beside its code: templates, the plan's schema, an example of settings, units."""

import re
from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import NamedTuple

from planner.errors import UsageError

_HERE = Path(__file__).parent


def _carried(name: str) -> Path:
    """The wheel carries the folder inside the package; a checkout has it beside."""
    return next(path for path in (_HERE / name, _HERE.parent / name) if path.is_dir())


DIRECTORY = _carried("config")
SCHEMA = DIRECTORY / "plan.schema.json"
# What comments say of a template's figures: on the line of one, and once for all that say nothing.
_FIGURE = re.compile(
    r"^ *(?:[\w-]+: \{.*\bwithin|takes|effort|experience|cost): [^#\n]*(?:# *(\w+))?", re.MULTILINE
)
_START = re.compile(r"^start: (\d{4})-(\d\d)", re.MULTILINE)
_DATE = re.compile(r"(from:? )?\b(20\d\d)(-\d\d)(-\d\d)?\b")  # a source is cited with its year alone
_OTHERWISE = re.compile(r"^# .*Unless a line says otherwise: (\w+)", re.MULTILINE)


class Certainty(StrEnum):
    """How sure a figure of a template is: a rule of the body that decides, what most people need, or ours."""

    SURE = "sure"
    TYPICAL = "typical"
    GUESS = "guess"


class About(NamedTuple):
    """What a template is for, in a line, and how many of its figures are how sure."""

    meaning: str
    figures: Mapping[Certainty, int]


def templates() -> Mapping[str, str]:
    """The names of the template plans with their titles."""
    return {name: _title(path) for name, path in _files().items()}


def template(name: str, today: date | None = None) -> str:
    """The text of a template, its dates moved on by whole years so that its start is near `today`.

    Raises UsageError for an unknown one.
    """
    files = _files()
    if name not in files:
        raise UsageError(f'there is no template "{name}"', f"Templates: {', '.join(files)}")
    text = files[name].read_text(encoding="utf-8")
    start = _START.search(text)
    if start is None or today is None:
        return text
    months = 12 * (today.year - int(start[1])) + today.month - int(start[2])
    years = max(0, (months + 6) // 12)
    return _DATE.sub(partial(_later, years), text)


def _later(years: int, found: re.Match[str]) -> str:
    """A date some years on. What recurs `from` a day stays on its weekday."""
    since, year, month, day = found[1] or "", int(found[2]), found[3], found[4] or ""
    if not since or not day:
        return f"{since}{year + years}{month}{day}"
    was, then = (date.fromisoformat(f"{each}{month}{day}") for each in (year, year + years))
    return f"{since}{then + timedelta(days=(was.weekday() - then.weekday() + 3) % 7 - 3)}"


def about(name: str) -> About:
    """What the comments of a template tell. Raises UsageError for an unknown one."""
    text = template(name)
    otherwise = _OTHERWISE.search(text)
    labels = Counter(found[1] or "" for found in _FIGURE.finditer(text))
    known = {label: labels[label] for label in Certainty}
    if otherwise is not None:
        known[Certainty(otherwise[1])] += labels.total() - sum(known.values())
    meaning, _, _ = text.removeprefix("# ").partition(".\n")
    return About(meaning, known)


def _files() -> Mapping[str, Path]:
    return {path.stem: path for path in sorted((DIRECTORY / "templates").glob("*.yaml"))}


def unit_template(name: str) -> str:
    """The text of a unit of systemd."""
    return (_carried("systemd") / name).read_text(encoding="utf-8")


def _title(path: Path) -> str:
    from planner.plan.read import load

    return load(path).plan.title
