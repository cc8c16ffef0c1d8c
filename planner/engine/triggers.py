"""Backup tracks: which are worth a look today, and why. A trigger proposes a track; it never chooses one."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import NamedTuple

from planner.engine.values import Forecast, Schedule, State
from planner.plan.civil import add, days_in_words, in_words
from planner.plan.identity import deadline_id
from planner.plan.model import ChanceBelow, Missed, Plan, Reported, Slips, Trigger
from planner.progress.values import Progress


class Fired(NamedTuple):
    """A trigger that holds today: why, in words, and the first day on which it did (None: not known)."""

    trigger: Trigger
    because: str
    since: date | None = None


class Proposal(NamedTuple):
    """A track that is proposed, with all that speaks for a look at it."""

    track: str
    fired: tuple[Fired, ...]

    @property
    def since(self) -> date | None:
        """The first day on which it was proposed, as far as that is known."""
        return min((one.since for one in self.fired if one.since is not None), default=None)


def fired(plan: Plan, progress: Progress, schedule: Schedule, forecast: Forecast) -> tuple[Proposal, ...]:
    """The tracks that are proposed on the day of `schedule`, in the order of the plan file.

    `schedule` and `forecast` are those of the track that is followed, which is never proposed itself.
    """
    proposals = (
        Proposal(track.name, tuple(_holding(track.use_when, progress, schedule, forecast, plan)))
        for track in plan.tracks.values()
        if track.name != schedule.track
    )
    return tuple(proposal for proposal in proposals if proposal.fired)


def awaited(plan: Plan) -> Mapping[str, tuple[str, ...]]:
    """The words for events that triggers wait for, each with its tracks, in the order of the plan file."""
    found: dict[str, tuple[str, ...]] = {}
    for track in plan.tracks.values():
        for trigger in track.use_when:
            if isinstance(trigger, Reported):
                found[trigger.word] = (*found.get(trigger.word, ()), track.name)
    return found


def _holding(
    triggers: tuple[Trigger, ...], progress: Progress, schedule: Schedule, forecast: Forecast, plan: Plan
) -> list[Fired]:
    found = []
    for trigger in triggers:
        match trigger:
            case Missed():
                held = _missed(trigger, plan, progress, schedule)
            case Slips():
                held = _slips(trigger, progress, schedule)
            case ChanceBelow():
                held = _chance(trigger, forecast)
            case Reported(word):
                on = progress.events.get(word)
                held = None if on is None else Fired(trigger, f"{word} on {in_words(on)}", on)
        if held is not None:
            found.append(held)
    return found


def _missed(trigger: Missed, plan: Plan, progress: Progress, schedule: Schedule) -> Fired | None:
    """What isn't done when its deadline is over, or was dropped. What nobody was to do can't be missed."""
    name = trigger.step
    item = schedule.steps.get(name)
    if item is None or item.state is State.DONE:
        return None
    by = progress.pinned.get(deadline_id(name), plan.steps[name].by)
    over = by + timedelta(days=1) if by is not None and by < schedule.today else None
    dropped = progress.dropped.get(name)
    if dropped is not None:
        since = dropped if over is None else min(dropped, over)
        return Fired(trigger, f"{name} was dropped on {in_words(dropped)}", since)
    if by is None or over is None:
        return None
    return Fired(trigger, f"{name} isn't done, and its deadline was {in_words(by)}", over)


def _slips(trigger: Slips, progress: Progress, schedule: Schedule) -> Fired | None:
    """The track lands later than was agreed on, by more than the length."""
    if trigger.track != schedule.track:
        return None
    agreed = max(
        (
            progress.baseline[name]
            for name, item in schedule.steps.items()
            if name in progress.baseline
            and name not in schedule.alongside
            and item.state is not State.DROPPED
        ),
        default=None,
    )
    if agreed is None:
        return None
    try:
        last = add(agreed, trigger.length)
    except OverflowError:  # that far ahead, nothing is late
        return None
    if schedule.finish <= last:
        return None
    late = days_in_words((schedule.finish - agreed).days)
    because = f"{trigger.track} lands {late} after the {in_words(agreed)} that was agreed on"
    return Fired(trigger, because)


def _chance(trigger: ChanceBelow, forecast: Forecast) -> Fired | None:
    if forecast.chance is None or forecast.chance * 100 >= trigger.percent:
        return None
    because = f"the chance to reach the goal in time is {int(forecast.chance * 100)} %"
    return Fired(trigger, because)
