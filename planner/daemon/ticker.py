"""When the parts of a turn run: `schedule` as a ticker of a few guarded jobs.

It goes by naive local time, and lets an exception of one job starve those after it. So every job is guarded,
and when wall and monotonic time part (a suspend, a clock put back, summer time's end) all are armed anew.
"""

from collections.abc import Callable
from datetime import datetime

import schedule

from planner.errors import PlannerError

_JUMP_SECONDS = 2.0


class Guarded:
    """A job whose exceptions are told once per change, counted, and kept from everything else."""

    def __init__(self, name: str, job: Callable[[], None], tell: Callable[[str], None]) -> None:
        self.failures = 0
        self._name = name
        self._job = job
        self._tell = tell
        self._said = ""

    def __call__(self) -> None:
        """Run the job."""
        try:
            self._job()
        except Exception as error:  # noqa: BLE001 - whatever it is, the other jobs go on
            self.failures += 1
            said = _in_words(error)
            if said != self._said:
                self._said = said
                self._tell(f"{self._name}: {said}")
        else:
            if self._said:
                self._tell(f"{self._name}: it works again.")
            self.failures = 0
            self._said = ""


def _in_words(error: Exception) -> str:
    if isinstance(error, PlannerError):
        return f"{error.message} {error.hint}".strip()
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = f" ({trace.tb_frame.f_code.co_name}, line {trace.tb_lineno})" if trace is not None else ""
    return f"a mistake of the program: {type(error).__name__}: {error}{place}"


class Ticker:
    """Runs each job every so many seconds, however the wall clock is set meanwhile."""

    def __init__(self, wall: Callable[[], datetime], monotonic: Callable[[], float]) -> None:
        self._scheduler = schedule.Scheduler()
        self._jobs: list[tuple[int, Callable[[], None]]] = []
        self._wall = wall
        self._monotonic = monotonic
        self._apart = self._measured()

    def each(self, seconds: int, job: Callable[[], None]) -> None:
        """Add a job; it mustn't raise (see `Guarded`)."""
        self._jobs.append((seconds, job))
        self._arm(seconds, job)

    def run(self) -> None:
        """Run what is due."""
        apart = self._measured()
        if abs(apart - self._apart) > _JUMP_SECONDS:
            self._scheduler.clear()
            for seconds, job in self._jobs:
                self._arm(seconds, job)
        self._apart = apart
        self._scheduler.run_pending()

    def _arm(self, seconds: int, job: Callable[[], None]) -> None:
        self._scheduler.every(seconds).seconds.do(job)

    def _measured(self) -> float:
        """Wall time less monotonic time, in seconds. Naive local time counts, as it does for `schedule`."""
        wall = self._wall()
        return (wall - datetime.min).total_seconds() - self._monotonic()  # noqa: DTZ901
