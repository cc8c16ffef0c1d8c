"""One person who follows a plan, day by day, with a truth that the plan doesn't know.

They work in the order of the schedule, as many hours as they really have, and say what they did in their way.
Pure and in memory: `today` goes on by `live`, and `progress` is all that is known of it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import Enum

from planner.engine.schedule import schedule
from planner.engine.values import Link, Schedule, Scheduled, Shape
from planner.plan.model import Plan, Step
from planner.progress.facts import COMMAND, Completed, Entry, Fact, Noted
from planner.progress.fold import fold
from planner.progress.values import Progress

WEEK = 7
LEARNT = datetime(2027, 1, 1, tzinfo=UTC)
SPANS = {Shape.SPAN, Shape.GATE}


class Says(Enum):
    """What a person tells of their work."""

    TICKS = "ticks"  # that something is done
    HOURS = "hours"  # and at the end of each week, how many hours went into what


@dataclass(frozen=True, slots=True)
class Truth:
    """What only time tells: the parts that each effort needs, the days of each span and gate, and of each
    week, counted from 0, the share of its hours that is really worked (the last stands for all that follow).
    """

    efforts: Mapping[str, float]
    spans: Mapping[str, int]
    weeks: tuple[float, ...]


class Life:
    """A plan that has a `start`, its truth, and what has happened up to the morning of `today`.

    `week` counts the weeks lived. The order of one schedule is worked by for `holds` weeks.
    """

    def __init__(self, plan: Plan, truth: Truth, says: Says, holds: int = 1) -> None:
        self.plan = plan
        self.today = plan.start or date.min
        self.week = 0
        self.facts: list[Entry] = []
        self.finish: date | None = None
        self._truth = truth
        self._says = says
        self._holds = holds
        self._seen: Schedule = schedule(plan, Progress(), self.today)
        self._left = dict(truth.efforts)
        self._over: dict[str, date] = {}
        self._began: dict[str, date] = {}
        self._worked: dict[str, float] = {}
        self._look()

    @property
    def progress(self) -> Progress:
        """What the person has said so far, added up."""
        return fold(self.facts)

    def say(self, fact: Fact) -> None:
        """Add a fact, of the person's or of whoever watches."""
        number = len(self.facts) + 1
        self.facts.append(Entry(number, number, LEARNT, COMMAND, fact))

    def live(self, weeks: int = 1) -> None:
        """Live on for some weeks, or to the end of the plan."""
        for _ in range(weeks):
            if self.finish is None:
                self._live_week()

    def live_out(self, most: int = 5000) -> date:
        """Live to the end of the plan: its last day. Raises RuntimeError when it never comes."""
        for _ in range(most):
            if self.finish is not None:
                return self.finish
            self._live_week()
        raise RuntimeError(f"{self.plan.title} isn't over after {most} weeks")

    def _live_week(self) -> None:
        if self.week % self._holds == 0:
            self._look()
        weeks = self._truth.weeks
        share = weeks[min(self.week, len(weeks) - 1)]
        last = self.today + timedelta(6 - self.today.weekday())
        while self.today <= last:
            self._live_day(share)
            self.today += timedelta(1)
        for name, parts in self._worked.items():
            self.say(Noted("Worked.", last, name, round(parts)))
        self._worked.clear()
        self.week += 1

    def _look(self) -> None:
        """Plan the week."""
        self._seen = seen = schedule(self.plan, self.progress, self.today)
        self._open = [step for name, step in seen.steps.items() if name not in self._over]
        efforts = [step for step in self._open if step.shape is Shape.EFFORT]
        self._order = [step.id for step in sorted(efforts, key=lambda step: (step.due, step.start, step.id))]
        self._waits: dict[str, list[Link]] = {}
        for link in seen.links:
            self._waits.setdefault(link.after, []).append(link)

    def _live_day(self, share: float) -> None:
        """Spans go on by themselves and take their load; what is left of the day goes to effort."""
        free: float = self._hours(self.today)
        for step in self._open:
            if step.id in self._over or step.shape in {Shape.EFFORT, Shape.HABIT} or not self._is_ready(step):
                continue
            if step.shape in SPANS:
                free -= self._span(step)
            elif self.today >= step.start:
                self._end(step.id, is_told=not _is_reached(self.plan.steps[step.id]))
        free = max(0.0, free) * share
        for name in self._order:
            if free <= 0:
                break
            if name not in self._over and self._is_ready(self._seen.steps[name]):
                free -= self._work(name, free)

    def _span(self, step: Scheduled) -> float:
        """One day of a span or gate; the parts that its load takes."""
        begun = self._began.setdefault(step.id, self.today)
        if (self.today - begun).days + 1 >= self._truth.spans[step.id]:
            self._end(step.id, is_told=step.shape is Shape.SPAN)
        load = self.plan.steps[step.id].load
        return load * self._hours(self.today) / sum(self.plan.time) if load and self.plan.time else 0

    def _work(self, name: str, free: float) -> float:
        """Work on an effort for what is free of a day; the parts that it took."""
        parts = min(free, self._left[name])
        self._left[name] -= parts
        if self._says is Says.HOURS:
            self._worked[name] = self._worked.get(name, 0) + parts
        if self._left[name] <= 0:
            self._end(name, is_told=True)
        return parts

    def _end(self, name: str, *, is_told: bool) -> None:
        self._over[name] = self.today
        if is_told:
            self.say(Completed(name, self.today))
        if all(n in self._over or n in self._seen.alongside for n in self._seen.steps):
            self.finish = max(day for n, day in self._over.items() if n not in self._seen.alongside)

    def _is_ready(self, step: Scheduled) -> bool:
        """Whether all that a step waits for was over yesterday; a milestone falls on the same day."""
        first = self.plan.steps[step.id].not_before
        if first is not None and self.today < first:
            return False
        least = 0 if _is_reached(self.plan.steps[step.id]) else 1
        return all(
            link.before in self._over and (self.today - self._over[link.before]).days >= least + link.lag
            for link in self._waits.get(step.id, ())
        )

    def _hours(self, day: date) -> int:
        """Parts that a day can give."""
        if self.plan.time is None or any(day in away for away in self.plan.away):
            return 0
        return self.plan.time[day.weekday()]


def _is_reached(step: Step) -> bool:
    """Whether a step is a milestone that is over by itself with what it follows."""
    return step.extent is None and not any(task.effort for task in step.tasks)
