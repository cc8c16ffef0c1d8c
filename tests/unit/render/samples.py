"""The nurse's plan on 1 February 2029, with its dates written down by hand."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from types import MappingProxyType
from typing import TypedDict, Unpack

from planner.engine.values import (
    Cause,
    CauseKind,
    Conflict,
    ConflictCode,
    Forecast,
    ItemKind,
    Link,
    Schedule,
    Scheduled,
    Shape,
    State,
    WeekLoad,
)
from planner.plan.civil import add_months
from planner.plan.model import PARTS_PER_HOUR, Plan, Step, StepKind, Track
from tests.unit.render.nurse import MAIN, TODAY, months, plan, takes

__all__ = ["MAIN", "TODAY", "months", "plan", "takes"]


FORECAST = Forecast(date(2032, 12, 20), date(2033, 5, 2), 0.8124)


class More(TypedDict, total=False):
    title: str
    cause: Cause
    reason: str
    shape: Shape
    step: str
    step_kind: StepKind
    baseline_due: date
    slack: int | None
    critical: bool
    hours: int
    share: int


def item(
    name: str,
    start: date,
    due: date,
    state: State = State.WAITING,
    kind: ItemKind = ItemKind.STEP,
    **more: Unpack[More],
) -> Scheduled:
    fields: More = {
        "title": name,
        "cause": Cause(CauseKind.START),
        "reason": "the plan starts then",
        "shape": Shape.SPAN,
        "slack": 202,
    }
    if state is State.DONE:
        fields["share"] = 100
    fields.update(more)
    if fields["cause"].item is not None:
        fields["reason"] = f"after {fields['cause'].item}"
    done_at = due if state is State.DONE else None
    return Scheduled(id=name, kind=kind, start=start, due=due, state=state, done_at=done_at, **fields)


def after(step: str) -> Cause:
    return Cause(CauseKind.AFTER, step)


def _goals(step: Scheduled, every: int, number: int, today: date) -> list[Scheduled]:
    found = []
    for k in range(1, number + 1):
        due = min(step.due, add_months(step.start, every * k) - timedelta(days=1))
        state = State.DONE if due < today else State.READY if step.state is State.ACTIVE else State.WAITING
        found.append(
            item(
                f"{step.id}/goal-{k}",
                due,
                due,
                state,
                ItemKind.GOAL,
                step=step.id,
                title=f"Goal {k} of {number}",
                shape=Shape.POINT,
                cause=Cause(CauseKind.WITHIN, step.id),
            )
        )
    return found


def _assemble(steps: list[Scheduled], more: list[Scheduled], track: str) -> Schedule:
    return Schedule(
        plan="nurse",
        title="From the front desk to registered nurse",
        today=TODAY,
        start=date(2027, 1, 1),
        track=track,
        finish=steps[-1].due,
        goal_by=date(2033, 6, 30),
        items=tuple(sorted([*steps, *more], key=lambda each: (each.due, each.start, each.id))),
        steps=MappingProxyType({each.id: each for each in steps}),
        links=(*(Link(*pair) for pair in pairwise(MAIN)), Link("adn-place", "adn"))
        if track == "main"
        else (),
        alongside=frozenset({"volunteer"}),
        load=(WeekLoad("2029-W05", 5 * PARTS_PER_HOUR, 8 * PARTS_PER_HOUR),),
        conflicts=(),
        done_share=35,
    )


def _shared() -> tuple[Scheduled, Scheduled]:
    certificate = item(
        "ma-certificate",
        date(2027, 3, 1),
        date(2028, 1, 6),
        State.DONE,
        title="Medical assistant certificate (evening course)",
        step_kind=StepKind.COURSE,
        baseline_due=date(2027, 11, 30),
        hours=100 * PARTS_PER_HOUR,
        cause=Cause(CauseKind.FIXED, day=date(2027, 3, 1)),
        reason="fixed: from 2027-03",
    )
    job = item(
        "ma-job",
        date(2028, 1, 7),
        date(2028, 4, 6),
        State.DONE,
        step_kind=StepKind.JOB,
        title="Move to a medical assistant job, here or elsewhere",
        baseline_due=date(2028, 2, 29),
        cause=after("ma-certificate"),
    )
    return certificate, job


def schedule() -> Schedule:
    certificate, job = _shared()
    experience = item(
        "ma-experience",
        date(2028, 4, 7),
        date(2030, 4, 6),
        State.ACTIVE,
        shape=Shape.GATE,
        title="Two years as a medical assistant",
        baseline_due=date(2030, 2, 28),
        share=41,
        cause=after("ma-job"),
    )
    place = item(
        "adn-place",
        date(2029, 11, 1),
        date(2030, 2, 28),
        step_kind=StepKind.APPLICATION,
        title="Place in the nursing programme",
        slack=1,
        cause=Cause(CauseKind.FIXED, day=date(2029, 11, 1)),
        reason="fixed: from 2029-11",
    )
    degree = item(
        "adn",
        date(2030, 8, 1),
        date(2032, 5, 31),
        step_kind=StepKind.COURSE,
        critical=True,
        title="Associate degree in nursing",
        baseline_due=date(2032, 5, 31),
        hours=760 * PARTS_PER_HOUR,
        cause=Cause(CauseKind.FIXED, day=date(2030, 8, 1)),
        reason="fixed: from 2030-08",
    )
    exam = item(
        "nclex",
        date(2032, 6, 1),
        date(2032, 8, 9),
        step_kind=StepKind.EXAM,
        critical=True,
        title="Pass NCLEX-RN",
        hours=80 * PARTS_PER_HOUR,
        cause=after("adn"),
    )
    rn = item(
        "rn-job",
        date(2032, 8, 10),
        date(2032, 12, 9),
        step_kind=StepKind.JOB,
        critical=True,
        title="First job as a registered nurse",
        cause=after("nclex"),
    )
    volunteer = item(
        "volunteer",
        date(2027, 2, 1),
        date(2029, 5, 1),
        State.ACTIVE,
        shape=Shape.HABIT,
        slack=None,
        title="Saturday volunteer at the free clinic",
        step_kind=StepKind.HABIT,
    )
    steps = [volunteer, certificate, job, experience, place, degree, exam, rn]
    turns = [
        item(
            f"volunteer@{day}",
            day,
            day,
            State.READY,
            ItemKind.HABIT,
            step="volunteer",
            shape=Shape.POINT,
            title="Saturday volunteer at the free clinic",
            slack=None,
            cause=Cause(CauseKind.RHYTHM, "volunteer"),
        )
        for day in (date(2029, 2, 3), date(2029, 2, 17))
    ]
    deadline = item(
        "adn-place/by",
        date(2030, 3, 1),
        date(2030, 3, 1),
        State.WAITING,
        ItemKind.DEADLINE,
        step="adn-place",
        title="Place in the nursing programme: deadline",
        shape=Shape.POINT,
    )
    more = [
        *_goals(certificate, 1, 9, TODAY),
        *_goals(experience, 6, 4, TODAY),
        *_goals(degree, 5, 5, TODAY),
        *turns,
        deadline,
    ]
    return _assemble(steps, more, "main")


def backup() -> Schedule:
    certificate, job = _shared()
    lpn = item(
        "lpn",
        date(2029, 3, 1),
        date(2030, 2, 28),
        step_kind=StepKind.COURSE,
        title="Licensed practical nurse programme",
        hours=400 * PARTS_PER_HOUR,
        cause=after("ma-job"),
    )
    year = item(
        "lpn-experience",
        date(2030, 3, 1),
        date(2031, 2, 28),
        shape=Shape.GATE,
        title="One year as an LPN",
        cause=after("lpn"),
    )
    bridge = item(
        "bridge",
        date(2031, 3, 1),
        date(2032, 5, 31),
        step_kind=StepKind.COURSE,
        title="LPN-to-RN bridge",
        cause=after("lpn-experience"),
    )
    exam = item(
        "nclex",
        date(2032, 6, 1),
        date(2032, 8, 9),
        step_kind=StepKind.EXAM,
        title="Pass NCLEX-RN",
        hours=80 * PARTS_PER_HOUR,
        cause=after("bridge"),
    )
    rn = item(
        "rn-job",
        date(2032, 8, 10),
        date(2032, 12, 9),
        step_kind=StepKind.JOB,
        title="First job as a registered nurse",
        cause=after("nclex"),
    )
    return _assemble(
        [certificate, job, lpn, year, bridge, exam, rn],
        _goals(lpn, 1, 12, TODAY),
        "lpn-bridge",
    )


def long_schedule(number: int) -> tuple[Plan, Schedule]:
    """A plan of one step after the other, a week each, of which a tenth is done."""
    steps: list[Scheduled] = []
    first = TODAY - timedelta(weeks=number // 10)
    for k in range(number):
        start = first + timedelta(weeks=k)
        due = start + timedelta(days=6)
        state = State.DONE if due < TODAY else State.ACTIVE if start <= TODAY else State.WAITING
        steps.append(item(f"step-{k:05}", start, due, state, title=f"Step number {k}", shape=Shape.EFFORT))
    written = Plan(
        id="long",
        title="A long plan",
        steps=MappingProxyType({each.id: Step(each.id, each.title) for each in steps}),
        tracks=MappingProxyType({"main": Track("main", tuple(each.id for each in steps))}),
    )
    dated = _assemble(steps, [], "main")
    return written, replace(dated, title="A long plan", goal_by=None, start=first, alongside=frozenset())


CONFLICT = Conflict(
    ConflictCode.DEADLINE,
    "adn-place ends 12 days after its deadline",
    ("adn-place",),
    ("start it earlier", "ask for a later deadline"),
    late=12,
)
