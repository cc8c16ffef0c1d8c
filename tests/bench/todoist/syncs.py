"""What syncs with Todoist cost, beside a loop of todoist-api-python's `add_task` at the same kind of server.

The server is in this process, and the programs are others: what it does counts for neither.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from statistics import median

from tests.bench import ROOT
from tests.bench.cpu import PLANNER, PYTHON, Folder
from tests.bench.milestones import milestones
from tests.bench.synthetic import START
from tests.bench.table import Budget, Cell, Table
from tests.todoist.fake import TOKEN, Fake, new
from tests.todoist.limits import Limits
from tests.todoist.server import running
from tests.todoist.wire import ROOT as API

TASKS = 1_000
CHANGES = 10
CYCLES = 30
ROUNDS = 3
"""So that neither the byte code of a first run nor a busy moment decides."""
MOST_FIRST, MOST_AFTER_CHANGES = 12, 2
SYNC = (*PLANNER, "--today", START.isoformat(), "sync")
ADD_TASK_LOOP = (*PYTHON, str(ROOT / "tests/bench/todoist/add_task_loop.py"))


@dataclass(frozen=True, slots=True)
class Cost:
    """CPU seconds, the requests that the server saw, and how many commands to write were in them."""

    seconds: float
    requests: int
    writes: int


@dataclass(frozen=True, slots=True)
class Account:
    """A person's account behind an address, and the folder that they sync with it from."""

    folder: Folder
    fake: Fake
    address: str

    def sync(self, changed: int = 0) -> Cost:
        """`planner sync` of a plan of which so many milestones were moved."""
        self.folder.write("plan.yaml", milestones(TASKS, changed))
        return self.run(*SYNC)

    def run(self, *command: str) -> Cost:
        """Run a command to its end."""
        self.fake.log.clear()
        seconds = self.folder.run(*command).seconds
        return Cost(seconds, len(self.fake.log), len(self.fake.commands))


def todoist(make_folder: Callable[[], Folder]) -> Iterator[Table]:
    """A first push beside todoist-api-python, and what comes after it."""
    rounds = [_round(make_folder) for _ in range(ROUNDS)]
    ours, theirs = (median(cost.seconds for cost in costs) for costs in zip(*rounds, strict=True))
    requests = [max(cost.requests for cost in costs) for costs in zip(*rounds, strict=True)]
    rows: list[tuple[Cell, ...]] = [
        ("todoist-api-python, add_task in a loop", _s(theirs), "", requests[1]),
        ("planner sync, the first", _s(ours), Budget(ours / theirs, 1.0), Budget(requests[0], MOST_FIRST)),
    ]
    yield Table(
        f"First push of {TASKS:,} tasks to Todoist, CPU of whole processes at the same kind of server",
        ("program", "CPU", "ratio", "requests"),
        rows,
    )
    with _account(make_folder()) as account:
        account.sync()
        yield Table(
            f"Syncs with Todoist after that, of {TASKS:,} tasks",
            ("planner sync", "CPU", "requests", "writes"),
            list(_after(account)),
        )


def _round(make_folder: Callable[[], Folder]) -> tuple[Cost, Cost]:
    """Push them, and then send the same tasks to another account."""
    with _account(make_folder()) as account:
        ours = account.sync()
        pushed = [command["args"] for command in account.fake.commands if command["type"] == "item_add"]
    with _account(make_folder()) as account:
        tasks = account.folder.write("tasks.json", json.dumps(pushed))
        theirs = account.run(*ADD_TASK_LOOP, account.address, TOKEN, str(tasks))
        made = sum(not row["is_deleted"] for row in account.fake.account.rows("items").values())
    assert made == len(pushed) == TASKS, (made, len(pushed))
    return ours, theirs


def _after(account: Account) -> Iterator[tuple[Cell, ...]]:
    second = account.sync()
    yield "the second", _s(second.seconds), Budget(second.requests, 1), Budget(second.writes, 0)
    ten = account.sync(CHANGES)
    assert ten.writes == CHANGES, ten
    yield f"{CHANGES} changes", _s(ten.seconds), Budget(ten.requests, MOST_AFTER_CHANGES), ten.writes
    idle = [account.sync(CHANGES) for _ in range(CYCLES)]
    requests, writes = sum(cost.requests for cost in idle), sum(cost.writes for cost in idle)
    seconds = median(cost.seconds for cost in idle)
    yield f"{CYCLES} with nothing to do", f"{_s(seconds)} each", Budget(requests, CYCLES), Budget(writes, 0)


@contextmanager
def _account(folder: Folder) -> Iterator[Account]:
    """A paid one: the tasks of a free one end at 300."""
    fake = new(lambda: datetime.now(UTC), limits=Limits(max_tasks=TASKS))
    with running(fake) as root:
        folder.write("todoist.token", TOKEN).chmod(0o600)
        folder.write(
            "planner.toml",
            f'[targets.todoist]\ntype = "todoist"\ntoken-file = "todoist.token"\nendpoint = "{root}{API}"\n',
        )
        yield Account(folder, fake, root + API)


def _s(seconds: float) -> str:
    return f"{seconds:.2f} s"
