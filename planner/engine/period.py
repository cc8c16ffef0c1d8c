"""The time that a review looks back on: since the last review of its kind, else a usual length."""

from collections.abc import Iterator
from datetime import date, timedelta
from enum import StrEnum
from itertools import islice

from planner.engine.rhythm import DAYS_OF, nth_weekday
from planner.plan.civil import DateRange, Length, Unit, add, add_months
from planner.plan.identity import review_id
from planner.plan.model import Plan, Review
from planner.progress.values import Progress

_FEW = 3  # reviews that may have been moved about each other


class ReviewKind(StrEnum):
    """What is looked back on, and for whom."""

    WEEK = "week"
    MONTH = "month"
    MANAGER = "manager"
    YEAR = "year"


NAMES = {
    ReviewKind.WEEK: ("weekly", "week"),
    ReviewKind.MONTH: ("monthly", "month"),
    ReviewKind.MANAGER: ("manager",),
    ReviewKind.YEAR: ("yearly", "annual", "year"),
}
"""What a plan file calls its reviews of a kind."""

USUAL = {
    ReviewKind.WEEK: Length(1, Unit.WEEKS),
    ReviewKind.MONTH: Length(1, Unit.MONTHS),
    ReviewKind.MANAGER: Length(6, Unit.MONTHS),
    ReviewKind.YEAR: Length(1, Unit.YEARS),
}
"""How far a review looks back where none came before it, and how far it looks ahead."""


def period(kind: ReviewKind, plan: Plan, progress: Progress, start: date, today: date) -> DateRange:
    """The days from that of the last review of a kind, on which more may have been done, to today.

    Without such a review it is a usual length. Nothing lies before the plan's `start`.
    """
    held = [
        day
        for review in plan.reviews
        if review.name in NAMES[kind]
        for day in _held(review, progress, start, today)
        if day < today
    ]
    begin = max(held) if held else _usual_ago(kind, today) + timedelta(days=1)
    return DateRange(min(max(begin, start), today), today)


def ahead(kind: ReviewKind, today: date) -> date:
    """The last day of the time ahead that a review of that kind speaks of."""
    return add(today, USUAL[kind])


def _usual_ago(kind: ReviewKind, today: date) -> date:
    length = USUAL[kind]
    months = length.count * {Unit.MONTHS: 1, Unit.YEARS: 12}.get(length.unit, 0)
    return add_months(today, -months) if months else today - timedelta(weeks=length.count)


def _held(review: Review, progress: Progress, start: date, today: date) -> Iterator[date]:
    """The days on which the latest reviews were held, or were to be, where a person moved them."""
    for day in islice(_days_back(review, today), _FEW):
        name = review_id(review.name, day)
        if day >= start and name not in progress.dropped:
            yield progress.done.get(name) or progress.pinned.get(name) or day


def _days_back(review: Review, today: date) -> Iterator[date]:
    """The days of a review before today, the newest first."""
    if review.every is not None and review.first is not None:
        yield from _counted_back(review.first, review.every, today)
        return
    weekday = review.weekday or 0
    if review.ordinal is None:
        day = today - timedelta(days=(today.weekday() - weekday) % 7 or 7)
        while day.toordinal() > _A_WEEK:
            yield day
            day -= timedelta(weeks=1)
        return
    month = today.replace(day=1)
    while month.year > date.min.year:
        found = nth_weekday(month, weekday, review.ordinal)
        if found is not None and found < today:
            yield found
        month = add_months(month, -1)


_A_WEEK = 7


def _counted_back(first: date, every: Length, today: date) -> Iterator[date]:
    number = int((today - first).days / (every.count * DAYS_OF[every.unit])) + _FEW
    while number >= 0:
        day = add(first, Length(every.count * number, every.unit))
        if day < today:
            yield day
        number -= 1
