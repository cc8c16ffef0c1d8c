"""`planner daemon run` from its first word to systemd to its last, with all that may happen between."""

import os
import signal
import sys
import time
from pathlib import Path

import pytest

from tests.system.daemon_process import SETTINGS, Daemon, eventually, serving
from tests.system.program import AS_ANYBODY, CALENDAR, PLAN, Program

BROKEN = "plan: [\n"
LONG = f"371.{os.getpid()}"  # seconds, and a mark
HANGING = f'[targets.todoist]\ntype = "todoist"\ntoken-command = ["sleep", "{LONG}"]\n{SETTINGS}'
OFTEN = {"WATCHDOG_USEC": "400000"}

WEDGED = """
import sys, time
from pathlib import Path
from planner.daemon import watch
look = watch.Watch.look
def wedge(self):
    while Path("wedge").exists():
        time.sleep(0.05)
    look(self)
watch.Watch.look = wedge
sys.argv[0] = "planner"
from planner.__main__ import main
main()
"""


def edit(place: Program, old: str, new: str) -> None:
    file = place.folder / PLAN
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def synced(daemon: Daemon) -> Daemon:
    daemon.ready()
    eventually((daemon.place.folder / CALENDAR).exists)
    eventually(lambda: daemon.says("Synced"))
    return daemon


def processes(word: str) -> list[str]:
    """The command lines that hold a word."""
    found = []
    for one in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            found.append(one.read_bytes().replace(b"\0", b" ").decode())
        except OSError:
            continue
    return [line for line in found if word in line]


def test_a_whole_life(nurse: Program) -> None:
    with serving(nurse, variables=OFTEN) as daemon:
        synced(daemon)
        eventually(lambda: daemon.beats() > 3)
        status = daemon.status()
        assert status["running"]
        assert status["pid"] == daemon.process.pid
        assert status["jobs"][0]["name"] == "sync"
        assert status["jobs"][0]["due"]
        assert [target["state"] for target in status["targets"]] == ["ok"]
        eventually(lambda: any(line.startswith("STATUS=Synced at") for line in daemon.hear()))

        code, seconds = daemon.stopped()

        told = daemon.hear()
        assert code == 0
        assert seconds < 5
        assert told.index("READY=1") < told.index("WATCHDOG=1") < told.index("STOPPING=1")
        assert told[-1] == "STOPPING=1"
    ended = nurse.run("daemon", "status")
    assert ended.code == 1
    assert "not running" in ended.out
    assert "Stopped." in nurse.must("daemon", "logs", "-n", "1").out


def test_an_edit_and_a_word_reach_the_calendar_within_seconds(nurse: Program) -> None:
    with serving(nurse) as daemon:
        calendar = nurse.folder / CALENDAR
        synced(daemon)
        edit(nurse, "Medical assistant certificate", "Certificate of a medical assistant")
        eventually(lambda: b"Certificate of a medical" in calendar.read_bytes(), 5.0)
        daemon.place.must("done", "manager-talk")
        eventually(lambda: "✓".encode() in calendar.read_bytes(), 5.0)


def test_a_broken_plan_keeps_the_last_good_one_and_says_so(nurse: Program) -> None:
    with serving(nurse) as daemon:
        synced(daemon)
        good = (nurse.folder / PLAN).read_text(encoding="utf-8")
        calendar = nurse.calendar
        (nurse.folder / PLAN).write_text(BROKEN, encoding="utf-8")
        daemon.signal(signal.SIGHUP)
        eventually(lambda: daemon.hear().count("READY=1") == 2)
        assert any(line.startswith("RELOADING=1\nMONOTONIC_USEC=") for line in daemon.told)
        eventually(lambda: any(f"{PLAN}:" in line and "STATUS=" in line for line in daemon.hear()))
        eventually(lambda: daemon.says("The plan file is broken"))
        assert PLAN in daemon.status()["plan_error"]
        assert nurse.calendar == calendar

        (nurse.folder / PLAN).write_text(good, encoding="utf-8")
        eventually(lambda: daemon.says("The plan file is fine again."))
        assert daemon.status()["plan_error"] is None


def test_a_plan_that_broke_before_it_starts_keeps_nothing_from_starting(nurse: Program) -> None:
    nurse.must("sync")
    good = (nurse.folder / PLAN).read_text(encoding="utf-8")
    (nurse.folder / PLAN).write_text(BROKEN, encoding="utf-8")
    with serving(nurse) as daemon:
        eventually(lambda: daemon.says("The plan file is broken"))
        assert f"{PLAN}:" in daemon.status()["plan_error"]
        (nurse.folder / PLAN).write_text(good, encoding="utf-8")
        eventually(lambda: daemon.says("The plan file is fine again."))


