"""Values as YAML, in the manner of the file that they go into."""

import json
import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple, TypeAlias

Value: TypeAlias = "str | int | Sequence[Value] | Mapping[str, Value]"
"""A text (dates and lengths too, as a person writes them), a number or switch, a list, or keys and values."""

# What needs no quotes anywhere in YAML: words, and signs that start nothing between them; lengths and dates.
_PLAIN = re.compile(
    r"[^\W\d_](?:[\w ./()+-]*[\w.)])?"
    r"|\d{4}-[\dQW][\d-]*"
    r"|\d+(?:\.\.\d+)? [a-z ]*[a-z]"
    r"|\d[\d.]*(?:h|min)(?:\d+min)?(?:/(?:week|day))?"
    r"|\d+%"
    r"|\d[\d.]* [A-Z]{3}"
    r"|https?://[\w./~%=&?+-]*[\w/]"
)
_WIDE = 100
_WORDS = frozenset({"null", "true", "false", "yes", "no", "on", "off", "y", "n"})


class Manner(NamedTuple):
    """How a file writes mappings: in braces (`flow`), a member to a line (`spread`) or all on one; how many
    columns deeper what is inside stands; which quotes texts and keys are in (empty: none unless need be).
    """

    flow: bool = False
    spread: bool = False
    indent: int = 2
    quotes: str = ""
    key_quotes: str = ""


def scalar(value: str | int, quotes: str = "") -> str:
    """A single value on one line. Numbers and switches have no quotes: in quotes they would be texts."""
    if isinstance(value, int):
        return str(value).lower()
    if quotes == "'" and value.isprintable():
        return "'" + value.replace("'", "''") + "'"
    if not quotes and _PLAIN.fullmatch(value) and value.lower() not in _WORDS and "  " not in value:
        return value
    written = json.dumps(value, ensure_ascii=False)
    return "".join(c if c.isprintable() else json.dumps(c)[1:-1] for c in written)


def inline(value: Value, manner: Manner, quotes: str | None = None) -> str:
    """A value on one line, in braces and brackets where it has parts."""
    quotes = manner.key_quotes if quotes is None else quotes
    if isinstance(value, Mapping):
        return "{" + ", ".join(pair(key, inner, manner) for key, inner in value.items()) + "}"
    if isinstance(value, (str, int)):
        return scalar(value, quotes)
    return "[" + ", ".join(inline(inner, manner, quotes) for inner in value) + "]"


def pair(key: str, value: Value, manner: Manner) -> str:
    """A key with its value on one line."""
    return f"{scalar(key, manner.key_quotes)}: {inline(value, manner, _quotes(key, manner))}"


def in_words(task: Mapping[str, Value]) -> Value:
    """A task as a person writes it, where its title and deadline are all: `Register by 2027-02-10`."""
    if task.keys() == {"title"}:
        return task["title"]
    return f"{task['title']} by {task['by']}" if task.keys() == {"title", "by"} else task


def lines(key: str, value: Value, manner: Manner) -> list[str]:
    """A key with its value, in as many lines as the manner wants; the first stands in column 0."""
    step = " " * manner.indent
    name = scalar(key, manner.key_quotes)
    if isinstance(value, Mapping) and value and manner.spread:
        inner = [pair(*member, manner) for member in value.items()]
        return [f"{name}: {{", *(f"{step}{line}," for line in inner[:-1]), f"{step}{inner[-1]}", "}"]
    if manner.flow or isinstance(value, int) or not value:
        return [pair(key, value, manner)]
    if isinstance(value, Mapping):
        is_nested = all(isinstance(inner, Mapping) for inner in value.values())
        write = lines if is_nested else _block
        inner = [line for member in value.items() for line in write(*member, manner)]
        return [f"{name}:", *(f"{step}{line}" for line in inner)]
    return _block(key, value, manner)


def _block(key: str, value: Value, manner: Manner) -> list[str]:
    """A member of a block: long texts and tasks take several lines, all else one."""
    step = " " * manner.indent
    name = scalar(key, manner.key_quotes)
    if isinstance(value, str) and "\n" in value and not value.startswith((" ", "\n")):
        return [f"{name}: |", *(f"{step}{line}".rstrip() for line in value.splitlines())]
    if key == "tasks" and not isinstance(value, (str, int, Mapping)):
        one_line = pair(key, value, manner)
        if len(value) == 1 and len(one_line) <= _WIDE:
            return [one_line]
        return [f"{name}:", *(f"{step}- {inline(one, manner, manner.quotes)}" for one in value)]
    return [pair(key, value, manner)]


def _quotes(key: str, manner: Manner) -> str:
    return manner.quotes if key in {"title", "note", "tasks"} else manner.key_quotes
