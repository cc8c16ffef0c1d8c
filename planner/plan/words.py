"""The words for time, as people write them in the plan file and on the command line.

Every function takes the whole text, strictly: nothing before it, nothing after it, ASCII digits only.
All raise WordError with a message and a remedy.
"""

import re
from datetime import date, timedelta

from planner.plan.civil import DateRange, Length, Unit, days_in_month
from planner.plan.model import PARTS_PER_HOUR, PARTS_PER_MINUTE
from planner.plan.problems import nearest, shown

COUNT_LIMIT = 100_000
HOURS_IN_WEEK = 168
_MONTHS = 12

# The grammar, in the regular expressions that Python and JSON Schema share.
COUNT = "(?:[1-9][0-9]{0,4}|100000)"
UNIT = "(?:(?:business )?days?|weeks?|months?|years?)"
LENGTH = f"{COUNT} +{UNIT}"
LENGTHS = rf"{COUNT}(?:\.\.{COUNT})? +{UNIT}"

_DATE = re.compile(r"([0-9]{4})(?:-(?:([0-9]{2})(?:-([0-9]{2}))?|Q([1-4])|W([0-9]{2})))?")
_LENGTH = re.compile(rf"({COUNT}) +({UNIT})")
_LENGTHS = re.compile(rf"({COUNT})\.\.({COUNT}) +({UNIT})")
_HOURS = re.compile(
    r"(0|[1-9][0-9]{0,4}|100000)(?:\.([0-9][05]?))?h"
    r"|([1-9][0-9]{0,4})h([1-9]|[1-5][0-9])min"
    r"|([1-9][0-9]{0,2})min"
)
_HOURS_RANGE = re.compile(r"([0-9.]*[0-9])\.\.([0-9.]*[0-9])(h|min)")
_RATE = re.compile(r"([^/]*)/(week|day)")
# Seldom asked for: compiled when they are, as every start would pay for it.
_LOOSE_LENGTH = r"([0-9]{1,6}|an?|one|two|three|four|five|six)[ -]*([a-z ]*[a-z])"
_LOOSE_HOURS = r"([0-9]+(?:\.[0-9]+)?) *(h|m)[a-z]*\.?"
_HOURS_IN_WORDS = r"[0-9.]+ *(?:h|hrs?|hours?|min|minutes?)\.?"
_LOOSE_DATE = r"([0-9]{4})[-/. ]([0-9]{1,2})(?:[-/. ]([0-9]{1,2}))?"
_GERMAN_DATE = r"([0-9]{1,2})\. ?([0-9]{1,2})\. ?([0-9]{4})"

_UNITS = {unit.value: unit for unit in Unit} | {unit.value[:-1]: unit for unit in Unit}
_SHORT = {
    "d": "days",
    "w": "weeks",
    "wk": "weeks",
    "wks": "weeks",
    "mo": "months",
    "mos": "months",
    "y": "years",
}
_SHORT |= {
    "m": "months",
    "yr": "years",
    "yrs": "years",
    "working days": "business days",
    "workdays": "business days",
}
_NUMBERS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
_A_DATE = "Write a date as 2027-03-15, 2027-03, 2027-Q2, 2027-W11 or 2027."
_A_LENGTH = "Write a count and a unit: 3 days, 5 business days, 10 weeks, 9 months or 2 years."
_SOME_HOURS = "Write hours as 120h, 7.5h, 90min or 1h30min."
_FINE_HOURS = f"{_SOME_HOURS} Steps of 0.05h (three minutes) are the finest."


class WordError(ValueError):
    """A text that isn't what it should be: `message` says so, `remedy` how to write it."""

    def __init__(self, message: str, remedy: str) -> None:
        super().__init__(f"{message} {remedy}")
        self.message = message
        self.remedy = remedy


def parse_days(text: str) -> DateRange:
    """The days that a date word names: a day, month, quarter, ISO week or year."""
    found = _DATE.fullmatch(text)
    if found is None:
        raise WordError(f"{shown(text)} is not a date.", _date_remedy(text))
    year, (month, day, quarter, week) = int(found[1]), found.groups()[1:]
    try:
        if day:
            only = date(year, int(month), int(day))
            return DateRange(only, only)
        if week:
            monday = date.fromisocalendar(year, int(week), 1)
            return DateRange(monday, monday + timedelta(days=6))
        first, last = (int(month), int(month)) if month else (1, _MONTHS)
        if quarter:
            first, last = 3 * int(quarter) - 2, 3 * int(quarter)
        return DateRange(date(year, first, 1), date(year, last, days_in_month(year, last)))
    except (ValueError, OverflowError):
        raise WordError(f"{shown(text)} is not in the calendar.", _date_limit(year, month, week)) from None


def parse_range(text: str) -> DateRange:
    """The days of `a..b`, both included, or of a single date word."""
    first, dots, last = text.partition("..")
    if not dots:
        return parse_days(text)
    days = DateRange(parse_days(first.rstrip(" ")).first, parse_days(last.lstrip(" ")).last)
    if days.last < days.first:
        raise WordError(f"{shown(text)} ends before it begins.", "Write the earlier date first.")
    return days


def parse_length(text: str) -> Length:
    """A span of calendar time, such as `9 months`."""
    found = _LENGTH.fullmatch(text)
    if found is None:
        raise WordError(f"{shown(text)} is not a length.", _length_remedy(text))
    return Length(int(found[1]), _UNITS[found[2]])


