"""What a person says with a command, as facts and words: one way for the command and for `what-if` alike.

Nothing is recorded here. Each function raises UsageError for what can't be said.
"""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from planner.cli.acts import day_of, item_of, not_a_deadline, not_in_future
from planner.cli.session import Session
from planner.engine.triggers import awaited
from planner.engine.values import ItemKind, Schedule, Scheduled, Shape, State
from planner.errors import UsageError
from planner.plan.civil import in_words
from planner.plan.words import WordError, parse_range
from planner.progress.facts import (
    Completed,
    Dropped,
    Event,
    Fact,
    Paused,
    Pinned,
    Reopened,
    Started,
    TrackChosen,
    Unpinned,
)


class Statement(NamedTuple):
    """The facts, the id that they are about, how they are told, and what `--json` has beside.

    Without facts there is nothing to record, and `said` tells why.
    """

    about: str
    facts: tuple[Fact, ...]
    said: str
    more: Mapping[str, object]


def done(run: Session, name: str, day: str | None) -> Statement:
    """Something is done."""
    item = item_of(run, name)
    not_a_deadline(item)
    on = _day(run, day)
    if (known := run.progress.done.get(item.id)) is not None:
        return _nothing(item, f"{item.title} was done on {in_words(known)} already.")
    return _of(item, Completed(item.id, on), f"Done on {in_words(on)}: {item.title}", on=str(on))


def undone(run: Session, name: str) -> Statement:
    """Something isn't done after all, or is taken up again."""
    item = item_of(run, name)
    not_a_deadline(item)
    if item.state not in {State.DONE, State.DROPPED}:
        return _nothing(item, f"{item.title} is open.")
    return _of(item, Reopened(item.id, run.today), f"Open again: {item.title}")


def started(run: Session, name: str, day: str | None) -> Statement:
    """A step has begun."""
    item = item_of(run, name)
    if item.kind is not ItemKind.STEP:
        raise UsageError(f"{item.id} is no step", f"Name the step: {item.step}" if item.step else "")
    on = _day(run, day)
    _still_open(item)
    return _of(item, Started(item.id, on), f"Begun on {in_words(on)}: {item.title}", on=str(on))


def dropped(run: Session, name: str) -> Statement:
    """Something is let go."""
    item = item_of(run, name)
    not_a_deadline(item)
    _still_open(item)
    return _of(item, Dropped(item.id, run.today), f"Dropped: {item.title}")


def pinned(run: Session, name: str, day: str) -> Statement:
    """Something is due on a day that the person fixes."""
    item = item_of(run, name)
    to = day_of(day)
    _still_open(item)
    return _of(item, Pinned(item.id, to), f"Pinned to {in_words(to)}: {item.title}", to=str(to))


def unpinned(run: Session, name: str) -> Statement:
    """A pinned item may move again."""
    item = item_of(run, name)
    if item.id not in run.progress.pinned:
        return _nothing(item, f"{item.title} isn't pinned.")
    return _of(item, Unpinned(item.id), f"No longer pinned: {item.title}")


def paused(days: str) -> Statement:
    """Nothing is done from one day to another."""
    try:
        found = parse_range(days)
    except WordError as error:
        raise UsageError(error.message, error.remedy) from None
    said = f"Paused from {in_words(found.first)} to {in_words(found.last)}"
    more = {"from": str(found.first), "to": str(found.last)}
    return Statement("", (Paused(found.first, found.last),), said, more)


def reported(run: Session, word: str, day: str | None) -> Statement:
    """Something happened that a trigger may wait for."""
    from planner.plan.phrases import identifier

    try:
        known = identifier(word)
    except WordError as error:
        raise UsageError(error.message, "Use one word, such as layoff.") from None
    on = _day(run, day)
    return Statement(known, (Event(known, on),), f"Reported for {in_words(on)}: {known}", {"on": str(on)})


def chosen(run: Session, track: str) -> Statement:
    """A track is followed from now on. Staying on the one that is answers what was reported."""
    followed = run.schedule.track
    if track not in run.plan.tracks:
        from difflib import get_close_matches

        near = get_close_matches(track, run.plan.tracks, n=1)
        remedy = f"Did you mean {near[0]}?" if near else f"This plan has: {', '.join(run.plan.tracks)}."
        raise UsageError(f'there is no track "{track}"', remedy)
    fact = TrackChosen(track, run.today)
    if track != followed:
        facts: tuple[Fact, ...] = (*_full_gates(run, run.after([fact])), fact)
        return Statement(track, facts, f"Switch from {followed} to {track}", {})
    if answered := [word for word in awaited(run.plan) if word in run.progress.events]:
        said = f"You stay on {track}. That answers: {', '.join(answered)}."
        return Statement(track, (fact,), said, {})
    return Statement(track, (), f"You follow {track} already.", {})


def _full_gates(run: Session, after: Schedule) -> list[Completed]:
    """Gates that were full by themselves and leave: put on record, since nothing will tell it any more."""
    return [
        Completed(item.id, item.done_at)
        for item in run.schedule.steps.values()
        if item.shape is Shape.GATE
        and item.done_at is not None
        and item.id not in run.progress.done
        and item.id not in after.steps
    ]


def _of(item: Scheduled, fact: Fact, said: str, **more: object) -> Statement:
    return Statement(item.id, (fact,), said, more)


def _nothing(item: Scheduled, said: str) -> Statement:
    return Statement(item.id, (), said, {})


def _day(run: Session, word: str | None) -> date:
    return run.today if word is None else not_in_future(run, day_of(word))


def _still_open(item: Scheduled) -> None:
    """Raise UsageError for what is done: its dates are history."""
    if item.state is State.DONE:
        raise UsageError(f"{item.id} is done; its date is history", f"If it isn't: planner undone {item.id}")
