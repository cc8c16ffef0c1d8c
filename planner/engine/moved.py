"""Why an item's date has moved, in words: the nearest thing behind it that went otherwise than planned."""

from collections.abc import Iterator

from planner.engine.values import CauseKind, Schedule, Scheduled, Shape, State
from planner.plan.civil import days_in_words, in_words


def why_moved(schedule: Schedule, item: Scheduled) -> str:
    """Such as "ma-certificate finished 37 days late": what the item waits for, its own step first."""
    for step in _behind(schedule, item):
        said = _deviation(schedule, step, own=step.id in {item.id, item.step})
        if said:
            return said
    return item.reason


def _behind(schedule: Schedule, item: Scheduled) -> Iterator[Scheduled]:
    """The item's step, and the chain of steps that sets its date."""
    seen: set[str] = set()
    name = item.step
    while name is not None and name not in seen and name in schedule.steps:
        seen.add(name)
        yield schedule.steps[name]
        cause = schedule.steps[name].cause
        name = cause.item if cause.kind is CauseKind.AFTER else None


def _deviation(schedule: Schedule, step: Scheduled, *, own: bool) -> str:
    name = "it" if own else step.id
    if step.done_at is not None:
        planned = step.baseline_due or (step.told.due if step.told else step.done_at)
        late = (step.done_at - planned).days
        return f"{step.id} finished {days_in_words(late)} late" if late > 0 else ""
    if step.cause.kind is CauseKind.PIN:
        return f"{step.id} is pinned to {in_words(step.due)}"
    if step.cause.kind is CauseKind.SLIP:
        return f"you said that {name} will be late"
    if step.state is State.LATE or _is_held_open(schedule, step):
        return f"{name} isn't done yet"
    if step.shape is Shape.EFFORT and step.cause.kind in _OF_HOURS:
        return "less was done than planned"
    return ""


_OF_HOURS = {CauseKind.CAPACITY, CauseKind.TODAY, CauseKind.STARTED}


def _is_held_open(schedule: Schedule, step: Scheduled) -> bool:
    """Whether an open step lies on today for the only reason that it isn't done."""
    told = step.told
    return step.due == schedule.today and told is not None and told.due < schedule.today
