"""A person's own account at Google, with a calendar that is made for the tests and deleted after them.

The sign-in is the one that `planner auth google` left; a copy of it is used, and nothing else of the person's
is read or written. PLANNER_LIVE_GOOGLE_ENDPOINT is for a rehearsal with a server that plays Google.
"""

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import google_auth_httplib2  # type: ignore[import-untyped]  # brings no types
import httplib2  # type: ignore[import-untyped]  # brings no types

from integrations.google.api import GOOGLE, Api
from integrations.google.credentials import SavedCredentials, credentials_file
from integrations.google.refusal import read_refusal
from integrations.http.answer import Answer
from integrations.http.judge import Verdict
from integrations.http.line import Line
from tests.system.program import Program, program

PLAN = "nurse"


@dataclass
class Account:
    """`api` is our side, `ask` any program of the person's; `slowed` the answers that asked for patience."""

    root: str
    directory: Path
    http: Any
    calendar: str = ""
    slowed: list[Answer] = field(default_factory=list)

    @property
    def api(self) -> Api:
        def read(answer: Answer, now: datetime) -> Verdict | None:
            if answer.status in {403, 429}:
                self.slowed.append(answer)
            return read_refusal(answer, now)

        file = self.directory / "google.json"
        return Api(Line("google", "", read), lambda: SavedCredentials(file), self.root)

    def ask(
        self, method: str, tail: str = "", body: Mapping[str, object] | None = None, **headers: str
    ) -> Answer:
        """A call below the calendar, `tail` like `/events/ID?showDeleted=true`."""
        return self._call(method, f"/{self.calendar}{tail}", body, headers)

    def events(self, query: str = "") -> list[dict[str, Any]]:
        """All live events; with `?showDeleted=true` the deleted ones, too."""
        told = self.ask("GET", f"/events{query or '?'}&maxResults=2500").object or {}
        found = told["items"]
        assert isinstance(found, list)
        return found

    def program(self, place: Path) -> Program:
        """The program with a plan, a fresh state and this calendar."""
        made = program(place)
        settings = {"type": "google", "calendar-id": self.calendar, "endpoint": self.root}
        settings["credentials-file"] = str(self.directory / "google.json")
        lines = [f"{name} = {json.dumps(value)}" for name, value in settings.items()]
        (made.folder / "planner.toml").write_text("\n".join(["[targets.google]", *lines]), encoding="utf-8")
        return made

    def make(self) -> None:
        """A calendar that nobody minds."""
        made = self._call("POST", "", {"summary": f"planner live tests {uuid4().hex[:8]}"}, {}).object or {}
        self.calendar = str(made["id"])

    def empty(self) -> None:
        """Delete every event."""
        for event in self.events():
            self.ask("DELETE", f"/events/{event['id']}")

    def _call(
        self, method: str, tail: str, body: Mapping[str, object] | None, headers: Mapping[str, str]
    ) -> Answer:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        response, content = self.http.request(
            f"{self.root}calendar/v3/calendars{tail}",
            method,
            body=json.dumps(body) if body is not None else None,
            headers={"Content-Type": "application/json", **named},
        )
        return Answer(response.status, {str(name): str(value) for name, value in response.items()}, content)


@contextmanager
def account(directory: Path) -> Iterator[Account]:
    """Sign in, make a calendar, and delete it in the end, whatever happens."""
    saved = credentials_file({}, directory)
    copy = directory / "google.json"
    copy.touch(mode=0o600)
    copy.write_bytes(saved.read_bytes())
    http = google_auth_httplib2.AuthorizedHttp(SavedCredentials(copy), http=httplib2.Http(timeout=60))
    made = Account(os.environ.get("PLANNER_LIVE_GOOGLE_ENDPOINT", GOOGLE), directory, http)
    made.make()
    try:
        yield made
    finally:
        with suppress(OSError):
            made.ask("DELETE")
        http.close()
