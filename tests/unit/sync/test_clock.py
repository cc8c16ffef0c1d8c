"""Which clock is believed, and which day a plan is judged by otherwise."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from planner.sync.clock import Doubt, Reading, Seen, read_clock

BERLIN, TOKYO, ANGELES = (ZoneInfo(name) for name in ("Europe/Berlin", "Asia/Tokyo", "America/Los_Angeles"))
DAY = timedelta(days=1)
LAST = datetime(2028, 3, 2, 12, tzinfo=UTC)


def seen(at: datetime) -> Seen:
    """What a sync at a moment, in the zone that it was in, keeps."""
    return at.date(), at.astimezone(UTC)


def read(last: datetime, at: datetime, **told: datetime) -> Reading:
    return read_clock(seen(last), at.astimezone(UTC), at.date(), told)


BELIEVED = {
    "the next day": (LAST, LAST + DAY),
    "after three days": (LAST, LAST + 3 * DAY),
    "after thirty days": (LAST, LAST + 30 * DAY),
    "over the spring gap": (
        datetime(2027, 3, 27, 23, 30, tzinfo=BERLIN),
        datetime(2027, 3, 28, 3, 10, tzinfo=BERLIN),
    ),
    "over the hour that comes twice": (
        datetime(2027, 10, 30, 23, 50, tzinfo=BERLIN),
        datetime(2027, 10, 31, 2, 30, tzinfo=BERLIN, fold=1),
    ),
    "eastward, where it is tomorrow": (
        datetime(2028, 3, 2, 12, tzinfo=ANGELES),
        datetime(2028, 3, 3, 6, tzinfo=TOKYO),
    ),
    "eastward, with a clock put back": (
        datetime(2028, 3, 2, 12, tzinfo=ANGELES),
        datetime(2028, 3, 3, 1, tzinfo=TOKYO),
    ),
    "29 February": (datetime(2028, 2, 28, tzinfo=UTC), datetime(2028, 2, 29, tzinfo=UTC)),
}
SAME_DAY = {
    "nothing happened": (LAST, LAST),
    "later that day": (LAST, LAST + timedelta(hours=11)),
    "back by an hour": (LAST, LAST - timedelta(hours=1)),
    "back by half a day": (LAST, LAST - timedelta(hours=12)),
    "the hour that comes twice": (
        datetime(2027, 10, 31, 2, 30, tzinfo=BERLIN),
        datetime(2027, 10, 31, 2, 10, tzinfo=BERLIN, fold=1),
    ),
}
GOES_BACK_SILENTLY = {
    "westward, where it is still yesterday": (
        datetime(2028, 3, 2, 9, tzinfo=TOKYO),
        datetime(2028, 3, 1, 20, tzinfo=ANGELES),
    ),
    "the plan got another zone": (
        datetime(2028, 3, 2, 1, tzinfo=TOKYO),
        datetime(2028, 3, 1, 17, 5, tzinfo=BERLIN),
    ),
    "corrected by seconds over midnight": (
        datetime(2028, 3, 2, 0, 0, 3, tzinfo=UTC),
        datetime(2028, 3, 1, 23, 59, 58, tzinfo=UTC),
    ),
    "corrected by an hour over midnight": (
        datetime(2028, 3, 2, 0, 30, tzinfo=UTC),
        datetime(2028, 3, 1, 23, 30, tzinfo=UTC),
    ),
}
DOUBTED = {
    "more than an hour, over midnight": (
        datetime(2028, 3, 2, 0, 30, tzinfo=UTC),
        datetime(2028, 3, 1, 23, 29, tzinfo=UTC),
    ),
    "a day back": (LAST, LAST - DAY),
    "years back": (LAST, datetime(1970, 1, 1, tzinfo=UTC)),
    "thirty-one days on": (LAST, LAST + 31 * DAY),
    "thirty-one dates on, and not as many days": (
        datetime(2028, 3, 2, 23, 59, tzinfo=UTC),
        datetime(2028, 4, 2, 0, 1, tzinfo=UTC),
    ),
    "years on": (LAST, datetime(2099, 12, 31, tzinfo=UTC)),
}


@pytest.mark.parametrize("case", BELIEVED)
def test_a_new_day_is_believed_and_kept(case: str) -> None:
    last, at = BELIEVED[case]
    assert read(last, at) == Reading(at.date(), keep=seen(at))


@pytest.mark.parametrize("case", SAME_DAY)
def test_within_a_day_nothing_is_odd_and_nothing_is_kept(case: str) -> None:
    last, at = SAME_DAY[case]
    assert read(last, at) == Reading(last.date())


@pytest.mark.parametrize("case", GOES_BACK_SILENTLY)
def test_a_day_that_has_begun_is_not_gone_back_on(case: str) -> None:
    last, at = GOES_BACK_SILENTLY[case]
    assert at.date() < last.date()
    assert read(last, at) == Reading(last.date())
    assert read(last, at, todoist=at) == Reading(last.date()), "a service that confirms it changes nothing"


@pytest.mark.parametrize("case", DOUBTED)
def test_a_clock_that_went_back_or_jumped_leaves_it_at_the_last_day(case: str) -> None:
    last, at = DOUBTED[case]
    assert read(last, at) == Reading(last.date(), Doubt(at.date(), last.date()))


@pytest.mark.parametrize("case", DOUBTED)
def test_a_person_may_say_that_it_is_right(case: str) -> None:
    last, at = DOUBTED[case]
    for told in ({}, {"todoist": last}):
        reading = read_clock(seen(last), at.astimezone(UTC), at.date(), told, accepted=True)
        assert reading == Reading(at.date(), keep=seen(at))


@pytest.mark.parametrize("case", DOUBTED)
@pytest.mark.parametrize("off", [timedelta(), DAY, -DAY], ids=str)
def test_a_service_that_has_the_same_time_confirms_it(case: str, off: timedelta) -> None:
    last, at = DOUBTED[case]
    assert read(last, at, todoist=at + off) == Reading(at.date(), keep=seen(at))
    assert read(last, at, google=at.replace(year=2050), todoist=at + off).doubt is None, "one is enough"


@pytest.mark.parametrize("off", [DAY + timedelta(seconds=1), -DAY - timedelta(seconds=1)], ids=str)
def test_a_service_that_has_another_time_is_named(off: timedelta) -> None:
    at = LAST + 1039 * DAY
    others = {"todoist": at + off, "google": LAST + DAY}
    doubt = read(LAST, at, **others).doubt
    assert doubt is not None
    assert doubt.others == (("google", date(2028, 3, 3)), ("todoist", (at + off).date()))


def test_the_first_sync_has_only_the_clock() -> None:
    assert read_clock(None, LAST, LAST.date(), {}) == Reading(LAST.date(), keep=seen(LAST))
    away = {"todoist": LAST + 99 * DAY}
    assert read_clock(None, LAST, LAST.date(), away) == Reading(LAST.date(), keep=seen(LAST))


@pytest.mark.parametrize(
    ("says", "apart"),
    [
        (date(2028, 3, 1), "1 day before"),
        (date(2028, 5, 1), "60 days after"),
        (date(2028, 5, 2), "about 2 months after"),
        (date(2026, 9, 2), "about 18 months before"),
        (date(2031, 1, 5), "about 3 years after"),
    ],
)
def test_it_is_said_in_words(says: date, apart: str) -> None:
    doubt = Doubt(says, date(2028, 3, 2))
    assert f", {apart} the last sync on 2 Mar 2028: nothing is rescheduled." in doubt.words
    assert doubt.remedy == "If it is right: planner sync --accept-clock"


def test_who_says_otherwise_is_told() -> None:
    others = (("google", date(2028, 3, 3)), ("todoist", date(2028, 3, 4)))
    doubt = Doubt(date(2031, 1, 5), date(2028, 3, 2), others)
    assert doubt.words == (
        "The clock says 5 Jan 2031, about 3 years after the last sync on 2 Mar 2028,"
        " but google says 3 Mar 2028 and todoist says 4 Mar 2028: nothing is rescheduled."
    )
    assert doubt.remedy == "If it is right all the same: planner sync --accept-clock"
