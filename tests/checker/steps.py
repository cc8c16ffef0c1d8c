"""Rules for the dates of steps: order, length, fixed days, pins, deadlines, windows."""

from collections.abc import Iterator
from datetime import date

from planner.engine.values import ConflictCode, ItemKind, Scheduled, State
from planner.plan.civil import Length, Unit, add
from planner.plan.model import Effort, Every, Experience, OnDay, Step, Takes
from tests.checker.case import Case, Violation, earliest, extent, is_milestone
from tests.checker.days import DAY, gate_end, last_day, span_end

ORDER = (ConflictCode.ORDER, ConflictCode.DEADLINE)


def order(case: Case) -> Iterator[Violation]:
    """Nobody starts before what it needs is done, and no `any` before one of its alternatives."""
    for step, item in case.step_items():
        if not case.is_open(item) or step.id in case.progress.started:
            continue
        for name, lag in case.needs(step.id):
            first = _first(case, step, name, lag)
            if _held(step, item) < first:
                text = f"{step.id} begins {_held(step, item)}, but {name} frees it on {first}"
                yield Violation(text, (step.id, name), ORDER)
        for ways in case.choices(step.id):
            firsts = [_first(case, step, name, lag) for name, lag in ways]
            if firsts and _held(step, item) < min(firsts):
                names = tuple(name for name, _ in ways)
                text = f"{step.id} begins {_held(step, item)} before any of {', '.join(names)}"
                yield Violation(text, (step.id, *names), ORDER)


def beginning(case: Case) -> Iterator[Violation]:
    """Nothing begins before the plan, its `from` or the choice of its track; the rest begins at once."""
    for step, item in case.step_items():
        if not case.is_free(item) or isinstance(step.extent, OnDay):
            continue
        floor = max(filter(None, [case.schedule.start, step.not_before, case.came_in(step)]))
        if _held(step, item) < floor:
            yield Violation(f"{step.id} begins {item.start}, before {floor}", (step.id,))
        if _is_prompt(case, step):
            last = _latest(case, step, floor)
            if _held(step, item) > last and not _is_held_back(case, step, item, last):
                yield Violation(f"{step.id} is on {_held(step, item)}, but could be on {last}", (step.id,))


def lengths(case: Case) -> Iterator[Violation]:
    """Spans and gates have exactly their length, fixed days are kept, the past isn't planned."""
    for step, item in case.step_items():
        if item.start > item.due:
            yield Violation(f"{step.id} is due {item.due}, before it starts {item.start}", (step.id,))
        if step.id in case.progress.started and case.is_open(item) and not is_milestone(step):
            yield from _same(step.id, "started", item.start, case.progress.started[step.id])
        facts = case.progress
        if item.id in {*facts.done, *facts.dropped, *facts.pinned, *facts.slipped}:
            continue
        due = planned_due(case, step, item)
        if due is None:
            continue
        is_kept = isinstance(step.extent, OnDay) or item.state is State.DONE
        due = due if is_kept else max(due, case.today)
        yield from _same(step.id, "due", item.due, due)


def gates(case: Case) -> Iterator[Violation]:
    """What must happen `within` a span does, or the schedule says so."""
    for step, item in case.step_items():
        gate = step.extent
        if isinstance(gate, Experience) and gate.within and case.is_open(item):
            last = last_day(item.start, gate.within, case.days)
            if item.due > last:
                text = f"{step.id} fills on {item.due}, but must by {last}"
                yield Violation(text, (step.id,), (ConflictCode.GATE,))


def pins(case: Case) -> Iterator[Violation]:
    """A pinned item is due on its pin; a slipped one not before the day that was said."""
    for name, day in case.progress.pinned.items():
        item = case.items.get(name)
        if item and case.is_open(item):
            if item.due != day and not (day < case.today == item.due):
                yield Violation(f"{name} is due {item.due}, pinned to {day}", (name,))
            if not item.pinned:
                yield Violation(f"{name} is pinned, but not shown so", (name,))
    for name, slip in case.progress.slipped.items():
        item = case.items.get(name)
        if item and case.is_open(item) and name not in case.progress.pinned and item.due < slip.to:
            yield Violation(f"{name} is due {item.due}, but was put off to {slip.to}", (name,))


