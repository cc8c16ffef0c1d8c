"""Killed at any call of a port, and started again: what an undisturbed run gives, with nothing twice."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from planner.sync import runner
from planner.sync.apply import take_in
from planner.sync.ledger import WritableLedger
from planner.sync.visit import Visit
from tests.unit.sync.world import Crash, World, bare

MOST = 60


def first(_world: World) -> None:
    """Nothing was synced before."""


def changed(world: World) -> None:
    world.sync()
    world.today = date(2027, 1, 20)
    world.memory("todo").tick("exam/register")
    world.memory("phone").drag("job", date(2027, 9, 1))
    world.memory("phone").delete("course/goal-1")
    world.edit("title: Exam", "sync: false, title: Exam")


def by_a_clock(world: World) -> None:
    """The same, where the clock tells the day, and has to be believed."""
    world.clock_says = datetime(2027, 1, 4, 12, tzinfo=UTC)
    changed(world)
    world.clock_says += timedelta(days=16)


def prepared(directory: Path, story: Callable[[World], None]) -> World:
    directory.mkdir()
    world = World(directory)
    world.memory("todo")
    world.memory("phone")
    world.ics("calendar")
    story(world)
    return world


def outcome(world: World) -> tuple[object, ...]:
    """All that is there and all that is known, without what counts the tries."""
    remotes = [world.memory("todo"), world.memory("phone")]
    there = [sorted((bare(found) for found in remote.pull(None).present), key=repr) for remote in remotes]
    bases = [{item: bare(known) for item, known in world.base(name).items()} for name in world.remotes]
    calendar = (world.directory / "calendar.ics").read_bytes()
    return (
        there,
        bases,
        calendar,
        world.progress,
        world.seen(),
        [world.intents(name) for name in world.remotes],
    )


def converges(directory: Path, story: Callable[[World], None]) -> None:
    undisturbed = prepared(directory / "undisturbed", story)
    undisturbed.sync()
    wanted = outcome(undisturbed)
    for at in range(1, 10 * MOST):
        world = prepared(directory / str(at), story)
        try:
            world.sync(crash_at=at)
        except Crash:
            world.sync()
            assert outcome(world) == wanted
            world.idle()
        else:
            break
    assert at > MOST


@pytest.mark.parametrize("story", [first, changed, by_a_clock])
def test_it_converges_to_the_undisturbed_run(tmp_path: Path, story: Callable[[World], None]) -> None:
    converges(tmp_path, story)


def _cursor_first(visit: Visit, write: WritableLedger) -> None:
    write.settle(visit.target.name, {}, {}, visit.cursor, visit.place)
    take_in(visit, write)


def _base_first(visit: Visit, write: WritableLedger) -> None:
    write.learn(visit.target.name, (), visit.lesson.base, visit.cursor)
    take_in(visit, write)


@pytest.mark.parametrize("bug", [_cursor_first, _base_first])
def test_cursor_or_base_ahead_of_the_facts_would_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, bug: Callable[..., None]
) -> None:
    monkeypatch.setattr(runner, "take_in", bug)
    with pytest.raises(AssertionError):
        converges(tmp_path, changed)


@pytest.mark.parametrize("at", range(1, 8))
def test_what_a_person_did_after_the_crash_is_not_lost(tmp_path: Path, at: int) -> None:
    world = prepared(tmp_path / "world", first)
    todo = world.memory("todo")
    todo.faults.lose_reply = at
    world.sync()
    for name in todo.items:
        todo.retitle(name, "mine")
        todo.tick(name)
    world.sync()
    assert set(world.progress.done) >= {name for name, item in todo.items.items() if item.title == "mine"}
    assert sum(item.title == "mine" for item in todo.items.values()) == at
