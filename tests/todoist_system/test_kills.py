"""Killed at any request, answer, write or fsync: all it sent is announced on disk, and the next sync ends it.

A few points of each system call on every run; PLANNER_EXAMPLES asks for another number.
"""

import json
from collections.abc import Iterator

import pytest

from integrations.todoist.task import mark_of
from tests.system.tracing import CALLS, Scene, killed, scene
from tests.todoist_system.place import PLAN, Place, place

FORMS = ", ".join(f"Form {number}" for number in range(110))
LONG_PLAN = PLAN.replace("Pay the fee", f"Pay the fee, {FORMS}")
"""Its tasks don't fit into one request."""


@pytest.fixture(scope="module", params=["first push", "update"])
def due(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene[Place]]:
    """A sync is due that makes a project and fills it, or that moves all there is, renames a step and ticks a
    task.
    """
    with place(tmp_path_factory.mktemp("scene"), LONG_PLAN) as made:
        if request.param == "update":
            made.synced()
            made.program.must("slip", "register", "2 weeks", "--yes")
            made.program.must("done", "register/ask-the-school")
            plan = made.program.folder / "nurse.yaml"
            plan.write_text(LONG_PLAN.replace("title: Course", "title: Evening course"))
        found = scene(made)
        assert made.fake.names.count("sync.write") == 2
        yield found


@pytest.mark.timeout(1200)
@pytest.mark.parametrize("call", CALLS)
def test_killed_at_a_call_the_next_sync_ends_what_it_began(due: Scene[Place], call: str) -> None:
    for _ in killed(due, call, few=3):
        assert_all_was_announced(due.place)
        assert_converges(due)


def assert_all_was_announced(place: Place) -> None:
    """Each command that reached Todoist is an intent on disk, or was one and is settled."""
    if not place.fake.commands:
        return
    with place.program.copy_of_state() as state:
        intents = [one.wanted for one in state.intents("todoist") if one.wanted is not None]
        announced = {(one.item.id, str(one.item.due)) for one in [*intents, *state.base("todoist").values()]}
    for command in place.fake.commands:
        args = command["args"]
        if command["type"] == "project_add":
            known = json.loads(place.projects_file.read_text())["nurse"]["To registered nurse"]
            assert known["begun"] or known["project"]
        else:
            assert command["type"] in {"item_add", "item_update", "item_close", "item_complete"}
            mark = mark_of(args) or mark_of(place.person.sees(args["id"]))
            assert mark is not None
            assert mark.item in {item for item, _ in announced}
            assert "due" not in args or (mark.item, args["due"]["date"]) in announced


def assert_converges(scene: Scene[Place]) -> None:
    """One more sync, and all is as if nothing had been; one after that has nothing to do."""
    place = scene.place
    ended = place.sync()
    assert ended.code == 0, ended
    assert place.result() == scene.wanted
    place.quiet()
