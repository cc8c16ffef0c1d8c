"""Pace: how a person's hours compare with the plan's, learnt from what is done.

Two ratios: effort really needed to effort planned, and hours really worked to hours budgeted. How long work
takes is their quotient, and for that it makes no difference whether hours are logged: where there are only
ticks, a step counts as worked in the hours it was planned for, and all that is learnt goes into the second ratio.

Both start at 1, with the weight of `k` parts: R = (needed + k) / (planned + k), H = (worked + k) / (budget + k).
So the quotient is (budget + k) / (planned and done + k), however much of it was logged. `k` says how much the
work that comes of a budget varies, in proportion to how much people differ: the variance of the pace's logarithm
is PERSON² at first and PERSON² k / (budget + k) then, as for any normal quantity seen with noise.
"""

from collections.abc import Iterable
from datetime import date
from math import sqrt
from typing import NamedTuple

from planner.engine.calendar import FAR
from planner.engine.layout import Layout, lay_out
from planner.engine.node import Node
from planner.plan.model import Effort, Plan
from planner.progress.values import Progress

_STRETCH_WEEKS = 4
_USUAL_STRETCHES = 3  # what is usual counts like so many stretches seen
_MOST_NOISE = 16.0
LEAST, MOST = 0.25, 4.0  # of either ratio: beyond, the facts are odd rather than the person


class Doubt(NamedTuple):
    """How sure nothing is: standard deviations, in proportion to what they belong to.

    `person` is that of the pace before anything is known of it (of its logarithm), `week` that of the hours of
    one week, `effort` and `span` those of a length without a range, `least` what a range leaves out. `range` is
    the part of each range that counts.
    """

    person: float = 0.5
    week: float = 0.5
    effort: float = 0.35
    span: float = 0.1
    least: float = 0.15
    range: float = 1.0

    def of_effort(self, effort: Effort) -> float:
        """The standard deviation of an effort, in parts: a range is taken to be even."""
        if effort.low == effort.high:
            return self.effort * effort.expected
        return sqrt((self.range * (effort.high - effort.low)) ** 2 / 12 + (self.least * effort.expected) ** 2)


USUAL = Doubt()


class Pace(NamedTuple):
    """What is learnt: the two ratios, and the share of `evidence` in them, from 0 (none) to 1.

    `spread` is the standard deviation of the logarithm of `stretch`, and `noise` how the variance of single weeks and
    steps compares with the usual one. `at` is the step that a person who logs
    no hours must be at, and `since` the parts of budget that have gone by since anything was done.
    """

    effort: float = 1.0
    hours: float = 1.0
    evidence: float = 0.0
    spread: float = 0.0
    noise: float = 1.0
    at: str | None = None
    since: float = 0.0

    @property
    def stretch(self) -> float:
        """Parts of budget that a planned part really takes."""
        return self.effort / self.hours


def pace(
    plan: Plan,
    progress: Progress,
    today: date,
    track: str | None = None,
    holidays: frozenset[date] = frozenset(),
) -> Pace:
    """The pace along a track, as of `today`. Raises as `planner.engine.schedule.schedule` does."""
    return pace_of(lay_out(plan, progress, today, track, holidays), progress)


def pace_of(layout: Layout, progress: Progress, doubt: Doubt = USUAL) -> Pace:
    """The pace that shows in a layout and what is known of its steps."""
    calendar = layout.plot.calendar
    if not calendar.budgeted or not doubt.person:
        return Pace(spread=doubt.person)
    seen = _Seen(layout, progress)
    for name in layout.plot.order:
        seen.look_at(name)
    return seen.pace(doubt)


