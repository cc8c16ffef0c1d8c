"""What can't go together within one step."""

from planner.plan.civil import Length, Unit
from planner.plan.fields import Fields
from planner.plan.model import PARTS_PER_HOUR, Effort, Every, Experience, OnDay, Step
from planner.plan.walk import circle

_DAYS = {Unit.DAYS: 1.0, Unit.BUSINESS_DAYS: 1.4, Unit.WEEKS: 7.0, Unit.MONTHS: 30.4, Unit.YEARS: 365.25}
# Spans in different units are compared by mean lengths; only what is off by more than this is a mistake.
_DOUBT = 1.03


def check_step(step: Step, fields: Fields) -> None:
    """Note what contradicts itself in a step whose every value could be read."""
    _keys_that_need_others(step, fields)
    _dates(step, fields)
    if isinstance(step.extent, Every):
        _habit(fields)
    elif isinstance(step.extent, Experience):
        _gate(step.extent, fields)
    if step.tasks:
        _tasks(step, fields)
    if step.goals and step.goals.every and "goals" in fields:
        has_length = step.extent is not None or any(task.effort for task in step.tasks)
        if not has_length or isinstance(step.extent, OnDay):
            fields.wrong(
                "goals", "there is no length to spread them over.", "Add takes, effort or experience."
            )


def _keys_that_need_others(step: Step, fields: Fields) -> None:
    if "to" in fields and "every" not in fields:
        fields.wrong("to", "only a habit has a last day.", "Use by for a deadline, or add every.")
    if "at" in fields and "experience" not in fields:
        fields.wrong(
            "at", "it says how fast the hours of an experience fill.", "Use load, or add experience."
        )
    if "load" in fields and not {"takes", "effort", "experience"} & fields.items.keys():
        fields.wrong("load", "it goes with takes, effort or experience.", "Add one of them, or remove it.")
    if "reimbursed" in fields and "cost" not in fields:
        fields.warn("reimbursed", "there is no cost that it is a part of.", 'Add "cost: 2400 USD".')
    if isinstance(step.extent, Effort) and not fields.reading.has_time:
        fields.wrong("effort", "hours need a time to come from.", 'Add "time: 8h/week" at the top.')


def _dates(step: Step, fields: Fields) -> None:
    start, end = step.not_before, step.by
    if start and end and end < start:
        fields.wrong("by", f"the deadline is before {start}, the day of from.", "Change one of the two.")
    if isinstance(step.extent, Every) and step.extent.to and start and step.extent.to < start:
        fields.wrong("to", f"the habit ends before {start}, the day of from.", "Change one of the two.")
    if isinstance(step.extent, OnDay):
        day = step.extent.day
        if start and day < start:
            fields.wrong("date", f"it is before {start}, the day of from.", "Change one of the two.")
        if end and day > end:
            fields.wrong("date", f"it is after {end}, the deadline.", "Change one of the two.")


def _habit(fields: Fields) -> None:
    if "by" in fields:
        fields.wrong("by", "a habit has no deadline.", "Write to for its last day.")
    for key in ("goals", "tasks"):
        if key in fields:
            fields.wrong(
                key, f"a habit has no {key}: each turn is the thing to tick off.", "Put them into a step."
            )


def _gate(gate: Experience, fields: Fields) -> None:
    if gate.within is None:
        return
    limit = _days(gate.within) * _DOUBT
    needed = _days(gate.span) if gate.span else 0
    if gate.hours:
        needed = max(needed, 7 * gate.hours / gate.at)
        if 7 * gate.hours / gate.at > limit:
            rate = f"{gate.at / PARTS_PER_HOUR:g}h/week"
            message = f"{gate.hours // PARTS_PER_HOUR:,} hours at {rate} don't fit within {gate.within}."
            fields.wrong("experience", message, "Raise at or within.")
            return
    if needed > limit:
        fields.wrong("experience", f"{gate.span} don't fit within {gate.within}.", "Raise within.")


def _days(length: Length) -> float:
    return length.count * _DAYS[length.unit]


def _tasks(step: Step, fields: Fields) -> None:
    marks = fields.reading.marks
    for task in step.tasks:
        names = {after.id for after in task.after}
        if step.id in names and step.id not in {other.id for other in step.tasks}:
            message = f"the task {task.id} waits for its own step, {step.id}."
            fields.reading.error(marks[f"{step.id}/{task.id}"], message, "Remove it from after.")
    waits = {task.id: [after.id for after in task.after] for task in step.tasks if task.after}
    if waits and (ring := circle([task.id for task in step.tasks], waits)):
        path = " after ".join([*ring, ring[0]])
        fields.reading.error(
            marks[f"{step.id}/{ring[0]}"], f"these tasks wait for each other: {path}.", "Remove one after."
        )
    sums = [task.effort.expected for task in step.tasks if task.effort]
    if isinstance(step.extent, Effort) and sum(sums) > step.extent.expected:
        planned, own = sum(sums) / PARTS_PER_HOUR, step.extent.expected / PARTS_PER_HOUR
        message = f"the tasks take {planned:g}h, more than the {own:g}h of the step."
        fields.wrong("effort", message, "Raise it, or lower theirs.")
