"""The checker accepts the right schedule, and notices every defect that is planted in it."""

from dataclasses import replace
from datetime import date

import pytest

from planner.engine.values import Conflict, ConflictCode, Schedule, State, WeekLoad
from planner.plan.civil import DateRange, Length, Unit
from planner.plan.model import Plan, Window
from planner.progress.values import Progress, Slip
from tests.checker.checker import check
from tests.checker.example import HOUR, ITEMS, LOAD, PLAN, day, mutated, schedule


def work(**weeks: int) -> tuple[tuple[str, int], ...]:
    return tuple((f"2027-{week.upper()}", parts) for week, parts in weeks.items())


def without(name: str) -> Schedule:
    return schedule(item for item in ITEMS if item.id != name)


DEFECTS = {
    "a follower begins a day early": (mutated("job", start="09-30", due="10-20"), "job begins"),
    "a follower begins a day late": (mutated("job", start="10-02", due="10-22"), "could be on 2027-10-01"),
    "a lag is cut by a day": (mutated("project", start="02-01"), "project begins 2027-02-01, but talk"),
    "a milestone before all of its any": (mutated("exam", start="01-08", due="01-08"), "before any of"),
    "a milestone after what it follows": (
        mutated("exam", start="10-01", due="10-01"),
        "could be on 2027-09-30",
    ),
    "a step before its from": (mutated("course", start="01-31", due="03-30"), "before 2027-02-01"),
    "a span a day too long": (mutated("course", due="04-01"), "course is due 2027-04-01, should be"),
    "a gate squeezed by a day": (mutated("year", due="09-29"), "year is due 2027-09-29, should be"),
    "a fixed day moved": (mutated("talk", start="01-19", due="01-19"), "talk is due"),
    "a due before its start": (mutated("study", due="01-03"), "before it starts"),
    "a deadline shown elsewhere": (mutated("course/by", start="05-01", due="05-01"), "course/by is shown"),
    "a deadline not shown": (without("course/by"), "isn't shown"),
    "an hour dropped": (mutated("study", work=work(w01=14 * HOUR, w02=HOUR)), "laid of"),
    "an hour too much": (mutated("study", work=work(w01=14 * HOUR, w02=3 * HOUR)), "laid of"),
    "a week over its hours": (
        mutated("study", work=work(w01=14 * HOUR + 1, w02=2 * HOUR - 1)),
        "is over its hours",
    ),
    "days over their hours": (mutated("study", due="01-10", work=work(w01=16 * HOUR)), "is over its hours"),
    "hours that a load has taken": (
        mutated("project", start="02-06", work=work(w05=6 * HOUR, w06=6 * HOUR)),
        "is over its hours",
    ),
    "a week over the cap": (mutated("project", work=work(w05=HOUR * 5, w06=7 * HOUR)), "its cap is"),
    "work after the due": (mutated("study", due="01-10"), "outside its days"),
    "work that ends before the due": (mutated("study", due="01-18"), "its last work is in"),
    "work in an away week": (
        mutated("project", due="02-21", work=work(w05=6 * HOUR, w07=6 * HOUR)),
        "is over its hours",
    ),
    "a goal moved out": (mutated("course/goal-2", start="04-01", due="04-01"), "course/goal-2 is due"),
    "a monthly goal off its month": (
        mutated("course/goal-1", start="03-01", due="03-01"),
        "course/goal-1 is due",
    ),
    "a goal off its share": (mutated("year/goal-1", start="06-01", due="06-01"), "year/goal-1 is due"),
    "a goal lost": (without("year/goal-2"), "has 2 goals"),
    "a task outside its step": (mutated("course/report", due="04-01"), "outside its step"),
    "tasks out of order": (mutated("project/draft", due="02-13"), "is due 2027-02-13, not 2027-02-07"),
    "a task after its day": (mutated("course/register", due="01-30"), "after 2027-01-29"),
    "a task lost": (without("project/draft"), "isn't shown"),
    "a turn lost": (without("walk@2027-03-06"), "no turn on 2027-03-06"),
    "a turn moved off an away day": (
        mutated("walk@2027-03-06", start="03-07", due="03-07"),
        "turn on 2027-03-07",
    ),
    "a review on another weekday": (
        mutated("review/weekly@2027-01-10", start="01-11", due="01-11"),
        "doesn't fit its rhythm",
    ),
    "a step lost": (without("study"), "study is missing"),
    "done, but nobody said so": (mutated("study", state=State.DONE), "nobody said so"),
    "ready, but waiting": (mutated("job", state=State.READY), "waits for exam"),
    "negative slack without a reason": (mutated("exam", slack=-1), "no conflict"),
    "free slack above slack": (mutated("exam", slack=1, free_slack=2), "free slack"),
    "another finish": (schedule(finish=day("10-20")), "the finish is"),
    "another goal": (schedule(goal_by=None), "the goal is by"),
    "a load that isn't there": (
        schedule(load=(*LOAD[:1], WeekLoad("2027-W02", 3 * HOUR, 14 * HOUR))),
        "the table says",
    ),
    "a budget that isn't there": (schedule(load=(WeekLoad("2027-W07", 0, 14 * HOUR),)), "can give 0"),
    "items out of order": (replace(schedule(), items=schedule().items[::-1]), "out of order"),
    "a conflict that isn't real": (
        schedule(conflicts=(Conflict(ConflictCode.DEADLINE, "late", ("course",), late=3),)),
        "said to be late by 3",
    ),
    "a window that isn't broken": (
        schedule(conflicts=(Conflict(ConflictCode.WINDOW, "too long", ("both",)),)),
        "no such window",
    ),
    "a conflict that names nobody": (
        schedule(conflicts=(Conflict(ConflictCode.ORDER, "hm", ("nobody",)),)),
        "a conflict names",
    ),
}


