"""The timeline as one SVG: lanes of steps under the years, by day and by night, without a script."""

from collections.abc import Iterable, Mapping
from datetime import date

from planner.engine.values import Schedule, Shape, State
from planner.plan.civil import add_months
from planner.plan.model import Plan
from planner.render import marks, words
from planner.render.axis import Axis
from planner.render.lanes import Lane, Row, first_and_last_day, lanes
from planner.render.markup import cut, number, text, text_width
from planner.render.theme import kind_class, style_sheet

WIDTH = 1160
_MARGIN = 20
_LABELS = 256
_PLOT = WIDTH - _LABELS - 2 * _MARGIN
_LEFT = _MARGIN + _LABELS
_TITLE_BOTTOM = 58
_GRID_TOP = 88
_ROWS_TOP = 112
_LANE = 34
_ROW = 40
_LEGEND_LINE = 22
_NAME, _NOTE, _BOLD = 13, 11, 14.5
_TICK, _AFTER_LINE = 64, 5
SCOPE = "planner-timeline"


def timeline_svg(
    plan: Plan, schedule: Schedule, backups: Mapping[str, Schedule], *, alone: bool = True
) -> str:
    """The picture as a document of its own; not `alone`, it stands in a page that has its style and title."""
    drawn = lanes(plan, schedule, backups)
    first, last = first_and_last_day(schedule, drawn)
    axis = Axis(first.replace(day=1), _room_after(last), _PLOT)
    bottom = _ROWS_TOP + sum(_LANE + _ROW * len(lane.rows) for lane in drawn)
    legend, legend_lines = _legend(drawn, bottom + 26)
    height = bottom + 32 + _LEGEND_LINE * legend_lines
    top = 0 if alone else _TITLE_BOTTOM
    size = f'width="{WIDTH}" height="{height - top}" viewBox="0 {top} {WIDTH} {height - top}"'
    landing = _landing(schedule)
    # Inline, the picture needs no namespace; the rest of it is valid in HTML as it is.
    namespace = 'xmlns="http://www.w3.org/2000/svg" ' if alone else ""
    heading = (
        f"<style>{style_sheet(SCOPE)}</style>",
        f'<rect class="surface" width="{WIDTH}" height="{height}"/>',
        _text(_MARGIN, 32, "title ink", cut(schedule.title, 18, WIDTH - 2 * _MARGIN)),
        _text(_MARGIN, 52, "note muted", landing),
    )
    parts = [
        f'<svg {namespace}class="{SCOPE}" role="img" {size}>',
        f"<title>{text(schedule.title)}</title>",
        f"<desc>{text(f'{landing}. {_summary(drawn)}')}</desc>",
        *(heading if alone else ()),
        *_grid(axis, bottom, schedule.today),
        *_lanes(drawn, axis, schedule.today),
        *_lines(schedule, axis, bottom),
        *_headings(drawn),
        *legend,
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _room_after(last: date) -> date:
    try:
        return add_months(last.replace(day=1), 2)
    except OverflowError:
        return date.max


def _landing(schedule: Schedule) -> str:
    lands = f"Lands {words.day(schedule.finish)}"
    if schedule.goal_by is None:
        return lands
    return f"{lands} · goal {words.day(schedule.goal_by)} · {words.verdict(schedule)}"


def _summary(drawn: tuple[Lane, ...]) -> str:
    lanes_said = (f"{lane.name}: {words.count(len(lane.rows), 'step')}" for lane in drawn)
    return f"One row per step. {', '.join(lanes_said)}."


def _text(x: float, y: float, classes: str, value: str, anchor: str = "") -> str:
    end = f' text-anchor="{anchor}"' if anchor else ""
    return f'<text x="{number(x)}" y="{number(y)}" class="{classes}"{end}>{text(value)}</text>'


def _grid(axis: Axis, bottom: float, today: date) -> Iterable[str]:
    for tick in axis.ticks(_TICK):
        kind = "year" if tick.name else "quarter"
        yield f'<path class="{kind}" d="M{number(_LEFT + axis.at(tick.day))} {_GRID_TOP}V{bottom}"/>'
    line = axis.at(today)
    for tick in axis.ticks(_TICK):
        x = axis.at(tick.day) + _AFTER_LINE
        wide = text_width(tick.name, _NOTE)
        if x - _AFTER_LINE < line < x + wide + _AFTER_LINE:  # today's line would cross the name
            x = line + _AFTER_LINE
        if tick.name and x + wide <= axis.size:
            yield _text(_LEFT + x, _GRID_TOP + 10, "note muted", tick.name)


def _lines(schedule: Schedule, axis: Axis, bottom: float) -> Iterable[str]:
    """Today and the goal, from top to bottom, above everything else."""
    today = axis.at(schedule.today)
    if schedule.goal_by is not None:
        goal = axis.after(schedule.goal_by)
        yield f'<path class="goal" d="M{number(_LEFT + goal)} {_GRID_TOP - 10}V{bottom}"/>'
        name = f"goal {words.day(schedule.goal_by)}"
        half = text_width(name, _NOTE) / 2
        middle = min(max(goal, half), axis.size - half)
        y = _GRID_TOP - 14 if abs(middle - today) > half + 40 else bottom + 12
        yield _text(_LEFT + middle, y, "note goal-name halo", name, "middle")
    x = _LEFT + today
    yield f'<path class="today" d="M{number(x)} {_GRID_TOP - 10}V{bottom}"/>'
    place = f'x="{number(x - 25)}" y="{_GRID_TOP - 26}" width="50" height="17" rx="6"'
    yield f'<rect class="today-flag" {place}/>'
    yield _text(x, _GRID_TOP - 14, "note on-flag", "today", "middle")


def _lanes(drawn: tuple[Lane, ...], axis: Axis, today: date) -> Iterable[str]:
    top = float(_ROWS_TOP)
    for lane in drawn:
        yield '<g class="backup">' if lane.backup else "<g>"
        top += _LANE
        for row in lane.rows:
            yield _row(row, axis, top, today, lane.backup)
            top += _ROW
        yield "</g>"


def _headings(drawn: tuple[Lane, ...]) -> Iterable[str]:
    """The names of the lanes, above the lines that cross them."""
    top = float(_ROWS_TOP)
    for lane in drawn:
        name = cut(lane.name, _BOLD, _LABELS)
        after = text_width(name, _BOLD) + 10
        note = cut(lane.note, _NOTE, WIDTH - 2 * _MARGIN - after)
        yield _text(_MARGIN, top + 18, "lane ink halo", name)
        yield _text(_MARGIN + after, top + 18, "note muted halo", note)
        top += _LANE + _ROW * len(lane.rows)


def _row(row: Row, axis: Axis, top: float, today: date, backup: bool) -> str:
    item = row.item
    late = item.state is State.LATE and not backup
    note = f"{row.note} · late" if late else row.note
    room = _LABELS - 12
    return "".join(
        (
            _text(_MARGIN, top + 13, "name muted" if backup else "name ink", cut(item.title, _NAME, room)),
            _text(_MARGIN, top + 28, "note late" if late else "note muted", cut(note, _NOTE, room)),
            "" if backup else marks.baseline(row, axis, _LEFT, top),
            marks.bar(row, axis, _LEFT, top, today),
            marks.dots(row, axis, _LEFT, top),
            marks.flags(row, axis, _LEFT, top),
        )
    )


def _legend(drawn: tuple[Lane, ...], top: float) -> tuple[list[str], int]:
    """What colours and signs mean, of those that occur; and how many lines that takes."""
    rows = [row for lane in drawn for row in lane.rows]
    kinds = dict.fromkeys(kind_class(row.item) for row in rows)
    signs = [
        (name.capitalize(), f'<rect class="bar {name}" x="0" y="-9" width="16" height="10" rx="3"/>')
        for name in kinds
        if name not in {"gate", "other", "milestone"}
    ]
    if any(row.item.shape is Shape.GATE for row in rows):
        dashed = '<rect class="bar gate dashed" x="0" y="-9" width="16" height="10" rx="3"/>'
        signs.append(("Gate: time that must pass", dashed))
    if any(row.item.shape is Shape.POINT for row in rows):
        signs.append(("Milestone", '<path class="bar milestone" d="M8 -10l6 6l-6 6l-6 -6z"/>'))
    if any(row.item.share for row in rows):
        signs.append(("Done", '<rect class="bar other done" x="0" y="-9" width="16" height="10" rx="3"/>'))
    if any(row.goals for row in rows):
        signs.append(("Goal", '<circle class="dot" cx="6" cy="-4" r="2.9"/>'))
    if any(goal.state is State.DONE for row in rows for goal in row.goals):
        signs.append(("Goal met", '<circle class="dot met" cx="6" cy="-4" r="2.9"/>'))
    if any(row.deadlines for row in rows):
        sign = '<path class="today" d="M4 2v-12"/><path class="today-flag" d="M4 -10l8 3.5l-8 3.5z"/>'
        signs.append(("Deadline", sign))
    if any(row.was for row in rows):
        signs.append(("Baseline", '<rect class="was" x="0" y="-5" width="16" height="4" rx="2"/>'))
    drawn_signs, x, line = [], float(_MARGIN), 0
    for name, sign in signs:
        width = 22 + text_width(name, _NOTE) + 16
        if x + width > WIDTH - _MARGIN:
            x, line = float(_MARGIN), line + 1
        y = top + 10 + _LEGEND_LINE * line
        drawn_signs.append(f'<g transform="translate({number(x)} {number(y)})">{sign}</g>')
        drawn_signs.append(_text(x + 22, y, "note muted", name))
        x += width
    return drawn_signs, line + 1
