"""A person who takes the other track, and comes back: at every target, with the nurse's plan."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from integrations.ics import TARGET as ICS
from integrations.memory import TARGET as MEMORY
from integrations.memory import Memory
from planner.plan.identity import step_of
from planner.progress.facts import BaselineSet, Begun, Completed, Event, Fact, TrackChosen, Undone
from planner.progress.undo import undoable
from planner.store.snapshot import read_store
from planner.sync.health import HEALTHY, Health
from planner.sync.operations import Op
from planner.sync.report import TargetReport, TargetState
from planner.sync.target import Setup
from planner.sync.values import Item, Remote
from tests import cycle as cycles
from tests.cycle import nurse
from tests.google.cycle import Cycle as GoogleCycle
from tests.todoist.cycle import Cycle as TodoistCycle

START = date(2027, 1, 4)
MAIN_ONLY = {"ma-experience", "adn-place", "adn"}
BRIDGE_ONLY = {"lpn", "lpn-experience", "bridge"}
SHARED = {"manager-talk", "volunteer", "ma-certificate", "ma-job", "nclex", "rn-job", "review"}
DONE = (
    Completed("manager-talk", date(2027, 1, 18)),
    Completed("ma-certificate", date(2027, 11, 30)),
    Completed("ma-job", date(2028, 2, 29)),
    Completed("ma-experience", date(2030, 2, 28)),
)


@dataclass
class Here:
    """A target on this machine, as the cycle wants it."""

    directory: Path
    opened: Callable[[Setup], Remote]

    def setup(self, place: str | None = None, health: Health = HEALTHY, **settings: object) -> Setup:
        return Setup("nurse", "To registered nurse", self.directory, settings, "here", place, health)

    def open(self, place: str | None = None, health: Health = HEALTHY, **settings: object) -> Remote:
        return self.opened(self.setup(place, health, **settings))

    def forget_requests(self) -> None:
        """There are none."""


@dataclass
class IcsCycle(cycles.Cycle[Here]):
    type = ICS


@dataclass
class MemoryCycle(cycles.Cycle[Here]):
    type = MEMORY


def _memory(directory: Path) -> MemoryCycle:
    remote = Memory()
    return MemoryCycle(Here(directory, lambda _: remote), nurse(directory))


Fixtures = pytest.FixtureRequest
CYCLES: dict[str, Callable[[Fixtures, Path], cycles.Cycle[Any]]] = {
    "google": lambda fixtures, path: GoogleCycle(fixtures.getfixturevalue("google"), nurse(path)),
    "ics": lambda _, path: IcsCycle(Here(path, ICS.open), nurse(path)),
    "memory": lambda _, path: _memory(path),
    "todoist": lambda fixtures, path: TodoistCycle(fixtures.getfixturevalue("todoist"), nurse(path)),
}


@dataclass
class Person:
    """The nurse at one target: `holds` is what is there, by item, under which name."""

    cycle: cycles.Cycle[Any]
    names: dict[str, str] = field(default_factory=dict)

    def holds(self) -> dict[str, Item]:
        with read_store(self.cycle.database) as snapshot:
            place = snapshot.remote(self.cycle.type.name).place
        seen = self.cycle.world.open(place).pull(None)
        assert seen.complete
        self.names = {found.item.id: found.href for found in seen.present}
        return {found.item.id: found.item for found in seen.present}

    def sync(self) -> TargetReport:
        report = self.cycle.sync()
        assert (report.state, report.message) == (TargetState.OK, None)
        return report

    def says(self, *facts: Fact) -> TargetReport:
        self.cycle.record(*facts)
        return self.sync()

    def idle(self) -> None:
        assert self.sync().operations == ()

    def undoes(self) -> TargetReport:
        with read_store(self.cycle.database) as snapshot:
            change = undoable(snapshot.entries())
        assert change is not None
        return self.says(Undone(change))


@pytest.fixture(params=sorted(CYCLES))
def person(request: pytest.FixtureRequest, tmp_path: Path) -> Person:
    cycle = CYCLES[request.param](request, tmp_path)
    cycle.today = START
    made = Person(cycle)
    made.sync()
    return made


def steps(items: set[str]) -> set[str]:
    return {step_of(item) for item in items}


def of(report: TargetReport, *ops: Op) -> set[str]:
    return {operation.item_id for operation in report.operations if operation.op in ops}


@pytest.mark.parametrize(
    ("today", "lived", "why"),
    [
        (date(2030, 3, 2), DONE, ()),  # the deadline of the nursing place passed
        (date(2028, 5, 2), DONE[:3], (Event("layoff", date(2028, 5, 1)),)),
    ],
    ids=["missed", "layoff"],
)
def test_a_switch_moves_what_differs_and_undo_gives_it_back(
    person: Person, today: date, lived: tuple[Fact, ...], why: tuple[Fact, ...]
) -> None:
    person.cycle.today = today
    person.says(*lived)
    person.says(*why)
    person.idle()
    main, names = person.holds(), person.names
    assert steps(set(main)) >= MAIN_ONLY
    assert not steps(set(main)) & BRIDGE_ONLY

    report = person.says(TrackChosen("lpn-bridge", today))
    assert steps(of(report, Op.CREATE)) == BRIDGE_ONLY
    assert steps(of(report, Op.DELETE)) == MAIN_ONLY
    assert steps(of(report, Op.UPDATE, Op.KEEP, Op.ADOPT)) <= SHARED
    bridge = person.holds()
    shared = {item for item in main if step_of(item) in SHARED}
    assert {item for item in bridge if step_of(item) in SHARED} == shared
    assert {item: person.names[item] for item in shared} == {item: names[item] for item in shared}
    assert steps(set(bridge)) & (MAIN_ONLY | BRIDGE_ONLY) == BRIDGE_ONLY
    person.idle()

    report = person.undoes()
    assert steps(of(report, Op.DELETE)) == BRIDGE_ONLY
    assert steps(of(report, Op.CREATE)) == MAIN_ONLY
    assert person.holds() == main
    assert {item: person.names[item] for item in shared} == {item: names[item] for item in shared}
    person.idle()


def test_nothing_switches_by_itself(person: Person) -> None:
    """The deadline passes, the event is reported, and the years go by: main is followed."""
    person.says(*DONE[:3])
    for today in (date(2030, 3, 2), date(2030, 4, 1), date(2031, 4, 1)):
        person.cycle.today = today
        person.says(Event("layoff", today))
        assert not steps(set(person.holds())) & BRIDGE_ONLY
    assert not any(isinstance(fact, TrackChosen) for fact in person.cycle.facts())
    assert sum(isinstance(fact, Begun | BaselineSet) for fact in person.cycle.facts()) == 1
