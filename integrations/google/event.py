"""One item as an event resource of the Calendar API, and back. Pure.

https://developers.google.com/workspace/calendar/api/v3/reference/events. An event is ours when its private
extended properties name plan and item, and its id is one that this item has or once had; so a copy that
a person makes is theirs.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256
from html import escape, unescape
from typing import Any
from zoneinfo import ZoneInfo

from planner.sync.clean import clean_line, clean_text, one_spelling
from planner.sync.values import Item, Mirrored, generation_of

Event = Mapping[str, Any]
UNFIT = (ValueError, TypeError, KeyError, OverflowError, OSError)
"""What is raised for an item that can't be an event, or an event that can't be understood."""

_PLAN, _ITEM, _REST = "plannerPlan", "plannerItem", "plannerRest"
_DAY = timedelta(days=1)
_MINUTES = Item("", "", date.min).minutes
_TICK = "✓"
_TICKS = re.compile(rf"(?:{_TICK} *)*")
_LONGEST_PROPERTY = 1024
_TEXTS = ("description", "title")
# What we write, what the server sets, and what it may say that means nothing to us.
_OURS = frozenset(
    {"id", "summary", "description", "start", "end", "transparency", "reminders", "source"}
    | {"extendedProperties", "status"}
)
_SERVERS = frozenset(
    {"kind", "etag", "htmlLink", "created", "updated", "creator", "organizer", "iCalUID", "sequence"}
    | {"eventType", "endTimeUnspecified", "hangoutLink"}
)


@dataclass(frozen=True, slots=True)
class Frame:
    """What all events of a target have in common. `zone` is for times that have none of their own."""

    plan_id: str
    zone: str
    reminders: tuple[int, ...] | None = ()

    def alarms(self) -> dict[str, object]:
        """Popups, in minutes before; None: those of the calendar."""
        if self.reminders is None:
            return {"useDefault": True}
        popups = [{"method": "popup", "minutes": minutes} for minutes in self.reminders]
        return {"useDefault": False, "overrides": popups} if popups else {"useDefault": False}


def encode(frame: Frame, mirrored: Mirrored) -> dict[str, Any]:
    """The resource to insert, or to update with. Raises an error of `UNFIT`."""
    item = mirrored.item
    title, description = clean_line(item.title), clean_text(item.description)
    rest: dict[str, object] = {"revision": mirrored.revision}
    if mirrored.stamp is not None:
        rest["stamp"] = mirrored.stamp.astimezone(UTC).isoformat()
    if ticks := _ticks(title):
        rest["ticks"] = ticks
    texts = {"title": title, "description": description}
    rest["words"] = {name: _print(text) for name, text in texts.items() if name not in mirrored.theirs}
    if item.at is not None:
        rest["zone"] = item.zone
    if item.categories:
        rest["categories"] = item.categories
    web = item.url is not None and item.url.lower().startswith(("http://", "https://"))
    if item.url is not None and not web:
        rest["url"] = item.url
    marks = {_PLAN: frame.plan_id, _ITEM: item.id, _REST: json.dumps(rest, ensure_ascii=False)}
    for name, value in marks.items():
        if len(value) > _LONGEST_PROPERTY:
            raise ValueError(f"{name} is longer than {_LONGEST_PROPERTY} characters")
    event = {
        "id": mirrored.href,
        "status": "confirmed",
        "summary": f"{_TICK} {title}" if item.done else title,
        "description": escape(description, quote=False),
        **_span(frame, item),
        "transparency": "transparent",
        "reminders": frame.alarms(),
        "extendedProperties": {"private": marks},
    }
    if web:
        event["source"] = {"title": title or item.id, "url": item.url}
    return event


def merged(frame: Frame, there: Event, mirrored: Mirrored) -> dict[str, Any]:
    """The resource to update with that keeps what a person added: a colour, a place, guests, reminders."""
    ours = encode(frame, mirrored)
    properties = there.get("extendedProperties", {})
    private = {**properties.get("private", {}), **ours["extendedProperties"]["private"]}
    kept_names = ["transparency", "reminders"]
    if "description" in mirrored.theirs:
        # What a person wrote there can be HTML, which an item doesn't hold.
        kept_names.append("description")
    kept = {name: there[name] for name in kept_names if name in there}
    theirs = {name: value for name, value in there.items() if name not in _OURS}
    return {**theirs, **ours, **kept, "extendedProperties": {**properties, "private": private}}


def is_live(event: Event) -> bool:
    """Whether it wasn't deleted."""
    return event.get("status") != "cancelled"


def is_ours(frame: Frame, event: Event) -> bool:
    """Whether it is an event of this plan, by its mark and its id."""
    private = _private(event)
    name, item = event.get("id"), private.get(_ITEM)
    return (
        private.get(_PLAN) == frame.plan_id
        and isinstance(item, str)
        and isinstance(name, str)
        and generation_of(frame.plan_id, item, name) is not None
    )


