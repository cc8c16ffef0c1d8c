"""One person's hours as a queue, in every draw: which day effort is over, and where a load fits."""

from bisect import bisect_left
from typing import NamedTuple

from planner.engine.calendar import FAR, Calendar
from planner.engine.room import Room

_CLOSE = 1e-6  # parts: an effort that ends with a day's last hour ends on that day


class _Load(NamedTuple):
    first: int
    last: int
    rate: float


class Queue:
    """The free hours of each draw, from `today` on. Beyond `reach` every week counts as a plain one."""

    def __init__(self, calendar: Calendar, today: int, reach: int, count: int) -> None:
        self._calendar = calendar
        self._base = calendar.base
        self._sums = calendar.sums(max(today, min(reach, calendar.end)))
        self._rooms = [Room(self._place(max(today, self._base))) for _ in range(count)]
        self._loads: list[list[_Load]] = [[] for _ in range(count)]

    def work(self, begins: list[int], parts: list[float], limit: int | None) -> list[int]:
        """The day on which effort is over, that may begin on one of `begins` and takes `parts` of the budget.

        `limit` is the most that a week may give it.
        """
        most = 1.0 if limit is None else min(1.0, limit / self._calendar.weekly)
        sums, base = self._sums, self._base
        known, ends = len(sums), []
        for begin, need, room in zip(begins, parts, self._rooms, strict=True):
            offset = begin - base
            place = room.take(sums[offset] if offset < known else self._place(begin), need, most)
            day = base + bisect_left(sums, place - _CLOSE) - 1 if place < sums[-1] else self._day(place)
            ends.append(max(begin, day))
        return ends

    def between(self, first: int, last: int) -> float:
        """Parts that the days from `first` to `last` can give to anything."""
        return max(0.0, self._place(last + 1) - self._place(first))

    def reserve(self, begins: list[int], lengths: list[int], load: int, forced: list[bool]) -> list[int]:
        """When a span with a load begins, once its load is taken: on the first day from which it fits.

        Where it is `forced`, that is the day on which it could begin.
        """
        rate = load / self._calendar.weekly
        starts = []
        for draw, (begin, length) in enumerate(zip(begins, lengths, strict=True)):
            loads = self._loads[draw]
            start = begin if forced[draw] else _fit(loads, begin, length, rate)
            loads.append(_Load(start, start + length - 1, rate))
            first, last = self._place(max(start, self._base)), self._place(max(start + length, self._base))
            self._rooms[draw].lower(first, last, rate)
            starts.append(start)
        return starts

    def _place(self, day: int) -> float:
        """Parts that all days before one can give."""
        sums, offset = self._sums, day - self._base
        if offset < len(sums):
            return sums[offset]
        return sums[-1] + (offset - len(sums) + 1) * self._calendar.weekly / 7

    def _day(self, place: float) -> int:
        """The day whose hours reach a place."""
        sums = self._sums
        place -= _CLOSE
        if place <= sums[-1]:
            return self._base + bisect_left(sums, place) - 1
        beyond = (place - sums[-1]) * 7 / self._calendar.weekly
        return min(FAR, self._base + len(sums) - 1 + int(beyond))


def _fit(loads: list[_Load], begin: int, length: int, rate: float) -> int:
    """The first day from which no other loads leave too little, on any day of the length."""
    while True:
        beside = [load for load in loads if load.first < begin + length and load.last >= begin]
        for place in sorted(max(begin, load.first) for load in beside):
            here = [load for load in beside if load.first <= place <= load.last]
            if here and sum(load.rate for load in here) + rate > 1 + _CLOSE:
                begin = min(load.last for load in here) + 1
                break
        else:
            return begin
