"""What the background service costs while nothing happens: memory held, and CPU of the process itself."""

import time
from collections.abc import Callable

from tests.bench.cpu import Folder
from tests.bench.synthetic import synthetic
from tests.bench.table import Budget, Table
from tests.bench.writers import to_plan
from tests.system.daemon_process import eventually, serving
from tests.system.program import PLAN, Program, program

SECONDS = 60
MOST_MEGABYTES, MOST_SHARE = 40, 1.0
TASKS = 5_000


def idle(make_folder: Callable[[], Folder]) -> Table:
    """A minute of the service of a small and of a large plan, after the first sync of each."""
    small = program(make_folder().path)
    large = program(make_folder().path)
    text = to_plan(synthetic(TASKS))
    (large.folder / PLAN).write_text(text.replace("id: bench\n", "id: nurse\n", 1), encoding="utf-8")
    rows = [(name, *_measured(place)) for name, place in (("nurse", small), (f"{TASKS:,} tasks", large))]
    return Table(f"The service, idle for {SECONDS} s", ("plan", "memory", "CPU"), rows)


def _measured(place: Program) -> tuple[Budget, Budget]:
    with serving(place) as daemon:
        daemon.ready()
        eventually(lambda: daemon.says("Synced"), 120)
        time.sleep(2)
        cpu, began = daemon.cpu(), time.monotonic()
        time.sleep(SECONDS)
        share = (daemon.cpu() - cpu) / (time.monotonic() - began) * 100
        return Budget(daemon.kilobytes() / 1024, MOST_MEGABYTES, " MB"), Budget(share, MOST_SHARE, " %")
