"""What can't be, each named with what causes it and two ways out."""

from collections.abc import Iterator, Mapping
from datetime import date

from planner.engine.calendar import week_label, week_of
from planner.engine.network import Placed, release
from planner.engine.node import Node, gate_due, last_day
from planner.engine.passes import Dated
from planner.engine.plot import Plot
from planner.engine.values import CauseKind, Conflict, ConflictCode, WeekLoad
from planner.engine.windows import spans
from planner.plan.civil import days_in_words, in_words
from planner.plan.model import PARTS_PER_HOUR, Experience, OnDay, Plan

CHAIN = 5  # steps of a chain that are named before the rest is counted


def find(
    plan: Plan, plot: Plot, dated: Dated, load: Mapping[int, WeekLoad], finish: int
) -> tuple[Conflict, ...]:
    """All conflicts of the steps, in an order that depends on the plan alone."""
    found = [
        *deadlines(plot, dated),
        *_orders(plot, dated.placed),
        *_overloads(plot, dated, load),
        *_gates(plot, dated.placed),
        *_windows(plot, dated.placed),
        *_unreachable(dated),
        *_goal(plan, plot, dated, finish),
    ]
    return tuple(found)


def chain(plot: Plot, placed: Mapping[str, Placed], name: str) -> list[str]:
    """The steps that set a step's date, from the first to it."""
    names = [name]
    while (before := _before(placed[names[-1]])) is not None and before in plot.nodes:
        names.append(before)
    return names[::-1]


def _before(spot: Placed) -> str | None:
    """The step whose end set this one's date."""
    return spot.cause.item if spot.cause.kind is CauseKind.AFTER else None


def deadlines(plot: Plot, dated: Dated) -> Iterator[Conflict]:
    """Deadlines that are late: through what comes before them, or for want of hours."""
    for name in plot.order:
        node, spot = plot.nodes[name], dated.placed[name]
        if node.by is None or not node.is_open or spot.done is not None or spot.due <= node.by:
            continue
        late = spot.due - node.by
        way = f"Move the deadline of {name} to {_words(spot.due)} or later."
        if dated.network[name].due > node.by:
            names = chain(plot, dated.placed, name)
            through = f" through {_arrows(names)}" if len(names) > 1 else ""
            longest = max(names, key=lambda n: dated.placed[n].due - dated.placed[n].start)
            ways = (way, f"Shorten {longest}, or begin it {days_in_words(late)} earlier.")
            alone = dated.network[name].due
            message = f"{name} must be over by {_words(node.by)} and can't be before {_words(alone)}{through}"
            shared = f", and with what else needs hours on {_words(spot.due)}" if spot.due > alone else ""
            message += f"{shared}: {days_in_words(late)} late"
        else:
            message = f"{name} must be over by {_words(node.by)}; the hours of the week let it end on"
            message += f" {_words(spot.due)}, {days_in_words(late)} late"
            ways = (way, "Give more hours a week, or drop or postpone something that shares them.")
        yield Conflict(ConflictCode.DEADLINE, message, (name,), ways, late)


def _orders(plot: Plot, placed: Mapping[str, Placed]) -> Iterator[Conflict]:
    """Fixed days and pins that come before what they follow is over, and pins before their own `from`."""
    for name in plot.order:
        node, spot = plot.nodes[name], placed[name]
        is_pinned, is_fixed = node.pin is not None, isinstance(node.extent, OnDay)
        if not node.is_open or node.started is not None or not (is_pinned or is_fixed):
            continue
        begins = spot.due + 1 if node.is_milestone else spot.start
        ready, _ = release(node, plot.nodes, placed, plot.calendar, plot.today)
        first = max(ready, node.not_before or 0) if is_pinned and not is_fixed else ready
        late = first - begins
        if late <= 0 or not (node.waits or is_pinned):
            continue
        items: tuple[str, ...] = (name,)
        how = f"{name} is {'pinned to' if is_pinned else 'fixed on'} {_words(spot.due)}"
        if first == ready and node.waits:
            last = max((placed[wait.before].due, wait.before) for wait in node.waits)[1]
            why, items = f"it follows {last}", (name, last)
            way = f"Finish {last} earlier, or let {name} not follow it."
        else:
            why = f"it begins on {_words(first)} at the earliest"
            way = f"Let it go: planner unpin {name}."
        message = f"{how}, {days_in_words(late)} before it can: {why}"
        yield Conflict(
            ConflictCode.ORDER, message, items, (f"Move {name} by {days_in_words(late)}.", way), late
        )


