"""A person, their plan, two task lists and a calendar file over weeks, with crashes and lost replies.

The oracle is what the person did: every fact must come from an act, and every act must show.
"""

import shutil
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from tempfile import mkdtemp
from typing import Protocol

from hypothesis import assume
from hypothesis import strategies as st
from hypothesis.errors import UnsatisfiedAssumption
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from planner.progress.facts import Completed, Dismissed, Fact, Pinned
from planner.store.snapshot import read_store
from planner.sync.report import Report, TargetState
from planner.sync.values import Item, href
from tests.unit.sync.world import Crash, World

HEAD = """
plan: 1
id: path
title: To a new job
start: 2027-01-04
time: 7h/week
steps:
"""
STEPS = {
    "course": "takes: 2 months, goals: monthly",
    "exam": "effort: 14h, by: 2027-06, tasks: [Register]",
    "talk": "takes: 3 weeks",
    "job": "kind: job",
    "walk": "every: 3 weeks, from: 2027-01-04",
}
ALL = 10_000
MEMORY = Path("/dev/shm")  # noqa: S108 - thousands of stores, each told to wait for the disk; mkdtemp is private
any_list = st.runner().flatmap(lambda machine: st.sampled_from(machine.lists))
any_memory = st.runner().flatmap(lambda machine: st.sampled_from(machine.memories))
pick = st.integers(0, 99)
# How servers write down the texts that they are given.
SPELLINGS: tuple[Callable[[str], str], ...] = (
    str,
    lambda text: text.replace("\n", "\r\n"),
    lambda text: " ".join(text.split()),
)


class Place(Protocol):
    """A list as a person has it before them."""

    @property
    def items(self) -> Mapping[str, Item]: ...

    def tick(self, item_id: str) -> None: ...

    def drag(self, item_id: str, due: date) -> None: ...

    def retitle(self, item_id: str, title: str) -> None: ...

    def delete(self, item_id: str) -> None: ...


def step_of(item: str) -> str:
    return item.split("/", maxsplit=1)[0].split("@", maxsplit=1)[0]


def _ended(item: str) -> str:
    """What is done when this is ticked: a deadline stands for its step."""
    return item.removesuffix("/by")


