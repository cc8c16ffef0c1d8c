"""The feed as its subscribers meet it, over a socket."""

import gzip
import os
import socket
import time
from pathlib import Path

import pytest

from planner.errors import PlannerError
from planner.web.server import serve
from planner.web.site import Listen
from tests.web.place import CALENDAR, NAME, WRITTEN, Client, place, read_all, replies, served

CHANGED = "Wed, 01 Jan 2025 00:00:00 GMT"


def test_a_subscriber_gets_the_file_byte_for_byte(client: Client) -> None:
    reply = client.ask()
    assert (reply.status, reply.body) == (200, CALENDAR)
    etag = reply.headers["etag"]
    assert etag.startswith('"')
    assert {name: value for name, value in reply.headers.items() if name != "date"} == {
        "content-type": "text/calendar; charset=utf-8",
        "content-length": str(len(CALENDAR)),
        "etag": etag,
        "last-modified": CHANGED,
        "cache-control": "private, max-age=60",
        "vary": "Accept-Encoding",
        "x-content-type-options": "nosniff",
        "connection": "close",
    }


def test_head_has_the_headers_of_get_and_no_body(client: Client) -> None:
    for coding in (None, "gzip"):
        got, head = client.ask(Accept_Encoding=coding), client.ask(method="HEAD", Accept_Encoding=coding)
        assert head.body == b""
        assert head.undated == got.undated.removesuffix(got.body)
        assert int(head.headers["content-length"]) == len(got.body) > 0


def test_gzip_is_another_representation_with_a_name_of_its_own(client: Client) -> None:
    plain, packed = client.ask(), client.ask(Accept_Encoding="gzip")
    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert gzip.decompress(packed.body) == plain.body
    assert len(packed.body) < len(plain.body)
    assert packed.headers["etag"] != plain.headers["etag"]
    assert packed.headers["vary"] == plain.headers["vary"] == "Accept-Encoding"


def test_the_same_calendar_is_the_same_bytes_after_a_restart_and_at_another_time(client: Client) -> None:
    before = [client.ask(Accept_Encoding=coding).undated for coding in (None, "gzip")]
    with served(client.place) as again:
        assert [again.ask(Accept_Encoding=coding).undated for coding in (None, "gzip")] == before


@pytest.mark.parametrize("coding", [None, "gzip"])
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_who_has_the_calendar_already_is_told_so(client: Client, method: str, coding: str | None) -> None:
    full = client.ask(Accept_Encoding=coding)
    etag = full.headers["etag"]
    for condition in (
        {"If_None_Match": etag},
        {"If_None_Match": f'"x", W/{etag}'},
        {"If_None_Match": "*"},
        {"If_Modified_Since": CHANGED},
        {"If_None_Match": etag, "If_Modified_Since": "Mon, 27 Dec 1999 21:20:00 GMT"},
    ):
        reply = client.ask(method=method, Accept_Encoding=coding, **condition)
        assert (reply.status, reply.body) == (304, b"")
        kept = ("etag", "last-modified", "cache-control", "vary")
        assert [reply.headers[name] for name in kept] == [full.headers[name] for name in kept]
        assert "content-length" not in reply.headers
        assert "content-encoding" not in reply.headers
    for condition in (
        {"If_None_Match": '"x"', "If_Modified_Since": CHANGED},
        {"If_None_Match": client.ask(Accept_Encoding="identity" if coding else "gzip").headers["etag"]},
        {"If_Modified_Since": "Tue, 31 Dec 2024 23:59:59 GMT"},
        {"If_Modified_Since": "now"},
    ):
        assert client.ask(method=method, Accept_Encoding=coding, **condition).status == 200


def test_names_in_two_headers_are_one_list(client: Client) -> None:
    etag = client.ask().headers["etag"]
    raw = (
        f"GET {client.place.path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
        f'If-None-Match: "x"\r\nIf-None-Match: {etag}\r\n\r\n'
    )
    assert [reply.status for reply in client.send(raw.encode())] == [304]


def test_a_change_is_served_at_once_with_its_own_name_and_time(client: Client) -> None:
    before = client.ask()
    new = client.place.folder / "new"
    new.write_bytes(CALENDAR + b"\r\n")
    os.utime(new, (WRITTEN + 60, WRITTEN + 60))
    new.replace(client.place.calendar)
    after = client.ask(If_None_Match=before.headers["etag"], If_Modified_Since=CHANGED)
    assert (after.status, after.body) == (200, CALENDAR + b"\r\n")
    assert after.headers["etag"] != before.headers["etag"]
    assert after.headers["last-modified"] == "Wed, 01 Jan 2025 00:01:00 GMT"


def test_a_calendar_from_the_future_was_not_changed_later_than_now(client: Client) -> None:
    os.utime(client.place.calendar, (WRITTEN * 3, WRITTEN * 3))
    reply = client.ask()
    assert reply.headers["last-modified"] == reply.headers["date"]


def test_every_calendar_has_its_own_name(client: Client) -> None:
    other = client.place.folder / "other"
    other.write_bytes(b"BEGIN:VCALENDAR\r\n")
    client.place.files["other.ics"] = other
    assert client.ask(f"/f/{client.place.token}/other.ics").body == other.read_bytes()
    assert client.ask().body == CALENDAR


