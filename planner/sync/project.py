"""From a schedule to what a target should hold: which items, in which words, and why one no longer."""

from collections.abc import Iterable, Mapping
from enum import StrEnum

from planner.engine.values import ItemKind, Schedule, Scheduled, Shape, State
from planner.plan.model import Every, Plan, Step
from planner.sync.clean import clean_line, clean_text
from planner.sync.values import Item, Mirrored, Role


class Show(StrEnum):
    """What the setting `items` of a target can name."""

    STEPS = "steps"
    GOALS = "goals"
    DEADLINES = "deadlines"
    REVIEWS = "reviews"
    TASKS = "tasks"
    HABITS = "habits"


KINDS: Mapping[ItemKind, Show] = {
    ItemKind.STEP: Show.STEPS,
    ItemKind.GOAL: Show.GOALS,
    ItemKind.DEADLINE: Show.DEADLINES,
    ItemKind.REVIEW: Show.REVIEWS,
    ItemKind.TASK: Show.TASKS,
    ItemKind.HABIT: Show.HABITS,
}
SHOWN: Mapping[Role, frozenset[Show]] = {
    Role.EVENT: frozenset({Show.STEPS, Show.GOALS, Show.DEADLINES, Show.REVIEWS}),
    Role.TASK: frozenset({Show.STEPS, Show.GOALS, Show.TASKS, Show.HABITS}),
}


def project(plan: Plan, schedule: Schedule, show: frozenset[Show] | None, role: Role) -> dict[str, Item]:
    """The items that a target should hold, by id; `show` None: what its role shows.

    Dropped items and steps with `sync: false` are left out.
    """
    shown = SHOWN[role] if show is None else show
    return {item.id: _item(plan, item, role) for item in _shown(plan, schedule.items, shown)}


def explained(plan: Plan, schedule: Schedule, base: Mapping[str, Mirrored]) -> frozenset[str]:
    """The items that a decision took out: what was dropped, steps that aren't synced or on the track, and
    turns that no longer belong to the rhythm of a step or review that is still there.

    A turn that has passed is history, and only `sync: false` takes it out.
    """
    dropped = {item.id for item in schedule.items if item.state is State.DROPPED}
    reviews = {review.name for review in plan.reviews}
    names = set()
    for name, mirrored in base.items():
        part, _, turn = name.partition("@")
        step = part.split("/")[0]
        known = step in plan.steps
        quiet = known and not plan.steps[step].sync
        off_track = known and (step not in schedule.steps or step in dropped)
        off_rhythm = turn and (known or part.removeprefix("review/") in reviews)
        passed = turn and mirrored.item.due < schedule.today
        if quiet or (not passed and (off_track or off_rhythm or name in dropped)):
            names.add(name)
    return frozenset(names)


def _shown(plan: Plan, items: Iterable[Scheduled], show: frozenset[Show]) -> Iterable[Scheduled]:
    for item in items:
        if KINDS[item.kind] not in show or item.state is State.DROPPED:
            continue
        step = plan.steps.get(item.step) if item.step else None
        if step is not None and not step.sync:
            continue
        if item.shape is Shape.HABIT and step is not None and _is_endless(step):
            continue
        yield item


def _is_endless(step: Step) -> bool:
    return isinstance(step.extent, Every) and step.extent.to is None


def _item(plan: Plan, item: Scheduled, role: Role) -> Item:
    step = plan.steps.get(item.step) if item.step else None
    return Item(
        id=item.id,
        title=clean_line(item.title),
        due=item.due,
        description=clean_text(_description(plan, item)),
        done=item.state is State.DONE,
        url=clean_line(step.url) if step is not None and step.url else None,
        at=item.at,
        zone=plan.timezone if item.at is not None else None,
        role=role,
        categories=(item.step_kind.value,) if item.step_kind else (),
    )


def _description(plan: Plan, item: Scheduled) -> str:
    """Why the date is what it is. It holds nothing that changes while the date doesn't."""
    step = plan.steps.get(item.step) if item.step else None
    lines = [f"{item.reason[:1].upper()}{item.reason[1:]}."]
    if step is not None and item.kind is not ItemKind.STEP:
        lines.append(f"Part of: {step.title}.")
    if step is not None and step.note and item.kind is ItemKind.STEP:
        lines += ["", step.note.strip()]
    lines += ["", f"{plan.title} ({item.id})"]
    return "\n".join(lines)
