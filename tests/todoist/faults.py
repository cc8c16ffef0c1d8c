"""What can go wrong between a client and Todoist, and on Todoist's side."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count

from tests.todoist.account import Ban
from tests.todoist.wire import Refused, Reply, Request, Row

Work = Callable[[], Reply]
Fault = Callable[[Work], Reply]
"""Given the work that would be done: does it or doesn't, and answers. May raise Cut or Hung."""
FOREVER = 10**9


class Cut(ConnectionResetError):
    """The connection ends: by a reset, or closed, perhaps after the first half of `sent`."""

    def __init__(self, *, reset: bool = False, sent: Reply | None = None) -> None:
        super().__init__("the connection has ended")
        self.reset = reset
        self.sent = sent


class Hung(TimeoutError):
    """No answer for so many seconds; then `late`."""

    def __init__(self, seconds: float, late: Reply) -> None:
        super().__init__("no answer in time")
        self.seconds = seconds
        self.late = late


def refuse(status: int, tag: str = "BECAUSE", code: int = 0, **extra: object) -> Fault:
    """Answer without doing it. `retry_after=30` goes into `error_extra` and Retry-After."""
    return lambda _work: Refused(status, tag, code, "Refused", **extra).reply


def too_many(wait: int | None = 30, header: str | None = None) -> Fault:
    """429 as it is seen (todoist-python #100: 66 and 513 seconds).

    `wait` goes into `error_extra` and, unless `header` says something else, into Retry-After.
    """
    extra = {} if wait is None else {"retry_after": wait}
    reply = Refused(429, "LIMITS_REACHED", 35, "Too many requests", **extra).reply
    told = {} if header is None else {"Retry-After": header}
    return lambda _work: Reply(reply.status, reply.body, {**reply.headers, **told})


def server_error(*, done: bool, status: int = 503) -> Fault:
    def fault(work: Work) -> Reply:
        if done:
            work()
        return Refused(status, "INTERNAL_ERROR", status, "Something went wrong").reply

    return fault


def lost(*, done: bool, reset: bool = False) -> Fault:
    """The line is cut before or after the work."""

    def fault(work: Work) -> Reply:
        if done:
            work()
        raise Cut(reset=reset)

    return fault


def half(work: Work) -> Reply:
    """Do it; the line is cut in the middle of the answer."""
    raise Cut(sent=work())


def hang(seconds: float, *, done: bool = True) -> Fault:
    """Answer late."""

    def fault(work: Work) -> Reply:
        raise Hung(seconds, work() if done else Refused(504, "TIMEOUT", 504, "Timeout").reply)

    return fault


def cut_json(work: Work) -> Reply:
    """Do it, and answer the first half, as if that were all."""
    reply = work()
    return Reply(reply.status, reply.body[: len(reply.body) // 2], reply.headers)


def html(*, done: bool) -> Fault:
    """A hotel's page."""

    def fault(work: Work) -> Reply:
        if done:
            work()
        return Reply(200, b"<html>Welcome to the hotel</html>", {"Content-Type": "text/html"})

    return fault


def altered(change: Callable[[Row], None]) -> Fault:
    """Do it, and answer something a bit different."""

    def fault(work: Work) -> Reply:
        reply = work()
        value = reply.value
        change(value)
        return Reply(reply.status, json.dumps(value).encode(), reply.headers)

    return fault


def without(*path: str) -> Fault:
    """Do it, and leave a field out: `without("sync_status")`, `without("items", "content")` of each item."""

    def change(value: Row) -> None:
        found: list[Row] = [value]
        for name in path[:-1]:
            below = [row.get(name) for row in found]
            lists = [one if isinstance(one, list) else [one] for one in below if one is not None]
            found = [row for rows in lists for row in rows]
        for row in found:
            row.pop(path[-1], None)

    return altered(change)


def ban(
    kind: str, text: str = "", *, status: int = 400, tag: str = "INVALID_ARGUMENT_VALUE", every: int = 1
) -> Ban:
    """Refuse commands of a kind whose content or name holds the text: always, or each n-th one."""
    seen = count(1)

    def judge(told: str, args: Row) -> Refused | None:
        named = str(args.get("content") or args.get("name") or args.get("id"))
        if told != kind or text not in named or next(seen) % every:
            return None
        return Refused(status, tag, 20, "Refused", argument="content")

    return judge


@dataclass
class Breakable:
    """Keeps a log of what it was asked, and knows what is to go wrong next."""

    log: list[Request] = field(default_factory=list, kw_only=True)
    _armed: list[tuple[str, int, int, Fault]] = field(default_factory=list, kw_only=True)

    def arm(self, name: str, fault: Fault, times: int = 1, after: int = 0) -> None:
        """Let requests of this name fail: skip `after`, then `times`. `sync` is any `sync.…`, `*` all."""
        self._armed.append((name, after, times, fault))

    def calm(self) -> None:
        self._armed.clear()

    @property
    def names(self) -> list[str]:
        return [request.name for request in self.log]

    @property
    def commands(self) -> list[Row]:
        """All commands that came, repeated ones too."""
        return [
            command
            for request in self.log
            if request.name == "sync.write"
            for command in request.values["commands"]
        ]

    def next_fault(self, request: Request) -> Fault | None:
        for number, (name, after, times, fault) in enumerate(self._armed):
            if name not in {request.name, request.name.split(".", maxsplit=1)[0], "*"}:
                continue
            if after:
                self._armed[number] = (name, after - 1, times, fault)
            elif times:
                self._armed[number] = (name, after, times - 1, fault)
                return fault
        return None
