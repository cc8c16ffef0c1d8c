"""Lives that chance leads, with a person, a plan and faults at work; what the person did is the oracle.

One thing is left out, as nothing can be done about it: that a person changes the very field that is written,
after it was read and before it is written.
"""

import random
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

import pytest

from planner.plan.read import read
from planner.progress.facts import Pinned
from planner.sync.report import TargetState
from tests.todoist import faults
from tests.todoist.commands import execute
from tests.todoist.conftest import TODAY
from tests.todoist.cycle import Cycle
from tests.todoist.fake import new
from tests.todoist.test_adapter_faults import LACKING, LOST
from tests.todoist.wire import Row
from tests.todoist.world import TodoistWorld
from tests.unit.integrations.http.world import Clock

PLAN = """
plan: 1
id: nurse
title: T
start: 2027-02-01
tracks: {main: [a, b, c, d], other: [e, b, f]}
steps:
  a: {title: A, takes: 2 weeks, tasks: [T1, T2]}
  b: {title: B, takes: 3 weeks, goals: 2, after: [a]}
  c: {title: C, takes: 1 week, after: [b], by: 2027-12-01, priority: high}
  d: {title: D, takes: 1 week, after: [c], note: "x *y*"}
  w: {title: W, every: 2 weeks, from: 2027-02-06}
  e: {title: E, takes: 1 week}
  f: {title: F, takes: 1 week}
"""
DAY = date(2027, 2, 1)
FAULTS = [*(LOST | LACKING).values(), faults.too_many(3)]
NAMES = ["sync.write", "sync.news", "sync.full", "sync", "*"]


@dataclass
class Life:
    """`said` is what the person wants of a task, field by field; `own` are the tasks that are theirs."""

    chance: random.Random
    cycle: Cycle
    said: dict[tuple[str, str], object] = field(default_factory=dict)
    own: dict[str, Row] = field(default_factory=dict)

    def ours(self) -> list[Row]:
        tasks = self.cycle.todoist.person.tasks()
        return [row for row in tasks if "planner: " in row["description"] and row["id"] not in self.own]

    def act(self, among: Sequence[Callable[[Row], None]]) -> None:
        rows = self.ours()
        if rows:
            self.chance.choice(among)(self.chance.choice(rows))

    def day(self) -> date:
        return DAY + timedelta(days=self.chance.randrange(1, 400))

    def tick(self, row: Row) -> None:
        person = self.cycle.todoist.person
        (person.untick if row["checked"] else person.tick)(row["id"])

    def drag(self, row: Row) -> None:
        if not row["checked"]:
            self.cycle.todoist.person.drag(row["id"], self.day())

    def retitle(self, row: Row) -> None:
        self.set(row, content=f"Mine {self.chance.randrange(99)} *x* *y*")

    def describe(self, row: Row) -> None:
        mark = row["description"][row["description"].rindex("`planner") :]
        self.set(row, description=f"Words {self.chance.randrange(99)}\n\n{mark}")

    def weigh(self, row: Row) -> None:
        self.set(row, priority=3)

    def set(self, row: Row, **values: object) -> None:
        execute(self.cycle.todoist.fake.account, "item_update", {"id": row["id"], **values})
        self.said |= {(row["id"], name): value for name, value in values.items()}

    def move(self, row: Row) -> None:
        if row["parent_id"] is None:
            inbox = self.cycle.todoist.fake.account.inbox
            self.cycle.todoist.person.move(row["id"], project_id=inbox)
            self.said[row["id"], "project_id"] = inbox

    def delete(self, row: Row) -> None:
        if self.chance.random() < 0.3:
            self.cycle.todoist.person.delete(row["id"])
            self.said[row["id"], "is_deleted"] = True

    def copy(self, row: Row) -> None:
        self.cycle.todoist.clock.moment += timedelta(seconds=1)
        made = self.cycle.todoist.person.copy(row["id"])
        self.own[made] = dict(self.cycle.todoist.person.sees(made))

    def add_below(self, row: Row) -> None:
        if not row["checked"]:
            self.cycle.todoist.person.add("own", parent_id=row["id"])

    def forget(self, _: Row) -> None:
        account = self.cycle.todoist.fake.account
        self.chance.choice([account.forget_tokens, account.forget_uuids])()

    def plan_on(self, _: Row) -> None:
        self.cycle.record(Pinned(self.chance.choice("abcd"), self.day()))

    def live(self) -> None:
        """Some syncs, with what happens before, while and to them."""
        between = [self.tick, self.delete, self.retitle, self.add_below, self.copy, self.weigh, self.move]
        always = [*between, self.drag, self.describe, self.forget, self.plan_on]
        world = self.cycle.todoist
        self.cycle.sync()
        for _ in range(self.chance.randrange(3, 14)):
            for _ in range(self.chance.randrange(3)):
                self.act(always)
            if self.chance.random() < 0.5:
                fault, times = self.chance.choice(FAULTS), self.chance.choice([1, 1, 2])
                world.fake.arm(self.chance.choice(NAMES), fault, times, self.chance.randrange(2))
            if self.chance.random() < 0.25:
                world.between.setdefault(self.chance.choice(NAMES[:2]), []).append(lambda: self.act(between))
            self.cycle.sync(allow_deletes=50)
            world.fake.calm()
            world.clock.moment += timedelta(hours=5)
        world.between.clear()

    def judge(self) -> None:
        """All that the person said holds, each item is there once, and nothing is left to do."""
        reports = [self.cycle.sync(allow_deletes=50) for _ in range(3)]
        assert (reports[-1].state, reports[-1].operations) == (TargetState.OK, ())
        items = Counter(
            row["description"].rpartition("planner: ")[2].partition(" in ")[0] for row in self.ours()
        )
        assert [item for item, count in items.items() if count > 1] == []
        for (task, name), value in self.said.items():
            row = self.cycle.todoist.person.sees(task)
            assert row["is_deleted"] or row[name] == value
        for task, before in self.own.items():
            row = self.cycle.todoist.person.sees(task)
            kept = ("content", "description", "due", "priority", "labels", "deadline")
            assert row["is_deleted"] or [row[name] for name in kept] == [before[name] for name in kept]
        for kind in ("projects", "sections"):
            names = [row["name"] for row in self.cycle.todoist.fake.account.tables.active(kind)]
            assert len(names) == len(set(names))


@pytest.mark.parametrize("seed", range(200))
def test_a_life_ends_as_the_person_wants_it(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - not a secret
    clock = Clock(TODAY)
    fake = new(clock.now)
    account = fake.account
    account.normalises, account.refuses_old_tokens = chance.random() < 0.3, chance.random() < 0.5
    account.tells_of_descendants = chance.random() < 0.7
    life = Life(chance, Cycle(TodoistWorld(fake, tmp_path, clock), read(PLAN, "plan.yaml").plan))
    life.live()
    life.judge()
