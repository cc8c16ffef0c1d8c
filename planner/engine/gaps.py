"""How far each gap between the present and the goal is closed along the chosen track."""

from enum import StrEnum
from typing import NamedTuple

from planner.engine.values import Schedule, State
from planner.plan.model import Gap, Plan


class GapStatus(StrEnum):
    """Closed: every step of the track that closes it is done. Covered: some step will close it."""

    CLOSED = "closed"
    COVERED = "covered"
    OPEN = "open"


class GapState(NamedTuple):
    """A gap, the steps that take part and close it, and those of other tracks that would."""

    gap: Gap
    status: GapStatus
    steps: tuple[str, ...]
    elsewhere: tuple[str, ...] = ()


def gap_states(plan: Plan, schedule: Schedule) -> tuple[GapState, ...]:
    """The state of every gap, in the order of the file. Dropped steps close nothing."""
    return tuple(_state(gap, plan, schedule) for gap in plan.gaps.values())


def _state(gap: Gap, plan: Plan, schedule: Schedule) -> GapState:
    closing = [step.id for step in plan.steps.values() if gap.id in step.closes]
    taking_part = [schedule.steps[step] for step in closing if step in schedule.steps]
    kept = [item for item in taking_part if item.state is not State.DROPPED]
    if not kept:
        status = GapStatus.OPEN
    elif all(item.state is State.DONE for item in kept):
        status = GapStatus.CLOSED
    else:
        status = GapStatus.COVERED
    return GapState(
        gap,
        status,
        steps=tuple(item.id for item in kept),
        elsewhere=tuple(step for step in closing if step not in schedule.steps),
    )
