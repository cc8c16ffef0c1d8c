"""Plans as hypothesis strategies: everything that a plan file may ask for, also what can't be.

`plans()` draws a valid plan; `facts.situations()` adds what happened to it and the day it is looked at.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from types import MappingProxyType
from typing import TypeVar

from hypothesis import strategies as st

from planner.plan.civil import DateRange, Length, Unit
from planner.plan.model import (
    PARTS_PER_HOUR,
    After,
    AnyOf,
    Effort,
    Every,
    Experience,
    Extent,
    Gap,
    Goal,
    Goals,
    Missed,
    OnDay,
    Plan,
    Priority,
    Reported,
    Review,
    Slips,
    Step,
    StepKind,
    Takes,
    Task,
    Track,
    Window,
)

T = TypeVar("T")
HOUR = PARTS_PER_HOUR
FIRST = date(2026, 11, 30)
HABIT_BEGINS = timedelta(days=400)
LENGTHS = (
    Length(1, Unit.DAYS),
    Length(5, Unit.DAYS),
    Length(2, Unit.WEEKS),
    Length(10, Unit.WEEKS),
    Length(8, Unit.BUSINESS_DAYS),
    Length(1, Unit.MONTHS),
    Length(9, Unit.MONTHS),
    Length(2, Unit.YEARS),
)
LAGS = (Length(1, Unit.DAYS), Length(2, Unit.WEEKS), Length(3, Unit.MONTHS), Length(5, Unit.BUSINESS_DAYS))
RHYTHMS = (Length(1, Unit.WEEKS), Length(2, Unit.WEEKS), Length(1, Unit.MONTHS), Length(10, Unit.DAYS))
REVIEWS = (
    Review("weekly", weekday=6, at=time(18)),
    Review("monthly", weekday=5, ordinal=1),
    Review("manager", every=Length(6, Unit.MONTHS), first=date(2027, 1, 31)),
)


@dataclass(frozen=True, slots=True)
class Dice:
    """Draws in the words of this module; shrinks towards few and plain."""

    draw: Callable[[st.SearchStrategy[int]], int]

    def upto(self, most: int) -> int:
        return self.draw(st.integers(0, most))

    def rarely(self, out_of: int = 6) -> bool:
        return self.upto(out_of - 1) == out_of - 1

    def one(self, values: Sequence[T]) -> T:
        return values[self.upto(len(values) - 1)]

    def some(self, values: Sequence[T], most: int) -> list[T]:
        """At most `most` of the values, each once, in their order."""
        picked = {self.upto(len(values) - 1) for _ in range(self.upto(most))} if values else set()
        return [values[number] for number in sorted(picked)]

    def day(self, first: date, days: int) -> date:
        return first + timedelta(days=self.upto(days))


def plans(most: int = 30) -> st.SearchStrategy[Plan]:
    """Valid plans of up to `most` steps."""
    return st.composite(lambda draw: _plan(Dice(draw), most))()


def _plan(dice: Dice, most: int) -> Plan:
    start = dice.day(FIRST, 400)
    hours = _time(dice)
    names = [f"s{(number * 17 + 5) % 31}" for number in range(1 + dice.upto(most - 1))]
    steps: dict[str, Step] = {}
    for number, name in enumerate(names):
        earlier = [other for other in names[:number] if not isinstance(steps[other].extent, Every)]
        steps[name] = _step(dice, name, start, earlier, names[number + 1 :], has_time=hours is not None)
    shown = MappingProxyType(dict(sorted(steps.items())))
    windows = [Window("w", tuple(dice.some(names, 4)), dice.one(LENGTHS))] if dice.rarely(3) else []
    return Plan(
        id="generated",
        title="A generated plan",
        steps=shown,
        tracks=MappingProxyType({track.name: track for track in _tracks(dice, names, steps)}),
        start=start,
        time=hours,
        away=tuple(dict.fromkeys(_range(dice, start) for _ in range(dice.upto(2)))),
        goal=Goal("Someone else", by=dice.day(start, 3000)) if dice.rarely(2) else None,
        gaps=MappingProxyType({"gap": Gap("gap", "What I lack")}),
        windows=MappingProxyType({w.id: w for w in windows if len(w.steps) > 1 and _end(w, steps)}),
        reviews=tuple(dice.some(REVIEWS, 2)),
    )


def _end(window: Window, steps: dict[str, Step]) -> bool:
    """Habits don't end, so no window counts them."""
    return not any(isinstance(steps[name].extent, Every) for name in window.steps)


