"""Even, repeatable draws: the n-th of N stands for the n-th N-th of a distribution.

With few draws, pure chance would miss the middle or the end of a distribution. So each quantity takes every
one of N quantiles once, in an order of its own (Latin hypercube sampling; McKay, Beckman and Conover 1979).
The order comes from the quantity's name: another step more doesn't reshuffle what the others draw, and two
tracks share their draws where they share steps.
"""

from collections.abc import Sequence
from math import exp, log, sqrt
from zlib import crc32

_ORDERS = 61  # a prime; each order is also turned, so that N times as many occur
_SKEW = 0.5  # of the logarithm
_WORD = (1 << 64) - 1


class Draws:
    """N draws of anything, as lists. All tables rise from the first to the last draw.

    `even` are the levels between 0 and 1; `normal` has mean 0 and variance 1, and so has `skewed`, which
    reaches further up than down; `waiting` is exponential, of mean 1.
    """

    def __init__(self, count: int, seed: int) -> None:
        self.count = count
        self._seed = seed
        self._orders: dict[int, list[int]] = {}
        self.even = [(number + 0.5) / count for number in range(count)]
        self.normal = standard([normal_at(level) for level in self.even])
        self.skewed = standard([exp(_SKEW * normal) for normal in self.normal])
        waiting = [-log(1 - level) for level in self.even]
        mean = sum(waiting) / count
        self.waiting = [wait / mean for wait in waiting]

    def order(self, name: str) -> list[int]:
        """The order in which a quantity takes its quantiles: for each draw, which."""
        mixed = _mixed(crc32(name.encode()) + (self._seed << 32))
        number, turn = mixed % _ORDERS, mixed // _ORDERS % self.count
        order = self._orders.get(number)
        if order is None:
            first = _mixed(number + (self._seed << 32)) >> 1
            keys = [_mixed(first + draw) for draw in range(self.count)]
            order = self._orders[number] = sorted(range(self.count), key=keys.__getitem__)
        return order[turn:] + order[:turn]


def standard(values: Sequence[float]) -> list[float]:
    """The values moved and scaled to mean 0 and variance 1; all 0 when they are all the same."""
    mean = sum(values) / len(values)
    width = sqrt(sum((value - mean) ** 2 for value in values) / len(values))
    return [(value - mean) / width if width else 0.0 for value in values]


def normal_at(level: float) -> float:
    """The quantile of the standard normal distribution, to 0.0005 (Abramowitz and Stegun 26.2.23)."""
    tail = min(level, 1 - level)
    t = sqrt(-2 * log(tail))
    upper = (2.515517 + 0.802853 * t + 0.010328 * t * t) / (
        1 + 1.432788 * t + 0.189269 * t * t + 0.001308 * t**3
    )
    distance = t - upper
    return distance if level > 0.5 else -distance  # noqa: PLR2004 - the median


def _mixed(word: int) -> int:
    """Bits that look random, from any number (the finaliser of SplitMix64; Steele, Lea and Flood 2014)."""
    word = (word + 0x9E3779B97F4A7C15) & _WORD
    word = ((word ^ (word >> 30)) * 0xBF58476D1CE4E5B9) & _WORD
    word = ((word ^ (word >> 27)) * 0x94D049BB133111EB) & _WORD
    return word ^ (word >> 31)
