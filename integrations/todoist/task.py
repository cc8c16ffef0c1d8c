"""One item as a task of Todoist's, and back. Pure.

https://developer.todoist.com/api/v1/, "Tasks". A task is ours by the mark in its description; where a person
took the mark away, by its id, as long as we remember it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from hashlib import sha256
from typing import Any
from urllib.parse import unquote
from zoneinfo import ZoneInfo

from integrations.todoist import rhythm
from integrations.todoist.account import Account, Row
from integrations.todoist.mark import Mark, joined, line, parted, print_of, quoted
from integrations.todoist.text import MOST_CONTENT, MOST_DESCRIPTION, fitted, length, plain, unescape
from planner.plan.civil import Length, Unit
from planner.plan.identity import turn_id
from planner.sync.clean import clean_line, clean_text
from planner.sync.values import Item, Mirrored, Role

UNFIT = (ValueError, TypeError, KeyError, AttributeError, OverflowError, OSError)
"""What is raised for an item that can't be a task, or a task that can't be understood."""

TEXTS = {"content": "title", "description": "description"}
WRITTEN = (*TEXTS, "due", "deadline", "duration", "priority", "labels")
"""The fields that an update writes."""
FIELDS = (*WRITTEN, "checked", "place")
"""What an etag tells apart."""

_PRIORITIES = {"high": 4, "normal": 2, "low": 1}
_NAMES = {4: "high", 3: "high", 2: "normal", 1: "low"}
_MINUTES = Item("", "", date.min).minutes
_LONGEST = 24 * 60
"""Todoist shows no duration of a day and more (a maintainer, todoist-sdk-typescript #242)."""
_DAY = len("2027-01-01")
_HASH = 6


@dataclass(frozen=True, slots=True)
class Frame:
    """What all tasks of a target have in common. `labels`: show what kind a step is of as a label."""

    plan_id: str
    labels: bool = False


def encode(frame: Frame, mirrored: Mirrored, account: Account, known: str = "") -> dict[str, Any]:
    """The fields to write, by their names in `item_add`. `known` is what `phrase_of` tells of its etag.

    Raises an error of `UNFIT`.
    """
    item, limits = mirrored.item, account.limits
    minutes = item.effort if item.at is None else item.minutes
    shown = limits.durations and minutes is not None and 0 < minutes < _LONGEST
    content = fitted(clean_line(item.title) or item.id, MOST_CONTENT)
    mark = _mark(frame, mirrored, account, content)
    theirs = "description" in mirrored.theirs
    rest = length(joined("", item.url, mark if theirs else _with_print(mark, ""))) + len("\n\n")
    text = fitted(clean_text(item.description), MOST_DESCRIPTION - rest)
    if not theirs:
        mark = _with_print(mark, unescape(text))
    fields = {
        "content": content,
        "description": joined(text, item.url, mark),
        "due": _due(item, known),
        "deadline": None if item.deadline is None or not limits.deadlines else {"date": str(item.deadline)},
        "duration": {"amount": minutes, "unit": "minute"} if shown else None,
        "priority": _PRIORITIES.get(item.priority, _PRIORITIES["normal"]),
    }
    return {**fields, "labels": list(item.categories)} if frame.labels else fields


def decode(frame: Frame, row: Row, account: Account, mark: Mark) -> Mirrored:
    """A task of ours. Raises an error of `UNFIT` when it can't be understood."""
    text, url, own = parted(_text(row, "description"))
    told = (own or mark).rest
    due, at, zone = _when(row["due"], mark.due or date.min)
    every = _every(told.get("every", ""))
    if row["due"] is not None and row["due"].get("is_recurring") is True:
        every = rhythm.length(str(row["due"].get("string"))) or every
    elif every is not None and rhythm.phrase(every) is not None and row["due"] is not None:
        every = None
    title, text = clean_line(unescape(_text(row, "content"))), clean_text(unescape(text))
    amount = _minutes(row.get("duration"))
    effort = int(told["effort"]) if "effort" in told else None
    deadline = date.fromisoformat(told["deadline"]) if "deadline" in told else None
    if row.get("deadline") is not None:
        deadline = date.fromisoformat(row["deadline"]["date"])
    elif account.limits.deadlines:
        deadline = None
    if at is None and (amount is not None or (account.limits.durations and (effort or 0) < _LONGEST)):
        effort = amount
    kinds = tuple(unquote(kind) for kind in told.get("kind", "").split(",") if kind)
    item = Item(
        id=mark.item,
        title=title,
        due=due,
        description=text,
        done=_is(row, "checked"),
        url=url,
        at=at,
        zone=zone,
        minutes=_MINUTES if at is None or amount is None else amount,
        role=Role.TASK,
        categories=tuple(map(str, row.get("labels", ()))) if frame.labels else kinds,
        parent=_parent(row, account),
        section=_section(row, account),
        deadline=deadline,
        effort=effort,
        priority=_NAMES[row["priority"]],
        every=every,
        turn=None if every is None else turn_id(mark.item, due),
    )
    theirs = _theirs(told, title, text)
    return Mirrored(str(row["id"]), item, mark.revision, mark.stamp, etag(frame, row), theirs)


def marked(theirs: str, ours: str) -> str:
    """A person's description, with the mark of ours."""
    mark = parted(ours)[2]
    return theirs if mark is None else joined(theirs.rstrip(), None, mark)


def set_in(row: Row) -> set[str]:
    """The fields that a person gave a value; of a date, one that says more than a day."""
    found = {name for name in WRITTEN if row.get(name) and name not in {"due", "priority"}}
    if row["priority"] != _PRIORITIES["low"]:
        found.add("priority")
    if row["due"] is not None and (row["due"].get("is_recurring") is True or len(row["due"]["date"]) > _DAY):
        found.add("due")
    return found


def hashes(frame: Frame, row: Row) -> dict[str, str]:
    """The hash of each field of a task."""
    return {name: hash_of(name, row) for name in FIELDS if name != "labels" or frame.labels}


def hash_of(name: str, row: Row) -> str:
    """What tells the values of a field apart, and not the ways in which a server spells one."""
    return sha256(_canonical(name, row).encode("utf-8", "surrogatepass")).hexdigest()[:_HASH]


def etag(frame: Frame, row: Row) -> str:
    """A mark of all that counts of a task, field by field, and the phrase of a rhythm that isn't ours."""
    return etag_of(hashes(frame, row), _phrase(row.get("due")))


def etag_of(told: Mapping[str, str], phrase: str) -> str:
    """An etag of hashes and what `phrase_of` told."""
    return f"{'.'.join(told.get(name, '') for name in FIELDS)} {phrase}".rstrip()


def hashes_of(etag: str) -> dict[str, str]:
    """The hashes of an etag."""
    return dict(zip(FIELDS, etag.partition(" ")[0].split("."), strict=False))


def phrase_of(etag: str | None) -> str:
    """Language and phrase of the rhythm that a task had."""
    return (etag or "").partition(" ")[2]


def mark_of(row: Row) -> Mark | None:
    """The mark of a task; None for a person's own."""
    description = row.get("description")
    return parted(description)[2] if isinstance(description, str) else None


def read_mark(text: str) -> Mark | None:
    """The mark that `kept_mark` made."""
    return parted(text)[2]


def day_of(row: Row) -> date | None:
    """The day that any task is at. Raises an error of `UNFIT`."""
    return None if row["due"] is None else _when(row["due"], date.min)[0]


def kept_mark(mark: Mark, row: Row) -> str:
    """The mark as it is remembered, with the day that the task is at now."""
    return line(replace(mark, due=_when(row.get("due"), mark.due or date.min)[0]))


def _mark(frame: Frame, mirrored: Mirrored, account: Account, content: str) -> Mark:
    item = mirrored.item
    rest = {} if "title" in mirrored.theirs else {"t": print_of(unescape(content))}
    if item.categories and not frame.labels:
        rest["kind"] = ",".join(map(quoted, item.categories))
    if item.effort is not None:
        rest["effort"] = str(item.effort)
    if item.deadline is not None and not account.limits.deadlines:
        rest["deadline"] = str(item.deadline)
    if item.every is not None:
        rest["every"] = f"{item.every.count}-{item.every.unit.name.lower()}"
    return Mark(frame.plan_id, item.id, mirrored.revision, mirrored.stamp, item.due, rest)


def _with_print(mark: Mark, description: str) -> Mark:
    return replace(mark, rest={**mark.rest, "d": print_of(description)})


def _due(item: Item, known: str) -> dict[str, Any]:
    """A whole day where the item has no time. A rhythm is named each time, or a new date would end it."""
    told: dict[str, Any] = {"date": str(item.due)}
    if item.at is not None:
        wall = datetime.combine(item.due, item.at.replace(microsecond=0, tzinfo=None))
        told["date"] = wall.isoformat()
        if item.zone is not None:
            moment = wall.replace(tzinfo=ZoneInfo(item.zone)).astimezone(UTC)
            told |= {"date": f"{moment:%Y-%m-%dT%H:%M:%S}Z", "timezone": item.zone}
    lang, _, string = known.partition(" ")
    if not string or rhythm.length(string) not in {None, item.every}:
        lang, string = "en", (rhythm.phrase(item.every) or "") if item.every is not None else ""
    return {**told, "string": string, "lang": lang, "is_recurring": True} if string else told


def _when(due: Mapping[str, Any] | None, known: date) -> tuple[date, time | None, str | None]:
    """Day, time and zone. Of a task whose date a person took away, the day that it had."""
    if due is None:
        return known, None, None
    told = due["date"]
    if len(told) == _DAY:
        return date.fromisoformat(told), None, None
    moment, zone = datetime.fromisoformat(told), due.get("timezone")
    if moment.tzinfo is not None:
        moment = moment.astimezone(ZoneInfo(zone) if zone else UTC)
        zone = zone or "UTC"
    return moment.date(), moment.time().replace(fold=0, tzinfo=None), zone


def _every(told: str) -> Length | None:
    count, _, unit = told.partition("-")
    return Length(int(count), Unit[unit.upper()]) if unit else None


def _phrase(due: Mapping[str, Any] | None) -> str:
    if due is None or due.get("is_recurring") is not True:
        return ""
    return f"{due.get('lang') or 'en'} {due.get('string')}"


def _minutes(duration: Mapping[str, Any] | None) -> int | None:
    return int(duration["amount"]) if duration is not None and duration["unit"] == "minute" else None


def _parent(row: Row, account: Account) -> str | None:
    """The item that it hangs under; of a task that isn't ours, its id with what no item's has."""
    above = row["parent_id"]
    if above is None:
        return None
    kept = account.tasks.get(above)
    return kept.item if kept is not None and kept.item else f"task:{above}"


def _section(row: Row, account: Account) -> str:
    if row["project_id"] != account.project:
        return f"project:{row['project_id']}"
    section = row["section_id"]
    return "" if section is None else account.sections.get(section, f"section:{section}")


def _theirs(told: Mapping[str, str], title: str, text: str) -> tuple[str, ...]:
    """The texts that aren't ours any more, known even where no state is left that could tell."""
    prints = {"title": (told.get("t"), title), "description": (told.get("d"), text)}
    return tuple(sorted(name for name, (known, now) in prints.items() if known != print_of(now)))


def _canonical(name: str, row: Row) -> str:
    value = row.get(name)
    match name:
        case "content":
            return plain(_text(row, "content"))
        case "description":
            text, url, mark = parted(_text(row, "description"))
            return f"{plain(text)}\n{url}\n{mark.lasting if mark is not None else ''}"
        case "due" if value is not None:
            return f"{value['date']} {value.get('timezone') or ''} {_phrase(value)}"
        case "deadline" if value is not None:
            return str(value["date"])
        case "duration" if value is not None:
            return f"{value['amount']} {value['unit']}"
        case "labels":
            return "\n".join(sorted(map(str, value or ())))
        case "priority":
            return _NAMES[row["priority"]]
        case "place":
            return f"{row.get('project_id')} {row.get('section_id')} {row.get('parent_id')}"
        case _:
            return str(value)


def _text(row: Row, name: str) -> str:
    value = row[name]
    if not isinstance(value, str):
        raise TypeError(f"{name} is no text")
    return value


def _is(row: Row, name: str) -> bool:
    value = row[name]
    if not isinstance(value, bool):
        raise TypeError(f"{name} is neither true nor false")
    return value
