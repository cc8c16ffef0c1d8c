"""A task that a person adds under ours: it is known, shown, and becomes an item of the plan when asked."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from integrations.memory import Memory
from planner.progress.adoption import unadopted
from planner.progress.facts import Adopted, Appeared, Vanished
from planner.progress.values import Theirs
from planner.store.store import open_store
from planner.sync.operations import Op
from planner.sync.values import Added, Mirrored, Observation
from tests.unit.sync.world import TEXT, World, noon

CALL = Added("t1", "exam", "Call the school", date(2027, 3, 1))


class Shared(Memory):
    """A list that also tells of a person's own tasks."""

    def __init__(self) -> None:
        super().__init__("todo")
        self.added: tuple[Added, ...] = ()

    def pull(self, cursor: str | None) -> Observation:
        return replace(super().pull(cursor), added=self.added)

    def put(self, href: str, title: str) -> None:
        """The object of a task of theirs; without our mark it isn't told as ours."""
        item = replace(self.items["exam/register"], id="exam/call-the-school", title=title, description="")
        self._objects[href] = Mirrored(href, item)

    def named(self, title: str) -> list[str]:
        """The objects of that title."""
        return [href for href, found in self._objects.items() if found.item.title == title]


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


@pytest.fixture
def todo(world: World) -> Shared:
    shared = Shared()
    world.remotes["todo"] = shared
    world.sync()
    return shared


def theirs(world: World) -> tuple[Theirs, ...]:
    return unadopted(world.plan, world.progress.theirs)


def test_what_a_person_adds_is_known_once_and_again_when_it_changes(world: World, todo: Shared) -> None:
    todo.added = (CALL,)
    (learnt,) = world.sync().targets[0].learned
    assert learnt == Appeared("exam", "todo", "t1", "Call the school", CALL.due, done=False)
    for _ in range(3):
        world.idle()
    todo.added = (replace(CALL, done=True, title="Call them"),)
    world.sync()
    assert [(task.title, task.done) for task in theirs(world)] == [("Call them", True)]
    todo.added = (replace(CALL, gone=True),)
    assert world.sync().targets[0].learned == (Vanished("todo", "t1"),)
    assert theirs(world) == ()
    world.idle()


@pytest.mark.parametrize("recorded", [True, False])
def test_what_is_adopted_is_taken_over_and_not_made_twice(
    world: World, todo: Shared, *, recorded: bool
) -> None:
    todo.added = (CALL,)
    world.sync()
    todo.added = ()
    todo.put("t1", "Call the school")
    world.edit("tasks: [Register, Sit it]", "tasks: [Register, Sit it, Call the school]", TEXT)
    assert theirs(world) == ()
    if recorded:
        with open_store(world.path, noon) as store:
            store.append([Adopted("exam/call-the-school", "todo", "t1")], "command")
    report = world.sync().targets[0]
    assert [one.op for one in report.operations if one.item_id == "exam/call-the-school"] == [Op.UPDATE]
    assert report.count(Op.CREATE) == 0
    assert todo.named("Call the school") == ["t1"]
    world.idle()