def test_the_right_schedule_has_no_violation() -> None:
    assert check(PLAN, Progress(), schedule()) == []


@pytest.mark.parametrize("defect", DEFECTS)
def test_a_planted_defect_is_noticed(defect: str) -> None:
    wrong, text = DEFECTS[defect]
    found = check(PLAN, Progress(), wrong)
    assert any(text in violation for violation in found), found


@pytest.mark.parametrize(
    ("facts", "text"),
    [
        (Progress(pinned={"job": day("11-01")}), "pinned to 2027-11-01"),
        (Progress(pinned={"course/goal-1": day("02-20")}), "pinned to 2027-02-20"),
        (Progress(slipped={"job": Slip(day("11-01"))}), "put off to"),
        (Progress(started={"study": day("01-02")}), "study is started"),
        (Progress(done={"study": day("01-03")}), "though it is done"),
        (Progress(dropped={"study": day("01-03")}), "though it was dropped"),
        (Progress(done={"talk": day("01-02")}), "though it is done"),
        (Progress(spent={"study": HOUR}), "laid of"),
        (Progress(pauses=(DateRange(day("01-09"), day("01-09")),)), "is over its hours"),
        (Progress(pauses=(DateRange(day("06-01"), day("06-10")),)), "year is due"),
    ],
)
def test_a_fact_that_the_schedule_ignores_is_noticed(facts: Progress, text: str) -> None:
    found = check(PLAN, facts, schedule())
    assert any(text in violation for violation in found), found


def test_an_away_day_or_holiday_that_the_schedule_ignores_is_noticed() -> None:
    holiday: date = day("01-09")
    assert any("over its hours" in text for text in check(PLAN, Progress(), schedule(), frozenset({holiday})))


def _with(**changes: object) -> Plan:
    return replace(PLAN, **changes)  # type: ignore[arg-type]  # the fields are given by name


def test_a_window_that_is_too_short_is_noticed_unless_it_is_said() -> None:
    plan = _with(windows={"both": Window("both", ("study", "project"), Length(1, Unit.WEEKS))})
    said = Conflict(ConflictCode.WINDOW, "33 days apart", ("study", "project"), late=26)
    assert any("window both" in text for text in check(plan, Progress(), schedule()))
    assert check(plan, Progress(), schedule(conflicts=(said,))) == []
    wrong = schedule(conflicts=(said._replace(late=25),))
    assert any("broken, but by [26] days" in text for text in check(plan, Progress(), wrong))


def test_a_late_deadline_is_noticed_unless_it_is_said() -> None:
    course = replace(PLAN.steps["course"], by=day("03-28"))
    plan = _with(steps={**PLAN.steps, "course": course})
    shown = mutated("course/by", start="03-28", due="03-28")
    assert any("after its deadline" in text for text in check(plan, Progress(), shown))
    said = Conflict(ConflictCode.DEADLINE, "3 days late", ("course",), late=3)
    assert check(plan, Progress(), replace(shown, conflicts=(said,))) == []
    wrong = said._replace(late=2)
    assert any(
        "said to be late by 2" in t for t in check(plan, Progress(), replace(shown, conflicts=(wrong,)))
    )


def test_another_conflict_is_no_excuse() -> None:
    said = Conflict(ConflictCode.OVERLOAD, "the week is full", ("job",))
    early = replace(mutated("job", start="09-30", due="10-20"), conflicts=(said,))
    assert any("job begins" in text for text in check(PLAN, Progress(), early))
