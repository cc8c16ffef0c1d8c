"""The line to one server during one cycle: every request goes through it, and it keeps the manners.

Invariants: never more than the pace a minute, over runs too, nor than the budget a cycle; nothing is sent
while the service rests; what may have been done is repeated only where the caller says that is harmless.
"""

import random
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from integrations.http.answer import Answer
from integrations.http.judge import Next, Reading, Verdict, judge, judge_error
from integrations.http.waiting import backoff, http_date, named
from planner.errors import OutcomeUnknown, PlannerError, Resting, SignInNeeded
from planner.sync.health import HEALTHY, Health

_MINUTE = timedelta(minutes=1)
_MATTERS = 50
"""From how many requests a minute on a run tells the next one."""


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
    """`service` is its name for people, `sign_in` the remedy when access is refused, `past` how the service
    fared when the last cycle ended.
    """

    service: str
    sign_in: str
    read: Reading = lambda *_: None
    world: World = field(default_factory=World)
    limits: Limits = field(default_factory=Limits)
    past: Health = HEALTHY
    _sent: int = 0
    _recent: deque[datetime] = field(default_factory=deque)
    _begun: datetime | None = None
    _date: str = ""
    _health: Health = field(init=False)

    def __post_init__(self) -> None:
        self._health = self.past
        if self.past.sent_by is not None:
            self._recent.extend([min(self.past.sent_by, self.world.now())] * self.past.sent)

    @property
    def health(self) -> Health:
        """How the service fares by now, for the next cycle."""
        sent = len(self._recent)
        if self._sent == 0:
            return self._health
        if sent < _MATTERS:
            return replace(self._health, sent=0, sent_by=None)
        return replace(self._health, sent=sent, sent_by=self._recent[-1])

    @property
    def time(self) -> datetime | None:
        """What time the server said it is, by the last answer that was one (RFC 9110 6.6.1); None where it
        didn't.
        """
        return http_date(self._date)

    def ask(self, send: Callable[[], Answer], *, harmless: bool) -> Answer:
        """Send a request until the server takes or refuses it; `harmless`: it may be done twice.

        Raises OutcomeUnknown when it isn't harmless and may have been done, Resting when the server is
        to be left alone until some time, SignInNeeded, or PlannerError when it can't be asked.
        """
        for attempt in range(1, self.limits.tries + 1):
            self._prepare()
            answer, verdict = self._send(send, harmless=harmless)
            if answer is not None and verdict.next in {Next.TAKE, Next.REFUSED}:
                self._date = answer.headers.get("date", "")
                return answer
            if verdict.next is Next.SIGN_IN:
                raise SignInNeeded(f"{self.service}: {verdict.words}", self.sign_in)
            if verdict.next is Next.STOP:
                raise PlannerError(f"{self.service}: {verdict.words}", "Then try again.")
            if verdict.next is Next.PARK:
                raise self._told_to_wait(verdict.words, self.limits.park)
            if verdict.next is Next.LOOK and not harmless:
                if verdict.wait is not None:
                    self._wait(verdict, attempt)
                raise OutcomeUnknown(f"{self.service}: {verdict.words}", "Sync again.")
            if verdict.tries is not None and attempt >= verdict.tries:
                break
            self._wait(verdict, attempt)
        raise PlannerError(f"{self.service}: {verdict.words}", "Try again later.")

    def pause(self) -> None:
        """Wait a little, before looking what became of a request."""
        self.world.sleep(backoff(1, self.world.chance))

    def _send(self, send: Callable[[], Answer], *, harmless: bool) -> tuple[Answer | None, Verdict]:
        try:
            answer = send()
        except PlannerError:
            raise
        except Exception as error:  # noqa: BLE001 - what a library raises is told by kind alone
            verdict = judge_error(error)
            if verdict is None:
                # Its text may repeat what was sent, the credentials too.
                words = f"{self.service}: {type(error).__name__} in the code that talks to it"
                raise (PlannerError if harmless else OutcomeUnknown)(
                    words, "Please report this line."
                ) from None
            self._health = self._health.failed(self.world.now())
            return None, verdict
        now = self.world.now()
        verdict = self.read(answer, now) or judge(answer, now)
        fails = verdict.next is Next.LOOK
        self._health = self._health.failed(now) if fails else self._health.succeeded()
        return answer, verdict

    def _prepare(self) -> None:
        """Count a request, and hold it back until the pace allows it."""
        now = self.world.now()
        self._begun = self._begun or now
        self._check_rest("it failed several times in a row", now)
        if self._sent >= self.limits.requests or now - self._begun > self.limits.time:
            words = f"{self.service}: enough was asked of it for one sync"
            raise Resting(words, now + _MINUTE, named=False)
        while self._recent and self._recent[0] <= now - _MINUTE:
            self._recent.popleft()
        if len(self._recent) >= self.limits.a_minute:
            self.world.sleep((self._recent.popleft() + _MINUTE - now).total_seconds())
            now = self.world.now()
        self._recent.append(now)
        self._sent += 1

    def _wait(self, verdict: Verdict, attempt: int) -> None:
        now, chance = self.world.now(), self.world.chance
        self._check_rest(verdict.words, now)
        # A server may name no time at all, or a moment that has passed.
        seconds = max(backoff(attempt, chance), named(verdict.wait or 0.0, chance))
        if seconds > self.limits.wait.total_seconds():
            raise self._told_to_wait(verdict.words, timedelta(seconds=seconds))
        if attempt < self.limits.tries:
            self.world.sleep(seconds)

    def _check_rest(self, words: str, now: datetime) -> None:
        if self._health.until is not None and self._health.rests(now):
            raise Resting(f"{self.service}: {words}", self._health.until, named=self._health.named)

    def _told_to_wait(self, words: str, wait: timedelta) -> Resting:
        until = self.world.now() + wait
        self._health = self._health.told_to_wait(until)
        return Resting(f"{self.service}: {words}", until, named=True)
