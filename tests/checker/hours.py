"""Rules for hours: what is laid where, and that no day has to give more than it has."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from planner.engine.values import ConflictCode, Scheduled, Shape
from planner.plan.model import Effort, Step
from tests.checker.case import Case, Violation, extent
from tests.checker.days import DAY, each, monday, week_start

OVERLOAD = (ConflictCode.OVERLOAD, ConflictCode.UNREACHABLE)


@dataclass(slots=True)
class Week:
    """What an ISO week must carry: work of items, and the loads that run on each of its days."""

    work: list[tuple[Scheduled, int]] = field(default_factory=list)
    loads: list[float] = field(default_factory=lambda: [0.0] * 7)
    loaded: set[str] = field(default_factory=set)


def hours(case: Case) -> Iterator[Violation]:
    """Each week, each stretch of days within it, carries no more than it can give."""
    for start, week in _weeks(case).items():
        free = [case.days.share(start + number * DAY) - week.loads[number] for number in range(7)]
        if case.plan.time is None:
            continue
        names = tuple(sorted({item.id for item, _ in week.work} | week.loaded))
        slop = _rounding(week)
        day = max(start, case.today, case.days.start)
        while day < start + timedelta(days=7):
            if week.loaded and free[day.weekday()] < -slop:
                yield Violation(f"loads overfill {day}: {', '.join(names)}", names, OVERLOAD)
                break
            day += DAY
        yield from _fit(case, start, week, [max(hours, 0) for hours in free], slop, names)


def efforts(case: Case) -> Iterator[Violation]:
    """The hours that are left of a step are laid to the last one, within its days and its cap."""
    for step, item in case.step_items():
        effort = extent(step)
        if not isinstance(effort, Effort) or not case.is_open(item):
            continue
        laid, left = sum(parts for _, parts in item.work), _left(case, step, effort)
        is_exact = not any(_has_facts(case, f"{step.id}/{task.id}") for task in step.tasks)
        if laid > left or (is_exact and laid < left):
            text = f"{step.id} has {laid} parts laid of {left}"
            yield Violation(text, (step.id,), (ConflictCode.UNREACHABLE,))
        for name, parts in item.work:
            if step.load is not None and parts > step.load:
                text = f"{step.id} takes {parts} parts in {name}, its cap is {step.load}"
                yield Violation(text, (step.id,), OVERLOAD)
        if item.work and case.is_free(item):
            last = week_start(item.work[-1][0])
            if not last <= item.due < last + timedelta(days=7):
                yield Violation(f"{step.id} is due {item.due}, its last work is in {last}", (step.id,))
        yield from _task_work(case, step, item)


def table(case: Case) -> Iterator[Violation]:
    """The table of weeks says what is laid and what can be given."""
    weeks = _weeks(case)
    for row in case.schedule.load:
        start = week_start(row.week)
        if start <= max(case.today, case.schedule.start):
            continue
        days = [start + number * DAY for number in range(7)]
        budget = None if case.plan.time is None else sum(map(case.days.share, days))
        if row.budget != budget:
            yield Violation(f"{row.week} can give {budget}, the table says {row.budget}", ())
        week = weeks.get(start, Week())
        planned = sum(parts for _, parts in week.work) + sum(week.loads)
        if abs(row.planned - planned) > 0.5 + _rounding(week) * 7:
            yield Violation(f"{row.week} carries {planned}, the table says {row.planned}", ())


def _weeks(case: Case) -> dict[date, Week]:
    weeks: dict[date, Week] = defaultdict(Week)
    for step, item in case.step_items():
        if not case.is_open(item):
            continue
        if item.shape in {Shape.SPAN, Shape.GATE}:
            if step.load:
                _lay(case, step.load, item, weeks)
        else:
            for name, parts in item.work:
                weeks[week_start(name)].work.append((item, parts))
    return dict(sorted(weeks.items()))


def _lay(case: Case, weekly: int, item: Scheduled, weeks: dict[date, Week]) -> None:
    for day in each(max(item.start, case.today), item.due):
        if load := case.days.load(weekly, day):
            week = weeks[monday(day)]
            week.loads[day.weekday()] += load
            week.loaded.add(item.id)


def _rounding(week: Week) -> float:
    """Parts by which a day may be out: shares of a load that don't come out even, one per load."""
    return len(week.loaded) + 0.001


def _fit(
    case: Case, start: date, week: Week, free: list[float], slop: float, names: tuple[str, ...]
) -> Iterator[Violation]:
    """Work of several items fits if and only if every run of days can carry what must lie in it."""
    spans = []
    for item, parts in week.work:
        first = max(item.start, start, case.today)
        last = min(item.due, start + timedelta(days=6))
        if first > last:
            yield Violation(f"{item.id} has work in the week of {start}, outside its days", (item.id,))
        else:
            spans.append((first.weekday(), last.weekday(), parts))
    for begin in range(7):
        for end in range(begin, 7):
            must = sum(parts for first, last, parts in spans if begin <= first and last <= end)
            if must > sum(free[begin : end + 1]) + slop * (end - begin + 1) * bool(week.loaded):
                text = f"the week of {start} is over its hours on days {begin}..{end}: {', '.join(names)}"
                yield Violation(text, names, OVERLOAD)
                return


def _task_work(case: Case, step: Step, item: Scheduled) -> Iterator[Violation]:
    """A task's hours are part of its step's, week by week."""
    of_step = dict(item.work)
    of_tasks: dict[str, int] = defaultdict(int)
    for task in case.parts(step.id, "task"):
        if case.is_open(task):
            for name, parts in task.work:
                of_tasks[name] += parts
    for name, parts in of_tasks.items():
        if parts > of_step.get(name, 0):
            yield Violation(f"the tasks of {step.id} take more than it in {name}", (step.id,))


def _left(case: Case, step: Step, effort: Effort) -> int:
    return max(0, effort.expected - case.progress.spent.get(step.id, 0))


def _has_facts(case: Case, name: str) -> bool:
    facts = case.progress
    return name in facts.done or name in facts.spent or name in facts.dropped
