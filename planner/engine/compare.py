"""Two schedules of one plan side by side: what a change moves, and what it leaves alone."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from planner.engine.values import RECURRING, Conflict, ItemKind, Schedule, Scheduled, Shape, State


@dataclass(frozen=True, slots=True)
class Move:
    """An item whose published day differs; None on the side where it isn't."""

    item: Scheduled
    before: date | None
    after: date | None

    @property
    def days(self) -> int:
        """Days later; negative when earlier, 0 when it came or went."""
        return (self.after - self.before).days if self.before and self.after else 0


@dataclass(frozen=True, slots=True)
class Change:
    """What one schedule has and the other hasn't. `moves` are in the order of their new dates.

    `stays` is the first step after the moved ones that keeps its dates; `safe` are deadlines that
    hold, `fresh` conflicts that appear and `mended` those that go.
    """

    moves: tuple[Move, ...]
    stays: Scheduled | None
    safe: tuple[Scheduled, ...]
    fresh: tuple[Conflict, ...]
    mended: tuple[Conflict, ...]

    @property
    def steps(self) -> tuple[Move, ...]:
        """The moves of whole steps."""
        return tuple(move for move in self.moves if move.item.kind is ItemKind.STEP)

    def without_switch(self) -> "Change":
        """Without what only came or went: a switch tells that in its own words."""
        stayed = tuple(move for move in self.moves if move.before is not None and move.after is not None)
        return replace(self, moves=stayed)


def compare(before: Schedule, after: Schedule) -> Change:
    """What a change of progress or track does to the dates."""
    old = {item.id: item for item in _lasting(before)}
    new = {item.id: item for item in _lasting(after)}
    moves = [
        Move(item, old[name].published_due if name in old else None, item.published_due)
        for name, item in new.items()
        if name not in old or old[name].published_due != item.published_due
    ]
    moves += [Move(item, item.published_due, None) for name, item in old.items() if name not in new]
    moved = {move.item.step for move in moves if move.item.kind is ItemKind.STEP}
    firm = [
        step
        for name, step in after.steps.items()
        if name not in moved and step.state in {State.WAITING, State.READY} and step.slack is not None
    ]
    later = [
        step for step in firm if any(link.after == step.id and link.before in moved for link in after.links)
    ]
    known, now = _messages(before.conflicts), _messages(after.conflicts)
    return Change(
        moves=tuple(sorted(moves, key=lambda move: (move.after or date.max, move.item.id))),
        stays=min(later, key=lambda step: (step.start, step.id), default=None),
        safe=tuple(_safe(after)),
        fresh=tuple(conflict for conflict in after.conflicts if conflict.message not in known),
        mended=tuple(conflict for conflict in before.conflicts if conflict.message not in now),
    )


def _lasting(schedule: Schedule) -> list[Scheduled]:
    """What a date is agreed on for; a habit ends with the track or as the plan says."""
    return [
        item
        for item in schedule.items
        if item.kind not in RECURRING and item.shape is not Shape.HABIT and item.state is not State.DROPPED
    ]


def _safe(schedule: Schedule) -> list[Scheduled]:
    """Open deadlines that no conflict names."""
    troubled = {name for conflict in schedule.conflicts for name in conflict.items}
    return [
        item
        for item in schedule.items
        if item.kind is ItemKind.DEADLINE and item.state is State.WAITING and item.step not in troubled
    ]


def _messages(conflicts: Sequence[Conflict]) -> set[str]:
    return {conflict.message for conflict in conflicts}
