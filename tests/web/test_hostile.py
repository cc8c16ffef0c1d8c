"""Requests that nobody means well with: every answer is the right one, and tells nothing."""

from pathlib import Path

import pytest

from planner.web.messages import Request, Response, plain
from planner.web.site import Site
from tests.web.place import CALENDAR, Client, place, served

METHODS = (
    "POST",
    "PUT",
    "DELETE",
    "OPTIONS",
    "PATCH",
    "TRACE",
    "PROPFIND",
    "REPORT",
    "CONNECT",
    "BREW",
    "GETS",
)


def test_every_miss_is_the_same_answer(client: Client) -> None:
    token = client.place.token
    (client.place.folder / "secret.txt").write_text("not for you")
    wrong = [
        "",
        token[:-1],
        token + "0",
        token[:20],
        token[:-1] + ("0" if token[-1] != "0" else "1"),
        token.upper() + "A",
        f"%{ord(token[0]):x}{token[1:]}",
        f"{token}%00",
        f"{token}%2fx",
        f"..%2f{token}",
        f"{token}\xe9",
        "é" * 40,
        "%ff" * 40,
        "0" * 40,
        "*",
    ]
    paths = [f"/f/{one}/nurse.ics" for one in wrong]
    names = [
        "",
        "nurse",
        "nurse.ICS",
        "nurse.ics/",
        "nurse.ics%00",
        "nurse.ics.",
        "x.ics",
        "%2e%2e%2fsecret.txt",
    ]
    names += [
        "../secret.txt",
        "..%2fsecret.txt",
        "..",
        ".",
        "nurse.db",
        "nurse.feed",
        "nurse.ics;x",
        "%",
        "%zz",
    ]
    names += ["nurse.ics%0d%0aX-Injected:%201", "/nurse.ics", "\xff.ics", "%f0%9f", "nurse%2eics/x"]
    paths += [f"/f/{token}/{name}" for name in names]
    paths += [
        "/",
        "/f",
        "/f/",
        "//",
        f"//f/{token}/nurse.ics",
        f"/f//{token}/nurse.ics",
        f"/x/{token}/nurse.ics",
    ]
    paths += [
        f"/f/x/../{token}/nurse.ics",
        f"/./f/{token}/nurse.ics",
        f"/F/{token}/nurse.ics",
        "*",
        "x",
        "/favicon.ico",
    ]
    paths += [
        f"/f/{token}",
        f"/f/{token}/",
        f"/f/{token}/nurse.ics#x",
        "/etc/passwd",
        "/../../../../etc/passwd",
    ]
    replies = {path: client.ask(path) for path in paths}
    assert {reply.undated for reply in replies.values()} == {replies["/"].undated}
    assert replies["/"].status == 404
    heads = {path: client.ask(path, "HEAD") for path in paths}
    assert {head.undated for head in heads.values()} == {replies["/"].undated.removesuffix(replies["/"].body)}


def test_a_name_may_be_written_in_percents(client: Client) -> None:
    assert client.ask(f"/f/{client.place.token}/%6eurse.ics").body == CALENDAR


@pytest.mark.parametrize("method", METHODS)
def test_other_methods_are_refused_alike_with_any_token(client: Client, method: str) -> None:
    old = client.place.token
    client.place.rotate()
    found = {client.ask(f"/f/{token}/nurse.ics", method).undated for token in (old, client.place.token, "x")}
    assert len(found) == 1
    reply = client.ask(method=method)
    assert (reply.status, reply.headers["allow"]) == (405, "GET, HEAD")
    assert client.ask("/", method).status == 404


@pytest.mark.parametrize("method", ["get", "Get", "G ET", "", "G(T", "GET\t"])
def test_what_is_no_method_is_no_request(client: Client, method: str) -> None:
    assert client.ask(method=method).status == 400


@pytest.mark.parametrize(
    "host",
    [
        None,
        "",
        "evil.example",
        "localhost.evil.example",
        "evil.example:80",
        "127.0.0.1.evil.example",
        "127.0.0.1@evil.example",
        "user@127.0.0.1",
        "127.0.0.1, evil.example",
        "127.0.0.1 evil.example",
        "[::1",
        "::1",
        "[::1]x",
        "2130706433",
        "0x7f.1",
        "127.1",
        "127.0.0.2",
        "0.0.0.0",  # noqa: S104 - a name that is asked for
        "localhost:port",
        "localhost:123456",
        "localhost/",
        "l\u043ecalhost".encode().decode("latin-1"),
    ],
)
def test_a_host_that_is_not_ours_is_refused_whatever_is_asked(client: Client, host: str | None) -> None:
    replies = [client.ask(path, Host=host) for path in (None, "/", "/f/x/y")]
    assert {reply.status for reply in replies} == {400}
    assert len({reply.undated for reply in replies}) == 1
    assert client.ask(Host=host, version="1.0").status == 400


