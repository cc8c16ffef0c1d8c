"""The plans that people start from can be read, carried out, and dated from any day."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from planner.engine.schedule import schedule
from planner.plan.model import Experience, Plan
from planner.plan.read import load
from planner.progress.values import Progress
from tests.checker.checker import check

TEMPLATES = sorted((Path(__file__).parents[3] / "config" / "templates").glob("*.yaml"))
TODAY = date(2026, 11, 24)
NAMES = [path.stem for path in TEMPLATES]


def plan_of(name: str) -> Plan:
    return load(TEMPLATES[NAMES.index(name)]).plan


def test_there_are_templates_for_three_paths_and_one_to_fill_in() -> None:
    assert NAMES == ["cpa", "nurse", "ossu-cs", "plan"]


@pytest.mark.parametrize("name", NAMES)
def test_every_track_of_a_template_can_be_carried_out(name: str) -> None:
    plan = plan_of(name)
    for track in plan.tracks:
        found = schedule(plan, Progress(), plan.start or TODAY, track)
        assert found.conflicts == ()
        assert found.slack is None or found.slack > 0
        assert check(plan, Progress(), found) == []


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("days", [-40, 1, 100, 400, 1500])
def test_a_template_that_nobody_keeps_to_still_gets_right_dates(name: str, days: int) -> None:
    plan = plan_of(name)
    progress = Progress(begun=TODAY)
    found = schedule(plan, progress, (plan.start or TODAY) + timedelta(days=days))
    assert check(plan, progress, found) == []


@pytest.mark.parametrize("name", NAMES)
def test_no_template_leaves_a_gap_open(name: str) -> None:
    plan = plan_of(name)
    closed = {gap for step in plan.steps.values() for gap in step.closes}
    assert set(plan.gaps) <= closed


def test_the_accountant_passes_an_experience_gate_and_an_exam_window() -> None:
    plan = plan_of("cpa")
    gate = plan.steps["year-one"].extent
    assert isinstance(gate, Experience)
    assert gate.span
    assert gate.hours
    found = schedule(plan, Progress(), date(2027, 1, 1))
    exam = [found.steps[name].due for name in plan.windows["cpa-exam"].steps]
    assert max(exam) < min(exam) + timedelta(days=540)  # the strictest boards give 18 months


def test_the_curriculum_keeps_its_63_courses_and_68_edges() -> None:
    plan = plan_of("ossu-cs")
    assert len(plan.steps) == 63
    assert len(schedule(plan, Progress(), date(2027, 1, 1)).links) == 68
