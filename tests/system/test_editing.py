"""Changing the plan file: in an editor, at a terminal; killed, refused by the disk, or overtaken."""

import os
import pty
import select
import signal
import stat
import subprocess
import time
from pathlib import Path

import pytest

from tests.system.program import PLAN, Ended, Program
from tests.system.tracing import counted, injected, points

ADD = ("add", "Ask the school", "--after", "ma-certificate", "--takes", "2 weeks", "--track", "main")
CALLS = ("write", "fsync", "rename", "fchmod")


def text(nurse: Program) -> str:
    return (nurse.folder / PLAN).read_text(encoding="utf-8")


def editor(nurse: Program, *rounds: str) -> Program:
    """The program with an editor that runs one of these lines of shell each time; $1 is the file."""
    script = nurse.place / "my editor"
    counter = nurse.place / "rounds"
    cases = "\n".join(f"{n}) {line};;" for n, line in enumerate(rounds, 1))
    script.write_text(
        f'#!/bin/sh\necho x >> "{counter}"\ncase $(wc -l < "{counter}") in\n{cases}\nesac\n', encoding="utf-8"
    )
    script.chmod(0o755)
    return Program(nurse.place, nurse.today, {"VISUAL": f"'{script}' --unused-option", "TERM": "xterm"})


def typed(
    nurse: Program, *answers: str, command: tuple[str, ...] = ("edit",), interrupt: bool = False
) -> Ended:
    """Run at a terminal; each answer is typed when something was asked."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        nurse.command(*command),
        cwd=nurse.folder,
        env=nurse.environment,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
    )
    os.close(theirs)
    shown, left, seen = b"", list(answers), 0
    end = time.monotonic() + 30
    while time.monotonic() < end:
        if ours in select.select([ours], [], [], 0.2)[0]:
            try:
                chunk = os.read(ours, 65536)
            except OSError:
                break
            if not chunk:
                break
            shown += chunk
        if shown.count(b"[e/k/b] ") > seen:
            seen += 1
            if interrupt:
                process.send_signal(signal.SIGINT)
            else:
                os.write(ours, f"{left.pop(0) if left else 'b'}\n".encode())
    code = process.wait(10)
    os.close(ours)
    return Ended(code, shown.decode().replace("\r\n", "\n"), "")


def edits(nurse: Program) -> list[Path]:
    folder = nurse.state / "edits"
    return list(folder.iterdir()) if folder.exists() else []


LATER = 'sed -i "s/takes: 9 months/takes: 10 months/" "$2"'
BROKEN = 'sed -i "s/takes: 9 months/takes: 9 moons/" "$2"'
MENDED = 'sed -i "s/takes: 9 moons/takes: 11 months/" "$2"'
LATE = 'sed -i "s/by: 2030-03-01/by: 2029-12-01/" "$2"'


def test_a_good_edit_is_saved_with_what_it_moves(nurse: Program) -> None:
    nurse.must("sync")
    before = text(nurse)
    ended = typed(editor(nurse, LATER))
    assert ended.code == 0, ended
    assert "Saved nurse.yaml." in ended.out
    assert "ma-certificate +31 days" in ended.out
    assert "next: planner sync" in ended.out
    assert text(nurse) == before.replace("takes: 9 months", "takes: 10 months", 1)
    assert edits(nurse) == []


def test_a_mistake_is_shown_and_can_be_mended(nurse: Program) -> None:
    before = text(nurse)
    ended = typed(editor(nurse, BROKEN, MENDED), "e")
    assert ended.code == 0, ended
    assert '"9 moons" is not a length' in ended.out
    assert f"{PLAN}:" in ended.out
    assert "takes: 11 months" in text(nurse)
    assert len(text(nurse).splitlines()) == len(before.splitlines())


def test_going_back_leaves_the_plan_and_keeps_what_was_written(nurse: Program) -> None:
    before = (nurse.folder / PLAN).read_bytes()
    ended = typed(editor(nurse, BROKEN), "what?", "b")
    assert ended.code == 0, ended
    assert (nurse.folder / PLAN).read_bytes() == before
    (kept,) = edits(nurse)
    assert "9 moons" in kept.read_text(encoding="utf-8")
    assert str(kept) in "".join(ended.out.split("\n"))
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert stat.S_IMODE(kept.parent.stat().st_mode) == 0o700


def test_a_broken_plan_can_be_kept_and_then_mended(nurse: Program) -> None:
    kept = typed(editor(nurse, BROKEN), "k")
    assert (kept.code, "9 moons" in text(nurse), edits(nurse)) == (3, True, [])
    (nurse.place / "rounds").unlink()
    mended = typed(editor(nurse, MENDED))
    assert (mended.code, "takes: 11 months" in text(nurse)) == (0, True)


def test_what_cannot_be_is_asked_about(nurse: Program) -> None:
    before = text(nurse)
    ended = typed(editor(nurse, LATE), "b")
    assert "conflict" in ended.out
    assert text(nurse) == before


def test_ctrl_c_at_the_question_loses_nothing(nurse: Program) -> None:
    before = text(nurse)
    ended = typed(editor(nurse, BROKEN), interrupt=True)
    assert ended.code == 130
    assert text(nurse) == before
    (kept,) = edits(nurse)
    assert "9 moons" in kept.read_text(encoding="utf-8")


def test_a_plan_that_changed_meanwhile_is_left_alone(nurse: Program) -> None:
    ended = typed(editor(nurse, f'{LATER}; echo "# mine" >> "{nurse.folder / PLAN}"'))
    assert ended.code == 6
    assert "changed meanwhile" in ended.out
    assert text(nurse).endswith("# mine\n")
    (kept,) = edits(nurse)
    assert "takes: 10 months" in kept.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("line", "code", "message"),
    [
        ("true", 0, "Nothing was changed."),
        ("exit 3", 1, "the editor ended with 3"),
        ('rm "$2"', 1, "is gone"),
    ],
)
def test_an_editor_that_does_nothing_or_fails_changes_nothing(
    nurse: Program, line: str, code: int, message: str
) -> None:
    before = text(nurse)
    ended = typed(editor(nurse, line))
    assert (ended.code, message in ended.out) == (code, True), ended
    assert text(nurse) == before


@pytest.mark.parametrize("visual", ["/no/such editor", "'open"])
def test_an_editor_that_is_not_there_is_said(nurse: Program, visual: str) -> None:
    ended = typed(Program(nurse.place, nurse.today, {"VISUAL": visual}))
    assert ended.code == 2, ended
    assert edits(nurse) == []


@pytest.mark.parametrize("how", [[], ["--no-input"], ["--json"]])
def test_without_a_terminal_the_path_is_said(nurse: Program, how: list[str]) -> None:
    ended = nurse.run("edit", *how)
    assert (ended.code, PLAN in ended.err) == (2, True)


def test_adding_is_whole_or_not_at_all(nurse: Program) -> None:
    nurse.keep()
    calls = counted(nurse, CALLS, *ADD)
    wanted = (nurse.folder / PLAN).read_bytes()
    nurse.put_back()
    before = (nurse.folder / PLAN).read_bytes()
    assert calls["rename"] == 1
    for fault in ("signal=KILL", "error=ENOSPC"):
        for call in CALLS:
            for point in points(calls[call], 3):
                nurse.put_back()
                ended = injected(nurse, call, f"{fault}:when={point}", *ADD)
                found = (nurse.folder / PLAN).read_bytes()
                assert found in {before, wanted}, (fault, call, point)
                assert found == wanted or ended.code != 0
                assert found == before or fault == "signal=KILL" or call in {"write", "fsync"}
                if fault == "error=ENOSPC":
                    assert [path.name for path in nurse.folder.glob(".*")] == []


def test_two_that_add_at_once_lose_nothing(nurse: Program) -> None:
    both = [
        subprocess.Popen(
            nurse.command("add", f"Step {number}"),
            cwd=nurse.folder,
            env=nurse.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        for number in range(4)
    ]
    codes = [one.wait(60) for one in both]
    assert set(codes) <= {0, 6}
    for number, code in enumerate(codes):
        assert (f"step-{number}:" in text(nurse)) == (code == 0)
