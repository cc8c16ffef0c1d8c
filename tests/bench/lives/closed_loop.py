"""A year of the curriculum under noise, synced every week: how often is a task told another date?

Each life is lived twice with one truth: once with every change of the plan published, once as
`planner.engine.publish` has it, which also holds spans to what they were told. Then both go on to the end, to
see that calm costs no time.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from random import Random
from typing import NamedTuple

from planner.engine.publish import by_itself, published
from planner.engine.schedule import schedule
from planner.engine.values import Schedule
from planner.plan.model import Plan
from tests.bench.lives.life import Life, Says
from tests.bench.lives.people import PEOPLE, ossu
from tests.bench.table import Budget, Table

WEEKS = 52
SEEDS = 2
WHO = ("noisy", "moody")
MOST_SHARE = 1 / 3


class Year(NamedTuple):
    """How often steps were told another date in a year, how many moves had no reason, and the last day."""

    moves: int
    tasks: int
    unexplained: int
    finish: date


def closed_loop() -> Table:
    """Moves of a task in a year, and the days by which the curriculum ends later for it."""
    rows = []
    for name in WHO:
        every = [changing(*case) for case in _cases(name)]
        calm = [publishing(*case) for case in _cases(name)]
        per_task = [
            sum(year.moves for year in years) / sum(year.tasks for year in years) for years in (every, calm)
        ]
        later = max((one.finish - other.finish).days for one, other in zip(calm, every, strict=True))
        rows.append(
            (
                name,
                Budget(per_task[0]),
                Budget(per_task[1]),
                Budget(per_task[1] / per_task[0], MOST_SHARE),
                Budget(later, 0, " d"),
                Budget(sum(year.unexplained for year in calm), 0),
            )
        )
    columns = (
        "people",
        "moves a task, every change",
        "as published",
        "share",
        "finish later",
        "without reason",
    )
    return Table(f"A year of the curriculum, synced weekly ({SEEDS} lives each)", columns, rows)


def _cases(name: str) -> Iterator[tuple[Plan, Life]]:
    for seed in range(SEEDS):
        plan = ossu()
        truth = PEOPLE[name](plan, Random(seed))  # noqa: S311 - no secret
        yield plan, Life(plan, truth, Says.HOURS)


def changing(plan: Plan, life: Life) -> Year:
    """A life in which whatever the plan changes is published."""
    moves: Counter[str] = Counter()
    known = _dues(_now(plan, life))
    for _ in range(WEEKS):
        life.live()
        dues = _dues(_now(plan, life))
        moves.update(name for name, due in dues.items() if known.get(name, due) != due)
        known |= dues
    return Year(moves.total(), len(plan.steps), 0, life.live_out())


def publishing(plan: Plan, life: Life) -> Year:
    """A life in which planner decides what is published."""
    moves, unexplained, week = 0, 0, 0
    while life.finish is None:
        fact = published(life.today, by_itself(_now(plan, life)))
        if fact is not None:
            if 0 < week <= WEEKS:
                known = life.progress.told
                moved = [
                    name for name, due in fact.dues.items() if name in plan.steps and known[name].due != due
                ]
                moves += len(moved)
                unexplained += sum(not fact.reasons[name] for name in moved)
            life.say(fact)
        life.live()
        week += 1
    return Year(moves, len(plan.steps), unexplained, life.finish)


def _now(plan: Plan, life: Life) -> Schedule:
    return schedule(plan, life.progress, life.today)


def _dues(found: Schedule) -> dict[str, date]:
    return {item.id: item.due for item in found.steps.values() if not item.is_set}
