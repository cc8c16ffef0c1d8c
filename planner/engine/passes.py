"""From nodes to placed steps: network, priorities, capacity, and improvement where a deadline is late."""

from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

from planner.engine.capacity import Key, Laying
from planner.engine.network import NEVER, Placed, backward, calendar_start, forward
from planner.engine.node import Node
from planner.engine.plot import Plot
from planner.plan.model import OnDay


class Dated(NamedTuple):
    """A plot with dates. `network` holds the earliest dates, as if each step had all hours, `latest` the last
    dues with which every deadline and the goal can be kept by calendar time.
    """

    placed: Mapping[str, Placed]
    network: Mapping[str, Placed]
    overfull: tuple[int, ...]
    unreachable: tuple[str, ...]
    latest: Mapping[str, int]


def date_plot(plot: Plot) -> Dated:
    """Place every node of a plot.

    The first order lets the goal's date count as a due date like any other. Where a deadline is late
    then, the deadlines alone rule; where that is late too, due dates are propagated once more with the
    lengths that came out (forward-backward improvement). The best of them is kept.
    """
    whole, plot = plot, _free(plot)
    network = _network(plot)
    back = calendar_start(plot.nodes, plot.calendar)
    end = max([spot.due for spot in network.values()], default=plot.today)
    hard = backward(plot.order, plot.nodes, plot.calendar, lambda n: _own(plot.nodes[n]), back)

    def soft_own(name: str) -> int:
        goal = (
            (plot.goal_by if plot.goal_by < NEVER else end)
            if name in plot.on_track and not plot.nodes[name].dropped
            else NEVER
        )
        return min(_own(plot.nodes[name]), goal)

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
    return Dated(best.placed, network, tuple(sorted(best.overfull)), tuple(best.unreachable), latest)


def _network(plot: Plot) -> Mapping[str, Placed]:
    return forward(plot.order, plot.nodes, plot.calendar, plot.today)


def _free(plot: Plot) -> Plot:
    """The plot as if calendars had been told nothing."""
    if all(node.told_start is None for node in plot.nodes.values()):
        return plot
    return plot._replace(nodes={name: replace(node, told_start=None) for name, node in plot.nodes.items()})


def _kept(plot: Plot, free: Mapping[str, Placed], latest: Mapping[str, int]) -> Plot | None:
    """The plot in which spans begin no earlier than calendars were told: what ends early before them becomes
    slack. But not where that slack would cost a deadline or the goal that can be kept without it. None when
    there is nothing to keep.
    """
    nodes = {}
    for name, node in plot.nodes.items():
        costs = node.told_due is not None and node.told_due > latest[name] >= free[name].due
        nodes[name] = replace(node, told_start=None) if costs else node
    if all(node.told_start is None or node.told_start <= free[name].start for name, node in nodes.items()):
        return None
    return plot._replace(nodes=nodes)


def _own(node: Node) -> int:
    """The day by which a node must be over, by its own words: deadline, fixed day or pin."""
    days = [day for day in (node.by, node.pin) if day is not None]
    if isinstance(node.extent, OnDay) and node.pin is None:
        days.append(node.extent.day.toordinal())
    return min(days, default=NEVER) if node.is_open else NEVER


def _lay(
    plot: Plot,
    network: Mapping[str, Placed],
    first: Mapping[str, int],
    then: Mapping[str, int],
    hard: Mapping[str, int],
) -> Laying:
    keys: dict[str, Key] = {
        name: (plot.nodes[name].pin is None, first[name], then[name], name) for name in plot.order
    }
    return Laying(plot, network, keys, hard).run()


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
        lambda name: _own(plot.nodes[name]),
        lambda name, due: due - (placed[name].due - placed[name].start),
    )
