"""The plan's values in one cell of a table, or in one line of keys, and back."""

import re
from collections.abc import Callable, Mapping
from functools import partial

from planner.plan.edit.writing import Value
from planner.plan.foreign.values import date_of, hours_of, length_of
from planner.plan.keys import STEP

KEYS = tuple(key.name for key in STEP.keys if key.name != "tasks")

_LISTS = frozenset({"after", "before", "closes"})
_DAYS = ("date", "by", "from", "to")
_SPLIT = re.compile(r"\s*[;|,]\s*")
_UNSAFE = re.compile(r"[;\n\r]|--")


def cell(key: str, value: Value) -> str:
    """A value in one cell."""
    if isinstance(value, Mapping):
        if "any" in value:
            options = value["any"]
            return f"any {' or '.join(map(str, options if isinstance(options, list) else [options]))}"
        return "{" + ", ".join(f"{name}: {inner}" for name, inner in value.items()) + "}"
    if isinstance(value, list | tuple):
        ending = ";" if key == "goals" and len(value) == 1 else ""
        return "; ".join(cell("", one) for one in value) + ending
    return str(value).lower() if isinstance(value, bool) else str(value)


def read_cell(key: str, text: str, unit: str = "") -> Value:
    """A cell as the plan file has it, where that can be told; `unit` is that of a bare number."""
    readers: Mapping[str, Callable[[str], str]] = {
        "effort": hours_of,
        "takes": partial(length_of, unit=unit),
        "every": length_of,
        "experience": length_of,
        **dict.fromkeys(_DAYS, date_of),
    }
    if key in _LISTS or (key == "goals" and ";" in text):
        return [part for part in _SPLIT.split(text) if part]
    if key == "experience" and text.startswith("{"):
        pairs = (part.partition(":") for part in text.strip("{}").split(","))
        return {name.strip(): _number(value.strip()) for name, _, value in pairs}
    if key == "goals":
        return _number(text)
    if key == "sync":
        return text.lower() != "false"
    return readers.get(key, str)(text)


def keys_line(fields: Mapping[str, Value]) -> str:
    """Keys on one line, for where a format has no place of its own: `takes: 9 months; after: a, b`.

    What a line can't hold (notes, texts with its signs) is left out.
    """
    said = []
    for key, value in fields.items():
        listed = value if isinstance(value, list | tuple) else [value]
        words = [cell("", one) for one in listed]
        if key != "note" and not any(
            _UNSAFE.search(word) or (len(words) > 1 and "," in word) for word in words
        ):
            said.append(f"{key}: {', '.join(words)}")
    return "; ".join(said)


def read_keys_line(text: str) -> dict[str, str]:
    """The keys of such a line; words of other sorts aren't taken."""
    pairs = (part.partition(":") for part in text.split(";"))
    return {key.strip(): value.strip() for key, colon, value in pairs if colon and value.strip()}


def fields_of(told: Mapping[str, str]) -> dict[str, Value]:
    """The plan's own keys among those of a line, but for what `Found` has apart."""
    own = (key for key in KEYS if key in told and key not in {"id", "title", "after"})
    return {key: _listed(key, told[key]) for key in own}


def after_of(told: Mapping[str, str]) -> tuple[str, ...]:
    """What a line of keys says that it waits for."""
    return tuple(part for part in _SPLIT.split(told.get("after", "")) if part)


def _listed(key: str, text: str) -> Value:
    """Titles of goals stand between commas there; a rhythm or a number has none."""
    return _SPLIT.split(text) if key == "goals" and "," in text else read_cell(key, text)


def _number(text: str) -> Value:
    return int(text) if text.isdigit() else text
