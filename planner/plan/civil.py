"""Civil dates: spans of calendar time, and arithmetic that everybody would do the same way.

Dates are days without a time zone (`datetime.date`). First and last days are inclusive everywhere.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
FEBRUARY = 2
_WEEKEND = (6, 7)  # ISO 8601: Saturday and Sunday


class Unit(StrEnum):
    """Units in which a person counts calendar time."""

    DAYS = "days"
    BUSINESS_DAYS = "business days"
    WEEKS = "weeks"
    MONTHS = "months"
    YEARS = "years"


@dataclass(frozen=True, slots=True)
class Length:
    """A span of calendar time, such as 9 months; `count` is at least 0."""

    count: int
    unit: Unit

    def __str__(self) -> str:
        name = self.unit.value
        return f"{self.count} {name[:-1] if self.count == 1 else name}"


@dataclass(frozen=True, slots=True)
class DateRange:
    """The days from `first` to `last`, both inclusive."""

    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


def days_in_month(year: int, month: int) -> int:
    """28 to 31."""
    # `calendar.monthrange` would load the locale at every start.
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return LENGTHS[month - 1] + (leap and month == FEBRUARY)


def add_months(day: date, months: int) -> date:
    """The same day of the month, `months` later (or earlier), clamped to a shorter month's last day.

    Raises OverflowError outside the years 1 to 9999.
    """
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    if not 1 <= year <= date.max.year:
        raise OverflowError("date value out of range")
    return date(year, month + 1, min(day.day, days_in_month(year, month + 1)))


def is_weekday(day: date) -> bool:
    """True from Monday to Friday."""
    return day.isoweekday() not in _WEEKEND


def add(day: date, length: Length, is_business: Callable[[date], bool] = is_weekday) -> date:
    """The day `length` after `day`: adding 9 months to 1 March gives 1 December.

    Business days are counted by stepping over the days for which `is_business` is false.
    Raises OverflowError past the year 9999.
    """
    match length.unit:
        case Unit.DAYS:
            return day + timedelta(days=length.count)
        case Unit.WEEKS:
            return day + timedelta(weeks=length.count)
        case Unit.MONTHS:
            return add_months(day, length.count)
        case Unit.YEARS:
            return add_months(day, 12 * length.count)
        case Unit.BUSINESS_DAYS:
            left = length.count
            while left > 0:
                day += timedelta(days=1)
                left -= is_business(day)
            return day


def iso_week(day: date) -> str:
    """The ISO week a day lies in, as `2027-W05` (ISO 8601)."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02d}"


MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def in_words(day: date) -> str:
    """`30 Nov 2027`, in any locale."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def days_in_words(days: int) -> str:
    """`1 day`, `37 days`."""
    return f"{days} day" if abs(days) == 1 else f"{days} days"
