"""What is done already isn't learnt again, where a target was forgotten or its state was lost."""

from pathlib import Path

from planner.progress.facts import Completed
from planner.store.store import open_store
from tests.unit.sync.world import World, noon


def forgotten(world: World) -> World:
    with open_store(world.path, noon) as store:
        store.forget("list")
    return world


def test_what_planner_completed_there_itself_is_no_tick_of_a_person_s(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.memory("list")
    world.memory("other")
    world.sync()
    world.memory("other").tick("exam")
    world.sync()
    assert world.progress.done.keys() == {"exam"}

    report = forgotten(world).sync()

    assert [one.learned for one in report.targets] == [(), ()]
    assert world.progress.done.keys() == {"exam"}
    done = {name for name, there in world.base("list").items() if there.item.done}
    assert done >= {"exam", "exam/register"}


def test_a_person_s_tick_counts_all_the_same(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.memory("list")
    world.sync()
    world.memory("list").tick("course")

    report = forgotten(world).sync()

    assert report.targets[0].learned == (Completed("course", world.today),)
