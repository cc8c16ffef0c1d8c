"""`planner timeline`: the years on one screen of a terminal, and as JSON."""

from collections.abc import Mapping
from datetime import date

from planner.engine.values import Forecast, Schedule, Scheduled, Shape, State
from planner.plan.model import Plan, StepKind
from planner.render import words
from planner.render.axis import Axis
from planner.render.items import conflict_json, forecast_json, iso, item_json, load_json, percent_behind
from planner.render.lanes import Lane, Row, first_and_last_day, lanes
from planner.render.style import Style, display_width

_ROWS = 64
_NARROW = 60
_COLOURS = {
    StepKind.COURSE: "blue",
    StepKind.EXAM: "yellow",
    StepKind.JOB: "green",
    StepKind.APPLICATION: "magenta",
    StepKind.CONVERSATION: "magenta",
}


def timeline_json(plan: Plan, schedule: Schedule, forecast: Forecast | None = None) -> dict[str, object]:
    """The whole schedule as `planner.timeline/1`."""
    return {
        "schema": "planner.timeline/1",
        "plan": plan.id,
        "today": schedule.today.isoformat(),
        "track": schedule.track,
        "finish": schedule.finish.isoformat(),
        "goal_by": iso(schedule.goal_by),
        "slack_days": schedule.slack,
        **forecast_json(forecast),
        "items": [item_json(item) for item in schedule.items],
        "load": [load_json(load) for load in schedule.load],
        "conflicts": [conflict_json(conflict) for conflict in schedule.conflicts],
    }


def timeline_text(
    plan: Plan,
    schedule: Schedule,
    backups: Mapping[str, Schedule],
    style: Style,
    forecast: Forecast | None = None,
) -> str:
    """A row per step under a common axis, lane by lane; of long plans the rows that matter now."""
    drawn = lanes(plan, schedule, backups)
    board = _Board(schedule, drawn, style)
    share = f"track {schedule.track} {style.glyph('·', '-')} {schedule.done_share} %"
    lines = [style.sides(schedule.title, share, ("bold",)), *board.heading()]
    for lane, quota in zip(drawn, _quotas([len(lane.rows) for lane in drawn], _ROWS), strict=True):
        lines += board.lane(lane, quota)
    lines += [""] * bool(lines[-1])
    landing = f"Lands {words.day(schedule.finish)}"
    verdict = words.verdict_with_chance(schedule, forecast)
    goal = f", goal {words.day(schedule.goal_by)}: {verdict}" if schedule.goal_by else ""
    lines += style.wrap(landing + goal)
    if forecast is not None and not words.is_certain(schedule, forecast):
        lines += style.wrap(words.likely(forecast))
    return "\n".join([*lines, *board.legend(drawn)])


