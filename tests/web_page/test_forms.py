"""Which requests change something: forms of the page itself, and no other."""

import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlencode

import pytest

from planner.errors import PlannerError
from planner.render.page_parts import BLANK, SAID
from planner.web.messages import Request, Response
from planner.web.page import LONGEST_BODY, Page
from planner.web.site import Answer, Site

TOKEN = "secret-of-this-start"  # noqa: S105 - made up
PAGE = f"<html><style>b{{}}</style><p>{SAID}</p><input {BLANK}><input {BLANK}></html>".encode()


class Commands:
    """What the page asked for, and a site that remembers it."""

    def __init__(self, code: int = 0, said: str = "Done.\n  moves  adn +3 days\n") -> None:
        self.ran: list[tuple[str, ...]] = []
        self.answer = Answer(code, said)
        self.site = Site({}, Path("none.db"), lambda: PAGE, self.act)

    def act(self, words: Sequence[str]) -> Answer:
        self.ran.append(tuple(words))
        return self.answer


@pytest.fixture
def page() -> Page:
    keys = iter(map(str, range(100)))
    return Page(TOKEN, lambda: f"key-{next(keys)}")


def get(target: str = "/", cookie: str = "", method: str = "GET") -> Request:
    authority = "127.0.0.1:8765"
    headers = {"cookie": cookie} if cookie else {}
    return Request(method, target, "127.0.0.1", authority, "127.0.0.1", "127.0.0.1", headers)


def post(target: str, fields: Mapping[str, str] | bytes, **headers: str) -> Request:
    body = fields if isinstance(fields, bytes) else urlencode(fields).encode()
    known = {"content-type": "application/x-www-form-urlencoded", "origin": "http://127.0.0.1:8765"}
    sent = known | {name.replace("_", "-"): value for name, value in headers.items()}
    return replace(get(target, method="POST"), headers=sent, body=body)


def header(response: Response | None, name: str) -> str:
    assert response is not None
    return dict(response.headers)[name]


GOOD = {"csrf": TOKEN, "id": "adn"}


@pytest.mark.parametrize(
    ("target", "fields", "command"),
    [
        ("/done", {"id": "ma-certificate/goal-1"}, ("done", "--", "ma-certificate/goal-1")),
        ("/undone", {"id": "看護"}, ("undone", "--", "看護")),
        ("/done", {"id": "--yes"}, ("done", "--", "--yes")),
        ("/switch", {"track": "lpn-bridge"}, ("switch", "--yes", "--", "lpn-bridge")),
        ("/undo", {"change": "17"}, ("undo", "--yes", "--change", "17")),
        ("/redo", {"change": "18"}, ("redo", "--yes", "--change", "18")),
        ("/replan", {}, ("replan", "--yes")),
    ],
)
def test_a_form_runs_one_command(
    page: Page, target: str, fields: dict[str, str], command: tuple[str, ...]
) -> None:
    commands = Commands()
    got = page(post(target, {"csrf": TOKEN} | fields), commands.site)
    assert commands.ran == [command]
    assert got is not None
    assert (got.status, header(got, "Location")) == ("303 See Other", "/#said")


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        (post("/done", GOOD | {"csrf": "other"}), 403),
        (post("/done", GOOD | {"csrf": "sécret"}), 403),
        (post("/done", {"id": "adn"}), 403),
        (post("/done", GOOD, origin="http://evil.example"), 403),
        (post("/done", GOOD, origin="http://127.0.0.1:9999"), 403),
        (post("/done", GOOD, origin="https://127.0.0.1:8765"), 403),
        (post("/done", GOOD, origin="null"), 403),
        (post("/done", GOOD, origin=""), 403),
        (post("/done", GOOD, sec_fetch_site="cross-site"), 403),
        (post("/done", GOOD, sec_fetch_site="same-site"), 403),
        (post("/done", GOOD, sec_fetch_site="none"), 403),
        (post("/done", GOOD, content_type="text/plain"), 400),
        (post("/done", GOOD, content_type="multipart/form-data; boundary=x"), 400),
        (post("/done", GOOD, content_type="application/json"), 400),
        (post("/done", b""), 403),
        (post("/done", b"\xff\xfe"), 400),
        (post("/done", f"csrf={TOKEN}&id=%FF".encode()), 400),
        (post("/done", f"csrf={TOKEN}&id=a&id=b".encode()), 400),
        (post("/done", f"csrf={TOKEN}&id=a&more=b".encode()), 400),
        (post("/done", f"csrf={TOKEN}&id=".encode()), 400),
        (post("/done", GOOD | {"id": "a\nb"}), 400),
        (post("/done", GOOD | {"id": "a\0b"}), 400),
        (post("/done", GOOD | {"id": "x" * 301}), 400),
        (post("/done", GOOD | {"id": "x" * LONGEST_BODY}), 400),
        (post("/undo", {"csrf": TOKEN, "change": "-1"}), 400),
        (post("/undo", {"csrf": TOKEN, "change": "²"}), 400),
        (post("/undo", {"csrf": TOKEN}), 400),
        (post("/replan", GOOD), 400),
        (post("/", GOOD), 405),
        (get("/done"), 405),
        (get("/replan", method="PUT"), 405),
    ],
)
def test_whatever_else_is_sent_changes_nothing(page: Page, asked: Request, status: int) -> None:
    commands = Commands()
    got = page(asked, commands.site)
    assert got is not None
    assert int(got.status.split()[0]) == status
    assert commands.ran == []
    assert b"Nothing was changed" in got.body
    assert TOKEN.encode() not in got.body


