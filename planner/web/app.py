"""One answer to one request: the WSGI application (PEP 3333) over the page and the feed."""

import logging
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from functools import partial
from io import BytesIO
from pathlib import Path
from threading import BoundedSemaphore
from traceback import extract_tb
from types import MappingProxyType
from typing import Any

from planner.web import feed, hosts
from planner.web.messages import NOT_FOUND, Request, Response, plain
from planner.web.shelf import Shelf
from planner.web.site import Pages, Site
from planner.web.tokens import Tokens

HERE = "planner.here"
"""The name under which the server says at which of this computer's addresses it was reached."""

PAGES_AT_ONCE = 3
"""One thread fewer than there are (`planner.web.server`): whatever pages wait for, the feed is served."""

_LARGE = 16 * 1024
_BAD_HOST = plain("400 Bad Request")
_BROKEN = plain("500 Internal Server Error")
_LATER = plain("503 Service Unavailable", ("Retry-After", "1"))
_LOG = logging.getLogger(__name__)


class Application:
    """Answers each request from the site as it is then. Called by several threads at once.

    Nothing that a client sent is ever logged: an address is a secret.
    """

    def __init__(self, site_of: Callable[[], Site], pages: Pages, now: Callable[[], datetime]) -> None:
        self._site_of = site_of
        self._pages = pages
        self._now = now
        self._shelf = Shelf()
        self._tokens = Tokens()
        self._turns = BoundedSemaphore(PAGES_AT_ONCE)

    def __call__(self, environ: Mapping[str, Any], start_response: Callable[..., object]) -> Iterable[bytes]:
        """Answer as PEP 3333 has it."""
        request = _request(environ)
        try:
            response = self.respond(request)
        except Exception as error:  # noqa: BLE001 - the last line of defence: a client learns nothing of a mistake
            frame = extract_tb(error.__traceback__)[-1]
            _LOG.error(
                "a mistake of the program while answering: %s (%s:%s)",
                type(error).__name__,
                Path(frame.filename).name,
                frame.lineno,
            )
            response = _BROKEN
        has_body = not response.status.startswith("304")
        length = (("Content-Length", str(len(response.body))),) if has_body else ()
        start_response(response.status, [*response.headers, *length])
        if request.method == "HEAD" or not has_body:
            return []
        if len(response.body) > _LARGE:
            # All who are sent the same bytes share them, however slowly they read.
            return environ["wsgi.file_wrapper"](BytesIO(response.body))  # type: ignore[no-any-return]
        return [response.body]

    def respond(self, request: Request) -> Response:
        """The answer. A host that isn't ours is refused first; then the page is asked, then the feed."""
        site = self._site_of()
        if not hosts.is_served(request.host, request.here, site.hosts):
            return _BAD_HOST
        if hosts.is_local(request.host, request.peer, request.headers) and not request.target.startswith(
            "/f/"
        ):
            return self._page(request, site)
        judge = partial(self._tokens.judge, site.database)
        return feed.respond(request, site.calendars, judge, self._shelf.read, self._now())

    def _page(self, request: Request, site: Site) -> Response:
        if not self._turns.acquire(blocking=False):
            return _LATER
        try:
            return self._pages(request, site) or NOT_FOUND
        finally:
            self._turns.release()


def no_pages(_request: Request, _site: Site) -> None:
    """No page at all."""


def _request(environ: Mapping[str, Any]) -> Request:
    headers = {
        name.removeprefix("HTTP_").replace("_", "-").lower(): value
        for name, value in environ.items()
        if name.startswith("HTTP_") or name in {"CONTENT_TYPE", "CONTENT_LENGTH"}
    }
    authority, target = hosts.split_target(environ["REQUEST_URI"], headers.get("host", ""))
    return Request(
        method=environ["REQUEST_METHOD"],
        target=target,
        host=hosts.host_of(authority),
        authority=authority,
        peer=hosts.plain_address(environ["REMOTE_ADDR"]),
        here=environ[HERE],
        headers=MappingProxyType(headers),
        body=environ["wsgi.input"].read(),
    )
