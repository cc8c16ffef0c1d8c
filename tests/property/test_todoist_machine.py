"""The machine of `todoist_machine` with many lives under eight seeds.

PLANNER_EXAMPLES asks for another number of lives, all seeds together.
"""

import os

import pytest
from hypothesis import HealthCheck, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.property.todoist_machine import TodoistSync

SEEDS = range(1, 9)
LIVES = settings(
    max_examples=max(int(os.environ.get("PLANNER_EXAMPLES", "200")) // len(SEEDS), 1),
    stateful_step_count=25,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


@pytest.mark.parametrize("number", SEEDS)
def test_a_project_holds_each_item_once_and_all_that_a_person_did(number: int) -> None:
    run_state_machine_as_test(seed(number)(type("Seeded", (TodoistSync,), {})), settings=LIVES)
