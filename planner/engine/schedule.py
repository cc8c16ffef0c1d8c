"""`schedule`: the one way from a plan and what happened to dates. Pure; the same input, the same output."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from planner.engine.calendar import Calendar, week_label, week_of
from planner.engine.conflicts import deadlines, find
from planner.engine.network import NEVER, Placed, forward, lagged
from planner.engine.node import Wait, make
from planner.engine.parts import Within, deadline_item, goal_items, task_conflicts, task_items
from planner.engine.passes import Dated, date_plot
from planner.engine.plot import Plot
from planner.engine.publish import overdue
from planner.engine.resolve import Options, Waits, in_order, participants, reached, track_of, waits_of
from planner.engine.rhythm import habit_items, review_items
from planner.engine.slack import finish_of, is_endless, slacks
from planner.engine.spread import goal_count
from planner.engine.steps import step_item
from planner.engine.values import Conflict, Link, Schedule, Scheduled, State, WeekLoad
from planner.plan.identity import slug
from planner.plan.model import Plan, Step, Track
from planner.progress.values import Progress


def schedule(
    plan: Plan,
    progress: Progress,
    today: date,
    track: str | None = None,
    holidays: frozenset[date] = frozenset(),
) -> Schedule:
    """Date every item of a plan along a track (None: the one chosen, else the main one).

    `holidays` are public holidays, for plans that ask for them. Raises UsageError for an unknown
    track and PlanInvalid for steps that wait for each other in a circle.
    """
    now = today.toordinal()
    start = (plan.start or progress.begun or today).toordinal()
    base = min([start, *(day.toordinal() for day in progress.started.values())])
    calendar = Calendar(plan, progress.pauses, holidays, start, base)
    line = track_of(plan, progress, track)
    plot = _plot(plan, line, progress, calendar, now)
    dated = date_plot(plot)
    plot = dated.plot
    placed = {name: _representable(spot, calendar) for name, spot in dated.placed.items()}
    dated = dated._replace(placed=placed)
    finish = finish_of(plot, placed)
    for name in plot.order:
        if is_endless(plot, name):  # it runs until the track ends
            placed[name].due = placed[name].raw_due = max(placed[name].start, finish)
    load = _load(plot, placed, finish)
    steps, items, task_trouble = _items(plan, plot, dated, finish, progress, today)
    items += review_items(plan.reviews, progress, calendar, now)
    return Schedule(
        plan=plan.id,
        title=plan.title,
        today=today,
        start=date.fromordinal(start),
        track=line.name,
        finish=date.fromordinal(finish),
        goal_by=plan.goal.by if plan.goal else None,
        items=tuple(sorted(items, key=lambda item: (item.due, item.start, item.id))),
        steps=MappingProxyType(steps),
        links=tuple(_links(plot, calendar)),
        alongside=frozenset(plot.nodes) - plot.on_track,
        load=tuple(load.values()),
        conflicts=(*find(plan, plot, dated, load, finish), *task_trouble, *overdue(items, today)),
        done_share=_done_share(plot, steps),
    )


def impossible(plan: Plan, start: date) -> tuple[Conflict, ...]:
    """The deadlines that order and lengths alone make impossible, whatever the hours and the track.

    Unlike `schedule`, it may be asked of a plan from which something is missing (`plan.check.sound`).
    """
    first = start.toordinal()
    calendar = Calendar(plan, (), frozenset(), first, first)
    found: dict[str, Conflict] = {}
    for line in plan.tracks.values():
        plot = _plot(plan, line, Progress(), calendar, first)
        network = forward(plot.order, plot.nodes, calendar, first)
        for conflict in deadlines(plot, Dated(plot, network, network)):
            found.setdefault(conflict.message, conflict)
    return tuple(found.values())


def _plot(plan: Plan, line: Track, progress: Progress, calendar: Calendar, now: int) -> Plot:
    """Step 1, resolve: the steps that take part, one alternative chosen wherever any will do."""
    waits, options = waits_of(plan, line)
    on_track, beside = participants(plan, line, waits, options, progress.done)
    taking = on_track | beside
    # What is done waits for nothing more, and needn't bring in what it once waited for.
    waits = {
        n: tuple(w for w in ws if w.before in taking) if n in progress.done else ws for n, ws in waits.items()
    }
    options = {name: groups for name, groups in options.items() if name not in progress.done}
    goal_by = plan.goal.by.toordinal() if plan.goal and plan.goal.by else NEVER

    def plot(waits: Waits, options: Options, on_track: set[str], beside: set[str]) -> Plot:
        order = in_order(on_track | beside, waits, options, plan.steps)
        nodes = {n: make(plan.steps[n], waits[n], options.get(n, ()), progress, calendar) for n in order}
        return Plot(order, nodes, frozenset(on_track), calendar, now, goal_by)

    if options:
        everything = plot(waits, options, on_track, beside)
        early = forward(everything.order, everything.nodes, calendar, now)
        # Chosen by calendar time, all are dated with their hours; what is then over first counts.
        tried = _with(waits, _choose(everything, early))
        placed = date_plot(plot(tried, {}, on_track, beside)).placed
        waits = _with(waits, _choose(everything, placed))
        on_track, beside = _narrowed(line, beside, waits)
    return plot(waits, {}, on_track, beside)._replace(windows=tuple(plan.windows.values()))


def _narrowed(line: Track, beside: set[str], waits: Waits) -> tuple[set[str], set[str]]:
    """The participants once alternatives are chosen: those not chosen drop out unless asked for."""
    on_track = reached(line.steps, waits, {})
    return on_track, reached(beside, waits, {}) - on_track


def _with(waits: Waits, chosen: Mapping[str, tuple[Wait, ...]]) -> Waits:
    return {name: (*before, *chosen.get(name, ())) for name, before in waits.items()}


def _choose(plot: Plot, placed: Mapping[str, Placed]) -> dict[str, tuple[Wait, ...]]:
    """For each `any`: what is done, else what is over first, else what is named first."""
    nodes = plot.nodes

    def when(wait: Wait) -> tuple[bool, int]:
        return nodes[wait.before].done is None, lagged(placed[wait.before].due + 1, wait.lag, plot.calendar)

    chosen: dict[str, tuple[Wait, ...]] = {}
    for name in plot.order:
        picks = []
        for group in nodes[name].options:
            known = [wait for wait in group if wait.before in nodes]
            alive = [wait for wait in known if not nodes[wait.before].dropped]
            picks.append(min(alive or known, key=when))
        if picks:
            chosen[name] = tuple(picks)
    return chosen


def _representable(spot: Placed, calendar: Calendar) -> Placed:
    """A spot whose days are dates: what lies behind the horizon is put on it."""
    if spot.due <= calendar.end and spot.start >= 1:
        return spot
    last = date.max.toordinal()
    spot.start, spot.due = max(1, min(spot.start, last)), max(1, min(spot.due, last))
    return spot


def _load(plot: Plot, placed: Mapping[str, Placed], finish: int) -> dict[int, WeekLoad]:
    """Planned and possible hours of each week, from the first with either to the finish."""
    planned: dict[int, int] = {}
    for spot in placed.values():
        for week, parts in spot.work.items():
            planned[week] = planned.get(week, 0) + parts
    calendar = plot.calendar
    if not calendar.budgeted and not planned:
        return {}
    first = min([week_of(calendar.start), *planned])
    last = max([week_of(min(finish, calendar.end)), *planned])
    budget = calendar.budget(last * 7 + 8) if calendar.budgeted else []
    weeks = {}
    for week in range(first, last + 1):
        offset = week * 7 + 1 - calendar.base
        possible = sum(budget[max(0, offset) : max(0, offset + 7)]) if calendar.budgeted else None
        weeks[week] = WeekLoad(week_label(week), planned.get(week, 0), possible)
    return weeks


def _items(
    plan: Plan, plot: Plot, dated: Dated, finish: int, progress: Progress, today: date
) -> tuple[dict[str, Scheduled], list[Scheduled], list[Conflict]]:
    placed, calendar, weekly = dated.placed, plot.calendar, plot.calendar.weekly
    slack = slacks(plot, placed, finish)
    titles = {step.id: step.title for step in plan.steps.values()}
    steps: dict[str, Scheduled] = {}
    items: list[Scheduled] = []
    trouble: list[Conflict] = []
    for name in plot.order:
        node, spot = plot.nodes[name], placed[name]
        ticked = _ticked(node.step, progress, weekly)
        item = step_item(node, spot, slack[name], progress, plot.today, titles, ticked, dated.latest[name])
        steps[name] = item
        within = Within(node, spot, item, progress, today)
        deadline = deadline_item(within)
        tasks = task_items(within, calendar, placed)
        items += [item, *([deadline] if deadline else []), *goal_items(within, weekly, calendar), *tasks]
        items += (
            habit_items(node.step, spot, progress, calendar, plot.today)
            if item.state is not State.DROPPED
            else []
        )
        if tasks and node.is_open:
            trouble += task_conflicts(within, tasks, calendar, placed)
    return steps, items, trouble


def _ticked(step: Step, progress: Progress, weekly: int) -> tuple[int, int]:
    """How many of a step's goals and tasks are done, and how many there are."""
    goals = step.goals
    count = goal_count(step, goals, weekly) if goals else 0
    names = [f"goal-{number}" for number in range(1, count + 1)]
    if goals and goals.titles:
        names = [slug(title) for title in goals.titles]
    names += [task.id for task in step.tasks]
    return sum(f"{step.id}/{name}" in progress.done for name in names), len(names)


def _links(plot: Plot, calendar: Calendar) -> list[Link]:
    """What follows what, with the free days between."""
    links = []
    for name in plot.order:
        for wait in plot.nodes[name].waits:
            lag = calendar.plus(calendar.start, wait.lag) - calendar.start if wait.lag else 0
            links.append(Link(wait.before, name, lag))
    return links


def _done_share(plot: Plot, steps: Mapping[str, Scheduled]) -> int:
    """Percent of the track that is done, each step weighing as much as it is long."""
    total = done = 0
    for name in plot.order:
        item = steps[name]
        if name in plot.on_track and item.state is not State.DROPPED:
            days = (item.due - item.start).days + 1
            total += days
            done += days * item.share
    return done // total if total else 0