def _overloads(plot: Plot, dated: Dated, load: Mapping[int, WeekLoad]) -> Iterator[Conflict]:
    weeks = sorted({week_of(day) for day in dated.overfull})
    runs: list[list[int]] = []
    for week in weeks:
        if runs and week == runs[-1][-1] + 1:
            runs[-1].append(week)
        else:
            runs.append([week])
    for run in runs:
        names = tuple(
            name
            for name, spot in dated.placed.items()
            if _is_forced(plot.nodes[name]) and any(week in spot.work for week in run)
        )
        worst = max(run, key=lambda week: (load[week].planned - (load[week].budget or 0), -week))
        planned, budget = (_hours(parts or 0) for parts in (load[worst].planned, load[worst].budget))
        is_over = load[worst].planned > (load[worst].budget or 0)
        what = "more than the hours of the week" if is_over else "days that ask for more hours than they have"
        when = week_label(run[0]) if len(run) == 1 else f"{week_label(run[0])} to {week_label(run[-1])}"
        yield Conflict(
            ConflictCode.OVERLOAD,
            f"{when}: {what}, in {week_label(worst)} {planned} of {budget}, for {_listed(names)}",
            names,
            ("Give more hours a week, or a smaller load.", "Move one of them to another time."),
        )


def _is_forced(node: Node) -> bool:
    """Whether its hours can lie over the budget: a load, or an effort with a pinned end."""
    return node.daily is not None or node.pin is not None


def _gates(plot: Plot, placed: Mapping[str, Placed]) -> Iterator[Conflict]:
    for name in plot.order:
        node, spot = plot.nodes[name], placed[name]
        gate = node.extent
        if not isinstance(gate, Experience) or gate.within is None or not node.is_open:
            continue
        due = gate_due(gate, spot.start, plot.calendar)
        last = last_day(spot.start, gate.within, plot.calendar)
        due = max(due, spot.due)
        if due > last:
            late = due - last
            yield Conflict(
                ConflictCode.GATE,
                f"{name} fills on {_words(due)}, {days_in_words(late)} after its {gate.within} are over",
                (name,),
                ("Work more hours a week in it (`at`).", "Begin its time later, or count on a longer span."),
                late,
            )


def _windows(plot: Plot, placed: Mapping[str, Placed]) -> Iterator[Conflict]:
    for span in spans(plot, placed):
        if not span.over:
            continue
        opens, closes, within = span.opens, span.closes, span.window.within
        over = days_in_words(span.over)
        is_past = placed[opens].done is not None
        other = f"Take {opens} again later" if is_past else f"Let {opens} end {over} later"
        yield Conflict(
            ConflictCode.WINDOW,
            f"{closes} ends on {_words(span.last)}, {over} after the {within} of {span.window.id}, which"
            f" {opens} {'opened' if is_past else 'opens'} on {_words(span.first)}",
            (closes, opens),
            (f"Let {closes} end {over} earlier.", f"{other}."),
            span.over,
        )


def _unreachable(dated: Dated) -> Iterator[Conflict]:
    for name in dated.unreachable:
        yield Conflict(
            ConflictCode.UNREACHABLE,
            f"{name} needs more hours than the plan can ever give",
            (name,),
            ("Give more hours a week (`time`), or fewer away days.", "Plan less effort."),
        )


def _goal(plan: Plan, plot: Plot, dated: Dated, finish: int) -> Iterator[Conflict]:
    if plan.goal is None or plan.goal.by is None or finish <= plot.goal_by:
        return
    late = finish - plot.goal_by
    ends = max((n for n in plot.on_track), key=lambda n: (dated.placed[n].due, n))
    names = chain(plot, dated.placed, ends)
    yield Conflict(
        ConflictCode.GOAL,
        f"the track lands on {_words(finish)}, {days_in_words(late)} after the goal of"
        f" {in_words(plan.goal.by)}, through {_arrows(names)}",
        (ends,),
        (f"Move the goal to {_words(finish)} or later.", f"Shorten {_longest(plot, dated, names)}."),
        late,
    )


def _longest(plot: Plot, dated: Dated, names: list[str]) -> str:
    movable = [n for n in names if not isinstance(plot.nodes[n].extent, OnDay)] or names
    return max(movable, key=lambda n: dated.placed[n].due - dated.placed[n].start)


def _arrows(names: list[str]) -> str:
    shown = names if len(names) <= CHAIN else [*names[:2], f"{len(names) - CHAIN + 1} more", *names[-2:]]
    return " -> ".join(shown)


def _listed(names: tuple[str, ...]) -> str:
    rest = f" and {len(names) - CHAIN} more" if len(names) > CHAIN else ""
    return ", ".join(names[:CHAIN]) + rest


def _words(day: int) -> str:
    return in_words(date.fromordinal(day))


def _hours(parts: int) -> str:
    return f"{round(parts / PARTS_PER_HOUR, 2):g} h"
