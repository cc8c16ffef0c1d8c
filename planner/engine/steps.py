"""Placed steps as items: their state, how far they are, and the reason for their date in words."""

from collections.abc import Mapping
from datetime import date

from planner.engine.calendar import FAR, week_label
from planner.engine.network import Placed
from planner.engine.node import FULL, Node
from planner.engine.slack import Slack
from planner.engine.values import CauseKind, ItemKind, Scheduled, Shape, State
from planner.plan.civil import in_words
from planner.plan.model import Effort, Every, Experience, Extent, OnDay, Takes
from planner.progress.values import Progress, Told

REASONS = {
    CauseKind.FIXED: "fixed: its day is in the plan",
    CauseKind.CAPACITY: "waits for free hours in the week",
    CauseKind.PIN: "pinned by you",
    CauseKind.SLIP: "you said that it will be late",
    CauseKind.TODAY: "not begun yet, so today at the earliest",
    CauseKind.WINDOW: "begins after a pause, so that it fills within its span",
}


def step_item(
    node: Node,
    spot: Placed,
    slack: Slack,
    progress: Progress,
    today: int,
    titles: Mapping[str, str],
    ticked: tuple[int, int],
    latest: int,
) -> Scheduled:
    """The item of a step. `ticked`: how many of its goals and tasks are done, and how many it has; `latest`:
    the last due with which every deadline and the goal can be kept (behind FAR: nothing bounds it).
    """
    step = node.step
    due = date.fromordinal(spot.due)
    told = progress.told.get(step.id)
    state = _state(node, spot, today, told, begun=step.id in progress.spent)
    return Scheduled(
        id=step.id,
        kind=ItemKind.STEP,
        title=step.title,
        start=date.fromordinal(min(spot.start, spot.due)),
        due=due,
        state=state,
        cause=spot.cause,
        reason=_reason(node, spot, titles),
        shape=_shape(node.extent),
        step=step.id,
        step_kind=step.kind,
        priority=step.priority,
        done_at=date.fromordinal(spot.done) if spot.done is not None else None,
        baseline_due=progress.baseline.get(step.id),
        slack=slack.total,
        free_slack=slack.free,
        critical=slack.total is not None and slack.total <= 0,
        pinned=node.pin is not None,
        hours=_hours(node, spot),
        work=tuple((week_label(week), parts) for week, parts in sorted(spot.work.items())),
        share=_share(node, spot, progress, today, ticked, state),
        latest=date.fromordinal(latest) if 1 <= latest < FAR else None,
        told=told,
    )


def _shape(extent: Extent) -> Shape:
    match extent:
        case Takes():
            return Shape.SPAN
        case Effort():
            return Shape.EFFORT
        case Experience():
            return Shape.GATE
        case Every():
            return Shape.HABIT
        case _:
            return Shape.POINT


def _state(node: Node, spot: Placed, today: int, told: Told | None, *, begun: bool) -> State:
    if spot.done is not None:
        return State.DONE
    if node.dropped:
        return State.DROPPED
    published = spot.raw_due if told is None or node.pin is not None else told.due.toordinal()
    overdue = published < today and not isinstance(node.extent, Every)
    if overdue or (node.by is not None and node.by < today):
        return State.LATE
    runs_by_itself = isinstance(node.extent, Takes | Experience | Every) and spot.start <= today
    if node.started is not None or begun or runs_by_itself:
        return State.ACTIVE
    held = spot.start if spot.cause.kind is CauseKind.WINDOW else node.held.day if node.held else 0
    can_begin = max(spot.release, node.not_before or 0, held)
    return State.READY if can_begin <= today else State.WAITING


def _share(
    node: Node, spot: Placed, progress: Progress, today: int, ticked: tuple[int, int], state: State
) -> int:
    """Percent done: a gate by its time, everything else by what was said, logged or ticked off."""
    if state is State.DONE:
        return FULL
    if state in {State.DROPPED, State.WAITING}:
        return 0
    if isinstance(node.extent, Experience):
        return max(0, min(FULL, FULL * (today - spot.start) // max(1, spot.due - spot.start + 1)))
    done, parts = ticked
    share = max(progress.percent.get(node.step.id, 0), FULL * done // parts if parts else 0)
    if isinstance(node.extent, Effort) and node.extent.expected:
        spent = node.extent.expected - (node.left or 0)
        share = max(share, FULL * spent // node.extent.expected)
    return min(share, FULL - 1)


def _hours(node: Node, spot: Placed) -> int | None:
    if isinstance(node.extent, Effort):
        return node.extent.expected
    return sum(spot.work.values()) if node.daily is not None else None


def _reason(node: Node, spot: Placed, titles: Mapping[str, str]) -> str:
    cause = spot.cause
    match cause.kind:
        case CauseKind.AFTER:
            return f"follows: {titles.get(cause.item or '', cause.item)}"
        case CauseKind.FIXED if node.not_before is not None and not isinstance(node.extent, OnDay):
            return f"fixed: from {in_words(date.fromordinal(node.not_before))}"
        case CauseKind.WINDOW if node.held is not None:
            last = titles.get(node.held.item, node.held.item)
            return f"held back so that it fits within {node.held.within} with: {last}"
        case CauseKind.JOINED:
            return f"begins with its track, chosen on {in_words(date.fromordinal(spot.start))}"
        case CauseKind.STARTED:
            return f"begun on {in_words(date.fromordinal(spot.start))}"
        case CauseKind.DONE:
            return f"done on {in_words(date.fromordinal(spot.due))}"
        case CauseKind.TOLD:
            ready = in_words(date.fromordinal(spot.release))
            return f"as planned before, though it could begin on {ready}"
        case kind:
            return REASONS.get(kind, "begins with the plan")
