"""What calendars and task lists are told, step 7 of planning: a published day changes only when it has to.

The plan is made anew each time, so its dates drift with every hour worked; a person who looks at a calendar
wants them to stay. By itself an item moves

- when its day has passed: a week at a time (or to its new day in the plan, where that is later), three times;
  then it stays and a person is asked;
- later, when the plan lies behind by more than a tolerance that grows with the distance;
- when a deadline or the goal would now be missed, or can be kept again.

It never moves earlier for another reason, and never within a week of its day. What a person says is in
`planner.engine.word`.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, timedelta
from typing import NamedTuple

from planner.engine.moved import why_moved
from planner.engine.values import Conflict, ConflictCode, Schedule, Scheduled, Shape, State
from planner.plan.civil import in_words
from planner.plan.identity import ended_by
from planner.progress.facts import Published
from planner.progress.values import Progress

FROZEN_DAYS = 7
"""An item that is due within so many days doesn't move by itself."""
OVERDUE_DAYS = 7
"""What is overdue is given so many days more."""
OVERDUE_MOVES = 3
"""So often; then a person is asked."""
LEAST_TOLERANCE, MOST_TOLERANCE, SHARE = 3, 56, 10

_CLOSED = {State.DONE, State.DROPPED}


class Shift(NamedTuple):
    """An item that is told another day, and why; `before` is None for one that wasn't told any. `start` is
    the first day to tell of a span, when it isn't the plan's.
    """

    item: Scheduled
    before: date | None
    after: date
    reason: str = ""
    overdue: bool = False
    start: date | None = None


def tolerance(days: int) -> int:
    """By how many days the plan may fall behind a published date that is `days` away: a tenth of that, at
    least three days and at most eight weeks.
    """
    return min(MOST_TOLERANCE, max(LEAST_TOLERANCE, days // SHARE))


def by_itself(schedule: Schedule) -> tuple[Shift, ...]:
    """What time and facts alone move, at most once on any day however often it is asked."""
    shifts = []
    for item in tellable(schedule):
        if item.told is None:
            shifts.append(Shift(item, None, day_to_tell(schedule, item)))
        elif item.told.due < schedule.today:
            if item.told.overdue < OVERDUE_MOVES:
                shifts.append(_overdue(schedule, item))
        elif _has_to_move(schedule, item, item.told.due):
            shifts.append(Shift(item, item.told.due, item.due, why_moved(schedule, item)))
    return tuple(shifts)


def between(old: Schedule, new: Schedule, progress: Progress, reason: str) -> tuple[Shift, ...]:
    """What differs between two plans that were made without regard to what was told, as after an edit."""
    known = {item.id: item.due for item in old.items}
    shifts = []
    for item in tellable(new):
        told, day = progress.told.get(item.id), day_to_tell(new, item)
        if known.get(item.id) != item.due and (told is None or told.due != day):
            shifts.append(Shift(item, told.due if told else None, day, reason))
    return tuple(shifts)


def pulled(planned: Callable[[Progress], Schedule], progress: Progress) -> tuple[Shift, ...]:
    """What moves when a person asks for every date as the plan has it now, slack and all."""
    plan = planned(untold(progress))
    return tuple(
        Shift(item, told.due if told else None, day_to_tell(plan, item), "you asked for a new plan")
        for item in tellable(plan)
        if (told := progress.told.get(item.id)) is None or told.due != day_to_tell(plan, item)
    )


def published(today: date, shifts: Iterable[Shift]) -> Published | None:
    """The fact that these were told; None when there is nothing to tell."""
    shifts = tuple(shifts)
    if not shifts:
        return None
    return Published(
        on=today,
        dues={shift.item.id: shift.after for shift in shifts},
        starts={s.item.id: s.start or s.item.start for s in shifts if s.item.shape is Shape.SPAN},
        reasons={s.item.id: s.reason for s in shifts if s.before is not None},
        overdue=tuple(shift.item.id for shift in shifts if shift.overdue),
    )


def untold(progress: Progress) -> Progress:
    """Progress as if calendars had been told nothing."""
    return replace(progress, told={})


def overdue(items: Iterable[Scheduled], today: date) -> list[Conflict]:
    """What waits for a person's decision, step by step: its day has passed, and it moves no more."""
    late: dict[str, list[Scheduled]] = {}
    for item in sorted(items, key=lambda item: (item.published_due, item.id)):
        if item.step is not None and _asks(item, today):
            late.setdefault(item.step, []).append(item)
    return [_question(found) for found in late.values()]


def tellable(schedule: Schedule) -> Iterable[Scheduled]:
    """The items whose day is planner's to tell."""
    return (item for item in schedule.items if not item.is_set)


def day_to_tell(schedule: Schedule, item: Scheduled) -> date:
    """The day to tell of an item: the plan's, unless that has passed already."""
    return item.due if item.due >= schedule.today else _respite(schedule, item)


def _respite(schedule: Schedule, item: Scheduled) -> date:
    """A week more, but not past the day by which it has to be over, if that is still to come."""
    day, latest = schedule.today + timedelta(days=OVERDUE_DAYS), _latest(schedule, item)
    return day if latest is None else min(day, max(latest, schedule.today))


def _overdue(schedule: Schedule, item: Scheduled) -> Shift:
    """Its day has passed. What can't have begun, or waits for its time to be full, isn't overdue itself."""
    was, times = (item.told.due, item.told.overdue) if item.told else (item.due, 0)
    step = schedule.steps.get(item.step or "", item)
    if item.due >= schedule.today and (step.start > schedule.today or step.shape is Shape.GATE):
        return Shift(item, was, item.due, why_moved(schedule, item))
    reason = f"not done on {in_words(was)}; moved for the {_ORDINALS[times]} time"
    return Shift(item, was, max(_respite(schedule, item), item.due), reason, overdue=True)


_ORDINALS = ("first", "second", "third")


def _has_to_move(schedule: Schedule, item: Scheduled, told: date) -> bool:
    ahead, behind = (told - schedule.today).days, (item.due - told).days
    if ahead <= FROZEN_DAYS or behind == 0:
        return False
    latest = _latest(schedule, item)
    turns = latest is not None and (told > latest) != (item.due > latest)
    if behind > 0:
        return turns or behind > tolerance(ahead)
    return turns and (item.due - schedule.today).days > FROZEN_DAYS


def _latest(schedule: Schedule, item: Scheduled) -> date | None:
    """The last day by which an item has to be over; a goal or task has its step's."""
    step = schedule.steps.get(item.step or "")
    return None if step is None else step.latest


def _asks(item: Scheduled, today: date) -> bool:
    if item.state in _CLOSED or item.published_due >= today or item.id != ended_by(item.id):
        return False
    if item.shape is Shape.HABIT or "@" in item.id:
        return False
    return item.is_set or (item.told is not None and item.told.overdue >= OVERDUE_MOVES)


def _question(items: list[Scheduled]) -> Conflict:
    first = items[0]
    more = f" and {len(items) - 1} more of {first.step}" if len(items) > 1 else ""
    verb = "aren't" if more else "isn't"
    moves = "" if first.is_set else f", after {OVERDUE_MOVES} moves, and moves no more by itself"
    return Conflict(
        ConflictCode.OVERDUE,
        f"{first.id}{more} {verb} done: due on {in_words(first.published_due)}{moves}",
        tuple(item.id for item in items),
        (
            f"If it is done: planner done {first.id}.",
            f"If it comes later: planner slip {first.id} --to DATE.",
            f"If it won't: planner drop {first.id}.",
        ),
    )
