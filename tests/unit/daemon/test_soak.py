"""Thousands of virtual cycles with faults of all kinds: nothing grows."""

import gc
import json
import os
import random
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from planner.daemon.child import Ended
from planner.daemon.ticker import Guarded
from planner.errors import PlannerError
from planner.store.notes import Notes
from planner.store.store import open_store
from tests.unit.daemon.world import DAILY_AND_ON_SUNDAYS, SYNCED, Memory, World, utc

CYCLES = int(os.environ.get("PLANNER_SOAK_CYCLES", "10000"))
LONG = "x" * 300


class OnDisk(Memory):
    """Notes in a real database, which now and then refuses."""

    def __init__(self, path: Path, fault: Callable[[], bool]) -> None:
        super().__init__()
        self._notes = Notes(path)
        self._fault = fault

    def read(self, names: tuple[str, ...]) -> dict[str, str]:
        return dict(self._notes.read(names))

    def write(self, texts: object) -> None:
        if self._fault():
            raise PlannerError(f"the disk is full {random.random()}")  # noqa: S311 - another text each time
        assert isinstance(texts, dict)
        self._notes.write(texts)


def resident() -> int:
    """Bytes of memory that the process uses itself."""
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    return next(int(line.split()[1]) * 1024 for line in status.splitlines() if line.startswith("RssAnon"))


def descriptors() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


@dataclass
class Soak:
    """A world in which anything may go wrong, and how often something did."""

    database: Path
    chance: random.Random
    felt: int = 0

    def __post_init__(self) -> None:
        self.world = World(utc(2027, 3, 1), tell=DAILY_AND_ON_SUNDAYS, answer=self.answer)
        self.world.memory = OnDisk(self.database, lambda: self.chance.random() < 0.05)
        self.world.restart()
        # The work and the children of the latest start, hence the lambdas.
        self.parts = (
            Guarded("children", lambda: self.world.children.collect(), self.feel),  # noqa: PLW0108
            Guarded("jobs", lambda: self.world.work.turn(), self.feel),  # noqa: PLW0108
        )

    def feel(self, _: str) -> None:
        self.felt += 1

    def answer(self, _: Sequence[str]) -> Ended:
        draw = self.chance.random()
        if draw < 0.6:
            return SYNCED
        if draw < 0.7:
            message = f"{self.chance.random()} {LONG}"
            shown = {"targets": [{"name": "g", "state": "resting", "message": message}]}
            return Ended(5, json.dumps(shown).encode())
        if draw < 0.75:
            raise PlannerError("no process can be made")
        code = self.chance.choice((None, -9, 1, 2, 3, 6, 75))
        return Ended(code, os.urandom(20), f"planner: {self.chance.random()} {LONG}\n" * 30)

    def cycle(self) -> None:
        """One turn after some time, in which clock, plan and process may change."""
        world, chance = self.world, self.chance
        world.takes = timedelta(seconds=chance.choice((0, 5, 400)))
        world.at += timedelta(seconds=chance.choice((60, 400, 900, 3_600)))
        if chance.random() < 0.01:
            world.at += timedelta(days=chance.choice((-400, -1, 1, 400)))
        if chance.random() < 0.02:
            world.seen = str(chance.random())
        if chance.random() < 0.005:
            world.restart()
        for part in self.parts:
            part()
        world.begun.clear()
        world.log.clear()


@pytest.fixture
def database() -> Iterator[Path]:
    """A database in memory, where there is such a place: what is looked for isn't the disk's."""
    where = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108 - a private folder in it
    with TemporaryDirectory(prefix="planner-soak-", dir=where) as folder:
        path = Path(folder, "plan.db")
        open_store(path, lambda: datetime(2027, 3, 1, tzinfo=UTC)).close()
        yield path


@pytest.mark.timeout(300)
def test_thousands_of_cycles_with_random_faults_leave_everything_as_it_was(database: Path) -> None:
    soak = Soak(database, random.Random(10_000))  # noqa: S311 - chance that repeats
    for _ in range(CYCLES // 10):
        soak.cycle()
    gc.collect()
    before = resident(), descriptors(), threading.active_count(), database.stat().st_size
    for _ in range(CYCLES - CYCLES // 10):
        soak.cycle()
    gc.collect()
    assert resident() - before[0] < 5 * 1024 * 1024
    assert (descriptors(), threading.active_count()) == before[1:3]
    assert database.stat().st_size <= before[3] + 4096
    assert not database.with_name("plan.db-wal").exists()
    assert soak.felt > CYCLES / 100
