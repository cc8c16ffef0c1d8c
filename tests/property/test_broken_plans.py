"""What is said of a plan with mistakes beyond the mistakes themselves: never too much, and never a crash."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from planner.config import DIRECTORY
from planner.engine.schedule import impossible, schedule
from planner.engine.values import ConflictCode
from planner.plan.check import sound
from planner.plan.model import Plan
from planner.plan.problems import PlanProblems
from planner.plan.read import read
from planner.progress.values import Progress
from tests.checker.plans import plans

LINES = (DIRECTORY / "templates" / "nurse.yaml").read_text(encoding="utf-8").splitlines()
WORDS = (
    "nclex",
    "[rn-job, nclex]",
    "9 moons",
    "2027-13",
    "{any: [adn, x]}",
    "1h",
    "[]",
    "-3",
    "~",
    "2027-01",
)


@settings(max_examples=300)
@given(plans(8))
def test_what_order_alone_makes_impossible_is_late_in_the_whole_plan_too(plan: Plan) -> None:
    start = plan.start or date(2027, 1, 1)
    late = {
        name
        for track in plan.tracks
        for conflict in schedule(plan, Progress(), start, track).conflicts
        if conflict.code is ConflictCode.DEADLINE
        for name in conflict.items
    }
    assert {name for conflict in impossible(sound(plan), start) for name in conflict.items} <= late


@settings(max_examples=300)
@given(st.lists(st.tuples(st.integers(0, len(LINES) - 1), st.sampled_from(WORDS)), min_size=1, max_size=4))
def test_a_plan_that_was_spoilt_is_refused_or_read_but_never_crashes(edits: list[tuple[int, str]]) -> None:
    lines = list(LINES)
    for number, word in edits:
        head, colon, _ = lines[number].partition(": ")
        lines[number] = f"{head}{colon}{word}" if colon else f"{head} {word}"
    try:
        read("\n".join(lines), "nurse.yaml")
    except PlanProblems as error:
        if error.document is not None:
            impossible(error.document.plan, error.document.plan.start or date(2027, 1, 1))
