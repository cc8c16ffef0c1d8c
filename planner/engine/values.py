"""What the engine gives back: dated items, the load of each week, and what can't be.

All days are inclusive. Hours are parts of 1/420 hour, see `planner.plan.model`. Slack is in days.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from typing import NamedTuple

from planner.plan.model import Priority, StepKind
from planner.progress.values import Told


class ItemKind(StrEnum):
    """What an item is in the plan."""

    STEP = "step"
    GOAL = "goal"
    TASK = "task"
    HABIT = "habit"
    REVIEW = "review"
    DEADLINE = "deadline"


RECURRING = frozenset({ItemKind.HABIT, ItemKind.REVIEW})
"""The kinds that come in turns; no baseline holds them, and no change moves them."""


class State(StrEnum):
    """Where an item stands on the day of the schedule."""

    DONE = "done"
    ACTIVE = "active"
    LATE = "late"
    READY = "ready"
    WAITING = "waiting"
    DROPPED = "dropped"


class Shape(StrEnum):
    """How an item's length comes about; pictures draw a gate dashed and a milestone as a point."""

    POINT = "point"
    SPAN = "span"
    EFFORT = "effort"
    GATE = "gate"
    HABIT = "habit"


class CauseKind(StrEnum):
    """What set an item's date."""

    START = "start"  # the plan's first day
    AFTER = "after"  # the predecessor `by`
    FIXED = "fixed"  # `date` or `from` in the plan
    CAPACITY = "capacity"  # the hours of the week
    PIN = "pin"
    SLIP = "slip"  # said late
    JOINED = "joined"  # its track was chosen on that day
    STARTED = "started"
    DONE = "done"
    TODAY = "today"  # it could have begun before, and hasn't
    TOLD = "told"  # it could begin earlier than calendars say, and nobody asked for that
    WITHIN = "within"  # its place in its step
    DEADLINE = "deadline"
    RHYTHM = "rhythm"  # a habit or review
    WINDOW = "window"  # held back so that a window, or the span of a gate, holds


class Cause(NamedTuple):
    """What set a date: the kind, and the item or the day it refers to."""

    kind: CauseKind
    item: str | None = None
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Scheduled:
    """One dated item. `work` holds the parts that fall into each ISO week, in order.

    `slack` is how many days the due can move before the finish or a deadline does; `free_slack`
    how many before any follower does. None: nothing depends on it (a habit's turn, a review).
    `hours` are the expected parts of the whole item, None when it has none. `latest` is the last due with
    which every deadline and the goal can be kept, by calendar time; None where nothing bounds it.
    """

    id: str
    kind: ItemKind
    title: str
    start: date
    due: date
    state: State
    cause: Cause
    reason: str
    shape: Shape = Shape.POINT
    step: str | None = None
    step_kind: StepKind | None = None
    priority: Priority = Priority.NORMAL
    at: time | None = None
    done_at: date | None = None
    baseline_due: date | None = None
    slack: int | None = None
    free_slack: int | None = None
    critical: bool = False
    pinned: bool = False
    hours: int | None = None
    work: tuple[tuple[str, int], ...] = ()
    share: int = 0  # percent of it that is done, 0 to 100
    latest: date | None = None
    told: Told | None = None

    @property
    def is_set(self) -> bool:
        """Whether its day is a person's or the plan's own word, or history: calendars show nothing else."""
        if self.done_at is not None or self.pinned or self.state is State.DROPPED:
            return True
        is_fixed = self.shape is Shape.POINT and self.cause.kind is CauseKind.FIXED
        is_rhythm = self.shape is Shape.HABIT or self.kind in RECURRING
        return is_fixed or is_rhythm or self.cause.kind is CauseKind.DEADLINE

    @property
    def published_due(self) -> date:
        """The due that calendars and task lists show, or would if they were told now."""
        return self.due if self.told is None or self.is_set else self.told.due

    @property
    def published_reason(self) -> str:
        """Why that is its day."""
        return self.reason if self.told is None or self.is_set else self.told.reason or self.reason

    @property
    def variance(self) -> int | None:
        """Days by which the due is later than the baseline's; negative when earlier."""
        return None if self.baseline_due is None else (self.due - self.baseline_due).days


class WeekLoad(NamedTuple):
    """One ISO week: parts planned, and parts that can be given (None: no `time` in the plan)."""

    week: str
    planned: int
    budget: int | None


class ConflictCode(StrEnum):
    """What can't be, or waits for a person's decision."""

    DEADLINE = "deadline"  # a deadline that can't be met
    OVERLOAD = "overload"  # a week over its hours
    ORDER = "order"  # a fixed date or pin before what it needs
    WINDOW = "window"  # steps that end too far apart
    GATE = "gate"  # hours that don't fill within the span
    OVERDUE = "overdue"  # its day has passed, and it won't move by itself any more
    UNREACHABLE = "unreachable"  # work that never fits
    GOAL = "goal"  # the track lands after the goal

    @property
    def is_error(self) -> bool:
        """True when a plan with this conflict can't be carried out as written."""
        return self not in {ConflictCode.GOAL, ConflictCode.OVERDUE}


class Conflict(NamedTuple):
    """Something that can't be, in words, with ways out. `late` is by how many days, if it is."""

    code: ConflictCode
    message: str
    items: tuple[str, ...]
    ways_out: tuple[str, ...] = ()
    late: int | None = None


class Link(NamedTuple):
    """A follower waits for `before` (step ids), with `lag` free days between."""

    before: str
    after: str
    lag: int = 0


class Forecast(NamedTuple):
    """When something is likely to be over: by `p50` as likely as not, by `p80` in four cases of five.

    `chance` is that of being over by the goal's date, from 0 to 1; None without such a date.
    """

    p50: date
    p80: date
    chance: float | None = None


@dataclass(frozen=True, slots=True)
class Schedule:
    """A plan with dates, as of `today`, along one track.

    `items` are ordered by due, start and id. `steps` gives the step items by step id. `finish` is
    the due of the track's last step; `alongside` names steps that no track reaches.
    """

    plan: str
    title: str
    today: date
    start: date
    track: str
    finish: date
    goal_by: date | None
    items: tuple[Scheduled, ...]
    steps: Mapping[str, Scheduled]
    links: tuple[Link, ...]
    alongside: frozenset[str]
    load: tuple[WeekLoad, ...]
    conflicts: tuple[Conflict, ...]
    done_share: int  # percent of the track that is done, 0 to 100

    @property
    def slack(self) -> int | None:
        """Days to spare before the goal's date; negative when late; None without one."""
        return None if self.goal_by is None else (self.goal_by - self.finish).days
