"""What has to be true of a sync that is disturbed, then and afterwards."""

import json
from datetime import date

from tests.google_system.place import Place
from tests.system.program import Ended
from tests.system.tracing import Scene


def assert_all_was_announced(place: Place) -> None:
    """Each write that reached the server is an intent on disk, or was one and is settled."""
    with place.program.copy_of_state() as state:
        sent = [one.wanted for one in state.intents("google") if one.wanted is not None]
        announced = {(one.href, one.item.due) for one in [*sent, *state.base("google").values()]}
    for request in place.google.proxy.log:
        if request.name == "calendars.insert":
            assert place.known_calendar["begun"] or place.known_calendar["calendar"]
        elif request.method != "GET":
            assert request.method in {"POST", "PUT"}
            body = json.loads(request.body)
            assert (body["id"], date.fromisoformat(body["start"]["date"])) in announced


def assert_converges(scene: Scene[Place]) -> None:
    """One more sync, and another one where a person had to answer, and all is as if nothing had been."""
    place = scene.place
    ended = place.sync()
    if ended.code == 6:
        answer(place, ended)
        ended = place.sync()
    assert ended.code == 0, ended
    assert place.result() == scene.wanted
    assert_idle(place)


def answer(place: Place, asked: Ended) -> None:
    """Go the way that fits what a person finds in their account."""
    assert_both_ways_are_named(asked)
    if place.google.proxy.made:
        place.settings(calendar_id=place.google.proxy.made[0])
    else:
        place.program.must("targets", "reset", "google", "--yes")


def assert_both_ways_are_named(asked: Ended) -> None:
    told = asked.out + asked.err
    assert "calendar-id" in told
    assert "planner targets reset google" in told


def assert_idle(place: Place) -> None:
    """Another sync has nothing to do."""
    target = place.synced()
    assert place.requests == []
    assert (target["created"], target["updated"], target["deleted"]) == (0, 0, 0)
