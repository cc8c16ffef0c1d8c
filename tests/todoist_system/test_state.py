"""A lost state costs nothing: what is there is recognised, and what was ticked stays done."""

import pytest

from tests.todoist_system.place import Place

TICKED = ("register/ask-the-school", "course/goal-1")


@pytest.fixture(params=[0, 2], ids=["habit untouched", "habit turned twice"])
def used(request: pytest.FixtureRequest, career: Place) -> Place:
    """A person has ticked a task and a goal, the plan a task, and the habit was turned so often."""
    career.synced()
    for _ in range(request.param):
        career.person.tick(career.task("practice")["id"])
        career.synced()
    for item in TICKED:
        career.person.tick(career.task(item)["id"])
    career.program.must("done", "register/pay-the-fee")
    career.synced()
    return career


@pytest.mark.parametrize("projects_file", [True, False], ids=["projects known", "projects lost as well"])
def test_a_lost_database_costs_no_task_and_no_tick(used: Place, *, projects_file: bool) -> None:
    before, dates = used.tasks(), used.items()
    assert [name for name, item in dates.items() if item["state"] == "done"]
    for _ in range(2):
        used.program.database.unlink()
        if not projects_file:
            used.projects_file.unlink()
        target = used.synced()
        assert (target["created"], target["deleted"]) == (0, 0)
        assert used.tasks() == before
        assert used.items() == dates
    used.quiet()
