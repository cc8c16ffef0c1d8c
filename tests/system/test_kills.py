"""Killed at any write, fsync or rename, or refused one by the disk: nothing is lost, nothing half there."""

from collections import Counter
from dataclasses import dataclass

import pytest

from planner.progress.facts import Fact
from planner.store.snapshot import read_store
from tests.system.program import CALENDAR, Ended, Program, program
from tests.system.tracing import counted, injected, points

CALLS = ("pwrite64", "write", "fsync", "fdatasync", "rename", "unlink", "ftruncate", "link", "mkdir")
SAMPLES = 7
DONE = ["done", "ma-certificate/register"]


@dataclass(frozen=True)
class Scene:
    """A place where a command is due, with what there is before it and after it."""

    place: Program
    command: list[str]
    calls: Counter[str]
    calendars: tuple[bytes | None, bytes]
    facts: tuple[list[Fact], list[Fact]]


def scene(place: Program, command: list[str]) -> Scene:
    before = calendar(place), recorded(place)
    place.keep()
    calls = counted(place, CALLS, *command)
    facts = recorded(place)
    place.must("sync")
    return Scene(place, command, calls, (before[0], place.calendar), (before[1], facts))


def recorded(place: Program) -> list[Fact]:
    with read_store(place.database) as snapshot:
        return [entry.fact for entry in snapshot.entries()]


def calendar(place: Program) -> bytes | None:
    return place.calendar if (place.folder / CALENDAR).exists() else None


def disturbed(scene: Scene, call: str, fault: str) -> Ended:
    scene.place.put_back()
    return injected(scene.place, call, fault, *scene.command)


def assert_sound(scene: Scene) -> None:
    """Before or after, never between; and the next sync ends where an undisturbed one would."""
    place = scene.place
    assert calendar(place) in scene.calendars
    assert recorded(place) in scene.facts
    if scene.command == DONE:
        place.must(*DONE)
    place.must("sync")
    assert place.calendar == scene.calendars[1]
    assert recorded(place) == scene.facts[1]
    left = [path.name for path in place.folder.iterdir() if path.name.startswith(".")]
    assert left == []


@pytest.fixture(scope="module", params=["first sync", "later sync", "done"])
def due(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Scene:
    place = program(tmp_path_factory.mktemp("scene"))
    if request.param != "first sync":
        place.must("sync")
        place.must("slip", "ma-certificate", "5 weeks", "--yes")
    return scene(place, DONE if request.param == "done" else ["sync"])


@pytest.mark.parametrize("call", CALLS)
def test_killed_at_a_call_it_left_the_state_before_or_after(due: Scene, call: str) -> None:
    for number in points(due.calls[call], SAMPLES):
        assert disturbed(due, call, f"signal=SIGKILL:when={number}").code != 0, number
        assert_sound(due)


@pytest.mark.parametrize(
    ("call", "error"), [("fdatasync", "EIO"), ("fsync", "EIO"), ("pwrite64", "ENOSPC"), ("rename", "EIO")]
)
def test_a_disk_that_fails_is_told_and_harms_nothing(due: Scene, call: str, error: str) -> None:
    for number in points(due.calls[call], SAMPLES)[:5]:
        for how in (f"{number}", f"{number}+"):
            ended = disturbed(due, call, f"error={error}:when={how}")
            assert "Traceback" not in ended.err
            assert "mistake of the program" not in ended.err
            if ended.code:
                assert "planner: " in ended.err or "failed: " in ended.out
            else:  # all that counts was durable before the disk failed, so it is there
                assert recorded(due.place) == due.facts[1]
                assert due.command == DONE or calendar(due.place) == due.calendars[1]
            assert_sound(due)


def test_a_full_disk_leaves_the_calendar_whole(due: Scene) -> None:
    for number in points(due.calls["write"], SAMPLES)[:-1]:
        ended = disturbed(due, "write", f"error=ENOSPC:when={number}")
        assert "Traceback" not in ended.err
        assert_sound(due)
