"""What each day can give, recomputed from the plan and the facts alone."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from planner.plan.civil import Length, Unit, add
from planner.plan.model import Experience, Plan, Takes
from planner.progress.values import Progress

DAY = timedelta(days=1)
SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Days:
    """Hours of each day in parts of 1/420 hour; away days, holidays, pauses and what lies before
    `start` (of the plan, or of what was begun before it) give none.
    """

    plan: Plan
    progress: Progress
    holidays: frozenset[date]
    start: date

    def is_away(self, day: date) -> bool:
        return day in self.holidays or any(day in away for away in self.plan.away)

    def is_paused(self, day: date) -> bool:
        return any(day in pause for pause in self.progress.pauses)

    def share(self, day: date) -> int:
        if self.plan.time is None or day < self.start or self.is_away(day) or self.is_paused(day):
            return 0
        return self.plan.time[day.weekday()]

    def is_business(self, day: date) -> bool:
        return day.weekday() < SATURDAY and day not in self.holidays

    def later(self, day: date, span: Length) -> date:
        """The day that lies `span` after a day."""
        return add(day, span, self.is_business)

    def load(self, weekly: int, day: date) -> float:
        """The part of a weekly load that falls on a day, in proportion to what the day can give."""
        if self.is_away(day) or self.is_paused(day):
            return 0
        time = self.plan.time
        return weekly / 7 if time is None or not any(time) else weekly * time[day.weekday()] / sum(time)


def each(first: date, last: date) -> Iterator[date]:
    """The days from first to last, both inclusive."""
    for number in range((last - first).days + 1):
        yield first + number * DAY


def length(first: date, last: date) -> int:
    return (last - first).days + 1


def last_day(start: date, span: Length, days: Days) -> date:
    """The day before the same day, `span` later; of business days the last of them."""
    if span.unit is not Unit.BUSINESS_DAYS:
        return add(start, span) - DAY
    left, day = span.count, start - DAY
    while left:
        day += DAY
        left -= days.is_business(day)
    return day


def span_end(start: date, takes: Takes, days: Days) -> date:
    """A range ends midway between its two ends, rounded down."""
    low, high = last_day(start, takes.low, days), last_day(start, takes.high, days)
    return low + timedelta(days=(high - low).days // 2)


def gate_end(start: date, gate: Experience, days: Days) -> date:
    """The longer of span and hours at their rate; days of a break don't count."""
    needed = max(
        length(start, last_day(start, gate.span, days)) if gate.span else 1,
        -(-gate.hours * 7 // gate.at) if gate.hours else 1,
    )
    day = start
    while True:
        needed -= not days.is_paused(day)
        if not needed:
            return day
        day += DAY


def monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def week_start(name: str) -> date:
    """The Monday of an ISO week such as `2027-W05`."""
    year, week = name.split("-W")
    return date.fromisocalendar(int(year), int(week), 1)
