"""Items as other programs read them, and what several pictures need to know of one."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from planner.engine.values import Conflict, Forecast, ItemKind, Schedule, Scheduled, Shape, State, WeekLoad
from planner.render.words import number_of_hours

if TYPE_CHECKING:
    from planner.sync.clock import Doubt

CLOSED = frozenset({State.DONE, State.DROPPED})


def iso(day: date | None) -> str | None:
    """A day as ISO 8601 writes it."""
    return None if day is None else day.isoformat()


def item_json(item: Scheduled) -> dict[str, object]:
    """One item, as `planner.timeline/1` has it. Hours are floats, `start` and `due` inclusive."""
    return {
        "id": item.id,
        "kind": item.kind.value,
        "step": item.step,
        "title": item.title,
        "start": iso(item.start),
        "due": iso(item.due),
        "baseline_due": iso(item.baseline_due),
        "published_due": iso(item.published_due),
        "slack_days": item.slack,
        "critical": item.critical,
        "pinned": item.pinned,
        "state": item.state.value,
        "done_at": iso(item.done_at),
        "hours": None if item.hours is None else number_of_hours(item.hours),
        "work": [[week, number_of_hours(parts)] for week, parts in item.work],
        "reason": item.reason,
    }


def forecast_json(forecast: Forecast | None) -> dict[str, object]:
    """By when something is likely to be over, and the chance that it is in time; null when not known."""
    if forecast is None:
        return {"chance": None, "p50": None, "p80": None}
    chance = None if forecast.chance is None else round(forecast.chance, 3)
    return {"chance": chance, "p50": iso(forecast.p50), "p80": iso(forecast.p80)}


def load_json(load: WeekLoad) -> dict[str, object]:
    """One week's hours, planned and at hand."""
    return {
        "week": load.week,
        "hours": number_of_hours(load.planned),
        "budget": None if load.budget is None else number_of_hours(load.budget),
    }


def conflict_json(conflict: Conflict) -> dict[str, object]:
    """Something that can't be, with the items it concerns."""
    return {
        "code": conflict.code.value,
        "message": conflict.message,
        "items": list(conflict.items),
        "ways_out": list(conflict.ways_out),
        "late_days": conflict.late,
    }


def doubt_json(doubt: Doubt | None) -> dict[str, object] | None:
    """A clock that isn't believed: its date, that of the last sync, and what a person reads of it."""
    if doubt is None:
        return None
    message = f"{doubt.words} {doubt.remedy}"
    return {"says": iso(doubt.says), "last": iso(doubt.last), "message": message}


def percent_behind(item: Scheduled, today: date) -> int:
    """How much of a bar is solid: what is done; of a habit, which is never done, what is past."""
    if item.shape is not Shape.HABIT:
        return item.share
    days = (item.due - item.start).days + 1
    return max(0, min(100, 100 * ((today - item.start).days) // days))


def goals_by_step(schedule: Schedule) -> dict[str, list[Scheduled]]:
    """The goals of each step, in order of their dates; one pass, so thousands of steps stay cheap."""
    return _by_step(schedule, ItemKind.GOAL)


def deadlines_by_step(schedule: Schedule) -> dict[str, list[Scheduled]]:
    """The deadlines of each step, in order of their dates."""
    return _by_step(schedule, ItemKind.DEADLINE)


def _by_step(schedule: Schedule, kind: ItemKind) -> dict[str, list[Scheduled]]:
    found: dict[str, list[Scheduled]] = {}
    for item in schedule.items:
        if item.kind is kind and item.step is not None and item.state is not State.DROPPED:
            found.setdefault(item.step, []).append(item)
    return found
