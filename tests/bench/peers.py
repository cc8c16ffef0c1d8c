"""Dating a plan, beside TaskJuggler on the same project."""

import json
from collections.abc import Callable

from tests.bench.cpu import PLANNER, Folder, side_by_side
from tests.bench.synthetic import START, synthetic, workday
from tests.bench.table import Budget, Table
from tests.bench.writers import REPORT, to_plan, to_tjp

TJ3 = ("tj3", "--silent", "--no-color", "project.tjp")
TIMELINE = (*PLANNER, "timeline", "--json", "--today", START.isoformat())
SIZES = ((100, 5, None), (1_000, 1, 0.1))
"""Tasks, how often it is measured, and the most that the ratio may be: start-up alone decides small ones."""


def beside_taskjuggler(make_folder: Callable[[], Folder]) -> Table:
    """CPU of the whole process and the day of the finish. Raises AssertionError when the days differ."""
    rows = []
    for count, times, most in SIZES:
        folder, works = make_folder(), synthetic(count)
        folder.write("plan.yaml", to_plan(works))
        folder.write("project.tjp", to_tjp(works))
        ours, theirs = side_by_side(folder, (TIMELINE, TJ3), times)
        finish = json.loads(folder.run(*TIMELINE).stdout.read_text("utf-8"))["finish"]
        report = (folder.path / f"{REPORT}.csv").read_text("utf-8").splitlines()[1:]
        theirs_finish = max(line.split(";")[1].strip('"') for line in report)
        expected = workday(sum(work.days for work in works)).isoformat()
        assert finish == theirs_finish == expected, (finish, theirs_finish, expected)
        rows.append(
            (count, f"{ours:.2f} s", f"{theirs:.2f} s", Budget(ours / theirs, most), finish, theirs_finish)
        )
    return Table(
        "CPU of dating a plan, beside TaskJuggler on the same project",
        ("tasks", "planner timeline --json", "tj3", "ratio", "planner ends", "tj3 ends"),
        rows,
    )
