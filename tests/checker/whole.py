"""Rules for the schedule as a whole: who takes part, states, finish, slack, honest conflicts."""

from collections.abc import Iterator
from datetime import date

from planner.engine.values import Conflict, ConflictCode, ItemKind, State
from planner.plan.model import Every, Experience, OnDay
from tests.checker.case import Case, Violation, earliest, is_milestone, reach


def membership(case: Case) -> Iterator[Violation]:
    """The track's steps and what they need are there, backup plans' own steps are not."""
    shown = frozenset(case.schedule.steps)
    dropped = frozenset(case.progress.dropped)
    for name in sorted(case.required - shown - dropped):
        yield Violation(f"{name} is missing", (name,))
    for name in sorted(shown - case.allowed):
        yield Violation(f"{name} isn't part of {case.schedule.track}", (name,))
    beside = reach(case.plan, case.alongside) - reach(case.plan, case.track.steps, with_options=False)
    if not case.alongside - dropped <= case.schedule.alongside <= beside:
        yield Violation(f"alongside run {sorted(case.schedule.alongside)}", ())
    steps = {item.id: item for item in case.schedule.items if item.kind is ItemKind.STEP}
    if steps != dict(case.schedule.steps):
        yield Violation("steps and items differ", ())


def arrangement(case: Case) -> Iterator[Violation]:
    """Items are in order, and no two share an id."""
    keys = [(item.due, item.start, item.id) for item in case.schedule.items]
    if keys != sorted(keys):
        yield Violation("items are out of order", ())
    if len({item.id for item in case.schedule.items}) != len(keys):
        yield Violation("two items share an id", ())


def states(case: Case) -> Iterator[Violation]:
    """Done is done, on its day; what is open isn't in the past, unless it is late or fixed."""
    facts = case.progress
    for item in case.schedule.items:
        name = item.id
        of_done_step = item.step in facts.done and item.kind in {ItemKind.GOAL, ItemKind.TASK}
        if name in facts.done or of_done_step:
            if item.state is not State.DONE:
                yield Violation(f"{name} is {item.state}, though it is done", (name,))
            elif name in facts.done and item.done_at != facts.done[name]:
                yield Violation(f"{name} was done on {facts.done[name]}, not {item.done_at}", (name,))
        elif name in facts.dropped:
            if item.state is not State.DROPPED:
                yield Violation(f"{name} is {item.state}, though it was dropped", (name,))
        elif item.kind is ItemKind.STEP:
            yield from _open_step(case, name)


def finish(case: Case) -> Iterator[Violation]:
    """The finish is the last day of the track, and the goal's verdict is honest."""
    track = [name for name in case.schedule.steps if name not in case.schedule.alongside]
    ends = {name: end for name in track if (end := case.end(name))}
    if ends:
        shown = {case.schedule.steps[name].due for name in track if not case.is_dropped(name)}
        possible = {max(ends.values()), *_shown_ends(case, ends), max(shown)}
        if case.schedule.finish not in possible:
            yield Violation(f"the finish is {case.schedule.finish}, not {max(ends.values())}", ())
    goal_by = case.plan.goal and case.plan.goal.by
    if case.schedule.goal_by != goal_by:
        yield Violation(f"the goal is by {goal_by}, not {case.schedule.goal_by}", ())
    is_said = any(conflict.code is ConflictCode.GOAL for conflict in case.schedule.conflicts)
    if goal_by and is_said != (case.schedule.finish > goal_by):
        yield Violation(f"lands {case.schedule.finish}, goal {goal_by}, said late: {is_said}", ())


def slack(case: Case) -> Iterator[Violation]:
    """Negative slack needs a deadline that can't be met."""
    codes = {conflict.code for conflict in case.schedule.conflicts}
    for item in case.schedule.items:
        if item.slack is not None and item.slack < 0 and not codes:
            yield Violation(f"{item.id} has slack {item.slack} and no conflict", (item.id,))
        if item.slack is not None and item.free_slack is not None and item.free_slack > max(item.slack, 0):
            text = f"{item.id} has free slack {item.free_slack}, more than its slack {item.slack}"
            yield Violation(text, (item.id,))


