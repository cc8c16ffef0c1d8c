"""Windows that the plain dates don't keep: other arrangements are tried, and the best one is kept.

Two things can be done about a window. Its last step, and what that needs, can go before other work;
and the steps that end too early can be held back. In calendar time alone the holds are the least
solution of the windows' difference constraints, so whatever can fit does, and as early as it can.
Where hours are shared it is a heuristic: each order of laying is tried with its holds.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import islice

from planner.engine.capacity import Key, Laying, keys_by
from planner.engine.network import NEVER, Placed, backward, calendar_start, lagged, own_due, release
from planner.engine.node import Node
from planner.engine.plot import Plot
from planner.engine.slack import finish_of
from planner.engine.windows import can_wait, end_of, held_back, limits, members, spans
from planner.plan.model import OnDay

ROUNDS = 12
"""How often one order is laid again with the holds that its last laying asks for."""

WORK, LEAST = 40_000, 12
"""How many steps are laid for the sake of windows at most, and how many layings are made in any case: so
a plan of a thousand steps is tried forty times, and one of thirty as often as it takes.
"""

PATIENCE = 4
"""After how many rounds that bring the windows no nearer an order is given up."""


def mend(
    plot: Plot, network: Mapping[str, Placed], laid: Laying, hard: Mapping[str, int], soft: Mapping[str, int]
) -> tuple[Plot, Laying]:
    """The plot with steps held back, and its laying, that overrun the windows least.

    Among those the one whose deadlines are least late, then the one that finishes first, then the one
    in which the least work lies half done, then the one whose steps end first. A laying in which a
    deadline, a fixed day or a pin is later than it was, or a day newly overfull, is none. `hard` are due
    dates by deadlines alone, `soft` by the goal as well.
    """
    before = strain(plot, laid)
    best, score = (plot, laid), _score(plot, laid, before)
    aim, left = (0, *score[1:3]), max(LEAST, WORK // len(plot.order))
    for keys in _orders(plot, network, laid, hard, soft):
        first = laid if keys is laid.keys else Laying(plot, network, keys, hard).run()
        for together in (False, True):
            for trial in islice(_rounds(plot, network, first, hard, together=together), left):
                left -= 1
                after = strain(*trial)
                if _is_allowed(trial[1], after, laid, before) and _score(*trial, after) < score:
                    best, score = trial, _score(*trial, after)
        if not left or (score[:3] <= aim and all(node.held is None for node in best[0].nodes.values())):
            break
    return best


def _rounds(
    plot: Plot, network: Mapping[str, Placed], laid: Laying, hard: Mapping[str, int], *, together: bool
) -> Iterator[tuple[Plot, Laying]]:
    """A laying, and what becomes of it as steps are held back, further each time."""
    nearest, idle, more = 0, 0, len(plot.windows)  # a hold passes from window to window
    for number in range(ROUNDS + more):
        yield plot, laid
        over = sum(span.over for span in spans(plot, laid.placed))
        nearest, idle = (over, 0) if not number or over < nearest else (nearest, idle + 1)
        holds = held_back(plot, laid.placed, hard, together=together)
        if not holds or idle == PATIENCE + more:
            return
        nodes = {name: replace(plot.nodes[name], held=held) for name, held in holds.items()}
        plot = plot._replace(nodes={**plot.nodes, **nodes})
        laid = Laying(plot, network, laid.keys, hard).run()


def _orders(
    plot: Plot, network: Mapping[str, Placed], laid: Laying, hard: Mapping[str, int], soft: Mapping[str, int]
) -> Iterator[Mapping[str, Key]]:
    """The orders in which hours are laid: as they were; the windows' steps at once, those that ended last
    first; windows as due dates; their steps at once. The last two come among the deadlines, and behind them.
    """
    yield laid.keys
    over = [name for span in spans(plot, laid.placed) if span.over for name in members(plot, span.window)]
    at_once = dict.fromkeys(over, max(network[name].due for name in over))
    turned = {name: -spot.due for name, spot in laid.placed.items()}
    yield keys_by(plot, _propagated(plot, at_once), turned)
    ends = {
        name: hard[name] if can_wait(plot.nodes[name], spot, plot.today) else end_of(plot, spot, name)
        for name, spot in laid.placed.items()
    }
    for bounds in (limits(plot, ends), at_once):
        hurried = _propagated(plot, bounds)
        yield keys_by(plot, hurried, soft)
        yield keys_by(plot, hard, hurried)


def _propagated(plot: Plot, bounds: Mapping[str, int]) -> dict[str, int]:
    def own(name: str) -> int:
        node = plot.nodes[name]
        return min(own_due(node), bounds.get(name, NEVER) if node.is_open else NEVER)

    return backward(plot.order, plot.nodes, plot.calendar, own, calendar_start(plot.nodes, plot.calendar))


def _score(plot: Plot, laid: Laying, strained: Mapping[str, int]) -> tuple[int, int, int, int, int]:
    over = sum(span.over for span in spans(plot, laid.placed))
    late, finish = max(strained.values(), default=0), finish_of(plot, laid.placed)
    spots = [laid.placed[name] for window in plot.windows for name in members(plot, window)]
    lying = sum(spot.due - spot.start for spot in spots)
    return over, late, finish, lying, sum(spot.due for spot in spots)


def _is_allowed(other: Laying, after: Mapping[str, int], laid: Laying, before: Mapping[str, int]) -> bool:
    """Whether nothing but windows is worse than it was."""
    is_later = any(late > before.get(name, 0) for name, late in after.items())
    is_fuller = not other.overfull.keys() <= laid.overfull.keys()
    return not (is_later or is_fuller or len(other.unreachable) > len(laid.unreachable))


def strain(plot: Plot, laid: Laying) -> dict[str, int]:
    """By how many days each deadline, fixed day or pin comes too early, where it does."""
    found: dict[str, int] = {}
    placed = laid.placed
    for name in plot.order:
        node, spot = plot.nodes[name], placed[name]
        if not node.is_open or spot.done is not None:
            continue
        late = spot.due - node.by if node.by is not None else 0
        if node.started is None and (node.pin is not None or isinstance(node.extent, OnDay)):
            ready, _ = release(node, plot.nodes, placed, plot.calendar, plot.today)
            late = max(late, ready - (spot.due + 1 if node.is_milestone else spot.start))
        if late > 0:
            found[name] = late
        found |= _tasks(plot, node, placed)
    return found


def _tasks(plot: Plot, node: Node, placed: Mapping[str, Placed]) -> dict[str, int]:
    """The same for the deadlines of tasks that follow other steps."""
    found: dict[str, int] = {}
    for task in node.step.tasks:
        known = [after for after in task.after if after.id in placed]
        if task.by is None or not known:
            continue
        free = max(lagged(placed[after.id].due + 1, after.lag, plot.calendar) for after in known)
        if free > task.by.toordinal():
            found[f"{node.step.id}/{task.id}"] = free - task.by.toordinal()
    return found
