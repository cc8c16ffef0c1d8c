"""The time that a review looks back on."""

from datetime import date, timedelta
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.engine.calendar import Calendar
from planner.engine.period import ReviewKind, ahead, period
from planner.engine.rhythm import review_days
from planner.plan.civil import Length, Unit
from planner.plan.model import Plan, Review
from planner.progress.values import Progress

START = date(2027, 1, 1)
SUNDAY, SATURDAY = 6, 5
REVIEWS = (
    Review("weekly", weekday=SUNDAY),
    Review("monthly", weekday=SATURDAY, ordinal=1),
    Review("manager", every=Length(6, Unit.MONTHS), first=date(2027, 1, 18)),
)


def plan(*reviews: Review) -> Plan:
    return Plan("p", "P", MappingProxyType({}), reviews=reviews)


def begins(kind: str, today: date, progress: Progress | None = None, *reviews: Review) -> date:
    found = period(ReviewKind(kind), plan(*(reviews or REVIEWS)), progress or Progress(), START, today)
    assert found.last == today
    return found.first


@pytest.mark.parametrize(
    ("kind", "today", "first"),
    [
        ("week", date(2027, 3, 10), date(2027, 3, 7)),
        ("week", date(2027, 3, 14), date(2027, 3, 7)),  # on the day itself, the one before counts
        ("month", date(2027, 3, 10), date(2027, 3, 6)),
        ("month", date(2027, 3, 6), date(2027, 2, 6)),
        ("manager", date(2027, 7, 18), date(2027, 1, 18)),
        ("manager", date(2027, 7, 19), date(2027, 7, 18)),
        ("manager", date(2031, 3, 1), date(2031, 1, 18)),
        ("year", date(2029, 3, 1), date(2028, 3, 2)),  # none of that kind in the plan
    ],
)
def test_it_begins_on_the_day_of_the_last_review_of_its_kind(kind: str, today: date, first: date) -> None:
    assert begins(kind, today) == first


@pytest.mark.parametrize(
    ("kind", "first"),
    [
        ("week", date(2028, 5, 26)),
        ("month", date(2028, 5, 2)),
        ("manager", date(2027, 12, 2)),
        ("year", date(2027, 6, 2)),
    ],
)
def test_without_such_reviews_it_is_a_usual_length(kind: str, first: date) -> None:
    other = Review("other", weekday=0)
    assert begins(kind, date(2028, 6, 1), None, other) == first


def test_nothing_lies_before_the_plan() -> None:
    assert begins("manager", date(2027, 1, 10)) == START
    assert begins("year", date(2027, 1, 10)) == START
    assert begins("week", date(2026, 12, 1)) == date(2026, 12, 1)


def test_a_review_that_a_person_moved_or_held_later_counts_from_then() -> None:
    name = "review/manager@2027-07-18"
    moved = Progress(pinned={name: date(2027, 7, 30)})
    assert begins("manager", date(2027, 8, 10), moved) == date(2027, 7, 30)
    assert begins("manager", date(2027, 7, 29), moved) == date(2027, 1, 18)
    assert begins("manager", date(2027, 7, 30), moved) == date(2027, 1, 18)
    held = Progress(pinned={name: date(2027, 7, 30)}, done={name: date(2027, 8, 2)})
    assert begins("manager", date(2027, 8, 10), held) == date(2027, 8, 2)
    dropped = Progress(dropped={name: date(2027, 7, 1)})
    assert begins("manager", date(2027, 8, 10), dropped) == date(2027, 1, 18)


UNITS = st.sampled_from([Unit.DAYS, Unit.WEEKS, Unit.MONTHS])
FIRST = st.dates(date(2027, 1, 1), date(2028, 12, 31))
RHYTHMS = st.one_of(
    st.integers(0, 6).map(lambda day: Review("weekly", weekday=day)),
    st.tuples(st.integers(0, 6), st.sampled_from([-1, 1, 2, 3, 4, 5])).map(
        lambda nth: Review("weekly", weekday=nth[0], ordinal=nth[1])
    ),
    st.tuples(st.integers(1, 20), UNITS, FIRST).map(
        lambda every: Review("weekly", every=Length(every[0], every[1]), first=every[2])
    ),
)


@given(RHYTHMS, st.dates(date(2027, 1, 1), date(2031, 12, 31)))
def test_looking_back_finds_the_days_that_were_ahead_once(review: Review, today: date) -> None:
    """The engine names the reviews to come; the last that it named before today is the one counted from."""
    calendar = Calendar(plan(review), (), frozenset(), START.toordinal(), START.toordinal())
    named = (
        date.fromordinal(day)
        for since in range(START.toordinal(), today.toordinal(), 80)
        for day in review_days(review, START.toordinal(), calendar, since)
    )
    before = max((day for day in named if START <= day < today), default=None)
    usual = max(START, today - timedelta(days=6))
    assert begins("week", today, None, review) == (before or usual)


@pytest.mark.parametrize(
    ("kind", "until"),
    [
        ("week", date(2027, 2, 7)),
        ("month", date(2027, 2, 28)),
        ("manager", date(2027, 7, 31)),
        ("year", date(2028, 1, 31)),
    ],
)
def test_it_looks_ahead_as_far_as_usual(kind: str, until: date) -> None:
    assert ahead(ReviewKind(kind), date(2027, 1, 31)) == until
