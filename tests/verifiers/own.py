"""Rules of RFC 5545 and 7986 that the other verifiers let pass, checked line by line.

It shares no code with the product and none with a calendar library.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

NAME = re.compile(r"[A-Z0-9-]+")
CONTROL = re.compile("[\x00-\x08\x0a-\x1f\x7f-\x9f\u2028\u2029]")
DATE = re.compile(r"\d{8}")
MOMENT = re.compile(r"\d{8}T\d{6}Z?")
STATUSES = {"VEVENT": {"TENTATIVE", "CONFIRMED", "CANCELLED"}}
STATUSES["VTODO"] = {"NEEDS-ACTION", "COMPLETED", "IN-PROCESS", "CANCELLED"}
TYPES_TO_NAME = {"REFRESH-INTERVAL": "DURATION", "SOURCE": "URI"}
TEXTS = {"SUMMARY", "DESCRIPTION", "NAME", "X-WR-CALNAME", "LOCATION"}
ONCE = ("UID", "DTSTAMP", "DTSTART", "DTEND", "DUE", "SUMMARY", "STATUS", "SEQUENCE", "LAST-MODIFIED", "URL")
MOMENTS = ("DTSTAMP", "LAST-MODIFIED", "CREATED", "COMPLETED")
BARE = re.compile(r"(?<!\\)(?:\\\\)*[;,]|(?<!\\)(?:\\\\)*\\(?![\\;,nN])")


@dataclass
class Line:
    name: str
    parameters: dict[str, str]
    value: str


@dataclass
class Component:
    name: str
    lines: list[Line] = field(default_factory=list)
    inner: list["Component"] = field(default_factory=list)

    def all(self, name: str) -> list[Line]:
        return [line for line in self.lines if line.name == name]

    def value(self, name: str) -> str:
        return next((line.value for line in self.all(name)), "")


def check(content: bytes) -> list[str]:
    """Every rule that the calendar breaks, in words; empty for a good one."""
    wrong = list(physical(content))
    if wrong:
        return wrong
    try:
        calendar = parse(content.decode())
    except ValueError as error:
        return [f"own: {error}"]
    return [f"own: {text}" for text in (*of_calendar(calendar), *of_components(calendar))]


def physical(content: bytes) -> Iterator[str]:
    if not content.endswith(b"\r\n"):
        yield "own: the last line has no end"
    for number, line in enumerate(content.removesuffix(b"\r\n").split(b"\r\n"), 1):
        if len(line) > 75:
            yield f"own: line {number} has {len(line)} octets"
        if not line:
            yield f"own: line {number} is empty"
        try:
            found = CONTROL.search(line.decode())
        except UnicodeDecodeError:
            yield f"own: line {number} splits a character"
        else:
            if found:
                yield f"own: line {number} holds {found[0]!r}"


def parse(text: str) -> Component:
    root = Component("")
    path = [root]
    for raw in text.replace("\r\n ", "").replace("\r\n\t", "").removesuffix("\r\n").split("\r\n"):
        line = content_line(raw)
        if line.name == "BEGIN":
            path.append(Component(line.value))
            path[-2].inner.append(path[-1])
        elif line.name == "END":
            if path.pop().name != line.value:
                raise ValueError(f"END:{line.value} ends something else")
        else:
            path[-1].lines.append(line)
    if len(path) != 1 or len(root.inner) != 1 or root.lines or root.inner[0].name != "VCALENDAR":
        raise ValueError("not exactly one whole calendar")
    return root.inner[0]


def content_line(raw: str) -> Line:
    head, value, quoted = "", "", False
    for place, letter in enumerate(raw):
        quoted ^= letter == '"'
        if letter == ":" and not quoted:
            head, value = raw[:place], raw[place + 1 :]
            break
    name, *parameters = head.split(";")
    if not NAME.fullmatch(name):
        raise ValueError(f"no property: {raw[:40]!r}")
    pairs = (parameter.partition("=") for parameter in parameters)
    return Line(name, {key: text.strip('"') for key, _, text in pairs}, value)


def of_calendar(calendar: Component) -> Iterator[str]:
    for name, most in {"VERSION": 1, "PRODID": 1, "METHOD": 0, "UID": 0}.items():
        if len(calendar.all(name)) != most:
            yield f"{name} stands {len(calendar.all(name))} times in the calendar"
    for name, kind in TYPES_TO_NAME.items():
        if any(line.parameters.get("VALUE") != kind for line in calendar.all(name)):
            yield f"{name} doesn't name its type {kind}"
    uids = Counter(part.value("UID") for part in calendar.inner if part.name in STATUSES)
    yield from (f"UID {uid} stands {count} times" for uid, count in uids.items() if count > 1)


def of_components(calendar: Component) -> Iterator[str]:
    zones = {zone.value("TZID") for zone in calendar.inner if zone.name == "VTIMEZONE"}
    for line in calendar.lines:
        yield from of_line(line, zones)
    for part in calendar.inner:
        if part.name in STATUSES:
            yield from (f"{text} ({part.value('UID')})" for text in of_part(part))
        for line in (*part.lines, *(line for inner in part.inner for line in inner.lines)):
            yield from of_line(line, zones)


def of_part(part: Component) -> Iterator[str]:
    count = Counter(line.name for line in part.lines)
    for name in ("UID", "DTSTAMP", "DTSTART"):
        if not count[name] and (name != "DTSTART" or part.name == "VEVENT"):
            yield f"{name} is missing"
    yield from (f"{name} stands {count[name]} times" for name in ONCE if count[name] > 1)
    for name in MOMENTS:
        if any(not MOMENT.fullmatch(line.value) or line.value[-1] != "Z" for line in part.all(name)):
            yield f"{name} isn't a time in UTC"
    status = part.value("STATUS")
    if status and status not in STATUSES[part.name]:
        yield f"STATUS {status} isn't one of a {part.name}"
    start, end = part.value("DTSTART"), part.value("DTEND") or part.value("DUE")
    if start and end and len(start) != len(end):
        yield "start and end differ in type"
    elif start and end and end <= start:
        yield "the end isn't after the start"


def of_line(line: Line, zones: set[str]) -> Iterator[str]:
    zone = line.parameters.get("TZID")
    if zone is not None and zone not in zones:
        yield f"TZID {zone} isn't defined"
    if line.name in {"DTSTART", "DTEND", "DUE", "RECURRENCE-ID"}:
        form = DATE if line.parameters.get("VALUE") == "DATE" else MOMENT
        if not form.fullmatch(line.value):
            yield f"{line.name}:{line.value} isn't of its type"
    if (
        line.name == "TRIGGER"
        and MOMENT.fullmatch(line.value)
        and line.parameters.get("VALUE") != "DATE-TIME"
    ):
        yield "TRIGGER doesn't name its type DATE-TIME"
    if line.name in TEXTS and BARE.search(line.value):
        yield f"{line.name} isn't escaped"
