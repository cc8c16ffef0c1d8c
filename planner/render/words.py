"""Dates, spans, hours and money in English words, whatever the locale."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from planner.engine.values import Forecast, Schedule
from planner.plan.civil import MONTHS, Length, days_in_words, in_words
from planner.plan.model import (
    PARTS_PER_HOUR,
    ChanceBelow,
    Effort,
    Every,
    Experience,
    Extent,
    Missed,
    OnDay,
    Slips,
    Takes,
    Trigger,
)

_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def month_name(month: int) -> str:
    """The short English name of a month, 1 to 12."""
    return MONTHS[month - 1]


def day(value: date) -> str:
    """A day as `30 Nov 2027`."""
    return in_words(value)


def day_short(value: date, today: date) -> str:
    """A day as `Sat 17 Feb`, with the year when it isn't today's."""
    year = "" if value.year == today.year else f" {value.year}"
    return f"{_WEEKDAYS[value.weekday()]} {value.day} {month_name(value.month)}{year}"


def month(value: date) -> str:
    """A day's month as `Nov 2027`."""
    return f"{month_name(value.month)} {value.year}"


def count(number: int, noun: str) -> str:
    """A number with its noun: `1 step`, `37 steps`."""
    return f"{number} {noun}" if abs(number) == 1 else f"{number} {noun}s"


def span(days: int) -> str:
    """A number of days: `37 days`, `1 day`."""
    return days_in_words(days)


def signed_span(days: int) -> str:
    """A difference in days: `+37 days`, `-1 day`."""
    return f"{'+' if days > 0 else ''}{span(days)}"


def number_of_hours(parts: int) -> float:
    """Hours of a number of parts (1/420 hour), to two decimals."""
    return round(parts / PARTS_PER_HOUR, 2)


def hours(parts: int) -> str:
    """Hours of a number of parts (1/420 hour), to one decimal: `7.5 h`, `8 h`."""
    return f"{parts / PARTS_PER_HOUR:.1f}".removesuffix(".0") + " h"


def amount(value: Decimal) -> str:
    """A sum of money without its currency, in full: `2400`, `49.50`."""
    return f"{value:.2f}".removesuffix(".00")


def money(value: Decimal, currency: str) -> str:
    """A sum of money: `2400 USD`."""
    return f"{amount(value)} {currency}"


def listing(words: Sequence[str], last: str = "and") -> str:
    """Words as a sentence lists them: `a, b and c`."""
    if len(words) < 2:  # noqa: PLR2004 - a list of one has no last comma
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def trigger(value: Trigger) -> str:
    """When a backup track is proposed, as the end of "if ..."."""
    match value:
        case Missed(step):
            return f"{step} is missed"
        case Slips(track, length):
            return f"{track} slips {length}"
        case ChanceBelow(percent):
            return f"the chance falls below {percent} %"
        case _:
            return f"{value.word} is reported"


def extent(value: Extent) -> str:
    """How long a step is, as its plan says it: `9 months`, `2 years gate`; empty for a milestone."""
    match value:
        case Takes(low, high):
            return str(high) if low == high else f"{low.count}..{high}"
        case Effort(low, high):
            return hours(high) if low == high else f"{hours(low).removesuffix(' h')}..{hours(high)}"
        case Experience():
            return f"{_gate(value)} gate"
        case Every(length):
            return f"every {_rhythm(length)}"
        case OnDay() | None:
            return ""


def _gate(gate: Experience) -> str:
    conditions = [] if gate.span is None else [str(gate.span)]
    if gate.hours is not None:
        conditions.append(hours(gate.hours))
    return " and ".join(conditions)


def _rhythm(length: Length) -> str:
    return str(length).removeprefix("1 ")


def verdict(schedule: Schedule) -> str:
    """How the finish compares with the goal: `on track, 202 days to spare`; empty without a goal."""
    slack = schedule.slack
    if slack is None:
        return ""
    if slack < 0:
        return f"{span(-slack)} late"
    return f"on track, {span(slack)} to spare" if slack else "on track, to the day"


def chance(value: float) -> str:
    """A chance as `chance 81 %`; nothing is called certain or impossible."""
    percent = round(100 * value)
    return f"chance {'under 1' if percent < 1 else 'over 99' if percent > 99 else percent} %"  # noqa: PLR2004


def verdict_with_chance(schedule: Schedule, forecast: Forecast | None) -> str:
    """The verdict, and the chance of it where there is a forecast and something is left to happen."""
    said = verdict(schedule)
    if not said or forecast is None or forecast.chance is None or is_certain(schedule, forecast):
        return said
    return f"{said}, {chance(forecast.chance)}"


def is_certain(schedule: Schedule, forecast: Forecast) -> bool:
    """Whether nothing can come otherwise, as when all is done."""
    return forecast.p50 == forecast.p80 == schedule.finish


def likely(forecast: Forecast) -> str:
    """By when something is over, with how much certainty, as a sentence without its full stop."""
    return f"As likely as not by {day(forecast.p50)}, in four cases of five by {day(forecast.p80)}"
