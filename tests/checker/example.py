"""A small plan and its one right schedule, worked out by hand, for planting defects in it."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from types import MappingProxyType

from planner.engine.values import Cause, CauseKind, ItemKind, Schedule, Scheduled, Shape, State, WeekLoad
from planner.plan.civil import DateRange, Length, Unit
from planner.plan.model import (
    PARTS_PER_HOUR,
    After,
    AnyOf,
    Effort,
    Every,
    Experience,
    Goal,
    Goals,
    OnDay,
    Plan,
    Review,
    Step,
    Takes,
    Task,
    Track,
    Window,
)

HOUR = PARTS_PER_HOUR
TODAY = date(2027, 1, 4)  # a Monday
CAUSE = Cause(CauseKind.AFTER)


def day(text: str) -> date:
    return date.fromisoformat(f"2027-{text}")


def _months(count: int) -> Length:
    return Length(count, Unit.MONTHS)


STEPS = (
    Step("talk", "Ask for evenings off", OnDay(day("01-18")), before=("course",)),
    Step("study", "Read ahead", Effort(12 * HOUR, 20 * HOUR)),
    Step(
        "course",
        "Evening course",
        Takes(_months(2), _months(2)),
        load=7 * HOUR,
        not_before=day("02-01"),
        by=day("04-30"),
        goals=Goals(every=_months(1)),
        tasks=(Task("register", "Register", by=day("01-29")), Task("report", "Hand in the report")),
    ),
    Step(
        "project",
        "Own project",
        Effort(12 * HOUR, 12 * HOUR),
        load=6 * HOUR,
        after=(After("talk", Length(2, Unit.WEEKS)),),
        tasks=(Task("draft", "Draft"), Task("final", "Final")),
    ),
    Step(
        "year",
        "Half a year of practice",
        Experience(_months(6)),
        after=(After("course"),),
        goals=Goals(count=3),
    ),
    Step("exam", "Exam", after=(After("year"), AnyOf((After("study"), After("project"))))),
    Step("job", "First job", Takes(Length(3, Unit.WEEKS), Length(3, Unit.WEEKS)), after=(After("exam"),)),
    Step("walk", "Walk with a mentor", Every(Length(2, Unit.WEEKS)), not_before=day("02-06")),
    Step("other", "Only in plan B", Takes(_months(1), _months(1))),
)

PLAN = Plan(
    id="example",
    title="An example",
    steps=MappingProxyType({step.id: step for step in STEPS}),
    tracks=MappingProxyType(
        {
            "main": Track("main", ("study", "project", "job"), path=False),
            "other": Track("other", ("other", "job")),
        }
    ),
    start=day("01-01"),
    time=(2 * HOUR,) * 7,
    away=(DateRange(day("02-15"), day("02-21")),),
    goal=Goal("Someone else", by=day("12-31")),
    windows=MappingProxyType({"both": Window("both", ("study", "project"), _months(2))}),
    reviews=(Review("weekly", weekday=6),),
)


def _step(name: str, start: str, due: str, shape: Shape, work: dict[str, int] | None = None) -> Scheduled:
    laid = tuple((f"2027-W{week}", hours * HOUR) for week, hours in (work or {}).items())
    item = _item(name, ItemKind.STEP, start, due, None)
    return replace(item, shape=shape, work=laid, slack=0)


def _item(name: str, kind: ItemKind, start: str, due: str, step: str | None) -> Scheduled:
    title = PLAN.steps[name].title if kind is ItemKind.STEP else name
    return Scheduled(name, kind, title, day(start), day(due), State.WAITING, CAUSE, "", step=step)


def _point(name: str, kind: ItemKind, due: str) -> Scheduled:
    return _item(name, kind, due, due, name.partition("/")[0].partition("@")[0])


ITEMS = (
    _step("talk", "01-18", "01-18", Shape.POINT),
    _step("study", "01-04", "01-11", Shape.EFFORT, {"01": 14, "02": 2}),
    _step("course", "02-01", "03-31", Shape.SPAN),
    _step("project", "02-02", "02-13", Shape.EFFORT, {"05": 6, "06": 6}),
    _step("year", "04-01", "09-30", Shape.GATE),
    _step("exam", "09-30", "09-30", Shape.POINT),
    _step("job", "10-01", "10-21", Shape.SPAN),
    replace(_step("walk", "02-06", "04-03", Shape.HABIT), slack=None),
    _point("course/by", ItemKind.DEADLINE, "04-30"),
    _point("course/goal-1", ItemKind.GOAL, "02-28"),
    _point("course/goal-2", ItemKind.GOAL, "03-31"),
    _point("course/register", ItemKind.TASK, "01-29"),
    _item("course/report", ItemKind.TASK, "02-01", "03-31", "course"),
    _item("project/draft", ItemKind.TASK, "02-02", "02-07", "project"),
    _item("project/final", ItemKind.TASK, "02-08", "02-13", "project"),
    _point("year/goal-1", ItemKind.GOAL, "05-31"),
    _point("year/goal-2", ItemKind.GOAL, "07-31"),
    _point("year/goal-3", ItemKind.GOAL, "09-30"),
    *(_point(f"walk@2027-{turn}", ItemKind.HABIT, turn) for turn in ("02-06", "03-06", "03-20", "04-03")),
    *(
        replace(_point(f"review/weekly@2027-{turn}", ItemKind.REVIEW, turn), step=None)
        for turn in ("01-10", "01-17", "01-24", "01-31")
    ),
)

LOAD = (
    WeekLoad("2027-W01", 14 * HOUR, 14 * HOUR),
    WeekLoad("2027-W02", 2 * HOUR, 14 * HOUR),
    WeekLoad("2027-W05", 13 * HOUR, 14 * HOUR),
    WeekLoad("2027-W07", 0, 0),
    WeekLoad("2027-W08", 7 * HOUR, 14 * HOUR),
)


def schedule(items: Iterable[Scheduled] = ITEMS, **changes: object) -> Schedule:
    """The right schedule, or one with other items; `changes` replace its fields."""
    ordered = tuple(sorted(items, key=lambda item: (item.due, item.start, item.id)))
    right = Schedule(
        plan=PLAN.id,
        title=PLAN.title,
        today=TODAY,
        start=day("01-01"),
        track="main",
        finish=day("10-21"),
        goal_by=day("12-31"),
        items=ordered,
        steps=MappingProxyType({item.id: item for item in ordered if item.kind is ItemKind.STEP}),
        links=(),
        alongside=frozenset({"walk"}),
        load=LOAD,
        conflicts=(),
        done_share=0,
    )
    return replace(right, **changes)  # type: ignore[arg-type]  # the fields are given by name


def mutated(name: str, **changes: object) -> Schedule:
    """The right schedule with one item changed; days are written as `02-28`."""
    values = {key: day(str(value)) if key in {"start", "due"} else value for key, value in changes.items()}
    return schedule(_changed(item, values) if item.id == name else item for item in ITEMS)


def _changed(item: Scheduled, values: dict[str, object]) -> Scheduled:
    return replace(item, **values)  # type: ignore[arg-type]  # the fields are given by name
