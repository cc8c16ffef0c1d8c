"""How good forecasts were, seen from the end of simulated lives."""

from collections.abc import Callable, Iterable
from random import Random
from typing import NamedTuple

from planner.engine.forecast import outlook
from planner.engine.layout import lay_out
from planner.plan.model import Plan
from tests.bench.lives.life import Life, Says, Truth

ORDER_HOLDS = 13  # weeks: planning anew each week costs much, and changes little of how long a life takes

Person = Callable[[Plan, Random], Truth]


class Judged(NamedTuple):
    """A forecast of a life, made in some week, and how it turned out.

    `error` is by how many days the life ended after p50, `unlearnt` by how many after the finish of the
    schedule, which knows no pace; `kept` is whether it ended by p80.
    """

    week: int
    error: int
    unlearnt: int
    kept: bool


def judged(plan: Plan, person: Person, says: Says, random: Random, weeks: Iterable[int]) -> list[Judged]:
    """Ask for forecasts in some weeks of one life, as long as it lasts, and judge them by its end."""
    life = Life(plan, person(plan, random), says, ORDER_HOLDS)
    asked = []
    for week in weeks:
        life.live(week - life.week)
        if life.finish is not None:
            break
        layout = lay_out(plan, life.progress, life.today)
        asked.append((week, layout.finish, outlook(layout, life.progress).finish))
    end = life.live_out()
    return [
        Judged(week, (end - found.p50).days, end.toordinal() - finish, end <= found.p80)
        for week, finish, found in asked
    ]
