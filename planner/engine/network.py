"""The precedence network in calendar time: forward pass, backward pass, and what sets each date.

Field terms as in critical path method: earliest dates forward, latest dates backward, total slack
and free slack. A node's release is the first day on which all that it waits for is over.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from planner.engine.calendar import Calendar
from planner.engine.node import Node, Wait, due_after, last_day, start_before
from planner.engine.values import Cause, CauseKind
from planner.plan.civil import Length
from planner.plan.model import Effort, Every, Experience, OnDay

NEVER = 1 << 40  # later than any day: no deadline


@dataclass(slots=True)
class Placed:
    """Where a step lies. `raw_due` is the due before it was held back to today for being open.

    `work` maps week numbers to parts; `done` is the day it was or counts as completed.
    """

    start: int
    due: int
    cause: Cause
    release: int
    raw_due: int
    done: int | None = None
    work: dict[int, int] = field(default_factory=dict)

    def free_from(self, today: int, *, is_open: bool) -> int:
        """The first day on which a follower may start: an open step isn't over before today is."""
        return (max(self.due, today) if is_open else self.due) + 1


def lagged(day: int, lag: Length | None, calendar: Calendar) -> int:
    """The first day for a follower, `lag` after the day on which its predecessor is over."""
    return day if lag is None else calendar.plus(day, lag)


def release(
    node: Node, nodes: Mapping[str, Node], placed: Mapping[str, Placed], calendar: Calendar, today: int
) -> tuple[int, Cause]:
    """The first day all that a node waits for is over, and which of it that is."""
    best, cause = calendar.start, Cause(CauseKind.START)
    for wait in node.waits:
        day = free_after(node, wait, nodes, placed, calendar, today)
        if day > best or (day == best and cause.kind is CauseKind.START):
            best, cause = day, Cause(CauseKind.AFTER, item=wait.before)
    return best, cause


def free_after(
    node: Node,
    wait: Wait,
    nodes: Mapping[str, Node],
    placed: Mapping[str, Placed],
    calendar: Calendar,
    today: int,
) -> int:
    """The first day that one predecessor allows; a milestone counts a lag from its last day.

    What is done didn't wait for what is open still: it counts as if that had gone as planned.
    """
    before = placed[wait.before]
    is_open = nodes[wait.before].is_open and before.done is None
    day = before.raw_due + 1 if node.done is not None else before.free_from(today, is_open=is_open)
    if node.is_milestone:
        return lagged(day - 1, wait.lag, calendar) + 1
    return lagged(day, wait.lag, calendar)


def place(node: Node, ready: int, cause: Cause, calendar: Calendar, today: int, *, complete: bool) -> Placed:
    """Where calendar time alone puts a node that is released on `ready`.

    `complete`: all that it waits for is done, so that a milestone is reached. Effort is placed as if
    nothing else wanted its hours.
    """
    begin, cause = earliest(node, ready, cause)
    if node.done is not None:
        start = node.started if node.started is not None else min(begin, node.done)
        return Placed(min(start, node.done), node.done, Cause(CauseKind.DONE), ready, node.done, node.done)
    if node.dropped:
        return Placed(ready - 1, ready - 1, cause, ready, ready - 1)
    if isinstance(node.extent, OnDay) or node.is_milestone:
        first = max(ready - 1, calendar.start)
        return _point(node, ready, first, cause, today, complete=complete)
    if isinstance(node.extent, Effort):
        return _effort(node, ready, begin, cause, calendar, today)
    return _span(node, ready, begin, cause, calendar, today)


def _effort(node: Node, ready: int, begin: int, cause: Cause, calendar: Calendar, today: int) -> Placed:
    """Hours still to be given lie from today on, whenever they could have begun."""
    if begin < today and node.started is None:
        begin, cause = today, Cause(CauseKind.TODAY)
    due = calendar.forward(max(begin, today), node.left or 0)
    if node.slip_to is not None and node.slip_to > due:
        due, cause = node.slip_to, Cause(CauseKind.SLIP)
    if node.pin is not None:
        return Placed(min(begin, node.pin), node.pin, Cause(CauseKind.PIN), ready, node.pin)
    return Placed(begin, due, cause, ready, due)


def _span(node: Node, ready: int, begin: int, cause: Cause, calendar: Calendar, today: int) -> Placed:
    """Calendar time runs by itself from the day it can: it is held open until it is said to be over."""
    if node.pin is not None:
        start = start_before(node, node.pin, calendar) if node.started is None else begin
        return Placed(min(start, node.pin), node.pin, Cause(CauseKind.PIN), ready, node.pin)
    if (later := begin_to_fill(node, begin, cause, calendar, today)) > begin:
        begin, cause = later, Cause(CauseKind.WINDOW)
    due = due_after(node, begin, calendar)
    if node.slip_to is not None and node.slip_to > due:
        due, cause = node.slip_to, Cause(CauseKind.SLIP)
    if due >= today or isinstance(node.extent, Every):
        return Placed(begin, due, cause, ready, due)
    if isinstance(node.extent, Experience) and not node.reopened:
        return Placed(begin, due, cause, ready, due, done=due)
    return Placed(begin, today, cause, ready, due)


def begin_to_fill(node: Node, begin: int, cause: Cause, calendar: Calendar, today: int) -> int:
    """The first day, `begin` or after a pause, from which a gate fills within its span; `begin` if none does.

    A gate that runs already, or begins on its `from`, is left where it is: what has grown in it counts.
    """
    gate = node.extent
    if not isinstance(gate, Experience) or gate.within is None:
        return begin
    if node.started is not None or begin < today or cause.kind is CauseKind.FIXED:
        return begin
    for start in (begin, *calendar.after_pauses(begin)):
        if due_after(node, start, calendar) <= last_day(start, gate.within, calendar):
            return start
    return begin


