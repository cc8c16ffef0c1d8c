"""Windows and spans of gates: who is put off, who is hurried, and what is left alone."""

from datetime import date

import pytest

from planner.engine.values import CauseKind, ConflictCode, State
from planner.plan.civil import DateRange
from planner.progress.values import Progress
from tests.unit.engine.dates import NOTHING, conflict, conflicts, dated, days

WITHIN = "time: 7h/week\nwindows: {w: {all: [a, b], within: 4 weeks}}"
LATE_B = "b: {title: B, takes: 2 weeks, from: 2027-08}"  # ends on 14 August
FIRST = date(2027, 3, 1)


def test_who_ends_too_early_is_held_back_just_as_far_as_it_takes_and_says_why() -> None:
    found = dated(f"a: {{title: A, takes: 2 weeks}}\n{LATE_B}", WITHIN)
    assert days(found, "a") == ("2027-07-04", "2027-07-17")
    assert conflicts(found) == []
    item = found.steps["a"]
    assert (item.cause.kind, item.cause.item, item.state) == (CauseKind.WINDOW, "b", State.WAITING)
    assert item.reason == "held back so that it fits within 4 weeks with: B"


def test_what_it_follows_isnt_held_and_a_milestone_is_held_as_well() -> None:
    found = dated(f"c: {{title: C, takes: 2 weeks}}\na: {{title: A, after: [c]}}\n{LATE_B}", WITHIN)
    assert days(found, "c") == ("2027-03-01", "2027-03-14")
    assert days(found, "a") == ("2027-07-17", "2027-07-17")
    assert found.steps["a"].state is State.WAITING


def test_a_window_that_holds_by_itself_changes_nothing() -> None:
    steps = "a: {title: A, effort: 10h}\nx: {title: X, effort: 5h}\nb: {title: B, effort: 10h, after: [x]}"
    plain, found = dated(steps), dated(steps, WITHIN)
    assert [days(found, name) for name in "axb"] == [days(plain, name) for name in "axb"]
    assert conflicts(found) == []


def test_work_of_a_window_lies_in_one_piece_where_it_can() -> None:
    found = dated("""
        far: {title: FAR, effort: 155h}
        aud: {title: AUD, effort: 110h}
        reg: {title: REG, effort: 120h, from: 2029-01}
        bar: {title: BAR, effort: 100h}
    """, "time: 8h/week\nwindows: {w: {all: [far, aud, reg, bar], within: 18 months}}")  # fmt: skip
    assert conflicts(found) == []
    assert days(found, "far") == ("2027-06-02", "2027-10-15")
    assert days(found, "bar") == ("2027-10-15", "2028-01-11")
    assert days(found, "aud") == ("2028-01-11", "2028-04-16")
    assert days(found, "reg") == ("2029-01-01", "2029-04-15")


def test_another_order_is_better_than_to_hold_back() -> None:
    found = dated("""
        short: {title: Short, effort: 7h}
        long: {title: Long, effort: 21h}
        last: {title: Last, effort: 7h, from: 2027-04-05}
    """, "time: 7h/week\nwindows: {w: {all: [short, long, last], within: 3 weeks}}")  # fmt: skip
    assert conflicts(found) == []
    assert days(found, "long") == ("2027-03-01", "2027-03-21")
    assert days(found, "short") == ("2027-03-22", "2027-03-28")


DONE = Progress(done={"a": FIRST})
SHARED = """
    a: {title: A, effort: 1h}
    near: {title: Near, effort: 10h, by: 2027-03-14}
    far: {title: Far, effort: 50h, by: 2027-05-16}
    need: {title: What B needs, effort: 4h}
    b: {title: B, effort: 4h, after: [need]}
"""


def test_where_a_member_is_done_the_others_and_what_they_need_go_first_among_deadlines() -> None:
    found = dated(SHARED, WITHIN, progress=DONE, today=date(2027, 3, 2))
    assert [days(found, name)[1] for name in ("near", "need", "b", "far")] == [
        "2027-03-11",
        "2027-03-15",
        "2027-03-19",
        "2027-05-08",
    ]
    assert conflicts(found) == []
    alone = dated(SHARED, progress=DONE, today=date(2027, 3, 2))
    assert days(alone, "b")[1] == "2027-05-08"