def _time(dice: Dice) -> tuple[int, ...] | None:
    match dice.upto(5):
        case 0:
            return None
        case 1 | 2:
            return (HOUR, *(dice.upto(4) * HOUR for _ in range(6)))
        case _:
            return ((1 + dice.upto(20)) * HOUR // 7,) * 7


def _range(dice: Dice, start: date) -> DateRange:
    first = dice.day(start, 700)
    return DateRange(first, dice.day(first, 20))


def _tracks(dice: Dice, names: list[str], steps: dict[str, Step]) -> list[Track]:
    run = [name for name in names if not isinstance(steps[name].extent, Every)]
    main = dice.some(run, 8)
    if not main or dice.rarely(3):
        return [Track("main", tuple(sorted(names)), path=False)]
    tracks = [Track("main", tuple(main), path=dice.rarely(2))]
    if backup := dice.some(run, 5):
        triggers = (Missed(main[0]), Slips("main", Length(9, Unit.MONTHS)), Reported("layoff"))
        tracks.append(Track("backup", tuple(backup), use_when=tuple(dice.some(triggers, 2)) or triggers[:1]))
    return tracks


def _step(
    dice: Dice, name: str, start: date, earlier: list[str], later: list[str], *, has_time: bool
) -> Step:
    extent = _extent(dice, start, has_time=has_time)
    is_habit, is_day = isinstance(extent, Every), isinstance(extent, OnDay)
    has_from = is_habit or (dice.rarely(5) and not is_day)
    not_before = dice.day(start, HABIT_BEGINS.days) if has_from else None
    first = extent.day if isinstance(extent, OnDay) else not_before or start
    has_load = isinstance(extent, Takes | Effort | Experience) and has_time and dice.rarely(3)
    return Step(
        id=name,
        title=f"Step {name}",
        extent=extent,
        kind=dice.one([None, *StepKind]),
        load=(1 + dice.upto(7)) * HOUR if has_load else None,
        after=() if is_habit else _after(dice, earlier),
        before=tuple(dice.some(later, 1)) if dice.rarely() and not is_habit else (),
        not_before=not_before,
        by=dice.day(first, 1500) if dice.rarely(5) and not is_habit else None,
        goals=_goals(dice) if isinstance(extent, Takes | Effort | Experience) and dice.rarely(3) else None,
        tasks=() if is_habit else _tasks(dice, start, extent, earlier, has_time=has_time),
        closes=("gap",) if dice.rarely() else (),
        priority=dice.one(list(Priority)),
    )


def _extent(dice: Dice, start: date, *, has_time: bool) -> Extent:
    match dice.upto(9):
        case 0:
            return None
        case 1 | 2 | 3 if has_time:
            low = (1 + dice.upto(80)) * HOUR
            return Effort(low, low + dice.upto(60) * HOUR)
        case 4:
            return OnDay(dice.day(start, 700))
        case 5 | 6:
            return _experience(dice)
        case 7:
            to = dice.day(start + HABIT_BEGINS, 900) if dice.rarely(2) else None
            return Every(dice.one(RHYTHMS), to)
        case _:
            span = dice.one(LENGTHS)
            return Takes(span, Length(span.count + dice.upto(3), span.unit))


def _experience(dice: Dice) -> Experience:
    if dice.rarely(2):
        return Experience(dice.one(LENGTHS))
    span = Length(1 + dice.upto(2), Unit.YEARS) if dice.rarely(2) else None
    hours = dice.one((100, 2000)) * HOUR if span is None or dice.rarely(2) else None
    within = Length(6, Unit.YEARS) if dice.rarely(3) else None
    return Experience(span, hours, within, dice.one((40, 32)) * HOUR if hours else 40 * HOUR)


def _after(dice: Dice, earlier: list[str]) -> tuple[After | AnyOf, ...]:
    needs: list[After | AnyOf] = [
        After(name, dice.one(LAGS) if dice.rarely(5) else None) for name in dice.some(earlier, 2)
    ]
    ways = dice.some(earlier, 3) if dice.rarely(8) else []
    if len(ways) > 1:
        needs.append(AnyOf(tuple(After(way) for way in ways)))
    return tuple(needs)


def _goals(dice: Dice) -> Goals:
    match dice.upto(2):
        case 0:
            return Goals(count=1 + dice.upto(8))
        case 1:
            return Goals(every=dice.one(RHYTHMS[:3]))
        case _:
            return Goals(titles=("Beginnings", "Half way", "The rest")[: 1 + dice.upto(2)])


def _tasks(
    dice: Dice, start: date, extent: Extent, earlier: list[str], *, has_time: bool
) -> tuple[Task, ...]:
    if not dice.rarely(3):
        return ()
    count = 1 + dice.upto(3)
    can_work = has_time and dice.rarely(2) and (extent is None or isinstance(extent, Effort))
    most = extent.low // count if isinstance(extent, Effort) else 10 * HOUR
    tasks: list[Task] = []
    for number in range(count):
        low = dice.upto(most // HOUR) * HOUR
        siblings = [task.id for task in tasks]
        tasks.append(
            Task(
                id=f"task-{number}",
                title=f"Task {number}",
                by=dice.day(start, 700) if dice.rarely(5) else None,
                effort=Effort(low, low) if can_work and low else None,
                after=tuple(After(name) for name in dice.some(siblings + earlier, 1))
                if dice.rarely(5)
                else (),
            )
        )
    return tuple(tasks)
