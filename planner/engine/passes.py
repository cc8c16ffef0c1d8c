"""From nodes to placed steps: network, priorities, capacity, and improvement where a deadline is late."""

from collections.abc import Mapping
from typing import NamedTuple

from planner.engine.capacity import Laying, keys_by
from planner.engine.network import NEVER, Placed, backward, calendar_start, forward, own_due
from planner.engine.plot import Plot
from planner.engine.windows import spans


class Dated(NamedTuple):
    """A plot with dates, its steps held back where a window asks for it. `network` holds the earliest
    dates, as if each step had all hours and no window held it.
    """

    plot: Plot
    placed: Mapping[str, Placed]
    network: Mapping[str, Placed]
    overfull: tuple[int, ...] = ()
    unreachable: tuple[str, ...] = ()


def date_plot(plot: Plot) -> Dated:
    """Place every node of a plot.

    The first order lets the goal's date count as a due date like any other. Where a deadline is late
    then, the deadlines alone rule; where that is late too, due dates are propagated once more with the
    lengths that came out (forward-backward improvement). The best of them is kept. Where it doesn't
    keep a window, other arrangements are tried.
    """
    network = forward(plot.order, plot.nodes, plot.calendar, plot.today)
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
    first = _lay(plot, network, soft if plot.goal_by < NEVER else hard, soft, hard)
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
    return Dated(plot, best.placed, network, tuple(sorted(best.overfull)), tuple(best.unreachable))


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
