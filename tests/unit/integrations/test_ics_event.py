"""An item goes through the calendar file unchanged, whatever its texts hold."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta, timezone

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from integrations.ics.event import UNFIT, parse, render, shown
from planner.sync.values import Item, Mirrored
from tests.verifiers import own

STAMP = datetime(2027, 1, 31, 12, 0, 5, tzinfo=UTC)
HOSTILE = st.sampled_from(
    [
        "\\",
        "\\n",
        "\\N",
        ";",
        ",",
        ":",
        '"',
        ';X="',
        "\n",
        "\r\nATTENDEE:",
        "✓ ",
        "日本",
        "👩🏽‍⚕️",
        "e\u0301",
        "%2C",
    ]
)
TEXTS = st.lists(HOSTILE | st.characters(exclude_categories=()), max_size=60).map("".join)
ZONES = st.sampled_from([None, "Europe/Berlin", "America/New_York", "Pacific/Apia", "Asia/Kathmandu", "UTC"])
ITEMS = st.builds(
    Item,
    id=st.text("abc-/@09", min_size=1),
    title=TEXTS,
    due=st.dates(),
    description=TEXTS,
    done=st.booleans(),
    url=st.none() | TEXTS,
    at=st.none() | st.times(),
    zone=ZONES,
    minutes=st.integers(0, 10_000),
    categories=st.lists(TEXTS, max_size=3).map(tuple),
)


def there_and_back(item: Item) -> Item:
    return parse(render(Mirrored("uid", item, 7, STAMP))).item


def whole(event: bytes) -> bytes:
    return b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n" + event + b"END:VCALENDAR\r\n"


@given(ITEMS)
@example(Item("a", "C:\\New\\nurse", date(2027, 1, 1)))
@example(Item("a", "✓ ", date.max, done=True, at=time(23, 59), minutes=600))
@example(Item("a", "x", date.min, at=time(0), zone="Asia/Kathmandu"))
@example(Item("a", "x", date(2027, 3, 28), at=time(2, 30), zone="Europe/Berlin"))
@example(Item("a", "x", date(2011, 12, 30), at=time(12), zone="Pacific/Apia"))
def test_what_is_read_back_is_what_was_shown(item: Item) -> None:
    item = shown(item)
    assert there_and_back(item) == item
    assert shown(item) == item


@given(ITEMS)
def test_no_text_becomes_a_property_or_breaks_a_rule(item: Item) -> None:
    event = render(Mirrored("uid", shown(item), 0, STAMP))
    assert own.check(whole(event)) == []
    assert b"ATTENDEE" not in {line.partition(b":")[0] for line in event.split(b"\r\n")}


@given(st.text("e\u0301日👍🏽a", min_size=60, max_size=90))
def test_a_fold_never_splits_a_character(title: str) -> None:
    item = shown(Item("a", title, date(2027, 1, 1)))
    assert own.check(whole(render(Mirrored("uid", item, 0, STAMP)))) == []
    assert there_and_back(item).title == item.title


def test_a_day_ends_on_the_next_and_blocks_no_time() -> None:
    event = render(Mirrored("uid", Item("a", "A day", date(2028, 2, 29)), 0, STAMP))
    assert b"DTSTART;VALUE=DATE:20280229\r\nDTEND;VALUE=DATE:20280301\r\n" in event
    assert b"TRANSP:TRANSPARENT\r\n" in event


def test_a_time_is_written_in_utc_with_a_zone_and_as_it_stands_without() -> None:
    item = Item("a", "Review", date(2027, 7, 1), at=time(18), zone="Europe/Berlin", minutes=45)
    assert b"DTSTART:20270701T160000Z\r\nDTEND:20270701T164500Z\r\n" in render(
        Mirrored("uid", item, 0, STAMP)
    )
    item = replace(item, zone=None)
    assert b"DTSTART:20270701T180000\r\nDTEND:20270701T184500\r\n" in render(Mirrored("uid", item, 0, STAMP))


def test_revision_and_stamp_come_from_the_item_alone() -> None:
    elsewhere = STAMP.astimezone(timezone(timedelta(hours=5, minutes=45)))
    for stamp in (STAMP, elsewhere, STAMP.replace(tzinfo=None)):
        event = render(Mirrored("uid", Item("a", "x", date(2027, 1, 1)), 7, stamp))
        assert b"SEQUENCE:7\r\n" in event
        assert b"\r\nDTSTAMP:20270131T120005Z\r\n" in event
        assert b"\r\nLAST-MODIFIED:20270131T120005Z\r\n" in event
        assert parse(event).stamp == STAMP
        assert parse(event).revision == 7


def test_done_shows_in_front_of_the_title_and_isnt_guessed_from_it() -> None:
    done, named = Item("a", "x", date(2027, 1, 1), done=True), Item("a", "✓ x", date(2027, 1, 1))
    assert "SUMMARY:✓ x\r\n".encode() in render(Mirrored("uid", done))
    assert there_and_back(done) == done
    assert there_and_back(named) == named


def test_a_title_of_nothing_but_controls_shows_the_id() -> None:
    assert shown(Item("a", "\0\r\n", date(2027, 1, 1))).title == "a"


@pytest.mark.parametrize("zone", ["Mars/Olympus", "../../etc/passwd", "Europe", "/etc/localtime", ""])
def test_a_zone_that_isnt_known_is_refused(zone: str) -> None:
    with pytest.raises(UNFIT):
        shown(Item("a", "x", date(2027, 1, 1), at=time(12), zone=zone))
