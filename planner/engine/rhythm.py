"""Habits' turns and reviews: what recurs, for the next 90 days."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from planner.engine.calendar import FAR, Calendar
from planner.engine.network import Placed
from planner.engine.values import Cause, CauseKind, ItemKind, Scheduled, State
from planner.plan.civil import Length, Unit, days_in_month
from planner.plan.identity import review_id, turn_id
from planner.plan.model import Every, Priority, Review, Step
from planner.progress.values import Progress

WINDOW_DAYS = 90  # today and the 89 days after it
DAYS_OF = {
    Unit.DAYS: 1.0,
    Unit.BUSINESS_DAYS: 1.0,
    Unit.WEEKS: 7.0,
    Unit.MONTHS: 31.0,
    Unit.YEARS: 366.0,
}


def turns(habit: Every, spot: Placed, calendar: Calendar, today: int) -> Iterator[int]:
    """The days of a habit within the window, counted from its first day; away days are left out."""
    last = min(today + WINDOW_DAYS - 1, habit.to.toordinal() if habit.to else FAR)
    for day in _rhythm(spot.start, habit.length, calendar, today):
        if day > last:
            return
        if not calendar.is_off(day):
            yield day


def _rhythm(first: int, every: Length, calendar: Calendar, today: int) -> Iterator[int]:
    """`first` and every `every` after it, from `today` on. Months are counted from `first`."""
    number = max(0, int((today - first) / (every.count * DAYS_OF[every.unit])) - 1)
    while True:
        day = calendar.plus(first, Length(every.count * number, every.unit))
        if day >= FAR:
            return
        if day >= today:
            yield day
        number += 1


def review_days(review: Review, start: int, calendar: Calendar, today: int) -> Iterator[int]:
    """The days of a review within the window, and the next one even if it lies behind it."""
    last = today + WINDOW_DAYS - 1
    for count, day in enumerate(_review_rhythm(review, max(start, 1), calendar, today)):
        if day > last and count:
            return
        yield day


def _review_rhythm(review: Review, start: int, calendar: Calendar, today: int) -> Iterator[int]:
    if review.every is not None and review.first is not None:
        yield from _rhythm(review.first.toordinal(), review.every, calendar, today)
        return
    weekday, ordinal = review.weekday or 0, review.ordinal
    day = max(start, today)
    if ordinal is None:
        day += (weekday - (day - 1)) % 7
        while day < FAR:
            yield day
            day += 7
        return
    month = date.fromordinal(day).replace(day=1)
    while month.year < date.max.year:
        found = nth_weekday(month, weekday, ordinal)
        if found is not None and found.toordinal() >= day:
            yield found.toordinal()
        month = (month + timedelta(days=31)).replace(day=1)


def nth_weekday(month: date, weekday: int, ordinal: int) -> date | None:
    """The n-th weekday of a month, the last for -1; None in a month without a fifth."""
    length = days_in_month(month.year, month.month)
    first = 1 + (weekday - month.weekday()) % 7
    day = first + 7 * (ordinal - 1) if ordinal > 0 else first + 7 * ((length - first) // 7)
    return month.replace(day=day) if day <= length else None


def habit_items(
    step: Step, spot: Placed, progress: Progress, calendar: Calendar, today: int
) -> list[Scheduled]:
    """A habit's turns: those of the window, and those already done."""
    habit = step.extent
    if not isinstance(habit, Every):
        return []
    days = {turn_id(step.id, date.fromordinal(d)): d for d in turns(habit, spot, calendar, today)}
    for name in progress.done:
        habit_id, _, day = name.rpartition("@")
        if habit_id == step.id:
            days.setdefault(name, date.fromisoformat(day).toordinal())
    return [
        _turn(name, ItemKind.HABIT, step.title, day, progress, today, f"every {habit.length}", step)
        for name, day in sorted(days.items(), key=lambda pair: (pair[1], pair[0]))
        if name not in progress.dropped
    ]


def review_items(
    reviews: tuple[Review, ...], progress: Progress, calendar: Calendar, today: int
) -> list[Scheduled]:
    """The reviews to come."""
    items = []
    for review in reviews:
        for day in review_days(review, calendar.start, calendar, today):
            name = review_id(review.name, date.fromordinal(day))
            if name not in progress.dropped:
                title = f"{review.name.capitalize()} review"
                item = _turn(name, ItemKind.REVIEW, title, day, progress, today, "a review of the plan")
                items.append(replace(item, at=review.at))
    return items


def _turn(
    name: str,
    kind: ItemKind,
    title: str,
    day: int,
    progress: Progress,
    today: int,
    reason: str,
    step: Step | None = None,
) -> Scheduled:
    done, pin = progress.done.get(name), progress.pinned.get(name)
    due = pin or date.fromordinal(day)
    open_state = State.READY if due.toordinal() <= today else State.WAITING
    return Scheduled(
        id=name,
        kind=kind,
        title=title,
        start=due,
        due=due,
        state=State.DONE if done is not None else open_state,
        cause=Cause(CauseKind.PIN if pin else CauseKind.RHYTHM),
        reason="pinned by you" if pin else reason,
        step=step.id if step else None,
        step_kind=step.kind if step else None,
        done_at=done,
        pinned=pin is not None,
        baseline_due=progress.baseline.get(name),
        priority=step.priority if step else Priority.NORMAL,
    )
