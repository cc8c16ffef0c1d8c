"""Reading and checking a plan, beside PyYAML's C loader on the same text."""

from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import process_time

import yaml

from planner.plan.read import load
from tests.bench.cpu import Folder
from tests.bench.synthetic import synthetic
from tests.bench.table import Budget, Table
from tests.bench.writers import to_plan

SIZES = (1_000, 5_000)
TIMES = 7
MOST = 2.0


def reading(make_folder: Callable[[], Folder]) -> Table:
    """CPU within this process, in turns."""
    rows = []
    for count in SIZES:
        file = make_folder().write("plan.yaml", to_plan(synthetic(count)))
        rounds = [(_cpu(load, file), _cpu(_load, file)) for _ in range(TIMES)]
        ours, theirs = (median(seconds) for seconds in zip(*rounds, strict=True))
        rows.append((count, f"{ours:.3f} s", f"{theirs:.3f} s", Budget(ours / theirs, MOST)))
    return Table(
        "CPU of reading and checking a plan, beside yaml.CSafeLoader",
        ("steps", "planner", "CSafeLoader", "ratio"),
        rows,
    )


def _load(file: Path) -> object:
    return yaml.load(file.read_text("utf-8"), Loader=yaml.CSafeLoader)


def _cpu(act: Callable[[Path], object], file: Path) -> float:
    begin = process_time()
    act(file)
    return process_time() - begin
