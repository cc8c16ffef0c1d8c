"""Where goals and tasks fall within their step. Days are ordinals, inclusive."""

from collections.abc import Sequence

from planner.engine.calendar import Calendar
from planner.engine.node import last_day
from planner.plan.civil import Length, Unit
from planner.plan.model import Effort, Experience, Goals, Step, Takes

DAYS_PER_YEAR = 365.2425
MONTHS_PER_YEAR = 12


def even(start: int, due: int, weights: Sequence[int]) -> list[int]:
    """The due of each part when a step is divided in proportion to `weights`; the last is the step's."""
    total, seen, length = sum(weights), 0, due - start + 1
    days = []
    for weight in weights:
        seen += weight
        days.append(start + max(1, -(-seen * length // total)) - 1)
    return days


def goal_count(step: Step, goals: Goals, weekly: int) -> int:
    """How many goals a step has. It depends on the plan alone, so goals never come and go by
    themselves: a calendar span counts its whole periods, an effort the weeks it needs at full hours.
    """
    if goals.titles:
        return len(goals.titles)
    if goals.count is not None:
        return goals.count
    every = goals.every
    if every is None:
        return 0
    if isinstance(step.extent, Takes):
        return _periods((step.extent.low, step.extent.high), every)
    if isinstance(step.extent, Experience):
        span, days = step.extent.span, 7 * (step.extent.hours or 0) / step.extent.at
        return _periods((span, span), every) if span and _days(span) >= days else _by_days(days, every)
    if isinstance(step.extent, Effort) and weekly:
        return _by_days(7 * step.extent.expected / weekly, every)
    return 1


def _periods(span: tuple[Length, Length], every: Length) -> int:
    """How many periods begin within the mean of two lengths; whole months are counted exactly."""
    months, each = _months(span[0]) + _months(span[1]), 2 * _months(every)
    if months and each:
        return -(-months // each)
    return _by_days((_days(span[0]) + _days(span[1])) / 2, every)


def goal_days(
    start: int, due: int, goals: Goals, count: int, calendar: Calendar, *, calendar_span: bool
) -> list[int]:
    """The due of each of `count` goals: after each whole period in a calendar span, else evenly."""
    if goals.every is None or not calendar_span:
        return even(start, due, [1] * count)
    ends = [
        last_day(start, Length(goals.every.count * number, goals.every.unit), calendar)
        for number in range(1, count)
    ]
    if ends and ends[-1] > due:  # shortened by a pin: whole periods no longer fit
        return even(start, due, [1] * count)
    return [*ends, due]


def _months(length: Length) -> int:
    if length.unit is Unit.MONTHS:
        return length.count
    return MONTHS_PER_YEAR * length.count if length.unit is Unit.YEARS else 0


def _days(length: Length) -> float:
    per = {
        Unit.DAYS: 1.0,
        Unit.BUSINESS_DAYS: 7 / 5,
        Unit.WEEKS: 7.0,
        Unit.MONTHS: DAYS_PER_YEAR / MONTHS_PER_YEAR,
        Unit.YEARS: DAYS_PER_YEAR,
    }
    return length.count * per[length.unit]


def _by_days(days: float, every: Length) -> int:
    """Periods that begin within `days`; a remainder of less than a twentieth is no period."""
    periods = days / _days(every)
    whole = int(periods)
    return max(1, whole + (periods - whole > 1 / 20))
