"""Todoist as tests of the adapter have it: the fake, the person at it, and how a run gets there."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from email.utils import format_datetime
from http.client import IncompleteRead, RemoteDisconnected
from pathlib import Path
from urllib.parse import urlsplit

from integrations.http.answer import Answer
from integrations.todoist.opening import open_remote
from integrations.todoist.remote import Todoist
from planner.sync.health import HEALTHY, Health
from planner.sync.target import Setup
from tests.todoist.fake import TOKEN, Fake
from tests.todoist.faults import Cut
from tests.todoist.person import Person
from tests.todoist.wire import Request
from tests.unit.integrations.http.world import Clock

PLAN = "nurse"


@dataclass
class TodoistWorld:
    """One account. `clock` is what our side waits on; `between` is what a person does before the next request
    of that name.
    """

    fake: Fake
    directory: Path
    clock: Clock
    between: dict[str, list[object]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        file = self.directory / "todoist.token"
        file.touch(mode=0o600)
        file.write_text(TOKEN, encoding="utf-8")

    @property
    def person(self) -> Person:
        return Person(self.fake.account)

    def setup(self, place: str | None = None, health: Health = HEALTHY, **settings: object) -> Setup:
        known = {"token-file": "todoist.token", **settings}
        return Setup(PLAN, "To registered nurse", self.directory, known, "todoist", place, health)

    def open(self, place: str | None = None, health: Health = HEALTHY, **settings: object) -> Todoist:
        return open_remote(self.setup(place, health, **settings), self.clock.world(), self.carry)

    def forget_requests(self) -> None:
        self.fake.log.clear()

    def carry(self, method: str, address: str, headers: Mapping[str, str], body: bytes | None) -> Answer:
        """Carry a request without a connection, and fail as one does where a fault is armed."""
        parts = urlsplit(address)
        path = parts.path + (f"?{parts.query}" if parts.query else "")
        request = Request(method, path, body or b"", headers)
        acts = self.between.get(request.name, [])
        if acts:
            act = acts.pop(0)
            assert callable(act)
            act()
        try:
            reply = self.fake.answer(request)
        except Cut as cut:
            if cut.sent is not None:
                raise IncompleteRead(cut.sent.body[: len(cut.sent.body) // 2]) from None
            raise ConnectionResetError if cut.reset else RemoteDisconnected from None
        told = {name.lower(): value for name, value in reply.headers.items()}
        told.setdefault("date", format_datetime(self.clock.now(), usegmt=True))
        return Answer(reply.status, told, reply.body)
