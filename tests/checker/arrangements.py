"""Every simple arrangement of a small plan, laid day by day without the engine: does any keep its windows?

A simple arrangement is an order of the work, of which the first that can use it gets the one hour of a
day, and for each step of a window a day before which it doesn't begin. Whoever was begun is finished in
one go. Days are counted from 0.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import permutations, product
from typing import NamedTuple


class Job(NamedTuple):
    """A step: `days` of work of one hour each, or of calendar time for a `span`."""

    name: str
    days: int
    is_span: bool = False
    after: tuple[str, ...] = ()
    not_before: int = 0
    by: int | None = None


class Together(NamedTuple):
    """A window: the named jobs end at most so many days after the first of them."""

    names: tuple[str, ...]
    days: int


def kept(jobs: Sequence[Job], windows: Sequence[Together], holds: Sequence[int]) -> Iterator[dict[str, int]]:
    """The last days of the jobs in every arrangement that keeps the windows and deadlines, each step of
    a window held until one of `holds`.
    """
    return (ends for ends in _arrangements(jobs, windows, holds) if _keeps(jobs, windows, ends))


def _keeps(jobs: Sequence[Job], windows: Sequence[Together], ends: Mapping[str, int]) -> bool:
    if any(job.by is not None and ends[job.name] > job.by for job in jobs):
        return False
    return all(
        max(ends[name] for name in window.names) <= min(ends[name] for name in window.names) + window.days
        for window in windows
    )


def _arrangements(
    jobs: Sequence[Job], windows: Sequence[Together], holds: Sequence[int]
) -> Iterator[dict[str, int]]:
    members = sorted({name for window in windows for name in window.names})
    work = [job.name for job in jobs if not job.is_span]
    for days in product(holds, repeat=len(members)):
        held = dict(zip(members, days, strict=True))
        if not work:
            yield _span_ends(jobs, held)
        for order in permutations(work) if work else ():
            yield _ends(jobs, order, held)


def _span_ends(jobs: Sequence[Job], held: Mapping[str, int]) -> dict[str, int]:
    """The last day of each job where all are spans, in an order in which none follows a later one."""
    ends: dict[str, int] = {}
    for job in jobs:
        free = [job.not_before, held.get(job.name, 0), *(ends[before] + 1 for before in job.after)]
        ends[job.name] = max(free) + job.days - 1
    return ends


def _ends(jobs: Sequence[Job], order: Sequence[str], held: Mapping[str, int]) -> dict[str, int]:
    """The last day of each job: spans run by themselves, each day's hour goes to what is in hand, else
    to the first in order.
    """
    ends: dict[str, int] = {}
    left = {job.name: job.days for job in jobs}
    in_hand, day = "", 0
    while len(ends) < len(jobs):
        able = [
            job
            for job in jobs
            if job.name not in ends
            and day >= max(job.not_before, held.get(job.name, 0))
            and all(ends.get(before, day) < day for before in job.after)
        ]
        ready = {job.name for job in able if not job.is_span}
        if in_hand not in ready:
            in_hand = next((name for name in order if name in ready), "")
        for job in able:
            if job.is_span or job.name == in_hand:
                left[job.name] -= 1
                if not left[job.name]:
                    ends[job.name] = day
        day += 1
    return ends
