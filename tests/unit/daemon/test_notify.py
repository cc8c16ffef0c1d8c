import os
import re
import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from planner.daemon.notify import notify


@pytest.fixture(params=["path", "abstract"])
def manager(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[str, Callable[[], list[str]]]]:
    """The address of a manager, and what it was told since it was asked last."""
    address = str(tmp_path / "notify") if request.param == "path" else f"@planner-{os.getpid()}"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listening:
        listening.bind("\0" + address[1:] if address.startswith("@") else address)
        listening.settimeout(0)

        def told() -> list[str]:
            found = []
            try:
                while True:
                    found.append(listening.recv(4096).decode())
            except BlockingIOError:
                return found

        yield address, told


def test_the_manager_is_told(manager: tuple[str, Callable[[], list[str]]]) -> None:
    address, told = manager
    telling = notify({"NOTIFY_SOCKET": address}, 7, lambda: 0.0)
    telling.ready()
    telling.status("All is\nwell")
    telling.status("All is well")
    telling.alive()
    telling.reloading()
    telling.stopping()
    ready, status, reloading, stopping = told()
    assert (ready, status, stopping) == ("READY=1", "STATUS=All is well", "STOPPING=1")
    assert re.fullmatch(r"RELOADING=1\nMONOTONIC_USEC=\d+", reloading)


@pytest.mark.parametrize(
    ("environ", "beats"),
    [
        ({"WATCHDOG_USEC": "4000000"}, 6),
        ({"WATCHDOG_USEC": "4000000", "WATCHDOG_PID": "7"}, 6),
        ({"WATCHDOG_USEC": "4000000", "WATCHDOG_PID": "8"}, 0),
        ({"WATCHDOG_USEC": "0"}, 0),
        ({"WATCHDOG_USEC": "often"}, 0),
        ({}, 0),
    ],
)
def test_the_watchdog_is_fed_at_half_its_time(
    manager: tuple[str, Callable[[], list[str]]], environ: dict[str, str], beats: int
) -> None:
    address, told = manager
    clock = iter(range(11))
    telling = notify({"NOTIFY_SOCKET": address, **environ}, 7, lambda: float(next(clock)))
    for _ in range(11):
        telling.alive()
    assert told() == ["WATCHDOG=1"] * beats


@pytest.mark.parametrize("address", ["", "relative", "/nowhere/at/all", "@nobody-listens"])
def test_without_a_manager_nothing_happens(address: str) -> None:
    telling = notify({"NOTIFY_SOCKET": address, "WATCHDOG_USEC": "1"}, 7, lambda: 0.0)
    telling.ready()
    telling.alive()
    telling.stopping()
    notify({}, 7, lambda: 0.0).ready()
