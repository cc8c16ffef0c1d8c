"""The items within a step: its goals, its tasks and its deadline."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from planner.engine.calendar import Calendar
from planner.engine.network import Placed, lagged
from planner.engine.node import Node
from planner.engine.spread import even, goal_count, goal_days
from planner.engine.values import Cause, CauseKind, Conflict, ConflictCode, ItemKind, Scheduled, State
from planner.plan.civil import Unit, in_words
from planner.plan.identity import deadline_id, slug
from planner.plan.model import Effort, Experience, Goals, Takes, Task
from planner.progress.values import Progress, Told

OPEN = {State.ACTIVE, State.READY, State.LATE}


class Within(NamedTuple):
    """A step with its dates, for whom its parts are made."""

    node: Node
    spot: Placed
    item: Scheduled
    progress: Progress
    today: date


def deadline_item(within: Within) -> Scheduled | None:
    """The step's deadline as an item of its own, unless the step was dropped."""
    node, item = within.node, within.item
    if node.by is None or node.dropped:
        return None
    name, day = deadline_id(item.id), date.fromordinal(node.by)
    pinned = name in within.progress.pinned
    state = State.WAITING if within.today <= day else State.LATE
    return Scheduled(
        id=name,
        kind=ItemKind.DEADLINE,
        title=f"{item.title}: deadline",
        start=day,
        due=day,
        state=State.DONE if item.state is State.DONE else state,
        cause=Cause(CauseKind.PIN if pinned else CauseKind.DEADLINE),
        reason="pinned by you" if pinned else "a fixed deadline in the plan",
        step=item.id,
        step_kind=item.step_kind,
        priority=item.priority,
        done_at=item.done_at,
        pinned=pinned,
        baseline_due=within.progress.baseline.get(name),
    )


def goal_items(within: Within, weekly: int, calendar: Calendar) -> list[Scheduled]:
    """A step's goals, spread over it."""
    node, spot = within.node, within.spot
    goals = node.step.goals
    if goals is None:
        return []
    count = goal_count(node.step, goals, weekly)
    by_calendar = isinstance(node.extent, Takes | Experience)
    days = goal_days(spot.start, spot.due, goals, count, calendar, calendar_span=by_calendar)
    items = []
    for number, day in enumerate(days, start=1):
        title = (
            goals.titles[number - 1] if goals.titles else _goal_title(goals, number, count, node.step.title)
        )
        name = f"{node.step.id}/{slug(title) if goals.titles else f'goal-{number}'}"
        reason = f"goal {number} of {count}, spread evenly over the step"
        items.append(_part(within, name, ItemKind.GOAL, title, (day, day), reason))
    return items


def _goal_title(goals: Goals, number: int, count: int, title: str) -> str:
    every = goals.every
    word = "goal"
    if every is not None:
        match every.count, every.unit:
            case 1, Unit.MONTHS:
                word = "month"
            case 1, Unit.WEEKS:
                word = "week"
            case (1, Unit.YEARS) | (12, Unit.MONTHS):
                word = "year"
            case 6, Unit.MONTHS:
                word = "half-year goal"
            case 3, Unit.MONTHS:
                word = "quarter"
    return f"{word.capitalize()} {number} of {count}: {title}"


def task_items(within: Within, calendar: Calendar, placed: Mapping[str, Placed]) -> list[Scheduled]:
    """A step's tasks: within the step and in their order, unless they carry `by` or `after`."""
    step, spot = within.node.step, within.spot
    tasks = step.tasks
    if not tasks:
        return []
    efforts = [task.effort.expected for task in tasks if task.effort is not None]
    weights = efforts if len(efforts) == len(tasks) and all(efforts) else [1] * len(tasks)
    slots = dict(zip((task.id for task in tasks), even(spot.start, spot.due, weights), strict=True))
    days: dict[str, tuple[int, int]] = {}
    begin = spot.start
    for task in tasks:
        due = slots[task.id]
        if task.by is not None:
            due = task.by.toordinal()
        days[task.id] = (min(begin, due), due)
        if task.by is None and not task.after:
            begin = min(due + 1, spot.due)
    _follow(tasks, days, calendar, placed)
    return [
        _part(
            within, f"{step.id}/{task.id}", ItemKind.TASK, task.title, days[task.id], _task_reason(task), task
        )
        for task in tasks
    ]


