"""Every schedule keeps the definitions, whatever the plan, the facts and the day."""

import os

from hypothesis import HealthCheck, given, settings

from planner.engine.schedule import schedule
from tests.checker.checker import check
from tests.checker.facts import Situation, situations

# A few hundred on every run; `make test` sets thousands.
EXAMPLES = int(os.environ.get("PLANNER_EXAMPLES", "300"))


@settings(
    max_examples=EXAMPLES,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(situations())
def test_a_schedule_keeps_every_definition(situation: Situation) -> None:
    plan, progress, today = situation.plan, situation.progress, situation.today
    found = schedule(plan, progress, today)
    assert check(plan, progress, found) == []
    assert schedule(plan, progress, today) == found
