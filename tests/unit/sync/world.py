"""A small plan, the remotes it goes to and the store of what happened, run by run as processes would."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Any, cast

from integrations.ics import TARGET as ICS
from integrations.memory import Memory
from planner.engine.schedule import schedule
from planner.plan.model import Plan
from planner.plan.read import read
from planner.progress.fold import fold
from planner.progress.values import Progress
from planner.store.codec import decode
from planner.store.database import connect
from planner.store.schema import ROWS_OF
from planner.store.snapshot import read_store
from planner.store.store import open_store
from planner.sync import runner
from planner.sync.clock import Seen
from planner.sync.health import Health
from planner.sync.ledger import WritableLedger
from planner.sync.project import Show
from planner.sync.report import Report
from planner.sync.runner import Order
from planner.sync.target import Setup
from planner.sync.values import Abilities, Intent, Mirrored, Observation, Outcome, Remote
from planner.sync.visit import Target

TODAY = date(2027, 1, 4)
TEXT = """
plan: 1
id: path
title: To a new job
start: 2027-01-04
time: 7h/week
steps:
  course: {title: Course, takes: 2 months, goals: monthly}
  exam: {title: Exam, effort: 14h, after: [course], by: 2027-06, tasks: [Register, Sit it]}
  job: {title: Job, after: [exam]}
  walk: {title: Walk, every: 4 weeks, from: 2027-01-04, to: 2027-03-31}