def _follow(
    tasks: tuple[Task, ...],
    days: dict[str, tuple[int, int]],
    calendar: Calendar,
    placed: Mapping[str, Placed],
) -> None:
    """Move each task behind what it names in `after`; a task's `by` stays what it says."""
    by_id = {task.id: task for task in tasks}
    settled: set[str] = set()

    def settle(task: Task) -> None:
        stack = [task]
        while stack:
            current = stack[-1]
            before = [by_id[a.id] for a in current.after if a.id in by_id and a.id not in settled]
            if before and current.id not in settled:
                stack.extend(before)
                continue
            stack.pop()
            if current.id not in settled:
                settled.add(current.id)
                days[current.id] = _behind(current, days, calendar, placed)

    for task in tasks:
        if task.after:
            settle(task)


def _behind(
    task: Task, days: Mapping[str, tuple[int, int]], calendar: Calendar, placed: Mapping[str, Placed]
) -> tuple[int, int]:
    start, due = days[task.id]
    start = max(start, _free(task, days, calendar, placed))
    if task.by is not None:
        return min(start, due), due
    return start, max(start, due)


def _free(
    task: Task, days: Mapping[str, tuple[int, int]], calendar: Calendar, placed: Mapping[str, Placed]
) -> int:
    """The first day that what a task follows allows; 0 when it follows nothing."""
    free = 0
    for after in task.after:
        due = days[after.id][1] if after.id in days else placed[after.id].due if after.id in placed else 0
        free = max(free, lagged(due + 1, after.lag, calendar) if due else 0)
    return free


def task_conflicts(
    within: Within, items: list[Scheduled], calendar: Calendar, placed: Mapping[str, Placed]
) -> list[Conflict]:
    """Open tasks whose own deadline comes before what they follow is over."""
    step = within.node.step
    days = {item.id[len(step.id) + 1 :]: (item.start.toordinal(), item.due.toordinal()) for item in items}
    found = []
    for task, item in zip(step.tasks, items, strict=True):
        free = _free(task, days, calendar, placed)
        if task.by is None or item.done_at is not None or item.pinned or free <= task.by.toordinal():
            continue
        late, day = free - task.by.toordinal(), in_words(date.fromordinal(free))
        found.append(
            Conflict(
                ConflictCode.DEADLINE,
                f"{item.id} must be over by {in_words(task.by)} and can't begin before {day}",
                (item.id,),
                (f"Move its deadline to {day} or later.", "Let it follow something that ends earlier."),
                late,
            )
        )
    return found


def _task_reason(task: Task) -> str:
    if task.by is not None:
        return "a deadline of its own"
    return f"after {', '.join(after.id for after in task.after)}" if task.after else "its place in the step"


def _part(
    within: Within,
    name: str,
    kind: ItemKind,
    title: str,
    days: tuple[int, int],
    reason: str,
    task: Task | None = None,
) -> Scheduled:
    """A goal or task with the facts about it. A pin moves it; completing the step completes it."""
    item, progress = within.item, within.progress
    start, due = (date.fromordinal(day) for day in days)
    pin, done, told = progress.pinned.get(name), progress.done.get(name), progress.told.get(name)
    if pin is not None:
        start, due, reason = min(start, pin), pin, "pinned by you"
    elif (slip := progress.slipped.get(name)) is not None and slip.to > due:
        due, reason = slip.to, "you said that it will be late"
    if done is None and item.state is State.DONE and name not in progress.reopened:
        done = item.done_at
        due = due if told is None else told.due  # what calendars showed of it is history now
        start, due = min(start, due, done or due), min(due, done or due)
    elif done is not None:
        start, due = min(start, done), done
    return Scheduled(
        id=name,
        kind=kind,
        title=title,
        start=start,
        due=due,
        state=_state(within, name, done, start, due, task, told),
        cause=_cause(item.id, task, is_pinned=pin is not None),
        reason=reason,
        step=item.id,
        step_kind=item.step_kind,
        priority=item.priority,
        done_at=done,
        baseline_due=progress.baseline.get(name),
        pinned=pin is not None,
        hours=task.effort.expected if task and isinstance(task.effort, Effort) else None,
        told=told,
    )


def _cause(step: str, task: Task | None, *, is_pinned: bool) -> Cause:
    if is_pinned:
        return Cause(CauseKind.PIN, item=step)
    has_deadline = task is not None and task.by is not None
    return Cause(CauseKind.DEADLINE if has_deadline else CauseKind.WITHIN, item=step)


def _state(
    within: Within,
    name: str,
    done: date | None,
    start: date,
    due: date,
    task: Task | None,
    told: Told | None,
) -> State:
    if done is not None:
        return State.DONE
    if name in within.progress.dropped or within.item.state is State.DROPPED:
        return State.DROPPED
    is_set = name in within.progress.pinned or (task is not None and task.by is not None)
    if (due if told is None or is_set else told.due) < within.today:
        return State.LATE
    early = task is not None and task.by is not None and due < within.item.start
    if early or (within.item.state in OPEN and start <= within.today):
        return State.READY
    return State.WAITING
