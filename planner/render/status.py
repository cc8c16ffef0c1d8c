"""`planner status`: where the plan stands today, on one screen."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from planner.engine.gaps import GapStatus, gap_states
from planner.engine.pace import Pace
from planner.engine.values import Forecast, Schedule, Scheduled, Shape, State, WeekLoad
from planner.plan.civil import iso_week
from planner.plan.model import Plan
from planner.progress.moves import Moved
from planner.progress.values import Theirs
from planner.render import words
from planner.render.gaps import gaps_line
from planner.render.items import conflict_json, doubt_json, forecast_json, iso, item_json, load_json
from planner.render.next import Next, entry_json, next_items, next_lines
from planner.render.published import moved_json, moved_line, recent
from planner.render.style import Style

if TYPE_CHECKING:
    from planner.sync.clock import Doubt

_STEPS_SHOWN = 3
_ITEMS_SHOWN = 6
_CONFLICTS_SHOWN = 3
_WHEN_IDLE = 3


class TargetLine(NamedTuple):
    """How a target's last sync ended: `state` is `ok` or a few words; `minutes` ago, None: never."""

    name: str
    state: str
    minutes: int | None = None


class News(NamedTuple):
    """What is known beside the schedule: tasks that the person added elsewhere, moves of published dates, a
    clock that isn't believed, by when the track is likely to be over, the pace so far if anything tells of
    it, and the lines on tracks that are proposed.
    """

    theirs: tuple[Theirs, ...] = ()
    moves: tuple[Moved, ...] = ()
    doubt: Doubt | None = None
    forecast: Forecast | None = None
    pace: Pace | None = None
    proposals: Sequence[str] = ()


NOTHING = News()


def status_text(
    plan: Plan,
    schedule: Schedule,
    synced: tuple[TargetLine, ...],
    style: Style,
    news: News = NOTHING,
) -> str:
    """The plan's state: what runs, when it lands, what this week asks, what moved lately, gaps, tasks that
    the person added elsewhere, conflicts, the lines on tracks that are proposed, a clock that isn't believed,
    last sync.
    """
    share = f"track {schedule.track} {style.glyph('·', '-')} {schedule.done_share} %"
    lines = [style.sides(schedule.title, share, ("bold",))]
    running = _running(schedule)
    lines += [_step_line(item, schedule, style) for item in running[:_STEPS_SHOWN]]
    if len(running) > _STEPS_SHOWN:
        lines.append(style.indent(f"and {len(running) - _STEPS_SHOWN} more steps are under way"))
    lines += _landing(schedule, news.forecast, style)
    entries = next_items(schedule)
    lines += _week(schedule, entries, style)
    lately = recent(news.moves, schedule.today)
    if lately:
        lines += style.wrap(f"Moved {moved_line(lately)}", 2, 8)
    states = gap_states(plan, schedule)
    if states:
        lines += style.wrap(f"Gaps {_signs(gaps_line(states), style)}", 2, 7)
    lines += _theirs(news.theirs, style)
    lines += _conflicts(schedule, style)
    lines += news.proposals
    if news.doubt is not None:
        lines += [*style.wrap(news.doubt.words, 2, 4), *style.wrap(news.doubt.remedy, 4)]
    lines += _foot(synced, entries, style)
    return "\n".join(lines)


def _signs(text: str, style: Style) -> str:
    return text if style.unicode else text.replace("·", "-")


def _running(schedule: Schedule) -> list[Scheduled]:
    running = [
        item
        for item in schedule.steps.values()
        if item.state in {State.ACTIVE, State.LATE} and item.shape is not Shape.HABIT
    ]
    return sorted(running, key=lambda item: (item.id in schedule.alongside, item.due, item.start, item.id))


def _step_line(item: Scheduled, schedule: Schedule, style: Style) -> str:
    end = "gate ends" if item.shape is Shape.GATE else "ends"
    if item.state is State.LATE:
        end = "was due" if item.published_due < schedule.today else "late, ends"
    right = f"{end} {words.day(item.published_due)}"
    share = f"{item.share:>3} %"
    room = style.width - len(right) - len(share) - 8
    sign = style.glyph("▶", ">")
    late = ("red",) if item.state is State.LATE else ()
    return f"  {style.paint(sign, 'blue')} {style.fit(item.title, room)} {share}  {style.paint(right, *late)}"


def _landing(schedule: Schedule, forecast: Forecast | None, style: Style) -> list[str]:
    text = f"Lands {words.day(schedule.finish)}"
    likely: list[str] = []
    if forecast is not None and not words.is_certain(schedule, forecast):
        likely = style.wrap(words.likely(forecast), 2, 4)
    verdict = words.verdict_with_chance(schedule, forecast)
    if schedule.goal_by is None:
        return [f"  {text}", *likely]
    text = f"{text}, goal {words.day(schedule.goal_by)}:"
    said = style.paint(verdict, "red" if (schedule.slack or 0) < 0 else "green")
    if len(text) + len(verdict) < style.width - 2:
        return [f"  {text} {said}", *likely]
    return [f"  {text}", f"    {said}", *likely]


def this_week(schedule: Schedule) -> WeekLoad:
    """The load of the ISO week of today; nothing planned when the schedule doesn't reach it."""
    week = iso_week(schedule.today)
    return next((load for load in schedule.load if load.week == week), WeekLoad(week, 0, None))


