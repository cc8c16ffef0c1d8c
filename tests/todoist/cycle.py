"""Whole syncs of a plan with Todoist: the real runner and store, as `planner sync` uses them."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

from integrations.todoist import TARGET
from planner.engine.schedule import schedule
from planner.plan.model import Plan
from planner.progress.facts import Fact
from planner.progress.fold import fold
from planner.store.snapshot import read_store
from planner.store.store import open_store
from planner.sync import runner
from planner.sync.health import HEALTHY, Health
from planner.sync.report import TargetReport, TargetState
from planner.sync.runner import Order
from planner.sync.values import Remote
from planner.sync.visit import Target
from tests.todoist.wire import Row
from tests.todoist.world import TodoistWorld

TODAY = date(2027, 2, 1)
STEP = "ma-certificate"
"""It lies ahead, and others wait for it."""
GOAL = f"{STEP}/goal-1"


@dataclass
class Cycle:
    todoist: TodoistWorld
    plan: Plan
    settings: dict[str, object] = field(default_factory=dict)
    today: date = TODAY

    @property
    def database(self) -> Path:
        return self.todoist.directory / "state" / "nurse.db"

    def sync(self, allow_deletes: int | None = None) -> TargetReport:
        """One run; the request log then holds its requests."""
        self.todoist.fake.log.clear()
        with open_store(self.database, self._now) as store:
            return runner.sync(self._order(allow_deletes), [self._target()], store).targets[0]

    def quiet(self, times: int = 2) -> None:
        """See that nothing is left to do."""
        for _ in range(times):
            report = self.sync()
            assert (report.state, report.operations, report.learned) == (TargetState.OK, (), ())
            assert self.todoist.fake.names == ["sync.news"]

    def writes(self) -> list[str]:
        """The commands of the last sync."""
        return [command["type"] for command in self.todoist.fake.commands]

    def dry_run(self) -> TargetReport:
        self.todoist.fake.log.clear()
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
        return next(one.due for one in planned.items if one.id == item)

    def task(self, item: str) -> Row:
        """The task of an item, as the person sees it."""
        (found,) = (
            row for row in self.todoist.person.tasks() if f"planner: {item} in " in row["description"]
        )
        return found

    def reset(self) -> None:
        with open_store(self.database, self._now) as store:
            self._target().forget(store.remote("todoist").place)
            store.forget("todoist")

    def _order(self, allow_deletes: int | None) -> Order:
        return Order(
            self.plan,
            self.today,
            lambda progress: schedule(self.plan, progress, self.today),
            allow_deletes,
            self._now,
        )

    def _target(self) -> Target:
        def open_todoist(place: str | None, health: Health) -> Remote:
            return self.todoist.open(place, health, **self.settings)

        return Target("todoist", open_todoist, None, self._forget)

    def _forget(self, place: str | None) -> None:
        assert TARGET.forget is not None
        TARGET.forget(self.todoist.setup(place, HEALTHY, **self.settings))

    def _now(self) -> datetime:
        return datetime.combine(self.today, datetime.min.time(), UTC)
