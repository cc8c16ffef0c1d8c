"""A page is fetched within limits, and told plainly why it can't be. The web is a server of this process."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from planner.cli import page_on_web
from planner.cli.page_on_web import fetched
from planner.cli.posting_source import decoded
from planner.errors import PlannerError, UsageError

LIMIT = 100_000
PAGE = "<html><h2>Requirements</h2><li>RN licence \N{EN DASH} “now”</li></html>"


class _Web(BaseHTTPRequestHandler):
    asked: list[dict[str, str]]

    def do_GET(self) -> None:
        self.asked.append(dict(self.headers.items()))
        with suppress(OSError):
            ANSWERS[self.path.strip("/").partition("?")[0].partition("/")[0]](self)

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def answer(self, content: bytes, code: int = 200, **headers: str) -> None:
        self.send_response(code)
        for name, value in ({"content_type": "text/html"} | headers).items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(content)

    def drip(self) -> None:
        self.send_response(200)
        self.end_headers()
        for _ in range(100):
            self.wfile.write(b"a")
            self.wfile.flush()
            time.sleep(0.05)

    def garbage(self) -> None:
        self.wfile.write(b"\0\0\0 hello\r\n\r\n")

    def hop(self) -> None:
        left = int(self.path.rpartition("/")[2])
        self.answer(b"", 302, location=f"/hop/{left - 1}" if left > 1 else "/page")


ANSWERS: dict[str, Callable[[_Web], None]] = {
    "page": lambda web: web.answer(PAGE.encode(), content_type="text/html; charset=utf-8"),
    "western": lambda web: web.answer(PAGE.encode("cp1252"), content_type="text/html; charset=iso-8859-1"),
    "odd-charset": lambda web: web.answer(PAGE.encode(), content_type="text/html; charset=klingon"),
    "plain": lambda web: web.answer(b"- RN licence", content_type="text/plain"),
    "loop": lambda web: web.answer(b"", 302, location="/loop"),
    "hop": _Web.hop,
    "to-file": lambda web: web.answer(b"", 302, location="file:///etc/passwd"),
    "to-ftp": lambda web: web.answer(b"", 302, location="ftp://127.0.0.1/a"),
    "to-private": lambda web: web.answer(b"", 302, location="http://localhost:1/admin"),
    "to-password": lambda web: web.answer(b"", 302, location="http://me:secret@127.0.0.1/"),
    "huge": lambda web: web.answer(b"a" * (LIMIT + 1)),
    "pdf": lambda web: web.answer(b"%PDF", content_type="application/pdf"),
    "packed": lambda web: web.answer(b"\x1f\x8b", content_encoding="gzip"),
    "forbidden": lambda web: web.answer(b"", 403),
    "gone": lambda web: web.answer(b"", 404),
    "silent": lambda _: time.sleep(3),
    "drip": _Web.drip,
    "garbage": _Web.garbage,
}


@pytest.fixture
def web() -> Iterator[str]:
    """A web server's address."""
    _Web.asked = []
    with ThreadingHTTPServer(("127.0.0.1", 0), _Web) as server:
        server.daemon_threads = True
        server.block_on_close = False
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()


@contextmanager
def refused(said: str, error: type[PlannerError] = PlannerError) -> Iterator[None]:
    with pytest.raises(error) as caught:
        yield
    assert said in caught.value.message
    assert caught.value.hint


@pytest.mark.parametrize("path", ["page", "western", "odd-charset", "hop/5"])
def test_a_page_is_read_in_its_own_letters(web: str, path: str) -> None:
    page = fetched(f"{web}/{path}", LIMIT)
    assert decoded(page.content, "x", page.charset) == PAGE


def test_a_stranger_asks_and_says_nothing_of_the_person(web: str) -> None:
    fetched(f"{web}/plain?a=1#b", LIMIT)
    (headers,) = _Web.asked
    assert set(headers) == {"Host", "User-Agent", "Accept", "Accept-Encoding", "Connection"}
    assert headers["User-Agent"].startswith("planner/")


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("loop", "without end"),
        ("hop/6", "without end"),
        ("to-file", "no page of the web"),
        ("to-ftp", "no page of the web"),
        ("to-password", "no page of the web"),
        ("huge", "is larger than"),
        ("pdf", "application/pdf"),
        ("packed", "is sent packed"),
        ("forbidden", "answers 403 (it wants a person with a browser)"),
        ("gone", "answers 404"),
        ("garbage", "can't be fetched"),
    ],
)
def test_what_is_no_page_is_told_plainly(web: str, path: str, said: str) -> None:
    with refused(said):
        fetched(f"{web}/{path}", LIMIT)


@pytest.mark.parametrize("path", ["silent", "drip"])
def test_a_slow_server_is_waited_for_so_long_and_no_longer(web: str, path: str) -> None:
    began = time.monotonic()
    with refused("0.3 seconds" if path == "drip" else ""):
        fetched(f"{web}/{path}", LIMIT, seconds=0.3)
    assert time.monotonic() - began < 2


def test_a_public_page_sends_nobody_into_their_own_network(web: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page_on_web, "_is_public", lambda host: host == "127.0.0.1")
    with refused("in your own network"):
        fetched(f"{web}/to-private", LIMIT)


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        "ftp://jobs.example/1",
        "data://text",
        "http://",
        "http://me:secret@jobs.example/1",
        "http://jobs.example:port/",
        "http://[::1",
        "http://jobs.example/a b",
    ],
)
def test_an_address_that_is_none_of_a_page_is_refused_unasked(address: str) -> None:
    with refused("", UsageError):
        fetched(address, LIMIT)


def test_a_server_that_is_not_there_is_told() -> None:
    with refused("can't be fetched"):
        fetched("http://127.0.0.1:9/", LIMIT)
