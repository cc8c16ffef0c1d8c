"""The steps of one track, ready to be dated."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from planner.engine.calendar import Calendar
from planner.engine.network import NEVER
from planner.engine.node import Node
from planner.plan.model import Window


class Plot(NamedTuple):
    """The nodes of one track, ordered, with the goal's day (NEVER: none), the day of planning, and the
    windows that the dates have to keep.
    """

    order: Sequence[str]
    nodes: Mapping[str, Node]
    on_track: frozenset[str]
    calendar: Calendar
    today: int
    goal_by: int = NEVER
    windows: tuple[Window, ...] = ()
