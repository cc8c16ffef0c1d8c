"""What once went wrong between the adapter and the wire, each as it was found."""

from collections.abc import Callable
from pathlib import Path

import pytest

from planner.progress.facts import Completed, Dismissed
from planner.sync.report import TargetReport, TargetState
from tests.google import proxy
from tests.google.proxy import Reply, Wire
from tests.property.google_person import Person
from tests.property.google_world import GOOGLE, GoogleWorld
from tests.unit.sync.world import TEXT


@pytest.fixture
def world(tmp_path: Path) -> GoogleWorld:
    return GoogleWorld(tmp_path)


def synced(world: GoogleWorld) -> TargetReport:
    (report,) = world.sync().targets
    return report


def test_a_lost_answer_to_an_update_is_no_persons_edit_where_the_server_spells_titles_its_own_way(
    world: GoogleWorld,
) -> None:
    world.google.normalises = True
    world.edit("title: Job", "title: A  job at a cafe\u0301")
    synced(world)
    world.edit("effort: 14h", "effort: 40h", TEXT.replace("title: Job", "title: A  job at a cafe\u0301"))
    world.google.arm("events.update", proxy.cut(done=True), times=9)
    report = synced(world)
    assert (report.state, report.learned) == (TargetState.OK, ())
    world.google.calm()
    assert synced(world).operations == ()
    assert world.google.names == ["events.list"]
    assert world.progress.pinned == {}


def test_what_a_person_does_between_the_first_writes_and_the_list_after_them_is_told_by_the_next_sync(
    world: GoogleWorld,
) -> None:
    person = Person(world.google)

    def ticked_first(_: Wire, work: Callable[[], Reply]) -> Reply:
        person.tick("job")
        person.delete("course/goal-1")
        return work()

    world.google.arm("events.list", ticked_first)
    synced(world)
    assert synced(world).learned == (Completed("job", world.today), Dismissed("course/goal-1", GOOGLE))


@pytest.mark.parametrize("fault", [proxy.server_error(done=True, status=504), proxy.cut(done=True)])
def test_a_lost_answer_to_a_deletion_is_no_persons_deletion(world: GoogleWorld, fault: proxy.Fault) -> None:
    synced(world)
    world.edit("title: Job,", "title: Job, sync: false,")
    world.google.arm("events.delete", fault)
    report = synced(world)
    assert (report.state, report.learned, report.undone) == (TargetState.OK, (), frozenset())
    world.google.calm()
    world.google.expire()
    again = synced(world)
    assert (again.learned, again.operations) == ((), ())