def decode(frame: Frame, event: Event) -> Mirrored:
    """An event of ours. Raises an error of `UNFIT` when it can't be understood."""
    private = _private(event)
    rest = _rest(private)
    due, at, zone, minutes = _when(event, rest)
    summary = clean_line(str(event.get("summary", "")))
    done = _ticks(summary) > int(rest.get("ticks", 0))
    title = summary.removeprefix(_TICK).lstrip() if done else summary
    stamp = rest.get("stamp")
    item = Item(
        id=str(private[_ITEM]),
        title=title,
        due=due,
        description=clean_text(unescape(str(event.get("description", "")))),
        done=done,
        url=event["source"]["url"] if "source" in event else rest.get("url"),
        at=at,
        zone=zone,
        minutes=minutes,
        categories=tuple(map(str, rest.get("categories", ()))),
    )
    return Mirrored(
        str(event["id"]),
        item,
        revision=int(rest.get("revision", 0)),
        stamp=datetime.fromisoformat(stamp) if isinstance(stamp, str) else None,
        etag=_etag(frame, event),
        theirs=_theirs(rest, item),
    )


def can_replace(mirrored: Mirrored) -> bool:
    """Whether an update may replace the whole event unseen: nothing that a person added would be lost."""
    return mirrored.etag is not None and not mirrored.etag.startswith(_EXTRA) and not mirrored.theirs


def server_etag(etag: str | None) -> str | None:
    """An etag as the server knows it."""
    return None if etag is None else etag.removeprefix(_EXTRA)


_EXTRA = "+"


def _ticks(text: str) -> int:
    """How many ticks a text begins with: one more than its title has means done, whoever put it there."""
    found = _TICKS.match(text)
    return found[0].count(_TICK) if found else 0


def _etag(frame: Frame, event: Event) -> str | None:
    etag = event.get("etag")
    if not isinstance(etag, str):
        return None
    more = set(event) - _OURS - _SERVERS
    alarms = event.get("reminders", {}) != frame.alarms()
    added = more or alarms or event.get("transparency") != "transparent"
    properties = event.get("extendedProperties", {})
    added = added or set(properties) - {"private"} or set(_private(event)) - {_PLAN, _ITEM, _REST}
    return _EXTRA + etag if added else etag


def _private(event: Event) -> Mapping[str, Any]:
    properties = event.get("extendedProperties")
    private = properties.get("private") if isinstance(properties, dict) else None
    return private if isinstance(private, dict) else {}


def _rest(private: Mapping[str, Any]) -> Mapping[str, Any]:
    """What we wrote beside what people see; nothing, should another program have spoilt it."""
    try:
        told = json.loads(private.get(_REST, "{}"))
    except (ValueError, TypeError):
        return {}
    return told if isinstance(told, dict) else {}


def _print(text: str) -> str:
    """What tells texts apart, and not the ways in which servers spell one."""
    return sha256(one_spelling(text).encode()).hexdigest()[:8]


def _theirs(rest: Mapping[str, Any], item: Item) -> tuple[str, ...]:
    """The texts that aren't ours any more, known even where no state is left that could tell."""
    words = rest.get("words")
    if not isinstance(words, dict):
        return ()
    return tuple(name for name in _TEXTS if words.get(name) != _print(getattr(item, name)))


def _span(frame: Frame, item: Item) -> dict[str, dict[str, str]]:
    """Start and end, which is exclusive. A time is given with its offset, so that no gap or overlap of
    summer time makes it another one.
    """
    if item.at is None:
        return {"start": {"date": item.due.isoformat()}, "end": {"date": (item.due + _DAY).isoformat()}}
    zone = item.zone or frame.zone
    wall = datetime.combine(item.due, item.at.replace(microsecond=0, tzinfo=None))
    start = wall.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    end = start + timedelta(minutes=max(item.minutes, 0))
    return {
        name: {"dateTime": moment.astimezone(ZoneInfo(zone)).isoformat(), "timeZone": zone}
        for name, moment in (("start", start), ("end", end))
    }


def _when(event: Event, rest: Mapping[str, Any]) -> tuple[date, time | None, str | None, int]:
    start, end = event["start"], event.get("end", {})
    if "date" in start:
        return date.fromisoformat(start["date"]), None, None, _MINUTES
    begins = datetime.fromisoformat(start["dateTime"])
    minutes = _MINUTES
    if "dateTime" in end:
        minutes = int((datetime.fromisoformat(end["dateTime"]) - begins) / timedelta(minutes=1))
    written = start.get("timeZone")
    zone = rest.get("zone", written)
    shown_in = zone or written
    local = begins.astimezone(ZoneInfo(shown_in)) if shown_in else begins
    return local.date(), local.time().replace(fold=0, tzinfo=None), zone, minutes
