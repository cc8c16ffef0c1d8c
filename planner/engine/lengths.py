"""How long steps may take: what is left of each, once for every draw."""

from collections.abc import Iterable, Mapping, Sequence
from math import exp, sqrt

from planner.engine.draws import Draws
from planner.engine.node import Node
from planner.engine.pace import Pace
from planner.engine.uncertainty import Uncertainty
from planner.plan.model import Effort

_WIDE = 0.5  # of its length: what varies more than that can be over at once
_SHARED = sqrt(0.5)  # half of the variance of spans is the person's, as whoever is late once is late again
_TAIL = 4  # a quarter of the draws must reach beyond what has passed, for them to tell what is left


class Lengths:
    """Draws of what is left, in days for spans and in parts of budget for effort."""

    def __init__(
        self, draws: Draws, pace: Pace, uncertainty: Uncertainty, weekly: int, spent: Mapping[str, int]
    ) -> None:
        self._draws = draws
        self._pace = pace
        self._uncertainty = uncertainty
        self._week = uncertainty.week**2 * weekly
        self._spent = spent
        self._stretches = [pace.stretch] * draws.count

    def expect(self, nodes: Iterable[Node]) -> None:
        """Draw the person's pace, with the variance that steps are too small to show themselves."""
        lefts = [
            (node.left, self._variance(node.extent, node.left))
            for node in nodes
            if isinstance(node.extent, Effort) and node.is_open and node.left
        ]
        total = sum(left for left, _ in lefts)
        unshown = sum(max(0.0, variance - left**2) for left, variance in lefts)
        spread = sqrt(self._pace.spread**2 + (unshown / total**2 if total else 0.0))
        self._stretches = [self._pace.stretch * exp(spread * normal) for normal in self._draws.normal]

    def span(self, name: str, low: int, high: int, passed: int) -> list[float]:
        """Days left of a span of `low` to `high` days, of which `passed` are over."""
        order = self._draws.order(name)
        if low < high:
            middle, width = (low + high) // 2, (high - low) * self._uncertainty.range
            values = [middle + width * (self._draws.even[turn] - 0.5) for turn in order]
        else:
            width = self._uncertainty.span * low
            skewed = self._draws.skewed
            usual = 2 * skewed[len(skewed) // 2]  # as likely to be longer as shorter, and then by more
            values = [
                low + width * _SHARED * (shared + skewed[turn] - usual)
                for shared, turn in zip(skewed, order, strict=True)
            ]
        return self._beyond(values, passed, order) if passed > 0 else values

    def effort(self, node: Node, effort: Effort) -> list[float]:
        """Parts of budget that a step's open effort takes."""
        expected, left = effort.expected, node.left or 0
        spent = self._spent.get(node.step.id, 0)
        order = self._draws.order(node.step.id)
        if spent and left == max(0, expected - spent):
            # Hours were really worked, so they count against what the step really needs.
            needs = self._varied(expected, self._variance(effort, expected), order)
            rest = self._beyond([need * self._pace.effort for need in needs], spent, order)
            return [each * s / self._pace.effort for each, s in zip(rest, self._stretches, strict=True)]
        needs = self._varied(left, self._variance(effort, left), order)
        values = [need * stretch for need, stretch in zip(needs, self._stretches, strict=True)]
        return self._beyond(values, self._pace.since, order) if node.step.id == self._pace.at else values

    def _variance(self, effort: Effort, left: int) -> float:
        step = self._uncertainty.of_effort(effort) ** 2 * left / effort.expected
        return self._pace.noise * (step + self._week * left / self._pace.stretch)

    def _varied(self, expected: float, variance: float, order: Sequence[int]) -> list[float]:
        """Draws around what is expected; none is negative, whatever the variance."""
        if not variance:
            return [expected] * len(order)
        width = min(1.0, sqrt(variance) / expected)
        table = self._draws.skewed
        if width > _WIDE:
            table = [wait - 1 for wait in self._draws.waiting]
        scale = width * expected
        return [expected + scale * table[turn] for turn in order]

    def _beyond(self, values: Sequence[float], passed: float, order: Sequence[int]) -> list[float]:
        """What is left when `passed` is over and it isn't: of the draws that reach further, an even choice.

        What is overdue beyond nearly all of them goes on for a while, as long as it varies on average.
        """
        left = sorted(value - passed for value in values if value > passed)
        count = len(values)
        if len(left) == count:
            return [value - passed for value in values]
        if len(left) * _TAIL >= count:
            return [left[turn * len(left) // count] for turn in order]
        mean = sum(values) / count
        width = sqrt(sum((value - mean) ** 2 for value in values) / count)
        return [width * self._draws.waiting[turn] for turn in order]