def test_no_deadline_is_made_late_to_mend_a_window() -> None:
    steps = f"a: {{title: A, takes: 2 weeks, by: 2027-05-01}}\n{LATE_B}"
    found = dated(steps, WITHIN)
    said = conflict(found)
    assert (said.code, said.late, said.items) == (ConflictCode.WINDOW, 125, ("b", "a"))
    assert said.ways_out == ("Let b end 125 days earlier.", "Let a end 125 days later.")
    assert days(found, "a") == ("2027-03-01", "2027-03-14")  # put off for nothing it isn't


@pytest.mark.parametrize(
    ("follower", "facts"),
    [
        ("m: {title: M, date: 2027-04-10, after: [a]}", NOTHING),
        ("m: {title: M, takes: 1 week, after: [a]}", Progress(pinned={"m": date(2027, 4, 10)})),
        ("m: {title: M, takes: 1 week, tasks: [{title: T, by: 2027-04-10, after: [a]}]}", NOTHING),
        ("m: {title: M, takes: 1 week, after: [a], by: 2027-04-10}", NOTHING),
    ],
)
def test_nor_a_fixed_day_a_pin_or_a_task(follower: str, facts: Progress) -> None:
    found = dated(f"a: {{title: A, takes: 2 weeks}}\n{LATE_B}\n{follower}", WITHIN, progress=facts)
    assert conflicts(found) == ["window"]
    assert days(found, "a") == ("2027-03-01", "2027-03-14")


@pytest.mark.parametrize(
    ("a", "facts", "lies"),
    [
        ("takes: 2 weeks", Progress(started={"a": FIRST}), ("2027-03-01", "2027-03-14")),
        ("takes: 2 weeks", Progress(pinned={"a": date(2027, 3, 20)}), ("2027-03-07", "2027-03-20")),
        ("effort: 14h", Progress(spent={"a": 420}), ("2027-03-01", "2027-03-13")),
        ("takes: 2 weeks", Progress(percent={"a": 10}), ("2027-03-01", "2027-03-14")),
        ("date: 2027-03-20", NOTHING, ("2027-03-20", "2027-03-20")),
        ("takes: 2 weeks", Progress(done={"a": date(2027, 3, 1)}), ("2027-03-01", "2027-03-01")),
    ],
)
def test_what_has_begun_or_has_its_day_stays_and_the_conflict_is_named(
    a: str, facts: Progress, lies: tuple[str, str]
) -> None:
    found = dated(f"a: {{title: A, {a}}}\n{LATE_B}", WITHIN, progress=facts)
    assert days(found, "a") == lies
    assert conflicts(found) == ["window"]


def test_of_a_step_that_is_done_the_conflict_speaks_in_the_past() -> None:
    facts = Progress(done={"a": FIRST})
    said = conflict(dated(f"a: {{title: A, takes: 2 weeks}}\n{LATE_B}", WITHIN, progress=facts))
    assert said.message == (
        "b ends on 14 Aug 2027, 138 days after the 4 weeks of w, which a opened on 1 Mar 2027"
    )
    assert said.ways_out == ("Let b end 138 days earlier.", "Take a again later.")


def test_steps_too_far_apart_by_what_lies_between_are_named_and_stay() -> None:
    found = dated("a: {title: A, takes: 2 weeks}\nb: {title: B, takes: 6 weeks, after: [a]}", WITHIN)
    assert conflict(found).late == 14
    assert days(found, "a") == ("2027-03-01", "2027-03-14")


def test_an_exam_whose_day_has_passed_isnt_over_before_today() -> None:
    steps = "a: {title: A, date: 2027-03-01}\nb: {title: B, date: 2027-03-20}"
    assert conflicts(dated(steps, WITHIN, progress=DONE, today=date(2027, 3, 29))) == ["overdue"]
    said, overdue = dated(steps, WITHIN, progress=DONE, today=date(2027, 3, 30)).conflicts
    assert (said.code.value, said.late, said.items) == ("window", 1, ("b", "a"))
    assert (overdue.code.value, overdue.items) == ("overdue", ("b",))


def test_a_dropped_step_counts_no_more() -> None:
    facts = Progress(dropped={"a": FIRST})
    assert conflicts(dated(f"a: {{title: A, takes: 2 weeks}}\n{LATE_B}", WITHIN, progress=facts)) == []


