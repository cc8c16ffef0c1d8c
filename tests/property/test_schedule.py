"""Every schedule keeps the definitions, whatever the plan, the facts and the day.

Three thousand plans on every run; PLANNER_EXAMPLES asks for another number per test.
"""

import os
from dataclasses import replace

from hypothesis import HealthCheck, given, settings

from planner.engine.schedule import schedule
from planner.progress.values import Progress
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
