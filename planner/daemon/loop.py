"""The loop: turn after turn the parts of the service get their chance, and systemd is told that they did."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from planner.daemon.children import Children
from planner.daemon.notify import Notify
from planner.daemon.signals import Signals
from planner.daemon.ticker import Guarded, Ticker

TURN_SECONDS = 0.5


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the service: its name in the log, and what it does every so many seconds."""

    name: str
    turn: Callable[[], None]
    seconds: int = 1


class Loop:
    """Runs the parts until a signal ends it, or `over` gives an exit code.

    Waiting ends at a signal and when a child has something to say, and is short: a clock
    that jumps is noticed then.
    """

    def __init__(
        self,
        parts: Sequence[Part],
        children: Children,
        ticker: Ticker,
        notify: Notify,
        warn: Callable[[str], None],
        over: Callable[[], int | None],
    ) -> None:
        self._children = children
        self._ticker = ticker
        self._notify = notify
        self._over = over
        self._collect = Guarded("children", children.collect, warn)
        for part in parts:
            ticker.each(part.seconds, Guarded(part.name, part.turn, warn))

    def run(self, signals: Signals, reload: Callable[[], None]) -> int:
        """Take turns; the exit code."""
        while not signals.stop:
            if signals.reload:
                signals.reload = False
                reload()
            self._collect()
            self._ticker.run()
            code = self._over()
            if code is not None:
                return code
            self._notify.alive()
            signals.wait(TURN_SECONDS, self._children.filenos())
        return 0
