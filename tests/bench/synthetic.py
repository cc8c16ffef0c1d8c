"""Plans of any size: effort under precedence for one person with fixed hours, some of it with a deadline.

Each effort is a whole number of working days, so that a day never holds parts of two tasks. Then both
programs have something to do on every working day until the last, in whatever order they choose, and
have to finish on the same one. The deadlines can all be met: they are taken from an order that is
possible, and leave it no room.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

START = date(2027, 1, 4)
HOURS_A_DAY = 2
WORKDAYS = 5
WEEK = 7
LONGEST = 3
PREDECESSORS = 3
REACH = 50  # how far back a task looks for what it follows


@dataclass(frozen=True, slots=True)
class Work:
    """One task: `days` of effort, the numbers of what it follows, and its deadline if it has one."""

    name: str
    days: int
    after: tuple[str, ...]
    by: date | None


def synthetic(count: int, share_due: float = 0.1, seed: int = 1) -> tuple[Work, ...]:
    """`count` tasks, of which `share_due` have a deadline. The same seed gives the same tasks."""
    random = Random(seed)  # noqa: S311 - a plan to measure with, no secret
    names = [f"t{number:05d}" for number in range(count)]
    shuffled = random.sample(names, count)  # names and lines of the file say nothing about the order
    lengths = [random.randint(1, LONGEST) for _ in names]
    before = [
        sorted(random.sample(range(max(0, at - REACH), at), random.randint(0, min(PREDECESSORS, at))))
        for at in range(count)
    ]
    due = set(random.sample(range(count), round(count * share_due)))
    ends = dict(_ends(lengths, before, random))
    works = [
        Work(
            shuffled[at], lengths[at], tuple(shuffled[b] for b in before[at]), ends[at] if at in due else None
        )
        for at in range(count)
    ]
    return tuple(sorted(works, key=lambda work: work.name))


def workday(number: int) -> date:
    """The day on which that many days of work are done when none is lost."""
    weeks, days = divmod(number - 1, WORKDAYS)
    return START + timedelta(weeks * WEEK + days)


def _ends(lengths: list[int], before: list[list[int]], random: Random) -> Iterator[tuple[int, date]]:
    """When each task ends in one possible order, chosen at random."""
    followers: list[list[int]] = [[] for _ in lengths]
    waiting = [len(found) for found in before]
    for at, found in enumerate(before):
        for one in found:
            followers[one].append(at)
    ready = [at for at, count in enumerate(waiting) if not count]
    worked = 0
    while ready:
        at = ready.pop(random.randrange(len(ready)))
        worked += lengths[at]
        yield at, workday(worked)
        for follower in followers[at]:
            waiting[follower] -= 1
            if not waiting[follower]:
                ready.append(follower)