"""
WRITING = {"append", "learn", "propose", "settle", "forget", "record", "see"}
TURNS = ("walk@2027-01-04", "walk@2027-02-01", "walk@2027-03-01", "walk@2027-03-29")
ITEMS = {"course", "course/goal-1", "course/goal-2", "exam", "exam/register", "exam/sit-it", "job", *TURNS}


def plan_of(text: str) -> Plan:
    return read(text, "path.yaml").plan


def noon() -> datetime:
    return datetime(2027, 1, 4, 12, tzinfo=UTC)


class Crash(BaseException):
    """The process is killed here."""


@dataclass(slots=True)
class Fuse:
    """Kills the process at the n-th thing it does to the world; never when it is 0."""

    left: int = 0

    def burn(self) -> None:
        self.left -= 1
        if self.left == 0:
            raise Crash


class Fused:
    """A port whose every call may be the last: before it has its effect, or after."""

    def __init__(self, port: object, fuse: Fuse, calls: list[str]) -> None:
        self._port = port
        self._fuse = fuse
        self._calls = calls

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever the port has
        call = getattr(self._port, name)

        def fused(*arguments: object) -> object:
            self._calls.append(name)
            self._fuse.burn()
            result = call(*arguments)
            self._fuse.burn()
            return result

        return fused


class FusedRemote:
    """A remote in front of which the process may be killed, that only gets writes which are on disk."""

    def __init__(self, remote: Remote, fuse: Fuse, intents: Callable[[], tuple[Intent, ...]]) -> None:
        self._remote = remote
        self._fuse = fuse
        self._intents = intents

    @property
    def abilities(self) -> Abilities:
        return self._remote.abilities

    @property
    def place(self) -> str:
        return self._remote.place

    @property
    def health(self) -> Health:
        return self._remote.health

    @property
    def credentials(self) -> str:
        return self._remote.credentials

    @property
    def time(self) -> datetime | None:
        return self._remote.time

    def confirm(self, hrefs: Sequence[str]) -> Observation:
        return self._remote.confirm(hrefs)

    def pull(self, cursor: str | None) -> Observation:
        self._fuse.burn()
        return self._remote.pull(cursor)

    def push(self, intents: Sequence[Intent]) -> Iterator[Outcome]:
        assert set(self._intents()) >= set(intents), "sent before it was on disk"
        self._fuse.burn()
        for outcome in self._remote.push(intents):
            self._fuse.burn()
            yield outcome

    def cursor(self) -> str | None:
        return self._remote.cursor()


@dataclass
class World:
    """One person's plan, day and targets. Every run opens the store anew. With `clock_says`, the day is the
    clock's (in UTC), else a person's word.
    """

    directory: Path
    text: str = TEXT
    plan: Plan = field(default_factory=lambda: plan_of(TEXT))
    today: date = TODAY
    remotes: dict[str, Remote] = field(default_factory=dict)
    show: frozenset[Show] | None = None
    calls: list[str] = field(default_factory=list)
    clock_says: datetime | None = None
    runs: int = 0

    @property
    def path(self) -> Path:
        return self.directory / "path.db"

    def memory(self, name: str) -> Memory:
        found = self.remotes.setdefault(name, Memory(name))
        assert isinstance(found, Memory)
        return found

    def ics(self, name: str) -> Path:
        path = self.directory / f"{name}.ics"
        self.remotes[name] = ICS.open(
            Setup(self.plan.id, self.plan.title, self.directory, {"path": str(path)})
        )
        return path

    def edit(self, old: str, new: str, text: str = TEXT) -> None:
        assert old in text
        self.write(text.replace(old, new))

    def write(self, text: str) -> None:
        self.text, self.plan = text, plan_of(text)

    def order(self, allow_deletes: int | None = None) -> Order:
        plan, clock = self.plan, self.clock_says
        return Order(
            plan,
            self.today if clock is None else clock.date(),
            lambda progress, day: schedule(plan, progress, day),
            allow_deletes,
            noon if clock is None else lambda: clock,
            by_clock=clock is not None,
            text=self.text,
            planned_from=lambda text, progress, day: schedule(plan_of(text), progress, day),
        )

    @property
    def names(self) -> list[str]:
        return list(self.remotes)

    def targets(self, fuse: Fuse | None = None) -> list[Target]:
        return [Target(name, partial(self._open, name, fuse or Fuse()), self.show) for name in self.names]

    def _open(self, name: str, fuse: Fuse, place: str | None, _health: Health) -> Remote:
        return FusedRemote(self.remote(name, fuse, place), fuse, lambda: self.intents(name))

    def remote(self, name: str, _fuse: Fuse, _place: str | None) -> Remote:
        """What a process would open; one that lives in this process is the same in every run."""
        return self.remotes[name]

    def sync(self, allow_deletes: int | None = None, crash_at: int = 0) -> Report:
        return self.run(self.order(allow_deletes), crash_at)

    def run(self, order: Order, crash_at: int = 0) -> Report:
        self.runs += 1
        fuse = Fuse(crash_at)
        self.calls.clear()
        with open_store(self.path, noon) as store:
            ledger = cast("WritableLedger", Fused(store, fuse, self.calls))
            return runner.sync(order, self.targets(fuse), ledger)

    def dry_run(self, allow_deletes: int | None = None) -> Report:
        with read_store(self.path) as snapshot:
            return runner.dry_run(self.order(allow_deletes), self.targets(), snapshot)

    def intents(self, name: str) -> tuple[Intent, ...]:
        """What is on disk, as any other process sees it: what was not committed isn't there."""
        with closing(connect(self.path, "mode=ro")) as connection:
            found = connection.execute(ROWS_OF["intent"], (name,)).fetchall()
        return tuple(decode(Intent, payload) for *_, payload, _ in found)

    @property
    def progress(self) -> Progress:
        with read_store(self.path) as snapshot:
            return fold(snapshot.entries())

    def seen(self) -> Seen | None:
        with read_store(self.path) as snapshot:
            return snapshot.clock()

    def base(self, name: str) -> dict[str, Mirrored]:
        with read_store(self.path) as snapshot:
            return dict(snapshot.base(name))

    def recorded(self) -> list[str]:
        """Everything the store holds, to see whether a run changed it."""
        with read_store(self.path) as snapshot:
            return [
                repr((snapshot.entries(), snapshot.plan_path(), snapshot.clock())),
                *(
                    repr((name, snapshot.base(name), snapshot.intents(name), snapshot.item_errors(name)))
                    + repr(snapshot.remote(name))
                    for name in snapshot.targets()
                ),
            ]

    def idle(self) -> None:
        """Nothing new: the store commits nothing, and nothing is sent."""
        writes = self.writes()
        report = self.sync()
        assert [target.operations for target in report.targets] == [()] * len(self.names)
        assert self.writes() == writes
        assert not WRITING & set(self.calls)

    def writes(self) -> int:
        return sum(remote.writes for remote in self.remotes.values() if isinstance(remote, Memory))


def bare(mirrored: Mirrored) -> Mirrored:
    """Without the etag, which counts a server's changes."""
    return replace(mirrored, etag=None)
