"""What a person may answer: from a text to the answer that is kept, and from there to what it means.

What can't be taken raises WordError, with a remedy, as the words of a plan file do.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import TypeAlias

from planner.coach.entries import NONES, UNKNOWNS, bounded, entry, names, without_thousands
from planner.coach.ids import key
from planner.coach.values import NONE, UNKNOWN, Kind, Option, Question, Reply
from planner.plan import phrases
from planner.plan.civil import DateRange
from planner.plan.model import PARTS_PER_HOUR
from planner.plan.problems import nearest, shown
from planner.plan.words import WordError, parse_days, parse_length, parse_range, parse_rate

Replies: TypeAlias = Mapping[str, Reply]

MOST_ENTRIES = 12
LONGEST_TEXT = 200
LEAST_HOURS = 1
YEARS = range(1970, 2201)
_LONGEST_AWAY = 366

_SINCE = re.compile(r"(.*\S),? since ([0-9]{4}(?:-\S*)?)")


def taken(question: Question, text: str | Sequence[str], replies: Replies) -> Reply:
    """The answer to keep, from what was typed or stands in a file. `replies` are the answers before it.

    Raises WordError for what is no answer to the question.
    """
    texts = [_clean(one) for one in ([text] if isinstance(text, str) else text)]
    word = texts[0].lower().rstrip(".") if len(texts) == 1 else ""
    offered = {option.word for option in options(question, replies)}
    if word in UNKNOWNS:
        if not question.unknown:
            raise WordError("this one can't be skipped.", f"An answer looks like this: {question.example}")
        return UNKNOWN
    if question.has_none and word not in offered and (word in NONES or not texts):
        return () if question.kind in _LISTS else NONE
    if not any(texts):
        raise WordError("there is no answer.", f"It looks like this: {question.example}")
    return _TAKEN[question.kind](question, texts, replies)


def options(question: Question, replies: Replies) -> tuple[Option, ...]:
    """What a choice offers, in the light of the answers before it."""
    held = once(name for other in question.options_from for name in names(replies.get(other)))
    if question.id == "next-job-needs":  # what one has already stands behind nothing
        have = replies.get("have", ())
        known = set() if isinstance(have, str) else {key(one) for one in have}
        held = [name for name in held if key(name) not in known]
    return (*(Option(name, name) for name in held), *question.options)


def since(reply: str) -> tuple[str, str | None]:
    """A role, and since when, if it ends with that: `Clerk, since 2024-09`."""
    found = _SINCE.fullmatch(reply)
    return (found[1].rstrip(","), found[2]) if found else (reply, None)


def once(texts: Iterable[str]) -> list[str]:
    """The texts, without those that would get the same id as one before."""
    found: dict[str, str] = {}
    for text in texts:
        found.setdefault(key(text), text)
    return list(found.values())


def next_month(today: date) -> str:
    """The month after today's, as a date word."""
    year, month = divmod(today.year * 12 + today.month, 12)
    return f"{year:04}-{month + 1:02}"


def _clean(text: str) -> str:
    """One line, with single spaces. Raises WordError for characters that no file should hold."""
    text = unicodedata.normalize("NFC", " ".join(text.split()))
    for character in text:
        if unicodedata.category(character) in {"Cc", "Cs", "Cn", "Co"}:
            raise WordError(f"the character {shown(character)} has no place here.", "Remove it.")
    return text


def _split(texts: Sequence[str]) -> list[str]:
    """Several answers, with ; between them."""
    return [part.strip() for text in texts for part in text.split(";") if part.strip()]


def _text(question: Question, texts: Sequence[str], replies: Replies) -> Reply:
    del replies
    text = phrases.title(_one(texts))
    if len(text) > LONGEST_TEXT:
        raise WordError(f"{len(text)} characters are too many.", f"Use at most {LONGEST_TEXT}.")
    if question.id in {"role", "goal"} and not key(text):
        raise WordError(f"{shown(text)} names nothing.", f"An answer looks like this: {question.example}")
    if question.id == "role" and (day := since(text)[1]) is not None:
        _day(day)
    return text


def _choice(question: Question, texts: Sequence[str], replies: Replies) -> Reply:
    return _chosen(_one(texts), options(question, replies))


def _several(question: Question, texts: Sequence[str], replies: Replies) -> Reply:
    offered = options(question, replies)
    if len(texts) == 1 and "," in texts[0] and re.fullmatch(r"[0-9, ]+", texts[0]):
        texts = texts[0].split(",")
    chosen = {_chosen(text, offered) for text in _split(texts)}
    return tuple(option.word for option in offered if option.word in chosen)


def _chosen(text: str, offered: Sequence[Option]) -> str:
    for option in offered:
        if text.lower() in {option.word.lower(), option.text.lower()} or key(text) == key(option.word):
            return option.word
    if text.isascii() and text.isdigit() and 1 <= int(text[:4]) <= len(offered):
        return offered[int(text[:4]) - 1].word
    near = nearest(text, [option.word for option in offered])
    listed = ", ".join(option.word for option in offered)
    remedy = f'Did you mean "{near}"?' if near else f"Choose one of: {listed}."
    raise WordError(f"{shown(text)} is not one of the answers.", remedy)


