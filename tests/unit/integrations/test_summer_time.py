"""Timed reviews around each change of the clocks of a year: valid, and the same in every calendar."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from integrations.google.event import Frame, decode, encode
from integrations.ics.event import render, shown
from planner.sync.values import Item, Mirrored

ZONES = (
    "Europe/Berlin",
    "America/New_York",
    "America/Nuuk",  # from Saturday 23:00 to Sunday 00:00
    "Africa/Cairo",
    "America/Havana",
    "America/Santiago",  # at midnight
    "Australia/Lord_Howe",  # by half an hour
    "Africa/Casablanca",  # for Ramadan
)
FRAME = Frame("p", "UTC", ())
STEP = timedelta(minutes=30)


def changes(zone: str, year: int = 2027) -> Iterator[datetime]:
    """What the clocks show when they are about to be changed."""
    there, moment = ZoneInfo(zone), datetime(year, 1, 1, tzinfo=UTC)
    while moment.year == year:
        offset = moment.astimezone(there).utcoffset() or timedelta()
        moment += STEP
        if moment.astimezone(there).utcoffset() != offset:
            yield moment.replace(tzinfo=None) + offset


def reviews(zone: str) -> list[Item]:
    """Reviews at times around the changes, some of which don't exist, or twice."""
    walls = [
        wall + timedelta(minutes=minutes) for wall in changes(zone) for minutes in (-31, -1, 0, 1, 29, 30, 59)
    ]
    return [Item("review/weekly@x", "Review", wall.date(), at=wall.time(), zone=zone) for wall in walls]


def _moment(event: str, name: str) -> datetime:
    """A time of an event that is written in UTC."""
    (line,) = (line for line in event.splitlines() if line.startswith(f"{name}:"))
    return datetime.strptime(line, f"{name}:%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)


@pytest.mark.parametrize("zone", ZONES)
def test_a_time_that_doesnt_exist_becomes_one_that_does_and_stays_it(zone: str) -> None:
    assert len(reviews(zone)) >= 14
    for item in reviews(zone):
        there = shown(item)
        assert there.at is not None
        assert shown(there) == there
        wall = datetime.combine(there.due, there.at, ZoneInfo(zone))
        assert wall.astimezone(UTC).astimezone(ZoneInfo(zone)).replace(tzinfo=None) == wall.replace(
            tzinfo=None
        )
        asked = datetime.combine(item.due, item.at or there.at)
        assert timedelta() <= wall.replace(tzinfo=None) - asked <= timedelta(hours=1)


@pytest.mark.parametrize("zone", ZONES)
def test_file_and_google_say_the_same_moment_and_a_length_of_half_an_hour(zone: str) -> None:
    for item in reviews(zone):
        written = render(Mirrored("a" * 20, shown(item))).decode()
        begins, ends = (_moment(written, name) for name in ("DTSTART", "DTEND"))
        sent = encode(FRAME, Mirrored("a" * 20, item))
        assert datetime.fromisoformat(sent["start"]["dateTime"]) == begins
        assert datetime.fromisoformat(sent["end"]["dateTime"]) == ends
        assert ends - begins == timedelta(minutes=item.minutes)
        read = decode(FRAME, sent)
        assert (read.item.due, read.item.at) == (shown(item).due, shown(item).at)
        assert encode(FRAME, read)["start"] == sent["start"]
