"""Google Calendar's side of the wire in this process: as quick as a dictionary, for thousands of lives.

It knows the Calendar API only, nothing of ours. Each rule names the page of the API's documentation that it
is from; "guide" pages are below https://developers.google.com/workspace/calendar/api/guides/, "reference"
pages below https://developers.google.com/workspace/calendar/api/v3/reference/.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import format_datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.google.proxy import NOT_WITH_TOKEN, Breakable, Reply, Request, error, normalised

Event = Mapping[str, Any]
_FIT_ID = re.compile("[a-v0-9]{5,1024}")  # reference "events", `id`
# reference "events": what is marked as read-only, and what can't be changed once it is there.
_SET_BY_SERVER = frozenset(
    {"kind", "etag", "id", "htmlLink", "created", "updated", "creator", "organizer", "iCalUID", "sequence"}
    | {"eventType"}
)
_SERVERS_OWN = frozenset(
    {"kind", "id", "htmlLink", "created", "creator", "organizer", "iCalUID", "eventType"}
)


@dataclass
class Calendar:
    """Events by id, in the order in which they were made, and the number of the last change of each."""

    summary: str
    events: dict[str, dict[str, Any]] = field(default_factory=dict)
    changed: dict[str, int] = field(default_factory=dict)


@dataclass
class Fake(Breakable):
    """One account. Changes are counted, and the count is what etags and tokens are made of.

    `revives`: an update brings a deleted event back (else 403; reports differ). `bare`: tombstones hold no
    more than is promised. `page`: events a page at most. `stale`: tokens up to this change are forgotten.
    """

    calendars: dict[str, Calendar] = field(default_factory=dict)
    revives: bool = True
    normalises: bool = False
    bare: bool = True
    page: int = 2500
    now: int = 0
    stale: int = -1

    def work(self, request: Request) -> Reply:
        """Do what is asked, and answer as Google would."""
        body = json.loads(request.body) if request.body else {}
        if request.name == "calendars.insert":
            return self._insert_calendar(body)
        calendar = self.calendars.get(request.parts[0])
        if calendar is None:
            return error(404, "notFound")  # guide "errors"
        if request.name == "events.list":
            return self._list(calendar, parse_qs(urlsplit(request.path).query))
        if request.name == "events.insert":
            return self._insert(request.parts[0], calendar, body)
        name = request.parts[2]
        there = calendar.events.get(name)
        if there is None:
            return error(404, "notFound")
        match = next((value for key, value in request.headers.items() if key.lower() == "if-match"), None)
        if request.method != "GET" and match not in {None, there["etag"]}:
            return error(412, "conditionNotMet")  # guide "version-resources"
        match request.name:
            case "events.get":
                return _answer(self._shown(there))
            case "events.update":
                return self._update(calendar, there, body)
            case "events.delete":
                return self._delete(calendar, there)
        return error(405, "httpMethodNotAllowed")

    @property
    def date(self) -> str:
        """What each answer is dated (RFC 9110 6.6.1)."""
        return format_datetime(datetime.fromisoformat(self._moment()), usegmt=True)

    def expire(self) -> None:
        """Forget all sync tokens (guide "sync": the server may at any time)."""
        self.now += 1
        self.stale = self.now - 1

    def restore(self, calendar: str, name: str) -> None:
        """Take a deleted event out of the bin, as a person does in the calendar's own pages."""
        found = self.calendars[calendar]
        self._change(found, {**found.events[name], "status": "confirmed"})

    def _insert_calendar(self, body: Event) -> Reply:
        """Reference "calendars.insert": the id is the server's to choose."""
        self.now += 1
        name = f"c{self.now}@group.calendar.google.com"
        self.calendars[name] = Calendar(body["summary"])
        return _answer({"kind": "calendar#calendar", "id": name, "summary": body["summary"]})

    def _insert(self, where: str, calendar: Calendar, body: Event) -> Reply:
        """Reference "events.insert", guide "version-resources": an id is used once, also after a deletion."""
        name = body.get("id", f"{self.now:026d}")
        if _FIT_ID.fullmatch(name) is None:
            return error(400, "invalid")
        if not {"start", "end"} <= body.keys():
            return error(400, "required")
        if name in calendar.events:
            return error(409, "duplicate")
        own = {
            "kind": "calendar#event",
            "id": name,
            "htmlLink": f"https://www.google.com/calendar/event?eid={name}",
            "created": self._moment(),
            "creator": {"email": "person@example.org", "self": True},
            "organizer": {"email": where, "displayName": calendar.summary, "self": True},
            "iCalUID": f"{name}@google.com",
            "eventType": "default",
        }
        return self._put(calendar, own, body, sequence=0)

    def _update(self, calendar: Calendar, there: Event, body: Event) -> Reply:
        """Reference "events.update": it replaces the event as a whole."""
        if there["status"] == "cancelled" and not self.revives:
            return error(403, "forbidden")
        own = {name: there[name] for name in _SERVERS_OWN}
        return self._put(calendar, own, body, sequence=there["sequence"] + 1)

    def _put(self, calendar: Calendar, own: Event, body: Event, sequence: int) -> Reply:
        refused = _unfit_span(body.get("start"), body.get("end"))
        if refused is not None:
            return refused
        written = {name: value for name, value in body.items() if name not in _SET_BY_SERVER}
        if self.normalises:
            written = normalised(written)
        event = {"reminders": {"useDefault": True}, **written, **own, "sequence": sequence}
        return _answer(self._change(calendar, {**event, "status": "confirmed"}))

    def _delete(self, calendar: Calendar, there: Event) -> Reply:
        """Reference "events.delete"; guide "errors": a second time, 410."""
        if there["status"] == "cancelled":
            return error(410, "deleted")
        self._change(calendar, {**there, "status": "cancelled"})
        return Reply(204)

    def _change(self, calendar: Calendar, event: Event) -> Event:
        """Guide "version-resources": every change gives another etag."""
        self.now += 1
        changed = {**event, "etag": f'"{self.now}"', "updated": self._moment()}
        calendar.events[event["id"]] = changed
        calendar.changed[event["id"]] = self.now
        return changed

    def _list(self, calendar: Calendar, query: Mapping[str, list[str]]) -> Reply:
        """Reference "events.list", guides "sync" and "pagination".

        News since a token holds tombstones; a list of everything doesn't, unless it is asked for them.
        The token of the last page stands for the moment of the first one.
        """
        token, deleted = query.get("syncToken", [None])[0], query.get("showDeleted", ["false"])[0] == "true"
        if token is not None and (NOT_WITH_TOKEN & query.keys() or (not deleted and "showDeleted" in query)):
            return error(400, "badRequest")
        since = -1 if token is None else _number(token)
        if since is None or (token is not None and not self.stale < since <= self.now):
            return error(410, "fullSyncRequired")
        start, begun = 0, self.now
        if "pageToken" in query:
            told = re.fullmatch(r"p(\d+)-(\d+)", query["pageToken"][0])
            if told is None:
                return error(400, "invalid")
            start, begun = int(told[1]), int(told[2])
        most = min(int(query.get("maxResults", ["250"])[0]), self.page)
        found = [
            self._shown(event)
            for name, event in calendar.events.items()
            if calendar.changed[name] > since
            and (event["status"] != "cancelled" or deleted or token is not None)
        ]
        rest = start + most < len(found)
        more = {"nextPageToken": f"p{start + most}-{begun}"} if rest else {"nextSyncToken": f"s{begun}"}
        told_of = {
            "kind": "calendar#events",
            "summary": calendar.summary,
            "items": found[start : start + most],
        }
        return _answer({**told_of, **more})

    def _shown(self, event: Event) -> Event:
        """Reference "events", `status`: of a tombstone only the id is sure to be told."""
        if event["status"] == "cancelled" and self.bare:
            return {name: event[name] for name in ("kind", "etag", "id", "status")}
        return event

    def _moment(self) -> str:
        seconds, rest = divmod(self.now, 1000)
        return f"2027-01-01T{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}.{rest:03d}Z"


def _unfit_span(start: Event | None, end: Event | None) -> Reply | None:
    """Reference "events", `start` and `end`: both are needed, and the end is exclusive."""
    if not start or not end:
        return error(400, "required")
    first, last = (span.get("date") or span.get("dateTime") for span in (start, end))
    return error(400, "timeRangeEmpty") if first is None or last is None or last <= first else None


def _number(token: str) -> int | None:
    told = re.fullmatch(r"s(\d+)", token)
    return int(told[1]) if told else None


def _answer(body: Event) -> Reply:
    return Reply(200, json.dumps(body).encode())
