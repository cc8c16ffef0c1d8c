"""How a habit recurs, as a phrase that Todoist understands, and back. Pure.

https://www.todoist.com/help/articles/introduction-to-recurring-dates-YUYVJJAV
"""

import re

from planner.plan.civil import Length, Unit

_NAMES = {Unit.DAYS: "day", Unit.WEEKS: "week", Unit.MONTHS: "month", Unit.YEARS: "year"}
_UNITS = {name: unit for unit, name in _NAMES.items()} | {"workday": Unit.BUSINESS_DAYS}
_PHRASE = re.compile(r"every +(?:(?P<count>[1-9][0-9]{0,3}) +)?(?P<name>day|week|month|year|workday)s?")


def phrase(every: Length) -> str | None:
    """Like `every 2 weeks`; None for a rhythm that Todoist has no words for."""
    if every.count < 1:
        return None
    if every.unit is Unit.BUSINESS_DAYS:
        return "every workday" if every.count == 1 else None
    name = _NAMES[every.unit]
    return f"every {name}" if every.count == 1 else f"every {every.count} {name}s"


def length(text: str) -> Length | None:
    """The rhythm of a phrase; None when a plan has no words for it."""
    told = _PHRASE.fullmatch(text.strip().lower())
    if told is None:
        return None
    every = Length(int(told["count"] or 1), _UNITS[told["name"]])
    return every if phrase(every) is not None else None
