"""Frozen dataclasses as canonical JSON: one value has one text, in ASCII, with sorted keys.

Fields may be strings, whole numbers, booleans, dates, times, `StrEnum`s, other dataclasses, and
tuples, mappings or optionals of these. A field that a text lacks takes its default, so that a value
may grow fields with defaults and still read what was written before.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, datetime, time
from enum import StrEnum
from functools import cache
from types import MappingProxyType, NoneType, UnionType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

T = TypeVar("T")
_Reader = Callable[[Any], Any]


def to_text(plain: object) -> str:
    """Canonical JSON of what `to_plain` gives; ASCII, so that every string survives any storage."""
    return json.dumps(plain, sort_keys=True, separators=(",", ":"))


def to_plain(value: object) -> object:
    """A value in the terms of JSON."""
    if isinstance(value, StrEnum):
        return value.value
    if value is None or isinstance(value, str | int):
        return value
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, tuple):
        return [to_plain(one) for one in value]
    if isinstance(value, Mapping):
        return {key: to_plain(one) for key, one in value.items()}
    if is_dataclass(value):
        kind: Any = type(value)
        return {name: to_plain(getattr(value, name)) for name in _readers(kind)}
    raise TypeError(f"{type(value).__name__} has no canonical form")


def from_plain(kind: type[T], plain: object) -> T:
    """The dataclass `kind` that `to_plain` made `plain` of. Raises ValueError for anything else."""
    dataclass: Any = kind
    values, readers = _expect(dict, plain), _readers(dataclass)
    if strange := sorted(values.keys() - readers.keys()):
        raise ValueError(f"{kind.__name__} has no {strange[0]}")
    if missing := [name for name in _required(dataclass) if name not in values]:
        raise ValueError(f"{kind.__name__} lacks {missing[0]}")
    return kind(**{name: readers[name](value) for name, value in values.items()})


@cache
def _readers(dataclass: type) -> Mapping[str, _Reader]:
    hints = get_type_hints(dataclass)
    return {field.name: _reader(hints[field.name]) for field in fields(dataclass)}


@cache
def _required(dataclass: type) -> tuple[str, ...]:
    return tuple(f.name for f in fields(dataclass) if f.default is MISSING and f.default_factory is MISSING)


def _reader(hint: Any) -> _Reader:  # noqa: ANN401 - a type hint has no type of its own
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is UnionType:
        (some,) = (one for one in arguments if one is not NoneType)
        inner = _reader(some)
        return lambda plain: None if plain is None else inner(plain)
    if origin is tuple:
        element = _reader(arguments[0])
        return lambda plain: tuple(element(one) for one in _expect(list, plain))
    if origin is Mapping:
        element = _reader(arguments[1])
        return lambda plain: MappingProxyType({k: element(v) for k, v in _expect(dict, plain).items()})
    if isinstance(hint, type) and is_dataclass(hint):
        return lambda plain: from_plain(hint, plain)
    if hint in (date, datetime, time):
        return lambda plain: hint.fromisoformat(_expect(str, plain))
    if issubclass(hint, StrEnum):
        return lambda plain: hint(_expect(str, plain))
    if hint in (str, int, bool):
        return lambda plain: _expect(hint, plain)
    raise TypeError(f"{hint} has no canonical form")


def _expect(kind: type, plain: Any) -> Any:  # noqa: ANN401 - JSON may hold anything
    if type(plain) is not kind:  # a bool is an int, and yet isn't a number
        raise ValueError(f"{plain!r} is no {kind.__name__}")
    return plain
