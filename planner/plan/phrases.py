"""The words of the plan file that aren't about time: texts, names, money, triggers, rhythms."""

import re
from collections.abc import Callable
from datetime import time
from decimal import Decimal
from enum import StrEnum
from typing import TypeVar

from planner.plan.identity import ID_LENGTH, is_id, slug
from planner.plan.keys import ORDINALS, WEEKDAYS
from planner.plan.model import After, ChanceBelow, Goals, Missed, Money, Reported, Review, Slips, Trigger
from planner.plan.problems import nearest, shown
from planner.plan.words import WordError, parse_days, parse_length

TITLE_LENGTH = 500
NOTE_LENGTH = 10_000

MONEY = r"(?:0|[1-9][0-9]{0,11})(?:\.[0-9]{1,3})? [A-Z]{3}"
PERCENT = "(?:100|[1-9]?[0-9])%"
REGION = "[A-Z]{2}(?:-[A-Z0-9]{1,3})?"
TIME_OF_DAY = "(?:[01][0-9]|2[0-3]):[0-5][0-9]"
# Two control ranges, and the separators that break a line somewhere else.
NOT_IN_TITLE = "\\u0000-\\u001f\\u007f-\\u009f\\u2028\\u2029"
NOT_IN_NOTE = "\\u0000-\\u0008\\u000b-\\u001f\\u007f-\\u009f"
URL = rf"(?:https?://|mailto:)[^\s{NOT_IN_TITLE}]+"

_TITLE_CONTROL = re.compile(f"[{NOT_IN_TITLE}\ud800-\udfff]")
_NOTE_CONTROL = re.compile(f"[{NOT_IN_NOTE}\ud800-\udfff]")
_MONEY = re.compile(MONEY)
_LAG = re.compile(r"([^+]*?) *\+ *(.*)")
_CHANCE = "chance below ([1-9][0-9]?|100)%"
_REVIEW = rf"(?:({'|'.join(ORDINALS)}) )?({'|'.join(WEEKDAYS)})(?: ({TIME_OF_DAY}))?"
_REVIEW_EVERY = rf"every (.+) from ([^ ]+)(?: ({TIME_OF_DAY}))?"

Choice = TypeVar("Choice", bound=StrEnum)


def title(text: str) -> str:
    """A text on one line, stripped."""
    if not text.isprintable() and (found := _TITLE_CONTROL.search(text)):
        remedy = "Write it on one line." if found[0] in "\n\r\u2028\u2029\x85" else "Remove it."
        raise WordError(
            f"the character {shown(found[0])} (number {found.start() + 1}) has no place here.", remedy
        )
    if len(text) > TITLE_LENGTH:
        raise WordError(f"{len(text):,} characters are too many.", f"Use at most {TITLE_LENGTH}, and a note.")
    stripped = text.strip()
    if not stripped:
        raise WordError("the text is empty.", "Write one, or delete the line.")
    return stripped


def note(text: str) -> str:
    """A text of any number of lines, stripped."""
    if found := _NOTE_CONTROL.search(text):
        raise WordError(
            f"the character {shown(found[0])} (number {found.start() + 1}) has no place here.", "Remove it."
        )
    if len(text) > NOTE_LENGTH:
        raise WordError(f"{len(text):,} characters are too many.", f"Use at most {NOTE_LENGTH:,}.")
    stripped = text.strip()
    if not stripped:
        raise WordError("the text is empty.", "Write one, or delete the line.")
    return stripped


def identifier(text: str) -> str:
    """An id, as `identity.is_id` has it."""
    if is_id(text):
        return text
    if len(text) > ID_LENGTH:
        raise WordError(f"{shown(text)} is too long for an id.", f"Use at most {ID_LENGTH} characters.")
    guess = slug(text)
    remedy = f'Try "{guess}".' if is_id(guess) else "Use letters, digits, and - _ . after the first."
    raise WordError(f"{shown(text)} is not an id.", remedy)


def after(text: str, name: Callable[[str], str] = identifier) -> After:
    """A predecessor as `name` takes it, perhaps with a wait: `exam + 2 weeks`."""
    found = _LAG.fullmatch(text)
    if found is None:
        return After(name(text))
    return After(name(found[1]), parse_length(found[2]))