def due_this_week(schedule: Schedule, entries: tuple[Next, ...]) -> tuple[Next, ...]:
    """The open items that are late or due by this Sunday, and steps that wait to be called done."""
    sunday = schedule.today + timedelta(days=6 - schedule.today.weekday())
    return tuple(
        entry
        for entry in entries
        if entry.completes or entry.item.state is State.LATE or entry.item.published_due <= sunday
    )


def _week(schedule: Schedule, entries: tuple[Next, ...], style: Style) -> list[str]:
    load = this_week(schedule)
    amount = "" if load.budget is None else f"  {words.hours(load.planned)} of {words.hours(load.budget)}"
    due = due_this_week(schedule, entries)
    if due:
        lines = [f"  This week{amount}", *next_lines(due[:_ITEMS_SHOWN], schedule.today, style, 4)]
        if len(due) > _ITEMS_SHOWN:
            lines.append(style.indent(f"and {len(due) - _ITEMS_SHOWN} more: planner next -n {len(due)}"))
        return lines
    coming = next_lines(entries[:_WHEN_IDLE], schedule.today, style, 4)
    return [f"  This week{amount}, nothing due{'; then' if coming else ''}", *coming]


def _theirs(theirs: tuple[Theirs, ...], style: Style) -> list[str]:
    """What isn't in the plan file yet, and how it gets there."""
    if not theirs:
        return []
    lines = ["  Added by you, not in the plan file yet: planner adopt"]
    for task in theirs[:_ITEMS_SHOWN]:
        box = "[x]" if task.done else "[ ]"
        right = f"{task.parent} in {task.target}"
        room = style.width - len(right) - 10
        lines.append(f"    {box} {style.fit(task.title, room)}  {right}")
    if len(theirs) > _ITEMS_SHOWN:
        lines.append(style.indent(f"and {len(theirs) - _ITEMS_SHOWN} more"))
    return lines


def _conflicts(schedule: Schedule, style: Style) -> list[str]:
    lines = []
    for conflict in schedule.conflicts[:_CONFLICTS_SHOWN]:
        name, colour = ("Conflict", "red") if conflict.code.is_error else ("Warning", "yellow")
        first, *rest = style.wrap(f"{name}: {conflict.message}", 2, 4)
        lines += [style.paint(first, colour), *rest]
    if len(schedule.conflicts) > _CONFLICTS_SHOWN:
        lines.append(style.indent(f"and {len(schedule.conflicts) - _CONFLICTS_SHOWN} more: planner check"))
    return lines


def _foot(synced: tuple[TargetLine, ...], entries: tuple[Next, ...], style: Style) -> list[str]:
    hint = f"next: planner done {entries[0].item.id}" if entries else "next: planner timeline"
    synced_line = _last_sync(synced)
    if len(synced_line) + len(hint) + 2 <= style.width:
        return [style.sides(synced_line, hint)]
    return [*style.wrap(synced_line, 0, 2), *style.wrap(hint, 0, 2)]


def _last_sync(synced: tuple[TargetLine, ...]) -> str:
    newest = min((line.minutes for line in synced if line.minutes is not None), default=None)
    if newest is None:
        return "Not synced yet: planner sync"
    good = [line.name for line in synced if line.minutes is not None and line.state == "ok"]
    parts = [f"{', '.join(good)} ok"] if good else []
    parts += [
        f"{line.name}: {line.state}" for line in synced if line.minutes is not None and line.state != "ok"
    ]
    parts += [f"{line.name} never" for line in synced if line.minutes is None]
    return f"Last sync {_ago(newest)}: {'; '.join(parts)}"


def _ago(minutes: int) -> str:
    if minutes < 1:
        return "just now"
    if minutes < 2 * 60:
        return f"{minutes} min ago"
    if minutes < 2 * 24 * 60:
        return f"{minutes // 60} h ago"
    return f"{minutes // (24 * 60)} days ago"


def _pace_json(pace: Pace | None) -> dict[str, float] | None:
    """The two ratios; null while nothing tells of them."""
    if pace is None or not pace.evidence:
        return None
    return {"effort": round(pace.effort, 2), "hours": round(pace.hours, 2)}


def status_json(
    plan: Plan,
    schedule: Schedule,
    synced: tuple[TargetLine, ...] = (),
    news: News = NOTHING,
) -> dict[str, object]:
    """The plan's state as `planner.status/1`."""
    states = gap_states(plan, schedule)
    return {
        "schema": "planner.status/1",
        "plan": schedule.plan,
        "today": schedule.today.isoformat(),
        "track": schedule.track,
        "percent_done": schedule.done_share,
        "finish": schedule.finish.isoformat(),
        "goal_by": iso(schedule.goal_by),
        "slack_days": schedule.slack,
        **forecast_json(news.forecast),
        "pace": _pace_json(news.pace),
        "active": [{**item_json(item), "percent": item.share} for item in _running(schedule)],
        "week": {
            **load_json(this_week(schedule)),
            "items": [entry_json(entry) for entry in due_this_week(schedule, next_items(schedule))],
        },
        "gaps": {
            status.value: [state.gap.id for state in states if state.status is status] for status in GapStatus
        },
        "moved": moved_json(recent(news.moves, schedule.today)),
        "added": [
            {
                "target": task.target,
                "step": task.parent,
                "title": task.title,
                "due": iso(task.due),
                "done": task.done,
            }
            for task in news.theirs
        ],
        "conflicts": [conflict_json(conflict) for conflict in schedule.conflicts],
        "clock": doubt_json(news.doubt),
        "targets": [{"name": line.name, "state": line.state, "minutes_ago": line.minutes} for line in synced],
    }