@pytest.mark.parametrize(
    "host", ["localhost", "LOCALHOST:1", "127.0.0.1", "127.0.0.1:80", "[::1]:8765", "localhost:"]
)
def test_the_names_of_this_computer_are_ours(client: Client, host: str) -> None:
    assert client.ask(Host=host).status == 200


def test_two_hosts_are_none(client: Client) -> None:
    raw = (
        f"GET {client.place.path} HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\nConnection: close\r\n\r\n"
    )
    assert [reply.status for reply in client.send(raw.encode())] == [400]


def test_an_address_in_the_request_line_counts_instead_of_the_host(client: Client) -> None:
    path = client.place.path
    assert client.ask(f"http://localhost{path}", Host="evil.example").body == CALENDAR
    assert client.ask(f"HTTP://127.0.0.1:1{path}").body == CALENDAR
    assert client.ask(f"http://evil.example{path}").status == 400
    assert client.ask(f"http://localhost@evil.example{path}").status == 400
    assert client.ask(f"http://{path}").status == 400
    assert client.ask(f"http:/{path}").status == 400
    for odd in (f"ftp://localhost{path}", f"file://{path}", "localhost:80"):
        assert client.ask(odd).status == 404
    for broken in ("http://[::1", "http://[x]/", "http://\xe9\u00e9]/"):
        assert client.ask(broken).status in {400, 404}


def test_a_public_name_is_ours_where_it_is_set(client: Client) -> None:
    client.place.hosts = frozenset({"plans.example.org"})
    assert client.ask(Host="Plans.Example.org:443").body == CALENDAR
    assert client.ask(Host="evil.example").status == 400


@pytest.mark.parametrize(
    ("lines", "status"),
    [
        ("X: " + "a" * 64 * 1024, 431),
        ("\r\n".join(f"X-{number}: {'a' * 100}" for number in range(600)), 431),
        ("A" * 20_000, 431),
        ("Content-Length: 65536", 413),
        ("Content-Length: 99999999999999999999", 413),
        ("Content-Length: -1", 400),
        ("Content-Length: +5", 400),
        ("Content-Length: 5, 5", 400),
        ("Content-Length: 5\r\nContent-Length: 5", 400),
        ("Content-Length: \u0665".encode().decode("latin-1"), 400),
        ("Content-Length: 5\r\nTransfer-Encoding: chunked", 400),
        ("Transfer-Encoding: chunked\r\nContent-Length: 5", 400),
        ("Transfer-Encoding: gzip, chunked", 501),
        ("Transfer-Encoding: xchunked", 501),
        ("Transfer-Encoding: \x0bchunked", 400),
        ("No colon", 400),
        ("Name with space: x", 400),
        ("X: a\rb", 400),
        ("X: a\nY: b", 400),
        ("X: a\x00b", 400),
        (": no name", 400),
    ],
)
def test_a_head_that_is_too_large_or_in_doubt_is_refused(client: Client, lines: str, status: int) -> None:
    raw = f"GET {client.place.path} HTTP/1.1\r\nHost: localhost\r\n{lines}\r\n\r\n".encode("latin-1")
    (reply,) = client.send(raw)
    assert reply.status == status
    assert reply.headers["connection"] == "close"
    assert reply.headers["x-content-type-options"] == "nosniff"
    assert reply.body == plain(f"{status} {reply.head.decode()[13:].partition(chr(13))[0]}").body


@pytest.mark.parametrize("version", ["0.9", "1.2", "2.0", "3", "1.1 x", "1.1\x00"])
def test_no_version_is_an_accident(client: Client, version: str) -> None:
    assert client.ask(version=version).status in {200, 400}


