"""Calendar time: spans, months, lags, order, and the ends of the calendar."""

from dataclasses import replace
from datetime import date

import pytest

from planner.plan.civil import DateRange
from planner.progress.values import Progress
from tests.unit.engine.dates import conflicts, dated, days, dues


@pytest.mark.parametrize(
    ("start", "takes", "due"),
    [
        ("2027-03-01", "9 months", "2027-11-30"),
        ("2027-01-31", "1 month", "2027-02-27"),
        ("2028-01-30", "1 month", "2028-02-28"),
        ("2027-05-31", "9 months", "2028-02-28"),
        ("2028-02-29", "1 year", "2029-02-27"),
        ("2028-02-29", "4 years", "2032-02-28"),
        ("2027-03-01", "1 day", "2027-03-01"),
        ("2027-03-01", "2 weeks", "2027-03-14"),
        ("2027-03-05", "5 business days", "2027-03-11"),
    ],
)
def test_a_span_ends_on_the_day_before_the_same_day_later(start: str, takes: str, due: str) -> None:
    assert days(dated(f"a: {{title: A, takes: {takes}}}", start=start), "a") == (start, due)


def test_away_days_dont_stretch_a_span() -> None:
    found = dated("a: {title: A, takes: 2 weeks}", "away: [2027-03-03..2027-03-09]")
    assert days(found, "a") == ("2027-03-01", "2027-03-14")


def test_a_range_counts_with_its_mean() -> None:
    found = dated("a: {title: A, effort: 4..10h}")
    assert days(found, "a") == ("2027-03-01", "2027-03-07")


def test_a_follower_begins_on_the_day_after_and_a_lag_counts_from_there() -> None:
    found = dated("""
        a: {title: A, takes: 2 weeks}
        b: {title: B, takes: 1 week, after: [a]}
        c: {title: C, takes: 1 week, after: [a + 2 weeks]}
        d: {title: D, takes: 1 week, after: [a + 1 month]}
    """)
    assert [days(found, name)[0] for name in "bcd"] == ["2027-03-15", "2027-03-29", "2027-04-15"]


def test_before_is_after_from_the_other_side() -> None:
    found = dated("a: {title: A, takes: 2 weeks, before: b}\nb: {title: B, takes: 1 week}")
    assert days(found, "b")[0] == "2027-03-15"


def test_a_milestone_falls_on_the_latest_due_of_what_it_follows() -> None:
    found = dated("""
        a: {title: A, takes: 2 weeks}
        b: {title: B, takes: 5 weeks}
        m: {title: M, after: [a, b]}
    """)
    assert days(found, "m") == ("2027-04-04", "2027-04-04")


def test_of_any_the_first_to_be_over_is_enough_and_the_other_drops_out() -> None:
    found = dated("""
        slow: {title: Slow, takes: 5 weeks}
        quick: {title: Quick, takes: 2 weeks}
        m: {title: M, after: [{any: [slow, quick]}]}
    """, "tracks: {main: [m]}")  # fmt: skip
    assert days(found, "m") == ("2027-03-14", "2027-03-14")
    assert "slow" not in found.steps


def test_from_is_a_first_day_and_date_is_the_day() -> None:
    found = dated("a: {title: A, takes: 1 week, from: 2027-05}\nb: {title: B, date: 2027-06-09}")
    assert days(found, "a")[0] == "2027-05-01"
    assert days(found, "b") == ("2027-06-09", "2027-06-09")


def test_a_path_is_an_order_and_a_set_is_none() -> None:
    steps = "a: {title: A, takes: 1 week}\nb: {title: B, takes: 1 week}"
    assert days(dated(steps, "tracks: {main: [b, a]}"), "a")[0] == "2027-03-08"
    assert days(dated(steps, "tracks: {main: {steps: [b, a]}}"), "a")[0] == "2027-03-01"


