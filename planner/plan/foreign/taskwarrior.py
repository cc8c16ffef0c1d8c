"""Taskwarrior's export: a JSON list of tasks, or a task to a line ("Taskwarrior JSON Format")."""

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime, tzinfo
from uuid import NAMESPACE_URL, uuid5

from planner.plan.edit.writing import Value
from planner.plan.foreign.cells import after_of, fields_of, read_keys_line
from planner.plan.foreign.values import Found, Haul, Unreadable, Unused, length_of, line_of

OWN = "plannerid"
OWN_KEYS = "plannerkeys"
"""The attributes in which planner's own export keeps an item's id, and its keys."""

_MOMENT = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)(?:T(\d\d):?(\d\d):?(\d\d)Z?)?")
_PRIORITIES = {"H": "high", "L": "low"}
_RHYTHMS = {
    "daily": "1 day",
    "day": "1 day",
    "weekly": "1 week",
    "biweekly": "2 weeks",
    "fortnight": "2 weeks",
    "monthly": "1 month",
    "bimonthly": "2 months",
    "quarterly": "3 months",
    "semiannual": "6 months",
    "annual": "1 year",
    "yearly": "1 year",
}
_GONE = {"deleted": "it was deleted"}


def uuid_of(plan: str, item: str) -> str:
    """The uuid that an item of a plan has there, always the same."""
    return str(uuid5(NAMESPACE_URL, f"planner:{plan}/{item}"))


def looks_like_taskwarrior(text: str) -> bool:
    """Whether it begins like an export."""
    return re.match(r"\s*\[?\s*\{", text) is not None and '"description"' in text


def read_taskwarrior(text: str, zone: tzinfo | None) -> Haul:
    """The tasks of an export; `zone` is that in which moments are days. Raises Unreadable."""
    found: list[Found] = []
    unused: list[Unused] = []
    for line, task in _tasks(text):
        title = line_of(str(task.get("description", "")))
        status = str(task.get("status", "pending"))
        why = _GONE.get(status, "")
        if not title:
            why = "it has no description"
        elif status != "recurring" and "parent" in task:
            why = "it is one turn of what recurs"
        elif status == "recurring" and not _rhythm(task):
            why = f"it recurs in a rhythm that planner has no word for ({task.get('recur')})"
        if why:
            unused.append(Unused(line, title or str(task.get("uuid", "")), why))
        else:
            found.append(_found(line, task, title, status, zone))
    return Haul("taskwarrior", found, unused)


def _tasks(text: str) -> Iterator[tuple[int, Mapping[str, object]]]:
    """Each task with its line."""
    decoder = json.JSONDecoder()
    at, end = 0, len(text)
    while True:
        while at < end and (text[at].isspace() or text[at] in ",[]"):
            at += 1
        if at == end:
            return
        line = text.count("\n", 0, at) + 1
        try:
            task, at = decoder.raw_decode(text, at)
        except (ValueError, RecursionError) as error:
            why = error.msg if isinstance(error, json.JSONDecodeError) else "nested too deep"
            raise Unreadable(f"line {line} is no JSON: {why}") from None
        if not isinstance(task, dict):
            raise Unreadable(f"line {line} holds no task, but {json.dumps(task)[:60]}")
        yield line, task


def _found(line: int, task: Mapping[str, object], title: str, status: str, zone: tzinfo | None) -> Found:
    fields: dict[str, Value] = {"title": title}
    rhythm = _rhythm(task) if status == "recurring" else ""
    days = {"from": _day(task.get("scheduled") or task.get("wait"), zone), "by": _day(task.get("due"), zone)}
    if rhythm:
        fields["every"] = rhythm
        days = {"from": days["by"], "to": _day(task.get("until"), zone)}
    told = read_keys_line(str(task.get(OWN_KEYS, "")))
    if OWN in task:  # what is due there is a planned day, not a deadline
        days = {}
    fields |= {key: day.isoformat() for key, day in days.items() if day is not None}
    fields |= fields_of(told)
    if priority := _PRIORITIES.get(str(task.get("priority", ""))):
        fields["priority"] = priority
    if note := "\n".join(_note(task)):
        fields["note"] = note
    uid, own = str(task.get("uuid", "")), str(task.get(OWN, ""))
    step, slash, part = own.partition("/")
    done = status == "completed" and (_day(task.get("end"), zone) or True)
    mark = "" if own else uid.replace("-", "")[:8]
    after = after_of(told) if own else tuple(_depends(task))
    return Found(line, fields, uid, part if slash else own, mark, after, step if slash else "", done)


def _depends(task: Mapping[str, object]) -> list[str]:
    depends = task.get("depends", [])
    return depends.split(",") if isinstance(depends, str) else list(map(str, depends or []))  # type: ignore[call-overload]


def _note(task: Mapping[str, object]) -> Iterator[str]:
    if OWN not in task and (project := task.get("project")):
        yield f"project: {line_of(str(project))}"
    if isinstance(tags := task.get("tags"), list) and tags:
        yield f"tags: {', '.join(map(str, tags))}"
    notes = task.get("annotations")
    for one in notes if isinstance(notes, list) else []:
        if isinstance(one, dict) and one.get("description"):
            yield line_of(str(one["description"]))


def _rhythm(task: Mapping[str, object]) -> str:
    recur = str(task.get("recur", ""))
    found = _RHYTHMS.get(recur) or length_of(recur)
    return found if found[:1].isdigit() and found != recur else ""


def _day(value: object, zone: tzinfo | None) -> date | None:
    """A moment in UTC as the day that it is in a zone."""
    found = _MOMENT.fullmatch(str(value)) if value else None
    if found is None:
        return None
    year, month, day = int(found[1]), int(found[2]), int(found[3])
    try:
        if found[4] is None:
            return date(year, month, day)
        stamp = f"{found[1]}-{found[2]}-{found[3]}T{found[4]}:{found[5]}:{found[6]}+00:00"
        return datetime.fromisoformat(stamp).astimezone(zone).date()
    except (ValueError, OverflowError):
        return None
