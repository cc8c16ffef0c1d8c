"""One schedule under examination, and who takes part, who waits for whom, and until when."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import pairwise

from planner.engine.values import ConflictCode, Schedule, Scheduled, State
from planner.plan.civil import Length, add
from planner.plan.model import (
    After,
    AnyOf,
    Effort,
    Every,
    Experience,
    Extent,
    Plan,
    Step,
    Takes,
    Track,
    Window,
)
from planner.progress.values import Choice, Progress
from tests.checker.days import DAY, Days


@dataclass(frozen=True, slots=True)
class Violation:
    """What is wrong with which items. A conflict of one of the `excuses` that names one of them, in
    the schedule itself, makes it a known impossibility instead.
    """

    text: str
    items: tuple[str, ...]
    excuses: tuple[ConflictCode, ...] = ()


@dataclass(frozen=True)
class Case:
    plan: Plan
    progress: Progress
    schedule: Schedule
    days: Days

    @property
    def today(self) -> date:
        return self.schedule.today

    @property
    def track(self) -> Track:
        return self.plan.tracks[self.schedule.track]

    @cached_property
    def alongside(self) -> frozenset[str]:
        """Steps that no track reaches. One that can't do without a step of another track waits for
        that track, unless it is done.
        """
        tracks = [reach(self.plan, track.steps) for track in self.plan.tracks.values()]
        beside = frozenset(self.plan.steps).difference(*tracks)
        there = beside | reach(self.plan, self.track.steps)
        while True:
            able = {name for name in beside if name in self.progress.done or self._is_able(name, there)}
            if able == beside:
                return beside
            there, beside = there - (beside - able), frozenset(able)

    def _is_able(self, name: str, there: frozenset[str]) -> bool:
        groups = [need.options for need in self.plan.steps[name].after if isinstance(need, AnyOf)]
        is_held = any(need.id not in there for need in self.hard[name])
        return not is_held and all(any(way.id in there for way in ways) for ways in groups)

    @cached_property
    def required(self) -> frozenset[str]:
        return reach(self.plan, self.track.steps, with_options=False) | self.alongside

    @cached_property
    def allowed(self) -> frozenset[str]:
        return reach(self.plan, [*self.track.steps, *self.alongside])

    @cached_property
    def items(self) -> dict[str, Scheduled]:
        return {item.id: item for item in self.schedule.items}

    def parts(self, step: str, kind: str) -> list[Scheduled]:
        """The goals or tasks of a step, in the schedule's order."""
        return self._parts.get((step, kind), [])

    @cached_property
    def _parts(self) -> dict[tuple[str, str], list[Scheduled]]:
        found: dict[tuple[str, str], list[Scheduled]] = {}
        for item in self.schedule.items:
            if item.step is not None:
                found.setdefault((item.step, item.kind.value), []).append(item)
        return found

    @cached_property
    def hard(self) -> dict[str, list[After]]:
        """Who waits for whom, from `after`, `before` and the order of a path."""
        edges: dict[str, list[After]] = {
            name: [need for need in step.after if isinstance(need, After)]
            for name, step in self.plan.steps.items()
        }
        for name, step in self.plan.steps.items():
            for follower in step.before:
                edges[follower].append(After(name))
        if self.track.path:
            for first, then in pairwise(self.track.steps):
                edges[then].append(After(first))
        return edges

    def step_items(self) -> Iterator[tuple[Step, Scheduled]]:
        for name, item in self.schedule.steps.items():
            yield self.plan.steps[name], item

    def is_dropped(self, name: str) -> bool:
        return name in self.progress.dropped and name not in self.progress.done

    def is_open(self, item: Scheduled) -> bool:
        return item.state not in {State.DONE, State.DROPPED}

    def is_free(self, item: Scheduled) -> bool:
        """Open, and its dates are the engine's alone: nobody began, pinned or slipped it."""
        facts = self.progress
        told = (facts.started, facts.pinned, facts.slipped)
        return self.is_open(item) and not any(item.id in fact for fact in told)

    def came_in(self, step: Step) -> date | None:
        """The day of the choice since which the step has been followed without a break, if it runs by itself;
        None if it always was.
        """
        if not isinstance(step.extent, Takes | Experience):
            return None
        followed = [Choice(self.plan.main_track.name, None), *self.progress.choices]
        if self.track.name != followed[-1].track:
            followed.append(Choice(self.track.name, self.today))
        day = None
        for before, choice in pairwise(followed):
            was = step.id in reach(self.plan, self.plan.tracks[before.track].steps)
            if step.id in reach(self.plan, self.plan.tracks[choice.track].steps) and not was:
                day = choice.on
        return day if step.id not in self.alongside else None

    def needs(self, name: str) -> Iterator[tuple[str, Length | None]]:
        """Predecessors that hold a step back, with their lags. A dropped one hands on its own."""
        for need in self.hard[name]:
            if self.is_dropped(need.id):
                yield from ((before, None) for before, _ in self.needs(need.id))
            elif self.end(need.id):
                yield need.id, need.lag

    def choices(self, name: str) -> Iterator[list[tuple[str, Length | None]]]:
        """For each `any` of a step, the alternatives that take part."""
        for need in self.plan.steps[name].after:
            if isinstance(need, AnyOf):
                yield [(way.id, way.lag) for way in need.options if self.end(way.id)]

    def task_needs(self, name: str) -> Iterator[tuple[str, date, Length | None]]:
        """Siblings and steps that a task (`step/task`) waits for, the day they are over, and the lags."""
        owner, _, own = name.partition("/")
        tasks = {task.id: task for task in self.plan.steps[owner].tasks}
        for need in tasks[own].after if own in tasks else ():
            before = self.items.get(f"{owner}/{need.id}" if need.id in tasks else need.id)
            if before:
                yield before.id, before.done_at or before.due, need.lag

    def end(self, name: str) -> date | None:
        """The day until which a step holds back its followers; None if it holds back none."""
        item = self.schedule.steps.get(name)
        is_habit = isinstance(self.plan.steps[name].extent, Every)
        if item is None or self.is_dropped(name) or is_habit:
            return None
        if name in self.progress.done:
            return self.progress.done[name]
        return item.due if item.state is State.DONE else max(item.due, self.today)

    def members(self, window: Window) -> list[str]:
        """The steps of a window that take part."""
        return [name for name in window.steps if self.end(name)]

    def over(self, name: str) -> date:
        """The day on which a step is over."""
        return self.end(name) or date.min


def earliest(end: date, lag: Length | None) -> date:
    """The first day of a follower."""
    return add(end + DAY, lag) if lag else end + DAY


def extent(step: Step) -> Extent:
    """How long a step is; without a length of its own it takes the sum of its tasks."""
    efforts = [task.effort for task in step.tasks if task.effort]
    if step.extent is None and efforts:
        return Effort(sum(effort.low for effort in efforts), sum(effort.high for effort in efforts))
    return step.extent


def is_milestone(step: Step) -> bool:
    return extent(step) is None


def reach(plan: Plan, names: Iterable[str], *, with_options: bool = True) -> frozenset[str]:
    """The steps and whatever they need, by `after` and by `before`."""
    pulled: dict[str, list[str]] = {name: [] for name in plan.steps}
    for name, step in plan.steps.items():
        for need in step.after:
            if isinstance(need, After):
                pulled[name].append(need.id)
            elif with_options:
                pulled[name].extend(way.id for way in need.options)
        for follower in step.before:
            pulled[follower].append(name)
    found: set[str] = set()
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting.extend(pulled[name])
    return frozenset(found)
