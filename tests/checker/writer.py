"""Writes a plan value as the file a person could have written, to test the reader with."""

from collections.abc import Iterable
from datetime import date

import yaml

from planner.plan.civil import DateRange
from planner.plan.model import (
    PARTS_PER_HOUR,
    PARTS_PER_MINUTE,
    After,
    AnyOf,
    ChanceBelow,
    Effort,
    Every,
    Experience,
    Gap,
    Goal,
    Goals,
    Missed,
    Money,
    OnDay,
    Plan,
    Review,
    Slips,
    Step,
    Takes,
    Task,
    Track,
    Trigger,
)

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
ORDINALS = {1: "first", 2: "second", 3: "third", 4: "fourth", 5: "fifth", -1: "last"}
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def to_yaml(plan: Plan) -> str:
    """The plan as text; reading it gives an equal plan."""
    file: dict[str, object] = {
        "plan": 1,
        "id": plan.id,
        "title": plan.title,
        "start": _day(plan.start),
        "timezone": plan.timezone,
        "time": plan.time and _time(plan.time),
        "away": [_range(away) for away in plan.away],
        "holidays": plan.holidays,
        "now": plan.now and _kept(role=plan.now.role, since=_day(plan.now.since)),
        "goal": plan.goal and _goal(plan.goal),
        "gaps": {gap.id: _gap(gap) for gap in plan.gaps.values()},
        "tracks": {track.name: _track(track) for track in plan.tracks.values()},
        "steps": {step.id: _step(step) for step in plan.steps.values()},
        "windows": {w.id: {"all": list(w.steps), "within": str(w.within)} for w in plan.windows.values()},
        "reviews": {review.name: _review(review) for review in plan.reviews},
    }
    return yaml.safe_dump(_kept(**file), sort_keys=False, allow_unicode=True, width=110)


def _step(step: Step) -> dict[str, object]:
    file: dict[str, object] = {"title": step.title, "kind": step.kind and step.kind.value}
    match step.extent:
        case OnDay(day):
            file["date"] = _day(day)
        case Takes(low, high):
            file["takes"] = str(low) if low == high else f"{low.count}..{high}"
        case Effort():
            file["effort"] = _effort(step.extent)
        case Experience():
            file["experience"] = _experience(step.extent)
        case Every(length, to):
            file |= {"every": str(length), "to": _day(to)}
        case None:
            pass
    file |= {
        "load": step.load and f"{_hours(step.load)}/week",
        "after": [_need(need) for need in step.after],
        "before": list(step.before),
        "from": _day(step.not_before),
        "by": _day(step.by),
        "goals": step.goals and _goals(step.goals),
        "tasks": [_task(task) for task in step.tasks],
        "closes": list(step.closes),
        "cost": step.cost and _money(step.cost),
        "reimbursed": f"{step.reimbursed}%" if step.reimbursed else None,
        "priority": step.priority.value,
        "url": step.url,
        "note": step.note,
        "sync": None if step.sync else False,
    }
    return _kept(**file)


def _kept(**entries: object) -> dict[str, object]:
    return {key: value for key, value in entries.items() if value not in (None, [], {})}


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _range(days: DateRange) -> str:
    return f"{days.first}..{days.last}"


def _hours(parts: int) -> str:
    if parts % PARTS_PER_HOUR == 0:
        return f"{parts // PARTS_PER_HOUR}h"
    return f"{parts // PARTS_PER_MINUTE}min"


def _time(days: tuple[int, ...]) -> object:
    if len(set(days)) == 1:
        return f"{_hours(sum(days))}/week"
    return {name: _hours(parts) for name, parts in zip(WEEKDAYS, days, strict=True) if parts}


def _effort(effort: Effort) -> str:
    if effort.low == effort.high:
        return _hours(effort.low)
    return f"{effort.low // PARTS_PER_HOUR}..{effort.high // PARTS_PER_HOUR}h"


def _experience(gate: Experience) -> object:
    if gate.hours is None and gate.within is None and gate.span:
        return str(gate.span)
    return _kept(
        **{
            gate.span.unit.value if gate.span else "": gate.span and gate.span.count,
            "hours": gate.hours and gate.hours // PARTS_PER_HOUR,
            "within": gate.within and str(gate.within),
            "at": f"{_hours(gate.at)}/week",
        }
    )


def _after(need: After) -> str:
    return f"{need.id} + {need.lag}" if need.lag else need.id


def _need(need: After | AnyOf) -> object:
    return {"any": [_after(way) for way in need.options]} if isinstance(need, AnyOf) else _after(need)


def _goals(goals: Goals) -> object:
    return list(goals.titles) or goals.count or f"every {goals.every}"


def _task(task: Task) -> dict[str, object]:
    return _kept(
        id=task.id,
        title=task.title,
        by=_day(task.by),
        effort=task.effort and _effort(task.effort),
        after=[_after(need) for need in task.after],
    )


def _money(money: Money) -> str:
    return f"{money.amount} {money.currency}"


def _gap(gap: Gap) -> object:
    return _kept(text=gap.text, have=gap.have, want=gap.want) if gap.have or gap.want else gap.text


def _goal(goal: Goal) -> dict[str, object]:
    return _kept(role=goal.role, by=_day(goal.by), requires=list(goal.requires))


def _track(track: Track) -> object:
    steps = {"path" if track.path else "steps": list(track.steps)}
    return _kept(**steps, **{"use-when": list(_triggers(track.use_when))})


def _triggers(triggers: Iterable[Trigger]) -> Iterable[str]:
    for trigger in triggers:
        match trigger:
            case Missed(step):
                yield f"{step} missed"
            case Slips(track, length):
                yield f"{track} slips {length}"
            case ChanceBelow(percent):
                yield f"chance below {percent}%"
            case _:
                yield trigger.word


def _review(review: Review) -> str:
    if review.weekday is None:
        return f"every {review.every} from {review.first}"
    day = DAYS[review.weekday]
    text = f"{ORDINALS[review.ordinal]} {day}" if review.ordinal else day
    return f"{text} {review.at:%H:%M}" if review.at else text