@pytest.mark.parametrize(
    "raw", [b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"]
)
def test_other_protocols_are_refused(client: Client, raw: bytes) -> None:
    found = client.send(raw)
    assert found
    assert {reply.status for reply in found} == {400}


def test_nothing_is_read_from_behind_a_request_that_is_in_doubt(client: Client) -> None:
    smuggled = f"GET {client.place.path} HTTP/1.1\r\nHost: localhost\r\n\r\n"
    chunked = f"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n{smuggled}"
    raw = f"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\n{chunked}"
    assert [reply.status for reply in client.send(raw.encode())] == [400]
    raw = f"POST / HTTP/1.0\r\nHost: localhost\r\n{chunked}"
    assert [reply.status for reply in client.send(raw.encode())] == [400]


def test_bodies_are_bounded_however_they_come(client: Client) -> None:
    head = f"GET {client.place.path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
    small = b"Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"
    assert [reply.status for reply in client.send(head.encode() + small)] == [200]
    large = b"Transfer-Encoding: chunked\r\n\r\n" + b"1000\r\n" + b"x" * 4096 + b"\r\n"
    assert [
        reply.status for reply in client.send(head.encode() + large + (large.partition(b"\r\n\r\n")[2]) * 20)
    ] == [413]
    assert [
        reply.status for reply in client.send(head.encode() + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n")
    ] == [400]
    fixed = b"Content-Length: 60000\r\n\r\n" + b"x" * 60000
    assert [reply.status for reply in client.send(head.encode() + fixed)] == [200]


@pytest.mark.parametrize(
    "more", ["", "Content-Length: 0\r\n", "Content-Length: 5\r\n", "Content-Length: 70000\r\n"]
)
def test_who_waits_for_leave_to_send_a_body_is_not_left_waiting(client: Client, more: str) -> None:
    head = f"GET {client.place.path} HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\n"
    with client.connect() as line:
        line.settimeout(5)
        line.sendall(f"{head}{more}\r\n".encode())
        answer = line.recv(65536)
        if answer.startswith(b"HTTP/1.1 100"):
            assert "5" in more
            line.sendall(b"hello")
            answer = line.recv(65536)
    assert answer.startswith(b"HTTP/1.1 413" if "7" in more else b"HTTP/1.1 200")


def test_the_server_does_not_say_what_it_is(client: Client) -> None:
    replies = [
        client.ask(),
        client.ask("/"),
        client.ask(method="POST"),
        client.ask(Host="x"),
        *client.send(b"x\r\n\r\n"),
    ]
    for reply in replies:
        told = (reply.head + (b"" if reply.body == CALENDAR else reply.body)).lower()
        assert b"server" not in told
        assert b"waitress" not in told
        assert b"python" not in told
        assert b"planner" not in told


def page(request: Request, _site: Site) -> Response | None:
    return Response("200 OK", (), b"the page") if request.target == "/" else None


def test_the_page_is_for_this_computer_alone(tmp_path: Path) -> None:
    at = place(tmp_path)
    at.hosts = frozenset({"plans.example.org"})
    with served(at, pages=page) as client:
        assert client.ask("/").body == b"the page"
        assert client.ask("/", "HEAD").body == b""
        missing = client.ask("/x")
        assert missing.status == 404
        for headers in (
            {"Host": "plans.example.org"},
            {"X_Forwarded_For": "127.0.0.1"},
            {"X_Forwarded_Host": "localhost"},
            {"X_Real_IP": "127.0.0.1"},
            {"Forwarded": "for=127.0.0.1"},
            {"Via": "1.1 proxy"},
        ):
            for method in ("GET", "POST"):
                assert client.ask("/", method, **headers).undated == missing.undated
        assert client.ask(Host="plans.example.org", X_Forwarded_For="192.0.2.1").body == CALENDAR


def test_a_peer_elsewhere_gets_the_feed_and_not_the_page(tmp_path: Path) -> None:
    from datetime import UTC, datetime

    from planner.web.app import Application

    at = place(tmp_path)
    app = Application(at.site, page, lambda: datetime.now(UTC))

    def asked(target: str, host: str, peer: str) -> str:
        return app.respond(Request("GET", target, host, host, peer, "192.0.2.7")).status

    assert asked("/", "192.0.2.7", "192.0.2.9") == "404 Not Found"
    assert asked("/", "localhost", "192.0.2.9") == "404 Not Found"
    assert asked(at.path, "192.0.2.7", "192.0.2.9") == "200 OK"
    assert asked(at.path, "192.0.2.8", "192.0.2.9") == "400 Bad Request"
    assert asked("/", "localhost", "127.0.0.1") == "200 OK"
