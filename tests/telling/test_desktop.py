"""Notifications as a desktop gets them: from the real notify-send, on a bus of its own."""

import subprocess
import sys
from pathlib import Path

import pytest

from planner.daemon.ways.desktop import send_to_desktop
from planner.errors import PlannerError
from planner.render.digest import Note
from tests.system.program import Program

DESKTOP = """
/usr/bin/python3 -m dbusmock --session --logfile "$LOG" --template notification_daemon &
server=$!
gdbus wait --session --timeout 20 org.freedesktop.Notifications
"$@"
code=$?
kill $server
exit $code
"""
SETTINGS = '[tell]\nby = ["desktop"{more}]\n[tell.ntfy]\ntopic = "http://127.0.0.1:9/nobody-listens"\n'
DAY = ("--today", "2027-10-04")  # a Monday


def at_desktop(log: Path) -> list[str]:
    """What runs a command in a session with a server for notifications that keeps what it gets."""
    log.touch()
    return ["dbus-run-session", "--", "env", f"LOG={log}", "sh", "-c", DESKTOP, "sh"]


def notifications(log: Path) -> list[str]:
    text = log.read_text(encoding="utf-8")
    return [part for part in text.split(" Notify ")[1:] if part.startswith('"')]


def test_a_notification_shows_text_and_obeys_none_of_it(tmp_path: Path) -> None:
    evil = r"<img onerror=x> &amp; \n \x41 <b>bold</b> %s -- 看護師"
    send = "import sys; from planner.daemon.ways.desktop import Note, send_to_desktop as send; "
    subprocess.run(
        [
            *at_desktop(tmp_path / "log"),
            sys.executable,
            "-c",
            f"{send} send(Note(sys.argv[1], (sys.argv[1], 'two')))",
            f"-{evil}",
        ],
        env={"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "HOME": str(tmp_path)},
        check=True,
    )
    (told,) = notifications(tmp_path / "log")
    shown = evil.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert told.startswith(f'"planner" 0 "" "-{evil}" "-{shown}\ntwo"')


def test_a_digest_reaches_the_desktop(nurse: Program) -> None:
    (nurse.folder / "planner.toml").write_text(SETTINGS.format(more=""), encoding="utf-8")
    ended = nurse.run(*DAY, "daemon", "digest", "--send", before=at_desktop(nurse.place / "log"))
    assert (ended.code, ended.err.splitlines()[-1]) == (0, "Sent by desktop.")
    (told,) = notifications(nurse.place / "log")
    assert "From the front desk to registered nurse: 2 late, 1 due this week" in told


def test_where_one_way_of_two_fails_that_is_said_and_the_other_is_used(nurse: Program) -> None:
    (nurse.folder / "planner.toml").write_text(SETTINGS.format(more=', "ntfy"'), encoding="utf-8")
    send = (*DAY, "daemon", "digest", "--week", "--send", "--json")
    ended = nurse.run(*send, before=at_desktop(nurse.place / "log"))
    assert ended.code == 5
    assert "ntfy: 127.0.0.1:9 can't be reached" in ended.err
    assert "nobody-listens" not in ended.err + ended.out
    assert [(one["by"], one["ok"]) for one in ended.json["sent"]] == [("desktop", True), ("ntfy", False)]
    assert len(notifications(nurse.place / "log")) == 1


def test_where_nobody_is_logged_in_nothing_is_sent_and_that_is_said(nurse: Program) -> None:
    (nurse.folder / "planner.toml").write_text(SETTINGS.format(more=""), encoding="utf-8")
    ended = nurse.run(*DAY, "daemon", "digest", "--send")
    assert ended.code == 1
    assert "notify-send ended with 1" in ended.err
    assert "somebody to be logged in" in ended.err


def test_without_the_program_its_package_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(PlannerError, match="there is no notify-send here") as raised:
        send_to_desktop(Note("subject", ("line",)))
    assert "libnotify-bin" in raised.value.hint