def parse_lengths(text: str) -> tuple[Length, Length]:
    """The ends of a range such as `9..12 months`; a single length is both of them."""
    found = _LENGTHS.fullmatch(text)
    if found is None:
        if ".." in text:
            raise WordError(f"{shown(text)} is not a range of lengths.", "Write a range as 9..12 months.")
        length = parse_length(text)
        return length, length
    low, high, unit = int(found[1]), int(found[2]), _UNITS[found[3]]
    if high < low:
        raise WordError(f"{shown(text)} runs backwards.", f'Try "{high}..{low} {found[3]}".')
    return Length(low, unit), Length(high, unit)


def parse_hours(text: str) -> int:
    """Hours of work, in parts of 1/420 hour: `120h`, `7.5h`, `90min`, `1h30min`. Never 0."""
    found = _HOURS.fullmatch(text)
    if found is None:
        raise WordError(f"{shown(text)} is not a number of hours.", _hours_remedy(text))
    whole, hundredths, hours, minutes, only_minutes = found.groups(default="0")
    parts = int(whole) * PARTS_PER_HOUR + int(hundredths.ljust(2, "0")) * PARTS_PER_HOUR // 100
    parts += int(hours) * PARTS_PER_HOUR + (int(minutes) + int(only_minutes)) * PARTS_PER_MINUTE
    if not 0 < parts <= COUNT_LIMIT * PARTS_PER_HOUR:
        raise WordError(f"{shown(text)} is out of range.", f"Write more than 0h, and at most {COUNT_LIMIT}h.")
    return parts


def parse_hours_range(text: str) -> tuple[int, int]:
    """The ends of a range of hours such as `80..140h`, in parts; single hours are both of them."""
    found = _HOURS_RANGE.fullmatch(text)
    if found is None:
        if ".." in text:
            raise WordError(f"{shown(text)} is not a range of hours.", "Write a range as 80..140h.")
        parts = parse_hours(text)
        return parts, parts
    low, high = parse_hours(found[1] + found[3]), parse_hours(found[2] + found[3])
    if high < low:
        raise WordError(f"{shown(text)} runs backwards.", f'Try "{found[2]}..{found[1]}{found[3]}".')
    return low, high


def parse_rate(text: str) -> int:
    """Hours in a week, in parts: `8h/week`; `1h/day` is seven times that. At most all 168."""
    found = _RATE.fullmatch(text)
    if found is None:
        raise WordError(f"{shown(text)} is not an amount of hours a week.", _rate_remedy(text))
    parts = parse_hours(found[1]) * (7 if found[2] == "day" else 1)
    if parts > HOURS_IN_WEEK * PARTS_PER_HOUR:
        raise WordError(f"{shown(text)} is more than a week has.", f"A week has {HOURS_IN_WEEK} hours.")
    return parts


def _date_limit(year: int, month: str | None, week: str | None) -> str:
    if year == 0:
        return "Years run from 0001 to 9999."
    if week:
        last = date(year, 12, 28).isocalendar().week
        return f"The weeks of {year:04} run from W01 to W{last}, and no later than 9999-12-31."
    if month and 1 <= int(month) <= _MONTHS:
        return f"The days of {year:04}-{month} run from 01 to {days_in_month(year, int(month))}."
    return "Months run from 01 to 12."


def _date_remedy(text: str) -> str:
    loose, german = re.fullmatch(_LOOSE_DATE, text), re.fullmatch(_GERMAN_DATE, text)
    numbers = loose.groups() if loose else german.groups()[::-1] if german else None
    if numbers is None:
        return _A_DATE
    guess = "-".join(part.zfill(2) for part in numbers if part)
    try:
        parse_days(guess)
    except WordError:
        return _A_DATE
    return f'Try "{guess}".'


def _length_remedy(text: str) -> str:
    if _HOURS.fullmatch(text) or re.fullmatch(_HOURS_IN_WORDS, text.strip(), re.IGNORECASE):
        return f"Hours count work, not calendar time. {_A_LENGTH}"
    found = re.fullmatch(_LOOSE_LENGTH, text.strip(), re.IGNORECASE)
    if found is None:
        return _A_LENGTH
    count, word = _NUMBERS.get(found[1].lower()) or int(found[1]), " ".join(found[2].lower().split())
    unit = _SHORT.get(word) or nearest(word, _UNITS)
    if unit is None:
        return _A_LENGTH
    if not 0 < count <= COUNT_LIMIT:
        return f"Counts run from 1 to {COUNT_LIMIT}."
    return f'Try "{Length(count, _UNITS[unit])}".'


def _hours_remedy(text: str) -> str:
    found = re.fullmatch(_LOOSE_HOURS, text.strip(), re.IGNORECASE)
    if found is None:
        return _SOME_HOURS
    number, unit = found[1], "h" if found[2] in "hH" else "min"
    guess = f"{number.lstrip('0') or '0'}{unit}"
    return f'Try "{guess}".' if _HOURS.fullmatch(guess) else _FINE_HOURS


def _rate_remedy(text: str) -> str:
    found = re.match(r" *([0-9]+(?:\.[0-9]+)?) *h", text)
    return f'Try "{found[1]}h/week".' if found else "Write hours a week as 8h/week, or hours a day as 1h/day."
