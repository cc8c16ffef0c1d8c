"""The page over HTTP: what is asked for, and what a form wants done. Nothing here knows a plan or a command.

A form is believed when it comes from the page itself: with the token that only the page holds, and from the
same origin where the browser says from which (RFC 6454, Fetch Metadata). What it says is passed on as words
of one of our commands, behind `--` or as a number, so that it can't become an option.
"""

import re
from base64 import b64encode
from collections.abc import Callable, Mapping
from hashlib import sha256
from hmac import compare_digest
from threading import Lock
from urllib.parse import parse_qsl

from planner.errors import PlannerError
from planner.render.page_parts import BLANK, SAID
from planner.web.messages import Headers, Request, Response
from planner.web.notes import Notes
from planner.web.site import Answer, Site
from planner.web.small_page import notice, small_page

LONGEST_BODY, LONGEST_WORD = 4096, 300
_FORM = "application/x-www-form-urlencoded"
_COOKIE = re.compile(r"(?:^|;\s*)planner-said=([A-Za-z0-9_-]{1,64})")
_STYLE = re.compile(rb"<style>(.*?)</style>", re.DOTALL)
_ACTS: Mapping[str, tuple[str | None, tuple[str, ...]]] = {
    "/done": ("id", ("done", "--")),
    "/undone": ("id", ("undone", "--")),
    "/switch": ("track", ("switch", "--yes", "--")),
    "/undo": ("change", ("undo", "--yes", "--change")),
    "/redo": ("change", ("redo", "--yes", "--change")),
    "/replan": (None, ("replan", "--yes")),
}
"""Per address of a form: its one field, and the words of the command that the field's value ends."""


class Refused(Exception):
    """A form that isn't carried out, and why, for the person whose browser sent it."""

    def __init__(self, status: str, said: str) -> None:
        super().__init__(said)
        self.status = status
        self.said = said


class Page:
    """The page of a site. `token` is a secret of this start of the server; `new_key` draws random names for
    what forms come to.
    """

    def __init__(self, token: str, new_key: Callable[[], str]) -> None:
        self._token = token
        self._notes = Notes(new_key)
        self._one_at_a_time = Lock()

    def __call__(self, asked: Request, site: Site) -> Response | None:
        """The answer to a request; None where the page has nothing at that path."""
        if asked.target == "/":
            return self._show(asked, site) if asked.method in {"GET", "HEAD"} else _not_allowed("GET, HEAD")
        if asked.target not in _ACTS:
            return None
        if asked.method != "POST":
            return _not_allowed("POST")
        try:
            answer = self._act(words(asked, self._token), site)
        except Refused as refused:
            return _html(refused.status, small_page("Nothing was changed", refused.said))
        return _see_page(self._notes.keep(answer))

    def _show(self, asked: Request, site: Site) -> Response:
        try:
            page = site.page()
        except PlannerError as error:
            body = small_page("The page can't be shown now", error.message, error.hint)
            return _html("503 Service Unavailable", body)
        found = _COOKIE.search(asked.headers.get("cookie", ""))
        said = self._notes.take(found[1]) if found and asked.method == "GET" else None
        page = page.replace(BLANK.encode(), f'name="csrf" value="{self._token}"'.encode())
        page = page.replace(SAID.encode(), b"" if said is None else notice(said.said, failed=said.code != 0))
        return _html("200 OK", page)

    def _act(self, command: tuple[str, ...], site: Site) -> Answer:
        """Run a command, after those that were asked for before it."""
        with self._one_at_a_time:
            try:
                return site.act(command)
            except PlannerError as error:
                return Answer(error.exit_code, f"{error.message}\n{error.hint}".strip())


def words(asked: Request, token: str) -> tuple[str, ...]:
    """The words of the command that a form asks for. Raises Refused for one that isn't ours or is odd."""
    origin, site = asked.headers.get("origin"), asked.headers.get("sec-fetch-site")
    if origin not in {None, f"http://{asked.authority}"} or site not in {None, "same-origin"}:
        raise Refused("403 Forbidden", "That came from another page than planner's own.")
    if asked.headers.get("content-type", "").partition(";")[0].strip().lower() != _FORM:
        raise Refused("400 Bad Request", "That is no form of this page.")
    fields = _fields(asked.body)
    if not compare_digest(fields.pop("csrf", "").encode(), token.encode()):
        raise Refused("403 Forbidden", "The page was opened before planner was started anew. Open it again.")
    field, command = _ACTS[asked.target]
    if set(fields) != ({field} if field else set()):
        raise Refused("400 Bad Request", "That is no form of this page.")
    value = fields.get(field or "", "")
    if field and not (0 < len(value) <= LONGEST_WORD and value.isprintable()):
        raise Refused("400 Bad Request", "That is no name of anything in a plan.")
    if field == "change" and not (value.isascii() and value.isdigit()):
        raise Refused("400 Bad Request", "That is no number of a change.")
    return (*command, value) if field else command


def _fields(body: bytes) -> dict[str, str]:
    """A form's fields, each of which occurs once. Raises Refused."""
    try:
        pairs = parse_qsl(
            body[: LONGEST_BODY + 1].decode("ascii"),
            keep_blank_values=True,
            strict_parsing=True,
            errors="strict",
            max_num_fields=4,
        )
    except ValueError:
        raise Refused("400 Bad Request", "That is no form of this page.") from None
    if len(body) > LONGEST_BODY or len(dict(pairs)) != len(pairs):
        raise Refused("400 Bad Request", "That is no form of this page.")
    return dict(pairs)


def _html(status: str, body: bytes) -> Response:
    return Response(status, (("Content-Type", "text/html; charset=utf-8"), *_headers(body)), body)


def _see_page(key: str) -> Response:
    """On to the page, which says once how the form went; a reload then repeats neither."""
    cookie = f"planner-said={key}; Path=/; Max-Age=60; HttpOnly; SameSite=Strict"
    return Response("303 See Other", (("Location", "/#said"), ("Set-Cookie", cookie), *_headers(b"")))


def _not_allowed(methods: str) -> Response:
    body = small_page("Nothing was changed", f"This address takes {methods} only.")
    found = _html("405 Method Not Allowed", body)
    return Response(found.status, (*found.headers, ("Allow", methods)), body)


def _headers(body: bytes) -> Headers:
    """What holds for every answer. The page's style is allowed by its hash, taken from the page itself, so
    that a page which a newer planner rendered is styled by an older server as well.
    """
    hashes = "".join(
        f" 'sha256-{b64encode(sha256(style).digest()).decode()}'" for style in _STYLE.findall(body)
    )
    style = f"style-src{hashes}" if hashes else "style-src 'none'"
    policy = f"default-src 'none'; {style}; img-src data:; form-action 'self'"
    return (
        ("Content-Security-Policy", f"{policy}; base-uri 'none'; frame-ancestors 'none'"),
        ("X-Content-Type-Options", "nosniff"),
        # With `no-referrer`, browsers send `Origin: null` with a form.
        ("Referrer-Policy", "same-origin"),
        ("Cache-Control", "no-store"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
        ("Cross-Origin-Resource-Policy", "same-origin"),
    )
