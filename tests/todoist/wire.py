"""What goes over the wire to Todoist and back, and how it says no.

"Documentation" is https://developer.todoist.com/api/v1/, its sections by name. Here: "Sync/Response / Error",
"Migrating from v9/Previous REST API endpoints error responses".
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

Row = dict[str, Any]
ROOT = "/api/v1"


@dataclass(frozen=True)
class Request:
    """One question. `path` is the address from the first slash on, with its query."""

    method: str
    path: str
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def parts(self) -> list[str]:
        """The address below `/api/v1`, in parts; empty for another address."""
        told = urlsplit(self.path).path
        if not told.startswith(f"{ROOT}/"):
            return []
        return [unquote(part) for part in told.removeprefix(ROOT).split("/") if part]

    @property
    def query(self) -> dict[str, str]:
        return dict(parse_qsl(urlsplit(self.path).query, keep_blank_values=True))

    @property
    def values(self) -> Row:
        """What the body says: JSON, or a form whose values may be JSON (documentation "Sync").

        Raises Refused when it isn't that.
        """
        if not self.body:
            return {}
        try:
            if "json" in self.header("content-type"):
                told = json.loads(self.body)
            else:
                told = dict(parse_qsl(self.body.decode(), keep_blank_values=True, strict_parsing=True))
                for name in ("commands", "resource_types"):
                    if name in told:
                        told[name] = json.loads(told[name])
        except ValueError as error:
            raise Refused(400, "INVALID_REQUEST", 20, "The body can't be read") from error
        if not isinstance(told, dict):
            raise Refused(400, "INVALID_REQUEST", 20, "The body isn't an object")
        return told

    @property
    def name(self) -> str:
        """Like `sync.write`, `sync.full`, `sync.news`, `tasks.list`, `tasks.get`, `tasks.close`."""
        parts = self.parts or ["elsewhere"]
        if parts == ["sync"]:
            return f"sync.{self._kind_of_sync()}"
        if len(parts) > 2 or parts[1:] in [["shared"], ["archived"]]:
            return f"{parts[0]}.{parts[-1]}"
        if self.method == "GET":
            return f"{parts[0]}.{'list' if len(parts) == 1 and parts != ['user'] else 'get'}"
        if self.method == "DELETE":
            return f"{parts[0]}.delete"
        return f"{parts[0]}.{'add' if len(parts) == 1 else 'update'}"

    def _kind_of_sync(self) -> str:
        try:
            told = self.values
        except Refused:
            return "broken"
        if told.get("commands"):
            return "write"
        return "full" if told.get("sync_token", "*") == "*" else "news"

    def header(self, name: str) -> str:
        return next((value for key, value in self.headers.items() if key.lower() == name), "")


@dataclass(frozen=True)
class Reply:
    status: int
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def value(self) -> Any:  # noqa: ANN401 - JSON
        return json.loads(self.body)


def tell(value: object, status: int = 200) -> Reply:
    return Reply(status, json.dumps(value).encode(), {"Content-Type": "application/json"})


class Refused(Exception):
    """Todoist's no: to a request as a whole, or to one command of it."""

    def __init__(self, status: int, tag: str, code: int, words: str, **extra: object) -> None:
        super().__init__(words)
        self.status = status
        self.told = {
            "error": words,
            "error_code": code,
            "error_extra": extra,
            "error_tag": tag,
            "http_code": status,
        }

    @property
    def reply(self) -> Reply:
        """With Retry-After, in seconds, where the extra says how long (todoist-python #100)."""
        told = tell(self.told, self.status)
        wait = self.told["error_extra"]
        if isinstance(wait, dict) and "retry_after" in wait:
            return Reply(told.status, told.body, {**told.headers, "Retry-After": str(wait["retry_after"])})
        return told


def missing(argument: str) -> Refused:
    return Refused(400, "ARGUMENT_MISSING", 19, "Required argument is missing", argument=argument)


def wrong(argument: str, words: str = "Invalid argument value") -> Refused:
    return Refused(400, "INVALID_ARGUMENT_VALUE", 20, words, argument=argument)


def not_found(what: str) -> Refused:
    """Documentation "Migrating from v9/Previous REST API endpoints error responses" has this very answer."""
    return Refused(404, "NOT_FOUND", 478, f"{what} not found", event_id="0" * 32, retry_after=3)


def gone() -> Refused:
    """Observed on old addresses since February 2026 (sachaos/todoist #198)."""
    return Refused(410, "GONE", 410, "This address is no longer served")


def full(what: str, code: int) -> Refused:
    """403, and a tag that ends so (tod #863 for tasks, todoist-mcp #531 for all; other codes: unknown)."""
    return Refused(403, f"MAX_{what}_LIMIT_REACHED", code, f"Maximum number of {what.lower()} reached")
