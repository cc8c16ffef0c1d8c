"""A world for the work of the service in which clock, commands and memory are values in a test's hand."""

import json
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta, tzinfo
from pathlib import Path
from zoneinfo import ZoneInfo

from planner.daemon.child import Ended
from planner.daemon.children import Children
from planner.daemon.telling import Tell, Way
from planner.daemon.terms import Terms
from planner.daemon.work import Ports, Work
from planner.errors import PlannerError
from planner.web.settings import FeedSettings

SYNCED = Ended(0, json.dumps({"targets": [{"name": "ics", "state": "ok"}]}).encode())


DAILY_AND_ON_SUNDAYS = Tell(by=(Way.DESKTOP,), at=time(7, 30), review=6)


class Memory:
    """Notes that outlive a restart."""

    def __init__(self) -> None:
        self.texts: dict[str, str] = {}
        self.fails = False

    def read(self, names: tuple[str, ...]) -> Mapping[str, str]:
        return {name: self.texts[name] for name in names if name in self.texts}

    def write(self, texts: Mapping[str, str]) -> None:
        if self.fails:
            raise PlannerError("the disk is full")
        self.texts.update(texts)


class Command:
    """A command that takes its time, and ends as it was told to."""

    def __init__(self, ended: Ended, until: datetime, now: Callable[[], datetime]) -> None:
        self._ended = ended
        self._until = until
        self._now = now

    def filenos(self) -> list[int]:
        return []

    def poll(self) -> Ended | None:
        return self._ended if self._now() >= self._until else None

    def stop(self) -> None:
        self._until = self._now()

    def end(self) -> None:
        self._until = self._now()


@dataclass
class World:
    """`answer` says how a command ends; `begun` lists when each was started, in the plan's zone."""

    at: datetime
    zone: tzinfo = field(default_factory=lambda: ZoneInfo("Europe/Berlin"))
    every: timedelta = timedelta(minutes=15)
    takes: timedelta = timedelta(0)
    answer: Callable[[Sequence[str]], Ended] = field(default=lambda _: SYNCED)
    tell: Tell = field(default_factory=Tell)
    seen: str = "as it was"
    memory: Memory = field(default_factory=Memory)
    begun: list[tuple[datetime, str]] = field(default_factory=list)
    log: list[str] = field(default_factory=list)
    chance: random.Random = field(default_factory=lambda: random.Random(6))  # noqa: S311 - chance that repeats

    def __post_init__(self) -> None:
        self.restart()

    def restart(self) -> None:
        """Let the process die as it stands, and start another."""
        self.children = Children(self._start)
        ports = Ports(
            lambda: self.at,
            self.chance.uniform,
            lambda: self.seen,
            self.memory,
            self.log.append,
            self.log.append,
        )
        self.work = Work(self.terms, self.children, ports)

    @property
    def terms(self) -> Terms:
        return Terms(
            Path("/plan.yaml"),
            "plan",
            None,
            self.zone,
            self.every,
            Path("/plan.db"),
            {},
            FeedSettings(),
            self.tell,
        )

    def turn(self, after: timedelta = timedelta(0)) -> None:
        """Let time pass, and take a turn."""
        self.at += after
        errors = []
        for part in (self.children.collect, self.work.turn, self.children.collect):
            try:
                part()
            except PlannerError as error:
                errors.append(error)
        if errors:
            raise errors[0]

    def live(self, until: datetime, step: timedelta) -> None:
        """Take turns until some moment."""
        while self.at < until:
            self.turn(step)

    def starts(self, word: str) -> list[datetime]:
        """When commands that hold a word were started."""
        return [at for at, words in self.begun if word in words]

    def _start(self, words: Sequence[str], seconds: float, most: int) -> Command:
        del seconds, most
        self.begun.append((self.at.astimezone(self.zone), " ".join(words)))
        return Command(self.answer(words), self.at + self.takes, lambda: self.at)


def utc(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    """A moment in UTC."""
    return datetime(year, month, day, hour, minute, tzinfo=UTC)
