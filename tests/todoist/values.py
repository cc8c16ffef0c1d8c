"""What is stored of the values that are written to a task: documentation "Sync/Tasks", "Add" and "Update"."""

from collections.abc import Callable
from typing import Any

from tests.todoist import due as dates
from tests.todoist.account import Account
from tests.todoist.wire import Refused, Row, wrong

_CONTENT, _DESCRIPTION, _LABEL = 500, 16383, 128
"""Longest texts, in characters (limits named by the official SDKs)."""


def written(account: Account, args: Row) -> Row:
    """The fields that a command sets. Null empties a due, a deadline or a duration, else it says nothing."""
    told = {
        name: read(account, args[name])
        for name, read in _READERS.items()
        if name in args and (args[name] is not None or name in _CAN_BE_NULL)
    }
    if args.get("auto_parse_labels") and "content" in told:
        named = [word[1:] for word in told["content"].split() if word.startswith("@") and word != "@"]
        told["labels"] = [*told.get("labels", []), *named]
    return told


def _content(account: Account, told: object) -> str:
    text = account.text("content", told, _CONTENT)
    if not text.strip():
        raise wrong("content")
    return text


def _description(account: Account, told: object) -> str:
    return account.text("description", told, _DESCRIPTION, lines=True)


def _due(account: Account, told: object) -> Row | None:
    return dates.stored(told, account.today, account.zone)


def _deadline(account: Account, told: object) -> Row | None:
    return _if_allowed("deadline", dates.deadline(told), allowed=account.limits.deadlines)


def _duration(account: Account, told: object) -> Row | None:
    return _if_allowed("duration", dates.duration(told), allowed=account.limits.durations)


def _if_allowed(name: str, told: Row | None, *, allowed: bool) -> Row | None:
    """Nobody tells what a plan without deadlines answers; the tag is that of other paid features."""
    if told is not None and not allowed:
        raise Refused(403, "PREMIUM_ONLY", 32, f"A {name} needs another plan")
    return told


def _priority(_: Account, told: object) -> int:
    if type(told) is not int or told not in range(1, 5):
        raise wrong("priority")
    return told


def _labels(account: Account, told: object) -> list[str]:
    if not isinstance(told, list):
        raise wrong("labels")
    return [account.text("labels", label, _LABEL) for label in told]


def _plain(name: str, kind: type) -> Callable[[Account, Any], object]:
    def read(_: Account, told: object) -> object:
        if type(told) is not kind:
            raise wrong(name)
        return told

    return read


_CAN_BE_NULL = {"due", "deadline", "duration"}
_READERS: dict[str, Callable[[Account, Any], Any]] = {
    "content": _content,
    "description": _description,
    "due": _due,
    "deadline": _deadline,
    "duration": _duration,
    "priority": _priority,
    "labels": _labels,
    "child_order": _plain("child_order", int),
    "day_order": _plain("day_order", int),
    "is_collapsed": _plain("is_collapsed", bool),
    "responsible_uid": _plain("responsible_uid", str),
}
