"""When a habit's next turn is.

The arithmetic of recurrence is Todoist's own and isn't published; here are the phrases that a plan needs, in
their plain meaning (help page "Introduction to recurring dates").
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

_NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WEEKDAY = r"(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*"
_PHRASE = re.compile(
    rf"(?:every|ev)(?P<done>!)? +(?:(?:(?P<number>\d+|other) +)?(?P<unit>day|week|month|year)s?"
    rf"|(?P<work>weekday|workday)s?|(?P<days>{_WEEKDAY}(?:(?: *, *| +and +){_WEEKDAY})*))"
)


@dataclass(frozen=True)
class Recurrence:
    """Every `number` units, or on `days` of the week (0: Monday); `from_done`: counted from its doing."""

    from_done: bool
    number: int
    unit: str
    days: frozenset[int]

    @classmethod
    def of(cls, phrase: str) -> Self | None:
        """None: the phrase names no recurrence."""
        told = _PHRASE.fullmatch(phrase.strip().lower())
        if told is None:
            return None
        named = re.findall(_WEEKDAY, told["days"] or "")
        days = frozenset(range(5)) if told["work"] else frozenset(_NAMES.index(name[:3]) for name in named)
        number = 2 if told["number"] == "other" else int(told["number"] or 1)
        return cls(bool(told["done"]), max(number, 1), told["unit"] or "", days)

    def first(self, today: date) -> date:
        return self._step(today - timedelta(1)) if self.days else today

    def following(self, due: date, today: date) -> date:
        """The first day of the row after the last one and after today."""
        if self.from_done:
            return self._step(today)
        day = due
        while day <= max(due, today):
            day = self._step(day)
        return day

    def _step(self, day: date) -> date:
        if self.days:
            return next(later for n in range(1, 8) if (later := day + timedelta(n)).weekday() in self.days)
        if self.unit in {"day", "week"}:
            return day + timedelta(days=self.number * (7 if self.unit == "week" else 1))
        months = day.year * 12 + day.month - 1 + self.number * (12 if self.unit == "year" else 1)
        first = date(months // 12, months % 12 + 1, 1)
        last = (first + timedelta(31)).replace(day=1) - timedelta(1)
        return first.replace(day=min(day.day, last.day))