class Sync(RuleBasedStateMachine):
    memories: tuple[str, ...] = ("todo", "phone")
    lists: tuple[str, ...] = memories

    def __init__(self) -> None:
        super().__init__()
        self.directory = Path(mkdtemp(prefix="planner-sync-", dir=MEMORY if MEMORY.is_dir() else None))
        self.world = self.make_world()
        for name in self.memories:
            self.world.memory(name)
        self.calendar = self.world.ics("calendar")
        self.judged = 0
        self.steps = list(STEPS)
        self.titles = {name: name.capitalize() for name in STEPS}
        self.ticked: set[str] = set()
        self.seen_no_more: set[str] = set()
        self.ever_retitled: set[tuple[str, str]] = set()
        self.dragged: dict[str, set[date]] = {}
        self.pins: dict[str, date] = {}
        self.moving: dict[str, set[str]] = {}
        self.deleted: set[tuple[str, str]] = set()
        self.undeleted: set[tuple[str, str]] = set()
        self.unsure: set[tuple[str, str]] = set()
        self.retitled: dict[tuple[str, str], str] = {}
        self.removed: set[str] = set()
        self.foreign: dict[str, dict[str, Item]] = {name: {} for name in self.memories}
        self.shown: dict[str, set[str]] = {name: set() for name in self.lists}

    def make_world(self) -> World:
        return World(self.directory)

    def place(self, name: str) -> Place:
        return self.world.memory(name)

    def teardown(self) -> None:
        shutil.rmtree(self.directory)

    # What a person does at a list.

    def item_at(self, name: str, number: int) -> str:
        items = sorted(self.place(name).items)
        assume(items)
        return items[number % len(items)]

    @rule(name=any_list, number=pick)
    def tick(self, name: str, number: int) -> None:
        item = self.item_at(name, number)
        if not self.place(name).items[item].done:
            self.place(name).tick(item)
            self.ticked.add(_ended(item))
            self.seen_no_more.discard(_ended(item))

    @rule(name=any_list, number=pick, days=st.integers(1, 60))
    def drag(self, name: str, number: int, days: int) -> None:
        item = self.item_at(name, number)
        there = self.place(name).items[item]
        assume(not there.done)
        to = max(there.due, self.world.today) + timedelta(days=days)
        self.place(name).drag(item, to)
        self.dragged.setdefault(item, set()).add(to)
        self.pins[item] = to
        self.moving.setdefault(item, set()).add(name)

    @rule(name=any_list, number=pick, title=st.sampled_from(["Mine", "My own"]))
    def retitle(self, name: str, number: int, title: str) -> None:
        item = self.item_at(name, number)
        self.place(name).retitle(item, title)
        self.retitled[name, item] = title
        self.ever_retitled.add((name, item))

    @rule(name=any_list, number=pick)
    def delete(self, name: str, number: int) -> None:
        item = self.item_at(name, number)
        self.place(name).delete(item)
        self.deleted.add((name, item))
        self.undeleted.discard((name, item))
        # Whether a write that was never confirmed had arrived can't be known once the object is gone.
        if item not in self.world.base(name):
            self.unsure.add((name, item))
        self.vanished(name, item)

    def vanished(self, name: str, item: str) -> None:
        """What was done to an object that is gone before a sync could see it was never told."""
        ended = _ended(item)
        seen = (there for other in self.lists for there in self.place(other).items.values())
        if not any(_ended(there.id) == ended and there.done for there in seen):
            self.seen_no_more |= {ended} - self.world.progress.done.keys()
        if name in self.moving.get(item, ()):
            del self.moving[item]
            self.pins.pop(item, None)
        self.retitled.pop((name, item), None)

    @rule(name=any_memory, number=pick)
    def add_foreign(self, name: str, number: int) -> None:
        item = replace(self.place(name).items[self.item_at(name, number)], title="Theirs")
        self.world.memory(name).add_foreign(item.id, item)
        self.foreign[name][item.id] = item

    # What they do to the plan.

    def write_plan(self) -> None:
        lines, before = [], None
        for name in self.steps:
            after = f", after: [{before}]" if before and name != "walk" else ""
            lines.append(f"  {name}: {{title: {self.titles[name]}, {STEPS[name]}{after}}}\n")
            before = name if name != "walk" else before
        self.world.write(HEAD + "".join(lines))

    @initialize(spelling=st.sampled_from(SPELLINGS))
    def begin(self, spelling: Callable[[str], str]) -> None:
        self.write_plan()
        for name in self.memories:
            self.world.memory(name).faults.spelling = spelling

    @rule(number=pick)
    def retitle_step(self, number: int) -> None:
        name = self.steps[number % len(self.steps)]
        self.titles[name] += " II"
        self.write_plan()

    @rule(steps=st.lists(st.sampled_from(list(STEPS)), min_size=2, unique=True))
    def rearrange(self, steps: list[str]) -> None:
        self.removed |= set(self.steps) - set(steps)
        # Its objects go, and should it return, it is with objects that nobody has touched.
        self.retitled = {key: title for key, title in self.retitled.items() if step_of(key[1]) in steps}
        self.steps = steps
        self.write_plan()

    @rule(days=st.integers(1, 30))
    def days_pass(self, days: int) -> None:
        self.world.today += timedelta(days=days)

    # What goes wrong.

    @rule(name=any_memory, number=st.integers(1, 9))
    def reply_is_lost(self, name: str, number: int) -> None:
        self.world.memory(name).faults.lose_reply = number
        self.quietly(self.world.sync)
        self.world.memory(name).faults.lose_reply = 0

    @rule(at=st.integers(1, 70))
    def crash(self, at: int) -> None:
        self.quietly(lambda: self.world.sync(ALL, crash_at=at))

    @rule(name=any_memory)
    def log_is_trimmed(self, name: str) -> None:
        self.world.memory(name).trim()

    @rule(name=any_memory)
    @precondition(lambda self: any(self.world.memory(name).items for name in self.memories))
    def listing_is_cut(self, name: str) -> None:
        memory = self.world.memory(name)
        before = dict(memory.items)
        memory.trim()
        memory.faults.incomplete = True
        report = self.world.sync()
        memory.faults.incomplete = False
        stopped = next(target for target in report.targets if target.name == name)
        assert stopped.state is TargetState.STOPPED
        assert memory.items == before

    @rule(name=any_memory, cut=st.integers(1, 20))
    def listing_leaves_out(self, name: str, cut: int) -> None:
        memory = self.world.memory(name)
        memory.trim()
        memory.faults.cut = cut
        self.world.sync()
        memory.faults.cut = 0

    @rule(name=any_memory, number=pick, act=st.sampled_from(["tick", "drag", "retitle", "delete"]))
    @precondition(lambda self: any(self.world.memory(name).items for name in self.memories))
    def change_under_a_run(self, name: str, number: int, act: str) -> None:
        memory = self.world.memory(name)
        acts: Mapping[str, Callable[[], None]] = {
            "tick": lambda: self.tick(name, number),
            "drag": lambda: self.drag(name, number, 9),
            "retitle": lambda: self.retitle(name, number, "Mine"),
            "delete": lambda: self.delete(name, number),
        }

        def acted() -> None:
            with suppress(UnsatisfiedAssumption):
                acts[act]()

        memory.faults.before_write = acted
        self.world.sync()
        memory.faults.before_write = None

    @staticmethod
    def quietly(act: Callable[[], Report]) -> None:
        with suppress(Crash):
            act()

    # A run with nothing in its way, and all that must then be so.

    @rule(shown_first=st.booleans())
    def sync(self, shown_first: bool) -> None:
        shown = self.world.dry_run() if shown_first else None
        report = self.world.sync()
        if shown is not None:
            assert replace(report, dry_run=True) == shown
        report = self.answered(report)
        assert report.exit_code == 0, report.targets
        for name in self.lists:
            self.check_list(name)
        self.check_pins()
        assert self.calendar.exists()
        self.world.idle()

    def answered(self, report: Report) -> Report:
        """What comes of it when a person looks at what the guard stopped, and says yes."""
        return self.world.sync(ALL) if report.exit_code == 6 else report

    def check_base(self, name: str) -> None:
        base = self.world.base(name)
        assert {item: known.echo or known.item for item, known in base.items()} == self.place(name).items
        for item, known in base.items():
            assert "title" not in known.theirs or (name, item) in self.ever_retitled, (
                f"{item}: nobody retitled it"
            )
            assert "description" not in known.theirs, f"{item}: nobody wrote that"

    def check_list(self, name: str) -> None:
        self.check_base(name)
        items = self.place(name).items
        for item in (self.ticked - self.seen_no_more) & items.keys():
            if step_of(item) not in self.steps:
                continue  # a turn that has passed stays as it was
            assert items[item].done, f"{item}: a tick was lost"
        for (where, item), title in self.retitled.items():
            if where == name and item in items:
                assert items[item].title == title, f"{item}: a title was overwritten"
        for where, item in self.deleted - self.undeleted - self.unsure:
            assert where != name or item not in items, f"{item} came back"
        for item in self.shown[name] - items.keys():
            gone = (name, item) in self.deleted or step_of(item) in self.removed
            assert gone or "@" in item, f"{item} disappeared"
        self.shown[name] = set(items)

    def check_pins(self) -> None:
        """Each item that was moved is on its last day, unless it was moved in two places at once."""
        for item, names in self.moving.items():
            if len(names) > 1:
                del self.pins[item]
        self.moving.clear()
        progress = self.world.progress
        for item, to in self.pins.items():
            assert item in progress.done or progress.pinned.get(item) == to, f"{item} was moved in vain"

    @invariant()
    def one_object_for_an_item(self) -> None:
        for name in self.memories:
            seen = self.world.memory(name)._objects  # noqa: SLF001 - what a server would list
            assert {found.item.id: key for key, found in seen.items()} == {
                found.item.id: href("path", found.item.id) for found in seen.values()
            }

    @invariant()
    def what_isnt_ours_is_untouched(self) -> None:
        assert {name: self.world.memory(name).foreign for name in self.memories} == self.foreign

    @invariant()
    def every_fact_is_an_act(self) -> None:
        """Only runs record facts, and what was an act stays one: so after each run is often enough."""
        if self.judged == self.world.runs:
            return
        self.judged = self.world.runs
        with read_store(self.world.path) as snapshot:
            facts = [(entry.source, entry.fact) for entry in snapshot.entries()]
        for source, fact in facts:
            self.check_fact(source, fact)

    def check_fact(self, source: str, fact: Fact) -> None:
        match fact:
            case Completed(item):
                assert item in self.ticked, f"nobody ticked {item}"
            case Pinned(item, to):
                assert to in self.dragged.get(item, set()), f"nobody moved {item} to {to}"
            case Dismissed(item, target):
                assert (target, item) in self.deleted, f"nobody deleted {item}"
                assert source == target
            case _:
                assert source == "sync", f"{source} taught {fact}"
