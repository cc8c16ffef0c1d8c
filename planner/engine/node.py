"""One step as the passes see it: its length, what it waits for, and what has happened to it.

All days are ordinals, inclusive; all hours are parts (1/420 hour).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from planner.engine.calendar import Calendar, shares
from planner.plan.civil import Length, Unit
from planner.plan.identity import deadline_id
from planner.plan.model import Effort, Every, Experience, Extent, OnDay, Step, Takes
from planner.progress.values import Progress

FULL = 100


class Wait(NamedTuple):
    """A predecessor, and the time that must lie between its due and the follower's start."""

    before: str
    lag: Length | None = None


class Held(NamedTuple):
    """Not before `day`, so that the step ends `within` a span with `item`, the last of a window."""

    day: int
    within: Length
    item: str


@dataclass(frozen=True, slots=True)
class Node:
    """A step that takes part, with everything that fixes its dates apart from other steps.

        `started` is the day that was said; `begun` is true of work of which something is done already.
    `slip_start` is the first day on which it may begin, since that was said, or since it came in with a
    track that was chosen on that day (`joined`). `told_start` and `told_due` are what calendars were told of
    a span that hasn't begun: it begins no earlier, though it could. `left` are the parts still to be laid
    (None: it isn't effort). `daily` are the parts it eats of each weekday while it runs. `limit` is the most
    that may be laid in one week. `held` is set by the passes alone, where a window asks for it.
    """

    step: Step
    extent: Extent
    waits: tuple[Wait, ...]
    options: tuple[tuple[Wait, ...], ...] = ()
    done: int | None = None
    started: int | None = None
    begun: bool = False
    dropped: bool = False
    reopened: bool = False
    pin: int | None = None
    told_start: int | None = None
    told_due: int | None = None
    slip_to: int | None = None
    slip_start: int | None = None
    joined: int | None = None
    not_before: int | None = None
    by: int | None = None
    left: int | None = None
    daily: tuple[int, ...] | None = None
    limit: int | None = None
    held: Held | None = None

    @property
    def is_open(self) -> bool:
        """Neither done nor dropped."""
        return self.done is None and not self.dropped

    @property
    def is_milestone(self) -> bool:
        """Without a length of its own: it lies on the last day of what it follows."""
        return self.extent is None

    @property
    def is_settled(self) -> bool:
        """Whether its days are known without what it waits for: done, begun, pinned or fixed.

        A pinned effort still waits: its hours lie between its release and the pin.
        """
        is_fixed = isinstance(self.extent, OnDay) or (
            self.pin is not None and not isinstance(self.extent, Effort)
        )
        return not self.dropped and (self.done is not None or self.started is not None or is_fixed)


def extent_of(step: Step) -> Extent:
    """How long a step is: its own length, or the sum of its tasks' effort."""
    efforts = [task.effort for task in step.tasks if task.effort is not None]
    if step.extent is None and efforts:
        return Effort(sum(e.low for e in efforts), sum(e.high for e in efforts))
    return step.extent


def effort_left(step: Step, effort: Effort, progress: Progress) -> int:
    """Parts still to do: what was logged, said in percent or ticked off within the step counts."""
    expected = effort.expected
    left = expected - progress.spent.get(step.id, 0)
    percent = progress.percent.get(step.id)
    if percent is not None:
        left = min(left, expected * (FULL - percent) // FULL)
    ticked = sum(
        task.effort.expected
        for task in step.tasks
        if task.effort is not None and f"{step.id}/{task.id}" in progress.done
    )
    return max(0, min(left, expected - ticked))


def make(
    step: Step,
    waits: tuple[Wait, ...],
    options: tuple[tuple[Wait, ...], ...],
    progress: Progress,
    calendar: Calendar,
    since: date | None = None,
) -> Node:
    """The node of a step, with the facts about it; `since` as in `Node.joined`."""
    extent = extent_of(step)
    slip = progress.slipped.get(step.id)
    done = _day(progress.done, step.id)
    left = effort_left(step, extent, progress) if isinstance(extent, Effort) else None
    loaded = step.load is not None and isinstance(extent, Takes | Experience)
    by = _day(progress.pinned, deadline_id(step.id))
    told = progress.told.get(step.id) if isinstance(extent, Takes) else None
    # What runs by itself can't have begun while nobody followed it.
    joined = since.toordinal() if since is not None and isinstance(extent, Takes | Experience) else None
    slip_start = slip.start.toordinal() if slip and slip.start else None
    return Node(
        step=step,
        extent=extent,
        waits=waits,
        options=options,
        done=done,
        started=_day(progress.started, step.id),
        begun=step.id in progress.spent or step.id in progress.percent or _is_less(extent, left),
        dropped=done is None and step.id in progress.dropped,
        reopened=step.id in progress.reopened,
        pin=_day(progress.pinned, step.id),
        told_start=told.start.toordinal() if told and told.start else None,
        told_due=told.due.toordinal() if told and told.start else None,
        slip_to=slip.to.toordinal() if slip else None,
        slip_start=max(filter(None, (slip_start, joined)), default=None),
        joined=joined,
        not_before=step.not_before.toordinal() if step.not_before else None,
        by=by if by is not None or step.by is None else step.by.toordinal(),
        left=left,
        daily=shares(step.load, calendar.week) if loaded and step.load else None,
        limit=step.load if isinstance(extent, Effort) else None,
    )


def due_after(node: Node, start: int, calendar: Calendar) -> int:
    """The last day of a step that begins on `start`, by calendar time alone."""
    match node.extent:
        case Takes(low, high):
            return max(start, (last_day(start, low, calendar) + last_day(start, high, calendar)) // 2)
        case Experience():
            return calendar.stretch(start, gate_due(node.extent, start, calendar))
        case Effort():
            return calendar.forward(start, node.left or 0)
        case Every(to=to):
            return max(start, to.toordinal()) if to else start
        case OnDay(day):
            return day.toordinal()
        case None:
            return start


def last_day(start: int, length: Length, calendar: Calendar) -> int:
    """The last day of a span: the day before the same day one length on, or its last business day."""
    if length.unit is Unit.BUSINESS_DAYS:
        return calendar.plus(start - 1, length) if start > 1 else start
    return calendar.plus(start, length) - 1


def gate_due(gate: Experience, start: int, calendar: Calendar) -> int:
    """The last day of a gate without pauses: the longer of its time and its hours at their rate."""
    due = start
    if gate.span is not None:
        due = max(due, last_day(start, gate.span, calendar))
    if gate.hours is not None:
        due = max(due, start + -(-7 * gate.hours // gate.at) - 1)
    return due


def start_before(node: Node, due: int, calendar: Calendar) -> int:
    """The latest start from which the step's last day isn't after `due`, by calendar time alone."""
    if isinstance(node.extent, Effort):
        return calendar.backward(due, node.left or 0)
    if not isinstance(node.extent, Takes | Experience):
        return due
    start = due
    length = due_after(node, start, calendar) - start
    start = max(1, start - length)
    # Months differ in length, so the first guess may be a few days off in either direction.
    while start > 1 and due_after(node, start, calendar) > due:
        start -= 1
    while start < due and due_after(node, start + 1, calendar) <= due:
        start += 1
    return start


def _is_less(extent: Extent, left: int | None) -> bool:
    return isinstance(extent, Effort) and left != extent.expected


def _day(days: Mapping[str, date], key: str) -> int | None:
    day = days.get(key)
    return None if day is None else day.toordinal()
