"""How many deadlines a schedule misses, beside two simpler orders of the same work.

Every deadline of these plans can be met, see `tests.bench.synthetic`.
"""

from collections.abc import Callable, Sequence
from datetime import date
from heapq import heapify, heappop, heappush

from planner.engine.schedule import schedule
from planner.plan.read import read
from planner.progress.values import Progress
from tests.bench.synthetic import START, Work, synthetic, workday
from tests.bench.table import Budget, Table
from tests.bench.writers import to_plan

SIZES = (100, 1_000, 5_000)


def lateness() -> Table:
    """Deadlines missed by the engine, by each task's own due date, and by first in, first out."""
    rows = []
    for count in SIZES:
        works = synthetic(count)
        found = schedule(read(to_plan(works), "plan.yaml").plan, Progress(), START)
        late = sum(work.by is not None and found.steps[work.name].due > work.by for work in works)
        rows.append(
            (
                count,
                sum(work.by is not None for work in works),
                Budget(late, 0),
                _late(works, lambda work, _: work.by or date.max),
                _late(works, lambda _, turn: turn),
            )
        )
    return Table(
        "Deadlines missed, of deadlines that can all be met",
        ("tasks", "deadlines", "planner", "own due date first", "first in, first out"),
        rows,
    )


def _late(works: Sequence[Work], key: Callable[[Work, int], object]) -> int:
    """Deadlines missed when the ready task with the smallest key is always done next."""
    waiting = {work.name: len(work.after) for work in works}
    followers: dict[str, list[Work]] = {work.name: [] for work in works}
    for work in works:
        for name in work.after:
            followers[name].append(work)
    arrived = [work for work in works if not work.after]
    ready = [(key(work, turn), turn, work) for turn, work in enumerate(arrived)]
    heapify(ready)
    turn, worked, late = len(ready), 0, 0
    while ready:
        work = heappop(ready)[2]
        worked += work.days
        late += work.by is not None and workday(worked) > work.by
        for follower in followers[work.name]:
            waiting[follower.name] -= 1
            if not waiting[follower.name]:
                heappush(ready, (key(follower, turn), turn, follower))
                turn += 1
    return late
