"""Commands as processes: whatever they do, the loop goes on."""

import os
import signal
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import pytest

from planner.daemon import child as module
from planner.daemon.child import MOST_SAID, Child, Ended, wait_for
from planner.daemon.children import Children, Errands
from planner.errors import PlannerError

PLAIN = {"PATH": os.environ["PATH"]}


def start(code: str, seconds: float = 30.0, most: int = 1000, environ: Mapping[str, str] = PLAIN) -> Child:
    return Child([sys.executable, "-S", "-c", code], environ, seconds, most, time.monotonic)


def is_gone(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
    except OSError:
        return True
    return state == "Z"


def eventually_gone(pid: int) -> bool:
    until = time.monotonic() + 5
    while not is_gone(pid) and time.monotonic() < until:
        time.sleep(0.02)
    return is_gone(pid)


def test_what_a_command_prints_and_how_it_ends_is_known() -> None:
    ended = wait_for(start("import sys; print('out'); print('err', file=sys.stderr); sys.exit(3)"))
    assert ended == Ended(3, b"out\n", "err\n")


def test_a_flood_neither_blocks_nor_fills_the_memory() -> None:
    code = "import sys\nfor _ in range(300): sys.stdout.write('x' * 100_000); sys.stderr.write('y' * 100_000)"
    ended = wait_for(start(code))
    assert ended.code == 0
    assert ended.out == b"x" * 1000
    assert len(ended.err) == MOST_SAID
    assert not ended.whole


def test_a_command_that_takes_too_long_is_ended_with_all_that_it_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "GRACE_SECONDS", 0.2)
    pids = tmp_path / "pids"
    code = f"""
import os, signal, subprocess, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)  # the grandchild ignores it, too
grandchild = subprocess.Popen(["sleep", "60"], process_group=0)
open({str(pids)!r}, "w").write(f"{{os.getpid()}} {{grandchild.pid}}")
time.sleep(60)
"""
    began = time.monotonic()
    ended = wait_for(start(code, seconds=1.0))
    assert ended.code is None
    assert time.monotonic() - began < 10
    assert all(eventually_gone(int(pid)) for pid in pids.read_text(encoding="utf-8").split())


def test_what_a_command_leaves_behind_ends_with_it_and_isn_t_waited_for() -> None:
    code = "import subprocess; print(subprocess.Popen(['sleep', '60']).pid)"
    began = time.monotonic()
    ended = wait_for(start(code))
    assert time.monotonic() - began < 10
    assert ended.code == 0
    assert eventually_gone(int(ended.out))


def test_a_killed_command_has_a_negative_code() -> None:
    ended = wait_for(start("import os; os.kill(os.getpid(), 9)"))
    assert ended.code == -signal.SIGKILL


def test_a_command_that_closes_its_streams_is_waited_for_without_spinning() -> None:
    child = start("import os, time; os.close(1); os.close(2); time.sleep(0.5)")
    until = time.monotonic() + 5
    while child.filenos() and time.monotonic() < until:
        assert child.poll() is None
    assert child.filenos() == []
    assert wait_for(child).code == 0


def test_what_systemd_tells_the_service_is_no_business_of_a_command() -> None:
    environ = {**PLAIN, "NOTIFY_SOCKET": "/s", "WATCHDOG_USEC": "1", "WATCHDOG_PID": "1", "KEPT": "1"}
    code = "import os; print(sorted(name for name in os.environ if 'O' in name or name == 'KEPT'))"
    assert wait_for(start(code, environ=environ)).out == b"['KEPT']\n"


def test_a_program_that_isn_t_there_is_an_error_of_ours() -> None:
    with pytest.raises(PlannerError, match="can't be started"):
        Child(["/nowhere/python"], PLAIN, 1.0, 10, time.monotonic)


def test_commands_are_stopped_within_a_time_and_none_stays(tmp_path: Path) -> None:
    pid = tmp_path / "pid"
    code = f"""
import os, signal, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
open({str(pid)!r}, "w").write(str(os.getpid()))
time.sleep(60)
"""
    children = Children(lambda *_: start(code))
    children.start("a", (), 1, 1, lambda _: None)
    while not (pid.exists() and pid.read_text(encoding="utf-8")):
        children.collect()
    began = time.monotonic()
    children.stop(lambda: time.sleep(0.01), 0.3, time.monotonic)
    assert time.monotonic() - began < 3
    assert eventually_gone(int(pid.read_text(encoding="utf-8")))


def test_no_command_is_started_for_others_once_the_service_stops() -> None:
    errands = Errands(lambda *_: start("print(1)"))
    assert errands.run((), 5, 10).out == b"1\n"
    errands.stop()
    with pytest.raises(PlannerError, match="stopping"):
        errands.run((), 5, 10)


def test_descriptors_stay_as_many_as_they_were() -> None:
    wait_for(start("print(1)"))
    before = len(list(Path("/proc/self/fd").iterdir()))
    for _ in range(5):
        wait_for(start("print(1)"))
    assert len(list(Path("/proc/self/fd").iterdir())) == before
