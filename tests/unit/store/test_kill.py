"""Killed at a system call: the state is the one before or the one after, and what was said is true."""

import subprocess
import sys
from pathlib import Path

import pytest

from planner.progress.facts import Completed, Entry
from planner.store.backups import back_up, backups_of
from planner.store.recover import is_sound, recover
from planner.store.snapshot import read_store
from planner.store.store import open_store
from tests.unit.store.samples import DAY, noon, record

RECORD_AND_SAY_SO = """
import os, sys
from datetime import UTC, date, datetime
from pathlib import Path
from planner.progress.facts import Completed, Pinned
from planner.store.backups import back_up
from planner.store.store import open_store

path = Path(sys.argv[1])
now = lambda: datetime(2028, 1, 4, 12, tzinfo=UTC)
with open_store(path, now) as store:
    for number in range(4):
        day = date(2028, 1, 4)
        facts = [Completed(f"{number}", day), Pinned(f"{number}", day)]
        os.write(1, b"%d " % store.append(facts, "command"))
    back_up(path, now)
"""

RECOVER = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from planner.store.recover import recover
recover(Path(sys.argv[1]), lambda: datetime(2028, 1, 4, 12, tzinfo=UTC))
"""


def run(
    program: str, path: Path, call: str, when: int | str, fault: str = "signal=SIGKILL"
) -> tuple[int, list[int]]:
    """The exit status of a program that meets a fault at its n-th call, and the changes it said it made."""
    command = [
        "strace",
        "-f",
        "-o",
        "/dev/null",
        "-e",
        f"trace={call}",
        "-e",
        f"inject={call}:{fault}:when={when}",
    ]
    done = subprocess.run(
        [*command, sys.executable, "-c", program, str(path)], capture_output=True, check=False
    )
    return done.returncode, [int(word) for word in done.stdout.split()]


def changes(entries: tuple[Entry, ...]) -> list[int]:
    return sorted({entry.change for entry in entries})


def content(path: Path) -> list[bytes | None]:
    files = (path, path.with_name(f"{path.name}-wal"))
    return [one.read_bytes() if one.exists() else None for one in files]


POINTS = [
    *(("pwrite64", n) for n in (1, 2, 3, 4, 5, 6, 7, 9, 12, 15, 19, 24, 30)),
    *(("fdatasync", n) for n in (1, 2, 3, 4, 6)),
    ("fsync", 1),
    ("rename", 1),
    ("unlink", 1),
]


@pytest.mark.parametrize(("call", "when"), POINTS)
def test_what_was_acknowledged_survives_a_kill_and_nothing_is_half_there(
    tmp_path: Path, call: str, when: int
) -> None:
    path = tmp_path / "plan.db"
    status, said = run(RECORD_AND_SAY_SO, path, call, when)
    assert status != 0 or said == [1, 2, 3, 4]
    before = content(path)
    with read_store(path) as snapshot:
        found = snapshot.entries()
    assert not said or content(path) == before, "looking changes nothing"
    assert changes(found) in ([*said], [*said, len(said) + 1])
    assert len(found) == 2 * len(changes(found)), "a change is whole or absent"
    with open_store(path, noon) as store:
        assert store.entries() == found
        assert store.append([Completed("next", DAY)], "command") == len(changes(found)) + 1
    assert all(is_sound(backup) for backup in backups_of(path))


@pytest.mark.parametrize("when", ["1+", "4+", "7+", "9+"])
def test_a_disk_that_fails_is_an_error_and_never_a_false_promise(tmp_path: Path, when: str) -> None:
    path = tmp_path / "plan.db"
    status, said = run(RECORD_AND_SAY_SO, path, "fdatasync", when, "error=EIO")
    assert status == 1
    with read_store(path) as snapshot:
        assert changes(snapshot.entries())[: len(said)] == said


@pytest.mark.parametrize(
    ("call", "when"), [("rename", 1), ("link", 1), ("pwrite64", 1), ("pwrite64", 3), ("fsync", 1)]
)
def test_a_recovery_that_is_killed_is_done_again(tmp_path: Path, call: str, when: int) -> None:
    path = tmp_path / "plan.db"
    record(path, Completed("kept", DAY))
    back_up(path, noon)
    path.write_bytes(path.read_bytes()[:5000])
    run(RECOVER, path, call, when)
    recover(path, noon)
    with open_store(path, noon) as store:
        assert [entry.fact for entry in store.entries()] == [Completed("kept", DAY)]
    assert list(tmp_path.glob("plan.db.damaged-*"))
