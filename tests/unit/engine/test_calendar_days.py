"""Leap days, the ends of months and years, and week 53: the days on which calendars differ from counting."""

from datetime import date, timedelta

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from planner.engine.calendar import Calendar, week_label, week_of
from planner.engine.network import unlagged
from planner.engine.node import due_after, make, start_before
from planner.plan.civil import Length, Unit, add, add_months, days_in_month
from planner.plan.model import Experience, Extent, Plan, Step, Takes
from planner.progress.values import Progress, Slip
from tests.unit.engine.dates import conflicts, dated, days, dues, plan

LEAP = date(2028, 2, 29)
DAYS = st.dates(date(2027, 1, 1), date(2033, 12, 31))
LENGTHS = st.builds(Length, st.integers(1, 30), st.sampled_from(Unit))


def test_a_plan_may_begin_and_end_on_a_leap_day() -> None:
    found = dated("a: {title: A, takes: 1 day}\nb: {title: B, takes: 1 year, after: [a]}", start="2028-02-29")
    assert days(found, "a") == ("2028-02-29", "2028-02-29")
    assert days(found, "b") == ("2028-03-01", "2029-02-28")
    back = dated("a: {title: A, takes: 1 year, by: 2028-02-29}", start="2027-03-01")
    assert (days(back, "a")[1], conflicts(back), back.steps["a"].slack) == ("2028-02-29", [], 0)


@pytest.mark.parametrize("start", ["2024-02-29", "2028-02-29"])
@pytest.mark.parametrize(
    ("takes", "due"),
    [("1 year", "02-27"), ("4 years", "02-28"), ("12 months", "02-27"), ("365 days", "02-27")],
)
def test_a_year_from_a_leap_day_ends_where_that_day_would_be_missing(
    start: str, takes: str, due: str
) -> None:
    years = 4 if takes == "4 years" else 1
    found = dated(f"a: {{title: A, takes: {takes}}}\ng: {{title: G, experience: 1 year}}", start=start)
    assert days(found, "a")[1] == f"{int(start[:4]) + years}-{due}"
    assert days(found, "g")[1] == f"{int(start[:4]) + 1}-02-27"


def test_a_fixed_day_a_pin_a_slip_and_a_deadline_may_be_a_leap_day() -> None:
    steps = """
        d: {title: D, date: 2028-02-29}
        p: {title: P, takes: 1 month}
        s: {title: S, takes: 1 week}
        m: {title: M, by: 2028-02, after: [s]}
    """
    facts = Progress(pinned={"p": LEAP}, slipped={"s": Slip(LEAP)})
    found = dated(steps, start="2028-01-01", progress=facts)
    assert days(found, "d") == ("2028-02-29", "2028-02-29")
    assert days(found, "p") == ("2028-02-01", "2028-02-29")
    assert days(found, "s")[1] == days(found, "m")[1] == days(found, "m/by")[1] == "2028-02-29"
    assert conflicts(found) == []


def test_what_was_done_and_what_is_looked_at_on_a_leap_day_has_its_dates() -> None:
    steps = "a: {title: A, takes: 1 year}\nb: {title: B, takes: 1 month, after: [a]}"
    found = dated(steps, progress=Progress(done={"a": LEAP}), today=LEAP)
    assert days(found, "b") == ("2028-03-01", "2028-03-31")


@pytest.mark.parametrize(
    ("start", "every", "turns"),
    [
        ("2028-01-29", "1 month", ["2028-01-29", "2028-02-29", "2028-03-29"]),
        ("2028-01-30", "1 month", ["2028-01-30", "2028-02-29", "2028-03-30"]),
        ("2027-01-31", "1 month", ["2027-01-31", "2027-02-28", "2027-03-31", "2027-04-30"]),
    ],
)
def test_a_monthly_habit_comes_back_to_its_day_after_a_short_month(
    start: str, every: str, turns: list[str]
) -> None:
    assert dues(dated(f"h: {{title: H, every: {every}}}", start=start), "h@") == turns


def test_a_yearly_habit_of_a_leap_day_comes_back_to_it() -> None:
    habit = "h: {title: H, every: 1 year}"
    for year, turn in ((2029, "2029-02-28"), (2031, "2031-02-28"), (2032, "2032-02-29")):
        assert dues(dated(habit, start="2028-02-29", today=date(year, 2, 1)), "h@") == [f"h@{turn}"[2:]]


@pytest.mark.parametrize(
    ("start", "due"),
    [
        ("2027-05-31", "2028-02-28"),  # the day before 29 February
        ("2026-05-31", "2027-02-27"),
        ("2027-05-30", "2028-02-28"),
        ("2027-05-29", "2028-02-28"),
        ("2027-05-28", "2028-02-27"),
        ("2027-06-01", "2028-02-29"),
    ],
)
def test_nine_months_from_the_end_of_a_month_end_with_a_shorter_one(start: str, due: str) -> None:
    assert days(dated("a: {title: A, takes: 9 months}", start=start), "a") == (start, due)


