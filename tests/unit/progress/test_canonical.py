from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from enum import StrEnum

import pytest

from planner.progress.canonical import from_plain, to_plain, to_text


class Colour(StrEnum):
    RED = "red"


@dataclass(frozen=True, slots=True)
class Inner:
    name: str


@dataclass(frozen=True, slots=True)
class Outer:
    inner: Inner
    many: tuple[Inner, ...]
    days: Mapping[str, date]
    at: datetime
    clock: time | None = None
    colour: Colour = Colour.RED
    flag: bool = False


@dataclass(frozen=True, slots=True)
class Strange:
    number: float


VALUE = Outer(
    Inner("é\0\n"),
    (Inner("x"), Inner("")),
    {"b": date(2028, 1, 4), "a": date(1, 1, 1)},
    datetime(2028, 1, 4, 12, 30, 1, 5, tzinfo=UTC),
    time(9),
)


def test_values_within_values_survive() -> None:
    assert from_plain(Outer, to_plain(VALUE)) == VALUE


def test_equal_values_have_one_text_however_they_were_made() -> None:
    days = dict(reversed(tuple(VALUE.days.items())))
    other = Outer(VALUE.inner, VALUE.many, days, VALUE.at, VALUE.clock)
    assert to_text(to_plain(other)) == to_text(to_plain(VALUE))


def test_a_field_that_came_later_takes_its_default() -> None:
    plain = to_plain(VALUE)
    assert isinstance(plain, dict)
    del plain["colour"], plain["flag"]
    assert from_plain(Outer, plain) == VALUE


@pytest.mark.parametrize(
    "change", [{"colour": "blue"}, {"flag": 1}, {"many": {}}, {"inner": None}, {"at": "noon"}, {"extra": 1}]
)
def test_anything_else_is_refused(change: dict[str, object]) -> None:
    plain = to_plain(VALUE)
    assert isinstance(plain, dict)
    with pytest.raises(ValueError, match=r"Outer|is no|Invalid|not a valid"):
        from_plain(Outer, plain | change)


def test_a_type_without_a_canonical_form_is_a_mistake_of_the_programmer() -> None:
    with pytest.raises(TypeError):
        to_plain(Strange(0.5))
    with pytest.raises(TypeError):
        from_plain(Strange, {"number": 0.5})
