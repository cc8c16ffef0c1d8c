"""One page from the web, once, as a stranger: no cookies, no password, within limits of time and size."""

import http.client
import ipaddress
import socket
import threading
import urllib.error
import urllib.request
from collections.abc import Callable
from typing import IO, NamedTuple, TypeVar
from urllib.parse import quote, urlsplit

from planner import __version__
from planner.errors import PlannerError, UsageError

SECONDS = 10.0
MOST_REDIRECTS = 5
PASTE = "Open it in a browser, copy its text, and paste it into: planner postings add -"
_TYPES = frozenset({"text/html", "text/plain", "text/markdown", "text/x-markdown", "application/xhtml+xml"})
_WANT_A_PERSON = frozenset({401, 403, 406, 429, 451, 503, 999})
_REDIRECTS = range(300, 400)
_ASTRAY = "sends to what is no page of the web"
_PIECE = 64 * 1024
ResultT = TypeVar("ResultT")


class Page(NamedTuple):
    """What a page holds, and the charset that its server names."""

    content: bytes
    charset: str | None


def fetched(url: str, size_limit: int, seconds: float = SECONDS) -> Page:
    """A page of text. Raises UsageError for an address that isn't http(s), PlannerError where it can't be
    had within `seconds` altogether, `size_limit` bytes and MOST_REDIRECTS redirects.
    """
    _checked(url)
    return _within(seconds, lambda: _fetched(url, size_limit, seconds), urlsplit(url).hostname or url)


def _checked(url: str) -> None:
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError as error:
        raise UsageError(f"this address can't be read: {error}", "Copy it from the browser again.") from None
    if parts.scheme.lower() not in {"http", "https"} or not parts.hostname:
        raise UsageError(f"{parts.scheme}: is no address of a page", "It begins with https:// or http://.")
    if parts.username is not None or parts.password is not None:
        raise UsageError("a name or password in an address isn't sent", PASTE)
    if not url.isprintable() or " " in url:
        raise UsageError("this address has blanks in it", "Put it in quotes, as the browser shows it.")


def _fetched(url: str, size_limit: int, seconds: float) -> Page:
    opener = urllib.request.OpenerDirector()
    redirects = _Redirects(is_public=_is_public(urlsplit(url).hostname or ""))
    for one in (
        urllib.request.ProxyHandler(),
        urllib.request.HTTPHandler(),
        urllib.request.HTTPSHandler(),
        urllib.request.HTTPDefaultErrorHandler(),
        urllib.request.HTTPErrorProcessor(),
        redirects,
    ):
        opener.add_handler(one)
    opener.addheaders = [
        ("User-Agent", f"planner/{__version__}"),
        ("Accept", "text/html, text/plain, text/markdown"),
        ("Accept-Encoding", "identity"),
    ]
    address = quote(url, safe="!#$%&'()*+,/:;=?@[]~")
    try:
        answer = opener.open(address, timeout=seconds)
        if answer is None:
            raise PlannerError(f"{url} can't be fetched", PASTE)
        with answer:
            return _page(url, answer, size_limit)
    except urllib.error.HTTPError as error:
        error.close()
        if error.code in _REDIRECTS:
            raise PlannerError(f"{url} {_ASTRAY}", PASTE) from None
        wants = " (it wants a person with a browser)" if error.code in _WANT_A_PERSON else ""
        raise PlannerError(f"{url} answers {error.code}{wants}", PASTE) from None
    except (urllib.error.URLError, http.client.HTTPException, OSError, ValueError) as error:
        reason = error.reason if isinstance(error, urllib.error.URLError) else error
        said = reason.strerror if isinstance(reason, OSError) and reason.strerror else str(reason)
        raise PlannerError(f"{url} can't be fetched: {said or type(error).__name__}", PASTE) from None


def _page(url: str, answer: "http.client.HTTPResponse", size_limit: int) -> Page:
    kind = answer.headers.get_content_type() if "content-type" in answer.headers else "text/html"
    if kind not in _TYPES:
        raise PlannerError(f"{url} is {kind[:60]}, and no page of text", PASTE)
    if answer.headers.get("content-encoding", "identity").lower() not in {"identity", ""}:
        raise PlannerError(f"{url} is sent packed, though that wasn't asked for", PASTE)
    content = b""
    while len(content) <= size_limit and (piece := answer.read1(_PIECE)):
        content += piece
    if len(content) > size_limit:
        raise PlannerError(f"{url} is larger than {size_limit // 1024 // 1024} MiB", PASTE)
    return Page(content, answer.headers.get_content_charset())


class _Redirects(urllib.request.HTTPRedirectHandler):
    """Follows at most MOST_REDIRECTS, to http(s) alone, and never from a public place into a private one."""

    max_redirections = max_repeats = MOST_REDIRECTS + 1  # ours come first

    def __init__(self, *, is_public: bool) -> None:
        self._is_public = is_public
        self._followed = 0

    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: http.client.HTTPMessage,
        newurl: str,
    ) -> urllib.request.Request | None:
        """The next request. Raises PlannerError where it isn't made."""
        self._followed += 1
        parts = urlsplit(newurl)
        refused = ""
        if self._followed > MOST_REDIRECTS:
            refused = f"{req.host} sends from one address to another without end"
        elif parts.scheme not in {"http", "https"} or not parts.hostname or "@" in parts.netloc:
            refused = f"{req.host} {_ASTRAY}"
        elif self._is_public and not _is_public(parts.hostname):
            refused = f"{req.host} sends to {parts.hostname}, in your own network"
        if refused:
            fp.close()
            raise PlannerError(refused, PASTE)
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _is_public(host: str) -> bool:
    """Whether every address of a host is one of the Internet. One without an address is no private one."""
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return True
    return all(ipaddress.ip_address(str(one[4][0]).partition("%")[0]).is_global for one in found)


def _within(seconds: float, call: Callable[[], ResultT], who: str) -> ResultT:
    """What a call gives, if it gives it in time: no timeout of a socket ends one that drips.

    One that doesn't is left behind, and ends with the program.
    """
    results: list[ResultT] = []
    errors: list[Exception] = []

    def work() -> None:
        try:
            results.append(call())
        except Exception as error:  # noqa: BLE001 - raised again below
            errors.append(error)

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    thread.join(seconds)
    if errors:
        raise errors[0]
    if not results:
        raise PlannerError(f"{who} didn't answer within {seconds:g} seconds", PASTE)
    return results[0]
