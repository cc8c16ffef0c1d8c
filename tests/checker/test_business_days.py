"""Engine and checker agree on where business days end: on the last of them, public holidays left out."""

from datetime import date, timedelta

import pytest

from planner.engine.schedule import schedule
from planner.plan.civil import Length, Unit
from planner.plan.model import Plan
from planner.plan.read import read
from planner.progress.values import Progress
from tests.checker.checker import check
from tests.checker.days import Days, last_day

HOLIDAYS = frozenset({date(2027, 3, 26), date(2027, 3, 29)})  # Good Friday and Easter Monday
LAST = {
    "span": "takes: 5 business days",
    "range": "takes: 3..8 business days",
    "gate": "experience: 5 business days",
}


def plan(start: date, extent: str) -> Plan:
    text = f"plan: 1\nid: p\ntitle: P\nstart: {start}\nsteps:\n  a: {{title: A, {extent}}}\n"
    window = "  b: {title: B, after: a + 1 day}\nwindows: {w: {all: [a, b], within: 6 business days}}\n"
    return read(text + window, "p.yaml").plan


@pytest.mark.parametrize("extent", LAST.values(), ids=LAST)
@pytest.mark.parametrize("day", range(14))
def test_a_length_in_business_days_ends_on_the_last_of_them(extent: str, day: int) -> None:
    start = date(2027, 3, 15) + timedelta(days=day)
    found = schedule(plan(start, extent), Progress(), start, holidays=HOLIDAYS)
    assert check(plan(start, extent), Progress(), found, HOLIDAYS) == []


@pytest.mark.parametrize(
    ("start", "last"),
    [("2027-03-15", "2027-03-19"), ("2027-03-20", "2027-03-30"), ("2027-03-22", "2027-03-30")],
)
def test_the_checker_counts_by_itself(start: str, last: str) -> None:
    first = date.fromisoformat(start)
    days = Days(plan(first, LAST["span"]), Progress(), HOLIDAYS, first)
    assert last_day(first, Length(5, Unit.BUSINESS_DAYS), days).isoformat() == last


def test_goals_count_the_same() -> None:
    goals = plan(date(2027, 3, 15), "takes: 15 business days, goals: every 5 business days")
    found = schedule(goals, Progress(), date(2027, 3, 15), holidays=HOLIDAYS)
    days = [str(item.due) for item in found.items if item.id.startswith("a/goal")]
    assert days == ["2027-03-19", "2027-03-30", "2027-04-06"]
