"""A sync that is disturbed at one of its system calls, and what has to be true then and afterwards."""

import json
import os
import re
from collections import Counter
from dataclasses import dataclass
from datetime import date

from tests.google_system.place import Place, Result
from tests.system.program import Ended

CALLS = ("sendto", "recvfrom", "pwrite64", "fdatasync", "fsync", "rename")
POINTS = int(os.environ.get("PLANNER_EXAMPLES", "10"))
STRACE = ("strace", "-f", "-o")
STRACE_QUICKLY = ("strace", "-f", "--seccomp-bpf", "-o")  # see tests/system/test_kills.py


@dataclass(frozen=True)
class Scene:
    """A place where a sync is due, what it calls when nothing disturbs it, and what comes of it."""

    place: Place
    calls: Counter[str]
    wanted: Result


def scene(place: Place) -> Scene:
    place.keep()
    log = place.program.place / "calls"
    ended = place.program.run("sync", before=[*STRACE_QUICKLY, str(log), "-e", f"trace={','.join(CALLS)}"])
    assert ended.code == 0, ended
    calls = Counter(re.findall(r"^\d+ +(\w+)\(", log.read_text(), re.MULTILINE))
    return Scene(place, calls, place.result())


def points(total: int) -> list[int]:
    """The first, the last, and evenly some between; all of them, if they are few."""
    most = min(total, POINTS)
    return sorted({1 + (total - 1) * number // max(most - 1, 1) for number in range(most)})


def disturbed(scene: Scene, call: str, fault: str) -> Ended:
    """The sync with a fault as `strace -e inject` names it, after everything was put back."""
    scene.place.put_back()
    trace = ["-e", f"trace={call}", "-e", f"inject={call}:{fault}"]
    tracer = STRACE if "signal" in fault else STRACE_QUICKLY
    ended = scene.place.program.run("sync", before=[*tracer, "/dev/null", *trace])
    scene.place.google.proxy.wait_until_alone()
    return ended


def assert_all_was_announced(place: Place) -> None:
    """Each write that reached the server is an intent on disk, or was one and is settled."""
    with place.copy_of_state() as state:
        sent = [one.wanted for one in state.intents("google") if one.wanted is not None]
        announced = {(one.href, one.item.due) for one in [*sent, *state.base("google").values()]}
    for request in place.google.proxy.log:
        if request.name == "calendars.insert":
            assert place.known_calendar["begun"] or place.known_calendar["calendar"]
        elif request.method != "GET":
            assert request.method in {"POST", "PUT"}
            body = json.loads(request.body)
            assert (body["id"], date.fromisoformat(body["start"]["date"])) in announced


def assert_converges(scene: Scene) -> None:
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
