"""A server that takes requests and never answers them, or never ends: a sync ends all the same."""

import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress

import pytest

from tests.google.proxy import Fault, Handler, Reply, hang
from tests.google_system.place import Place
from tests.google_system.scene import assert_idle
from tests.system.program import TODAY

MOST_REQUESTS = 8
LONGEST_SECONDS = 20.0
IN_HASTE = """
import sys
import integrations.google.once, integrations.http.waiting
integrations.google.once.SILENCE_SECONDS = 0.5
integrations.google.once.EXCHANGE_SECONDS = 1.0
integrations.http.waiting.LONGEST = 0.1
from planner.cli.run import run
sys.exit(run(sys.argv[1:]))
"""


def dripping(handler: Handler, work: Callable[[], Reply]) -> None:
    """An answer of which another byte comes each tenth of a second, for ever."""
    del work
    handler.send(Reply(200, b"{"), length=1_000_000)
    drip(handler)


def dripping_early(handler: Handler, work: Callable[[], Reply]) -> None:
    """The same, and not even the headers come to an end."""
    del work
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    drip(handler)


def drip(handler: Handler) -> None:
    handler.close_connection = True
    with suppress(OSError):
        while True:
            handler.wfile.write(b" ")
            time.sleep(0.1)


def in_haste(place: Place, *arguments: str) -> "subprocess.CompletedProcess[str]":
    """The program, which waits for less than a second where it waits for half a minute."""
    return subprocess.run(
        [sys.executable, "-c", IN_HASTE, "--today", TODAY, *arguments],
        cwd=place.program.folder,
        env={**place.program.environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize("fault", [hang(30), dripping, dripping_early])
@pytest.mark.parametrize("call", ["events.list", "events.insert"])
def test_a_sync_gives_up_on_a_server_that_does_not_come_to_an_end(
    career: Place, call: str, fault: Fault
) -> None:
    career.synced()
    if call == "events.insert":
        plan = career.program.folder / "nurse.yaml"
        plan.write_text(plan.read_text() + "  job: {title: Job, takes: 1 month, after: [exam]}\n")
    career.google.proxy.log.clear()
    career.google.proxy.arm(call, fault, times=100)
    began = time.monotonic()
    ended = in_haste(career, "sync")
    assert time.monotonic() - began < LONGEST_SECONDS
    assert ended.returncode in {0, 1, 5}, ended
    assert ended.returncode or fault not in {dripping, dripping_early}
    assert "Traceback" not in ended.stderr
    assert 0 < len(career.google.proxy.log) <= MOST_REQUESTS
    career.google.proxy.calm()
    career.synced()
    assert_idle(career)
