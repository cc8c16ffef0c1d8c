"""Hours: effort laid on the earliest free days, loads first, and what never fits."""

from time import process_time

import pytest

from planner.plan.model import PARTS_PER_HOUR
from tests.unit.engine.dates import conflict, conflicts, dated, days


def hours(steps: str, name: str, top: str = "time: 7h/week") -> dict[str, float]:
    return {week: parts / PARTS_PER_HOUR for week, parts in dated(steps, top).steps[name].work}


def test_effort_is_due_on_the_day_on_which_the_last_of_it_is_done() -> None:
    assert days(dated("a: {title: A, effort: 10h}"), "a") == ("2027-03-01", "2027-03-10")
    assert hours("a: {title: A, effort: 10h}", "a") == {"2027-W09": 7, "2027-W10": 3}


def test_no_effort_lies_on_an_away_day() -> None:
    top = "time: 7h/week\naway: [2027-03-02..2027-03-06]"
    assert days(dated("a: {title: A, effort: 3h}", top), "a") == ("2027-03-01", "2027-03-08")


def test_each_weekday_gives_what_it_has() -> None:
    top = "time: {mon: 2h, sat: 4h}"
    assert days(dated("a: {title: A, effort: 7h}", top), "a") == ("2027-03-01", "2027-03-08")
    assert hours("a: {title: A, effort: 7h}", "a", top) == {"2027-W09": 6, "2027-W10": 1}


def test_a_load_takes_its_hours_first() -> None:
    found = dated("""
        course: {title: Course, takes: 2 weeks, load: 6h/week}
        read: {title: Read, effort: 4h, priority: high}
    """)  # fmt: skip
    assert days(found, "course") == ("2027-03-01", "2027-03-14")
    assert days(found, "read")[1] == "2027-03-16"
    assert conflicts(found) == []


def test_a_load_that_doesnt_fit_yet_waits_until_it_fits_for_its_whole_length() -> None:
    found = dated("""
        one: {title: One, takes: 2 weeks, load: 5h/week, by: 2027-03-14}
        two: {title: Two, takes: 2 weeks, load: 5h/week}
    """)
    assert days(found, "one") == ("2027-03-01", "2027-03-14")
    assert days(found, "two") == ("2027-03-15", "2027-03-28")


def test_a_load_that_is_forced_over_the_hours_is_named_with_ways_out() -> None:
    found = conflict(dated("a: {title: A, takes: 2 weeks, load: 9h/week, from: 2027-03-01}"))
    assert found.code.value == "overload"
    assert "2027-W09" in found.message
    assert len(found.ways_out) == 2


def test_a_load_beside_effort_is_the_most_of_a_week() -> None:
    found = dated("""
        a: {title: A, effort: 6h, load: 3h/week}
        b: {title: B, effort: 8h}
    """)
    assert [week for week, _ in found.steps["a"].work] == ["2027-W09", "2027-W10"]
    assert all(parts <= 3 * PARTS_PER_HOUR for _, parts in found.steps["a"].work)


def test_what_is_due_first_is_worked_on_first_also_through_what_follows_it() -> None:
    found = dated("""
        a: {title: A, effort: 7h}
        b: {title: B, effort: 7h}
        c: {title: C, takes: 1 week, after: [b], by: 2027-03-14}
    """)
    assert (days(found, "b")[1], days(found, "a")[1]) == ("2027-03-07", "2027-03-14")
    assert conflicts(found) == []


def test_no_week_is_over_its_hours() -> None:
    found = dated("\n".join(f"s{n}: {{title: S, effort: {n}h}}" for n in range(1, 20)), "time: 9h/week")
    assert all(week.planned <= (week.budget or 0) for week in found.load)


def test_a_task_without_a_length_of_its_step_sums_up() -> None:
    tasks = "tasks: [{title: X, effort: 3h}, {title: Y, effort: 4h}]"
    assert days(dated(f"a: {{title: A, {tasks}}}"), "a") == ("2027-03-01", "2027-03-07")


@pytest.mark.parametrize("top", ["time: 1min/week", "time: {mon: 1min}\naway: [2027-03-02..9999-12-31]"])
def test_work_that_never_fits_is_said_quickly(top: str) -> None:
    began = process_time()
    found = dated("a: {title: A, effort: 90000h}\nb: {title: B, effort: 1h, after: [a]}", top)
    assert process_time() - began < 5
    assert "unreachable" in conflicts(found)