def test_a_query_is_no_part_of_the_name(client: Client) -> None:
    assert client.ask(f"{client.place.path}?nocache=1").body == CALENDAR


def test_a_file_that_is_gone_is_found_again_when_it_is_back(client: Client) -> None:
    client.place.calendar.rename(client.place.folder / "away")
    missing = client.ask()
    assert missing.status == 404
    assert missing.undated == client.ask("/f/x/nurse.ics").undated
    (client.place.folder / "away").rename(client.place.calendar)
    assert client.ask().body == CALENDAR


@pytest.mark.parametrize("kind", ["fifo", "folder", "huge", "closed link"])
def test_what_is_no_calendar_file_is_not_found(client: Client, kind: str) -> None:
    path = client.place.calendar
    path.unlink()
    if kind == "fifo":
        os.mkfifo(path)
    elif kind == "folder":
        path.mkdir()
    elif kind == "huge":
        with path.open("wb") as file:
            file.truncate(65 * 1024 * 1024)
    else:
        path.symlink_to(client.place.folder / "nothing")
    assert client.ask().status == 404


def test_a_rotated_address_is_gone_and_the_new_one_serves(client: Client) -> None:
    old = client.place.path
    assert client.ask(old).status == 200
    client.place.rotate()
    for method in ("GET", "HEAD"):
        gone = client.ask(old, method)
        assert gone.status == 410
        assert gone.headers["cache-control"] == "no-store"
    assert client.ask(f"/f/{old.split('/')[2]}/other.ics").status == 410
    assert client.ask().body == CALENDAR


def test_connections_are_kept_open_and_requests_may_come_in_a_row(client: Client) -> None:
    one = f"GET {client.place.path} HTTP/1.1\r\nHost: localhost\r\n"
    miss = "GET /f/x/y HTTP/1.1\r\nHost: localhost\r\n"
    raw = f"{one}\r\n{miss}\r\n{one}Accept-Encoding: gzip\r\n\r\n{one}Connection: close\r\n\r\n{one}\r\n"
    found = client.send(raw.encode())
    assert [reply.status for reply in found] == [200, 404, 200, 200]
    assert found[0].body == gzip.decompress(found[2].body) == found[3].body == CALENDAR


def test_old_clients_are_served(client: Client) -> None:
    reply = client.ask(version="1.0")
    assert (reply.status, reply.body) == (200, CALENDAR)
    raw = f"GET {client.place.path} HTTP/1.0\r\nHost: localhost\r\nConnection: keep-alive\r\n\r\n"
    with client.connect() as line:
        for _ in range(2):
            line.sendall(raw.encode())
            (reply,) = replies(_one(line))
            assert reply.body == CALENDAR


def _one(line: socket.socket) -> bytes:
    found = b""
    while not found or len(found.partition(b"\r\n\r\n")[2]) < len(CALENDAR):
        found += line.recv(65536)
    return found


def test_a_client_that_says_no_more_after_its_request_gets_its_answer(client: Client) -> None:
    with client.connect() as line:
        line.sendall(f"GET {client.place.path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        line.shutdown(socket.SHUT_WR)
        (reply,) = replies(read_all(line))
    assert reply.body == CALENDAR


def test_a_large_calendar_arrives_whole_at_a_slow_reader(tmp_path: Path) -> None:
    content = b"".join(b"X-LINE:%07d\r\n" % number for number in range(200_000))
    with served(place(tmp_path, content)) as client, client.connect() as line:
        line.sendall(f"GET {client.place.path} HTTP/1.0\r\nHost: localhost\r\n\r\n".encode())
        time.sleep(0.2)  # until nobody's buffers take any more
        (reply,) = replies(read_all(line))
        assert reply.body == content


def test_several_servers_can_run_and_each_ends_by_itself(tmp_path: Path) -> None:
    at = place(tmp_path)
    with served(at) as one, served(at) as two:
        assert one.port != two.port
        one.server.close()
        one.server.close()
        assert (one.server.alive, two.server.alive) == (False, True)
        assert two.ask().body == CALENDAR
        with pytest.raises(ConnectionRefusedError):
            one.connect()


def test_an_address_that_is_taken_is_said_with_the_remedy(client: Client) -> None:
    with pytest.raises(PlannerError) as refused:
        serve(client.place.site, client.server.address)
    assert f"127.0.0.1 port {client.port}" in refused.value.message
    assert "listen in [feed]" in refused.value.hint


def test_ipv6_is_served(tmp_path: Path) -> None:
    at = place(tmp_path)
    server = serve(at.site, Listen("::1", 0))
    try:
        with socket.create_connection(("::1", server.address.port), timeout=5) as line:
            host = f"[::1]:{server.address.port}"
            line.sendall(f"GET {at.path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode())
            (reply,) = replies(read_all(line))
    finally:
        server.close()
    assert reply.body == CALENDAR
    assert server.address == Listen("::1", server.address.port)


def test_a_site_may_change_while_it_is_served(client: Client) -> None:
    client.place.files.clear()
    assert client.ask().status == 404
    client.place.files[NAME] = client.place.calendar
    client.place.hosts = frozenset({"plans.example.org"})
    assert client.ask(Host="plans.example.org").status == 200
