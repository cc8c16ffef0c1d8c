"""Progress: what the facts add up to at one moment. The engine reads it, it never writes it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import NamedTuple

from planner.plan.civil import DateRange


def _nothing() -> MappingProxyType[str, date]:
    return MappingProxyType({})


class Slip(NamedTuple):
    """Said late: it will not be done before `to`; `start`, if it had not begun, moved along."""

    to: date
    start: date | None = None


class Choice(NamedTuple):
    """A track that was chosen, and when; None: not known."""

    track: str
    on: date | None


class Theirs(NamedTuple):
    """A task that a person put under an item (`parent`) at a target, where it goes by `href`."""

    target: str
    href: str
    parent: str
    title: str
    due: date | None
    done: bool


class Told(NamedTuple):
    """What calendars and task lists were told of an item: its `due`, the `start` of a span, and the reason of
    its last move. `overdue` is how often it moved for being overdue since the person last spoke of it.
    """

    due: date
    start: date | None = None
    reason: str = ""
    overdue: int = 0


@dataclass(frozen=True, slots=True)
class Progress:
    """The fold of the facts. Keys are item ids (`step`, `step/task`, `habit@2027-02-13`).

    `spent` is in parts (1/420 hour), `percent` is how much a person said is done. `baseline` maps
    item ids to the due that was accepted on `baseline_on`. `begun` is the first day of a plan that
    names no `start`. `dismissed` maps a target to the items that a person deleted there. `theirs` are
    tasks that a person added at a target, in the order in which they came; `adopted` are those that have
    become an item of the plan, by target and item id. `events` are those reported since a track was last
    chosen: a choice answers all before it. `track` is the last of `choices`. `told` is what was published, by
    item id.
    """

    begun: date | None = None
    done: Mapping[str, date] = field(default_factory=_nothing)
    started: Mapping[str, date] = field(default_factory=_nothing)
    slipped: Mapping[str, Slip] = field(default_factory=lambda: MappingProxyType({}))
    pinned: Mapping[str, date] = field(default_factory=_nothing)
    dropped: Mapping[str, date] = field(default_factory=_nothing)
    spent: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    percent: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    reopened: Mapping[str, date] = field(default_factory=_nothing)
    dismissed: Mapping[str, frozenset[str]] = field(default_factory=lambda: MappingProxyType({}))
    theirs: tuple[Theirs, ...] = ()
    adopted: Mapping[tuple[str, str], Theirs] = field(default_factory=lambda: MappingProxyType({}))
    pauses: tuple[DateRange, ...] = ()
    events: Mapping[str, date] = field(default_factory=_nothing)
    track: str | None = None
    choices: tuple[Choice, ...] = ()
    baseline: Mapping[str, date] = field(default_factory=_nothing)
    baseline_on: date | None = None
    told: Mapping[str, Told] = field(default_factory=lambda: MappingProxyType({}))