def test_a_window_bounds_slack_once_its_first_step_cant_wait() -> None:
    steps = """
        a: {title: A, takes: 2 weeks}
        b: {title: B, takes: 2 weeks, after: [a]}
        c: {title: C, takes: 1 year}
    """
    free = dated(steps, WITHIN)
    assert free.steps["b"].slack == 338  # until the finish: A would be held back as well
    begun = dated(steps, WITHIN, progress=Progress(started={"a": FIRST}))
    assert (begun.steps["b"].slack, begun.steps["b"].critical) == (14, False)
    done = dated(steps, WITHIN, progress=DONE)
    assert done.steps["b"].slack == 14
    assert dated(steps, progress=DONE).steps["b"].slack == 351


def test_the_slack_of_a_window_that_breaks_is_what_its_conflict_says() -> None:
    found = dated(f"a: {{title: A, takes: 2 weeks, by: 2027-05-01}}\n{LATE_B}", WITHIN)
    assert found.steps["b"].slack == -(conflict(found).late or 0)


def test_two_windows_that_share_a_step_are_both_kept() -> None:
    top = "windows: {v: {all: [a, b], within: 1 month}, w: {all: [b, c], within: 2 weeks}}"
    found = dated("""
        a: {title: A, takes: 1 week}
        b: {title: B, takes: 1 week}
        c: {title: C, takes: 1 week, from: 2027-09-01}
    """, top)  # fmt: skip
    assert conflicts(found) == []
    assert [days(found, name)[1] for name in "abc"] == ["2027-07-24", "2027-08-24", "2027-09-07"]


def test_hours_that_never_come_hold_nobody_back() -> None:
    top = "time: {mon: 1h}\naway: [2027-03-01..9999-12-31]\nwindows: {w: {all: [a, b], within: 4 weeks}}"
    found = dated("a: {title: A, takes: 2 weeks}\nb: {title: B, effort: 2h}", top)
    assert days(found, "a")[0] == "2027-03-01"
    assert "unreachable" in conflicts(found)


GATE = "g: {title: G, experience: {years: 1, within: 14 months}}"
BREAK = Progress(pauses=(DateRange(date(2027, 8, 1), date(2027, 12, 31)),))


def test_a_gate_begins_after_the_pause_that_would_break_its_span() -> None:
    found = dated(GATE, progress=BREAK)
    assert days(found, "g") == ("2028-01-01", "2028-12-31")
    assert (conflicts(found), found.steps["g"].state) == ([], State.WAITING)
    assert found.steps["g"].reason == "begins after a pause, so that it fills within its span"
    longer = GATE.replace("14 months", "17 months")
    assert days(dated(longer, progress=BREAK), "g") == ("2027-03-01", "2028-07-31")


def test_of_two_pauses_it_waits_for_as_many_as_it_takes() -> None:
    once = Progress(pauses=(*BREAK.pauses, DateRange(date(2028, 3, 1), date(2028, 3, 31))))
    assert days(dated(GATE, progress=once), "g") == ("2028-01-01", "2029-01-31")
    twice = Progress(pauses=(*BREAK.pauses, DateRange(date(2028, 3, 1), date(2028, 6, 30))))
    assert days(dated(GATE, progress=twice), "g")[0] == "2028-07-01"


@pytest.mark.parametrize(
    ("gate", "facts", "today"),
    [
        (GATE, Progress(pauses=BREAK.pauses, started={"g": FIRST}), FIRST),
        (GATE, BREAK, date(2027, 6, 1)),
        (GATE.replace("experience", "from: 2027-03-02, experience"), BREAK, FIRST),
    ],
)
def test_a_gate_that_runs_or_has_its_first_day_isnt_begun_anew(
    gate: str, facts: Progress, today: date
) -> None:
    found = dated(gate, progress=facts, today=today)
    assert conflicts(found) == ["gate"]
    assert found.steps["g"].start <= date(2027, 3, 2)


def test_a_gate_whose_load_waits_for_hours_begins_after_the_pause_as_well() -> None:
    found = dated("""
        x: {title: X, takes: 2 months, load: 7h/week}
        g: {title: G, experience: {years: 1, within: 16 months}, load: 7h/week}
    """, progress=Progress(pauses=(DateRange(date(2028, 1, 1), date(2028, 6, 30)),)))  # fmt: skip
    assert conflicts(found) == []
    assert days(found, "g") == ("2028-07-01", "2029-06-30")
