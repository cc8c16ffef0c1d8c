"""What a review says of the time ahead: what is next, and what to ask."""

from collections.abc import Iterator
from datetime import date

from planner.engine.period import ReviewKind, ahead
from planner.engine.values import CauseKind, ItemKind, Scheduled, Shape, State
from planner.plan.model import Money, Step, StepKind
from planner.render import words
from planner.render.items import CLOSED, iso
from planner.render.markdown import markdown
from planner.render.next import next_items
from planner.render.review import Line, Material, shown_steps
from planner.render.review_past import steps_done

_SHORT = frozenset({ReviewKind.WEEK, ReviewKind.MONTH})


def coming(material: Material) -> Iterator[Line]:
    """What is open within the time ahead: items, or, where that is long, steps and fixed days."""
    today, until = material.schedule.today, ahead(material.kind, material.schedule.today)
    if material.kind in _SHORT:
        for entry in next_items(material.schedule):
            if entry.item.published_due <= until and entry.item.kind is not ItemKind.REVIEW:
                yield _item(entry.item, today)
        return
    near = [item for item in material.schedule.items if item.start <= until and item.state not in CLOSED]
    for item in sorted(near, key=lambda item: (item.published_due, item.start, item.id)):
        if not material.shows(item.id) or _is_asked(item, material):
            continue
        if item.kind is ItemKind.STEP or item.cause.kind is CauseKind.DEADLINE:
            yield _step(item, today)


def _is_asked(item: Scheduled, material: Material) -> bool:
    """Whether a manager hears of it as something to be asked."""
    return not material.is_own and item.step_kind is StepKind.CONVERSATION


def _item(item: Scheduled, today: date) -> Line:
    due = item.published_due
    late = ", late" if item.state is State.LATE else ""
    known = {"id": item.id, "due": iso(due), "state": item.state.value}
    return Line(f"{words.day_short(due, today)}{late}: {markdown(item.title)}", known)


def _step(item: Scheduled, today: date) -> Line:
    due = item.published_due
    if item.shape is Shape.HABIT:
        when = "goes on" if item.start <= today else f"from {words.day(item.start)}"
    elif item.kind is not ItemKind.STEP or item.start == due:
        when = words.day(due)
    elif item.start <= today:
        when = f"until {words.day(due)}"
    else:
        when = f"{words.day(item.start)} to {words.day(due)}"
    known = {"id": item.id, "start": iso(item.start), "due": iso(due), "state": item.state.value}
    return Line(f"**{markdown(item.title)}**, {when}", known)


def asks(material: Material) -> Iterator[Line]:
    """What wants somebody's word or money: talks that are due, and what is to be reimbursed."""
    today, until = material.schedule.today, ahead(material.kind, material.schedule.today)
    for item in shown_steps(material):
        is_talk = item.step_kind is StepKind.CONVERSATION
        if is_talk and item.state not in CLOSED and item.published_due <= until:
            yield _talk(item, material)
    # A short review speaks of a sum twice: before its step begins, and when that is over.
    earliest = today if material.kind in _SHORT else date.min
    ended = steps_done(material)
    for item in shown_steps(material):
        step = material.plan.steps[item.id]
        begins = item.state not in CLOSED and earliest <= item.start <= until
        if step.cost is not None and step.reimbursed and (item.id in ended or begins):
            yield _reimbursement(step, step.cost)


def _talk(item: Scheduled, material: Material) -> Line:
    known = {"step": item.id, "due": iso(item.published_due), "money": None}
    tasks = [one for one in material.schedule.items if one.step == item.id and one.kind is ItemKind.TASK]
    # What prepares a talk is nothing to read out in it.
    left = [markdown(task.title) for task in tasks if task.state not in CLOSED] if material.is_own else []
    prepare = f" (first: {'; '.join(left)})" if left else ""
    return Line(f"**{markdown(item.title)}**, {words.day(item.published_due)}{prepare}", known)


def _reimbursement(step: Step, cost: Money) -> Line:
    part = cost.amount * step.reimbursed / 100
    sums = f"{words.money(part, cost.currency)} of {words.money(cost.amount, cost.currency)}"
    known = {"step": step.id, "due": None, "money": {"amount": words.amount(part), "currency": cost.currency}}
    return Line(f"Reimbursement for **{markdown(step.title)}**: {sums} ({step.reimbursed} %)", known)
