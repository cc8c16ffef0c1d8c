"""Which of several ways is taken, and what a person is told of a date that can't be."""

from datetime import date

from planner.progress.values import Progress, Slip
from tests.unit.engine.dates import conflict, conflicts, dated, days


def test_any_follows_what_is_over_first_when_hours_are_counted() -> None:
    found = dated("""
        x: {title: X, effort: 20h, load: 1h/week}
        y: {title: Y, takes: 24 days, after: z}
        z: {title: Z, takes: 24 days}
        c: {title: C, takes: 2 days, after: [{any: [x, y]}], by: 2027-05-31}
    """)
    assert days(found, "y")[1] == "2027-04-17"
    assert days(found, "c") == ("2027-04-18", "2027-04-19")
    assert conflicts(found) == []


def test_any_counts_the_hours_that_others_take() -> None:
    found = dated("""
        x: {title: X, effort: 10h}
        y: {title: Y, takes: 20 days}
        w: {title: W, effort: 60h, by: 2027-05-05}
        c: {title: C, takes: 2 days, after: [{any: [x, y]}]}
    """)
    assert days(found, "c") == ("2027-03-21", "2027-03-22")


def test_a_goal_or_task_said_late_moves_alone() -> None:
    steps = "a: {title: A, takes: 20 days, goals: 2, tasks: [X, Y]}"
    late = Progress(slipped={"a/x": Slip(date(2027, 3, 14)), "a/goal-1": Slip(date(2027, 3, 12))})
    found, before = dated(steps, progress=late), dated(steps)
    assert days(found, "a/x")[1] == "2027-03-14"
    assert days(found, "a/goal-1")[1] == "2027-03-12"
    assert days(found, "a/y") == days(before, "a/y")
    assert days(found, "a") == days(before, "a")


def test_a_pin_before_the_step_can_begin_is_kept_and_named() -> None:
    steps = "b: {title: B, takes: 10 days, from: 2027-04-01}"
    found = dated(steps, progress=Progress(pinned={"b": date(2027, 4, 3)}))
    assert days(found, "b") == ("2027-03-25", "2027-04-03")
    assert "7 days before it can" in conflict(found).message
    early = dated("g: {title: G, experience: 2 months}", progress=Progress(pinned={"g": date(2027, 4, 10)}))
    assert "begins on 1 Mar 2027" in conflict(early).message


def test_business_days_end_on_one() -> None:
    found = dated("""
        week: {title: Week, takes: 5 business days}
        sat: {title: Sat, takes: 5 business days, from: 2027-03-06}
        one: {title: One, takes: 1 business day, from: 2027-03-05}
        next: {title: Next, takes: 1 business day, after: one}
    """)
    assert days(found, "week") == ("2027-03-01", "2027-03-05")
    assert days(found, "sat") == ("2027-03-06", "2027-03-12")
    assert days(found, "one") == ("2027-03-05", "2027-03-05")
    assert days(found, "next")[1] == "2027-03-08"
