"""The commands that run: those that the loop looks after as it goes, and those that others wait for."""

import threading
from collections.abc import Callable, Mapping, Sequence

from planner.daemon.child import Child, Ended, Running, wait_for
from planner.errors import PlannerError

Start = Callable[[Sequence[str], float, int], Running]
"""Start a command, with a deadline in seconds and the most bytes of its output to keep."""


class Children:
    """The loop's own commands: at most one of each name. They are polled, never waited for."""

    def __init__(self, start: Start) -> None:
        self._start = start
        self._running: dict[str, tuple[Running, Callable[[Ended], None]]] = {}

    def start(
        self, name: str, words: Sequence[str], seconds: float, most: int, ended: Callable[[Ended], None]
    ) -> None:
        """Start one; `ended` is told how it ended. Raises PlannerError when it can't be started."""
        self._running[name] = self._start(words, seconds, most), ended

    def runs(self, name: str) -> bool:
        """Whether one of this name runs."""
        return name in self._running

    def filenos(self) -> list[int]:
        """What becomes readable when one of them has something to say."""
        return [number for child, _ in self._running.values() for number in child.filenos()]

    def collect(self) -> None:
        """Take in what they said, and pass on how those that ended did."""
        for name, (child, tell) in list(self._running.items()):
            ended = child.poll()
            if ended is not None:
                del self._running[name]
                tell(ended)

    def stop(self, rest: Callable[[], object], seconds: float, monotonic: Callable[[], float]) -> None:
        """Ask all to end, and end those that haven't after some seconds."""
        until = monotonic() + seconds
        for child, _ in self._running.values():
            child.stop()
        while self._running and monotonic() < until:
            self._running = {name: one for name, one in self._running.items() if one[0].poll() is None}
            if self._running:
                rest()
        for child, _ in self._running.values():
            child.end()
        self._running.clear()


class Errands:
    """Commands that another thread waits for: what the page shows and does."""

    def __init__(self, start: Start) -> None:
        self._start = start
        self._lock = threading.Lock()
        self._running: set[Running] = set()
        self._is_over = False

    def run(self, words: Sequence[str], seconds: float, most: int) -> Ended:
        """Run a command and wait until it ended. Raises PlannerError when it can't be started."""
        with self._lock:
            if self._is_over:
                raise PlannerError("The background service is stopping.", "Try again in a moment.")
            child = self._start(words, seconds, most)
            self._running.add(child)
        try:
            return wait_for(child)
        finally:
            with self._lock:
                self._running.discard(child)

    def stop(self) -> None:
        """Ask those that run to end soon, and start no other."""
        with self._lock:
            self._is_over = True
            for child in self._running:
                child.stop()


def starter(
    argv: Callable[[Sequence[str]], Sequence[str]], environ: Mapping[str, str], monotonic: Callable[[], float]
) -> Start:
    """What starts commands of ours as processes."""

    def start(words: Sequence[str], seconds: float, most: int) -> Running:
        return Child(argv(words), environ, seconds, most, monotonic)

    return start
