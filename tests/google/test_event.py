"""An event says what the item says, whatever zone, text or person has passed over it."""

from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from integrations.google.event import UNFIT, Frame, can_replace, decode, encode, is_ours, merged
from planner.sync.clean import clean_line, clean_text
from planner.sync.values import Item, Mirrored, href

FRAME = Frame("nurse", "Europe/Berlin", (1440,))
STAMP = datetime(2027, 1, 31, 12, tzinfo=UTC)
DAY = Item("adn", "Graduate", date(2032, 2, 29))
TIMED = replace(DAY, at=time(9), zone="Europe/Berlin", minutes=45)

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
ITEMS = st.builds(
    Item,
    id=st.from_regex(r"[a-z]{1,8}(/goal-[0-9])?", fullmatch=True),
    title=TEXT.map(clean_line) | TEXT.map(lambda text: clean_line(f"✓ {text}")),
    due=st.dates(date(1971, 1, 2), date(9000, 1, 1)),
    description=TEXT.map(clean_text),
    done=st.booleans(),
    url=st.none() | st.sampled_from(["https://example.org/?a=b&c", "mailto:a@example.org"]),
    categories=st.sampled_from([(), ("course",), ("a, b", "c")]),
)
ZONES = ("Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia", "UTC")


def mirrored(item: Item, **fields: Any) -> Mirrored:  # noqa: ANN401 - fields of a Mirrored
    return Mirrored(href("nurse", item.id), item, 3, STAMP, **fields)


@given(ITEMS)
def test_what_is_written_is_read_back(item: Item) -> None:
    assert decode(FRAME, encode(FRAME, mirrored(item))) == mirrored(item)


@given(ITEMS, st.sampled_from(["title", "description"]))
def test_an_event_knows_which_words_are_a_persons(item: Item, name: str) -> None:
    more = replace(item, title=f"{item.title} mine", description=f"{item.description} mine")
    retold = (
        replace(item, title=more.title) if name == "title" else replace(item, description=more.description)
    )
    by_us = encode(FRAME, mirrored(item))
    by_them = {**by_us, **{key: encode(FRAME, mirrored(retold))[key] for key in ("summary", "description")}}
    found = decode(FRAME, by_them)
    assert found.theirs == (name,)
    # They stay theirs when we write the rest anew.
    assert decode(FRAME, encode(FRAME, found)).theirs == (name,)


@given(ITEMS, st.times(), st.sampled_from([*ZONES, None]), st.integers(0, 600))
def test_a_time_is_the_same_time_in_every_zone_and_season(
    item: Item, at: time, zone: str | None, minutes: int
) -> None:
    timed = replace(item, at=at.replace(microsecond=0, fold=0), zone=zone, minutes=minutes)
    first = decode(FRAME, encode(FRAME, mirrored(timed)))
    # A time that a change of the clocks leaves out becomes one that exists, and then stays.
    assert decode(FRAME, encode(FRAME, first)) == first
    assert (first.item.zone, first.item.minutes) == (zone, minutes)
    if zone == "UTC":
        assert first.item == timed


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("day", [date(2027, 3, 28), date(2027, 10, 31), date(2027, 4, 4), date(2027, 11, 7)])
def test_nine_o_clock_stays_nine_o_clock_where_clocks_change(zone: str, day: date) -> None:
    item = replace(TIMED, due=day, zone=zone)
    event = encode(FRAME, mirrored(item))
    assert event["start"]["dateTime"].startswith(f"{day}T09:00:00")
    # The server answers in the zone of whoever asks.
    elsewhere = datetime.fromisoformat(event["start"]["dateTime"]).astimezone(UTC).isoformat()
    answered = {**event, "start": {**event["start"], "dateTime": elsewhere}}
    assert decode(FRAME, answered).item.at == time(9)
    assert decode(FRAME, answered).item.due == day


def test_an_all_day_event_ends_on_the_day_after_and_blocks_no_time() -> None:
    event = encode(FRAME, mirrored(DAY))
    assert (event["start"], event["end"]) == ({"date": "2032-02-29"}, {"date": "2032-03-01"})
    assert event["transparency"] == "transparent"
    assert event["reminders"] == {"useDefault": False, "overrides": [{"method": "popup", "minutes": 1440}]}
    assert encode(Frame("nurse", "UTC", None), mirrored(DAY))["reminders"] == {"useDefault": True}


def test_a_description_is_text_and_no_html() -> None:
    event = encode(FRAME, mirrored(replace(DAY, description='<img onerror=x> & "so" on')))
    assert event["description"] == '&lt;img onerror=x&gt; &amp; "so" on'


def test_done_shows_before_the_title() -> None:
    assert encode(FRAME, mirrored(replace(DAY, done=True)))["summary"] == "✓ Graduate"


@pytest.mark.parametrize("item", [replace(DAY, due=date.max), replace(DAY, id="x" * 2000)])
def test_what_can_not_be_an_event_is_said(item: Item) -> None:
    with pytest.raises(UNFIT):
        encode(FRAME, mirrored(item))


def test_a_copy_or_a_mark_alone_is_not_ours() -> None:
    event = encode(FRAME, mirrored(DAY))
    assert is_ours(FRAME, event)
    assert is_ours(FRAME, {**event, "id": href("nurse", "adn", 5)})
    spoilt: tuple[dict[str, Any], ...] = (
        {"id": "c" * 26},
        {"id": href("nurse", "other")},
        {"extendedProperties": {}},
    )
    for changes in spoilt:
        assert not is_ours(FRAME, {**event, **changes})
    assert not is_ours(Frame("doctor", "UTC"), event)


@pytest.mark.parametrize(
    "added",
    [
        {"colorId": "5"},
        {"location": "Berlin"},
        {"attendees": [{"email": "a@example.org"}]},
        {"reminders": {"useDefault": True}},
        {"transparency": "opaque"},
        {"extendedProperties": {"shared": {"theirs": "1"}}},
    ],
)
def test_what_a_person_added_survives_an_update(added: dict[str, Any]) -> None:
    event = {**encode(FRAME, mirrored(DAY)), "etag": '"1"'}
    assert can_replace(decode(FRAME, event))
    properties = {**event["extendedProperties"], **added.get("extendedProperties", {})}
    there = {**event, **added, "extendedProperties": properties}
    assert not can_replace(decode(FRAME, there))
    after = merged(FRAME, there, mirrored(replace(DAY, title="Graduate at last")))
    assert after["summary"] == "Graduate at last"
    assert {name: after[name] for name in added if name != "extendedProperties"} == {
        name: value for name, value in added.items() if name != "extendedProperties"
    }
    assert added.get("extendedProperties", {}).items() <= after["extendedProperties"].items()


def test_marks_that_were_spoilt_cost_no_event() -> None:
    event = encode(FRAME, mirrored(DAY))
    event["extendedProperties"]["private"]["plannerRest"] = "{"
    assert decode(FRAME, event).item == DAY
