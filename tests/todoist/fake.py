"""Todoist in this process: one account behind the addresses of API v1.

`answer` takes a request and gives a reply; a cut line is a ConnectionError, a hang a TimeoutError. It is a
WSGI application as well, for `httpx.WSGITransport(app=fake)`, where they are errors of httpx;
`tests.todoist.server` has real lines for them. It knows Todoist only, nothing of ours.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from http.client import responses
from threading import RLock
from typing import Any

import httpx

from tests.todoist import places, rest, sync
from tests.todoist.account import Account
from tests.todoist.faults import Breakable, Cut, Hung
from tests.todoist.wire import Refused, Reply, Request, gone, not_found, tell

TOKEN = "CANARY-todoist-token"  # noqa: S105 - of an account that doesn't exist
_OLD = ("/rest/", "/sync/", "/API/", "/api/v7/", "/api/v8/", "/api/v9/")
_OLD_WITHIN = {("completed", "get_all"), ("completed", "get_stats"), ("activity", "get")}


@dataclass
class Fake(Breakable):
    account: Account
    token: str = TOKEN
    _lock: RLock = field(default_factory=RLock)

    def answer(self, request: Request) -> Reply:
        """The reply. Raises Cut or Hung when that is armed."""
        with self._lock:
            self.log.append(request)
            fault = self.next_fault(request)
            return self._work(request) if fault is None else fault(lambda: self._work(request))

    def _work(self, request: Request) -> Reply:
        try:
            return self._answer(request)
        except Refused as refused:
            return refused.reply

    def _answer(self, request: Request) -> Reply:
        if request.path.startswith(_OLD) or tuple(request.parts) in _OLD_WITHIN:
            raise gone()
        if not request.parts:
            raise not_found("Endpoint")
        if request.header("authorization") != f"Bearer {self.token}":
            raise Refused(401, "UNAUTHORIZED", 477, "Unauthorized", event_id="0" * 32, retry_after=3)
        if request.parts == ["sync"]:
            if request.method != "POST":
                raise Refused(405, "METHOD_NOT_ALLOWED", 405, "Method not allowed")
            return tell(sync.answer(self.account, request))
        return rest.answer(self.account, request, self.token)

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., object]) -> Iterable[bytes]:
        """WSGI, PEP 3333. Raises httpx.TransportError."""
        query, named = environ.get("QUERY_STRING"), {"Authorization": "HTTP_AUTHORIZATION"}
        headers = {
            name: environ.get(key, "") for name, key in (named | {"Content-Type": "CONTENT_TYPE"}).items()
        }
        path, body = environ["PATH_INFO"] + (f"?{query}" if query else ""), environ["wsgi.input"].read()
        try:
            reply = self.answer(Request(environ["REQUEST_METHOD"], path, body, headers))
        except Cut as cut:
            raise (httpx.ReadError if cut.reset else httpx.RemoteProtocolError)(str(cut)) from cut
        except Hung as hung:
            raise httpx.ReadTimeout(str(hung)) from hung
        told = {**reply.headers, "Content-Length": str(len(reply.body))}
        start_response(f"{reply.status} {responses.get(reply.status, 'Unknown')}", [*told.items()])
        return [reply.body]


def new(clock: Callable[[], datetime], **account: Any) -> Fake:  # noqa: ANN401 - what Account takes
    """An account with an inbox and nothing in it."""
    made = Account(clock, **account)
    places.open_inbox(made)
    return Fake(made)