def test_steps_of_backup_tracks_take_part_when_chosen_and_those_of_none_run_alongside() -> None:
    steps = """
        a: {title: A, takes: 1 week}
        b: {title: B, takes: 9 weeks}
        beside: {title: Beside, takes: 30 weeks}
    """
    top = "tracks: {main: [a], backup: {path: [b], use-when: [layoff]}}"
    main, backup = dated(steps, top), dated(steps, top, track="backup")
    assert (set(main.steps), set(backup.steps)) == ({"a", "beside"}, {"b", "beside"})
    assert main.alongside == {"beside"}
    assert main.finish == date(2027, 3, 7)


def test_a_gate_is_never_squeezed_and_counts_from_its_real_start() -> None:
    steps = "a: {title: A, experience: 2 years}"
    assert days(dated(steps), "a") == ("2027-03-01", "2029-02-28")
    late = dated(steps, progress=Progress(started={"a": date(2027, 5, 10)}), today=date(2027, 6, 1))
    assert days(late, "a") == ("2027-05-10", "2029-05-09")


def test_hours_of_a_gate_fill_at_so_many_a_week_and_the_longer_condition_counts() -> None:
    hours = "a: {title: A, experience: {hours: 400, at: 20h/week}}"
    assert days(dated(hours), "a") == ("2027-03-01", "2027-07-18")
    both = "a: {title: A, experience: {years: 1, hours: 400, at: 20h/week}}"
    assert days(dated(both), "a")[1] == "2028-02-29"


def test_a_gate_whose_hours_dont_fill_within_its_span_is_named() -> None:
    pause = Progress(pauses=(DateRange(date(2028, 1, 1), date(2028, 12, 31)),))
    gate = "a: {title: A, experience: {hours: 3000, at: 20h/week, within: 3 years}}"
    (conflict,) = dated(gate, progress=replace(pause, started={"a": date(2027, 3, 1)})).conflicts
    assert (conflict.code.value, conflict.items, len(conflict.ways_out)) == ("gate", ("a",), 2)


@pytest.mark.parametrize("start", ["0001-01-01", "0001-12-31", "9990-01-01", "9999-11-15", "9999-12-31"])
def test_the_ends_of_the_calendar_are_survived(start: str) -> None:
    found = dated("""
        a: {title: A, takes: 9 months, goals: monthly}
        b: {title: B, effort: 100h, after: [a + 2 years], tasks: [X, Y]}
        c: {title: C, experience: 3 years, after: [b]}
        h: {title: H, every: 2 weeks}
    """, "time: 1h/week\nreviews: {weekly: sunday, monthly: first saturday}", start)  # fmt: skip
    assert all(item.start <= item.due for item in found.items)


@pytest.mark.parametrize("day", ["9999-06-01", "9999-12-31"])
def test_work_at_the_end_of_the_calendar_is_said_to_be_out_of_reach(day: str) -> None:
    found = dated(f"a: {{title: A, effort: 5h, from: {day}}}\nb: {{title: B, takes: 1 year, after: [a]}}")
    assert conflicts(found) == ["unreachable"]


@pytest.mark.parametrize(
    ("goals", "expected"),
    [
        ("monthly", ["2027-03-31", "2027-04-30", "2027-05-31"]),
        ("3", ["2027-03-31", "2027-05-01", "2027-05-31"]),
        ("[One, Two]", ["2027-04-15", "2027-05-31"]),
        ("every 2 months", ["2027-04-30", "2027-05-31"]),
    ],
)
def test_goals_spread_over_a_step_and_the_last_falls_on_its_last_day(goals: str, expected: list[str]) -> None:
    found = dated(f"a: {{title: A, takes: 3 months, goals: {goals}}}")
    assert dues(found, "a/") == expected


def test_a_course_of_nine_months_has_nine_monthly_goals() -> None:
    found = dated("a: {title: A, takes: 9 months, goals: monthly}")
    assert len(dues(found, "a/")) == 9


def test_no_step_says_a_conflict_when_all_is_well() -> None:
    assert conflicts(dated("a: {title: A, takes: 9 months, by: 2027-12}")) == []
