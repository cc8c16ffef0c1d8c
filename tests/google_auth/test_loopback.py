"""The port that waits for Google's answer takes that answer and nothing else."""

import os
import socket
import threading
from collections.abc import Iterator
from typing import TextIO

import pytest

from integrations.google.loopback import Callback, Refused, answer_of
from tests.google_auth.peers import fetch

STATE = "the-state"


@pytest.fixture
def callback() -> Iterator[Callback]:
    with Callback(STATE) as made:
        yield made


@pytest.fixture
def silence() -> Iterator[TextIO]:
    reader, writer = os.pipe()
    with os.fdopen(reader) as typed, os.fdopen(writer, "wb"):
        yield typed


class Caller(threading.Thread):
    """A browser that calls one address after the other, and tells each status."""

    def __init__(self, *calls: tuple[str, str | None]) -> None:
        super().__init__(daemon=True)
        self.calls = calls
        self.statuses: list[int] = []
        self.start()

    def run(self) -> None:
        self.statuses += [fetch(address, host=host).status for address, host in self.calls]


def test_the_answer_with_our_state_is_taken_once(callback: Callback, silence: TextIO) -> None:
    answer = f"{callback.redirect_address}?state={STATE}&code=4%2Fabc&scope=x"
    caller = Caller((answer, None), (answer.replace("abc", "second"), None))
    assert callback.wait(10, silence) == "4/abc"
    callback.wait(0.5, silence)
    caller.join(10)
    assert caller.statuses == [200, 410]


@pytest.mark.parametrize(
    ("wrong", "host", "status"),
    [
        ("?code=1", None, 400),
        ("?state=&code=1", None, 400),
        ("?state=other&code=1", None, 400),
        (f"?state={STATE}&state={STATE}&code=1", None, 400),
        ("?state=%C3%A9&code=1", None, 400),
        (f"?state={STATE}", None, 400),
        (f"?state={STATE}&code=", None, 400),
        (f"?state={STATE}&code=1&code=2", None, 400),
        (f"?{'a=1&' * 60}state={STATE}&code=1", None, 400),
        ("", None, 400),
        (f"favicon.ico?state={STATE}&code=1", None, 404),
        (f"x/?state={STATE}&code=1", None, 404),
        (f"?state={STATE}&code=1", "evil.example:80", 400),
        (f"?state={STATE}&code=1", "localhost", 400),
    ],
)
def test_everything_else_is_refused_and_changes_nothing(
    callback: Callback, silence: TextIO, wrong: str, host: str | None, status: int
) -> None:
    caller = Caller(
        (f"{callback.redirect_address}{wrong}", host),
        (f"{callback.redirect_address}?state={STATE}&code=right", None),
    )
    assert callback.wait(10, silence) == "right"
    caller.join(10)
    assert caller.statuses == [status, 200]


def test_only_this_computer_can_reach_it_at_a_port_of_its_own(callback: Callback) -> None:
    assert callback.server_address[0] == "127.0.0.1"
    with Callback(STATE) as other:
        assert other.server_port not in {0, callback.server_port}


def test_it_is_closed_afterwards() -> None:
    with Callback(STATE) as made:
        port = made.server_port
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", port)) != 0


def test_connections_that_say_nothing_hold_nobody_up(callback: Callback, silence: TextIO) -> None:
    idle = [socket.create_connection(("127.0.0.1", callback.server_port)) for _ in range(5)]
    Caller((f"{callback.redirect_address}?state={STATE}&code=1", None))
    assert callback.wait(4, silence) == "1"
    for one in idle:
        one.close()


def test_another_method_is_refused(callback: Callback, silence: TextIO) -> None:
    statuses: list[int] = []
    address = f"{callback.redirect_address}?state={STATE}&code=1"
    thread = threading.Thread(
        target=lambda: statuses.append(fetch(address, {"code": "1"}).status), daemon=True
    )
    thread.start()
    assert callback.wait(1, silence) is None
    thread.join(10)
    assert statuses == [501]


def test_the_code_is_neither_printed_nor_kept_in_the_page(
    callback: Callback, silence: TextIO, capfd: pytest.CaptureFixture[str]
) -> None:
    pages: list[str] = []
    address = f"{callback.redirect_address}?state={STATE}&code=CANARY"
    thread = threading.Thread(target=lambda: pages.append(fetch(address).text), daemon=True)
    thread.start()
    assert callback.wait(10, silence) == "CANARY"
    thread.join(10)
    assert "CANARY" not in pages[0] + "".join(capfd.readouterr())


@pytest.mark.parametrize("query", ["error=access_denied&state=other", "error=access_denied"])
def test_a_no_from_elsewhere_is_refused_too(query: str) -> None:
    with pytest.raises(Refused):
        answer_of(query, STATE)