def test_a_browser_that_says_nothing_of_where_a_form_comes_from_is_held_to_the_token(page: Page) -> None:
    commands = Commands()
    asked = post("/done", GOOD)
    bare = replace(asked, headers={"content-type": asked.headers["content-type"]})
    page(bare, commands.site)
    assert len(commands.ran) == 1


@pytest.mark.parametrize("target", ["/index.html", "/done/", "//", "/f/token/nurse.ics", "", "/DONE"])
def test_the_page_is_at_one_address_and_leaves_the_others_alone(page: Page, target: str) -> None:
    assert page(get(target), Commands().site) is None
    assert page(post(target, GOOD), Commands().site) is None


def test_how_a_form_went_is_said_once_in_the_words_of_the_command(page: Page) -> None:
    commands = Commands(2, 'planner: there is no "<b>adn</b>" in this plan\n  See: planner timeline\n')
    cookie = header(page(post("/done", GOOD), commands.site), "Set-Cookie")
    assert cookie == "planner-said=key-0; Path=/; Max-Age=60; HttpOnly; SameSite=Strict"
    sent = "other=1; planner-said=key-0"
    assert b"no &quot;&lt;b&gt;adn" not in body(page(get(cookie=sent, method="HEAD"), commands.site))
    shown = body(page(get(cookie=sent), commands.site))
    assert b"no &quot;&lt;b&gt;adn&lt;/b&gt;&quot; in this plan" in shown
    assert b'class="said failed"' in shown
    assert b"adn" not in body(page(get(cookie=sent), commands.site))
    assert b"said" not in body(page(get(cookie="planner-said=key-7"), commands.site)).replace(b"<!--", b"")


def body(response: Response | None) -> bytes:
    assert response is not None
    return response.body


def test_every_form_of_the_page_gets_the_token(page: Page) -> None:
    shown = body(page(get(), Commands().site))
    assert shown.count(f'name="csrf" value="{TOKEN}"'.encode()) == 2
    assert BLANK.encode() not in shown
    assert SAID.encode() not in shown


def test_every_answer_forbids_what_no_page_of_ours_needs(page: Page) -> None:
    commands = Commands()
    for got in (
        page(get(), commands.site),
        page(post("/done", GOOD), commands.site),
        page(post("/done", {}), commands.site),
        page(get("/done"), commands.site),
    ):
        policy = header(got, "Content-Security-Policy")
        parts = dict(part.strip().split(" ", 1) for part in policy.split(";"))
        assert parts["default-src"] == parts["base-uri"] == parts["frame-ancestors"] == "'none'"
        assert parts["form-action"] == "'self'"
        assert "unsafe" not in policy
        assert header(got, "X-Content-Type-Options") == "nosniff"
        assert header(got, "Referrer-Policy") == "same-origin"
        assert header(got, "Cache-Control") == "no-store"
        assert header(got, "Cross-Origin-Opener-Policy") == "same-origin"
        assert header(got, "Cross-Origin-Resource-Policy") == "same-origin"


def test_where_there_is_no_page_the_reason_is_told(page: Page) -> None:
    def broken() -> bytes:
        raise PlannerError("nurse.yaml:3: <steps> is wanted here", "Mend the line.")

    site = replace(Commands().site, page=broken)
    got = page(get(), site)
    assert got is not None
    assert got.status.startswith("503")
    assert b"&lt;steps&gt; is wanted here" in got.body
    assert b"Mend the line." in got.body


def test_a_command_that_cannot_be_run_is_told_like_one_that_failed(page: Page) -> None:
    def stuck(_: Sequence[str]) -> Answer:
        raise PlannerError("another run is at work", "Try again.")

    site = replace(Commands().site, act=stuck)
    got = page(post("/done", GOOD), site)
    assert got is not None
    assert got.status.startswith("303")
    assert b"another run is at work" in body(page(get(cookie="planner-said=key-0"), site))


def test_the_page_loads_nothing_of_plans_and_engines() -> None:
    code = "import sys; import planner.web.page; print(*(n for n in sys.modules if n.startswith('planner.')))"
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    parts = {name.split(".")[1] for name in ended.stdout.split()}
    assert parts == {"web", "render", "errors"}