def deadlines(case: Case) -> Iterator[Violation]:
    """A deadline is shown on its day, and kept, or named as one that can't be."""
    for step, item in case.step_items():
        if step.by is None or not case.is_open(item):
            continue
        shown = case.items.get(f"{step.id}/by")
        if shown is None or shown.kind is not ItemKind.DEADLINE:
            yield Violation(f"{step.id} has a deadline that isn't shown", (step.id,))
        elif shown.due != step.by and f"{step.id}/by" not in case.progress.pinned:
            yield Violation(f"{step.id}/by is shown on {shown.due}, not {step.by}", (step.id,))
        if item.due > step.by and not isinstance(step.extent, Every):
            text = f"{step.id} is due {item.due}, after its deadline {step.by}"
            yield Violation(text, (step.id,), (ConflictCode.DEADLINE,))


def windows(case: Case) -> Iterator[Violation]:
    """The steps of a window all end within it."""
    for window in case.plan.windows.values():
        ends = [(case.over(name), name) for name in case.members(window)]
        if ends and max(ends)[0] > case.days.later(min(ends)[0], window.within):
            text = f"window {window.id} runs from {min(ends)[0]} to {max(ends)[0]}"
            closing = tuple(name for end, name in ends if end == max(ends)[0])
            yield Violation(text, closing, (ConflictCode.WINDOW,))


def _held(step: Step, item: Scheduled) -> date:
    """The day that order holds back: a milestone's own, the first of anything that takes time."""
    return item.due if is_milestone(step) else item.start


def _first(case: Case, step: Step, name: str, lag: Length | None) -> date:
    """The first day on which `name` lets a step begin; a milestone may share its last day."""
    end = case.end(name)
    if end is None:
        return date.min
    if is_milestone(step):
        return add(end, lag) if lag else end
    return earliest(end, lag)


def _is_prompt(case: Case, step: Step) -> bool:
    """True when nothing but its predecessors, `from` and the plan's start sets its date."""
    needs_hours = step.load or isinstance(extent(step), Effort)
    is_business = any(lag and lag.unit is Unit.BUSINESS_DAYS for _, lag in case.needs(step.id))
    is_handed_on = any(case.is_dropped(need.id) for need in case.hard[step.id])
    return not (needs_hours or is_business or is_handed_on or isinstance(step.extent, Every))


def _latest(case: Case, step: Step, floor: date) -> date:
    """The last day on which it may begin: nothing holds it back any more, whichever `any` is chosen."""
    ways = [*case.needs(step.id), *(way for ways in case.choices(step.id) for way in ways)]
    last = max([floor, *(_first(case, step, name, lag) for name, lag in ways)])
    if not is_milestone(step):
        return last
    has_lag = any(lag for _, lag in ways)
    return max(last + DAY if has_lag else last, case.today)


def _is_held_back(case: Case, step: Step, item: Scheduled, first: date) -> bool:
    """Whether it begins later than on `first` for a reason: a day earlier, a window would break in
    which it ends too early; or, a gate, no earlier start after a pause would let it fill in its span.
    """
    last = {window.id: max(map(case.over, case.members(window))) for window in case.plan.windows.values()}
    sooner = _end_from(case, step, item.start - DAY)
    if any(
        step.id in window.steps and case.days.later(sooner, window.within) < last[window.id]
        for window in case.plan.windows.values()
    ):
        return True
    gate = step.extent
    if not isinstance(gate, Experience) or gate.within is None:
        return False
    tries = [first, *(pause.last + DAY for pause in case.progress.pauses if first <= pause.last + DAY)]
    breaks = [
        gate_end(day, gate, case.days) > last_day(day, gate.within, case.days)
        for day in tries
        if day < item.start
    ]
    return item.start in tries and all(breaks)


def planned_due(case: Case, step: Step, item: Scheduled) -> date | None:
    """The due that its length gives it from its start; None where hours decide."""
    if isinstance(step.extent, OnDay | Takes | Experience):
        return _end_from(case, step, item.start)
    return item.start if is_milestone(step) and item.state is not State.LATE else None


def _end_from(case: Case, step: Step, start: date) -> date:
    """Where a span, a gate or a milestone that begins on `start` ends."""
    match step.extent:
        case OnDay(day):
            return day
        case Takes():
            return span_end(start, step.extent, case.days)
        case Experience():
            return gate_end(start, step.extent, case.days)
        case _:
            return start


def _same(name: str, word: str, is_on: date, should: date) -> Iterator[Violation]:
    if is_on != should:
        yield Violation(f"{name} is {word} {is_on}, should be {should}", (name,))
