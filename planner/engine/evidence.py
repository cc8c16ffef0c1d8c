"""What the facts say about a person's hours: how much was done, and in how much of the budget."""

from planner.engine.calendar import FAR
from planner.engine.layout import Layout
from planner.engine.network import Placed
from planner.engine.node import Node
from planner.plan.model import Effort
from planner.progress.values import Progress

Times = list[tuple[int, int]]


class Evidence:
    """The effort of a layout up to its day, in parts.

    `needed` and `planned` are of steps that are done and have hours logged; `ticked` is what other done
    steps were planned for, `partly` what is done of open steps without logged hours, in planned parts, and
    `besides` the hours logged on what isn't done. `budget` is what could have gone into all that: of
    the days on which there was effort to work on, less what loads took of them.

    Where hours are seldom logged, `at` is the step that must be in work, `left` its planned parts, and
    `since` the budget that has gone by without a word about anything.
    """

    def __init__(self, layout: Layout, progress: Progress) -> None:
        self._layout = layout
        self._progress = progress
        self._calendar = layout.plot.calendar
        self._today = layout.plot.today
        self._sums = _budget(layout)
        self._times: Times = []
        self._completed: list[tuple[int, int]] = []
        self._last = self._calendar.start - 1  # the last day on which something was done
        self._silent: list[tuple[int, str, int]] = []  # what could have begun and nothing is known of
        self.needed = self.planned = self.ticked = self.partly = self.besides = 0
        for name in layout.plot.order:
            node = layout.plot.nodes[name]
            if isinstance(node.extent, Effort) and node.extent.expected:
                self._look(node, layout.dated.placed[name], node.extent.expected)
        self.budget = self._given(self._times)
        self.at, self.since, self.left = self._silence()

    def stretches(self, least: float) -> list[tuple[float, int]]:
        """The past, cut where steps were done into stretches of some budget: (budget, planned parts done)."""
        found: list[tuple[float, int]] = []
        upto, done = 0, 0
        for day, planned in sorted(self._completed):
            done += planned
            given = self._given(self._times, day)
            if given > upto and given - upto >= least:
                found.append((given - upto, done))
                upto, done = given, 0
        return found

    def _look(self, node: Node, spot: Placed, expected: int) -> None:
        name = node.step.id
        spent = self._progress.spent.get(name, 0)
        if node.done is not None:
            self._look_at_done(node.done, spot.start, spent, expected)
        elif node.dropped:
            self.besides += spent
            if spent:
                self._times.append((spot.release, self._progress.dropped[name].toordinal()))
        elif node.pin is None or node.pin < self._today:  # what is pinned waits for its day
            held = max(spot.release, node.not_before or 0, node.slip_start or 0)
            self._look_at_open(node, held if node.started is None else node.started, spent, expected)

    def _look_at_done(self, day: int, start: int, spent: int, expected: int) -> None:
        if day < self._calendar.start:
            return  # over before the plan began, so none of the plan's hours went into it
        if spent:
            self.needed += spent
            self.planned += expected
        else:
            self.ticked += expected
        self._times.append((start, day))
        self._completed.append((day, expected))
        self._last = max(self._last, day)

    def _look_at_open(self, node: Node, begin: int, spent: int, expected: int) -> None:
        if begin >= self._today and not spent:
            return
        self._times.append((begin, self._today - 1))
        done = expected - (node.left or 0)
        if spent:
            self.besides += spent
        elif done:
            self.partly += done
            ticks = (self._progress.done.get(f"{node.step.id}/{task.id}") for task in node.step.tasks)
            self._last = max([self._last, *(day.toordinal() for day in ticks if day is not None)])
        else:
            due = self._layout.dated.placed[node.step.id].due
            self._silent.append((due, node.step.id, begin))

    def _silence(self) -> tuple[str | None, int, int]:
        if not self._silent or self.needed + self.besides > self.ticked + self.partly:
            return None, 0, 0
        _, name, begin = min(self._silent)
        since = self._given([(max(begin, self._last + 1), self._today - 1)])
        return name, since, self._layout.plot.nodes[name].left or 0

    def _given(self, times: Times, until: int = FAR) -> int:
        """The budget of the days up to `until` that lie in any of the times."""
        base = self._calendar.base
        total, upto = 0, base
        for begin, end in sorted(times):
            first, last = max(begin, upto), min(end, self._today, until)
            if last >= first:
                total += self._sums[last + 1 - base] - self._sums[first - base]
                upto = last + 1
        return total


def _budget(layout: Layout) -> list[int]:
    """The parts that all days before one could give to effort, by its offset from `base`, to tomorrow."""
    calendar, today = layout.plot.calendar, layout.plot.today
    days = calendar.budget(today + 1)[: max(0, today + 1 - calendar.base)]
    for name, node in layout.plot.nodes.items():
        spot = layout.dated.placed[name]
        if node.daily is not None and not node.dropped:
            for day in range(max(spot.start, calendar.base), min(spot.due, today) + 1):
                days[day - calendar.base] = max(0, days[day - calendar.base] - node.daily[(day - 1) % 7])
    sums = [0]
    for parts in days:
        sums.append(sums[-1] + parts)
    return sums