def test_settings_are_read_again_by_themselves(nurse: Program) -> None:
    with serving(nurse) as daemon:
        synced(daemon)
        settings = nurse.folder / "planner.toml"
        settings.write_text(f'{SETTINGS}[daemon]\nevery = "often"\n', encoding="utf-8")
        eventually(lambda: daemon.says("[daemon] every: 'often' is not a length"))
        settings.write_text(f'{SETTINGS}[targets.b]\ntype = "ics"\npath = "b.ics"\n', "utf-8")
        eventually((nurse.folder / "b.ics").exists)


def test_term_ends_it_in_time_although_a_sync_hangs(nurse: Program) -> None:
    with serving(nurse, HANGING) as daemon:
        daemon.ready()
        eventually(lambda: processes(f"sleep {LONG}"))
        code, seconds = daemon.stopped()
        assert code == 0
        assert seconds < 5
        eventually(lambda: not processes(f"sleep {LONG}"))


@pytest.mark.parametrize("wedge", ["stopped", "planted"])
def test_the_watchdog_isn_t_fed_by_a_loop_that_does_nothing(nurse: Program, wedge: str) -> None:
    program = (sys.executable, "-c", WEDGED) if wedge == "planted" else (sys.executable, "-m", "planner")
    with serving(nurse, variables=OFTEN, program=program) as daemon:
        daemon.ready()
        eventually(lambda: daemon.beats() > 3)
        if wedge == "planted":
            (nurse.folder / "wedge").touch()
        else:
            daemon.signal(signal.SIGSTOP)
        time.sleep(1.0)
        before = daemon.beats()
        time.sleep(1.5)
        assert daemon.beats() == before
        (nurse.folder / "wedge").unlink(missing_ok=True)
        daemon.signal(signal.SIGCONT)
        eventually(lambda: daemon.beats() > before)


def test_one_daemon_runs_for_a_plan(nurse: Program) -> None:
    with serving(nurse) as daemon:
        daemon.ready()
        second = daemon.place.run("--plan", PLAN, "daemon", "run")
        assert second.code == 75
        assert str(daemon.process.pid) in second.err
        daemon.process.kill()
        daemon.ended()
        with serving(nurse) as other:
            other.ready()


@pytest.mark.parametrize(
    ("settings", "plan", "code", "says"),
    [
        ("", BROKEN, 3, f"{PLAN}:"),
        ('[daemon]\nevery = "9 seconds"\n', None, 2, "every"),
        ("[daemn]\n", None, 2, "daemon"),
    ],
)
def test_what_can_t_start_says_why_and_is_never_ready(
    nurse: Program, settings: str, plan: str | None, code: int, says: str
) -> None:
    if plan is not None:
        (nurse.folder / PLAN).write_text(plan, encoding="utf-8")
    with serving(nurse, settings) as daemon:
        ended, err = daemon.ended()
        assert ended == code
        assert says in err
        assert "Traceback" not in err
        assert daemon.hear() == []


def test_a_state_directory_that_can_t_be_written_is_refused_in_one_line(nurse: Program) -> None:
    nurse.state.mkdir(mode=0o500, exist_ok=True)
    nurse.state.chmod(0o500)
    try:
        with serving(nurse, before=AS_ANYBODY) as daemon:
            code, err = daemon.ended()
    finally:
        nurse.state.chmod(0o700)
    assert code == 1
    assert len(err.strip().splitlines()) == 1
    assert str(nurse.state) in err


def test_a_damaged_database_is_recovered_before_it_is_ready(nurse: Program) -> None:
    nurse.must("sync")
    nurse.must("done", "manager-talk")
    nurse.must("sync")
    content = bytearray(nurse.database.read_bytes())
    content[4096:8192] = os.urandom(4096)
    nurse.database.write_bytes(content)
    with serving(nurse) as daemon:
        daemon.ready()
        assert daemon.says("was damaged")


def test_idle_it_costs_next_to_nothing(nurse: Program) -> None:
    with serving(nurse) as daemon:
        synced(daemon)
        time.sleep(2)
        cpu, began = daemon.cpu(), time.monotonic()
        time.sleep(6)
        assert (daemon.cpu() - cpu) / (time.monotonic() - began) <= 0.01
        assert daemon.kilobytes() <= 40_000
