"""The plan as immutable values: what `plan.read` makes of a file, and what the engine works on.

Hours are counted in whole parts of 1/420 hour (a seventh of a minute), so that a weekly budget in
minutes divides evenly over seven days and no rounding ever adds up.

Small values are named tuples: made at every start of the program, in an eighth of a dataclass's time.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple, TypeAlias

from planner.plan.civil import DateRange, Length

PARTS_PER_HOUR = 420
PARTS_PER_MINUTE = 7

FORMAT = 1


class StepKind(StrEnum):
    """What sort of thing a step is; it chooses colours and words, never dates."""

    COURSE = "course"
    EXAM = "exam"
    JOB = "job"
    CONVERSATION = "conversation"
    APPLICATION = "application"
    NETWORK = "network"
    RESEARCH = "research"
    HABIT = "habit"
    MILESTONE = "milestone"


class Priority(StrEnum):
    """How much a step matters to the person."""

    HIGH = "high"
    NORMAL = "normal"
    LOW = "low"


class OnDay(NamedTuple):
    """`date: D`: it happens on that day."""

    day: date


class Takes(NamedTuple):
    """`takes: 9 months` or `9..12 months`: a calendar span between `low` and `high`, same unit."""

    low: Length
    high: Length


class Effort(NamedTuple):
    """`effort: 80..140h`: parts (1/420 hour) of one's own time, from `low` to `high`."""

    low: int
    high: int

    @property
    def expected(self) -> int:
        """The mean of the range, in parts, rounded down."""
        return (self.low + self.high) // 2


class Experience(NamedTuple):
    """A gate: time that must pass. Every condition that is given must hold.

    `span` is calendar time, `hours` are parts of work that fill at `at` parts a week, and all of it
    must happen `within` that span, when one is given.
    """

    span: Length | None
    hours: int | None = None
    within: Length | None = None
    at: int = 40 * PARTS_PER_HOUR


class Every(NamedTuple):
    """`every: 2 weeks`: a habit whose last possible turn lies on `to` (inclusive); None: no end."""

    length: Length
    to: date | None = None


Extent: TypeAlias = OnDay | Takes | Effort | Experience | Every | None


class After(NamedTuple):
    """A predecessor by id, and how long to wait, counted from the day after its due."""

    id: str
    lag: Length | None = None


class AnyOf(NamedTuple):
    """`{any: [x, y]}`: one of the alternatives is enough."""

    options: tuple[After, ...]


@dataclass(frozen=True, slots=True)
class Goals:
    """Milestones spread over a step. Exactly one of the three is given."""

    titles: tuple[str, ...] = ()
    count: int | None = None
    every: Length | None = None


class Task(NamedTuple):
    """A thing to tick off within a step. `after` names siblings by id or slug, or steps."""

    id: str
    title: str
    by: date | None = None
    effort: Effort | None = None
    after: tuple[After, ...] = ()


class Money(NamedTuple):
    """An amount in a currency (ISO 4217 code)."""

    amount: Decimal
    currency: str


@dataclass(frozen=True, slots=True)
class Step:
    """One station of the plan. `load` is in parts a week, `reimbursed` in percent of the cost."""

    id: str
    title: str
    extent: Extent = None
    kind: StepKind | None = None
    load: int | None = None
    after: tuple[After | AnyOf, ...] = ()
    before: tuple[str, ...] = ()
    not_before: date | None = None
    by: date | None = None
    goals: Goals | None = None
    tasks: tuple[Task, ...] = ()
    closes: tuple[str, ...] = ()
    cost: Money | None = None
    reimbursed: int = 0
    priority: Priority = Priority.NORMAL
    url: str | None = None
    note: str | None = None
    sync: bool = True


class Missed(NamedTuple):
    """Trigger `STEP missed`: its deadline passed and it isn't done."""

    step: str


class Slips(NamedTuple):
    """Trigger `TRACK slips 9 months`, measured against the baseline."""

    track: str
    length: Length


class ChanceBelow(NamedTuple):
    """Trigger `chance below 50%` of reaching the goal in time."""

    percent: int


class Reported(NamedTuple):
    """Trigger by an event that the person reports, such as `layoff`."""

    word: str


Trigger: TypeAlias = Missed | Slips | ChanceBelow | Reported


@dataclass(frozen=True, slots=True)
class Track:
    """A line through the steps. `path`: each step follows the one before it; else `after` rules."""

    name: str
    steps: tuple[str, ...]
    path: bool = True
    use_when: tuple[Trigger, ...] = ()


class Gap(NamedTuple):
    """What lies between the present and the goal."""

    id: str
    text: str
    have: str | None = None
    want: str | None = None


class Window(NamedTuple):
    """The named steps must all end within the span, counted from the first of them to end."""

    id: str
    steps: tuple[str, ...]
    within: Length


class Review(NamedTuple):
    """A recurring look at the plan, named as in the file.

    Exactly one rhythm is given: `weekday` alone (weekly), `weekday` with `ordinal` 1 to 5 or -1
    (monthly; -1 is the last), or `every` from `first`. `at` is a time of day in the plan's zone.
    Weekdays count from Monday = 0.
    """

    name: str
    weekday: int | None = None
    ordinal: int | None = None
    every: Length | None = None
    first: date | None = None
    at: time | None = None


class Now(NamedTuple):
    """What the person has now."""

    role: str
    since: date | None = None


class Goal(NamedTuple):
    """What the person wants; `by` is the last acceptable day."""

    role: str
    by: date | None = None
    requires: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """A whole plan file. Mappings are read-only and keep the order of the file.

    `time` holds the parts that each weekday can give, Monday first; None when no time is given.
    `tracks` is never empty after reading: a file without tracks has one set track `main`.
    """

    id: str
    title: str
    steps: Mapping[str, Step]
    tracks: Mapping[str, Track] = field(default_factory=lambda: MappingProxyType({}))
    start: date | None = None
    timezone: str | None = None
    time: tuple[int, ...] | None = None
    away: tuple[DateRange, ...] = ()
    holidays: str | None = None
    now: Now | None = None
    goal: Goal | None = None
    gaps: Mapping[str, Gap] = field(default_factory=lambda: MappingProxyType({}))
    windows: Mapping[str, Window] = field(default_factory=lambda: MappingProxyType({}))
    reviews: tuple[Review, ...] = ()

    @property
    def main_track(self) -> Track:
        """The track to follow until the person chooses another: `main`, else the first one that
        isn't a backup, else the first.
        """
        tracks = self.tracks
        named = tracks.get("main")
        return named or next((t for t in tracks.values() if not t.use_when), next(iter(tracks.values())))
