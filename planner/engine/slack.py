"""Total and free slack of the placed steps, measured against the finish, the deadlines and the windows."""

from collections.abc import Mapping
from typing import NamedTuple

from planner.engine.network import NEVER, Placed, backward, calendar_start, lagged
from planner.engine.plot import Plot
from planner.engine.windows import can_wait, end_of, limits, members, spans
from planner.plan.model import Effort, Every


class Slack(NamedTuple):
    """Days by which a due can move before the finish, a deadline or a window (total), or a follower (free)
    is touched.
    """

    total: int | None
    free: int | None


def finish_of(plot: Plot, placed: Mapping[str, Placed]) -> int:
    """The due of the last step of the track; a habit without an end has none."""
    dues = [
        placed[name].due
        for name in plot.on_track
        if not plot.nodes[name].dropped and not is_endless(plot, name)
    ]
    return max(dues, default=plot.today)


def slacks(plot: Plot, placed: Mapping[str, Placed], finish: int) -> dict[str, Slack]:
    """The slack of every open step. None where nothing bounds it, and for what is done or dropped."""
    latest = _latest(plot, placed, finish, {})
    if plot.windows:
        latest = _latest(plot, placed, finish, _window_bounds(plot, placed, latest))
    free: dict[str, int] = {}
    for name in plot.order:
        node, spot = plot.nodes[name], placed[name]
        begin = spot.due + 1 if node.is_milestone and node.waits else spot.start
        for wait in node.waits:
            room = begin - lagged(placed[wait.before].due + 1, wait.lag, plot.calendar)
            free[wait.before] = min(free.get(wait.before, NEVER), room)
    result = {}
    for name in plot.order:
        spot = placed[name]
        if not plot.nodes[name].is_open or spot.done is not None or latest[name] >= NEVER:
            result[name] = Slack(None, None)
        else:
            total = latest[name] - spot.due
            result[name] = Slack(total, min(free.get(name, total), max(total, 0)))
    return result


def _latest(
    plot: Plot, placed: Mapping[str, Placed], finish: int, windows: Mapping[str, int]
) -> dict[str, int]:
    """The latest due of every step, by the finish, the deadlines and the bounds of `windows`."""
    by_calendar = calendar_start(plot.nodes, plot.calendar)

    def own(name: str) -> int:
        node = plot.nodes[name]
        if node.dropped:
            return NEVER
        bound = finish if name in plot.on_track and not is_endless(plot, name) else NEVER
        if node.is_open:
            bound = min(bound, windows.get(name, NEVER), NEVER if node.by is None else node.by)
        return bound

    def back(name: str, due: int) -> int:
        if isinstance(plot.nodes[name].extent, Effort):
            return due - (placed[name].due - placed[name].start)
        return by_calendar(name, due)

    return backward(plot.order, plot.nodes, plot.calendar, own, back)


def _window_bounds(plot: Plot, placed: Mapping[str, Placed], latest: Mapping[str, int]) -> dict[str, int]:
    """By when each step of a window must be over; what can be held back further would be, if it holds."""
    broken = {name for span in spans(plot, placed) if span.over for name in members(plot, span.window)}
    ends = {
        name: max(spot.due, latest[name])
        if can_wait(plot.nodes[name], spot, plot.today) and name not in broken
        else end_of(plot, spot, name)
        for name, spot in placed.items()
    }
    return limits(plot, ends)


def is_endless(plot: Plot, name: str) -> bool:
    """A habit that names no last day."""
    extent = plot.nodes[name].extent
    return isinstance(extent, Every) and extent.to is None
