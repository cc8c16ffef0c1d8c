"""Which steps take part along a track, in an order in which each follows what it waits for."""

from collections.abc import Container, Iterable, Mapping
from datetime import date
from graphlib import CycleError, TopologicalSorter

from planner.engine.node import Wait
from planner.errors import PlanInvalid, UsageError
from planner.plan.model import AnyOf, Plan, Step, Track
from planner.progress.values import Choice, Progress

Waits = Mapping[str, tuple[Wait, ...]]
Options = Mapping[str, tuple[tuple[Wait, ...], ...]]


def track_of(plan: Plan, progress: Progress, name: str | None) -> Track:
    """The track asked for, else the one the person chose, else the plan's main track.

    Raises UsageError for a track that isn't in the plan.
    """
    if name is None:
        return plan.tracks.get(progress.track or "", plan.main_track)
    if name not in plan.tracks:
        raise UsageError(f'there is no track "{name}"', f"This plan has: {', '.join(plan.tracks)}.")
    return plan.tracks[name]


def waits_of(plan: Plan, track: Track) -> tuple[Waits, Options]:
    """What each step waits for along a track: `after`, others' `before`, and the track's own order."""
    waits: dict[str, dict[Wait, None]] = {name: {} for name in plan.steps}
    options: dict[str, list[tuple[Wait, ...]]] = {}
    for step in plan.steps.values():
        for rule in step.after:
            if isinstance(rule, AnyOf):
                group = tuple(Wait(option.id, option.lag) for option in rule.options)
                options.setdefault(step.id, []).append(group)
            else:
                waits[step.id][Wait(rule.id, rule.lag)] = None
        for follower in step.before:
            waits[follower][Wait(step.id)] = None
    if track.path:
        for before, after in zip(track.steps, track.steps[1:], strict=False):
            waits[after][Wait(before)] = None
    return (
        {name: tuple(before) for name, before in waits.items()},
        {name: tuple(groups) for name, groups in options.items()},
    )


def reached(starts: Iterable[str], waits: Waits, options: Options) -> set[str]:
    """The steps named and all that they need, alternatives included."""
    found = set(starts)
    stack = sorted(found)
    while stack:
        name = stack.pop()
        needed = [wait.before for wait in waits[name]]
        needed += [option.before for group in options.get(name, ()) for option in group]
        for before in needed:
            if before not in found:
                found.add(before)
                stack.append(before)
    return found


def joined(plan: Plan, progress: Progress, track: Track, today: date) -> dict[str, date]:
    """The day on which each step of a track came in, where that was by a choice of a track.

    A track that isn't followed counts as chosen today. What has been followed all along isn't in it, nor
    what was chosen on a day that isn't known.
    """
    choices = list(progress.choices)
    if track.name != track_of(plan, progress, None).name:
        choices.append(Choice(track.name, today))
    if not choices:
        return {}
    since: dict[str, date | None] = dict.fromkeys(_steps_of(plan, plan.main_track))
    for choice in choices:
        line = plan.tracks.get(choice.track, plan.main_track)
        since = {name: since.get(name, choice.on) for name in _steps_of(plan, line)}
    return {name: on for name, on in since.items() if on is not None}


def _steps_of(plan: Plan, track: Track) -> list[str]:
    """The steps that a track reaches, in the plan's order."""
    found = reached(track.steps, *waits_of(plan, track))
    return [name for name in plan.steps if name in found]


def alongside(plan: Plan) -> list[str]:
    """The steps that no track reaches, in the plan's order: they run whatever the track."""
    on_track: set[str] = set()
    for track in plan.tracks.values():
        on_track |= reached(track.steps, *waits_of(plan, track))
    return [name for name in plan.steps if name not in on_track]


def participants(
    plan: Plan, track: Track, waits: Waits, options: Options, done: Container[str]
) -> tuple[set[str], set[str]]:
    """(steps that the track reaches, steps alongside that can take part too).

    A step alongside that waits for a step of another track takes part only when that track does, or
    when it is `done` already.
    """
    on_track = reached(track.steps, waits, options)
    beside = alongside(plan)
    out: set[str] = set()
    while True:
        allowed = (on_track | set(beside)) - out
        open_ = (name for name in beside if name not in out and name not in done)
        held = {name for name in open_ if _lacks(name, waits, options, allowed)}
        if not held:
            return on_track, set(beside) - out
        out |= held


def _lacks(name: str, waits: Waits, options: Options, allowed: set[str]) -> bool:
    """Whether something that a step can't do without isn't there."""
    return any(wait.before not in allowed for wait in waits[name]) or any(
        all(option.before not in allowed for option in group) for group in options.get(name, ())
    )


def in_order(names: set[str], waits: Waits, options: Options, steps: Mapping[str, Step]) -> list[str]:
    """The named steps, each behind what it waits for. Raises PlanInvalid for a cycle."""
    sorter: TopologicalSorter[str] = TopologicalSorter()
    for name in steps:
        if name in names:
            before = [wait.before for wait in waits[name] if wait.before in names]
            before += [o.before for group in options.get(name, ()) for o in group if o.before in names]
            sorter.add(name, *before)
    try:
        return list(sorter.static_order())
    except CycleError as error:
        circle = " -> ".join(reversed(error.args[1]))
        raise PlanInvalid(f"these steps wait for each other in a circle: {circle}") from None
