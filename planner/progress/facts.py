"""Facts: what happened or was decided, one immutable value each. Nothing recorded is ever removed.

`item` is an item id (`step`, `step/task`, `habit@2027-02-13`), `on` a civil date, `parts` are
1/420 hours. What the facts add up to is `planner.progress.fold`.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from types import MappingProxyType
from typing import TypeAlias

from planner.errors import StoreDamaged
from planner.plan.civil import in_words
from planner.plan.model import PARTS_PER_HOUR
from planner.progress.canonical import from_plain, to_plain, to_text

COMMAND, ITSELF = "command", "sync"
"""The sources of what a person typed, and of what planner noted by itself; every other source is the name of
a target, where a person did something.
"""


@dataclass(frozen=True, slots=True)
class Begun:
    """The first day of a plan that names none."""

    on: date


@dataclass(frozen=True, slots=True)
class Started:
    """Work on the item began."""

    item: str
    on: date


@dataclass(frozen=True, slots=True)
class Completed:
    """The item is done."""

    item: str
    on: date


@dataclass(frozen=True, slots=True)
class Reopened:
    """The item is not done (nor dropped) after all."""

    item: str
    on: date


@dataclass(frozen=True, slots=True)
class Progressed:
    """How far the item is: further `parts` of work spent on it, or the `percent` reached."""

    item: str
    parts: int | None = None
    percent: int | None = None


@dataclass(frozen=True, slots=True)
class Pinned:
    """A person wants the item on this day."""

    item: str
    to: date


@dataclass(frozen=True, slots=True)
class Unpinned:
    """The item's day is planner's to choose again."""

    item: str


@dataclass(frozen=True, slots=True)
class Dropped:
    """The item is not going to be done."""

    item: str
    on: date


@dataclass(frozen=True, slots=True)
class Dismissed:
    """A person deleted the item in one target; it stays away from there only."""

    item: str
    target: str


@dataclass(frozen=True, slots=True)
class Appeared:
    """A person put a task of their own under the item, at a target; again when they changed it."""

    item: str
    target: str
    href: str
    title: str
    due: date | None = None
    done: bool = False


@dataclass(frozen=True, slots=True)
class Vanished:
    """Such a task isn't there any more."""

    target: str
    href: str


@dataclass(frozen=True, slots=True)
class Adopted:
    """Such a task is this item of the plan from now on."""

    item: str
    target: str
    href: str


@dataclass(frozen=True, slots=True)
class Slipped:
    """Said late: the item will not be done before `to`, nor begun before `start`."""

    item: str
    to: date
    start: date | None = None


@dataclass(frozen=True, slots=True)
class TrackChosen:
    """The track to follow from now on, chosen on that day."""

    track: str
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """Something that a plan's triggers may wait for, such as `layoff`."""

    word: str
    on: date


