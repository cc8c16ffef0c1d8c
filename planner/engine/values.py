"""What the engine gives back: dated items, the load of each week, and what can't be.

All days are inclusive. Hours are parts of 1/420 hour, see `planner.plan.model`. Slack is in days.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from typing import NamedTuple

from planner.plan.model import Priority, StepKind


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
    WITHIN = "within"  # its place in its step
    DEADLINE = "deadline"
    RHYTHM = "rhythm"  # a habit or review


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
    `hours` are the expected parts of the whole item, None when it has none.
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
    """What can't be. The first four are errors of a plan, the rest are warnings."""

    DEADLINE = "deadline"  # a deadline that can't be met
    OVERLOAD = "overload"  # a week over its hours
    ORDER = "order"  # a fixed date or pin before what it needs
    WINDOW = "window"  # steps that end too far apart
    GATE = "gate"  # hours that don't fill within the span
    UNREACHABLE = "unreachable"  # work that never fits
    GOAL = "goal"  # the track lands after the goal

    @property
    def is_error(self) -> bool:
        """True when a plan with this conflict can't be carried out as written."""
        return self is not ConflictCode.GOAL


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
