"""What may have happened to a plan by some day, as hypothesis strategies."""

from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType

from hypothesis import strategies as st

from planner.plan.civil import DateRange
from planner.plan.model import PARTS_PER_HOUR, Effort, Every, Experience, OnDay, Plan
from planner.progress.values import Progress, Slip
from tests.checker.plans import Dice, plans


@dataclass(frozen=True, slots=True)
class Situation:
    """A plan, what happened to it, the day on which it is looked at, and public holidays."""

    plan: Plan
    progress: Progress
    today: date
    holidays: frozenset[date] = frozenset()


def situations(most: int = 30) -> st.SearchStrategy[Situation]:
    """Plans with facts; about a third have none."""

    def drawn(draw: st.DrawFn) -> Situation:
        plan = draw(plans(most))
        dice = Dice(draw)
        today = dice.day((plan.start or date.min) - timedelta(days=20), 900)
        progress = Progress() if dice.rarely(3) else _progress(dice, plan, today)
        holidays = frozenset(dice.day(today, 60) for _ in range(dice.upto(2)))
        return Situation(plan, progress, today, holidays)

    return st.composite(drawn)()


def _progress(dice: Dice, plan: Plan, today: date) -> Progress:
    names = [name for name, step in plan.steps.items() if not isinstance(step.extent, Every)]
    movable = [name for name in names if not isinstance(plan.steps[name].extent, OnDay)]
    lasting = [name for name in movable if plan.steps[name].extent is not None]
    gates = [name for name in names if isinstance(plan.steps[name].extent, Experience)]
    parts = [f"{name}/{task.id}" for name in names for task in plan.steps[name].tasks]
    past = today - timedelta(days=200)
    done = {name: dice.day(past, 200) for name in dice.some(names + parts, 3)}
    started = {name: dice.day(past, 200) for name in dice.some(lasting, 2) if name not in done}
    return Progress(
        done=MappingProxyType(done),
        started=MappingProxyType(started),
        slipped=MappingProxyType(
            {name: _slip(dice, today) for name in dice.some(movable, 1) if name not in done}
        ),
        pinned=MappingProxyType(
            {name: dice.day(today, 400) for name in dice.some(names, 1) if name not in done}
        ),
        dropped=MappingProxyType({name: today for name in dice.some(names, 1) if name not in done}),
        spent=MappingProxyType(_spent(dice, plan)),
        reopened=MappingProxyType({name: today for name in dice.some(gates, 1) if name not in done}),
        pauses=(_pause(dice, today),) if dice.rarely(3) else (),
    )


def _slip(dice: Dice, today: date) -> Slip:
    to = dice.day(today, 300)
    return Slip(to, start=to - timedelta(days=dice.upto(60)) if dice.rarely(2) else None)


def _pause(dice: Dice, today: date) -> DateRange:
    first = dice.day(today - timedelta(days=100), 200)
    return DateRange(first, dice.day(first, 90))


def _spent(dice: Dice, plan: Plan) -> dict[str, int]:
    able = [name for name, step in plan.steps.items() if isinstance(step.extent, Effort)]
    return {name: dice.upto(60) * PARTS_PER_HOUR for name in dice.some(able, 2)}
