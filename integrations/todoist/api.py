"""What we ask of Todoist, each through the `Line`; `official` has what Doist's own client serves for."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import quote, urlencode

from integrations.http.answer import Answer
from integrations.http.line import Line
from planner.errors import PlannerError

TODOIST = "https://api.todoist.com/api/v1"
EVERYTHING = "*"
"""The sync token that stands for the beginning."""
_RESOURCES = ["items", "sections", "projects", "user_plan_limits"]
_PAGE = 200
_TRIES = 2

Row = Mapping[str, Any]
Transport = Callable[[str, str, Mapping[str, str], bytes | None], Answer]
"""Sends one request: method, address, headers, body."""


class Stale(Exception):
    """The sync token isn't taken any more."""


@dataclass(frozen=True, slots=True)
class Api:
    """One account, at Todoist or at another address. `token` is asked for when it is needed."""

    line: Line
    token: Callable[[], str]
    transport: Transport
    address: str = TODOIST

    def read(self, token: str) -> Row:
        """What changed since a sync token, or everything. Raises Stale, PlannerError for what is no news."""
        for _ in range(_TRIES):
            answer = self._sync({"sync_token": token, "resource_types": _RESOURCES}, harmless=True)
            told = answer.object or {}
            if answer.status == HTTPStatus.OK and _is_whole(told):
                return told
            if answer.status == HTTPStatus.BAD_REQUEST and token != EVERYTHING:
                raise Stale
        raise PlannerError(
            f"{self.line.service}: Todoist tells no news, or only a part (status {answer.status})",
            "Sync again later.",
        )

    def write(self, commands: Sequence[Row], token: str) -> Answer:
        """Carry out commands, at most 100, and tell the news since a token that isn't `EVERYTHING`.

        Raises OutcomeUnknown when they may have arrived.
        """
        asked = {"commands": commands, "sync_token": token, "resource_types": _RESOURCES}
        return self._sync(asked, harmless=False)

    def task(self, name: str) -> Answer:
        """One task, also a done or deleted one."""
        return self._ask("GET", f"/tasks/{quote(name, safe='')}", None, harmless=True)

    def completed(self, since: str, until: str) -> Iterator[Row]:
        """Tasks that were done in a time of at most three months; none where the account has no history."""
        asked = {"since": since, "until": until, "limit": str(_PAGE)}
        while True:
            answer = self._ask(
                "GET", f"/tasks/completed/by_completion_date?{urlencode(asked)}", None, harmless=True
            )
            told = answer.object or {}
            rows = told.get("items", told.get("results"))
            yield from (row for row in (rows if isinstance(rows, list) else ()) if isinstance(row, dict))
            following = told.get("next_cursor")
            if (
                answer.status != HTTPStatus.OK
                or not isinstance(following, str)
                or following == asked.get("cursor")
            ):
                return
            asked["cursor"] = following

    def about(self) -> Row:
        """Who the person is, and which calendars Todoist fills by itself. Raises PlannerError."""
        asked = {"sync_token": EVERYTHING, "resource_types": ["user", "calendar_accounts"]}
        told = self._sync(asked, harmless=True).object or {}
        if not isinstance(told.get("user"), dict):
            raise PlannerError(
                f"{self.line.service}: Todoist doesn't say whose account it is", "Try again later."
            )
        return told

    def pause(self) -> None:
        """Wait a little before looking what became of a write."""
        self.line.pause()

    def _sync(self, asked: Row, *, harmless: bool) -> Answer:
        return self._ask("POST", "/sync", asked, harmless=harmless)

    def _ask(self, method: str, path: str, body: Row | None, *, harmless: bool) -> Answer:
        headers = {"Authorization": f"Bearer {self.token()}", "Accept": "application/json"}
        content = None
        if body is not None:
            content, headers["Content-Type"] = json.dumps(body).encode(), "application/json"
        return self.line.ask(
            lambda: self.transport(method, f"{self.address}{path}", headers, content), harmless=harmless
        )


def _is_whole(told: Row) -> bool:
    """Whether nothing is missing that would be taken for gone or unchanged then. A list of changes needn't
    name the kinds of which nothing did.
    """
    kinds = ("items", "sections", "projects") if told.get("full_sync") is not False else ("items",)
    return isinstance(told.get("sync_token"), str) and all(isinstance(told.get(kind), list) for kind in kinds)
