"""What happened, and what it does to the dates: done, late, pinned, slipped, dropped."""

from datetime import date

import pytest

from planner.engine.values import CauseKind, ConflictCode, State
from planner.plan.civil import DateRange
from planner.progress.values import Progress, Slip
from tests.unit.engine.dates import conflict, conflicts, dated, days

CHAIN = """
    a: {title: A, takes: 2 weeks}
    b: {title: B, takes: 2 weeks, after: [a]}
    c: {title: C, takes: 2 weeks, after: [b]}
    free: {title: Free, takes: 2 weeks}
"""
PARTS = "a: {title: A, takes: 2 months, goals: monthly, tasks: [X, Y]}"


def test_what_is_done_keeps_its_date_and_its_follower_may_begin_after_it() -> None:
    found = dated(CHAIN, progress=Progress(done={"a": date(2027, 3, 20)}), today=date(2027, 3, 22))
    assert days(found, "a")[1] == "2027-03-20"
    assert found.steps["a"].done_at == date(2027, 3, 20)
    assert found.steps["b"].start >= date(2027, 3, 21)


def test_completing_a_step_completes_its_open_goals_and_tasks() -> None:
    found = dated(PARTS, progress=Progress(done={"a": date(2027, 3, 20)}), today=date(2027, 3, 22))
    assert {item.state for item in found.items} == {State.DONE}


def test_completing_all_the_parts_of_a_step_isnt_completing_it() -> None:
    done = dict.fromkeys(["a/goal-1", "a/goal-2", "a/x", "a/y"], date(2027, 3, 20))
    found = dated(PARTS, progress=Progress(done=done), today=date(2027, 3, 22))
    assert found.steps["a"].state is not State.DONE


def test_work_in_progress_keeps_its_start() -> None:
    found = dated(CHAIN, progress=Progress(started={"a": date(2027, 3, 4)}), today=date(2027, 3, 10))
    assert days(found, "a") == ("2027-03-04", "2027-03-17")


def test_a_span_runs_by_itself_and_is_late_and_taken_to_end_today_once_its_last_day_has_passed() -> None:
    assert days(dated(CHAIN, today=date(2027, 3, 14)), "a") == ("2027-03-01", "2027-03-14")
    for today in (date(2027, 3, 15), date(2027, 4, 9)):
        found = dated(CHAIN, today=today)
        assert (found.steps["a"].due, found.steps["a"].state) == (today, State.LATE)
        assert (found.steps["b"].start - today).days == 1


def test_effort_that_could_have_begun_and_hasnt_is_laid_from_today_on() -> None:
    found = dated("a: {title: A, effort: 14h}", today=date(2027, 3, 10))
    assert days(found, "a") == ("2027-03-10", "2027-03-23")
    assert found.steps["a"].cause.kind is CauseKind.TODAY


def test_a_slip_moves_what_it_must_and_nothing_else() -> None:
    before = dated(CHAIN)
    after = dated(CHAIN, progress=Progress(slipped={"a": Slip(date(2027, 3, 24))}))
    assert days(after, "a")[1] == "2027-03-24"
    assert (after.steps["c"].due - before.steps["c"].due).days == 10
    assert days(after, "free") == days(before, "free")


def test_a_slip_is_taken_up_by_slack_where_there_is_some() -> None:
    steps = CHAIN + "    d: {title: D, date: 2027-09-01, after: [c]}"
    after = dated(steps, progress=Progress(slipped={"a": Slip(date(2027, 3, 24))}))
    assert days(after, "d") == ("2027-09-01", "2027-09-01")


def test_a_pin_is_honoured_and_others_move_around_it() -> None:
    found = dated(CHAIN, progress=Progress(pinned={"b": date(2027, 4, 30)}))
    assert days(found, "b")[1] == "2027-04-30"
    assert days(found, "c")[0] == "2027-05-01"
    assert found.steps["b"].pinned


