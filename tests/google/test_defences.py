"""The adapter's defences whose loss another one would hide: the calendar is asked without a runner."""

from pathlib import Path

import pytest

from planner.errors import PlannerError
from planner.sync.values import Remote, href
from tests.google import proxy
from tests.google.proxy import Fault
from tests.property.google_person import Person
from tests.property.google_world import GOOGLE, GoogleWorld
from tests.unit.sync.world import Fuse


@pytest.fixture
def world(tmp_path: Path) -> GoogleWorld:
    world = GoogleWorld(tmp_path)
    world.sync()
    return world


def opened(world: GoogleWorld) -> Remote:
    return world.remote(GOOGLE, Fuse(), None)


NO_LIST = {"HTML": proxy.html(done=True), "half a JSON": proxy.broken_json, "half a body": proxy.half}


@pytest.mark.parametrize("fault", NO_LIST.values(), ids=NO_LIST)
@pytest.mark.parametrize("since", ["the beginning", "a token"])
def test_what_is_no_list_is_never_an_empty_one(world: GoogleWorld, fault: Fault, since: str) -> None:
    """In a sync, the guard would stop before anything is taken for deleted."""
    cursor = opened(world).pull(None).cursor if since == "a token" else None
    world.google.arm("events.list", fault, times=99)
    with pytest.raises(PlannerError):
        opened(world).pull(cursor)


def test_a_copy_of_an_event_is_not_told_as_ours(world: GoogleWorld) -> None:
    """In a sync, the event that is known for an item would hide it while it is there."""
    person = Person(world.google)
    before = opened(world).pull(None)
    person.copy("job")
    assert opened(world).pull(None).present == before.present
    person.delete("job")
    hrefs = {there.href for there in opened(world).pull(None).present}
    assert hrefs == {there.href for there in before.present} - {href("path", "job")}