def task_after(text: str) -> After:
    """What a task waits for; the slug of a long title may be longer than an id."""
    return after(text, _id_or_slug)


def _id_or_slug(text: str) -> str:
    return text if text and slug(text) == text else identifier(text)


def url(text: str) -> str:
    """A web or mail address."""
    if len(text) > NOTE_LENGTH or not re.fullmatch(URL, text):
        raise WordError(
            f"{shown(text)} is not a web address.", "Write it as https://... or mailto:..., without spaces."
        )
    return text


def money(text: str) -> Money:
    """An amount and a currency."""
    if not _MONEY.fullmatch(text):
        raise WordError(
            f"{shown(text)} is not an amount of money.", "Write the amount and three capitals: 2400 USD."
        )
    amount, currency = text.split()
    return Money(Decimal(amount), currency)


def percent(text: str) -> int:
    """A share from 0% to 100%."""
    if not re.fullmatch(PERCENT, text):
        raise WordError(f"{shown(text)} is not a share from 0% to 100%.", "Write it as 50%.")
    return int(text[:-1])


def region(text: str) -> str:
    """A country, or one of its parts (ISO 3166-1 and 3166-2)."""
    if not re.fullmatch(REGION, text):
        raise WordError(f"{shown(text)} is not a country or region.", "Write it as DE or DE-BE.")
    return text


def zone(text: str) -> str:
    """A time zone that this machine knows."""
    import zoneinfo

    try:
        zoneinfo.ZoneInfo(text)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        near = nearest(text, sorted(zoneinfo.available_timezones()))
        remedy = f'Did you mean "{near}"?' if near else "Use an IANA name such as Europe/Berlin."
        raise WordError(f"{shown(text)} is not a known time zone.", remedy) from None
    return text


def choice(text: str, choices: type[Choice]) -> Choice:
    """One of the words of an enumeration."""
    for one in choices:
        if one.value == text:
            return one
    words = [one.value for one in choices]
    near = nearest(text, words)
    remedy = f'Did you mean "{near}"?' if near else f"Choose one of {', '.join(words)}."
    raise WordError(f"{shown(text)} is not one of the choices.", remedy)


def goals_rhythm(text: str) -> Goals:
    """`monthly`, `weekly`, `every 6 months`, or a number of goals."""
    if text in ("monthly", "weekly"):
        return Goals(every=parse_length("1 month" if text == "monthly" else "1 week"))
    if text.startswith("every "):
        return Goals(every=parse_length(text[6:].lstrip(" ")))
    raise WordError(
        f"{shown(text)} says nothing about goals.",
        "Write monthly, weekly, every 6 months, a number, or [titles].",
    )


def trigger(text: str) -> Trigger:
    """What makes a backup track worth a look."""
    if found := re.fullmatch(_CHANCE, text):
        return ChanceBelow(int(found[1]))
    words = text.split(" ")
    if len(words) == 1:
        return Reported(identifier(text))
    if words[1:] == ["missed"]:
        return Missed(identifier(words[0]))
    if words[1] == "slips":
        return Slips(identifier(words[0]), parse_length(" ".join(words[2:])))
    remedy = "Write STEP missed, main slips 9 months, chance below 50%, or one word for an event."
    raise WordError(f"{shown(text)} is not a trigger.", remedy)


def rhythm(text: str, name: str) -> Review:
    """When a review comes round."""
    if found := re.fullmatch(_REVIEW, text):
        ordinal = ORDINALS[found[1]] if found[1] else None
        return Review(name, weekday=WEEKDAYS.index(found[2]), ordinal=ordinal, at=_clock(found[3]))
    if found := re.fullmatch(_REVIEW_EVERY, text):
        every, first = parse_length(found[1]), parse_days(found[2]).first
        return Review(name, every=every, first=first, at=_clock(found[3]))
    remedy = "Write sunday 18:00, first saturday, or every 6 months from 2027-01-18; times as 18:00."
    raise WordError(f"{shown(text)} is not a rhythm.", remedy)


def _clock(text: str | None) -> time | None:
    return time(int(text[:2]), int(text[3:])) if text else None
