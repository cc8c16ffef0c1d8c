"""Values of a plan as its file spells them: what reading takes apart, put together again."""

from decimal import Decimal

from planner.plan.civil import Length, Unit
from planner.plan.edit.writing import Value
from planner.plan.model import (
    PARTS_PER_HOUR,
    PARTS_PER_MINUTE,
    After,
    AnyOf,
    Effort,
    Every,
    Experience,
    Goals,
    OnDay,
    Priority,
    Step,
    Takes,
    Task,
)

_FINEST = PARTS_PER_HOUR // 20  # hours are written in steps of 0.05
_FULL = 40 * PARTS_PER_HOUR
_MONTHS = 12
_MINUTES = 60


def step_fields(step: Step) -> dict[str, Value]:
    """The keys of a step, but for its tasks."""
    fields: dict[str, Value | None] = {
        "title": step.title,
        "kind": step.kind.value if step.kind else None,
        **_extent(step),
        "load": f"{hours(step.load)}/week" if step.load else None,
        "after": [_wait(one) for one in step.after],
        "before": list(step.before),
        "from": step.not_before.isoformat() if step.not_before else None,
        "by": step.by.isoformat() if step.by else None,
        "goals": _goals(step.goals) if step.goals else None,
        "closes": list(step.closes),
        "cost": f"{step.cost.amount} {step.cost.currency}" if step.cost else None,
        "reimbursed": f"{step.reimbursed}%" if step.reimbursed else None,
        "priority": step.priority.value if step.priority is not Priority.NORMAL else None,
        "url": step.url,
        "note": step.note,
    }
    kept = {key: value for key, value in fields.items() if value}
    return kept if step.sync else {**kept, "sync": False}


def task_fields(task: Task) -> dict[str, Value]:
    """The keys of a task."""
    fields: dict[str, Value | None] = {
        "id": task.id,
        "title": task.title,
        "by": task.by.isoformat() if task.by else None,
        "effort": _effort(task.effort) if task.effort else None,
        "after": [_wait(one) for one in task.after],
    }
    return {key: value for key, value in fields.items() if value}


def hours(parts: int) -> str:
    """An amount of work: `7.5h`, or `1h31min` where hours don't say it."""
    if parts % _FINEST == 0:
        return (
            f"{(Decimal(parts) / PARTS_PER_HOUR).quantize(Decimal('0.01')):f}".rstrip("0").rstrip(".") + "h"
        )
    whole, minutes = divmod(parts // PARTS_PER_MINUTE, _MINUTES)
    return f"{whole}h{minutes}min" if whole else f"{minutes}min"


def _extent(step: Step) -> dict[str, Value]:
    match step.extent:
        case OnDay(day):
            return {"date": day.isoformat()}
        case Takes(low, high):
            return {"takes": str(high) if low == high else f"{low.count}..{_many(high)}"}
        case Effort():
            return {"effort": _effort(step.extent)}
        case Every(length, to):
            until: dict[str, Value] = {"to": to.isoformat()} if to else {}
            return {"every": str(length), **until}
        case Experience():
            return _experience(step.extent)
    return {}


def _many(length: Length) -> str:
    """The end of a range, which is never one."""
    return f"{length.count} {length.unit.value}"


def _effort(effort: Effort) -> str:
    if effort.low == effort.high:
        return hours(effort.high)
    if effort.low % _FINEST == 0 == effort.high % _FINEST:
        return f"{hours(effort.low)[:-1]}..{hours(effort.high)}"
    return f"{effort.low // PARTS_PER_MINUTE}..{effort.high // PARTS_PER_MINUTE}min"


def _experience(gate: Experience) -> dict[str, Value]:
    at: dict[str, Value] = {} if gate.at == _FULL else {"at": f"{hours(gate.at)}/week"}
    if gate.span is not None and gate.hours is None and gate.within is None:
        return {"experience": str(gate.span), **at}
    inner: dict[str, Value] = {}
    if gate.span is not None:
        inner["years"] = _years(gate.span)
    if gate.hours is not None:
        inner["hours"] = gate.hours // PARTS_PER_HOUR
    if gate.within is not None:
        inner["within"] = str(gate.within)
    return {"experience": inner, **at}


def _years(span: Length) -> int | str:
    """Years beside other conditions; parts of one were read as months."""
    if span.unit is Unit.YEARS:
        return span.count
    return f"{Decimal(span.count) / _MONTHS:f}"


def _goals(goals: Goals) -> Value:
    if goals.titles:
        return list(goals.titles)
    if goals.count is not None:
        return goals.count
    return {"1 month": "monthly", "1 week": "weekly"}.get(str(goals.every), f"every {goals.every}")


def _wait(wait: After | AnyOf) -> Value:
    if isinstance(wait, AnyOf):
        return {"any": [_wait(one) for one in wait.options]}
    return wait.id if wait.lag is None else f"{wait.id} + {wait.lag}"
