"""From nodes to placed steps: network, priorities, capacity, and improvement where a deadline is late."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import NamedTuple

from planner.engine.capacity import Laying, keys_by
from planner.engine.network import NEVER, Placed, backward, calendar_start, forward, own_due
from planner.engine.plot import Plot
from planner.engine.windows import spans


class Dated(NamedTuple):
    """A plot with dates, its steps held back where a window asks for it. `network` holds the earliest
    dates, as if each step had all hours and no window held it, `latest` the last dues with which every
    deadline and the goal can be kept by calendar time.
    """

    plot: Plot
    placed: Mapping[str, Placed]
    network: Mapping[str, Placed]
    overfull: tuple[int, ...] = ()
    unreachable: tuple[str, ...] = ()
    latest: Mapping[str, int] = MappingProxyType({})


def date_plot(plot: Plot) -> Dated:
    """Place every node of a plot.

    The first order lets the goal's date count as a due date like any other. Where a deadline is late
    then, the deadlines alone rule; where that is late too, due dates are propagated once more with the
    lengths that came out (forward-backward improvement). The best of them is kept. Where it doesn't
    keep a window, other arrangements are tried.
    """
    whole, plot = plot, _free(plot)
    network = _network(plot)
    back = calendar_start(plot.nodes, plot.calendar)
    end = max([spot.due for spot in network.values()], default=plot.today)
    hard = backward(plot.order, plot.nodes, plot.calendar, lambda n: own_due(plot.nodes[n]), back)

    def soft_own(name: str) -> int:
        goal = (
            (plot.goal_by if plot.goal_by < NEVER else end)
            if name in plot.on_track and not plot.nodes[name].dropped
            else NEVER
        )
        return min(own_due(plot.nodes[name]), goal)

    soft = backward(plot.order, plot.nodes, plot.calendar, soft_own, back)
    latest = soft if plot.goal_by < NEVER else hard
    kept = _kept(whole, network, latest)
    if kept is not None:
        plot, network = kept, _network(kept)
    first = _lay(plot, network, latest, soft, hard)
    best, score = first, _lateness(plot, first)
    if score > 0:
        second = _lay(plot, network, hard, soft, hard)
        third = _lay(plot, network, _improved(plot, best.placed), soft, hard)
        for other in (second, third):
            if _lateness(plot, other) < score:
                best, score = other, _lateness(plot, other)
    if any(span.over for span in spans(plot, best.placed)):
        from planner.engine.mending import mend  # most plans never need it

        plot, best = mend(plot, network, best, hard, soft)
    return Dated(plot, best.placed, network, tuple(sorted(best.overfull)), tuple(best.unreachable), latest)


def _network(plot: Plot) -> Mapping[str, Placed]:
    return forward(plot.order, plot.nodes, plot.calendar, plot.today)


def _free(plot: Plot) -> Plot:
    """The plot as if calendars had been told nothing of what is to come."""
    if all((node.told_start or 0) <= plot.today for node in plot.nodes.values()):
        return plot
    return plot._replace(
        nodes={
            name: replace(node, told_start=None) if (node.told_start or 0) > plot.today else node
            for name, node in plot.nodes.items()
        }
    )


def _kept(plot: Plot, free: Mapping[str, Placed], latest: Mapping[str, int]) -> Plot | None:
    """The plot in which spans begin no earlier than calendars were told: what ends early before them becomes
    slack. But not where that slack would cost a deadline or the goal that can be kept without it, nor within
    a window, which asks for days of its own. None when there is nothing to keep.
    """
    nodes = {}
    windowed = {name for window in plot.windows for name in window.steps}
    for name, node in plot.nodes.items():
        is_ahead = node.told_start is not None and node.told_start > plot.today
        costs = (node.told_due or 0) > latest[name] >= free[name].due
        is_free = is_ahead and (costs or name in windowed)
        nodes[name] = replace(node, told_start=None) if is_free else node
    if all(node.told_start is None or node.told_start <= free[name].start for name, node in nodes.items()):
        return None
    return plot._replace(nodes=nodes)


def _lay(
    plot: Plot,
    network: Mapping[str, Placed],
    first: Mapping[str, int],
    then: Mapping[str, int],
    hard: Mapping[str, int],
) -> Laying:
    return Laying(plot, network, keys_by(plot, first, then), hard).run()


def _lateness(plot: Plot, laying: Laying) -> int:
    """The most days by which a deadline is late; 0 when none is."""
    late = (
        laying.placed[name].due - node.by
        for name, node in plot.nodes.items()
        if node.by is not None and node.is_open
    )
    return max(0, max(late, default=0))


def _improved(plot: Plot, placed: Mapping[str, Placed]) -> dict[str, int]:
    """Due dates propagated with the lengths that a first run gave."""
    return backward(
        plot.order,
        plot.nodes,
        plot.calendar,
        lambda name: own_due(plot.nodes[name]),
        lambda name, due: due - (placed[name].due - placed[name].start),
    )
