"""How many hours each day can give, and how long spans of calendar time are.

Days are proleptic ordinals (`date.toordinal`) inside the engine: integers compare and add fast.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from datetime import date

from planner.plan.civil import DateRange, Length, Unit, add, is_weekday
from planner.plan.model import Plan

HORIZON_DAYS = 365_250  # a thousand years: what doesn't fit by then never will

FAR = date.max.toordinal()  # behind every horizon
EVEN = (1,) * 7


def week_of(day: int) -> int:
    """The number of the ISO week of an ordinal: ordinal 1 is a Monday."""
    return (day - 1) // 7


def week_label(week: int) -> str:
    """`2027-W05` for the number of a week."""
    year, number, _ = date.fromordinal(week * 7 + 4).isocalendar()
    return f"{year}-W{number:02d}"


def shares(parts: int, weights: tuple[int, ...]) -> tuple[int, ...]:
    """`parts` a week spread over the weekdays in proportion to `weights`, losing none."""
    total, seen, given, result = sum(weights), 0, 0, []
    for weight in weights:
        seen += weight
        upto = parts * seen // total
        result.append(upto - given)
        given = upto
    return tuple(result)


def merge(ranges: Iterable[DateRange]) -> tuple[tuple[int, int], ...]:
    """Sorted, disjoint (first, last) ordinals that cover the same days."""
    merged: list[tuple[int, int]] = []
    for first, last in sorted((r.first.toordinal(), r.last.toordinal()) for r in ranges):
        if merged and first <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(merged[-1][1], last))
        else:
            merged.append((first, last))
    return tuple(merged)


class Calendar:
    """The days of one plan: hours count from `base` on, steps begin on its first day `start` at the earliest.

    Away days and holidays give no hours and carry no load; pauses do neither, and stretch gates.
    """

    def __init__(
        self, plan: Plan, pauses: tuple[DateRange, ...], holidays: frozenset[date], start: int, base: int
    ) -> None:
        self.start = start
        self.base = base
        self.end = min(base + HORIZON_DAYS, FAR - 400)
        self.budgeted = plan.time is not None
        self.week = plan.time or EVEN
        self.weekly = sum(self.week) if plan.time else 0
        self._pauses = merge(pauses)
        self._off = merge([*plan.away, *pauses, *(DateRange(day, day) for day in holidays)])
        self._off_firsts = [first for first, _ in self._off]
        self._holidays = holidays
        self._budget: list[int] = []
        self._sums = [0]

    def is_off(self, day: int) -> bool:
        """True on a day on which nothing is scheduled: away, holiday or paused."""
        index = bisect_right(self._off_firsts, day) - 1
        return index >= 0 and day <= self._off[index][1]

    def is_business(self, day: date) -> bool:
        """Monday to Friday, and no public holiday."""
        return is_weekday(day) and day not in self._holidays

    def budget(self, until: int) -> list[int]:
        """Parts that each day can give, from `base` to at least `until` (exclusive), by offset."""
        known = self._budget
        while self.base + len(known) < until:
            start = self.base + len(known)
            stop = min(max(until, start + 728), self.end + 400)
            if stop <= start:
                break
            week, turn = self.week, (start - 1) % 7
            count = stop - start
            known.extend((week * (count // 7 + 2))[turn : turn + count])
            at = max(0, bisect_right(self._off_firsts, start) - 1)
            for first, last in self._off[at:]:
                if first >= stop:
                    break
                for day in range(max(first, start), min(last + 1, stop)):
                    known[day - self.base] = 0
        return known

    def sums(self, day: int) -> list[int]:
        """Parts that all days before one give, by its offset from `base`; to the day after `day`, or on."""
        sums = self._sums
        if len(sums) <= day - self.base + 1:
            days = self.budget(day + 1)
            total = sums[-1]
            for parts in days[len(sums) - 1 :]:
                total += parts
                sums.append(total)
        return sums

    def forward(self, start: int, parts: int) -> int:
        """The day on which `parts` are done when `start` (not before `base`) begins them alone.

        `end` when they never are.
        """
        if not self.budgeted or parts <= 0:
            return start
        start = max(start, self.base)
        reach = start + 7 * parts // self.weekly + 28
        while True:
            sums = self.sums(min(reach, self.end))
            goal = sums[min(start - self.base, len(sums) - 1)] + parts
            if sums[-1] >= goal:
                return self.base + bisect_left(sums, goal) - 1
            if reach >= self.end:
                return self.end
            reach += reach - start + 364

    def backward(self, due: int, parts: int) -> int:
        """The latest day to begin `parts` alone and be done on `due`; `base` at the earliest."""
        if not self.budgeted or parts <= 0:
            return due
        if due < self.base or due >= self.end:
            return due - 7 * parts // self.weekly
        sums = self.sums(due)
        left = sums[due - self.base + 1] - parts
        return self.base + bisect_right(sums, left) - 1 if left >= 0 else self.base

    def plus(self, day: int, length: Length) -> int:
        """The day `length` after `day`; FAR when the calendar has no such day."""
        if length.unit is Unit.DAYS:
            return min(day + length.count, FAR)
        if length.unit is Unit.WEEKS:
            return min(day + 7 * length.count, FAR)
        try:
            return add(date.fromordinal(day), length, self.is_business).toordinal()
        except (OverflowError, ValueError):
            return FAR

    def after_pauses(self, start: int) -> list[int]:
        """The day after each pause that lies on or behind `start`, in order."""
        return [last + 1 for _, last in self._pauses if last >= start]

    def stretch(self, start: int, due: int) -> int:
        """`due` moved later by the paused days between `start` and it."""
        for first, last in self._pauses:
            if last < start:
                continue
            if first > due:
                break
            due += last - max(first, start) + 1
        return min(due, self.end)
