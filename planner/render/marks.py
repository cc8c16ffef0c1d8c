"""What is drawn for one step in the SVG: its bar, goals, deadlines and where the baseline had it."""

from datetime import date

from planner.engine.values import Scheduled, Shape, State
from planner.render import words
from planner.render.axis import Axis
from planner.render.items import percent_behind
from planner.render.lanes import Row
from planner.render.markup import number, text
from planner.render.theme import kind_class

BAR_TOP = 6
BAR_HEIGHT = 17
_RADIUS = 4
_NARROWEST = 3.0
_DOT = 2.9
_DOTS_APART = 5.0


def bar(row: Row, axis: Axis, left: float, top: float, today: date) -> str:
    """The step's bar, with a tooltip; a point in time is a diamond."""
    item = row.item
    y = top + BAR_TOP
    tooltip = f"<title>{text(describe(item))}</title>"
    kind = kind_class(item)
    if item.shape is Shape.POINT:
        x, half = left + axis.at(item.due), BAR_HEIGHT / 2
        solid = " done" if item.state is State.DONE else ""
        path = f"M{number(x)} {number(y)}l{half} {half}l-{half} {half}l-{half} -{half}z"
        return f'<g>{tooltip}<path class="bar {kind}{solid}" d="{path}"/></g>'
    x, width = _place(item, axis, left)
    classes = ["bar", kind]
    classes += ["dashed"] if item.shape is Shape.GATE else []
    classes += ["critical"] if item.critical and item.state is not State.DONE else []
    frame = (
        f'<rect class="{" ".join(classes)}" x="{number(x)}" y="{number(y)}" width="{number(width)}" '
        f'height="{BAR_HEIGHT}" rx="{min(_RADIUS, width / 2):g}"/>'
    )
    return f"<g>{tooltip}{frame}{_done_part(item, kind, x, y, width, today)}</g>"


def _place(item: Scheduled, axis: Axis, left: float) -> tuple[float, float]:
    start, end = axis.at(item.start), axis.after(item.due)
    width = max(_NARROWEST, end - start)
    return left + min(start, axis.size - width), width


def _done_part(item: Scheduled, kind: str, x: float, y: float, width: float, today: date) -> str:
    share = percent_behind(item, today)
    done = width * share / 100
    if done < 1:
        return ""
    right = done >= width - _RADIUS
    r = min(_RADIUS, done / 2)
    h, w = BAR_HEIGHT, done
    if right:
        return (
            f'<rect class="bar {kind} done" x="{number(x)}" y="{number(y)}" width="{number(w)}" '
            f'height="{h}" rx="{r:g}"/>'
        )
    path = (
        f"M{number(x + w)} {number(y)}h-{number(w - r)}q-{r:g} 0 -{r:g} {r:g}v{h - 2 * r:g}"
        f"q0 {r:g} {r:g} {r:g}h{number(w - r)}z"
    )
    return f'<path class="bar {kind} done" d="{path}"/>'


def describe(item: Scheduled) -> str:
    """A step in a sentence or two, for a tooltip."""
    dates = words.day(item.due)
    if item.start != item.due and item.shape is not Shape.POINT:
        dates = f"{words.day(item.start)} to {dates}"
    parts = [item.state.value]
    if item.slack is not None and item.state is not State.DONE:
        parts.append(f"{words.span(item.slack)} of slack")
    if item.variance:
        parts.append(f"{words.signed_span(item.variance)} against the baseline")
    return f"{item.title}: {dates}; {', '.join(parts)}. {item.reason}".rstrip()


def baseline(row: Row, axis: Axis, left: float, top: float) -> str:
    """A thin line below the bar where the baseline had the step; empty when it hasn't moved."""
    if row.was is None:
        return ""
    first, last = row.was
    x, width = axis.at(first), max(_NARROWEST, axis.after(last) - axis.at(first))
    x = left + min(x, axis.size - width)
    y = top + BAR_TOP + BAR_HEIGHT + 3
    return (
        f'<rect class="was" x="{number(x)}" y="{number(y)}" width="{number(width)}" height="4" rx="2">'
        f"<title>{text(f'Baseline: due {words.day(last)}')}</title></rect>"
    )


def dots(row: Row, axis: Axis, left: float, top: float) -> str:
    """A dot per goal where its day ends, filled when met; of those too close only some are drawn."""
    y = number(top + BAR_TOP + BAR_HEIGHT / 2)
    drawn: list[str] = []
    nearest = float("inf")
    for goal in reversed(row.goals):  # the last goal ends the step: it is the one never left out
        x = axis.after(goal.due)
        if nearest - x < _DOTS_APART:
            continue
        nearest = x
        met = " met" if goal.state is State.DONE else ""
        drawn.append(
            f'<circle class="dot{met}" cx="{number(left + x)}" cy="{y}" r="{_DOT}">'
            f"<title>{text(f'{goal.title}: {words.day(goal.due)}')}</title></circle>"
        )
    return "".join(reversed(drawn))


def flags(row: Row, axis: Axis, left: float, top: float) -> str:
    """A flag per deadline, at the end of its day."""
    return "".join(
        flag(left + axis.after(deadline.due), top, f"Deadline: {words.day(deadline.due)}")
        for deadline in row.deadlines
    )


def flag(x: float, top: float, name: str) -> str:
    """A flag on a pole."""
    high = BAR_HEIGHT + 8
    return (
        f"<g><title>{text(name)}</title>"
        f'<path class="today" d="M{number(x)} {number(top + BAR_TOP + high - 4)}v-{high}"/>'
        f'<path class="today-flag" d="M{number(x)} {number(top + BAR_TOP - 4)}l8 3.5l-8 3.5z"/></g>'
    )
