"""What learning is worth, how often a chance of 80 % comes true, and what a forecast costs."""

from collections.abc import Callable, Iterator
from functools import partial
from random import Random
from statistics import median
from time import process_time

from planner.engine.forecast import outlook
from planner.engine.layout import Layout, lay_out
from planner.engine.schedule import schedule
from planner.engine.values import Forecast
from planner.plan.model import Plan
from planner.plan.read import read
from planner.progress.values import Progress
from tests.bench.lives.closed_loop import closed_loop
from tests.bench.lives.judge import Judged, judged
from tests.bench.lives.life import Says
from tests.bench.lives.people import PEOPLE, made_plan, noisy, ossu
from tests.bench.synthetic import START, synthetic
from tests.bench.table import Budget, Cell, Table
from tests.bench.writers import to_plan

LONG = 140  # weeks of planned effort
WEEKS = (26, 52)
LIVES = 30
MOST_OF_ERROR = 0.5
SHORT, MANY = 60, 300
EARLY, LATE = 8, 26
SIZES = (100, 1_000, 5_000)
TIMES = 5


def lives() -> Iterator[Table]:
    """Every table of this package."""
    yield learning()
    yield calibration()
    yield cost()
    yield closed_loop()


def learning() -> Table:
    """Errors of the forecast finish, over those of the schedule, of the same lives in the same week."""
    rows: list[tuple[Cell, ...]] = []
    plans: dict[str, Callable[[Random], Plan]] = {
        f"{LONG} weeks of effort": lambda random: made_plan(random, LONG),
        "OSSU, all courses": lambda _: ossu(),
    }
    for title, make in plans.items():
        for says in Says:
            found = [_life(make, says, number) for number in range(LIVES)]
            for week in WEEKS:
                these = [one for life in found for one in life if one.week == week]
                learnt, unlearnt = (
                    median(abs(error) for error in errors)
                    for errors in ([one.error for one in these], [one.unlearnt for one in these])
                )
                worst = max(abs(one.error) / max(1, abs(one.unlearnt)) for one in these)
                ratio = Budget(learnt / unlearnt, MOST_OF_ERROR if week == WEEKS[0] else None)
                rows.append((title, says.value, week, round(unlearnt), round(learnt), ratio, f"{worst:.2f}"))
    return Table(
        f"Error of the finish in days, {LIVES} lives: effort 25 % over plan, 90 % of the hours, both uneven",
        ("plan", "says", "week", "schedule", "forecast", "ratio of medians", "worst ratio"),
        rows,
    )


def _life(make: Callable[[Random], Plan], says: Says, number: int) -> list[Judged]:
    random = Random(f"learning {number}")  # noqa: S311 - a life to measure with, no secret
    return judged(make(random), noisy, says, random, WEEKS)


def calibration() -> Table:
    """Of goals set so that the chance was 80 %, how many were reached; only the first row has a budget."""
    rows: list[tuple[Cell, ...]] = []
    for name, person in PEOPLE.items():
        found = []
        for number in range(MANY):
            random = Random(f"{name} {number}")  # noqa: S311
            plan = made_plan(random, SHORT, spans=number % 4)
            says = Says.HOURS if number % 2 else Says.TICKS
            found += judged(plan, person, says, random, (0, EARLY, LATE))
        shares: list[Cell] = []
        furthest = 0.0
        for week in (0, EARLY, LATE):
            kept = [one.kept for one in found if one.week == week]
            share = 100 * sum(kept) / len(kept)
            shares += [f"{share:.0f} %", len(kept)]
            furthest = max(furthest, abs(share - 80))
        rows.append((name, *shares, Budget(furthest, 5 if name == "believed" else None, " %")))
    return Table(
        f"Goals that were given 80 % and reached, {MANY} lives of each kind, with plans of {SHORT} weeks",
        (
            "people",
            "week 0",
            "goals",
            f"week {EARLY}",
            "goals",
            f"week {LATE}",
            "goals",
            "furthest from 80 %",
        ),
        rows,
    )


def cost() -> Table:
    """CPU of a forecast beside that of the schedule it is made from."""
    rows: list[tuple[Cell, ...]] = []
    for count in SIZES:
        plan = read(to_plan(synthetic(count)), "plan.yaml").plan
        layout = lay_out(plan, Progress(), START)
        alone, beside = [], []
        for _ in range(TIMES):
            alone.append(_seconds(partial(schedule, plan, Progress(), START)))
            beside.append(_seconds(partial(_finish, layout)))
        ratio = 1 + median(beside) / median(alone)
        shown = Budget(ratio, 2 if count == SIZES[1] else None)
        rows.append((count, f"{median(alone) * 1000:.0f} ms", f"{median(beside) * 1000:.0f} ms", shown))
    return Table(
        "CPU of the engine with a forecast and without",
        ("tasks", "schedule", "forecast", "both over schedule"),
        rows,
    )


def _finish(layout: Layout) -> Forecast:
    return outlook(layout, Progress()).finish


def _seconds(run: Callable[[], object]) -> float:
    begun = process_time()
    run()
    return process_time() - begun
