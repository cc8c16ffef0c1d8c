"""A lost state costs nothing: what is there is recognised, and what was ticked stays done."""

import pytest

from tests.todoist_system.place import ITEMS, Place

TICKED = ("register/ask-the-school", "course/goal-1")


@pytest.fixture(params=[(), ("2090-01-03", "2090-01-04")], ids=["habit untouched", "habit turned twice"])
def used(request: pytest.FixtureRequest, career: Place) -> Place:
    """A person has ticked turns of a habit on their days, then a task and a goal; here, a task was done."""
    career.synced()
    for day in request.param:
        career.on(day)
        career.person.tick(career.task("practice")["id"])
        (learnt,) = career.synced()["learned"]
        assert (learnt["fact"], learnt["item"]) == ("completed", f"practice@{day}")
    career.on("2090-01-05" if request.param else "2090-01-02")
    for item in TICKED:
        career.person.tick(career.task(item)["id"])
    career.program.must("done", "register/pay-the-fee")
    career.synced()
    return career


def known(career: Place) -> dict[str, tuple[str, str, str | None]]:
    items = career.items()
    return {name: (items[name]["due"], items[name]["state"], items[name]["done_at"]) for name in ITEMS}


@pytest.mark.parametrize("projects_file", [True, False], ids=["projects known", "projects lost as well"])
def test_a_lost_database_costs_no_task_and_no_tick(used: Place, *, projects_file: bool) -> None:
    before, dates = used.tasks(), known(used)
    assert sorted(name for name, (_, state, _) in dates.items() if state == "done") == sorted(
        [*TICKED, "register/pay-the-fee"]
    )
    for _ in range(2):
        used.program.database.unlink()
        if not projects_file:
            used.projects_file.unlink()
        target = used.synced()
        assert (target["created"], target["deleted"]) == (0, 0)
        assert used.tasks() == before
        assert known(used) == dates
    used.quiet()
