"""Killed at any request, answer, write or fsync: all it sent is announced on disk, and the next sync ends it.

Up to 10 points of each system call on every run; PLANNER_EXAMPLES asks for another number.
"""

import re
from pathlib import Path

import pytest

from tests.google_system.place import CALENDARS, Place
from tests.google_system.scene import (
    assert_all_was_announced,
    assert_both_ways_are_named,
    assert_converges,
    assert_idle,
)
from tests.system.tracing import CALLS, Scene, disturbed, killed, scene


@pytest.mark.timeout(1200)
@pytest.mark.parametrize("call", CALLS)
def test_killed_at_a_call_the_next_sync_ends_what_it_began(due: Scene[Place], call: str) -> None:
    for _ in killed(due, call):
        assert_all_was_announced(due.place)
        assert_converges(due)


def test_killed_while_its_calendar_is_made_it_asks_and_a_person_may_choose_a_new_one(career: Place) -> None:
    undisturbed = scene(career)
    disturbed(undisturbed, "recvfrom", "signal=SIGKILL:when=1")
    assert career.google.proxy.names == ["calendars.insert"]
    (lost,) = career.google.proxy.made
    for command in (["sync"], ["sync"], ["sync", "--dry-run"]):
        asked = career.program.run(*command)
        assert asked.code == 6
        assert_both_ways_are_named(asked)
    assert career.google.proxy.names == ["calendars.insert"], "nothing was asked for while nobody answered"
    career.program.must("targets", "reset", "google", "--yes")
    career.synced()
    assert career.google.proxy.made[0] == lost
    assert career.known_calendar["calendar"] == career.google.proxy.made[1]
    assert len(career.google.proxy.made) == 2
    assert career.events(lost) == ()
    assert career.result() == undisturbed.wanted
    assert_idle(career)


def test_nothing_is_sent_before_what_announces_it_is_on_the_disk(career: Place, tmp_path: Path) -> None:
    """Whatever was written to the files that count was synced before the first byte of a write left."""
    log = tmp_path / "calls"
    calls = "trace=sendto,write,pwrite64,fsync,fdatasync,rename"
    for prepare in ([], ["slip", "register", "2 weeks", "--yes"]):
        if prepare:
            career.program.must(*prepare)
        ended = career.program.run(
            "sync", before=["strace", "-f", "-y", "-s", "8", "-o", str(log), "-e", calls]
        )
        assert ended.code == 0, ended
        sent = announced_by(log.read_text(), str(career.program.folder / CALENDARS), career.program.database)
        assert sent
        assert all(sent)


def announced_by(log: str, calendars: str, database: Path) -> list[bool]:
    """For each write that was sent: whether something was written before it, and all of it synced."""
    state = {str(database), f"{database}-wal"}
    written: set[str] = set()
    unsynced: set[str] = set()
    sent = []
    for line in log.splitlines():
        found = re.match(r'\d+ +(\w+)\((?:\d+<([^>]*)>(?:, "(\w*))?|"([^"]*)", "([^"]*)")', line)
        if found is None:
            continue
        call, path, text, old, new = found.groups()
        if call == "sendto" and text in {"POST", "PUT", "DELETE"}:
            sent.append(bool(written) and not unsynced)
        elif call in {"write", "pwrite64"} and (path in state or path.endswith(".part")):
            written.add(path)
            unsynced.add(path)
        elif call in {"fsync", "fdatasync"}:
            unsynced.discard(path)
            unsynced -= {one for one in unsynced if one.endswith("/") and path == one.rstrip("/")}
        elif call == "rename" and new == calendars:
            assert old not in unsynced
            unsynced.add(f"{Path(new).parent}/")  # the folder has to be synced for its new name
    return sent
