"""An independent judge of schedules, written from the definitions of the plan format alone.

It shares no code with the engine: dates, hours and order are recomputed here from the plan and the
facts. What it can't know (which of several good orders a heuristic chose) it leaves open.
"""

from collections.abc import Callable, Iterable
from datetime import date

from planner.engine.values import Conflict, Schedule
from planner.plan.model import Plan
from planner.progress.values import Progress
from tests.checker import hours, parts, steps, whole
from tests.checker.case import Case, Violation
from tests.checker.days import Days

RULES: tuple[Callable[[Case], Iterable[Violation]], ...] = (
    whole.membership,
    whole.arrangement,
    steps.order,
    steps.beginning,
    steps.lengths,
    steps.gates,
    steps.pins,
    steps.deadlines,
    steps.windows,
    hours.hours,
    hours.efforts,
    hours.table,
    parts.goals,
    parts.tasks,
    parts.habits,
    parts.reviews,
    whole.states,
    whole.finish,
    whole.slack,
    whole.honesty,
)


def check(
    plan: Plan, progress: Progress, schedule: Schedule, holidays: frozenset[date] = frozenset()
) -> list[str]:
    """All violations of the definitions, in words; none for a right schedule.

    What the schedule itself reports as impossible, by a conflict that names the item, is none.
    """
    start = min([schedule.start, *progress.started.values()])
    case = Case(plan, progress, schedule, Days(plan, progress, holidays, start))
    found = (violation for rule in RULES for violation in rule(case))
    return [violation.text for violation in found if not _is_said(violation, schedule.conflicts)]


def _is_said(violation: Violation, conflicts: Iterable[Conflict]) -> bool:
    names = set(violation.items)
    return any(
        conflict.code in violation.excuses and names & {name.removesuffix("/by") for name in conflict.items}
        for conflict in conflicts
    )