@dataclass(frozen=True, slots=True)
class Paused:
    """Days, first and last inclusive, on which nothing is done."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class BaselineSet:
    """The due of each item as the person accepted it on that day."""

    on: date
    dues: Mapping[str, date]


@dataclass(frozen=True, slots=True)
class Published:
    """Calendars and task lists are told these dues from now on, by item id, and these starts of spans.

    `reasons` say why an item moved, `overdue` names those that moved because their day had passed.
    """

    on: date
    dues: Mapping[str, date]
    starts: Mapping[str, date] = field(default_factory=lambda: MappingProxyType({}))
    reasons: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    overdue: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Noted:
    """A line in the log; its `parts`, if any, were spent on the item."""

    text: str
    on: date
    item: str | None = None
    parts: int | None = None


@dataclass(frozen=True, slots=True)
class Undone:
    """A change that no longer counts. It may itself be undone, and then the change counts again."""

    change: int


ItemFact: TypeAlias = (
    Started | Completed | Reopened | Progressed | Pinned | Unpinned | Dropped | Dismissed | Slipped
)
TheirsFact: TypeAlias = Appeared | Vanished | Adopted
PlanFact: TypeAlias = Begun | TrackChosen | Event | Paused | BaselineSet | Published | Noted | Undone
Fact: TypeAlias = ItemFact | TheirsFact | PlanFact


@dataclass(frozen=True, slots=True)
class Entry:
    """A fact as recorded: in which order, with which change, when it was learnt (UTC), from where.

    All facts of one command or of one pull share a change; undo takes back whole changes.
    """

    seq: int
    change: int
    at: datetime
    source: str
    fact: Fact


def appended(entries: Sequence[Entry], facts: Iterable[Fact], source: str, at: datetime) -> tuple[Entry, ...]:
    """Facts as they would be recorded behind these entries, as one change."""
    seq = entries[-1].seq if entries else 0
    change = max((entry.change for entry in entries), default=0) + 1
    return tuple(Entry(seq + number, change, at, source, fact) for number, fact in enumerate(facts, 1))


# The names in the database, for ever: a class may be renamed, its word here may not.
_CLASSES: Mapping[str, type[Fact]] = {
    "begun": Begun,
    "started": Started,
    "completed": Completed,
    "reopened": Reopened,
    "progressed": Progressed,
    "pinned": Pinned,
    "unpinned": Unpinned,
    "dropped": Dropped,
    "dismissed": Dismissed,
    "appeared": Appeared,
    "vanished": Vanished,
    "adopted": Adopted,
    "slipped": Slipped,
    "track": TrackChosen,
    "event": Event,
    "paused": Paused,
    "baseline": BaselineSet,
    "published": Published,
    "noted": Noted,
    "undone": Undone,
}
_KINDS: Mapping[type[Fact], str] = {kind: name for name, kind in _CLASSES.items()}

_SENTENCES: Mapping[type[Fact], str] = {
    Begun: "plan begun on {on}",
    Started: "{item} started on {on}",
    Completed: "{item} done on {on}",
    Reopened: "{item} reopened on {on}",
    Pinned: "{item} pinned to {to}",
    Unpinned: "{item} unpinned",
    Dropped: "{item} dropped on {on}",
    Dismissed: "{item} deleted in {target}",
    Appeared: "{title!r} added under {item} in {target}",
    Vanished: "a task of yours removed in {target}",
    Adopted: "a task of yours in {target} is {item} now",
    TrackChosen: "track {track} chosen",
    Event: "{word} on {on}",
    Paused: "pause from {first} to {last}",
    Undone: "change {change} taken back",
}


def encode(fact: Fact) -> str:
    """The fact as canonical JSON with its kind."""
    plain = to_plain(fact)
    return to_text({"kind": _KINDS[type(fact)], **(plain if isinstance(plain, dict) else {})})


def decode(text: str) -> Fact:
    """The fact of which `encode` made the text. Raises StoreDamaged for anything else."""
    try:
        plain = json.loads(text)
        kind = str(plain.pop("kind"))
    except (ValueError, AttributeError, KeyError, TypeError) as error:
        raise StoreDamaged("The state database holds a fact that can't be read.") from error
    if kind not in _CLASSES:
        raise StoreDamaged(
            f"The state database holds a fact of a kind that this version doesn't know: {kind!r}.",
            "Use the version of planner that wrote it, or a newer one.",
        )
    try:
        return from_plain(_CLASSES[kind], plain)
    except ValueError as error:
        raise StoreDamaged(
            f"The state database holds a {kind!r} fact that can't be read: {error}."
        ) from error


def describe(fact: Fact) -> str:
    """The fact in a few words for people, such as `ma-certificate done on 4 Jan 2028`."""
    match fact:
        case Progressed(item, None, percent):
            return f"{item} {percent} % done"
        case Progressed(item, parts, percent):
            reached = "" if percent is None else f", {percent} % done"
            return f"{_hours(parts or 0)} of work on {item}{reached}"
        case Slipped(item, to, start):
            begin = "" if start is None else f", starting on {in_words(start)}"
            return f"{item} late, to {in_words(to)}{begin}"
        case BaselineSet(on, dues):
            return f"baseline of {len(dues)} {'date' if len(dues) == 1 else 'dates'} set on {in_words(on)}"
        case Published(on, dues):
            why = next(iter(fact.reasons.values()), "")
            count = f"{len(dues)} {'date' if len(dues) == 1 else 'dates'}"
            return f"{count} published on {in_words(on)}{why and f': {why}'}"
        case Noted(text, on, item, parts):
            spent = "" if parts is None else f" ({_hours(parts)})"
            return f"{in_words(on)}{'' if item is None else f', {item}'}: {text}{spent}"
    values = {field.name: getattr(fact, field.name) for field in fields(fact)}
    words = {name: in_words(value) if isinstance(value, date) else value for name, value in values.items()}
    return _SENTENCES[type(fact)].format(**words)


def _hours(parts: int) -> str:
    return f"{round(parts / PARTS_PER_HOUR, 2):g} h"
