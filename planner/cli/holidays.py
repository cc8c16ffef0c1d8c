"""Public holidays, from the `holidays` library (an extra)."""

from datetime import date

from planner.errors import PlanInvalid, UsageError
from planner.plan.model import Plan

YEARS_AHEAD = 40


def public_holidays(plan: Plan, today: date) -> frozenset[date]:
    """The holidays that a plan's `holidays` names, from its start on for forty years.

    Raises UsageError when the library is missing, PlanInvalid when it doesn't know the region.
    """
    region = plan.holidays
    if region is None:
        return frozenset()
    try:
        from holidays import country_holidays
    except ImportError:
        raise UsageError(
            f"holidays: {region} needs a library that isn't installed",
            'pip install "career-planner[holidays]"',
        ) from None
    country, _, subdivision = region.partition("-")
    first = min(plan.start or today, today).year
    years = range(first, min(first + YEARS_AHEAD, date.max.year) + 1)
    try:
        return frozenset(country_holidays(country, subdiv=subdivision or None, years=years))
    except NotImplementedError:
        raise PlanInvalid(
            f"holidays: those of {region} aren't known.", "Write a region like DE-BE or US-CA."
        ) from None
