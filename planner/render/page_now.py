"""Where it stands now, on the page: how far it is, and what is next to tick."""

from datetime import timedelta

from planner.engine.values import ItemKind, Schedule, Scheduled, State
from planner.plan.identity import step_of
from planner.render import words
from planner.render.markup import text
from planner.render.next import Next, next_items
from planner.render.page_parts import box, card, listed, muted, tick, title
from planner.render.status import this_week
from planner.render.view import View

_NEXT_SHOWN = 5
_DONE_SHOWN, _DONE_DAYS = 3, 7


def ring(view: View) -> str:
    """How much is done, when it lands, and how likely in time."""
    schedule, forecast = view.schedule, view.forecast
    share, slack = schedule.done_share, schedule.slack
    arc = f'<circle class="share" cx="60" cy="60" r="50" pathLength="100" stroke-dasharray="{share} 100"/>'
    picture = (
        f'<svg viewBox="0 0 120 120" role="img" aria-label="{share} percent done">'
        '<g transform="rotate(-90 60 60)"><circle class="rest" cx="60" cy="60" r="50"/>'
        f"{arc if share else ''}</g>"
        f'<text x="60" y="68" text-anchor="middle">{share}%</text></svg>'
    )
    lands = f"lands {words.month(schedule.finish)}"
    if slack is None:
        said = [f"<strong>Lands {words.month(schedule.finish)}</strong>"]
    elif slack < 0:
        said = [f'<strong class="bad">{words.span(-slack).capitalize()} late</strong>', lands]
    else:
        said = ["<strong>On track</strong>", lands, muted(f"{words.span(slack)} to spare")]
    if schedule.goal_by is not None:
        said.append(muted(f"goal {words.day(schedule.goal_by)}"))
    if forecast is not None and not words.is_certain(schedule, forecast):
        likely = [] if forecast.chance is None else [words.chance(forecast.chance)]
        likely.append(f"likely by {words.month(forecast.p80)}")
        said.append(muted(", ".join(likely)))
    role = view.plan.goal.role if view.plan.goal else ""
    return card(
        f"To {role}" if role else "To the goal",
        f'<div class="ring">{picture}<p>{"<br>".join(said)}</p></div>',
    )


def next_card(view: View) -> str:
    """What is open now, most pressing first, and what was ticked in the last days."""
    schedule = view.schedule
    load = this_week(schedule)
    week = (
        "" if load.budget is None else f"this week {words.hours(load.planned)} of {words.hours(load.budget)}"
    )
    lines = [_entry(entry, view) for entry in next_items(schedule, _NEXT_SHOWN)]
    lines = lines or ['<li class="only muted">Nothing is open now.</li>']
    if view.desk is not None:
        lines += [_done(item) for item in _done_lately(schedule)]
    return card("Next", listed(lines), "next", text(week))


def _entry(entry: Next, view: View) -> str:
    item, schedule = entry.item, view.schedule
    due = words.day_short(item.published_due, schedule.today)
    classes = "due bad" if item.state is State.LATE else "due"
    said = "call it done" if entry.completes else f"late, {due}" if item.state is State.LATE else due
    step = schedule.steps.get(item.step or "")
    of = ""
    if step is not None and step.title not in item.title:  # a turn or counted goal says whose it is
        of = f"<br>{muted(step.title, 'small')}"
    ticked = box() if view.desk is None else tick("done", f"Done: {item.title}", item.id)
    return f'<li>{ticked}<span>{title(item.title)}{of}</span><span class="{classes}">{text(said)}</span></li>'


def _done_lately(schedule: Schedule) -> list[Scheduled]:
    """What was done in the last days, newest first; a step stands for its parts."""
    since = schedule.today - timedelta(days=_DONE_DAYS)
    found = [
        item for item in schedule.items if item.done_at is not None and since < item.done_at <= schedule.today
    ]
    steps = {item.id for item in found if item.kind is ItemKind.STEP}
    kept = [item for item in found if item.kind is ItemKind.STEP or step_of(item.id) not in steps]
    kept = [item for item in kept if item.kind is not ItemKind.DEADLINE]
    return sorted(kept, key=lambda item: (item.done_at or item.due, item.due), reverse=True)[:_DONE_SHOWN]


def _done(item: Scheduled) -> str:
    cleared = tick("undone", f"Not done after all: {item.title}", item.id)
    return f'<li class="done">{cleared}<span>{title(item.title)}</span><span class="due">done</span></li>'