class _Seen:
    """What the facts say about effort, in parts.

    `needed` and `planned` are of steps that are done and have hours logged, `ticked` what others that are done
    were planned for, `partly` the planned parts that are done of open steps without logged hours, `besides` the
    hours logged on what isn't done.
    """

    def __init__(self, layout: Layout, progress: Progress) -> None:
        self._layout = layout
        self._progress = progress
        self._calendar = layout.plot.calendar
        self._today = layout.plot.today
        self._budget = _budget(layout)
        self._times: list[tuple[int, int]] = []
        self._completed: list[tuple[int, int]] = []
        self.needed = self.planned = self.ticked = self.partly = self.besides = 0
        self._last = self._calendar.start - 1  # the last day on which something was done
        self._silent: list[
            tuple[int, str, int]
        ] = []  # open steps that could have begun and nothing is known of

    def look_at(self, name: str) -> None:
        """Count one step, if it is effort."""
        node, spot = self._layout.plot.nodes[name], self._layout.dated.placed[name]
        if not isinstance(node.extent, Effort) or not node.extent.expected:
            return
        spent = self._progress.spent.get(name, 0)
        if node.done is not None:
            self._look_at_done(node, spot.start, spent, node.extent.expected)
        elif node.dropped:
            self.besides += spent
            if spent:
                self._times.append((spot.release, self._progress.dropped[name].toordinal()))
        elif node.pin is None or node.pin < self._today:
            begin = node.started if node.started is not None else max(spot.release, node.not_before or 0)
            begin = max(begin, node.slip_start or 0)
            self._look_at_open(node, begin, spent, node.extent.expected)

    def _look_at_done(self, node: Node, start: int, spent: int, expected: int) -> None:
        done = node.done or 0
        if done < self._calendar.start:
            return  # over before the plan began, so none of its hours went into it
        if spent:
            self.needed += spent
            self.planned += expected
        else:
            self.ticked += expected
        self._times.append((start, done))
        self._completed.append((done, expected))
        self._last = max(self._last, done)

    def _look_at_open(self, node: Node, begin: int, spent: int, expected: int) -> None:
        if begin >= self._today and not spent:
            return
        self._times.append((begin, self._today - 1))
        done = expected - (node.left or 0)
        if spent:
            self.besides += spent
        elif done:
            self.partly += done
            days = (self._progress.done.get(f"{node.step.id}/{task.id}") for task in node.step.tasks)
            self._last = max([self._last, *(day.toordinal() for day in days if day is not None)])
        else:
            self._silent.append((self._layout.dated.placed[node.step.id].due, node.step.id, begin))

    def pace(self, doubt: Doubt) -> Pace:
        """What follows from all that was counted."""
        at, since = self._silence()
        given = self._given(self._times)
        if not given:
            return Pace(spread=doubt.person)
        effort = _bounded(self.needed / self.planned) if self.needed else 1.0
        done = self.planned + self.ticked + self.partly + self.besides / effort
        if at is not None:
            # Time without a word goes into that step, at the pace known so far; only more than all of it tells.
            left = self._layout.plot.nodes[at].left or 0
            done += min(left, since * done / (given - since) if done else since)
        steps, week = self._noise(doubt)
        noise = self._unevenness(steps + week)
        done /= 1 + noise * steps / given  # what is done by some day are the shorter steps: longer ones are in work
        hours = _bounded(done * effort / given)
        weight = doubt.person**2 / (doubt.person**2 + noise * (steps + week) / given)
        spread = doubt.person * sqrt(1 - weight)
        return Pace(effort**weight, hours**weight, weight, spread, noise, at, since)

    def _noise(self, doubt: Doubt) -> tuple[float, float]:
        """By how much what is done varies, as a variance per part of budget: for steps and for weeks being uneven."""
        efforts = [node.extent for node in self._layout.plot.nodes.values() if isinstance(node.extent, Effort)]
        total = sum(effort.expected for effort in efforts)
        steps = sum(doubt.of_effort(effort) ** 2 for effort in efforts) / total
        return steps, doubt.week**2 * self._calendar.weekly

    def _unevenness(self, expected: float) -> float:
        """How the variance that shows compares with the expected one, which counts like `_USUAL_STRETCHES` more.

        The past is cut into stretches, long enough for several weeks and steps; each should have brought as much, in
        proportion to its budget, as all of it.
        """
        long = max(_STRETCH_WEEKS * self._calendar.weekly, expected)
        stretches: list[tuple[float, int]] = []
        upto, done = 0.0, 0
        for day, planned in sorted(self._completed):
            done += planned
            given = self._given(self._times, day)
            if given - upto >= long:
                stretches.append((given - upto, done))
                upto, done = given, 0
        if len(stretches) < 2:  # noqa: PLR2004 - one has nothing to be compared with
            return 1.0
        pace = sum(given for given, _ in stretches) / sum(done for _, done in stretches)
        shown = sum((pace * done - given) ** 2 / given for given, done in stretches) / expected
        noise = (_USUAL_STRETCHES + shown) / (_USUAL_STRETCHES + len(stretches) - 1)
        return min(_MOST_NOISE, max(1 / _MOST_NOISE, noise))

    def _silence(self) -> tuple[str | None, float]:
        """The step that must be in work where hours are seldom logged, and for how much budget by now."""
        logged = self.needed + self.besides
        if not self._silent or logged > self.ticked + self.partly:
            return None, 0
        _, name, begin = min(self._silent)
        return name, self._given([(max(begin, self._last + 1), self._today - 1)])

    def _given(self, times: Iterable[tuple[int, int]], until: int = FAR) -> float:
        """The budget of the days up to `until` that lie in any of the times."""
        total, upto = 0, self._calendar.base
        for begin, end in sorted(times):
            first, last = max(begin, upto), min(end, self._today, until)
            if last >= first:
                total += (
                    self._budget[last + 1 - self._calendar.base] - self._budget[first - self._calendar.base]
                )
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


def _bounded(ratio: float) -> float:
    return min(MOST, max(LEAST, ratio))
