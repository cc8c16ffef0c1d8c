"""Where some simple arrangement of a small plan keeps its windows and deadlines, the schedule does.

All arrangements are tried, by a few lines that share nothing with the engine (`checker.arrangements`).
"""

from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planner.engine.schedule import schedule
from planner.engine.values import Schedule
from tests.checker.arrangements import Job, Together, kept
from tests.checker.checker import check
from tests.checker.plans import Dice
from tests.unit.engine.dates import NOTHING, plan

Case = tuple[list[Job], list[Together]]
START = date(2027, 3, 1)
often = settings(
    max_examples=60,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def _cases(*, is_span: bool) -> st.SearchStrategy[Case]:
    return st.composite(lambda draw: _drawn(Dice(draw), is_span=is_span))()


def _drawn(dice: Dice, *, is_span: bool) -> Case:
    names = dice.one(["ab", "abc", "cab"] if is_span else ["ab", "abc", "abcd", "cab", "dbca"])
    jobs: list[Job] = []
    for name in names:
        days, first = 1 + dice.upto(6), dice.upto(12) if dice.rarely(3) else 0
        after = tuple(dice.some([job.name for job in jobs], 1)) if dice.rarely(4) else ()
        by = days + first + dice.upto(25) if dice.rarely(5) else None
        jobs.append(Job(name, days, is_span or dice.rarely(4), after, first, by))
    members = names if dice.rarely(2) else names[:3]
    windows = [Together(tuple(members), 1 + dice.upto(10))]
    if dice.rarely(5):
        windows.append(Together((names[0], names[-1]), 1 + dice.upto(8)))
    return jobs, windows


def _written(job: Job) -> str:
    length = f"takes: {job.days} days" if job.is_span else f"effort: {job.days}h"
    keys = [f"title: {job.name.upper()}", length, f"after: [{', '.join(job.after)}]"]
    keys += [f"from: {START + timedelta(days=job.not_before)}"] if job.not_before else []
    keys += [f"by: {START + timedelta(days=job.by)}"] if job.by is not None else []
    return f"{job.name}: {{{', '.join(keys)}}}"


def _scheduled(jobs: list[Job], windows: list[Together]) -> Schedule:
    lines = [f"  w{n}: {{all: [{', '.join(w.names)}], within: {w.days} days}}" for n, w in enumerate(windows)]
    written = plan("\n".join(map(_written, jobs)), "\n".join(["time: 7h/week", "windows:", *lines]))
    found = schedule(written, NOTHING, START)
    assert check(written, NOTHING, found) == []
    return found


@often
@given(_cases(is_span=False))
def test_what_some_arrangement_keeps_is_kept(case: Case) -> None:
    jobs, windows = case
    if _scheduled(jobs, windows).conflicts:
        assert not any(kept(jobs, windows, range(0, 25, 3 if len(jobs) < 4 else 5)))


@often
@given(_cases(is_span=True))
def test_in_calendar_time_whatever_can_be_kept_is_and_as_early_as_can_be(
    case: Case,
) -> None:
    jobs, windows = case
    found = _scheduled(jobs, windows)
    ways = list(kept(jobs, windows, range(24)))
    assert bool(found.conflicts) != bool(ways)
    if ways:
        ends = {name: (item.due - START).days for name, item in found.steps.items()}
        assert ends == {name: min(way[name] for way in ways) for name in ends}
