"""How sure nothing is: the spreads that a forecast draws from, and that a pace is learnt against."""

from math import sqrt
from typing import NamedTuple

from planner.plan.model import Effort


class Uncertainty(NamedTuple):
    """Standard deviations, each in proportion to what it belongs to.

    `person` is that of the pace before anything is known of it (of its logarithm), `week` that of the hours
    of one week, `effort` and `span` those of a length without a range, `least` what a range leaves out of an
    effort. `range` is the part of each range that counts.
    """

    person: float = 0.5
    week: float = 0.5
    effort: float = 0.35
    span: float = 0.1
    least: float = 0.15
    range: float = 1.0

    def of_effort(self, effort: Effort) -> float:
        """The standard deviation of an effort, in parts; within a range, any value is as likely."""
        if effort.low == effort.high:
            return self.effort * effort.expected
        width = self.range * (effort.high - effort.low)
        return sqrt(width * width / 12 + (self.least * effort.expected) ** 2)


USUAL = Uncertainty()
NONE = Uncertainty(0, 0, 0, 0, 0, 0)
"""Nothing varies: a forecast from it is the schedule's finish."""