def test_a_pin_that_cant_be_is_honoured_and_named_with_two_ways_out() -> None:
    found = dated(CHAIN, progress=Progress(pinned={"b": date(2027, 3, 16)}))
    assert days(found, "b")[1] == "2027-03-16"
    said = conflict(found)
    assert (said.code, said.items) == (ConflictCode.ORDER, ("b", "a"))
    assert len(said.ways_out) == 2


def test_what_was_dropped_lets_its_followers_through() -> None:
    found = dated(CHAIN, progress=Progress(dropped={"b": date(2027, 3, 1)}))
    assert days(found, "c")[0] == "2027-03-15"
    assert found.steps["b"].state is State.DROPPED


def test_a_gate_pauses_with_breaks_and_a_span_doesnt() -> None:
    pause = Progress(pauses=(DateRange(date(2027, 5, 1), date(2027, 5, 31)),))
    found = dated("gate: {title: G, experience: 1 year}\nspan: {title: S, takes: 1 year}", progress=pause)
    assert days(found, "gate")[1] == "2028-03-31"
    assert days(found, "span")[1] == "2028-02-29"


def test_a_gate_completes_by_itself_when_its_time_is_full() -> None:
    progress = Progress(started={"a": date(2027, 3, 1)})
    found = dated("a: {title: A, experience: 1 year}", progress=progress, today=date(2028, 6, 1))
    assert (found.steps["a"].state, days(found, "a")[1]) == (State.DONE, "2028-02-29")


def test_a_deadline_that_cant_be_met_is_named_with_the_days_the_chain_and_two_ways_out() -> None:
    found = dated(CHAIN.replace("title: C,", "title: C, by: 2027-04-01,"))
    said = conflict(found)
    assert (said.code, said.items, said.late) == (ConflictCode.DEADLINE, ("c",), 10)
    assert "a -> b -> c" in said.message
    assert len(said.ways_out) == 2


def test_a_window_that_doesnt_hold_is_named() -> None:
    steps = """
        a: {title: A, date: 2027-04-01}
        b: {title: B, date: 2028-11-01}
    """
    assert conflicts(dated(steps, "windows: {w: {all: [a, b], within: 19 months}}")) == []
    said = conflict(dated(steps, "windows: {w: {all: [a, b], within: 18 months}}"))
    assert (said.code, len(said.ways_out)) == (ConflictCode.WINDOW, 2)


def test_a_goal_that_comes_late_is_a_warning() -> None:
    said = conflict(dated(CHAIN, "goal: {role: R, by: 2027-04-01}"))
    assert (said.code, said.late, said.code.is_error) == (ConflictCode.GOAL, 10, False)


def test_slack_is_the_days_until_something_else_moves_and_none_of_it_is_critical() -> None:
    found = dated("""
        long: {title: Long, takes: 4 weeks}
        short: {title: Short, takes: 1 week}
        next: {title: Next, takes: 1 week, after: [short]}
        end: {title: End, after: [long, next]}
    """)
    steps = found.steps
    assert [(steps[n].slack, steps[n].free_slack) for n in ("long", "short", "next", "end")] == [
        (0, 0), (14, 0), (14, 14), (0, 0),
    ]  # fmt: skip
    assert [name for name, step in steps.items() if step.critical] == ["long", "end"]


def test_variance_is_the_due_against_the_baseline_that_was_accepted() -> None:
    baseline = {"a": date(2027, 3, 14), "c": date(2027, 4, 1)}
    steps = dated(CHAIN, progress=Progress(baseline=baseline, baseline_on=date(2027, 3, 1))).steps
    assert (steps["a"].variance, steps["b"].variance, steps["c"].variance) == (0, None, 10)


def test_the_order_of_lines_in_the_file_means_nothing() -> None:
    backwards = dated("\n".join(reversed(CHAIN.strip().splitlines())))
    assert backwards.items == dated(CHAIN).items


@pytest.mark.parametrize("today", [date(1, 1, 1), date(2027, 3, 1), date(9999, 12, 31)])
def test_any_day_can_be_today(today: date) -> None:
    found = dated(CHAIN + "    h: {title: H, every: 1 week}", "reviews: {weekly: sunday}", today=today)
    assert all(item.start <= item.due for item in found.items)
