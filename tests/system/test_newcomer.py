"""A person's first hour, command by command."""

import fcntl
import os
import pty
import re
import signal
import subprocess
from pathlib import Path

import pytest

from tests.system.program import CALENDAR, Ended, Program


def test_from_nothing_to_a_calendar(empty: Program) -> None:
    lost = empty.run("status")
    assert lost.code == 2
    assert "planner init --template nurse" in lost.err
    assert "nurse.yaml" in empty.must("init", "--template", "nurse").out
    assert "is fine" in empty.must("check").out
    assert "Registered nurse" in empty.must("timeline").out
    assert "Nothing was changed" in empty.must("sync", "--dry-run").out
    assert not (empty.folder / CALENDAR).exists()
    assert "planner sync" in empty.must("status").out
    empty.must("sync")
    assert empty.calendar.startswith(b"BEGIN:VCALENDAR")
    assert "up to date" in empty.must("sync").out
    assert "Last sync" in empty.must().out


def test_a_change_says_what_it_moved_and_undo_brings_the_earlier_bytes_back(nurse: Program) -> None:
    nurse.must("sync")
    first = nurse.calendar
    slipped = nurse.must("slip", "ma-certificate", "5 weeks", "--yes")
    assert re.search(r"30 Nov 2027 -> 4 Jan 2028\n  moves      ma-job \+35 days", slipped.out)
    assert "next: planner sync" in slipped.err
    nurse.must("sync")
    assert nurse.calendar != first
    assert "late, to 4 Jan 2028" in nurse.must("undo", "--yes").out
    nurse.must("sync")
    again = re.sub(rb"(SEQUENCE|DTSTAMP|LAST-MODIFIED):.*", b"", nurse.calendar)
    assert again == re.sub(rb"(SEQUENCE|DTSTAMP|LAST-MODIFIED):.*", b"", first)


@pytest.mark.parametrize("day", ["2028-02-08", "2027-12-01", "2028-03-31", "2028-02-29"])
def test_what_slips_to_a_day_is_due_on_that_day(nurse: Program, day: str) -> None:
    nurse.must("slip", "ma-certificate", "--to", day, "--yes")
    items = nurse.must("timeline", "--json").json["items"]
    assert [item["due"] for item in items if item["id"] == "ma-certificate"] == [day]


ASKING = [
    ["slip", "ma-certificate", "5 weeks"],
    ["undo"],
    ["redo"],
    ["targets", "reset", "ics"],
    ["restore", "copy.db"],
]


@pytest.fixture
def ready(nurse: Program) -> Program:
    """A place in which every command that asks has something to ask about."""
    nurse.must("sync")
    nurse.must("backup", "copy.db")
    nurse.must("done", "ma-certificate/register")
    nurse.must("drop", "volunteer")
    nurse.must("undo", "--yes")
    return nurse


@pytest.mark.parametrize("command", ASKING, ids=lambda command: command[0])
@pytest.mark.parametrize("how", [[], ["--no-input"], ["--json"]], ids=["unasked", "no-input", "json"])
def test_what_asks_shows_and_changes_nothing_where_nobody_answers(
    ready: Program, command: list[str], how: list[str]
) -> None:
    before = ready.tree()
    refused = ready.run(*command, *how, typed="y\n")
    assert refused.code == 6
    assert refused.out or refused.err.count("\n") > 2, "it says what it would do"
    assert "--yes" in refused.err
    assert ready.tree() == before
    assert ready.run(*command, "--yes", *how).code == 0
    assert ready.tree() != before


@pytest.mark.parametrize(("answer", "changed"), [("y", True), ("yes", True), ("n", False), ("", False)])
def test_on_a_terminal_it_asks_and_takes_no_for_an_answer(ready: Program, answer: str, changed: bool) -> None:
    before = ready.facts()
    ended = on_a_terminal(ready, ["slip", "ma-certificate", "5 weeks"], f"{answer}\n")
    assert ended.code == 0
    assert "Keep this? [y/N]" in ended.err
    assert (ready.facts() != before) is changed


