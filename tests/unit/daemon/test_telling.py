"""When it is time to tell: once a day at most, and of the whole week once a week."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from planner.daemon.telling import DIGEST, REVIEW, Tell, Way, due

TELL = Tell((Way.DESKTOP,), time(7, 30), review=6)
WEDNESDAY = date(2027, 3, 10)
SUNDAY = date(2027, 3, 14)


def at(day: date, hour: int = 8, minute: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=UTC)


def before(day: date, days: int = 1) -> date:
    return day - timedelta(days=days)


def test_nothing_is_told_without_a_way() -> None:
    assert due(Tell(), at(SUNDAY), None, None) is None


@pytest.mark.parametrize(("hour", "minute", "told"), [(7, 29, None), (7, 30, DIGEST), (23, 59, DIGEST)])
def test_a_day_has_its_digest_from_its_time_on(hour: int, minute: int, told: str | None) -> None:
    assert due(TELL, at(WEDNESDAY, hour, minute), before(WEDNESDAY), None) == told


def test_a_day_has_one_message() -> None:
    assert due(TELL, at(WEDNESDAY), WEDNESDAY, None) is None
    assert due(TELL, at(SUNDAY), before(SUNDAY), SUNDAY) is None
    assert due(TELL, at(SUNDAY), SUNDAY, None) is None


def test_on_its_weekday_the_review_takes_the_place_of_the_digest() -> None:
    assert due(TELL, at(SUNDAY), before(SUNDAY), before(SUNDAY, 7)) == REVIEW
    assert due(TELL, at(SUNDAY), None, None) == REVIEW


def test_a_review_that_was_missed_is_made_up_for_once() -> None:
    tuesday = SUNDAY + timedelta(days=2)
    assert due(TELL, at(tuesday), before(SUNDAY), before(SUNDAY, 7)) == REVIEW
    assert due(TELL, at(tuesday + timedelta(days=1)), before(SUNDAY), tuesday) == DIGEST


def test_the_first_review_waits_for_its_weekday_unless_that_was_missed() -> None:
    assert due(TELL, at(WEDNESDAY), None, None) == DIGEST
    assert due(TELL, at(WEDNESDAY), before(WEDNESDAY), None) == DIGEST
    assert due(TELL, at(WEDNESDAY), before(WEDNESDAY, 5), None) == REVIEW


def test_no_review_where_none_is_wanted() -> None:
    assert due(Tell((Way.MAIL,), review=None), at(SUNDAY), before(SUNDAY), None) == DIGEST


def test_a_clock_that_went_back_a_little_tells_nothing_twice() -> None:
    assert due(TELL, at(WEDNESDAY), WEDNESDAY + timedelta(days=1), None) is None


def test_a_clock_that_was_years_ahead_once_does_not_silence_anything() -> None:
    assert due(TELL, at(WEDNESDAY), date(2031, 1, 1), date(2031, 1, 5)) == DIGEST


def test_sixty_days_have_one_message_each_and_a_review_in_each_week() -> None:
    digests, reviews = None, None
    told: list[str] = []
    for hours in range(0, 60 * 24, 3):
        now = at(WEDNESDAY, 0) + timedelta(hours=hours)
        what = due(TELL, now, digests, reviews)
        if what == DIGEST:
            digests = now.date()
        elif what == REVIEW:
            reviews = now.date()
        told += [what] if what else []
    assert (told.count(DIGEST), told.count(REVIEW)) == (52, 8)
