"""Tracks side by side, from today's facts: where each lands, what it asks, what a switch leaves behind."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from planner.engine.triggers import Fired
from planner.engine.values import Forecast, Schedule, Scheduled, State
from planner.plan.civil import iso_week
from planner.plan.identity import step_of
from planner.plan.model import Plan
from planner.progress.values import Progress

CLOSED = frozenset({State.DONE, State.DROPPED})
_UNDER_WAY = frozenset({State.ACTIVE, State.LATE})


@dataclass(frozen=True, slots=True)
class Arrival:
    """Where a track lands, and what it still asks.

    `finish` is the due of its last step, `slack` the days from there to the goal's date. `steps` are those
    that aren't done or dropped, `hours` their parts (1/420 hour) of own time from this week on, `cost` what
    they cost the person by currency, net of what is reimbursed; amounts in different currencies are never
    added up.
    """

    track: str
    finish: date
    slack: int | None
    forecast: Forecast
    steps: int
    hours: int
    cost: Mapping[str, Decimal]


class Left(NamedTuple):
    """A step that a switch leaves behind, and the parts (1/420 hour) that were spent on it."""

    step: Scheduled
    spent: int
    begun: bool


class Switch(NamedTuple):
    """What a switch changes: steps that go, steps that come, and steps that both tracks share.

    Each is in the order of the dates. What is done on the track that is left is kept on record.
    """

    leaves: tuple[Left, ...]
    comes: tuple[Scheduled, ...]
    shared: tuple[Scheduled, ...]


class Side(NamedTuple):
    """One track beside the others. `switch` tells what following it instead means, and `fired` why it is
    proposed; the track that is followed has neither.
    """

    schedule: Schedule
    arrival: Arrival
    switch: Switch | None = None
    fired: tuple[Fired, ...] = ()

    @property
    def name(self) -> str:
        """The name of the track."""
        return self.schedule.track


def arrival(plan: Plan, schedule: Schedule, forecast: Forecast) -> Arrival:
    """Where the track of a schedule lands, and what lies ahead on it."""
    ahead = [item for item in schedule.steps.values() if item.state not in CLOSED]
    return Arrival(
        schedule.track,
        schedule.finish,
        schedule.slack,
        forecast,
        len(ahead),
        sum(_hours_ahead(item, iso_week(schedule.today)) for item in ahead),
        _cost(plan, ahead),
    )


def switch(progress: Progress, before: Schedule, after: Schedule) -> Switch:
    """What following the track of `after` instead of that of `before` means."""
    spent: dict[str, int] = {}
    for name, parts in progress.spent.items():
        spent[step_of(name)] = spent.get(step_of(name), 0) + parts
    return Switch(
        leaves=tuple(
            Left(item, spent.get(item.id, 0), _begun(item, before.today) or item.id in spent)
            for item in _in_order(before)
            if item.id not in after.steps
        ),
        comes=tuple(item for item in _in_order(after) if item.id not in before.steps),
        shared=tuple(item for item in _in_order(after) if item.id in before.steps),
    )


def _in_order(schedule: Schedule) -> list[Scheduled]:
    kept = (item for item in schedule.steps.values() if item.state is not State.DROPPED)
    return sorted(kept, key=lambda item: (item.due, item.start, item.id))


def _begun(item: Scheduled, today: date) -> bool:
    return item.state in _UNDER_WAY and item.start <= today


def _hours_ahead(item: Scheduled, week: str) -> int:
    """Parts that are laid from this week on; all of them where none are laid."""
    return sum(parts for of, parts in item.work if of >= week) if item.work else item.hours or 0


def _cost(plan: Plan, ahead: list[Scheduled]) -> Mapping[str, Decimal]:
    costs: dict[str, Decimal] = {}
    for item in ahead:
        step = plan.steps.get(item.id)
        if step is not None and step.cost is not None:
            own = step.cost.amount * (100 - step.reimbursed) / 100
            costs[step.cost.currency] = costs.get(step.cost.currency, Decimal(0)) + own
    return dict(sorted(costs.items()))
