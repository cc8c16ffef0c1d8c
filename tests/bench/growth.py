"""How the cost of a command grows with the plan."""

from collections.abc import Callable
from math import log
from statistics import median

from tests.bench.cpu import PLANNER, Folder
from tests.bench.synthetic import START, synthetic
from tests.bench.table import Budget, Cell, Table
from tests.bench.writers import to_plan

SIZES = (1_000, 5_000, 20_000)
BUDGETED = 5_000
MOST_SECONDS = 3.0
MOST_GROWTH = 1.25
"""What n log n comes to from 5,000 to 20,000 is an exponent of 1.12; the rest is for a busy machine."""
COMMANDS = (("check",), ("timeline", "--json"), ("status",))
FIRST, IDLE = "sync, the first", "sync, nothing to do"
TIMES = 3


def growth(make_folder: Callable[[], Folder]) -> Table:
    """CPU seconds of each command at each size, and the exponent between the two largest."""
    found: dict[str, list[float]] = {}
    for count in SIZES:
        for name, seconds in _measured(make_folder, count).items():
            found.setdefault(name, []).append(seconds)
    rows: list[tuple[Cell, ...]] = [
        (
            name,
            *(
                Budget(seconds, MOST_SECONDS if count == BUDGETED else None, " s")
                for count, seconds in zip(SIZES, all_seconds, strict=True)
            ),
            Budget(log(all_seconds[-1] / all_seconds[-2]) / log(SIZES[-1] / SIZES[-2]), MOST_GROWTH),
        )
        for name, all_seconds in found.items()
    ]
    columns = ("planner", *(f"{count:,} tasks" for count in SIZES), "exponent from 5,000")
    return Table("CPU of whole processes on larger plans", columns, rows)


def _measured(make_folder: Callable[[], Folder], count: int) -> dict[str, float]:
    today = ("--today", START.isoformat())
    folder = make_folder()
    folder.write("plan.yaml", to_plan(synthetic(count)))
    found = {
        " ".join(command): median(folder.run(*PLANNER, *command, *today).seconds for _ in range(TIMES))
        for command in COMMANDS
    }
    found[FIRST] = folder.run(*PLANNER, "sync", *today).seconds
    found[IDLE] = median(folder.run(*PLANNER, "sync", *today).seconds for _ in range(TIMES))
    return found
