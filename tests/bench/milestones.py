"""A plan of milestones, a day apart, each of which is one item wherever it goes."""

from collections.abc import Iterator
from datetime import timedelta

from tests.bench.synthetic import START


def milestones(count: int, changed: int = 0) -> str:
    """The plan; `changed`: so many are a day later. They wait for nothing, so that one moves no other."""
    return "\n".join(_lines(count, changed))


def _lines(count: int, changed: int) -> Iterator[str]:
    yield from ("plan: 1", "id: bench", "title: Synthetic", f"start: {START}", "steps:")
    for number in range(count):
        day = START + timedelta(days=number + (number < changed))
        yield f"  m{number:04d}: {{title: Milestone {number}, date: {day}}}"