def _entries(question: Question, texts: Sequence[str], replies: Replies) -> Reply:
    del question, replies
    parts = _split(texts)
    if len(parts) > MOST_ENTRIES:
        raise WordError(f"{len(parts)} are too many.", f"Name the {MOST_ENTRIES} that matter most.")
    if not parts:
        raise WordError("nothing is named.", 'Name one, or answer "none".')
    read = list(map(entry, parts))
    known: set[str] = set()
    for one in read:
        if key(one.name) in known:
            raise WordError(f"{shown(one.name)} is named twice.", "Name it once.")
        known.add(key(one.name))
    return tuple(parts)


def _length(question: Question, texts: Sequence[str], replies: Replies) -> Reply:
    del question, replies
    text = _one(texts)
    bounded(parse_length(text))
    return text


def _date(question: Question, texts: Sequence[str], replies: Replies) -> Reply:
    text = _one(texts)
    days = _day(text)
    by = replies.get("by")
    if question.id == "start" and by not in {None, UNKNOWN}:
        _in_order(days, parse_days(str(by)), f"{shown(text)} is after the last day of your goal ({by}).")
    if question.id == "review-on" and (start := replies.get("start")):
        first = parse_days(str(start)).first
        if days.first < first:
            raise WordError(f"{shown(text)} is before you begin ({start}).", f"Name a day from {first} on.")
    return text


def _in_order(start: DateRange, by: DateRange, message: str) -> None:
    if by.last < start.first:
        raise WordError(message, "Name another day, or go back and change the other.")


def _day(text: str) -> DateRange:
    days = parse_days(text)
    if days.first.year not in YEARS:
        raise WordError(f"{shown(text)} is no year of yours.", f"Write {YEARS[0]} to {YEARS[-1]}.")
    return days


def _days(question: Question, texts: Sequence[str], replies: Replies) -> Reply:
    del question, replies
    parts = [part for text in _split(texts) for part in re.split(r", *", text) if part]
    if len(parts) > MOST_ENTRIES:
        raise WordError(f"{len(parts)} are too many.", "Name the next ones; more can go into the plan.")
    ranges = {parse_range(part): part for part in reversed(parts)}
    for days, part in ranges.items():
        _day(days.first.isoformat())
        if (days.last - days.first).days > _LONGEST_AWAY:
            raise WordError(f"{shown(part)} is longer than a year.", "Begin the plan when you are back.")
    return tuple(reversed(ranges.values()))


def _money(question: Question, texts: Sequence[str], replies: Replies) -> Reply:
    del question, replies
    text = without_thousands(_one(texts))
    return NONE if phrases.money(text).amount == 0 else text


def _rate(question: Question, texts: Sequence[str], replies: Replies) -> Reply:
    del question, replies
    text = _one(texts)
    found = re.fullmatch(r"([0-9]+(?:\.[0-9]+)?) *(?:h|hours?)?(?: a week)?", text)
    text = f"{found[1]}h/week" if found else text
    if parse_rate(text) < LEAST_HOURS * PARTS_PER_HOUR:
        raise WordError(f"{shown(text)} is too little for a plan.", "Find one hour a week, or begin later.")
    return text


def _percent(question: Question, texts: Sequence[str], replies: Replies) -> Reply:
    del question, replies
    text = _one(texts)
    text = f"{text}%" if text.isascii() and text.isdigit() else text.replace(" %", "%")
    return text if phrases.percent(text) else NONE


def _number(question: Question, texts: Sequence[str], replies: Replies) -> Reply:
    del question, replies
    text = "0" if _one(texts).lower() in NONES else _one(texts)
    if not re.fullmatch("[0-9]{1,3}", text):
        raise WordError(f"{shown(text)} is not a number.", "Write it in digits, such as 2.")
    return str(int(text))


def _one(texts: Sequence[str]) -> str:
    if len(texts) != 1:
        raise WordError("one answer is wanted here.", "Give the one that matters most.")
    return texts[0]


_LISTS = frozenset({Kind.ENTRIES, Kind.SEVERAL, Kind.DAYS})
_TAKEN: Mapping[Kind, Callable[[Question, Sequence[str], Replies], Reply]] = {
    Kind.TEXT: _text,
    Kind.CHOICE: _choice,
    Kind.SEVERAL: _several,
    Kind.ENTRIES: _entries,
    Kind.LENGTH: _length,
    Kind.DATE: _date,
    Kind.DAYS: _days,
    Kind.MONEY: _money,
    Kind.RATE: _rate,
    Kind.PERCENT: _percent,
    Kind.NUMBER: _number,
}


def default(question: Question, today: date) -> str:
    """The answer that is offered; empty: none."""
    return next_month(today) if question.id == "start" else question.default
