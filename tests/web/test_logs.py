"""An address is a secret: with every log on, and everything failing that can, it is nowhere to be read."""

import logging
import socket
import struct
from pathlib import Path

import pytest

from planner.errors import PlannerError
from planner.web import feed
from planner.web.channel import Channel
from planner.web.site import Site
from planner.web.wire import Parser
from tests.web.place import CALENDAR, Client, place, read_all, served


@pytest.fixture
def told(caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]) -> "Told":
    for name in (None, "waitress", "waitress.queue", "planner", "planner.web"):
        caplog.set_level(logging.DEBUG, logger=name)
    return Told(caplog, capfd)


class Told:
    """All that was logged or printed."""

    def __init__(self, logs: pytest.LogCaptureFixture, streams: pytest.CaptureFixture[str]) -> None:
        self._logs = logs
        self._streams = streams

    def text(self) -> str:
        shown = self._streams.readouterr()
        return self._logs.text + shown.out + shown.err

    def assert_nothing_of(self, client: Client, *, but: int = 0) -> None:
        text = self.text()
        assert client.place.token[:8] not in text
        assert "nurse.ics" not in text
        assert "CANARY" not in text
        assert "Traceback" not in text
        assert len(text.splitlines()) == but, text


ODD = ("http://[{}", "//[{}", "/f/{}%zz", "/f/{}/nurse.ics", "http://evil.example/{}", "{}", "*{}", "/{}\x0b")


def test_nothing_that_is_asked_is_told(client: Client, told: Told) -> None:
    token = client.place.token
    for method in ("GET", "POST", "x", "TOKEN\x01"):
        for target in ODD:
            client.ask(target.format(token), method, Referer=client.place.path, Cookie=token)
            client.ask(target.format(token), method, Host=f"[{token}")
    for lines in (
        f"X: {token * 500}",
        token,
        f"X: {token}\n",
        f"Content-Length: {token}",
        f"Expect: {token}",
    ):
        client.send(f"GET {client.place.path} HTTP/1.0\r\nHost: localhost\r\n{lines}\r\n\r\n".encode())
    told.assert_nothing_of(client)


def test_nothing_is_told_of_clients_that_leave(client: Client, told: Told) -> None:
    for _ in range(20):
        with client.connect() as line:
            line.sendall(f"GET {client.place.path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode() * 20)
            line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    assert client.ask().body == CALENDAR
    told.assert_nothing_of(client)


def test_a_mistake_of_ours_is_told_without_what_was_asked(
    client: Client, told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    def mistaken(request: object, *_: object) -> None:
        raise ValueError(f"CANARY {request}")

    monkeypatch.setattr(feed, "respond", mistaken)
    reply = client.ask()
    assert (reply.status, reply.body) == (500, b"Internal Server Error\n")
    text = told.text()
    assert "a mistake of the program while answering: ValueError (test_logs.py:" in text
    assert client.place.token not in text
    assert "CANARY" not in text


def test_a_site_that_cannot_be_told_is_no_answer(tmp_path: Path, told: Told) -> None:
    def broken() -> Site:
        raise PlannerError("CANARY")

    with served(place(tmp_path), site_of=broken) as client:
        assert client.ask().status == 500
        assert client.ask().status == 500
        told.assert_nothing_of(client, but=2)


@pytest.mark.parametrize("where", ["received", "send", "readable", "is_overdue"])
def test_a_mistake_in_moving_bytes_ends_in_silence(
    client: Client, told: Told, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    def mistaken(*_: object) -> bool:
        raise ValueError(f"CANARY {client.place.path}")

    with monkeypatch.context() as patch:
        patch.setattr(Channel, where, mistaken)
        with client.connect() as line:
            line.sendall(f"GET {client.place.path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
            line.settimeout(1)
            try:
                read_all(line)
            except TimeoutError:
                assert not client.server.alive
    if client.server.alive:
        assert client.ask().body == CALENDAR
    told.assert_nothing_of(client, but=0 if client.server.alive else 1)


def test_a_mistake_in_reading_a_request_ends_in_silence(
    client: Client, told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    def mistaken(*_: object) -> int:
        raise KeyError(f"CANARY {client.place.path}")

    with monkeypatch.context() as patch:
        patch.setattr(Parser, "parse_header", mistaken)
        assert client.send(f"GET {client.place.path} HTTP/1.1\r\n\r\n".encode()) == []
    assert client.ask().body == CALENDAR
    told.assert_nothing_of(client)
