"""The calls that we make, over google-api-python-client, each through the `Line`.

The library's own retries are off, it never sends a request twice, and answers are read here: it takes a
page of HTML for a success.
"""

import json
import threading
import weakref
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

import google_auth_httplib2  # type: ignore[import-untyped]  # brings no types
import httplib2  # type: ignore[import-untyped]  # brings no types
from google.auth.credentials import Credentials
from google.auth.exceptions import TransportError
from googleapiclient.discovery import build_from_document  # type: ignore[import-untyped]  # brings no types
from googleapiclient.discovery_cache import get_static_doc  # type: ignore[import-untyped]  # brings no types
from googleapiclient.errors import HttpError  # type: ignore[import-untyped]  # brings no types

from integrations.google.once import Untyped, once
from integrations.http.answer import Answer
from integrations.http.line import Line
from planner.errors import PlannerError

GOOGLE = "https://www.googleapis.com/"
PAGE = 2500
"""Events a page: the most that there are (events.list, `maxResults`)."""


Transport = Callable[[], httplib2.Http]
"""Makes what a thread sends its requests with."""


@dataclass(frozen=True, slots=True)
class _Resources:
    """What the library builds from the API's description; it takes longer to build than to use."""

    calendars: Untyped
    events: Untyped


class Api:
    """The calls of one account, at Google or at `endpoint`. One `transport` for each thread."""

    def __init__(
        self,
        line: Line,
        sign_in: Callable[[], Credentials],
        endpoint: str = GOOGLE,
        transport: Transport = once,
    ) -> None:
        self._line = line
        self._sign_in = sign_in
        self._transport = transport
        self._root = endpoint if endpoint.endswith("/") else f"{endpoint}/"
        self._local = threading.local()

    def insert_calendar(self, name: str, zone: str) -> Answer:
        """Make a secondary calendar. Raises OutcomeUnknown when it may have been made."""
        body = {"summary": name, "timeZone": zone}
        return self._ask(lambda api: api.calendars.insert(body=body), harmless=False)

    def pages(self, calendar: str, token: str | None) -> Iterator[Answer]:
        """The events, or what changed since a sync token, page by page; the last may be a refusal.

        Raises PlannerError when a page leads to itself.
        """
        page: object = None
        while True:
            asked = {"syncToken": token, "pageToken": page}
            given = {name: value for name, value in asked.items() if value is not None}

            def listing(api: _Resources, given: Mapping[str, object] = given) -> Untyped:
                return api.events.list(calendarId=calendar, maxResults=PAGE, **given)

            answer = self._ask(listing, harmless=True)
            yield answer
            following = (answer.object or {}).get("nextPageToken")
            if answer.status != HTTPStatus.OK or not following:
                return
            if following == page:
                raise PlannerError("Google's list of events has no end", "Sync again later.")
            page = following

    def get(self, calendar: str, event: str) -> Answer:
        """One event, also a deleted one."""
        return self._ask(lambda api: api.events.get(calendarId=calendar, eventId=event), harmless=True)

    def insert(self, calendar: str, event: Mapping[str, Any]) -> Answer:
        """Raises OutcomeUnknown when it may have arrived."""
        return self._ask(lambda api: api.events.insert(calendarId=calendar, body=event), harmless=False)

    def update(self, calendar: str, event: Mapping[str, Any], etag: str | None) -> Answer:
        """Replace an event that has this etag. Raises OutcomeUnknown when it may have arrived."""

        def updating(api: _Resources) -> Untyped:
            return _if_match(api.events.update(calendarId=calendar, eventId=event["id"], body=event), etag)

        return self._ask(updating, harmless=False)

    def delete(self, calendar: str, event: str, etag: str | None) -> Answer:
        """Delete an event that has this etag. A second deletion is answered by 410, and does no harm."""

        def deleting(api: _Resources) -> Untyped:
            return _if_match(api.events.delete(calendarId=calendar, eventId=event), etag)

        return self._ask(deleting, harmless=True)

    def pause(self) -> None:
        """Wait a little before looking what became of a write."""
        self._line.pause()

    def _ask(self, call: Callable[[_Resources], Untyped], *, harmless: bool) -> Answer:
        def send() -> Answer:
            request = call(self._resources())
            request.postproc = _answer
            with _our_errors():
                try:
                    answer: Answer = request.execute(num_retries=0)
                except HttpError as error:
                    return _answer(error.resp, error.content)
            return answer

        return self._line.ask(send, harmless=harmless)

    def _resources(self) -> _Resources:
        if not hasattr(self._local, "resources"):
            http = self._transport()
            # Remotes have no end of their own: the connection is closed when nobody can use it any more.
            weakref.finalize(self, http.close)
            authorized = google_auth_httplib2.AuthorizedHttp(self._sign_in(), http=http)
            document = get_static_doc("calendar", "v3")
            if document is None:
                raise PlannerError("google-api-python-client is incomplete", "Install it again.")
            moved = {**json.loads(document), "rootUrl": self._root, "baseUrl": f"{self._root}calendar/v3/"}
            service = build_from_document(moved, http=authorized)
            self._local.resources = _Resources(service.calendars(), service.events())
        resources: _Resources = self._local.resources
        return resources


def _if_match(request: Untyped, etag: str | None) -> Untyped:
    if etag is not None:
        request.headers["If-Match"] = etag
    return request


def _answer(response: httplib2.Response, content: bytes) -> Answer:
    return Answer(
        response.status, {str(name).lower(): str(value) for name, value in response.items()}, content
    )


@contextmanager
def _our_errors() -> Iterator[None]:
    """The libraries' names for a broken connection, as Python's."""
    try:
        yield
    except TransportError as error:
        raise ConnectionRefusedError(str(error)) from error
    except httplib2.ServerNotFoundError as error:
        raise ConnectionRefusedError(str(error)) from error
    except httplib2.HttpLib2Error as error:
        raise ConnectionError(str(error)) from error
