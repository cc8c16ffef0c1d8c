"""The same work as a plan of ours and as a project of TaskJuggler's."""

from collections.abc import Iterator, Sequence
from math import ceil

from tests.bench.synthetic import HOURS_A_DAY, START, WEEK, WORKDAYS, Work

DAYS = ("mon", "tue", "wed", "thu", "fri")
REPORT = "dates"
ROOM = 4  # weeks between the last day of work and the end of the project


def to_plan(works: Sequence[Work]) -> str:
    """A plan file."""
    return "\n".join(_plan(works)) + "\n"


def to_tjp(works: Sequence[Work]) -> str:
    """A TaskJuggler project that writes when each task ends to `dates.csv`.

    It has no deadlines: TaskJuggler checks them when all is scheduled, and doesn't schedule by them.
    """
    return "\n".join(_project(works)) + "\n"


def _plan(works: Sequence[Work]) -> Iterator[str]:
    hours = ", ".join(f"{day}: {HOURS_A_DAY}h" for day in DAYS)
    yield from ("plan: 1", "id: bench", "title: Synthetic", f"start: {START}", f"time: {{{hours}}}", "steps:")
    for work in works:
        yield f"  {work.name}:"
        yield f"    title: Task {work.name}"
        yield f"    effort: {work.days * HOURS_A_DAY}h"
        if work.after:
            yield f"    after: [{', '.join(work.after)}]"
        if work.by:
            yield f"    by: {work.by}"


def _project(works: Sequence[Work]) -> Iterator[str]:
    weeks = ceil(sum(work.days for work in works) / WORKDAYS) + ROOM
    yield f'project bench "Synthetic" {START} +{weeks}w {{'
    yield '  timezone "UTC"'
    yield f"  dailyworkinghours {HOURS_A_DAY}"
    yield f"  yearlyworkingdays {WORKDAYS * 365.2425 / WEEK:.1f}"
    yield f"  workinghours mon - fri 9:00 - {9 + HOURS_A_DAY}:00"
    yield "  workinghours sat, sun off"
    yield "}"
    yield 'resource me "Me"'
    for work in works:
        follows = f" depends {', '.join(f'!{name}' for name in work.after)}" if work.after else ""
        effort = f"effort {work.days * HOURS_A_DAY}h allocate me"
        yield f'task {work.name} "Task {work.name}" {{ {effort}{follows} }}'
    yield f'taskreport "{REPORT}" {{ formats csv columns id, end timeformat "%Y-%m-%d" }}'