def test_monthly_goals_from_the_31st_stay_within_their_months_and_their_step() -> None:
    found = dated("a: {title: A, takes: 4 months, goals: monthly}", start="2027-10-31")
    assert dues(found, "a/") == ["2027-11-29", "2027-12-30", "2028-01-30", "2028-02-28"]


def test_a_lag_of_a_month_is_counted_from_the_day_after() -> None:
    steps = "a: {title: A, takes: 30 days}\nb: {title: B, takes: 1 day, after: [a + 1 month]}"
    assert days(dated(steps, start="2028-01-01"), "b")[0] == "2028-02-29"  # a month after 31 January


def test_work_goes_on_over_a_year_with_53_weeks() -> None:
    found = dated("a: {title: A, effort: 21h}", start="2026-12-21")
    assert found.steps["a"].work == (("2026-W52", 2940), ("2026-W53", 2940), ("2027-W01", 2940))
    assert [(week.week, week.planned, week.budget) for week in found.load] == [
        (label, 2940, 2940) for label in ("2026-W52", "2026-W53", "2027-W01")
    ]
    assert days(found, "a") == ("2026-12-21", "2027-01-10")


def test_week_53_and_a_leap_month_can_be_written() -> None:
    found = dated(
        "a: {title: A, takes: 1 day, from: 2026-W53, by: 2026-W53}\nb: {title: B, date: 2028-02-29}",
        start="2026-12-01",
    )
    assert days(found, "a")[0] == "2026-12-28"
    assert days(found, "a/by")[1] == "2027-01-03"


@pytest.mark.parametrize("ordinal", ["first", "last", "fifth"])
def test_reviews_of_a_month_fall_into_a_leap_february(ordinal: str) -> None:
    found = dated("a: {title: A, takes: 1 year}", f"reviews: {{monthly: {ordinal} tuesday}}", "2028-02-01")
    first = {"first": "2028-02-01", "last": "2028-02-29", "fifth": "2028-02-29"}[ordinal]
    assert dues(found, "review/monthly@")[0] == first


@given(st.dates(date(1, 1, 1), date(9999, 12, 20)))
def test_a_week_is_called_what_iso_8601_calls_it(day: date) -> None:
    year, week, _ = day.isocalendar()
    assert week_label(week_of(day.toordinal())) == f"{year}-W{week:02d}"


@given(st.dates(date(1, 1, 1), date(9000, 12, 31)), st.integers(0, 600))
def test_months_land_on_the_same_day_or_the_last_one(day: date, months: int) -> None:
    then = add_months(day, months)
    assert 12 * then.year + then.month == 12 * day.year + day.month + months
    assert then.day == min(day.day, days_in_month(then.year, then.month))
    assert (date(then.year + then.month // 12, then.month % 12 + 1, 1) - timedelta(days=1)).day == (
        days_in_month(then.year, then.month)
    )


def _calendar(start: date) -> Calendar:
    text = "a: {title: A, takes: 1 day}"
    found: Plan = plan(text, start=start.isoformat())
    return Calendar(found, (), frozenset(), start.toordinal(), start.toordinal())


def _extents() -> st.SearchStrategy[Extent]:
    spans = st.builds(Takes, LENGTHS, LENGTHS).filter(
        lambda takes: add(LEAP, takes.low) <= add(LEAP, takes.high)
    )
    return st.one_of(spans, LENGTHS.map(Experience))


@settings(deadline=None)
@given(DAYS, _extents())
def test_a_day_later_never_ends_sooner_and_the_latest_start_is_the_latest(day: date, extent: Extent) -> None:
    calendar = _calendar(date(2026, 1, 1))
    node = make(Step("a", "A", extent), (), (), Progress(), calendar)
    start = day.toordinal()
    due = due_after(node, start, calendar)
    assert due_after(node, start + 1, calendar) >= due >= start
    latest = start_before(node, due, calendar)
    assert due_after(node, latest, calendar) <= due < due_after(node, latest + 1, calendar)
    assert latest >= start


@settings(deadline=None)
@given(DAYS, LENGTHS)
def test_a_lag_taken_back_is_the_latest_day_from_which_it_holds(day: date, lag: Length) -> None:
    calendar, start = _calendar(date(2020, 1, 1)), day.toordinal()
    latest = unlagged(start, lag, calendar)
    assert calendar.plus(latest, lag) <= start < calendar.plus(latest + 1, lag)


@settings(deadline=None, max_examples=50)
@given(DAYS, st.sampled_from(["9 months", "1 year", "13 weeks", "5 business days"]), st.integers(0, 400))
def test_a_plan_looked_at_day_by_day_keeps_the_dates_of_what_is_to_come(
    start: date, takes: str, later: int
) -> None:
    steps = (
        f"a: {{title: A, takes: {takes}, goals: 3}}\nb: {{title: B, takes: 1 month, after: [a + 1 month]}}"
    )
    first = dated(steps, start=start.isoformat())
    today = start + timedelta(days=later)
    assume(today <= first.steps["a"].due)
    found = dated(steps, start=start.isoformat(), today=today)
    assert [days(found, name) for name in "ab"] == [days(first, name) for name in "ab"]
