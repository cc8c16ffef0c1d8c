"""A person's word: facts that they say, and what calendars are told because of them, as one change.

The plan is made with the word and without it, and only what differs is told.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime

from planner.engine.publish import Shift, between, day_to_tell, published, tellable, untold
from planner.engine.values import Schedule
from planner.plan.identity import step_of
from planner.progress.facts import (
    COMMAND,
    Completed,
    Dismissed,
    Entry,
    Fact,
    ItemFact,
    Noted,
    Progressed,
    Published,
    TrackChosen,
    Undone,
    appended,
    describe,
)
from planner.progress.fold import fold
from planner.progress.values import Progress

_REPORTS = (Completed, Progressed, Noted, Dismissed)


def with_what_moves(
    planned: Callable[[Progress], Schedule],
    entries: Sequence[Entry],
    facts: tuple[Fact, ...],
    at: datetime,
    today: date,
) -> tuple[Fact, ...]:
    """The facts of a word said on a day, and the one of what it moves, when it moves anything: nothing moves
    before calendars were told anything. `planned` is the engine with plan and that day filled in.
    """
    before, after = fold(entries), fold((*entries, *appended(entries, facts, COMMAND, at)))
    if not after.told or any(isinstance(fact, Published) for fact in facts):
        return facts
    undone = min((fact.change for fact in facts if isinstance(fact, Undone)), default=None)
    if undone is None:
        shifts = by_word(planned, before, after, facts)
    else:
        earlier = fold(entry for entry in entries if entry.change < undone)
        shifts = taken_back(planned, before, after, earlier)
    fact = published(today, shifts)
    return facts if fact is None else (*facts, fact)


def by_word(
    planned: Callable[[Progress], Schedule], before: Progress, after: Progress, facts: Sequence[Fact]
) -> tuple[Shift, ...]:
    """What a person's word moves: `facts` made `after` of the progress `before`.

    What they speak of, a step with its goals and tasks, takes its day in the plan; what it pushes later moves
    just so far; what it lets come earlier stays, since nobody asked for that. Another track asks for
    everything. A report of what was done moves no more than time does, at the next sync.
    """
    if all(isinstance(fact, _REPORTS) for fact in facts):
        return ()
    if any(isinstance(fact, TrackChosen) for fact in facts):
        return between(planned(untold(before)), planned(untold(after)), after, _said(facts))
    named = {fact.item for fact in facts if isinstance(fact, ItemFact) and not isinstance(fact, _REPORTS)}
    old = {item.id: item for item in planned(before).items}
    told = {name: known for name, known in after.told.items() if not named & {name, step_of(name)}}
    new = planned(replace(after, told=told))
    shifts = []
    for item in tellable(new):
        was, known = old.get(item.id), after.told.get(item.id)
        if known is None or item.told is None:
            day = day_to_tell(new, item)
        elif was is not None and item.due > was.due:
            day = max(known.due, item.due)
        else:
            continue
        if known is None or day != known.due:
            shifts.append(Shift(item, known.due if known else None, day, _said(facts)))
    return tuple(shifts)


def taken_back(
    planned: Callable[[Progress], Schedule], before: Progress, after: Progress, earlier: Progress
) -> tuple[Shift, ...]:
    """What moves when a change is taken back that had led from `earlier` to `before`: whatever it had moved
    goes to where it was shown then, and all else stays as it is shown now.
    """
    known = {item.id: item.due for item in planned(untold(before)).items}
    new = planned(untold(after))
    shifts = []
    for item in tellable(new):
        was, told = earlier.told.get(item.id), after.told.get(item.id)
        if told is not None and (known.get(item.id) == item.due or was is None):
            continue
        day = was.due if was is not None else day_to_tell(new, item)
        if told is None or told.due != day:
            start = None if was is None else was.start
            reason = "" if was is None else was.reason
            shifts.append(Shift(item, told.due if told else None, day, reason, start=start))
    return tuple(shifts)


def _said(facts: Sequence[Fact]) -> str:
    return "; ".join(describe(fact) for fact in facts)
