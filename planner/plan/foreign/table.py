"""Tables: comma-, semicolon- or tab-separated, with a line of headings, one step to a row."""

import csv
import io
import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from planner.plan.foreign.cells import KEYS, read_cell
from planner.plan.foreign.values import (
    Found,
    Haul,
    Unreadable,
    Unused,
    done_of,
    hours_of,
    is_hours,
    line_of,
)

# Headings that people use for the plan's keys; those that stand first win.
ALIASES: Mapping[str, tuple[str, ...]] = {
    "id": ("id", "key", "uid", "uuid", "code", "#"),
    "title": ("title", "name", "task", "task-name", "course", "summary", "what", "description"),
    "after": ("after", "depends", "depends-on", "dependencies", "predecessors", "blocked-by"),
    "under": ("under", "parent", "step"),
    "done": ("done", "done-on", "completed", "complete", "done-at", "finished", "state", "status"),
    "effort": ("effort", "hours", "work", "estimate"),
    "takes": ("takes", "duration", "span", "length", "days", "weeks", "months", "years"),
    "by": ("by", "due-date", "deadline", "due"),
    "from": ("from", "not-before", "start-date", "start"),
    "note": ("note", "notes", "comment", "comments"),
    "url": ("url", "link", "website"),
}
# What planner writes into a table of the schedule for people, and works out itself.
SCHEDULE = frozenset({"planned-start", "planned-finish", "planned-state"})
_UNIT = re.compile(r"(.*?)(?:-(h|hours|d|days|w|weeks|months|years))?")
_ENDS = re.compile(r"(.+?)-(low|high|min|max)(?:-(.+))?")


class _Column(NamedTuple):
    """A column, or two that are the ends of a range, and the plan's key that they become (empty: none)."""

    names: tuple[str, ...]
    numbers: tuple[int, ...]
    key: str
    unit: str

    def cell(self, row: list[str]) -> str:
        """What stands there: of a range, both ends."""
        cells = [row[number].strip() for number in self.numbers if number < len(row)]
        kept = dict.fromkeys(cell for cell in cells if cell)
        return "..".join(kept)


def read_table(text: str) -> Haul:
    """The rows of a table. Raises Unreadable without a column of titles."""
    try:
        rows = list(_rows(text))
    except csv.Error as error:
        raise Unreadable(f"this is no table: {error}") from None
    if not rows:
        raise Unreadable("the table is empty")
    headings = [_key(cell) for cell in rows[0][1]]
    columns = list(_columns(headings))
    if not any(column.key == "title" for column in columns):
        raise Unreadable(
            f"the table has no column of titles: {', '.join(rows[0][1])}", 'Call one of its columns "title".'
        )
    found, unused = [], []
    for line, row in rows[1:]:
        cells = [(column, cell) for column in columns if (cell := column.cell(row))]
        if not cells:
            continue
        if len(row) > len(headings):
            unused.append(Unused(line, ", ".join(row[len(headings) :]), "there is no heading above it"))
        one = _found(line, cells)
        if one is None:
            unused.append(Unused(line, ", ".join(cell for _, cell in cells), "it has no title"))
        else:
            found.append(one)
    return Haul("csv", found, unused, list(_told(columns)))


def looks_like_table(text: str) -> bool:
    """Whether the first line is one of headings, a title among them."""
    try:
        _, headings = next(_rows(text))
    except (StopIteration, csv.Error):
        return False
    return any(_key(cell) in ALIASES["title"] for cell in headings)


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    first = text.lstrip("\r\n").partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    start = 1
    for row in reader:
        if any(cell.strip() for cell in row):
            yield start, row
        start = reader.line_num + 1


def _key(heading: str) -> str:
    return re.sub(r"[\s_()/]+", "-", heading.strip().lower()).strip("-")


def _columns(headings: list[str]) -> Iterator[_Column]:
    """The columns with what they become; without a key of the plan they go into the note."""
    ranges: dict[tuple[str, str], list[int]] = {}
    for number, heading in enumerate(headings):
        ends = _ENDS.fullmatch(heading)
        ranges.setdefault((ends[1], ends[3] or "") if ends else (heading, ""), []).append(number)
    taken: set[str] = set()
    chosen: dict[tuple[str, str], tuple[str, str]] = {}
    for key in dict.fromkeys([*ALIASES, *KEYS]):
        for alias in ALIASES.get(key, (key,)):
            for base, suffix in ranges:
                bare = _UNIT.fullmatch(base)
                name, unit = (bare[1], bare[2]) if bare and base != alias else (base, "")
                if name == alias and key not in taken and (base, suffix) not in chosen:
                    taken.add(key)
                    chosen[base, suffix] = key, suffix or unit or alias
    for column, numbers in ranges.items():
        names = tuple(headings[number] for number in numbers)
        key, unit = chosen.get(column, ("", ""))
        if key or column[0] not in SCHEDULE:
            yield _Column(names, tuple(numbers), key, unit)


def _told(columns: list[_Column]) -> Iterator[str]:
    for column in columns:
        if column.key and column.key != column.names[0]:
            yield f"{' and '.join(column.names)}: taken as {column.key}"
    noted = [name for column in columns if not column.key for name in column.names]
    if noted:
        yield f"{', '.join(noted)}: kept in the note, planner has no key for it"


def _found(line: int, cells: list[tuple[_Column, str]]) -> Found | None:
    values = {column.key: read_cell(column.key, cell, column.unit) for column, cell in cells if column.key}
    title = line_of(str(values.pop("title", "")))
    if not title:
        return None
    extra = [f"{_label(column)}: {cell}" for column, cell in cells if not column.key]
    if "takes" in values and is_hours(str(values["takes"])) and "effort" not in values:
        values["effort"] = hours_of(str(values.pop("takes")))
    lengths = [key for key in ("effort", "takes") if key in values]
    if len(lengths) > 1:
        extra.append(f"takes: {values.pop('takes')}")
    note = "\n".join(part for part in (str(values.pop("note", "")), " · ".join(map(line_of, extra))) if part)
    after, done = values.pop("after", ()), values.pop("done", "")
    uid, under = str(values.pop("id", "")), str(values.pop("under", ""))
    fields = {"title": title, **{key: values[key] for key in KEYS if key in values}}
    if note:
        fields["note"] = note
    waits = tuple(map(str, after)) if isinstance(after, list) else ()
    return Found(line, fields, uid, uid, "", waits, under, done_of(str(done)))


def _label(column: _Column) -> str:
    ends = _ENDS.fullmatch(column.names[0])
    return (f"{ends[1]} {ends[3] or ''}".strip() if ends else column.names[0]).replace("-", " ")
