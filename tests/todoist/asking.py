"""A client that asks for what it is told to, and hides nothing."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any
from urllib.parse import urlencode

from tests.todoist.fake import TOKEN, Fake
from tests.todoist.wire import ROOT, Reply, Request, Row

_numbers = count(1)
"""Uuids only have to differ."""


def command(kind: str, temp_id: str | None = None, /, **args: object) -> Row:
    told = {"type": kind, "uuid": f"uuid-{next(_numbers)}", "args": args}
    return told if temp_id is None else {**told, "temp_id": temp_id}


@dataclass(frozen=True)
class Asking:
    fake: Fake
    token: str = TOKEN

    def ask(self, method: str, path: str, **body: object) -> Reply:
        return self.fake.answer(self.request(method, path, **body))

    def request(self, method: str, path: str, **body: object) -> Request:
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        return Request(method, f"{ROOT}{path}", json.dumps(body).encode() if body else b"", headers)

    def get(self, path: str) -> Any:  # noqa: ANN401 - JSON
        reply = self.ask("GET", path)
        assert reply.status == 200, reply
        return reply.value

    def write(self, *commands: Row, **more: object) -> Row:
        return self._sync(commands=list(commands), **more)

    def read(self, since: str = "*", wanted: Sequence[str] = ("all",)) -> Row:
        """`since`: a sync token, else everything."""
        return self._sync(sync_token=since, resource_types=list(wanted))

    def do(self, kind: str, **args: object) -> str:
        """One command that goes well; the id of what it made."""
        told = self.write(command(kind, "made-here", **args))
        assert set(told["sync_status"].values()) == {"ok"}, told
        return str(told["temp_id_mapping"].get("made-here", ""))

    def fails(self, kind: str, **args: object) -> Row:
        """One command that fails; why."""
        (status,) = self.write(command(kind, None, **args))["sync_status"].values()
        assert status != "ok"
        return dict(status)

    def _sync(self, **told: object) -> Row:
        """As a form, as the documentation does it."""
        form = {name: value if isinstance(value, str) else json.dumps(value) for name, value in told.items()}
        headers = {
            "Authorization": f"Bearer {self.token}",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        reply = self.fake.answer(Request("POST", f"{ROOT}/sync", urlencode(form).encode(), headers))
        assert reply.status == 200, reply
        return dict(reply.value)
