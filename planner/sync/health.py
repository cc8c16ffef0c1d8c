"""How a service behind a target fares, as a value that outlives a run.

The breaker: after some failures in a row a service is left alone for a while, then asked once. What it
names itself (Retry-After, a used-up quota) is a wait as well, and a stricter one.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

FAILURES = 5
FIRST_WINDOW = timedelta(minutes=5)
LONGEST_WINDOW = timedelta(hours=4)
LONGEST_REST = timedelta(days=30)
"""No rest is that long: one whose end lies further ahead was begun by a clock that was wrong."""


@dataclass(frozen=True, slots=True)
class Health:
    """`failures` in a row; nothing is sent before `until`, when one probe is let through.

    `named`: the service asked for that wait itself. `sent`: how many requests it got in the minute before
    `sent_by`; 0 where that is too few to matter.
    """

    failures: int = 0
    until: datetime | None = None
    named: bool = False
    sent: int = 0
    sent_by: datetime | None = None

    def rests(self, now: datetime) -> bool:
        """Whether nothing may be sent now."""
        return self.until is not None and now < self.until <= now + LONGEST_REST

    def succeeded(self) -> "Health":
        """The service answered."""
        return replace(self, failures=0, until=None, named=False)

    def failed(self, now: datetime) -> "Health":
        """It failed once more: at the fifth time it rests, and after each probe for twice as long."""
        failures = self.failures + 1
        if failures < FAILURES:
            return replace(self, failures=failures, until=None, named=False)
        doubled = FIRST_WINDOW * 2 ** min(failures - FAILURES, 8)
        return replace(self, failures=failures, until=now + min(doubled, LONGEST_WINDOW), named=False)

    def told_to_wait(self, until: datetime) -> "Health":
        """It named a wait that is too long to sit through."""
        return replace(self, until=until, named=True)

    def probing(self) -> "Health":
        """Let one request through although it rests, because a person asks for it."""
        return replace(self, until=None, named=False)


HEALTHY = Health()


@dataclass(frozen=True, slots=True)
class Fare:
    """How a target fares, as it is kept: its state, why and what mends it in words, its service's health, the
    mark of the credentials that were refused (empty when none were), and whether they have `ended` for good.
    """

    state: str
    message: str = ""
    hint: str = ""
    health: Health = HEALTHY
    refused: str = ""
    ended: bool = False
