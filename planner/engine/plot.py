"""The steps of one track, ready to be dated."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from planner.engine.calendar import Calendar
from planner.engine.network import NEVER
from planner.engine.node import Node


class Plot(NamedTuple):
    """The nodes of one track, ordered, with the goal's day (NEVER: none) and the day of planning."""

    order: Sequence[str]
    nodes: Mapping[str, Node]
    on_track: frozenset[str]
    calendar: Calendar
    today: int
    goal_by: int = NEVER
