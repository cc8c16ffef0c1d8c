"""Conditional requests and content codings (RFC 9110 12.5.3 and 13), decided from header values alone."""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime

_TAG = re.compile(r'(W/)?"([\x21\x23-\x7e\x80-\xff]*)"[ \t]*')
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_CLOCK = r"(?P<hour>\d\d):(?P<minute>\d\d):(?P<second>\d\d)"
_DATES = tuple(
    re.compile(form, re.ASCII)
    for form in (
        rf"[A-Z][a-z]{{2}}, (?P<day>\d\d) (?P<month>[A-Z][a-z]{{2}}) (?P<year>\d{{4}}) {_CLOCK} GMT",
        rf"[A-Z][a-z]{{5,8}}, (?P<day>\d\d)-(?P<month>[A-Z][a-z]{{2}})-(?P<year>\d\d) {_CLOCK} GMT",
        rf"[A-Z][a-z]{{2}} (?P<month>[A-Z][a-z]{{2}}) (?P<day>[ \d]\d) {_CLOCK} (?P<year>\d{{4}})",
    )
)
_WEIGHT = re.compile(r"[qQ]=(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)")


def is_fresh(headers: Mapping[str, str], etag: str, modified: int, now: datetime) -> bool:
    """Whether the client has this representation already, so that 304 is the answer to its GET or HEAD.

    `etag` is quoted; `modified` are seconds since 1970. If-None-Match decides alone where it is given,
    understood or not (RFC 9110 13.2.2); a date that is none of the three forms counts as not given.
    """
    given = headers.get("if-none-match")
    if given is not None:
        return given.strip(" \t") == "*" or etag in _tags(given)
    since = headers.get("if-modified-since")
    moment = None if since is None else read_date(since, now)
    return moment is not None and modified <= moment


def _tags(given: str) -> frozenset[str]:
    """The tags of a list, weak ones like strong ones (RFC 9110 8.8.3.2); none of what is no list."""
    found = set()
    at, end = 0, len(given)
    while at < end:
        if given[at] in ", \t":
            at += 1
            continue
        tag = _TAG.match(given, at)
        if tag is None or (tag.end() < end and given[tag.end()] != ","):
            return frozenset()
        found.add(f'"{tag[2]}"')
        at = tag.end()
    return frozenset(found)


def read_date(text: str, now: datetime) -> int | None:
    """Seconds since 1970 of a date in one of the three forms of RFC 9110 5.6.7; None for anything else."""
    found = next((match for form in _DATES if (match := form.fullmatch(text.strip(" \t")))), None)
    if found is None or found["month"] not in _MONTHS:
        return None
    year = int(found["year"])
    if len(found["year"]) == 2:  # noqa: PLR2004 - digits; more than 50 years ahead means the past
        year += now.year // 100 * 100
        year -= 100 if year > now.year + 50 else 0
    try:
        moment = datetime(
            year,
            _MONTHS.index(found["month"]) + 1,
            int(found["day"]),
            int(found["hour"]),
            int(found["minute"]),
            min(int(found["second"]), 59),  # a leap second is 60
            tzinfo=UTC,
        )
    except ValueError:
        return None
    return int(moment.timestamp())


def write_date(seconds: int) -> str:
    """The same as text, in the form that is preferred (IMF-fixdate)."""
    moment = datetime.fromtimestamp(seconds, UTC)
    day, month = _DAYS[moment.weekday()], _MONTHS[moment.month - 1]
    return f"{day}, {moment:%d} {month} {moment.year:04d} {moment:%H:%M:%S} GMT"


def wants_gzip(accepted: str | None) -> bool:
    """Whether an Accept-Encoding asks for gzip rather than for the bytes as they are.

    Without the header, or where neither is acceptable, nothing is compressed (RFC 9110 12.5.3).
    """
    weights = dict(_weights(accepted or ""))
    others = weights.get("*")
    gzip = weights.get("gzip", weights.get("x-gzip", others))
    identity = weights.get("identity", others if others == 0 else None)
    if identity == 0:
        return gzip != 0  # not even asked for, it is better than what is refused
    return gzip is not None and gzip > 0 and gzip >= (identity or 0)


def _weights(accepted: str) -> Iterator[tuple[str, float]]:
    """Codings with their weights, in lower case; one whose weight is no weight isn't acceptable."""
    for part in accepted.split(","):
        name, *parameters = (piece.strip(" \t") for piece in part.split(";"))
        if not name:
            continue
        weight = _WEIGHT.fullmatch(parameters[0]) if parameters else None
        yield name.lower(), float(weight[1]) if weight else 0.0 if parameters else 1.0
