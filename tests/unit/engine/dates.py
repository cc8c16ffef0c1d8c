"""Plans in a few lines, and what the engine makes of them."""

from datetime import date

from planner.engine.schedule import schedule
from planner.engine.values import Conflict, Schedule
from planner.plan.model import Plan
from planner.plan.read import read
from planner.progress.values import Progress

MONDAY = date(2027, 3, 1)
NOTHING = Progress()


def plan(steps: str, top: str = "time: 7h/week", start: str = "2027-03-01") -> Plan:
    """A plan from its steps, one a line; `time` is an hour a day unless `top` says otherwise."""
    lines = "".join(f"  {line.strip()}\n" for line in steps.strip().splitlines())
    return read(f"plan: 1\nid: p\ntitle: P\nstart: {start}\n{top}\nsteps:\n{lines}", "p.yaml").plan


def dated(
    steps: str,
    top: str = "time: 7h/week",
    start: str = "2027-03-01",
    progress: Progress = NOTHING,
    today: date | None = None,
    track: str | None = None,
) -> Schedule:
    """The schedule of such a plan on its first day, or on `today`."""
    return schedule(plan(steps, top, start), progress, today or date.fromisoformat(start), track)


def days(found: Schedule, name: str) -> tuple[str, str]:
    """The first and the last day of an item."""
    (item,) = (item for item in found.items if item.id == name)
    return item.start.isoformat(), item.due.isoformat()


def dues(found: Schedule, prefix: str) -> list[str]:
    """The dues of the items within a step, in their order in time."""
    return [item.due.isoformat() for item in found.items if item.id.startswith(prefix)]


def conflicts(found: Schedule) -> list[str]:
    return [conflict.code.value for conflict in found.conflicts]


def conflict(found: Schedule) -> Conflict:
    (only,) = found.conflicts
    return only