def earliest(node: Node, ready: int, cause: Cause) -> tuple[int, Cause]:
    """The first day on which a node may begin, and why: the latest of all that holds it back."""
    if node.started is not None:
        return node.started, Cause(CauseKind.STARTED)
    begin = ready
    if node.not_before is not None and node.not_before > begin:
        begin, cause = node.not_before, Cause(CauseKind.FIXED)
    if node.slip_start is not None and node.slip_start > begin:
        is_joining = node.slip_start == node.joined
        begin, cause = node.slip_start, Cause(CauseKind.JOINED if is_joining else CauseKind.SLIP)
    if node.told_start is not None and node.told_start > begin:
        begin, cause = node.told_start, Cause(CauseKind.TOLD)
    if node.held is not None and node.held.day > begin:
        begin, cause = node.held.day, Cause(CauseKind.WINDOW, item=node.held.item)
    return begin, cause


def _point(node: Node, ready: int, first: int, cause: Cause, today: int, *, complete: bool) -> Placed:
    """A fixed day, or a milestone: on the latest due of what it follows."""
    if isinstance(node.extent, OnDay):
        day, cause = node.extent.day.toordinal(), Cause(CauseKind.FIXED)
    else:
        day = max(first, node.not_before or 0, node.slip_start or 0)
        if day > first and cause.kind is CauseKind.AFTER:
            cause = Cause(CauseKind.FIXED if day == node.not_before else CauseKind.SLIP)
        if node.held is not None and node.held.day > day:
            day, cause = node.held.day, Cause(CauseKind.WINDOW, item=node.held.item)
    if node.slip_to is not None and node.slip_to > day:
        day, cause = node.slip_to, Cause(CauseKind.SLIP)
    if node.pin is not None:
        return Placed(node.pin, node.pin, Cause(CauseKind.PIN), ready, node.pin)
    if isinstance(node.extent, OnDay):
        return Placed(day, day, cause, ready, day)
    if complete and node.waits and not node.step.tasks and not node.reopened and day <= today:
        return Placed(day, day, cause, ready, day, done=day)
    if day < today:
        return Placed(today, today, Cause(CauseKind.TODAY), ready, day)
    return Placed(day, day, cause, ready, day)


def forward(
    order: Sequence[str], nodes: Mapping[str, Node], calendar: Calendar, today: int
) -> dict[str, Placed]:
    """Earliest dates of every node, as if each had all hours for itself."""
    placed: dict[str, Placed] = {}
    for name in order:
        node = nodes[name]
        ready, cause = release(node, nodes, placed, calendar, today)
        for group in node.options:
            days = [
                (free_after(node, w, nodes, placed, calendar, today), w) for w in group if w.before in placed
            ]
            day, wait = min(days, key=lambda pair: pair[0])
            if day > ready:
                ready, cause = day, Cause(CauseKind.AFTER, item=wait.before)
        placed[name] = place(node, ready, cause, calendar, today, complete=all_done(node, nodes, placed))
    return placed


def all_done(node: Node, nodes: Mapping[str, Node], placed: Mapping[str, Placed]) -> bool:
    """Whether everything that a node waits for is done (what was dropped is waited for no more)."""
    return all(placed[wait.before].done is not None or nodes[wait.before].dropped for wait in node.waits)


def backward(
    order: Sequence[str],
    nodes: Mapping[str, Node],
    calendar: Calendar,
    own: Callable[[str], int],
    length_back: Callable[[str, int], int],
) -> dict[str, int]:
    """The latest due of every node: the smaller of its `own` deadline and what its followers allow.

    `length_back(name, due)` is the latest start of a node that is due then. NEVER: no deadline.
    """
    latest = {name: own(name) for name in order}
    for name in reversed(order):
        due = latest[name]
        if due >= NEVER:
            continue
        node = nodes[name]
        if node.done is not None or node.started is not None:
            continue
        passes_through = node.dropped or (node.is_milestone and node.waits)
        start = due + 1 if passes_through else length_back(name, due)
        for wait in node.waits:
            if node.is_milestone:
                before = unlagged(start - 1, wait.lag, calendar)
            else:
                before = unlagged(start, wait.lag, calendar) - 1
            latest[wait.before] = min(latest[wait.before], before)
    return latest


def unlagged(start: int, lag: Length | None, calendar: Calendar) -> int:
    """The latest day from which `lag` leads no further than `start`."""
    if lag is None:
        return start
    day = start - (calendar.plus(start, lag) - start)
    while day > 1 and calendar.plus(day, lag) > start:
        day -= 1
    while day < start and calendar.plus(day + 1, lag) <= start:
        day += 1
    return day


def own_due(node: Node) -> int:
    """The day by which a node must be over, by its own words: deadline, fixed day or pin."""
    days = [day for day in (node.by, node.pin) if day is not None]
    if isinstance(node.extent, OnDay) and node.pin is None:
        days.append(node.extent.day.toordinal())
    return min(days, default=NEVER) if node.is_open else NEVER


def calendar_start(nodes: Mapping[str, Node], calendar: Calendar) -> Callable[[str, int], int]:
    """`length_back` by calendar time alone."""

    def back(name: str, due: int) -> int:
        node = nodes[name]
        if isinstance(node.extent, OnDay):
            return min(due, node.pin if node.pin is not None else node.extent.day.toordinal())
        return start_before(node, due, calendar)

    return back
