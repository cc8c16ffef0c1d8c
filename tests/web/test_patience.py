"""How long a client may take: deadlines by a clock that the test turns, over real sockets."""

import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from planner.web import channel
from planner.web.messages import Request, Response
from planner.web.site import Site
from tests.web.place import CALENDAR, Client, place, read_all, replies, served

HALF = b"GET / HTTP/1.1\r\nHost: local"


class Clock:
    """Time that passes when it is told to."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def client(tmp_path: Path, clock: Clock) -> Iterator[Client]:
    """A client of a feed of 8 MB, more than the system takes off us for one who doesn't read."""
    with served(place(tmp_path, CALENDAR * 700), monotonic=clock) as found:
        yield found


def turn(client: Client) -> None:
    """Let the server look at its connections: it does before it answers anybody."""
    client.ask("/")
    client.ask("/")


def is_open(line: socket.socket) -> bool:
    line.settimeout(0)
    try:
        return line.recv(1, socket.MSG_PEEK) != b""
    except BlockingIOError:
        return True
    except ConnectionResetError:
        return False
    finally:
        line.settimeout(20)


def request(client: Client) -> bytes:
    return f"GET {client.place.path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode()


@pytest.mark.parametrize(
    "sent", [b"", HALF, b"\r\n", b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\nx"]
)
def test_a_request_that_does_not_come_is_not_waited_for(client: Client, clock: Clock, sent: bytes) -> None:
    with client.connect() as line:
        line.sendall(sent)
        turn(client)
        clock.now += channel.RECEIVE_SECONDS - 1
        turn(client)
        assert is_open(line)
        clock.now += 2
        turn(client)
        assert read_all(line) == b""


def test_dripping_gains_no_time(client: Client, clock: Clock) -> None:
    with client.connect() as line:
        line.sendall(HALF)
        turn(client)
        for _ in range(12):
            clock.now += 1
            turn(client)
            if not is_open(line):
                break
            line.sendall(b"h")
            turn(client)
        assert not is_open(line)
    assert clock.now <= 1000 + channel.RECEIVE_SECONDS + 1


def test_a_connection_is_kept_between_requests_as_long_as_for_the_first(client: Client, clock: Clock) -> None:
    with client.connect() as line:
        for _ in range(3):
            line.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
            answer = b""
            while not answer.endswith(b"Not Found\n"):
                answer += line.recv(65536)
            turn(client)
            clock.now += channel.RECEIVE_SECONDS - 1
            turn(client)
        assert is_open(line)
        clock.now += 2
        turn(client)
        assert not is_open(line)


def test_who_does_not_read_is_not_waited_for(client: Client, clock: Clock) -> None:
    with client.connect() as line:
        line.sendall(request(client))
        time.sleep(0.2)  # until nobody's buffers take any more
        turn(client)
        clock.now += channel.STALL_SECONDS - 1
        turn(client)
        (server_side,) = connections(client)
        clock.now += 2
        turn(client)
        assert connections(client) == []
        assert server_side.socket is None


def test_sipping_gains_little_time(client: Client, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(channel, "STALL_SECONDS", 1000)  # whatever the system's buffers make of the sips
    with client.connect() as line:
        line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 64 * 1024)  # so that what is read is soon sent
        line.sendall(request(client))
        time.sleep(0.2)
        turn(client)
        taken = 0
        while connections(client) and clock.now < 1300:
            for _ in range(8):
                taken += len(line.recv(8192))
            time.sleep(0.05)
            clock.now += 6
            turn(client)
        assert connections(client) == []
    assert 50_000 < taken < 2_000_000
    assert 1000 + channel.SEND_SECONDS < clock.now < 1200


def test_a_reader_that_is_fast_enough_is_served_for_as_long_as_it_takes(client: Client, clock: Clock) -> None:
    with client.connect() as line:
        line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 64 * 1024)  # so that what is read is soon sent
        line.sendall(request(client).replace(b"1.1", b"1.0"))
        found = b""
        while part := line.recv(16 * 1024):
            found += part
            clock.now += len(part) / channel.SLOWEST / 1.5
        (reply,) = replies(found)
        assert reply.body == CALENDAR * 700
    assert clock.now > 1000 + 4 * channel.SEND_SECONDS


def test_whoever_is_refused_may_read_why_before_the_line_ends(client: Client, clock: Clock) -> None:
    with client.connect() as line:
        line.sendall(b"GET / HTTP/1.1\r\nX: " + b"a" * 20_000)
        (reply,) = replies(read_all(line))
        assert reply.status == 431
        line.sendall(b"a" * 100_000)
        turn(client)
        assert len(connections(client)) == 1
        clock.now += channel.LINGER_SECONDS + 1
        turn(client)
        assert connections(client) == []


def test_urgent_bytes_end_a_connection(client: Client) -> None:
    with client.connect() as line:
        turn(client)
        line.send(b"!", socket.MSG_OOB)
        turn(client)
        assert not is_open(line)


def test_a_page_that_takes_long_costs_the_feed_nothing(tmp_path: Path, clock: Clock) -> None:
    ends = threading.Event()

    def page(_request: Request, _site: Site) -> Response:
        assert ends.wait(20)
        return Response("200 OK", (), b"page")

    with served(place(tmp_path), pages=page, monotonic=clock) as client:
        lines = [client.connect() for _ in range(8)]
        for line in lines:
            line.sendall(b"GET / HTTP/1.0\r\nHost: localhost\r\n\r\n")
        answered = [replies(read_all(line))[0] for line in lines[3:]]
        assert [reply.status for reply in answered] == [503] * 5
        clock.now += 100
        assert client.ask().body == CALENDAR
        ends.set()
        assert [replies(read_all(line))[0].body for line in lines[:3]] == [b"page"] * 3
        for line in lines:
            line.close()


def connections(client: Client) -> list[channel.Channel]:
    """The connections that the server holds, but for those that `turn` made."""
    listener = client.server._listener  # type: ignore[attr-defined] # noqa: SLF001 - to see what it holds
    return [one for one in listener.connections.values() if one.total_outbufs_len or one._lingers]  # noqa: SLF001
