"""The world of `tests.unit.sync.world` with Todoist among its targets: every run opens the project anew."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta

from integrations.http.answer import Answer
from integrations.todoist.opening import open_remote
from planner.store.store import open_store
from planner.sync.report import Report
from planner.sync.runner import Order
from planner.sync.target import Setup
from planner.sync.values import Remote
from tests.property.todoist_person import Watched
from tests.todoist import world
from tests.todoist.account import Account
from tests.todoist.places import open_inbox
from tests.unit.integrations.http.world import Clock
from tests.unit.sync.world import Fuse, World, noon

TODOIST = "todoist"


@dataclass
class TodoistWorld(World):
    clock: Clock = field(default_factory=Clock)
    line: world.TodoistWorld = field(init=False)
    todoist: Watched = field(init=False)

    def __post_init__(self) -> None:
        self.todoist = Watched(Account(self.clock.now))
        open_inbox(self.todoist.account)
        self.line = world.TodoistWorld(self.todoist, self.directory, self.clock)

    @property
    def names(self) -> list[str]:
        return [*super().names, TODOIST]

    def remote(self, name: str, fuse: Fuse, place: str | None) -> Remote:
        if name != TODOIST:
            return super().remote(name, fuse, place)

        def carry(method: str, address: str, headers: Mapping[str, str], body: bytes | None) -> Answer:
            """The process may be killed before a request has its effect, or before its answer is read."""
            fuse.burn()
            try:
                return self.line.carry(method, address, headers, body)
            finally:
                fuse.burn()

        return open_remote(self.setup(place), self.clock.world(), carry)

    def setup(self, place: str | None) -> Setup:
        known = {"token-file": "todoist.token"}
        return Setup(self.plan.id, self.plan.title, self.directory, known, TODOIST, place)

    def order(self, allow_deletes: int | None = None) -> Order:
        return replace(super().order(allow_deletes), now=self.clock.now)

    def sync(self, allow_deletes: int | None = None, crash_at: int = 0) -> Report:
        """One run, a day before the next one: whatever rests has rested then."""
        self.todoist.log.clear()
        try:
            return super().sync(allow_deletes, crash_at)
        finally:
            self.clock.moment += timedelta(days=1)

    def forget(self) -> None:
        """The state is lost as far as Todoist is concerned."""
        with open_store(self.path, noon) as store:
            store.forget(TODOIST)
