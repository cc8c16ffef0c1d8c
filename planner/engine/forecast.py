"""When a track is likely to be over: many possible futures, drawn from what is known of plan and person.

Each draw gives every length a value, scales all effort by one pace of the person, and lays it out: calendar
time by the network, hours as one queue, in the order in which the schedule completes things. That is an
approximation of planning each future anew, at a small part of the cost.
"""

from bisect import bisect_right
from collections.abc import Mapping
from datetime import date
from math import ceil, floor

from planner.engine.calendar import FAR
from planner.engine.draws import Draws
from planner.engine.futures import Days, Futures
from planner.engine.layout import Layout, lay_out
from planner.engine.network import NEVER
from planner.engine.pace import Pace, pace_of
from planner.engine.slack import is_endless
from planner.engine.uncertainty import USUAL, Uncertainty
from planner.engine.values import Forecast
from planner.plan.model import Every, Plan
from planner.progress.values import Progress

DRAWS, FEWEST = 100, 20
_WORK = 20_000  # draws of one step each: what a forecast may cost, in proportion to a schedule


def forecast(
    plan: Plan,
    progress: Progress,
    today: date,
    track: str | None = None,
    holidays: frozenset[date] = frozenset(),
    seed: int = 0,
) -> Forecast:
    """When a track (None: the one chosen, else the main one) is likely to be over.

    Raises as `planner.engine.schedule.schedule` does.
    """
    return outlook(lay_out(plan, progress, today, track, holidays), progress, seed).finish


def outlook(layout: Layout, progress: Progress, seed: int = 0, uncertainty: Uncertainty = USUAL) -> "Outlook":
    """The possible ends of each step of a layout, and of all of it."""
    known = pace_of(layout, progress, uncertainty)
    open_steps = sum(node.is_open for node in layout.plot.nodes.values())
    draws = Draws(max(FEWEST, min(DRAWS, _WORK // max(1, open_steps))), seed)
    return Outlook(layout, known, Futures(layout, progress, known, draws, uncertainty).ends())


class Outlook:
    """The possible ends of every step, one for each draw."""

    def __init__(self, layout: Layout, known: Pace, ends: Mapping[str, Days]) -> None:
        self.pace = known
        self._layout = layout
        self._ends = ends

    @property
    def finish(self) -> Forecast:
        """When the track is over, and the chance that it is by the goal's day."""
        plot = self._layout.plot
        last = [
            self._ends[name]
            for name in plot.order
            if name in plot.on_track and not plot.nodes[name].dropped and not is_endless(plot, name)
        ]
        ends = list(map(max, *last)) if len(last) > 1 else last[0] if last else [plot.today]
        return _told(ends, plot.goal_by if plot.goal_by < NEVER else None)

    def of(self, step: str) -> Forecast | None:
        """When a step is over, and the chance that it is by its deadline; None for what has no end."""
        plot = self._layout.plot
        node = plot.nodes.get(step)
        if node is None or node.dropped or isinstance(node.extent, Every):
            return None
        return _told(self._ends[step], node.by)


def _told(ends: Days, by: int | None) -> Forecast:
    ordered = sorted(ends)
    p50, p80 = (date.fromordinal(max(1, min(FAR, _quantile(ordered, share)))) for share in (0.5, 0.8))
    return Forecast(p50, p80, None if by is None else _share_by(ordered, by))


def _quantile(ordered: Days, share: float) -> int:
    """The day by which a share of the draws are over, between two of them by proportion, rounded up."""
    place = share * len(ordered) - 0.5
    below = max(0, min(len(ordered) - 1, floor(place)))
    above = min(len(ordered) - 1, below + 1)
    return ceil(ordered[below] + (ordered[above] - ordered[below]) * max(0.0, place - below))


def _share_by(ordered: Days, by: int) -> float:
    """The share of draws that are over by a day, between two of them by proportion."""
    count = bisect_right(ordered, by)
    if count in {0, len(ordered)}:
        return count / len(ordered)
    before, after = ordered[count - 1], ordered[count]
    return (count - 0.5 + (by - before) / (after - before)) / len(ordered)