def honesty(case: Case) -> Iterator[Violation]:
    """What a schedule says can't be really can't: its deadlines are late, its windows too long."""
    for conflict in case.schedule.conflicts:
        match conflict.code:
            case ConflictCode.DEADLINE:
                late = _lateness(case, conflict)
                if not late or (conflict.late is not None and conflict.late not in late):
                    text = (
                        f"said to be late by {conflict.late}, is late by {sorted(late)}: {conflict.message}"
                    )
                    yield Violation(text, ())
            case ConflictCode.WINDOW:
                over = _overruns(case, conflict)
                if not over or (conflict.late is not None and conflict.late not in over):
                    text = f"no such window is broken, but by {sorted(over)} days: {conflict.message}"
                    yield Violation(text, ())
            case _:
                pass
        unknown = [name for name in conflict.items if not _is_known(case, name)]
        if unknown or not (conflict.items or conflict.code is ConflictCode.GOAL):
            yield Violation(f"a conflict names {unknown}: {conflict.message}", ())


def _open_step(case: Case, name: str) -> Iterator[Violation]:
    item, step = case.schedule.steps[name], case.plan.steps[name]
    waits = [before for before, _ in case.needs(name) if not _is_over(case, before)]
    is_gate = isinstance(step.extent, Experience) and name not in case.progress.reopened
    is_full = is_gate and item.due < case.today
    is_reached = is_milestone(step) and not waits and (step.after or case.hard[name])
    if item.state is State.DONE and not (is_full or is_reached):
        yield Violation(f"{name} is done, but nobody said so", (name,))
    if item.state is State.DROPPED:
        yield Violation(f"{name} is dropped, but nobody said so", (name,))
    if name in case.progress.started and item.state not in {State.ACTIVE, State.LATE, State.DONE}:
        yield Violation(f"{name} is {item.state}, though it was started", (name,))
    if item.state is State.READY and waits:
        yield Violation(f"{name} is ready, but waits for {waits[0]}", (name,))
    is_kept = isinstance(step.extent, OnDay | Every) or name in case.progress.pinned
    if item.due < case.today and case.is_open(item) and not is_kept:
        yield Violation(f"{name} is open and due {item.due}, before today", (name,))


def _is_over(case: Case, name: str) -> bool:
    return case.schedule.steps[name].state in {State.DONE, State.DROPPED}


def _shown_ends(case: Case, ends: dict[str, date]) -> list[date]:
    """A fixed day or pin in the past holds back followers until today, but is shown as it is."""
    shown = [case.schedule.steps[name].due for name in ends]
    return [max(shown)] if max(ends.values()) <= case.today else []


def _lateness(case: Case, conflict: Conflict) -> set[int]:
    found: set[int] = set()
    for name in conflict.items:
        owner = name.removesuffix("/by")
        item, by = case.items.get(owner), _by(case, owner)
        if item and by and case.is_open(item) and max(item.due, case.today) > by:
            found.add((item.due - by).days)
            found.add((max(item.due, case.today) - by).days)
        if by and item and item.step:
            firsts = [earliest(end, lag) for _, end, lag in case.task_needs(owner)]
            found |= {(first - by).days for first in firsts if first > by}
    return found


def _by(case: Case, name: str) -> date | None:
    head, _, tail = name.partition("/")
    step = case.plan.steps.get(head)
    if step is None:
        return None
    if not tail:
        return step.by
    return next((task.by for task in step.tasks if task.id == tail), None)


def _overruns(case: Case, conflict: Conflict) -> set[int]:
    """By how many days the windows are broken that hold all the named steps."""
    found: set[int] = set()
    for window in case.plan.windows.values():
        ends = [case.over(name) for name in case.members(window)]
        if ends and {*conflict.items} <= {window.id, *window.steps}:
            found.add((max(ends) - case.days.later(min(ends), window.within)).days)
    return {days for days in found if days > 0}


def _is_known(case: Case, name: str) -> bool:
    return name in case.items or name in case.plan.windows or name in case.plan.steps