def on_a_terminal(program: Program, command: list[str], typed: str) -> Ended:
    """Run a command whose questions a person can answer."""
    terminal, end = pty.openpty()
    try:
        os.write(terminal, typed.encode())
        ended = subprocess.run(
            program.command(*command),
            cwd=program.folder,
            env=program.environment,
            stdin=end,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    finally:
        os.close(terminal)
        os.close(end)
    return Ended(ended.returncode, ended.stdout, ended.stderr)


def test_colours_are_for_terminals_that_want_them(nurse: Program) -> None:
    def shown(**variables: str) -> bytes:
        terminal, end = pty.openpty()
        environment = {**nurse.environment, "TERM": "xterm", **variables}
        with subprocess.Popen(nurse.command("status"), cwd=nurse.folder, env=environment, stdout=end) as run:
            assert run.wait(60) == 0
        os.close(end)
        found = os.read(terminal, 65536)
        os.close(terminal)
        return found

    assert b"\x1b[" in shown()
    assert b"\x1b[" not in shown(NO_COLOR="1")
    assert b"\x1b[" not in shown(TERM="dumb")
    assert "\x1b" not in nurse.must("status").out


def test_an_interrupt_while_it_waits_ends_it_quietly(nurse: Program) -> None:
    nurse.must("sync")
    with (nurse.state / "nurse.lock").open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        waiting = subprocess.Popen(
            nurse.command("sync"),
            cwd=nurse.folder,
            env=nurse.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        with pytest.raises(subprocess.TimeoutExpired):
            waiting.wait(1)
        waiting.send_signal(signal.SIGINT)
        out, err = waiting.communicate(timeout=10)
    assert (waiting.returncode, out) == (130, "")
    assert "Traceback" not in err
    nurse.must("sync")


def test_two_plans_in_one_home_never_share_what_was_recorded(nurse: Program, tmp_path: Path) -> None:
    nurse.must("done", "ma-certificate/register")
    other = Program(tmp_path, variables={})
    (tmp_path / "plan" / "second").mkdir()
    (tmp_path / "plan" / "third").mkdir()
    other.must("init", "--template", "nurse", "--plan", "second/nurse.yaml")
    second = other.must("--plan", "second/nurse.yaml", "history", "--json").json["facts"]
    assert second == []
    copied = (nurse.folder / "nurse.yaml").read_text()
    (tmp_path / "plan" / "third" / "nurse.yaml").write_text(copied.replace("id: nurse\n", ""))
    refused = other.run("--plan", "third/nurse.yaml", "status")
    assert refused.code == 2
    assert "id:" in refused.err


def test_a_reader_that_has_seen_enough_is_no_failure(nurse: Program) -> None:
    script = f"set -o pipefail; {' '.join(nurse.command('timeline', '--json'))} | head -1"
    ended = subprocess.run(
        ["bash", "-c", script],
        cwd=nurse.folder,
        env=nurse.environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "{\n", "")


def test_a_result_that_cannot_be_written_is_one(nurse: Program) -> None:
    with Path("/dev/full").open("w") as full:
        ended = subprocess.run(
            nurse.command("timeline"),
            cwd=nurse.folder,
            env=nurse.environment,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert ended.returncode == 1
    assert ended.stderr == "planner: the result can't be written: No space left on device\n"


@pytest.mark.parametrize("stream", ["1", "2"])
def test_a_closed_stream_is_no_failure(nurse: Program, stream: str) -> None:
    script = f"{' '.join(nurse.command('status'))} {stream}>&-"
    ended = subprocess.run(
        ["bash", "-c", script], cwd=nurse.folder, env=nurse.environment, capture_output=True, check=False
    )
    assert ended.returncode == 0
    assert b"Traceback" not in ended.stderr


def test_any_name_and_any_locale_will_do(nurse: Program) -> None:
    plan = nurse.folder / "Mein Plän.yaml"
    (nurse.folder / "nurse.yaml").rename(plan)
    plan.write_text(plan.read_text().replace("title: From", "title: Größe ✓ 日本 from"))
    for locale in ("C", "POSIX", "C.UTF-8", "de_DE.ISO-8859-1"):
        there = Program(nurse.place, variables={"LC_ALL": locale})
        for command in ("check", "status", "timeline", "sync", "gaps", "tracks", "history"):
            there.must(command)
    assert "Größe ✓ 日本".encode() in (nurse.folder / "Mein Plän.ics").read_bytes()
