"""Calendar files (RFC 5545): to-dos and events, with what comes before (RELATED-TO, RFC 9253) and above."""

import hashlib
import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta, tzinfo
from typing import Any

from planner.plan.edit.writing import Value
from planner.plan.foreign.values import Found, Haul, Unreadable, Unused, line_of

_BEGIN = re.compile(r"BEGIN:(VTODO|VEVENT)", re.IGNORECASE)
_BEFORE = frozenset({"DEPENDS-ON", "FINISHTOSTART", "STARTTOSTART", "NEXT"})
_RHYTHMS = {"DAILY": "day", "WEEKLY": "week", "MONTHLY": "month", "YEARLY": "year"}
_MOST_URGENT, _LEAST_URGENT = range(1, 5), range(6, 10)
_OWN_ID = re.compile(r"[A-Za-z][A-Za-z0-9_.-]{0,39}")


def read_calendar(text: str, zone: tzinfo | None) -> Haul:
    """The to-dos and events of a calendar file; `zone` is that in which moments are days (None: system's).

    Raises Unreadable for what is no calendar.
    """
    from icalendar import Calendar

    try:
        calendars = Calendar.from_ical(text, multiple=True)
    except (ValueError, KeyError, IndexError, TypeError) as error:
        raise Unreadable(f"this is no calendar file: {line_of(str(error))[:200]}") from None
    if not calendars:
        raise Unreadable("this is no calendar file: it has no end")
    lines = [n for n, line in enumerate(text.splitlines(), 1) if _BEGIN.fullmatch(line.strip())]
    parts = [part for calendar in calendars for part in calendar.walk() if part.name in {"VTODO", "VEVENT"}]
    found: list[Found] = []
    unused: list[Unused] = []
    for line, part in zip(lines, parts, strict=False):
        title = line_of(str(part.get("SUMMARY", "")))
        try:
            why = _why_not(part, title)
            if not why:
                found.append(_found(part, line, title, zone))
        except (ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError) as error:
            why = f"something in it can't be read: {line_of(str(error))[:200]}"
        if why:
            unused.append(Unused(line, title or line_of(str(part.get("UID", ""))), why))
    return Haul("ics", _settled(found), unused)


def _why_not(part: Any, title: str) -> str:  # noqa: ANN401 - icalendar's components have no type of their own
    if not title:
        return "it has no title"
    if "X-PLANNER-ITEM" in part:
        return "planner wrote it itself"
    if str(part.get("STATUS", "")).upper() == "CANCELLED":
        return "it was cancelled"
    if "RECURRENCE-ID" in part:
        return "it is one turn of what recurs"
    if "RRULE" in part and _rhythm(part["RRULE"]) is None:
        return "it recurs in a rhythm that planner has no word for"
    return ""


def _found(part: Any, line: int, title: str, zone: tzinfo | None) -> Found:  # noqa: ANN401
    fields: dict[str, Value] = {"title": title, **_when(part, zone)}
    priority = int(part.get("PRIORITY", 0) or 0)
    if priority in _MOST_URGENT or priority in _LEAST_URGENT:
        fields["priority"] = "high" if priority in _MOST_URGENT else "low"
    if (url := str(part.get("URL", ""))).startswith(("http://", "https://")):
        fields["url"] = url
    if note := str(part.get("DESCRIPTION", "")).strip():
        fields["note"] = note
    uid = str(part.get("UID", ""))
    own = uid if _OWN_ID.fullmatch(uid) else ""
    mark = "" if own or not uid else hashlib.sha256(uid.encode()).hexdigest()[:8]
    related = list(_related(part))
    after = tuple(other for kind, other in related if kind in _BEFORE)
    under = next((other for kind, other in related if kind == "PARENT"), "")
    return Found(line, fields, uid, own, mark, after, under, _done(part, zone))


def _related(part: Any) -> Iterator[tuple[str, str]]:  # noqa: ANN401
    found = part.get("RELATED-TO", [])
    for one in found if isinstance(found, list) else [found]:
        yield str(one.params.get("RELTYPE", "PARENT")).upper(), str(one)


def _when(part: Any, zone: tzinfo | None) -> dict[str, Value]:  # noqa: ANN401
    """Dates as the plan has them: a to-do's are bounds, an event happens on its day or takes its days."""
    start = _day(part, "DTSTART", zone)
    if rule := part.get("RRULE"):
        return _rhythm(rule, start) or {}
    if part.name == "VTODO":
        due = _day(part, "DUE", zone)
        bounds = {"from": start, "by": due}
        return {key: day.isoformat() for key, day in bounds.items() if day is not None}
    if start is None:
        return {}
    end = _day(part, "DTEND", zone)
    is_all_day = not isinstance(part["DTSTART"].dt, datetime)
    last = end - timedelta(days=1) if end is not None and is_all_day else end
    days = (last - start).days + 1 if last is not None else 1
    if days > 1:
        return {"from": start.isoformat(), "takes": f"{days} days"}
    return {"date": start.isoformat()}


def _rhythm(rule: Any, start: date | None = None) -> dict[str, Value] | None:  # noqa: ANN401
    """A rule of recurrence as a habit's keys; None for what a habit can't be."""
    unit = _RHYTHMS.get(str(rule.get("FREQ", [""])[0]))
    wild = [key for key in rule if key not in {"FREQ", "INTERVAL", "UNTIL", "WKST", "BYDAY"}]
    if unit is None or wild or len(rule.get("BYDAY", [])) > 1 or (unit != "week" and "BYDAY" in rule):
        return None
    count = int(rule.get("INTERVAL", [1])[0])
    found: dict[str, Value] = {"every": f"{count} {unit}{'' if count == 1 else 's'}"}
    if start is not None:
        found["from"] = start.isoformat()
    if until := rule.get("UNTIL"):
        found["to"] = until[0].isoformat()[:10]
    return found


def _done(part: Any, zone: tzinfo | None) -> date | bool:  # noqa: ANN401
    day = _day(part, "COMPLETED", zone)
    is_done = str(part.get("STATUS", "")).upper() == "COMPLETED" or str(part.get("PERCENT-COMPLETE")) == "100"
    return day or is_done


def _day(part: Any, name: str, zone: tzinfo | None) -> date | None:  # noqa: ANN401
    found = getattr(part.get(name), "dt", None)
    if isinstance(found, datetime):
        return (found.astimezone(zone) if found.tzinfo else found).date()
    return found if isinstance(found, date) else None


def _settled(found: list[Found]) -> list[Found]:
    """Each part under the topmost that it belongs to: tasks have no tasks."""
    by_uid = {one.uid: one for one in found if one.uid}
    return [one._replace(under=_top(one, by_uid)) for one in found]


def _top(one: Found, by_uid: dict[str, Found]) -> str:
    top, seen = "", {one.uid}
    while one.under in by_uid and one.under not in seen:
        top = one.under
        seen.add(top)
        one = by_uid[top]
    return top
