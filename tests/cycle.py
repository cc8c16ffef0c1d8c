"""Whole syncs of a plan with one target: the real runner and store, as `planner sync` uses them."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import ClassVar, Generic, Protocol, TypeVar

from planner.config import template
from planner.engine.schedule import schedule
from planner.plan.model import Plan
from planner.plan.read import load
from planner.progress.facts import Fact
from planner.progress.fold import fold
from planner.store.snapshot import read_store
from planner.store.store import open_store
from planner.sync import runner
from planner.sync.health import HEALTHY, Health
from planner.sync.report import TargetReport
from planner.sync.runner import Order
from planner.sync.target import Setup, TargetType
from planner.sync.values import Remote
from planner.sync.visit import Target

TODAY = date(2027, 2, 1)


class World(Protocol):
    """A service that is played, and the person's folder."""

    directory: Path

    def setup(self, place: str | None = None, health: Health = HEALTHY, **settings: object) -> Setup: ...

    def open(self, place: str | None = None, health: Health = HEALTHY, **settings: object) -> Remote: ...

    def forget_requests(self) -> None: ...


W = TypeVar("W", bound=World)


@dataclass
class Cycle(Generic[W]):
    """`type` is the target's; after each run the world's log holds the requests of that run alone."""

    type: ClassVar[TargetType]
    world: W
    plan: Plan
    settings: dict[str, object] = field(default_factory=dict)
    today: date = TODAY

    @property
    def database(self) -> Path:
        return self.world.directory / "state" / "nurse.db"

    def sync(self, allow_deletes: int | None = None) -> TargetReport:
        self.world.forget_requests()
        with open_store(self.database, self._now) as store:
            return runner.sync(self._order(allow_deletes), [self._target()], store).targets[0]

    def dry_run(self) -> TargetReport:
        self.world.forget_requests()
        with read_store(self.database) as snapshot:
            return runner.dry_run(self._order(None), [self._target()], snapshot).targets[0]

    def facts(self) -> list[Fact]:
        with read_store(self.database) as snapshot:
            return [entry.fact for entry in snapshot.entries()]

    def record(self, *facts: Fact) -> None:
        with open_store(self.database, self._now) as store:
            store.append(facts, "command")

    def due(self, item: str) -> date:
        with read_store(self.database) as snapshot:
            planned = schedule(self.plan, fold(snapshot.entries()), self.today)
        return next(one.published_due for one in planned.items if one.id == item)

    def reset(self) -> None:
        with open_store(self.database, self._now) as store:
            self._target().forget(store.remote(self.type.name).place)
            store.forget(self.type.name)

    def _order(self, allow_deletes: int | None) -> Order:
        return Order(
            self.plan,
            self.today,
            lambda progress, day: schedule(self.plan, progress, day),
            allow_deletes,
            self._now,
        )

    def _target(self) -> Target:
        def opened(place: str | None, health: Health) -> Remote:
            return self.world.open(place, health, **self.settings)

        return Target(self.type.name, opened, None, self._forget, self.type.at_once)

    def _forget(self, place: str | None) -> None:
        assert self.type.forget is not None
        self.type.forget(self.world.setup(place, HEALTHY, **self.settings))

    def _now(self) -> datetime:
        return datetime.combine(self.today, datetime.min.time(), UTC)


def nurse(directory: Path) -> Plan:
    path = directory / "nurse.yaml"
    path.write_text(template("nurse"), encoding="utf-8")
    return load(path).plan
