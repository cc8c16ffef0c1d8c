"""Reading and checking costs at most twice what PyYAML's C loader alone does, and grows with the file."""

import gc
import time
from collections.abc import Callable

import yaml

from planner.plan.read import read


def plan(steps: int) -> str:
    """A plan of so many steps, each with all that a step usually has."""
    body = """  step-{n}:
    title: Step number {n} of the plan
    kind: course
    takes: 9 weeks
    load: 6h/week
    after: [step-{before}]
    goals: weekly
    cost: 2400 USD
    tasks:
      - Compare three schools
      - Register by 2027-02-10
"""
    first = "plan: 1\ntime: 8h/week\nsteps:\n  step-0: {title: The first}\n"
    return first + "".join(body.format(n=n, before=n - 1) for n in range(1, steps))


def cpu(act: Callable[[], object]) -> float:
    """The least CPU seconds of five runs."""
    runs = []
    for _ in range(5):
        gc.collect()
        begin = time.process_time()
        act()
        runs.append(time.process_time() - begin)
    return min(runs)


def test_a_thousand_steps_cost_at_most_twice_the_loader() -> None:
    text = plan(1000)
    assert cpu(lambda: read(text, "f.yaml")) <= 2 * cpu(lambda: yaml.load(text, Loader=yaml.CSafeLoader))


def test_cost_grows_with_the_number_of_steps() -> None:
    small, large = plan(1000), plan(8000)
    assert cpu(lambda: read(large, "f.yaml")) <= 12 * cpu(lambda: read(small, "f.yaml"))
