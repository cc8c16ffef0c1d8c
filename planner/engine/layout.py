"""From a plan to placed steps: the part of planning that dates and forecasts share."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import NamedTuple

from planner.engine.calendar import Calendar
from planner.engine.network import NEVER, Placed, forward, lagged
from planner.engine.node import Wait, make
from planner.engine.passes import Dated, date_plot
from planner.engine.plot import Plot
from planner.engine.resolve import Options, Waits, in_order, joined, participants, reached, track_of, waits_of
from planner.engine.slack import finish_of, is_endless
from planner.plan.model import Plan, Track
from planner.progress.values import Progress


class Layout(NamedTuple):
    """The steps of one track with their days, before they are told as items. Days are ordinals.

    `finish` is the due of the track's last step.
    """

    track: str
    plot: Plot
    dated: Dated
    finish: int


def lay_out(
    plan: Plan,
    progress: Progress,
    today: date,
    track: str | None = None,
    holidays: frozenset[date] = frozenset(),
) -> Layout:
    """Place every step of a track, see `planner.engine.schedule.schedule`. Raises as that does."""
    now = today.toordinal()
    start = (plan.start or progress.begun or today).toordinal()
    base = min([start, *(day.toordinal() for day in progress.started.values())])
    calendar = Calendar(plan, progress.pauses, holidays, start, base)
    line = track_of(plan, progress, track)
    plot = plot_of(plan, line, progress, calendar, now, joined(plan, progress, line, today))
    dated = date_plot(plot)
    plot = dated.plot
    placed = {name: _representable(spot, calendar) for name, spot in dated.placed.items()}
    finish = finish_of(plot, placed)
    for name in plot.order:
        if is_endless(plot, name):  # it runs until the track ends
            placed[name].due = placed[name].raw_due = max(placed[name].start, finish)
    return Layout(line.name, plot, dated._replace(placed=placed), finish)


def plot_of(
    plan: Plan,
    line: Track,
    progress: Progress,
    calendar: Calendar,
    now: int,
    since: Mapping[str, date] = MappingProxyType({}),
) -> Plot:
    """Step 1, resolve: the steps that take part, one alternative chosen wherever any will do.

    `since` is the day on which steps came in that weren't followed all along.
    """
    waits, options = waits_of(plan, line)
    on_track, beside = participants(plan, line, waits, options, progress.done)
    taking = on_track | beside
    # What is done waits for nothing more, and needn't bring in what it once waited for.
    waits = {
        n: tuple(w for w in ws if w.before in taking) if n in progress.done else ws for n, ws in waits.items()
    }
    options = {name: groups for name, groups in options.items() if name not in progress.done}
    goal_by = plan.goal.by.toordinal() if plan.goal and plan.goal.by else NEVER

    def plot(waits: Waits, options: Options, on_track: set[str], beside: set[str]) -> Plot:
        order = in_order(on_track | beside, waits, options, plan.steps)
        nodes = {
            n: make(plan.steps[n], waits[n], options.get(n, ()), progress, calendar, since.get(n))
            for n in order
        }
        return Plot(order, nodes, frozenset(on_track), calendar, now, goal_by)

    if options:
        everything = plot(waits, options, on_track, beside)
        early = forward(everything.order, everything.nodes, calendar, now)
        # Chosen by calendar time, all are dated with their hours; what is then over first counts.
        tried = _with(waits, _choose(everything, early))
        placed = date_plot(plot(tried, {}, on_track, beside)).placed
        waits = _with(waits, _choose(everything, placed))
        on_track, beside = _narrowed(line, beside, waits)
    return plot(waits, {}, on_track, beside)._replace(windows=tuple(plan.windows.values()))


def _narrowed(line: Track, beside: set[str], waits: Waits) -> tuple[set[str], set[str]]:
    """The participants once alternatives are chosen: those not chosen drop out unless asked for."""
    on_track = reached(line.steps, waits, {})
    return on_track, reached(beside, waits, {}) - on_track


def _with(waits: Waits, chosen: Mapping[str, tuple[Wait, ...]]) -> Waits:
    return {name: (*before, *chosen.get(name, ())) for name, before in waits.items()}


def _choose(plot: Plot, placed: Mapping[str, Placed]) -> dict[str, tuple[Wait, ...]]:
    """For each `any`: what is done, else what is over first, else what is named first."""
    nodes = plot.nodes

    def when(wait: Wait) -> tuple[bool, int]:
        return nodes[wait.before].done is None, lagged(placed[wait.before].due + 1, wait.lag, plot.calendar)

    chosen: dict[str, tuple[Wait, ...]] = {}
    for name in plot.order:
        picks = []
        for group in nodes[name].options:
            known = [wait for wait in group if wait.before in nodes]
            alive = [wait for wait in known if not nodes[wait.before].dropped]
            picks.append(min(alive or known, key=when))
        if picks:
            chosen[name] = tuple(picks)
    return chosen


def _representable(spot: Placed, calendar: Calendar) -> Placed:
    """A spot whose days are dates: what lies behind the horizon is put on it."""
    if spot.due <= calendar.end and spot.start >= 1:
        return spot
    last = date.max.toordinal()
    spot.start, spot.due = max(1, min(spot.start, last)), max(1, min(spot.due, last))
    return spot
