"""What syncs with Google cost, beside a loop of gcsa's `add_event` at the same server."""

import json
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from statistics import median

from tests.bench import ROOT
from tests.bench.cpu import PYTHON, Folder
from tests.bench.milestones import milestones
from tests.bench.synthetic import START
from tests.bench.table import Budget, Cell, Table
from tests.google.proxy import ROOT as API
from tests.google.world import GoogleWorld, google_world, simulator

EVENTS = 1_000
CHANGES = 10
CYCLES = 30
QUOTA = 600
"""Requests a minute, in any minute (https://developers.google.com/workspace/calendar/api/guides/quota)."""
UNHURRIED = (*PYTHON, str(ROOT / "tests/bench/google/unhurried.py"))
GCSA_LOOP = (str(ROOT / ".tools/peers/bin/python"), str(ROOT / "tests/bench/google/gcsa_loop.py"))
SENT = "sent.json"


@dataclass(frozen=True, slots=True)
class Cost:
    """CPU seconds, the requests that the server saw, and how many of them were writes."""

    seconds: float
    requests: int
    writes: int


def google(make_folder: Callable[[], Folder]) -> Iterator[Table]:
    """A first push beside gcsa, and what comes after it."""
    folder = make_folder()
    with simulator() as port, google_world(port, folder.path) as world:
        yield _beside_gcsa(folder, world)
        yield Table(
            f"Syncs with Google after that, of {EVENTS:,} events",
            ("planner sync", "CPU", "requests", "writes"),
            list(_after(folder, world)),
        )


def _beside_gcsa(folder: Folder, world: GoogleWorld) -> Table:
    ours = _sync(folder, world, changed=0)
    busiest = _most_in_a_minute(json.loads((folder.path / SENT).read_text("utf-8")))
    theirs = _gcsa(folder, world)
    ratio = Budget(ours.seconds / theirs.seconds, 1.0)
    rows: list[tuple[Cell, ...]] = [
        ("gcsa, add_event in a loop", _s(theirs.seconds), "", theirs.requests, "it never waits"),
        ("planner sync, the first", _s(ours.seconds), ratio, ours.requests, Budget(busiest, QUOTA)),
    ]
    return Table(
        f"First push of {EVENTS:,} events to Google Calendar, CPU of whole processes at the same server",
        ("program", "CPU", "ratio", "requests", "requests in the busiest minute"),
        rows,
    )


def _after(folder: Folder, world: GoogleWorld) -> Iterator[tuple[Cell, ...]]:
    second = _sync(folder, world, changed=0)
    yield "the second", _s(second.seconds), Budget(second.requests, 1), Budget(second.writes, 0)
    ten = _sync(folder, world, changed=CHANGES)
    assert ten.writes == CHANGES, ten
    yield f"{CHANGES} changes", _s(ten.seconds), Budget(ten.requests, CHANGES + 2), ten.writes
    idle = [_sync(folder, world, changed=CHANGES) for _ in range(CYCLES)]
    requests, writes = sum(cost.requests for cost in idle), sum(cost.writes for cost in idle)
    seconds = median(cost.seconds for cost in idle)
    yield f"{CYCLES} with nothing to do", f"{_s(seconds)} each", Budget(requests, CYCLES), Budget(writes, 0)


def _sync(folder: Folder, world: GoogleWorld, changed: int) -> Cost:
    folder.write("plan.yaml", milestones(EVENTS, changed))
    folder.write(
        "planner.toml",
        f'[targets.google]\ntype = "google"\ncredentials-file = "google.json"\n'
        f'endpoint = "http://127.0.0.1:{world.proxy.port}{API}"\n',
    )
    return _measured(folder, world, (*UNHURRIED, SENT, "--today", START.isoformat(), "sync"))


def _gcsa(folder: Folder, world: GoogleWorld) -> Cost:
    """Send what we sent to another calendar of the same account."""
    pushed = [json.loads(request.body) for request in world.proxy.log if request.name == "events.insert"]
    events = folder.write("events.json", json.dumps(pushed))
    root = f"http://127.0.0.1:{world.proxy.port}{API}"
    command = (*GCSA_LOOP, root, world.proxy.spare[-1], "google.json", str(events))
    cost = _measured(folder, world, command)
    assert cost.writes == len(pushed) == EVENTS, cost
    return cost


def _measured(folder: Folder, world: GoogleWorld, command: tuple[str, ...]) -> Cost:
    world.proxy.log.clear()
    seconds = folder.run(*command).seconds
    log = list(world.proxy.log)
    return Cost(seconds, len(log), sum(request.method != "GET" for request in log))


def _most_in_a_minute(moments: Iterable[float]) -> int:
    """The most of these seconds that lie in one minute, wherever that begins."""
    most, recent = 0, deque[float]()
    for moment in moments:
        recent.append(moment)
        while recent[0] <= moment - 60:
            recent.popleft()
        most = max(most, len(recent))
    return most


def _s(seconds: float) -> str:
    return f"{seconds:.2f} s"
