"""Every schedule keeps the definitions, whatever the plan, the facts and the day.

Three thousand plans on every run; PLANNER_EXAMPLES asks for another number per test.
"""

import os
from dataclasses import replace
from datetime import timedelta
from types import MappingProxyType

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from planner.engine.schedule import schedule
from planner.plan.model import Every, Reported, Track
from planner.progress.values import Choice, Progress
from tests.checker.checker import check
from tests.checker.facts import Situation, situations

often = settings(
    max_examples=int(os.environ.get("PLANNER_EXAMPLES", "1000")),
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def _judge(situation: Situation) -> None:
    plan, progress, holidays = situation.plan, situation.progress, situation.holidays
    found = schedule(plan, progress, situation.today, holidays=holidays)
    assert check(plan, progress, found, holidays) == []


@often
@given(situations(6))
def test_schedules_of_small_plans_keep_every_definition(situation: Situation) -> None:
    _judge(situation)


@often
@given(situations(15))
def test_schedules_of_larger_plans_keep_every_definition(situation: Situation) -> None:
    _judge(situation)


@often
@given(situations(20))
def test_schedules_of_untouched_plans_keep_every_definition(situation: Situation) -> None:
    _judge(replace(situation, progress=Progress()))


@often
@given(situations(12), st.integers(0, 300))
def test_schedules_along_a_track_that_was_chosen_on_the_way_keep_every_definition(
    situation: Situation, days: int
) -> None:
    plan = situation.plan
    names = [name for name, step in plan.steps.items() if not isinstance(step.extent, Every)]
    assume(len(names) > 1)
    main = Track("main", tuple(names[::2]), path=False)
    other = Track("other", tuple(names[1::2]), path=False, use_when=(Reported("layoff"),))
    chosen = Choice("other", situation.today - timedelta(days))
    _judge(
        replace(
            situation,
            plan=replace(plan, tracks=MappingProxyType({"main": main, "other": other})),
            progress=replace(situation.progress, track="other", choices=(chosen,)),
        )
    )
