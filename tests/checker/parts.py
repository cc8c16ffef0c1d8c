"""Rules for what comes of steps: goals, tasks, a habit's turns, and reviews."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise

from planner.engine.values import ConflictCode, ItemKind, Scheduled, State
from planner.plan.civil import Length, add
from planner.plan.model import Effort, Every, Review, Step, Task
from tests.checker.case import Case, Violation
from tests.checker.days import each, last_day, length
from tests.checker.steps import planned_due

HORIZON = 90
DEADLINE = (ConflictCode.DEADLINE,)


def goals(case: Case) -> Iterator[Violation]:
    """The k-th of n goals ends at k/n of the step; rhythmic ones after each whole month or week."""
    for step, item in case.step_items():
        if step.goals is None or not case.is_open(item):
            continue
        shown = _in_order(step, case.parts(step.id, "goal"))
        count = len(step.goals.titles) or step.goals.count or len(shown)
        if len(shown) != count or not shown:
            yield Violation(f"{step.id} has {len(shown)} goals, not {count}", (step.id,))
            continue
        for number, goal in enumerate(shown, start=1):
            expected = _goal_days(case, step, item, number, count)
            if case.is_free(goal) and goal.due not in expected | _overdue(expected, case.today):
                yield Violation(f"{goal.id} is due {goal.due}, not {min(expected)}", (goal.id, step.id))


def tasks(case: Case) -> Iterator[Violation]:
    """Tasks lie in their step, in their order, unless they carry `by` or `after` of their own."""
    for step, item in case.step_items():
        if step.tasks and case.is_open(item):
            yield from _tasks_of(case, step, item)


def habits(case: Case) -> Iterator[Violation]:
    """A habit has its turns for the next 90 days, every so often from its first, none on away days."""
    for step, item in case.step_items():
        if not isinstance(step.extent, Every) or not case.is_free(item):
            continue
        first = item.start
        if not step.after and not any(need for need in case.hard[step.id]):
            first = step.not_before or case.schedule.start
        last = case.today + timedelta(days=HORIZON)
        to = min(filter(None, [last, step.extent.to]))
        turns = {day for day in _rhythm(first, step.extent.length, to) if not case.days.is_away(day)}
        shown = {turn.due for turn in case.parts(step.id, "habit")}
        told = {f"{step.id}@{day}" for day in turns} & {*case.progress.pinned, *case.progress.slipped}
        if told:
            continue
        missing = {day for day in turns - shown if case.today <= day < last and not case.days.is_paused(day)}
        if missing:
            yield Violation(f"{step.id} has no turn on {min(missing)}", (step.id,))
        if shown - turns:
            yield Violation(f"{step.id} has a turn on {min(shown - turns)}", (step.id,))
        for turn in case.parts(step.id, "habit"):
            if turn.id != f"{step.id}@{turn.due}" or turn.start != turn.due:
                yield Violation(f"{turn.id} isn't named after its day {turn.due}", (turn.id,))
            if turn.due < case.today and case.is_open(turn):
                yield Violation(f"{turn.id} was missed and is carried over", (turn.id,))


def reviews(case: Case) -> Iterator[Violation]:
    """Reviews fall on days of their rhythm, and the next weekly one is there."""
    shown = [item for item in case.schedule.items if item.kind is ItemKind.REVIEW]
    for review in case.plan.reviews:
        mine = [item for item in shown if item.id.startswith(f"review/{review.name}@")]
        for item in mine:
            if not _fits(review, item.due) or item.start != item.due:
                yield Violation(f"{item.id} doesn't fit its rhythm", (item.id,))
        if review.weekday is not None and review.ordinal is None:
            days = list(each(case.today, case.today + timedelta(days=27)))
            due = {day for day in days if day.weekday() == review.weekday and day >= case.schedule.start}
            missing = {day for day in due - {item.due for item in mine} if not case.days.is_away(day)}
            if missing:
                yield Violation(f"review {review.name} is missing on {min(missing)}", ())


def _tasks_of(case: Case, step: Step, item: Scheduled) -> Iterator[Violation]:
    plain: list[Scheduled] = []
    for task in step.tasks:
        shown = case.items.get(f"{step.id}/{task.id}")
        if shown is None or shown.kind is not ItemKind.TASK:
            yield Violation(f"{step.id}/{task.id} isn't shown", (step.id,))
        elif case.is_free(shown):
            yield from _bound(case, step, task, shown)
            plain += [] if task.by or task.after else [shown]
    for shown in plain:
        if not (item.start <= shown.start and shown.due <= item.due):
            yield Violation(f"{shown.id} lies outside its step", (shown.id, step.id))
    for first, then in pairwise(plain):
        if then.due < first.due:
            yield Violation(f"{then.id} is due before {first.id}", (then.id, first.id))
    if len(plain) == len(step.tasks) and not any(task.effort for task in step.tasks):
        yield from _spread(case, step, item, plain)


def _in_order(step: Step, shown: list[Scheduled]) -> list[Scheduled]:
    titles = step.goals.titles if step.goals else ()
    if titles:
        found = {goal.title: goal for goal in shown}
        return [found[title] for title in titles if title in found]

    def number(goal: Scheduled) -> int:
        named = re.fullmatch(r".*/goal-(\d+)", goal.id)
        return int(named[1]) if named else 0

    return sorted(shown, key=number)


def _goal_days(case: Case, step: Step, item: Scheduled, number: int, count: int) -> set[date]:
    """The days it may fall on. Where the length isn't the plan's (hours, or somebody was late), goals
    of a rhythm may lie evenly instead, since their number and names stay.
    """
    even = _shares(case, step, item, number, count)
    if number == count:
        return even
    if step.goals is None or step.goals.every is None:
        return even
    rhythmic = {last_day(item.start, _times(step.goals.every, number), case.days)}
    is_planned = not isinstance(step.extent, Effort) and case.is_free(item) and item.state is not State.LATE
    return rhythmic if is_planned else rhythmic | even


def _shares(case: Case, step: Step, item: Scheduled, number: int, count: int) -> set[date]:
    """Where the k-th of n ends. Of a step that is late they keep the places they were planned for."""
    dues = {item.due}
    if item.state is State.LATE and case.is_free(item):
        dues.add(planned_due(case, step, item) or item.due)
    return {_share(item.start, due, number, count) for due in dues}


def _share(start: date, due: date, number: int, count: int) -> date:
    return start + timedelta(days=-(-number * length(start, due) // count) - 1)


def _overdue(expected: set[date], today: date) -> set[date]:
    return {today} if min(expected) < today else set()


def _times(span: Length, number: int) -> Length:
    return Length(span.count * number, span.unit)


def _bound(case: Case, step: Step, task: Task, shown: Scheduled) -> Iterator[Violation]:
    if task.by and shown.due > task.by and not (task.by < case.today and shown.state is State.LATE):
        yield Violation(f"{shown.id} is due {shown.due}, after {task.by}", (shown.id, step.id), DEADLINE)
    for name, end, lag in case.task_needs(shown.id):
        first = add(end, lag) if lag else end
        if shown.due < first:
            text = f"{shown.id} is due {shown.due}, before {name} on {first}"
            yield Violation(text, (shown.id, name, step.id), (*DEADLINE, ConflictCode.ORDER))


def _spread(case: Case, step: Step, item: Scheduled, plain: list[Scheduled]) -> Iterator[Violation]:
    for number, task in enumerate(plain, start=1):
        expected = _shares(case, step, item, number, len(plain))
        if task.due not in expected | _overdue(expected, case.today):
            yield Violation(f"{task.id} is due {task.due}, not {min(expected)}", (task.id,))


def _rhythm(first: date, span: Length, last: date) -> Iterator[date]:
    number, day = 0, first
    while day <= last:
        yield day
        number += 1
        day = add(first, _times(span, number))


def _fits(review: Review, day: date) -> bool:
    if review.every and review.first:
        return day in set(_rhythm(review.first, review.every, day))
    if day.weekday() != review.weekday:
        return False
    if review.ordinal == -1:
        return (day + timedelta(days=7)).month != day.month
    return review.ordinal is None or (day.day - 1) // 7 + 1 == review.ordinal
