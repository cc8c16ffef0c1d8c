import os
import subprocess
import sys
from pathlib import Path

import pytest

from planner.errors import Busy, PlannerError
from planner.store.lock import exclusive
from planner.store.snapshot import read_store

COUNT_ONE_MORE = """
import sys
from pathlib import Path
from planner.store.lock import exclusive
counter = Path(sys.argv[2])
with exclusive(Path(sys.argv[1]), 60):
    counter.write_text(str(int(counter.read_text()) + 1))
"""

RECORD = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from planner.progress.facts import Unpinned
from planner.store.snapshot import read_store
from planner.store.store import open_store
path = Path(sys.argv[1])
for _ in range(3):
    with open_store(path, lambda: datetime.now(UTC)) as store:
        store.append([Unpinned("a")], "command")
    with read_store(path) as snapshot:
        snapshot.entries()
"""

HOLD = """
import sys
from pathlib import Path
from planner.store.lock import exclusive
with exclusive(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


class Clock:
    """Time that passes only while somebody sleeps."""

    def __init__(self) -> None:
        self.time = 0.0

    def sleep(self, seconds: float) -> None:
        self.time += seconds

    def monotonic(self) -> float:
        return self.time


def test_a_second_run_waits_and_then_says_that_it_is_busy(tmp_path: Path) -> None:
    clock = Clock()
    with exclusive(tmp_path / "plan.lock"):
        with (
            pytest.raises(Busy, match="Another run"),
            exclusive(tmp_path / "plan.lock", 10, clock.sleep, clock.monotonic),
        ):
            pytest.fail("two runs at once")
        assert 10 <= clock.time < 11
    with exclusive(tmp_path / "plan.lock"):
        pass


def test_without_patience_it_does_not_sleep_at_all(tmp_path: Path) -> None:
    clock = Clock()
    with (
        exclusive(tmp_path / "plan.lock"),
        pytest.raises(Busy),
        exclusive(tmp_path / "plan.lock", 0, clock.sleep, clock.monotonic),
    ):
        pytest.fail("two runs at once")
    assert clock.time == 0


def test_a_lock_that_becomes_free_in_time_is_taken(tmp_path: Path) -> None:
    first = exclusive(tmp_path / "plan.lock")
    first.__enter__()
    clock = Clock()

    def sleep(seconds: float) -> None:
        clock.sleep(seconds)
        if clock.time > 3:
            first.__exit__(None, None, None)

    with exclusive(tmp_path / "plan.lock", 10, sleep, clock.monotonic):
        assert 3 < clock.time < 4


def test_plans_do_not_lock_each_other_out(tmp_path: Path) -> None:
    with exclusive(tmp_path / "a.lock"), exclusive(tmp_path / "b.lock"):
        pass


def test_an_error_inside_frees_the_lock(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), exclusive(tmp_path / "plan.lock"):
        _ = 1 // 0
    with exclusive(tmp_path / "plan.lock"):
        pass


def test_a_killed_run_leaves_no_lock_behind(tmp_path: Path) -> None:
    lock = tmp_path / "plan.lock"
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(lock)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(Busy), exclusive(lock):
            pytest.fail("two runs at once")
        holder.kill()
        holder.wait()
        with exclusive(lock):
            pass


def test_twenty_runs_at_once_come_one_after_the_other(tmp_path: Path) -> None:
    counter = tmp_path / "counter"
    counter.write_text("0")
    command = [sys.executable, "-c", COUNT_ONE_MORE, str(tmp_path / "plan.lock"), str(counter)]
    runs = [subprocess.Popen(command) for _ in range(20)]
    assert [run.wait() for run in runs] == [0] * 20
    assert counter.read_text() == "20"


def test_even_without_the_lock_no_run_loses_a_fact_or_sees_half_a_database(tmp_path: Path) -> None:
    path = tmp_path / "plan.db"
    runs = [subprocess.Popen([sys.executable, "-c", RECORD, str(path)]) for _ in range(8)]
    assert [run.wait() for run in runs] == [0] * 8
    with read_store(path) as snapshot:
        assert [entry.change for entry in snapshot.entries()] == list(range(1, 25))


def test_a_link_in_the_place_of_the_lock_is_refused(tmp_path: Path) -> None:
    (tmp_path / "plan.lock").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(PlannerError, match="can't be opened"), exclusive(tmp_path / "plan.lock"):
        pytest.fail("locked through a link")
    assert not os.path.lexists(tmp_path / "elsewhere")
