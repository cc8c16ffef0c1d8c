"""Entries of a list: a name, and what a person knows of it, with commas between."""

import re
from collections.abc import Callable

from planner.coach.ids import key
from planner.coach.values import NONE, UNKNOWN, Entry, Reply
from planner.plan import phrases
from planner.plan.civil import Length, Unit
from planner.plan.identity import is_id
from planner.plan.problems import shown
from planner.plan.words import WordError, parse_length, parse_lengths, parse_rate

LONGEST_NAME = 100
_LONGEST = 20 * 366  # days
_DAYS = {Unit.DAYS: 1, Unit.BUSINESS_DAYS: 2, Unit.WEEKS: 7, Unit.MONTHS: 31, Unit.YEARS: 366}
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")

# How people say that they don't know, and that there is none.
UNKNOWNS = frozenset({UNKNOWN, "don't know", "dont know", "i don't know", "unknown"})
NONES = frozenset({NONE, "no", "nothing", "nobody", "-"})


def without_thousands(text: str) -> str:
    """The text with 2,400 written as 2400."""
    return _THOUSANDS.sub("", text)


def bounded(length: Length) -> Length:
    """The length. Raises WordError for one that no plan reaches."""
    if length.count * _DAYS[length.unit] > _LONGEST:
        raise WordError(f"{length} are too long for a plan.", "Write at most 20 years.")
    return length


def names(reply: Reply | None) -> tuple[str, ...]:
    """The names in a list of entries; none where there is no list."""
    return tuple(entry.name for entry in entries(reply))


def entries(reply: Reply | None) -> tuple[Entry, ...]:
    """The entries of a list; none where it is unknown, or wasn't asked for."""
    return () if reply is None or isinstance(reply, str) else tuple(map(entry, reply))


def entry(text: str) -> Entry:
    """An entry: a name, and what it ends with of lengths, costs and rates, with commas between."""
    parts = [part.strip() for part in without_thousands(text).split(",")]
    found = Entry("")
    while len(parts) > 1:
        more = _detail(found, parts[-1])
        if more is None:
            break
        found = more
        parts.pop()
    name = ", ".join(part for part in parts if part)
    if len(name) > LONGEST_NAME:
        raise WordError(f"{shown(name)} is too long.", f"Use at most {LONGEST_NAME} characters.")
    if _is_detail(name):
        raise WordError(
            f"{shown(name)} names nothing.",
            'Put it behind a name, with a comma: "Evening course, 9 months"; in a file, in quotes.',
        )
    if not is_id(key(name)[:1]) or name.lower() in UNKNOWNS | NONES:
        raise WordError(f"{shown(text)} names nothing.", "Begin with a name: Evening course, 9 months")
    return found._replace(name=name)


def _is_detail(part: str) -> bool:
    try:
        return _detail(Entry(""), part) is not None
    except WordError:
        return True


def _detail(found: Entry, part: str) -> Entry | None:
    """What was found so far, with one part more; None: the part belongs to the name."""
    every = part.removeprefix("every ")
    readings: tuple[Callable[[], Entry], ...] = (
        lambda: found._replace(every=parse_length(every)),
        lambda: found._replace(length=parse_lengths(part)),
        lambda: found._replace(cost=phrases.money(part)),
        lambda: found._replace(load=parse_rate(part)),
    )
    for number, reading in enumerate(readings):
        if (number == 0) is not (every != part):
            continue
        try:
            changed = reading()
        except WordError:
            continue
        lengths = [*(changed.length or ()), *([changed.every] if changed.every else [])]
        for length in lengths:
            bounded(length)
        return changed
    if every != part or re.match(r"[0-9]+(?:\.\.[0-9]+)? *[A-Za-z]+$", part):
        raise WordError(
            f"{shown(part)} is neither a length nor a cost nor hours a week.",
            'Write "9 months", "every 2 weeks", "2400 USD" or "6h/week".',
        )
    return None
