"""A place for each target that the contract runs over, and what the person does there."""

from abc import ABC, abstractmethod
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import uuid4

from integrations.ics import TARGET as ICS
from integrations.memory import Memory
from planner.sync.target import Setup
from planner.sync.values import Act, Intent, Item, Mirrored, Remote, Role, href
from tests.google.world import GoogleWorld
from tests.todoist.world import TodoistWorld

PLAN = "nurse"

STAMP = datetime(2027, 1, 31, 12, 0, 5, tzinfo=UTC)

FOREIGN = """BEGIN:VEVENT\r
UID:dentist@example.org\r
DTSTAMP:20270101T000000Z\r
DTSTART;VALUE=DATE:20270401\r
SUMMARY:Graduate\r
END:VEVENT\r
"""


class Place(ABC):
    """Where a target writes. `open` gives what a new run of the program gets. `names`: it calls objects by
    names of its own.
    """

    role = Role.EVENT
    names = False

    @abstractmethod
    def open(self) -> Remote: ...

    @property
    def time(self) -> datetime | None:
        """What the clock of the service shows; None for one without."""
        return None

    @abstractmethod
    def add_foreign(self) -> None:
        """Add an event named like ours by hand."""

    @abstractmethod
    def has_foreign(self) -> bool: ...


class IcsPlace(Place):
    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self.path = directory / "nurse.ics"

    def open(self) -> Remote:
        return ICS.open(Setup(PLAN, "To registered nurse", self._directory, {}))

    def add_foreign(self) -> None:
        text = self.path.read_bytes()
        self.path.write_bytes(text.replace(b"END:VCALENDAR", FOREIGN.encode() + b"END:VCALENDAR"))

    def has_foreign(self) -> bool:
        return FOREIGN.encode() in self.path.read_bytes()


class MemoryPlace(Place):
    def __init__(self) -> None:
        self._remote = Memory()

    def open(self) -> Remote:
        return self._remote

    def add_foreign(self) -> None:
        self._remote.add_foreign("mine", Item("mine", "Graduate", date(2027, 4, 1)))

    def has_foreign(self) -> bool:
        return set(self._remote.foreign) == {"mine"}


class GooglePlace(Place):
    def __init__(self, world: GoogleWorld) -> None:
        self._world = world
        self._foreign: dict[str, object] = {}

    @property
    def time(self) -> datetime:
        return datetime.now(UTC)

    def open(self) -> Remote:
        return self._world.open()

    def add_foreign(self) -> None:
        day = {"start": {"date": "2027-04-01"}, "end": {"date": "2027-04-02"}}
        self._foreign = self._world.person("POST", "", {"summary": "Graduate", **day})

    def has_foreign(self) -> bool:
        return self._foreign in self._world.events()


class TodoistPlace(Place):
    role = Role.TASK
    names = True

    def __init__(self, world: TodoistWorld) -> None:
        self._world = world
        self._foreign = ""

    @property
    def time(self) -> datetime:
        return self._world.clock.now()

    def open(self) -> Remote:
        return self._world.open()

    def add_foreign(self) -> None:
        ours = self._world.person.sees(self._world.person.task("Graduate"))
        due = {"date": "2027-04-01"}
        self._foreign = self._world.person.add("Graduate", project_id=ours["project_id"], due=due)

    def has_foreign(self) -> bool:
        return bool(self._world.person.sees(self._foreign)["due"]["date"] == "2027-04-01")


def create(item: Item, revision: int = 0) -> Intent:
    return _put(Act.CREATE, item, revision)


def update(item: Item, revision: int = 1) -> Intent:
    return _put(Act.UPDATE, item, revision)


def delete(item_id: str) -> Intent:
    return Intent(Act.DELETE, item_id, href(PLAN, item_id), None, uuid=str(uuid4()))


def _put(act: Act, item: Item, revision: int) -> Intent:
    name = href(PLAN, item.id)
    return Intent(act, item.id, name, Mirrored(name, item, revision, STAMP), uuid=str(uuid4()))