def _quotas(lengths: list[int], rows: int) -> list[int]:
    """How many rows each lane gets: short lanes all of theirs, the others equal shares of the rest."""
    quotas = [0] * len(lengths)
    left = rows
    for place, index in enumerate(sorted(range(len(lengths)), key=lambda each: (lengths[each], each))):
        quotas[index] = min(lengths[index], max(1, left // (len(lengths) - place)))
        left -= quotas[index]
    return quotas


def _most_relevant(rows: tuple[Row, ...], quota: int, today: date) -> list[Row]:
    """The rows that run, are critical or lie close to today, in their order."""
    if len(rows) <= quota:
        return list(rows)

    def rank(row: Row) -> tuple[bool, bool, int, str]:
        item = row.item
        distance = max((item.start - today).days, (today - item.due).days, 0)
        running = item.state in {State.ACTIVE, State.LATE}
        return (not running, not (item.critical and item.state is not State.DONE), distance, item.id)

    chosen = {row.item.id for row in sorted(rows, key=rank)[:quota]}
    return [row for row in rows if row.item.id in chosen]


class _Board:
    """A canvas of character cells: labels at the left, the axis, the last month at the right."""

    def __init__(self, schedule: Schedule, drawn: tuple[Lane, ...], style: Style) -> None:
        self.schedule = schedule
        self.style = style
        self.label = max(12, style.width * 2 // 5 - 4)
        self.ends = len("Dec 2032") if style.width >= _NARROW else 0
        self.cells = max(8, style.width - self.label - 1 - (self.ends and self.ends + 1))
        first, last = first_and_last_day(schedule, drawn)
        self.axis = Axis(first.replace(day=1), last, self.cells)
        self.marks = self._marks()

    def _marks(self) -> dict[int, str]:
        """The lines that cross all rows, painted, by cell; today over goal over years."""
        style, schedule = self.style, self.schedule
        room = len("2032 ")
        marks = {
            self.cell(tick.day): style.paint(style.glyph("·", "."), "dim")
            for tick in self.axis.ticks(room)
            if tick.name
        }
        if schedule.goal_by is not None:
            marks[self.cell(schedule.goal_by)] = style.paint(style.glyph("┊", ":"), "cyan")
        marks[self.cell(schedule.today)] = style.paint(style.glyph("│", "|"), "red")
        return marks

    def cell(self, day: date) -> int:
        """The cell a day lies in."""
        return min(self.cells - 1, int(self.axis.at(day)))

    def heading(self) -> list[str]:
        """The line that names today and the goal, and the line that names the years."""
        flags = [" "] * self.cells
        years = [" "] * self.cells
        for tick in self.axis.ticks(len("2032 ")):
            _write(years, tick.name, self.cell(tick.day))
        _write(flags, "today", self.cell(self.schedule.today))
        if self.schedule.goal_by is not None:
            _write(flags, "goal", self.cell(self.schedule.goal_by))
        margin = " " * (self.label + 1)
        return [(margin + "".join(line)).rstrip() for line in (flags, years)]

    def lane(self, lane: Lane, quota: int) -> list[str]:
        """The lane's name and note, its rows, and how many were left out."""
        style = self.style
        name = style.cut(lane.name, style.width)
        note = style.cut(self.signs(lane.note), max(0, style.width - display_width(name) - 2))
        lines = ["", f"{style.paint(name, 'bold')}  {style.paint(note, 'dim')}".rstrip()]
        rows = _most_relevant(lane.rows, quota, self.schedule.today)
        for row in rows:
            lines.append(self.row(row, lane.backup))
            if row.was is not None and not lane.backup:
                lines.append(self.baseline(row, row.was))
        left_out = len(lane.rows) - len(rows)
        if left_out:
            more = f"{style.glyph('…', '...')} and {words.count(left_out, 'more step')}"
            lines.append(style.paint(style.indent(more, 1), "dim"))
        return lines

    def signs(self, text: str) -> str:
        """Our own punctuation where the terminal can't show it."""
        return text if self.style.unicode else text.replace("·", "-").replace("\N{EN DASH}", "-")

    def row(self, row: Row, backup: bool) -> str:
        """One step: title, bar, last month."""
        item, style = row.item, self.style
        cells = self._grid()
        colour = ("dim",) if backup else (self._colour(item),)
        last = self.cell(item.due)
        first = last if item.shape is Shape.POINT else self.cell(item.start)
        solid = first + (last + 1 - first) * percent_behind(item, self.schedule.today) // 100
        for each in range(first, last + 1):
            cells[each] = style.paint(self._fill(item, each < solid), *colour)
        for goal in row.goals:
            sign = style.glyph("●", "*") if goal.state is State.DONE else style.glyph("○", "o")
            cells[self.cell(goal.due)] = style.paint(sign, *colour)
        for deadline in row.deadlines:
            cells[self.cell(deadline.due)] = style.paint(style.glyph("⚑", "!"), "red")
        label = style.fit(f" {item.title}", self.label)
        end = f" {words.month(item.due):>{self.ends}}" if self.ends else ""
        names = ("dim",) if backup or item.state is State.DONE else ()
        late = ("red",) if item.state is State.LATE else names
        return f"{style.paint(label, *names)} {''.join(cells)}{style.paint(end, *late)}".rstrip()

    def baseline(self, row: Row, was: tuple[date, date]) -> str:
        """Under a step that moved: when it was due, by how much it moved, and where it lay."""
        style = self.style
        cells = self._grid()
        for each in range(self.cell(was[0]), self.cell(was[1]) + 1):
            cells[each] = style.paint(style.glyph("▔", "~"), "dim")
        note = f"   was {words.day(was[1])}, {words.signed_span(row.item.variance or 0)}"
        label = style.paint(style.fit(note, self.label), "dim")
        return f"{label} {''.join(cells)}".rstrip()

    def _grid(self) -> list[str]:
        return [self.marks.get(each, " ") for each in range(self.cells)]

    def _colour(self, item: Scheduled) -> str:
        if item.state is State.LATE:
            return "red"
        return _COLOURS.get(item.step_kind, "cyan") if item.step_kind else "cyan"

    def _fill(self, item: Scheduled, solid: bool) -> str:
        style = self.style
        if item.shape is Shape.POINT:
            return style.glyph("◆", "*") if solid else style.glyph("◇", "o")
        if solid:
            return style.glyph("█", "#")
        return style.glyph("░", "-") if item.shape is Shape.GATE else style.glyph("▒", "=")

    def legend(self, drawn: tuple[Lane, ...]) -> list[str]:
        """What the signs mean, of those that were used."""
        glyph = self.style.glyph
        rows = [row for lane in drawn for row in lane.rows]
        parts = [f"{glyph('█', '#')} done", f"{glyph('▒', '=')} planned"]
        if any(row.item.shape is Shape.GATE for row in rows):
            parts.append(f"{glyph('░', '-')} gate: time that must pass")
        if any(row.goals for row in rows):
            parts.append(f"{glyph('○', 'o')} goal")
        if any(row.deadlines for row in rows):
            parts.append(f"{glyph('⚑', '!')} deadline")
        if any(row.was for row in rows):
            parts.append(f"{glyph('▔', '~')} baseline")
        return [self.style.paint(line, "dim") for line in self.style.wrap(", ".join(parts))]


def _write(line: list[str], text: str, at: int) -> None:
    """Put a word into a line where it is free, moved left if it would stick out; else leave it."""
    start = max(0, min(at, len(line) - len(text)))
    spot = line[max(0, start - 1) : start + len(text) + 1]
    if text and all(char == " " for char in spot):
        line[start : start + len(text)] = text
