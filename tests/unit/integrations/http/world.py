"""A world whose clock only moves when somebody sleeps."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from integrations.http.answer import Answer
from integrations.http.line import World

START = datetime(2027, 3, 1, 8, tzinfo=UTC)


@dataclass
class Clock:
    moment: datetime = START
    slept: list[float] = field(default_factory=list)

    def now(self) -> datetime:
        return self.moment

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.moment += timedelta(seconds=seconds)

    def world(self, chance: float = 0.5) -> World:
        return World(self.now, self.sleep, lambda: chance)


def answer(status: int, content: bytes = b"{}", **headers: str) -> Answer:
    return Answer(status, {name.replace("_", "-"): value for name, value in headers.items()}, content)


def script(*steps: Answer | Exception) -> Callable[[], Answer]:
    """A server that answers one after the other, the last one for ever."""
    left = list(steps)

    def send() -> Answer:
        step = left.pop(0) if len(left) > 1 else left[0]
        if isinstance(step, Exception):
            raise step
        return step

    return send
