"""Free hours along a line of working time: what one person can still give, in one possible future.

A place on the line is the number of parts that all days before it can give, so that away days have no
length and a rate of 1 is the whole budget. Loads of spans lower the rate while they run; effort takes what is
left of it.
"""

from bisect import bisect_left, bisect_right

_NOTHING = 1e-9


class Room:
    """The free rate: constant from each of `_starts` to the next, and for ever from the last."""

    def __init__(self, start: float) -> None:
        self._starts = [start]
        self._rates = [1.0]

    def take(self, at: float, parts: float, most: float = 1.0) -> float:
        """Take the first free `parts` from `at` on, at a rate of `most`; where the last of them lies."""
        starts, rates = self._starts, self._rates
        if len(starts) == 1 and most >= 1:  # nearly always: what is free begins where the last one ended
            clock = starts[0]
            if at > clock:
                starts[:], rates[:] = (clock, at, at + parts), (1.0, 0.0, 1.0)
                return at + parts
            starts[0] = end = clock + parts
            return end
        index = first = max(0, bisect_right(starts, at) - 1)
        begin = here = max(at, starts[index])
        while True:
            rate = min(rates[index], most)
            index += 1
            if rate > _NOTHING:
                if index == len(starts) or rate * (starts[index] - here) >= parts:
                    end = here + parts / rate
                    break
                parts -= rate * (starts[index] - here)
            here = starts[index]
        if most < 1:
            self.lower(begin, end, most)
        else:
            self._take_all(first, begin, index - 1, end)
        return end

    def _take_all(self, first: int, begin: float, last: int, end: float) -> None:
        """Leave nothing between `begin`, in the stretch `first`, and `end`, in the stretch `last`."""
        starts, rates = self._starts, self._rates
        cut: tuple[float, ...] = (begin, end)
        left: tuple[float, ...] = (0.0, rates[last])
        if begin > starts[first]:
            first += 1  # what is before `begin` stays
        elif first == 0 or rates[first - 1] < _NOTHING:
            cut, left = cut[1:], left[1:]  # nothing was free before it
        starts[first : last + 1] = cut
        rates[first : last + 1] = left

    def lower(self, first: float, last: float, rate: float) -> None:
        """Take away up to `rate` between two places."""
        starts, rates = self._starts, self._rates
        begin, end = self._cut(first), self._cut(last)
        for index in range(begin, end):
            rates[index] = max(0.0, rates[index] - rate)
        for index in range(min(end, len(starts) - 1), max(0, begin - 1), -1):
            if abs(rates[index] - rates[index - 1]) < _NOTHING:
                del starts[index], rates[index]
        while rates[0] < _NOTHING:
            del starts[0], rates[0]

    def _cut(self, place: float) -> int:
        """The number of the stretch that begins at a place; what lies before the first is gone."""
        starts, rates = self._starts, self._rates
        index = bisect_left(starts, place)
        if index == 0 or (index < len(starts) and starts[index] == place):
            return index
        starts.insert(index, place)
        rates.insert(index, rates[index - 1])
        return index
