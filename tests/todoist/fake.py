"""Todoist in this process: one account behind the addresses of API v1.

`answer` takes a request and gives a reply; the object is a WSGI application as well, so that
`httpx.WSGITransport(app=fake)` reaches it. A cut line is a ConnectionError here, a hang a TimeoutError;
`tests.todoist.server` does both with real sockets. It knows Todoist only, nothing of ours.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from http.client import responses
from threading import RLock
from typing import Any

from tests.todoist import places, rest, sync
from tests.todoist.account import Account
from tests.todoist.faults import Breakable
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
        """WSGI, PEP 3333."""
        query = environ.get("QUERY_STRING")
        reply = self.answer(
            Request(
                environ["REQUEST_METHOD"],
                environ["PATH_INFO"] + (f"?{query}" if query else ""),
                environ["wsgi.input"].read(),
                {
                    "Authorization": environ.get("HTTP_AUTHORIZATION", ""),
                    "Content-Type": environ.get("CONTENT_TYPE", ""),
                },
            )
        )
        headers = {**reply.headers, "Content-Length": str(len(reply.body))}
        start_response(f"{reply.status} {responses.get(reply.status, 'Unknown')}", [*headers.items()])
        return [reply.body]


def new(clock: Callable[[], datetime], **account: Any) -> Fake:  # noqa: ANN401 - what Account takes
    """An account with an inbox and nothing in it."""
    made = Account(clock, **account)
    places.open_inbox(made)
    return Fake(made)
