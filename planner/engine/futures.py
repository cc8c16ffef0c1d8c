"""Many possible futures of a track at once: which day each step is over, in every draw.

Calendar time goes by the network, hours are one queue, in the order in which the schedule completes things. A
load takes its hours when it begins, so its turn is its start.
"""

from collections.abc import Mapping

from planner.engine.draws import Draws
from planner.engine.layout import Layout
from planner.engine.lengths import Lengths
from planner.engine.network import NEVER, Placed
from planner.engine.node import Node, Wait, gate_due, last_day
from planner.engine.pace import Pace
from planner.engine.queue import Queue
from planner.engine.uncertainty import Uncertainty
from planner.engine.values import CauseKind
from planner.plan.model import Effort, Every, Experience, OnDay, Takes
from planner.progress.values import Progress

Days = list[int]


class Futures:
    """All draws at once, step by step."""

    def __init__(
        self, layout: Layout, progress: Progress, known: Pace, draws: Draws, uncertainty: Uncertainty
    ) -> None:
        self._layout = layout
        self._plot = layout.plot
        self._calendar = layout.plot.calendar
        self._today = layout.plot.today
        self._count = draws.count
        self._lengths = Lengths(draws, known, uncertainty, self._calendar.weekly, progress.spent)
        self._lengths.expect(layout.plot.nodes.values())
        later = layout.finish + max(0, layout.finish - self._today) // 2 + 100
        self._queue = Queue(self._calendar, self._today, later, draws.count)
        self._ends: dict[str, Days] = {}
        self._free: dict[str, Days] = {}

    def ends(self) -> Mapping[str, Days]:
        """The last day of every step."""
        placed, nodes = self._layout.dated.placed, self._plot.nodes
        turns = {name: number for number, name in enumerate(self._plot.order)}

        def turn(name: str) -> tuple[int, bool, int]:
            node, spot = nodes[name], placed[name]
            full = sum(parts >= (node.limit or NEVER) for parts in spot.work.values())
            if 2 * full > len(spot.work):
                return max(spot.start, min(spot.work) * 7 + 1), True, turns[name]
            return (spot.due, False, turns[name]) if node.daily is None else (spot.start, True, turns[name])

        for name in sorted(self._plot.order, key=turn):
            self._ends[name] = self._end(name)
        return self._ends

    def _end(self, name: str) -> Days:
        node, spot = self._plot.nodes[name], self._layout.dated.placed[name]
        if spot.done is not None:
            return [spot.due] * self._count
        if node.dropped:
            return [day - 1 for day in self._ready(node)]
        if isinstance(node.extent, Effort):
            ends = self._effort(node, node.extent)
        elif isinstance(node.extent, OnDay):
            ends = [node.extent.day.toordinal()] * self._count
        elif node.is_milestone:
            held = max(node.not_before or 0, node.slip_start or 0, self._today)
            ends = [max(day - 1, self._calendar.start, held) for day in self._ready(node)]
        else:
            ends = self._span(node)
        if node.pin is not None:
            return [node.pin] * self._count
        return [max(day, node.slip_to) for day in ends] if node.slip_to is not None else ends

    def _ready(self, node: Node) -> Days:
        """The first day on which a step may begin, for all that it waits for."""
        ready: Days | None = None
        for wait in node.waits:
            after = self._after(node, wait)
            ready = after if ready is None else list(map(max, ready, after))
        return self._not_before([0] * self._count if ready is None else ready, self._calendar.start)

    def _after(self, node: Node, wait: Wait) -> Days:
        free, lag, plus = self._free_from(wait.before), wait.lag, self._calendar.plus
        if lag is None:
            return free
        back = 1 if node.is_milestone else 0  # it counts a lag from the last day
        lagged = {day: plus(day - back, lag) + back for day in set(free)}
        return [lagged[day] for day in free]

    def _free_from(self, name: str) -> Days:
        """The first day on which a follower may start, as `Placed.free_from` has it."""
        free = self._free.get(name)
        if free is None:
            node, spot = self._plot.nodes[name], self._layout.dated.placed[name]
            # What lies before that which it waits for does so for a reason of its own.
            ends = self._ends.get(name) or [spot.due] * self._count
            is_open = node.is_open and spot.done is None
            free = [day + 1 for day in (self._not_before(ends, self._today) if is_open else ends)]
            self._free[name] = free
        return free

    def _begin(self, node: Node) -> Days:
        if node.started is not None:
            return [node.started] * self._count
        if node.pin is not None and not isinstance(node.extent, Effort):
            return [self._layout.dated.placed[node.step.id].start] * self._count
        held = node.held.day if node.held is not None else 0
        first = max(node.not_before or 0, node.slip_start or 0, node.told_start or 0, held)
        return self._not_before(self._ready(node), first)

    @staticmethod
    def _not_before(days: Days, first: int) -> Days:
        return days if min(days) >= first else [max(first, day) for day in days]

    def _effort(self, node: Node, extent: Effort) -> Days:
        begins = self._not_before(self._begin(node), max(self._today, self._calendar.base))
        if not self._calendar.budgeted:
            return begins
        parts = self._lengths.effort(node, extent)
        if node.pin is not None:  # what doesn't fit before the pin lies on it, over its hours
            parts = [
                min(need, self._queue.between(begin, node.pin))
                for need, begin in zip(parts, begins, strict=True)
            ]
        return self._queue.work(begins, parts, node.limit)

    def _span(self, node: Node) -> Days:
        """A span, a gate or a habit that ends: by calendar time, and where its load fits."""
        begins, calendar = self._begin(node), self._calendar
        if isinstance(node.extent, Every):
            return [max(begin, node.extent.to.toordinal()) for begin in begins] if node.extent.to else begins
        lengths = self._days(node, begins)
        ends = self._lasting(node, begins, lengths)
        if node.daily is not None and calendar.budgeted:
            spot = self._layout.dated.placed[node.step.id]
            if spot.cause.kind is CauseKind.CAPACITY and self._is_squeezed(spot):
                # It fits nowhere, so a deadline says where it lies.
                begins = self._not_before(begins, spot.start)
            whole = [end - begin + 1 for begin, end in zip(begins, ends, strict=True)]
            starts = self._queue.reserve(begins, whole, node.step.load or 0, self._forced(node, begins))
            if starts != begins:
                ends = self._lasting(node, starts, lengths)
        return [max(day, self._today) for day in ends]

    def _lasting(self, node: Node, begins: Days, lengths: list[int]) -> Days:
        """The last days of spans: gates are longer by pauses in them, and what slipped by what was said."""
        ends = [begin + length - 1 for begin, length in zip(begins, lengths, strict=True)]
        if isinstance(node.extent, Experience):
            ends = [self._calendar.stretch(begin, end) for begin, end in zip(begins, ends, strict=True)]
        return [max(end, node.slip_to) for end in ends] if node.slip_to is not None else ends

    def _days(self, node: Node, begins: Days) -> list[int]:
        """The length in days, as from where the schedule puts the step (months differ)."""
        start, calendar = self._layout.dated.placed[node.step.id].start, self._calendar
        if node.pin is not None:
            return [max(1, node.pin - start + 1)] * self._count
        if isinstance(node.extent, Takes):
            low, high = (last_day(start, length, calendar) - start + 1 for length in node.extent)
            passed = max(0, self._today - max(begins))
            left = self._lengths.span(node.step.id, low, high, passed)
            return [max(1, passed + round(days)) for days in left]
        gate = node.extent if isinstance(node.extent, Experience) else Experience(None)
        return [gate_due(gate, start, calendar) - start + 1] * self._count

    def _is_squeezed(self, spot: Placed) -> bool:
        """Whether it lies on days that are too full."""
        return any(spot.start <= day <= spot.due for day in self._layout.dated.overfull)

    def _forced(self, node: Node, begins: Days) -> list[bool]:
        """Where a load is placed whatever the hours: begun, pinned, at its `from`, or squeezed in already."""
        spot = self._layout.dated.placed[node.step.id]
        if self._is_squeezed(spot) or node.started is not None or node.pin is not None:
            return [True] * self._count
        return [begin < self._today or begin == node.not_before for begin in begins]
