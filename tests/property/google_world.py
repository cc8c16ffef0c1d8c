"""The world of `tests.unit.sync.world` with Google among its targets: every run opens the calendar anew."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta

import httplib2  # type: ignore[import-untyped]  # brings no types

from integrations.google import TARGET
from integrations.google.opening import open_remote
from planner.store.store import open_store
from planner.sync.report import Report
from planner.sync.runner import Order
from planner.sync.target import Setup
from planner.sync.values import Remote
from tests.google.proxy import ROOT
from tests.google.transport import Transport
from tests.google.world import sign_in
from tests.property.google_person import Watched
from tests.unit.integrations.http.world import Clock
from tests.unit.sync.world import Fuse, World, noon

GOOGLE = "google"


class FusedTransport(Transport):
    """The process may be killed before a request has its effect, or before its answer is read."""

    def __init__(self, server: Watched, fuse: Fuse) -> None:
        super().__init__(server)
        self._fuse = fuse

    def request(
        self,
        uri: str,
        method: str = "GET",
        body: bytes | str | None = None,
        headers: Mapping[str, str] | None = None,
        **more: object,
    ) -> tuple[httplib2.Response, bytes]:
        self._fuse.burn()
        try:
            return super().request(uri, method, body, headers, **more)
        finally:
            self._fuse.burn()


@dataclass
class GoogleWorld(World):
    """`settings` are those of the target."""

    google: Watched = field(default_factory=Watched)
    clock: Clock = field(default_factory=Clock)
    settings: dict[str, object] = field(default_factory=dict)

    def __post_init__(self) -> None:
        sign_in(self.directory, "token", "http://127.0.0.1:1/token")

    @property
    def names(self) -> list[str]:
        return [*super().names, GOOGLE]

    def remote(self, name: str, fuse: Fuse, place: str | None) -> Remote:
        if name != GOOGLE:
            return super().remote(name, fuse, place)
        transport = FusedTransport(self.google, fuse)
        return open_remote(self.setup(place), self.clock.world(), lambda: transport)

    def setup(self, place: str | None) -> Setup:
        known = {"endpoint": f"http://127.0.0.1:1{ROOT}", "credentials-file": "google.json", **self.settings}
        return Setup(self.plan.id, self.plan.title, self.directory, known, GOOGLE, place)

    def order(self, allow_deletes: int | None = None) -> Order:
        return replace(super().order(allow_deletes), now=self.clock.now)

    def sync(self, allow_deletes: int | None = None, crash_at: int = 0) -> Report:
        """One run, a day before the next one: whatever rests has rested then."""
        self.google.log.clear()
        self.google.writes = 0
        try:
            return super().sync(allow_deletes, crash_at)
        finally:
            self.clock.moment += timedelta(days=1)

    def reset(self) -> None:
        """`planner targets reset google`."""
        assert TARGET.forget is not None
        with open_store(self.path, noon) as store:
            TARGET.forget(self.setup(store.remote(GOOGLE).place))
            store.forget(GOOGLE)
