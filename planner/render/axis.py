"""The common time axis of a picture: where a day lies, and which days get a line and a name."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from planner.render.words import month, month_name

_DAYS_A_MONTH = 30
_MONTHS_A_YEAR = 12
# Months between named lines and between plain ones, and up to how many months that reads well.
_SCALES = ((1, 1, 10), (3, 1, 30), (12, 3, 12 * 12))


@dataclass(frozen=True, slots=True)
class Tick:
    """A day with a line; the ones with a name carry it beside the line."""

    day: date
    name: str = ""


@dataclass(frozen=True, slots=True)
class Axis:
    """Days from `first` to `last`, both inclusive, over a width of `size` units."""

    first: date
    last: date
    size: float

    def at(self, day: date) -> float:
        """Where a day begins, in units from the left."""
        return self._at(day.toordinal())

    def after(self, day: date) -> float:
        """Where a day ends, in units from the left."""
        return self._at(day.toordinal() + 1)

    def _at(self, ordinal: int) -> float:
        first = self.first.toordinal()
        share = (ordinal - first) / (self.last.toordinal() + 1 - first)
        return min(1.0, max(0.0, share)) * self.size

    def ticks(self, room: float) -> Iterator[Tick]:
        """First days of months, as many as read well when each name needs `room` units."""
        months = (self.last.toordinal() - self.first.toordinal()) / _DAYS_A_MONTH
        named, plain = next(
            (scale[:2] for scale in _SCALES if months <= scale[2]), (_MONTHS_A_YEAR, _MONTHS_A_YEAR)
        )
        while months / named * room > self.size:
            named = _wider(named)
        plain = plain if named <= _MONTHS_A_YEAR else named
        index = self.first.year * _MONTHS_A_YEAR + self.first.month - 1
        if self.first.day > 1:
            index += 1
        index += -index % plain
        last = self.last.year * _MONTHS_A_YEAR + self.last.month - 1
        for each in range(index, last + 1, plain):
            day = date(each // _MONTHS_A_YEAR, each % _MONTHS_A_YEAR + 1, 1)
            yield Tick(day, _name(day, named) if each % named == 0 else "")


def _wider(months: int) -> int:
    if months < _MONTHS_A_YEAR:
        return {1: 3, 3: 6}.get(months, _MONTHS_A_YEAR)
    years = months // _MONTHS_A_YEAR
    return _MONTHS_A_YEAR * (years * 5 // 2 if str(years).startswith("2") else years * 2)


def _name(day: date, months: int) -> str:
    if months >= _MONTHS_A_YEAR:
        return str(day.year)
    return month(day) if day.month == 1 else month_name(day.month)
