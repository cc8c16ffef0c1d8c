"""Windows: steps that must all end within a span, counted from the first of them to end.

What a window asks is a difference constraint between ends: none may come earlier than the last one's
end less the span. All days are ordinals, inclusive.
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from planner.engine.calendar import FAR
from planner.engine.network import NEVER, Placed, unlagged
from planner.engine.node import Held, Node, start_before
from planner.engine.plot import Plot
from planner.plan.model import Effort, OnDay, Window


class Span(NamedTuple):
    """How a window lies: who ends first and when, who last and when, and the last day it allows."""

    window: Window
    opens: str
    first: int
    closes: str
    last: int
    limit: int

    @property
    def over(self) -> int:
        """Days by which the last ends too late; 0 when the window holds."""
        return max(0, self.last - self.limit)


def spans(plot: Plot, placed: Mapping[str, Placed]) -> Iterator[Span]:
    """How every window lies of which two steps or more take part and weren't dropped."""
    for window in plot.windows:
        ends = sorted((end_of(plot, placed[name], name), name) for name in members(plot, window))
        if len(ends) > 1:
            (first, opens), (last, closes) = ends[0], ends[-1]
            yield Span(window, opens, first, closes, last, plot.calendar.plus(first, window.within))


def end_of(plot: Plot, spot: Placed, name: str) -> int:
    """The day a step is over: what is open still isn't over before today, even if its day was fixed."""
    is_open = plot.nodes[name].is_open and spot.done is None
    return max(spot.due, plot.today) if is_open else spot.due


def members(plot: Plot, window: Window) -> list[str]:
    """The steps of a window that take part."""
    return [
        name for name in dict.fromkeys(window.steps) if name in plot.nodes and not plot.nodes[name].dropped
    ]


def limits(plot: Plot, ends: Mapping[str, int]) -> dict[str, int]:
    """The day by which each member must be over when none of them ends later than in `ends`."""
    found: dict[str, int] = {}
    for window in plot.windows:
        names = members(plot, window)
        known = [ends[name] for name in names if ends[name] < NEVER]
        if len(names) > 1 and known:
            limit = plot.calendar.plus(min(known), window.within)
            for name in names:
                found[name] = min(limit, found.get(name, NEVER))
    return found


def can_wait(node: Node, spot: Placed, today: int) -> bool:
    """Whether a step may begin later for the sake of others: nothing was done in it, nobody said when it is,
    and the first day that calendars show of it hasn't come.
    """
    if not node.is_open or spot.done is not None:
        return False
    has_begun = node.begun or node.started is not None
    has_begun = has_begun or (node.told_start is not None and node.told_start <= today)
    return not has_begun and node.pin is None and not isinstance(node.extent, OnDay)


def held_back(
    plot: Plot, placed: Mapping[str, Placed], latest: Mapping[str, int], *, together: bool
) -> dict[str, Held]:
    """Who ends too early for the last of a window, and until when each is held back for it.

    `together`: no other work of the window begins before them, so that none is left lying half done.
    Where one of them can't wait, or not beyond the day by which it must be over (`latest`), nobody does:
    a window that breaks anyway is no reason to put off anything.
    """
    found: dict[str, Held] = {}

    def hold(name: str, day: int, span: Span) -> None:
        if name not in found or day > found[name].day:
            found[name] = Held(day, span.window.within, span.closes)

    for span in spans(plot, placed):
        if not span.over or span.last >= min(plot.calendar.end, FAR):
            continue
        end = unlagged(span.last - 1, span.window.within, plot.calendar) + 1
        names = members(plot, span.window)
        waiting = [name for name in names if can_wait(plot.nodes[name], placed[name], plot.today)]
        early = [name for name in names if placed[name].due < end]
        if any(name not in waiting or latest[name] < end for name in early):
            continue
        for name in early:
            hold(name, _begin(plot, name, placed[name], end), span)
        if together:
            first = min(found[name].day for name in early)
            for name in waiting:
                if isinstance(plot.nodes[name].extent, Effort):
                    hold(name, first, span)
    return found


def _begin(plot: Plot, name: str, spot: Placed, end: int) -> int:
    """The first day from which a step doesn't end before `end`."""
    node = plot.nodes[name]
    if node.is_milestone:
        return end
    if isinstance(node.extent, Effort):  # as long as it is now: others want its hours, too
        return spot.start + end - spot.due
    return start_before(node, end - 1, plot.calendar) + 1
