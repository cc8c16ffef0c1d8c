"""The store as the runner needs it, as ports; `planner.store` fits them."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Protocol

from planner.progress.facts import Entry, Fact
from planner.sync.clock import Seen
from planner.sync.health import Fare, Health
from planner.sync.values import Intent, Mirrored


class Stand(Protocol):
    """What a ledger keeps of a remote beside its items."""

    @property
    def place(self) -> str | None:
        """Where it wrote when the base was agreed on."""

    @property
    def cursor(self) -> str | None:
        """Up to where its news is known."""

    @property
    def state(self) -> str:
        """How it fared last."""

    @property
    def message(self) -> str:
        """Why, in words."""

    @property
    def hint(self) -> str:
        """What mends it, in words."""

    @property
    def health(self) -> Health:
        """How the service behind it fared last."""

    @property
    def refused(self) -> str:
        """The mark of the credentials that were refused last; empty when none were."""

    @property
    def ended(self) -> bool:
        """Whether these can't be used any more at all."""


class Ledger(Protocol):
    """What was recorded. Its methods raise PlannerError; that ends a run, whatever the target."""

    def entries(self) -> tuple[Entry, ...]:
        """All facts with their origin."""

    def base(self, target: str) -> Mapping[str, Mirrored]:
        """The last agreed state of a target."""

    def intents(self, target: str) -> tuple[Intent, ...]:
        """Writes begun and not settled."""

    def item_errors(self, target: str) -> Mapping[str, str]:
        """Why the last write of an item was refused, as `settle` was told."""

    def remote(self, target: str) -> Stand:
        """What is known of a remote."""

    def plan_text(self) -> str | None:
        """The plan's file as it was when it was published last."""

    def clock(self) -> Seen | None:
        """When a sync last believed the clock."""


class WritableLedger(Ledger, Protocol):
    """A ledger that a real run writes to. Each method is one transaction, durable on return."""

    def append(self, facts: Iterable[Fact], source: str) -> int:
        """Record facts as one change."""

    def learn(
        self, target: str, facts: Iterable[Fact], base: Mapping[str, Mirrored | None], cursor: str | None
    ) -> None:
        """Take in what a pull told."""

    def keep_plan_text(self, text: str) -> None:
        """Remember the plan's file as it is published."""

    def propose(self, target: str, intents: Iterable[Intent]) -> None:
        """Put writes on disk before they are sent."""

    def settle(
        self,
        target: str,
        settled: Mapping[str, Mirrored | None],
        failed: Mapping[str, str],
        cursor: str | None,
        place: str | None,
    ) -> None:
        """Take the intents of these items as ended."""

    def forget(self, target: str) -> None:
        """Forget what was at a target."""

    def record(self, target: str, fare: Fare, at: datetime) -> None:
        """Keep how a target fares."""

    def see(self, clock: Seen) -> None:
        """Keep when a sync believed the clock."""
