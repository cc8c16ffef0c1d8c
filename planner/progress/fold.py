"""The fold: what the recorded facts add up to. Later facts win over earlier ones."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import TypeVar

from planner.plan.civil import DateRange
from planner.progress.facts import (
    Adopted,
    Appeared,
    BaselineSet,
    Begun,
    Completed,
    Dismissed,
    Dropped,
    Entry,
    Event,
    Fact,
    ItemFact,
    Noted,
    Paused,
    Pinned,
    PlanFact,
    Progressed,
    Published,
    Reopened,
    Slipped,
    Started,
    TheirsFact,
    TrackChosen,
    Undone,
    Unpinned,
    Vanished,
)
from planner.progress.undo import in_force
from planner.progress.values import Choice, Progress, Slip, Theirs, Told

K = TypeVar("K")
V = TypeVar("V")


@dataclass(slots=True)
class _Draft:
    """Progress while it is being added up."""

    begun: date | None = None
    done: dict[str, date] = field(default_factory=dict)
    started: dict[str, date] = field(default_factory=dict)
    slipped: dict[str, Slip] = field(default_factory=dict)
    pinned: dict[str, date] = field(default_factory=dict)
    dropped: dict[str, date] = field(default_factory=dict)
    spent: dict[str, int] = field(default_factory=dict)
    percent: dict[str, int] = field(default_factory=dict)
    reopened: dict[str, date] = field(default_factory=dict)
    dismissed: dict[str, frozenset[str]] = field(default_factory=dict)
    theirs: dict[tuple[str, str], Theirs] = field(default_factory=dict)
    adopted: dict[tuple[str, str], Theirs] = field(default_factory=dict)
    pauses: list[DateRange] = field(default_factory=list)
    events: dict[str, date] = field(default_factory=dict)
    track: str | None = None
    choices: list[Choice] = field(default_factory=list)
    baseline: dict[str, date] = field(default_factory=dict)
    baseline_on: date | None = None
    told: dict[str, Told] = field(default_factory=dict)


def fold(entries: Iterable[Entry]) -> Progress:
    """Progress after all entries, in their order; what was undone doesn't count."""
    draft = _Draft()
    for entry in in_force(entries):
        _add(draft, entry.fact)
    return Progress(
        begun=draft.begun,
        done=_frozen(draft.done),
        started=_frozen(draft.started),
        slipped=_frozen(draft.slipped),
        pinned=_frozen(draft.pinned),
        dropped=_frozen(draft.dropped),
        spent=_frozen(draft.spent),
        percent=_frozen(draft.percent),
        reopened=_frozen(draft.reopened),
        dismissed=_frozen(draft.dismissed),
        theirs=tuple(draft.theirs.values()),
        adopted=_frozen(draft.adopted),
        pauses=tuple(draft.pauses),
        events=_frozen(draft.events),
        track=draft.track,
        choices=tuple(draft.choices),
        baseline=_frozen(draft.baseline),
        baseline_on=draft.baseline_on,
        told=_frozen(draft.told),
    )


def _frozen(mapping: dict[K, V]) -> Mapping[K, V]:
    return MappingProxyType(mapping)


def _add(draft: _Draft, fact: Fact) -> None:
    if isinstance(fact, PlanFact):
        _add_to_plan(draft, fact)
    elif isinstance(fact, TheirsFact):
        _add_theirs(draft, fact)
    else:
        _add_to_item(draft, fact)


def _add_to_plan(draft: _Draft, fact: PlanFact) -> None:
    match fact:
        case Begun(on):
            draft.begun = on
        case TrackChosen(track, on):  # an answer to what was reported before
            draft.track = track
            draft.choices.append(Choice(track, on))
            draft.events.clear()
        case Event(word, on):
            draft.events[word] = on
        case Paused(first, last):
            draft.pauses.append(DateRange(first, last))
        case BaselineSet(on, dues):
            draft.baseline_on, draft.baseline = on, dict(dues)
        case Published():
            draft.told.update(news(draft.told, fact))
        case Noted(_, _, item, parts):
            _spend(draft, item, parts)
        case Undone():
            pass  # it had its effect in `in_force`


def news(told: Mapping[str, Told], fact: Published) -> dict[str, Told]:
    """What items are told by this that were told otherwise, or nothing, before."""
    overdue = frozenset(fact.overdue)
    return {
        item: Told(
            due,
            fact.starts.get(item),
            fact.reasons.get(item, ""),
            told[item].overdue + 1 if item in overdue and item in told else 0,
        )
        for item, due in fact.dues.items()
    }


def _add_theirs(draft: _Draft, fact: TheirsFact) -> None:
    match fact:
        case Appeared(item, target, href, title, due, done):
            draft.theirs[target, href] = Theirs(target, href, item, title, due, done)
        case Vanished(target, href):
            draft.theirs.pop((target, href), None)
        case Adopted(item, target, href):
            if (task := draft.theirs.pop((target, href), None)) is not None:
                draft.adopted[target, item] = task


def _add_to_item(draft: _Draft, fact: ItemFact) -> None:
    item = fact.item
    if item in draft.told and not isinstance(fact, Dismissed):
        # Their word on it: what moved by itself before counts no more.
        draft.told[item] = draft.told[item]._replace(overdue=0)
    match fact:
        case Completed() | Reopened() | Dropped():
            _end(draft, fact)
        case Started(_, on):
            draft.started[item] = on
        case Progressed(_, parts, percent):
            _spend(draft, item, parts)
            if percent is not None:
                draft.percent[item] = percent
        case Pinned(_, to):
            draft.pinned[item] = to
        case Unpinned():
            draft.pinned.pop(item, None)
        case Slipped(_, to, start):
            draft.slipped[item] = Slip(to, start)
        case Dismissed(_, target):
            draft.dismissed[target] = draft.dismissed.get(target, frozenset()) | {item}


def _end(draft: _Draft, fact: Completed | Reopened | Dropped) -> None:
    """Done, dropped and reopened exclude each other. What is done stays done when it's dropped."""
    if isinstance(fact, Dropped) and fact.item in draft.done:
        return
    for other in (draft.done, draft.reopened, draft.dropped):
        other.pop(fact.item, None)
    match fact:
        case Completed(item, on):
            draft.done[item] = on
        case Reopened(item, on):
            draft.reopened[item] = on
        case Dropped(item, on):
            draft.dropped[item] = on


def _spend(draft: _Draft, item: str | None, parts: int | None) -> None:
    if item is not None and parts is not None:
        draft.spent[item] = draft.spent.get(item, 0) + parts
