"""A command that is disturbed at one of its system calls, and the scene in which a sync is."""

import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from tests.system.program import Ended, Program

CALLS = ("sendto", "recvfrom", "pwrite64", "fdatasync", "fsync", "rename")
"""What a sync over a network does that counts."""
_STRACE = ("strace", "-f", "-o")


class Disturbable(Protocol):
    """The program with a service that it syncs to: both can be put back as they were.

    `rest` waits until the service has worked off all that was sent, `result` is what people then have.
    """

    @property
    def program(self) -> Program: ...

    def keep(self) -> None: ...

    def put_back(self) -> None: ...

    def rest(self) -> None: ...

    def result(self) -> object: ...


Place = TypeVar("Place", bound=Disturbable)


@dataclass(frozen=True)
class Scene(Generic[Place]):
    """A place where a sync is due, what it calls when nothing disturbs it, and what comes of it."""

    place: Place
    calls: Counter[str]
    wanted: object


def scene(place: Place) -> Scene[Place]:
    place.keep()
    calls = counted(place.program, CALLS, "sync")
    return Scene(place, calls, place.result())


def counted(program: Program, calls: Iterable[str], *command: str) -> Counter[str]:
    """How often the undisturbed command makes each call."""
    log = program.place / "calls"
    ended = program.run_warm(*command, tracer=[*_STRACE, str(log), "-e", f"trace={','.join(calls)}"])
    assert ended.code == 0, ended
    return Counter(re.findall(r"^\d+ +(\w+)\(", log.read_text(), re.MULTILINE))


def points(total: int, few: int = 10) -> list[int]:
    """The first, the last, and some evenly between: a few, or as many as PLANNER_EXAMPLES asks for."""
    most = min(total, int(os.environ.get("PLANNER_EXAMPLES", few)))
    return sorted({1 + (total - 1) * number // max(most - 1, 1) for number in range(most)})


def injected(program: Program, call: str, fault: str, *command: str) -> Ended:
    """The command with a fault at a call, as `strace -e inject` names it."""
    trace = ["-e", f"trace={call}", "-e", f"inject={call}:{fault}"]
    return program.run_warm(*command, tracer=[*_STRACE, "/dev/null", *trace])


def disturbed(scene: Scene[Place], call: str, fault: str) -> Ended:
    """The sync with a fault, after everything was put back."""
    scene.place.put_back()
    ended = injected(scene.place.program, call, fault, "sync")
    scene.place.rest()
    return ended


def killed(scene: Scene[Place], call: str, few: int = 10) -> Iterator[None]:
    """The sync killed at some points of a call, one after the other; each time one can look what it left."""
    numbers = points(scene.calls[call], few)
    for number in numbers:
        ended = disturbed(scene, call, f"signal=SIGKILL:when={number}")
        if ended.code == 0:  # an answer may come in fewer pieces than when they were counted
            assert (call, number) == ("recvfrom", max(numbers))
        yield
