"""`planner next`: the open items that matter most now."""

from datetime import date
from typing import NamedTuple

from planner.engine.values import ItemKind, Schedule, Scheduled, Shape, State
from planner.render import words
from planner.render.items import CLOSED, item_json
from planner.render.style import Style, display_width

_STARTABLE = frozenset({State.LATE, State.ACTIVE, State.READY})
_OPEN = _STARTABLE | {State.WAITING}  # a turn waits for its day and for nothing else
_BOX = "[ ]"
_ROOM_FOR_TITLE = 20
_PARTS_OF_A_STEP = frozenset({ItemKind.GOAL, ItemKind.TASK})


class Next(NamedTuple):
    """An open item; `completes` when it is a step whose goals and tasks are all done."""

    item: Scheduled
    completes: bool = False


def next_items(schedule: Schedule, n: int | None = None) -> tuple[Next, ...]:
    """The open items: what is late, then steps that only wait to be called done, then by their published day.

    Of a habit or review only its next turn counts. A step with open goals or tasks is done through
    these, so it appears only when it is late. A deadline is met by its step and doesn't appear.
    """
    parts: dict[str, bool] = {}  # step -> whether all of its goals and tasks are done
    for item in schedule.items:
        if item.kind in _PARTS_OF_A_STEP and item.step is not None:
            parts[item.step] = parts.get(item.step, True) and item.state in CLOSED
    found: list[Next] = []
    turns: set[str] = set()
    for item in schedule.items:
        if item.kind is ItemKind.DEADLINE or item.state not in (_OPEN if "@" in item.id else _STARTABLE):
            continue
        if item.kind is ItemKind.STEP:
            entry = _step(item, parts.get(item.id), schedule.today)
            if entry is not None:
                found.append(entry)
            continue
        series, _, turn = item.id.partition("@")
        if turn and item.state is not State.LATE:
            if series in turns:
                continue
            turns.add(series)
        found.append(Next(item))
    found.sort(key=_rank)
    return tuple(found if n is None else found[:n])


def _step(item: Scheduled, parts_done: bool | None, today: date) -> Next | None:
    if item.shape is Shape.HABIT:
        return None
    running_gate = item.shape is Shape.GATE and item.due >= today
    if parts_done is None:
        return None if running_gate else Next(item)
    if parts_done and not running_gate:
        return Next(item, completes=True)
    return Next(item) if item.state is State.LATE else None


def _rank(entry: Next) -> tuple[bool, bool, date, date, str]:
    item = entry.item
    return (item.state is not State.LATE, not entry.completes, item.published_due, item.start, item.id)


def next_lines(entries: tuple[Next, ...], today: date, style: Style, indent: int = 2) -> list[str]:
    """One line per item: a box to tick, its id, its title and its due, in columns."""
    if not entries:
        return []
    dues = [words.day_short(entry.item.published_due, today) for entry in entries]
    wide = max(map(len, dues))
    columns = style.width - indent - len(_BOX) - wide - 5
    widths = [display_width(style.text(entry.item.id)) for entry in entries]
    ids = max((each for each in widths if each <= columns - _ROOM_FOR_TITLE), default=0)
    lines = []
    for entry, due, needed in zip(entries, dues, widths, strict=True):
        item = entry.item
        title = f"{item.title}: all done, call it done" if entry.completes else item.title
        painted = style.paint(due, "red") if item.state is State.LATE else due
        if needed <= ids:
            name = style.paint(style.fit(item.id, ids), "cyan")
            lines.append(f"{' ' * indent}{_BOX} {name}  {style.fit(title, columns - ids)}  {painted}")
        else:  # the id is what a person types: the title goes below it rather than shorten it
            name = style.paint(style.cut(item.id, style.width - indent - len(_BOX) - len(due) - 3), "cyan")
            lines.append(f"{' ' * indent}{_BOX} {name}  {painted}")
            lines.append(style.indent(title, indent + len(_BOX) + 1))
    return lines


def next_text(schedule: Schedule, n: int, style: Style) -> str:
    """The `n` items that matter most, one line each, and how many more there are."""
    entries = next_items(schedule)
    if not entries:
        return "Nothing is open now."
    lines = next_lines(entries[:n], schedule.today, style, indent=0)
    if len(entries) > n:
        lines.append(style.paint(f"and {len(entries) - n} more", "dim"))
    return "\n".join(lines)


def next_json(schedule: Schedule, n: int) -> dict[str, object]:
    """The `n` items that matter most as `planner.next/1`."""
    return {
        "schema": "planner.next/1",
        "today": schedule.today.isoformat(),
        "track": schedule.track,
        "items": [entry_json(entry) for entry in next_items(schedule, n)],
    }


def entry_json(entry: Next) -> dict[str, object]:
    """One open item, and whether calling it done is all that is left."""
    return {**item_json(entry.item), "completes": entry.completes}
