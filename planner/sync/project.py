"""From a schedule to what a target should hold: which items, in which words, and why one no longer."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from enum import StrEnum

from planner.engine.values import ItemKind, Schedule, Scheduled, Shape, State
from planner.plan.identity import turn_id
from planner.plan.model import PARTS_PER_HOUR, Every, Plan, Step
from planner.sync.clean import clean_line, clean_text
from planner.sync.values import Abilities, Item, Mirrored, Role


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


def project(
    plan: Plan, schedule: Schedule, show: frozenset[Show] | None, abilities: Abilities
) -> dict[str, Item]:
    """The items that a target should hold, by id; `show` None: what its role shows.

    Dropped items and steps with `sync: false` are left out.
    """
    role = Role.TASK if Role.TASK in abilities.roles else Role.EVENT
    shown = SHOWN[role] if show is None else show
    items = {item.id: _item(plan, item, role) for item in _shown(plan, schedule.items, shown)}
    return _as_tasks(plan, schedule, items, shown, abilities) if role is Role.TASK else items


def fitting(
    wanted: Mapping[str, Item], base: Mapping[str, Mirrored], room: int | None
) -> tuple[dict[str, Item], int]:
    """What fits where only so many open items do, and how many don't: what is there stays, then what is due
    next moves in, each with what it hangs under; what is done comes last.
    """
    there = {name for name, known in base.items() if not wanted.get(name, known.item).done}
    new = sorted((item.done, item.due, name) for name, item in wanted.items() if name not in base)
    if room is None or len(there) + len(new) <= room:
        return dict(wanted), 0
    chosen: set[str] = set()
    for _, _, name in new:
        above = wanted[name].parent
        needed = {name, *({above} if above in wanted and above not in base else ())} - chosen
        if len(there) + len(chosen | needed) <= room:
            chosen |= needed
    fits = {name: item for name, item in wanted.items() if name in base or name in chosen}
    return fits, sum(not item.done for name, item in wanted.items() if name not in fits)


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
        due=item.published_due,
        description=clean_text(_description(plan, item)),
        done=item.state is State.DONE,
        url=clean_line(step.url) if step is not None and step.url else None,
        at=item.at,
        zone=plan.timezone if item.at is not None else None,
        role=role,
        categories=(item.step_kind.value,) if item.step_kind else (),
    )


def _as_tasks(
    plan: Plan, schedule: Schedule, items: Mapping[str, Item], shown: frozenset[Show], abilities: Abilities
) -> dict[str, Item]:
    """Items with what only a task list shows; where tasks recur, a habit is one task instead of its turns."""
    tasks: dict[str, Item] = {}
    for item in schedule.items:
        step = plan.steps.get(item.step) if item.step else None
        habit = step if abilities.recurs and item.shape is Shape.HABIT else None
        if habit is not None and Show.HABITS in shown and item.state is not State.DROPPED and habit.sync:
            tasks[item.id] = replace(_recurring(plan, schedule, habit, item), section=_section(plan, habit))
        elif item.id in items and not (abilities.recurs and item.kind is ItemKind.HABIT):
            tasks[item.id] = _task(plan, items[item.id], item, step, items)
    return tasks


def _section(plan: Plan, step: Step) -> str:
    """The track that names the step first; none where there is nothing to tell apart."""
    if len(plan.tracks) == 1:
        return ""
    named = (track.name for track in plan.tracks.values() if step.id in track.steps)
    return next(named, next(iter(plan.tracks)))


def _task(plan: Plan, item: Item, scheduled: Scheduled, step: Step | None, items: Mapping[str, Item]) -> Item:
    if step is None:
        return item
    is_step, hours = scheduled.kind is ItemKind.STEP, scheduled.hours
    return replace(
        item,
        parent=None if is_step or step.id not in items else step.id,
        section=_section(plan, step),
        deadline=step.by if is_step else None,
        effort=None if hours is None else hours * 60 // PARTS_PER_HOUR,
        priority=step.priority.value,
    )


def _recurring(plan: Plan, schedule: Schedule, habit: Step, item: Scheduled) -> Item:
    """A habit as one task, standing at its first turn that is open."""
    turns = [one for one in schedule.items if one.kind is ItemKind.HABIT and one.step == habit.id]
    turn = next((one for one in turns if one.state is not State.DONE), None)
    every = habit.extent.length if isinstance(habit.extent, Every) else None
    shown = replace(_item(plan, item, Role.TASK), priority=habit.priority.value, every=every)
    if turn is None:
        return replace(shown, due=item.start, turn=turn_id(habit.id, item.start))
    return replace(shown, due=turn.due, turn=turn.id)


def _description(plan: Plan, item: Scheduled) -> str:
    """Why the date is what it is. It holds nothing that changes while the date doesn't."""
    step = plan.steps.get(item.step) if item.step else None
    reason = item.published_reason
    lines = [f"{reason[:1].upper()}{reason[1:]}."]
    if step is not None and item.kind is not ItemKind.STEP:
        lines.append(f"Part of: {step.title}.")
    if step is not None and step.note and item.kind is ItemKind.STEP:
        lines += ["", step.note.strip()]
    lines += ["", f"{plan.title} ({item.id})"]
    return "\n".join(lines)
