"""What a person writes is what the program reads: any plan, written as a file, is read as the same plan."""

from hypothesis import given, settings

from planner.plan.model import Plan
from planner.plan.read import read
from tests.checker.plans import plans
from tests.checker.writer import to_yaml


@settings(max_examples=200, derandomize=True, database=None, deadline=None)
@given(plans(12))
def test_a_plan_written_as_a_file_is_read_as_the_same_plan(plan: Plan) -> None:
    assert read(to_yaml(plan), "generated.yaml").plan == plan
