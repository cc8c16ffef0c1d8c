"""One item as a VEVENT (RFC 5545 3.6.1) and back. The only module here that loads `icalendar`."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from icalendar import Event, vDDDTypes, vText
from icalendar.parser import Contentline

from integrations.ics.layout import escape, unescape, unfold
from planner.sync.clean import clean_line, clean_text
from planner.sync.values import Item, Mirrored, Role

# What the library and `zoneinfo` raise for values they can't take.
UNFIT = (ValueError, TypeError, KeyError, OverflowError, OSError)
_DAY = timedelta(days=1)
_MINUTE = timedelta(minutes=1)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_TICK = "✓ "
_MINUTES = Item("", "", date.min).minutes


class _Exact(vText):
    """A value that is written as it stands: the library's escaping isn't reversible (see `escape`)."""

    def to_ical(self) -> bytes:
        return self.encode()


def shown(item: Item) -> Item:
    """Return the item as a calendar file can hold it: texts clean, a time that exists in its zone.

    Raises an error of `UNFIT` for a zone that isn't known.
    """
    item_id = clean_line(item.id)
    item = replace(
        item,
        id=item_id,
        # libical takes a SUMMARY without a value for a mistake.
        title=clean_line(item.title) or item_id,
        description=clean_text(item.description),
        url=clean_line(item.url or "") or None,
        categories=tuple(filter(None, map(clean_line, item.categories))),
        role=Role.EVENT,
    )
    if item.at is None:
        return replace(item, zone=None, minutes=_MINUTES)
    start = datetime.combine(item.due, item.at.replace(microsecond=0, tzinfo=None))
    if item.zone is not None:
        try:
            start = _local(_utc(start, item.zone), item.zone)
        except OverflowError:
            # UTC lies outside the years 1 to 9999; local time wherever it is read is the nearest.
            item = replace(item, zone=None)
    return replace(item, due=start.date(), at=start.time(), minutes=max(item.minutes, 0))


def render(mirrored: Mirrored) -> bytes:
    """Write the event; `mirrored.item` has been through `shown`."""
    item = mirrored.item
    stamp = mirrored.stamp or _EPOCH
    stamp = stamp.astimezone(UTC) if stamp.tzinfo else stamp.replace(tzinfo=UTC)
    event = Event()
    event.add("uid", mirrored.href)
    event.add("dtstamp", stamp)
    event.add("last-modified", stamp)
    event.add("sequence", mirrored.revision)
    _add_span(event, item)
    event.add("summary", _text((_TICK if item.done else "") + item.title))
    if item.description:
        event.add("description", _text(item.description))
    if item.url:
        event.add("url", _Exact(item.url))
    if item.categories:
        event.add("categories", _Exact(",".join(map(escape, item.categories))))
    event.add("status", "CONFIRMED")
    event.add("transp", "TRANSPARENT")
    event.add("x-planner-item", _text(item.id))
    if item.done:
        event.add("x-planner-done", "TRUE")
    if item.zone is not None:
        event.add("x-planner-zone", _text(item.zone))
    return bytes(event.to_ical())


def parse(part: bytes) -> Mirrored:
    """Read an event; raises an error of `UNFIT` for what can't be understood."""
    values: dict[str, str] = {}
    for line in unfold(part).decode().split("\r\n")[:-1]:
        name, _, value = Contentline(line).raw_parts()  # type: ignore[no-untyped-call] # the library's
        values.setdefault(name.upper(), value)
    done = "X-PLANNER-DONE" in values
    title = unescape(values.get("SUMMARY", ""))
    zone = values.get("X-PLANNER-ZONE")
    zone = None if zone is None else unescape(zone)
    due, at, minutes = _span(values, zone)
    stamp = _when(values.get("LAST-MODIFIED"))
    item = Item(
        id=unescape(values["X-PLANNER-ITEM"]),
        title=title.removeprefix(_TICK) if done else title,
        due=due,
        description=unescape(values.get("DESCRIPTION", "")),
        done=done,
        url=values.get("URL"),
        at=at,
        zone=zone,
        minutes=minutes,
        categories=_words(values.get("CATEGORIES", "")),
    )
    return Mirrored(
        values["UID"],
        item,
        revision=int(values.get("SEQUENCE", "0")),
        stamp=stamp.replace(tzinfo=UTC) if isinstance(stamp, datetime) else None,
    )


def _add_span(event: Event, item: Item) -> None:
    if item.at is None:
        event.add("dtstart", item.due)
        if item.due < date.max:
            event.add("dtend", item.due + _DAY)
        return
    start = datetime.combine(item.due, item.at)
    if item.zone is not None:
        start = _utc(start, item.zone)
    event.add("dtstart", start)
    length = timedelta(minutes=item.minutes)
    if not length:
        return
    try:
        event.add("dtend", start + length)
    except OverflowError:
        event.add("duration", length)


def _span(values: dict[str, str], zone: str | None) -> tuple[date, time | None, int]:
    """Return the day, the local time and the minutes; an end without its type is no end."""
    start, end = _when(values["DTSTART"]), _when(values.get("DTEND"))
    if not isinstance(start, date):
        raise TypeError(f"DTSTART is {start}")
    if not isinstance(start, datetime):
        return start, None, _MINUTES
    length = _when(values.get("DURATION"))
    if isinstance(end, datetime):
        length = end.replace(tzinfo=None) - start.replace(tzinfo=None)
    minutes = int(length / _MINUTE) if isinstance(length, timedelta) else 0
    if zone is not None:
        start = _local(start, zone)
    return start.date(), start.time().replace(fold=0, tzinfo=None), minutes


def _when(value: str | None) -> object:
    """Read a DATE, DATE-TIME or DURATION; ValueError for anything else."""
    return None if value is None else vDDDTypes.from_ical(value)  # type: ignore[no-untyped-call] # the library's


def _words(value: str) -> tuple[str, ...]:
    """Split the values of a list (RFC 5545 3.8.1.2): commas separate unless a backslash precedes them."""
    words, word, letters = [], "", iter(value)
    for letter in letters:
        if letter == ",":
            words.append(word)
            word = ""
        else:
            word += letter + (next(letters, "") if letter == "\\" else "")
    return tuple(unescape(word) for word in (*words, word) if word)


def _text(text: str) -> _Exact:
    return _Exact(escape(text))


def _utc(start: datetime, zone: str) -> datetime:
    return start.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def _local(moment: datetime, zone: str) -> datetime:
    return moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(ZoneInfo(zone)).replace(tzinfo=None, fold=0)
