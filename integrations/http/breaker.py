"""The breaker: after some failures in a row a server is left alone for a while. A value, so that it can
be kept over a restart.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

FAILURES = 5
FIRST_WINDOW = timedelta(minutes=5)
LONGEST_WINDOW = timedelta(hours=4)


@dataclass(frozen=True, slots=True)
class Breaker:
    """`failures` in a row; open until `until`, when one probe is let through."""

    failures: int = 0
    until: datetime | None = None

    def is_open(self, now: datetime) -> bool:
        """Whether nothing may be sent now."""
        return self.until is not None and now < self.until

    def succeeded(self) -> "Breaker":
        """The server answered."""
        return Breaker()

    def failed(self, now: datetime) -> "Breaker":
        """It failed once more: at the fifth time it opens, and after each probe for twice as long."""
        failures = self.failures + 1
        if failures < FAILURES:
            return Breaker(failures)
        doubled = FIRST_WINDOW * 2 ** min(failures - FAILURES, 8)
        return Breaker(failures, now + min(doubled, LONGEST_WINDOW))

    def probing(self) -> "Breaker":
        """Let one request through, because a person asks for it."""
        return Breaker(self.failures)
