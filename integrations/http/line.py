"""The line to one server during one cycle: every request goes through it, and it keeps the manners.

Invariants: never more than the pace a minute, nor than the budget a cycle; nothing is sent while the
breaker is open; what may have been done is repeated only where the caller says that is harmless.
"""

import random
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from integrations.http.answer import Answer
from integrations.http.breaker import Breaker
from integrations.http.judge import Next, Reading, Verdict, judge, judge_error
from integrations.http.waiting import backoff, named
from planner.errors import OutcomeUnknown, PlannerError, Resting, SignInNeeded

_MINUTE = timedelta(minutes=1)


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class World:
    """Clock, sleep and chance (0 to 1)."""

    now: Callable[[], datetime] = _now
    sleep: Callable[[float], None] = time.sleep
    chance: Callable[[], float] = random.SystemRandom().random


@dataclass(frozen=True, slots=True)
class Limits:
    """What a cycle may cost: requests in all and a minute, its time, tries of one request, one wait, and
    how long a server rests that has used up a quota.
    """

    requests: int = 6000
    a_minute: int = 500
    time: timedelta = timedelta(minutes=20)
    tries: int = 6
    wait: timedelta = timedelta(seconds=90)
    park: timedelta = timedelta(hours=3)


@dataclass(slots=True)
class Line:
    """`service` is its name for people, `sign_in` the remedy when access is refused.

    `breaker` can be read when the cycle ends, and given to the line of the next one.
    """

    service: str
    sign_in: str
    read: Reading = lambda *_: None
    world: World = field(default_factory=World)
    limits: Limits = field(default_factory=Limits)
    breaker: Breaker = field(default_factory=Breaker)
    _sent: int = 0
    _recent: deque[datetime] = field(default_factory=deque)
    _begun: datetime | None = None

    def ask(self, send: Callable[[], Answer], *, harmless: bool) -> Answer:
        """Send a request until the server takes or refuses it; `harmless`: it may be done twice.

        Raises OutcomeUnknown when it isn't harmless and may have been done, Resting when the server is
        to be left alone until some time, SignInNeeded, or PlannerError when it can't be asked.
        """
        for attempt in range(1, self.limits.tries + 1):
            self._prepare()
            answer, verdict = self._send(send)
            if answer is not None and verdict.next in {Next.TAKE, Next.REFUSED}:
                return answer
            if verdict.next is Next.SIGN_IN:
                raise SignInNeeded(f"{self.service}: {verdict.words}", self.sign_in)
            if verdict.next is Next.PARK:
                raise self._resting(verdict.words, self.world.now() + self.limits.park, named=True)
            if verdict.next is Next.LOOK and not harmless:
                if verdict.wait is not None:
                    self._wait(verdict, attempt)
                raise OutcomeUnknown(f"{self.service}: {verdict.words}", "Sync again.")
            self._wait(verdict, attempt)
        raise PlannerError(f"{self.service}: {verdict.words}", "Sync again later.")

    def pause(self) -> None:
        """Wait a little, before looking what became of a request."""
        self.world.sleep(backoff(1, self.world.chance))

    def _send(self, send: Callable[[], Answer]) -> tuple[Answer | None, Verdict]:
        try:
            answer = send()
        except PlannerError:
            raise
        except Exception as error:
            verdict = judge_error(error)
            if verdict is None:
                raise
            self.breaker = self.breaker.failed(self.world.now())
            return None, verdict
        now = self.world.now()
        verdict = self.read(answer, now) or judge(answer, now)
        fails = verdict.next is Next.LOOK
        self.breaker = self.breaker.failed(now) if fails else self.breaker.succeeded()
        return answer, verdict

    def _prepare(self) -> None:
        """Count a request, and hold it back until the pace allows it."""
        now = self.world.now()
        self._begun = self._begun or now
        if self.breaker.until is not None and self.breaker.is_open(now):
            raise self._resting("it failed several times in a row", self.breaker.until, named=False)
        if self._sent >= self.limits.requests or now - self._begun > self.limits.time:
            raise self._resting("enough was asked of it for one sync", now + _MINUTE, named=False)
        while self._recent and self._recent[0] <= now - _MINUTE:
            self._recent.popleft()
        if len(self._recent) >= self.limits.a_minute:
            self.world.sleep((self._recent.popleft() + _MINUTE - now).total_seconds())
            now = self.world.now()
        self._recent.append(now)
        self._sent += 1

    def _wait(self, verdict: Verdict, attempt: int) -> None:
        now, chance = self.world.now(), self.world.chance
        if self.breaker.until is not None and self.breaker.is_open(now):
            raise self._resting(verdict.words, self.breaker.until, named=False)
        # A server may name no time at all, or a moment that has passed.
        seconds = max(backoff(attempt, chance), named(verdict.wait or 0.0, chance))
        if seconds > self.limits.wait.total_seconds():
            raise self._resting(verdict.words, now + timedelta(seconds=seconds), named=True)
        if attempt < self.limits.tries:
            self.world.sleep(seconds)

    def _resting(self, words: str, until: datetime, *, named: bool) -> Resting:
        return Resting(f"{self.service}: {words}", until, named=named)
