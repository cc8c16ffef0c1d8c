"""What a day costs that brings nothing but itself: is anything late, and who has to be told?"""

from collections.abc import Callable
from datetime import timedelta
from statistics import median

from tests.bench.cpu import PLANNER, Folder
from tests.bench.synthetic import START, synthetic
from tests.bench.table import Budget, Table
from tests.bench.writers import to_plan

STEPS = 100
DAYS = 7
MOST_SECONDS = 0.5


def daily(make_folder: Callable[[], Folder]) -> Table:
    """Median CPU of a whole process that syncs on each of some days on which nobody did anything."""
    folder = make_folder()
    folder.write("plan.yaml", to_plan(synthetic(STEPS)))
    folder.run(*PLANNER, "sync", "--today", START.isoformat())
    days = [START + timedelta(number) for number in range(1, DAYS + 1)]
    seconds = median(folder.run(*PLANNER, "sync", "--today", day.isoformat()).seconds for day in days)
    row = (f"planner sync, {STEPS} steps", Budget(seconds, MOST_SECONDS, " s"))
    return Table("CPU of a day's check", ("command", "CPU"), [row])
