"""Which of a person's own tasks at targets the plan file has by now."""

from collections.abc import Iterable

from planner.plan.identity import step_of, task_id
from planner.plan.model import Plan
from planner.progress.values import Theirs


def item_for(plan: Plan, task: Theirs) -> str | None:
    """The item of the plan that says the same: a task of that title in that step. None when there is none."""
    step = plan.steps.get(step_of(task.parent))
    same = [one for one in step.tasks if one.title == task.title] if step is not None else []
    return task_id(step.id, same[0].id) if step is not None and same else None


def unadopted(plan: Plan, theirs: Iterable[Theirs]) -> tuple[Theirs, ...]:
    """Those that the plan file doesn't have."""
    return tuple(task for task in theirs if item_for(plan, task) is None)
