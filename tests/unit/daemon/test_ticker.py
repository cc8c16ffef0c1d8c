from datetime import datetime, timedelta

import pytest

from planner.daemon.ticker import Guarded, Ticker
from planner.errors import PlannerError


class Clocks:
    """A wall clock that can be put, and a monotonic one that can't."""

    def __init__(self) -> None:
        self.wall = datetime(2027, 3, 1, 12)  # noqa: DTZ001 - naive, as `schedule` has it
        self.monotonic = 100.0

    def pass_by(self, seconds: float) -> None:
        self.wall += timedelta(seconds=seconds)
        self.monotonic += seconds


@pytest.fixture
def clocks(monkeypatch: pytest.MonkeyPatch) -> Clocks:
    """The clocks of `schedule` and the ticker in a test's hand."""
    clocks = Clocks()

    class Datetime(datetime):
        @classmethod
        def now(cls, tz: object = None) -> "Datetime":
            del tz
            return cls.fromisoformat(clocks.wall.isoformat())

    monkeypatch.setattr("schedule.datetime.datetime", Datetime)
    return clocks


def ticker(clocks: Clocks) -> Ticker:
    return Ticker(lambda: clocks.wall, lambda: clocks.monotonic)


def test_a_job_that_always_raises_starves_nobody(clocks: Clocks) -> None:
    told: list[str] = []
    runs = {"first": 0, "bad": 0, "last": 0}
    ticking = ticker(clocks)

    def job(name: str) -> None:
        runs[name] += 1
        if name == "bad":
            raise ValueError("boom")

    for name in runs:
        ticking.each(1, Guarded(name, lambda name=name: job(name), told.append))  # type: ignore[misc]
    for _ in range(1000):
        clocks.pass_by(1)
        ticking.run()

    assert runs == {"first": 1000, "bad": 1000, "last": 1000}
    assert len(told) == 1
    assert told[0].startswith("bad: a mistake of the program: ValueError: boom")


def test_what_goes_wrong_is_told_when_it_begins_changes_and_ends() -> None:
    told: list[str] = []
    troubles = iter(["no disk", "no disk", "no net", "", "", "no disk"])

    def job() -> None:
        trouble = next(troubles)
        if trouble:
            raise PlannerError(trouble)

    guarded = Guarded("job", job, told.append)
    counts = []
    for _ in range(6):
        guarded()
        counts.append(guarded.failures)
    assert told == ["job: no disk", "job: no net", "job: it works again.", "job: no disk"]
    assert counts == [1, 2, 3, 0, 0, 1]


@pytest.mark.parametrize("jump", [-3600, -86_400, -400 * 86_400, 3 * 86_400])
def test_a_wall_clock_that_jumps_stalls_and_bursts_nothing(clocks: Clocks, jump: int) -> None:
    runs = []
    ticking = ticker(clocks)
    ticking.each(1, lambda: runs.append(clocks.monotonic))
    for _ in range(10):
        clocks.pass_by(1)
        ticking.run()
    clocks.wall += timedelta(seconds=jump)
    for _ in range(10):
        clocks.pass_by(1)
        ticking.run()
    assert 19 <= len(runs) <= 20


def test_a_clock_that_is_slewed_is_no_jump(clocks: Clocks) -> None:
    runs = []
    ticking = ticker(clocks)
    ticking.each(1, lambda: runs.append(1))
    for _ in range(10_000):
        clocks.pass_by(0.5)
        clocks.wall -= timedelta(milliseconds=0.25)  # 500 ppm, the most that adjtimex(2) slews by
        ticking.run()
    assert len(runs) >= 3_300
