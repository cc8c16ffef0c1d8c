"""`planner postings`: what is asked how often, against what a person has."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from planner.coach.postings.count import Asked
from planner.coach.postings.require import requirements
from planner.coach.postings.standing import Stand, Standing
from planner.coach.postings.values import Kind, Posting
from planner.engine.values import Schedule
from planner.render import words
from planner.render.items import iso
from planner.render.style import Style

_COLOURS = {Stand.HAVE: "green", Stand.PLANNED: "blue", Stand.OPEN: "red"}
_FEWEST = 16  # columns of a name, however narrow the terminal


class Table(NamedTuple):
    """The postings for one role (None: the goal), with what they ask for."""

    role: str | None
    postings: Sequence[Posting]
    standings: Sequence[Standing]


def tables_text(tables: Sequence[Table], schedule: Schedule | None, style: Style, *, whole: bool) -> str:
    """A table for each role. What only one of several postings asks for in words of its own is left out,
    unless `whole`.
    """
    return "\n\n".join(_table(table, schedule, style, whole=whole) for table in tables)


def _table(table: Table, schedule: Schedule | None, style: Style, *, whole: bool) -> str:
    of = len(table.postings)
    shown = [one for one in table.standings if whole or of == 1 or not _is_odd(one.asked)]
    hidden = len(table.standings) - len(shown)
    role = f" for {style.text(table.role)}" if table.role else ""
    lines = [
        style.paint(f"What {words.count(of, 'posting')}{role} {'asks' if of == 1 else 'ask'} for", "bold")
    ]
    count_width = len(f"{of} of {of}")
    rows = [(f"{one.asked.times} of {of}", one) for one in shown]
    name_width = min(max((len(one.asked.name) for one in shown), default=0), style.width - count_width - 34)
    for count, one in rows:
        name = style.fit(one.asked.name, max(name_width, _FEWEST))
        level = f"{_level(one.asked):<12}"
        state = style.paint(f"{one.stand.value:<7}", _COLOURS[one.stand])
        head = f"  {count:>{count_width}}  {name}  {level}{state}"
        lines.append(f"{head} {_by(one, schedule)}".rstrip())
    if hidden:
        lines.append(f"  and {words.count(hidden, 'line')} of one posting each: planner postings list --all")
    return "\n".join(lines)


def _is_odd(asked: Asked) -> bool:
    return asked.requirement.kind is Kind.OTHER and asked.times == 1


def _level(asked: Asked) -> str:
    if asked.required == asked.times:
        return "required"
    return "preferred" if not asked.required else f"{asked.required} required"


def _by(one: Standing, schedule: Schedule | None) -> str:
    item = schedule.steps.get(one.by) if schedule and one.by else None
    if item is not None:
        return f"{item.id}, {'done' if item.done_at else 'ends'} {words.day(item.done_at or item.due)}"
    return f"gap {one.gap}" if one.stand is Stand.OPEN and one.gap else ""


def postings_text(postings: Sequence[Posting], style: Style) -> str:
    """The postings themselves, by number."""
    lines = []
    for number, one in enumerate(postings, 1):
        role = f"  ({one.role})" if one.role else ""
        day = f", {words.day(one.on)}" if one.on else ""
        lines.append(style.cut(f"{number:>4}  {one.title}{role}  {one.source}{day}", style.width))
    return "\n".join(lines)


def posting_text(posting: Posting, style: Style) -> str:
    """What was found in one posting, a line for each."""
    lines = []
    for line in posting.lines:
        level = "" if line.is_required else " (preferred)"
        names = ", ".join(dict.fromkeys(_name(one.name, one.years) for one in requirements(line)))
        lines.append(style.cut(f"  {names}{level}", style.width))
    return "\n".join(dict.fromkeys(lines))


def _name(name: str, years: int | None) -> str:
    return f"{name}, {words.count(years, 'year')}" if years else name


def tables_json(
    file: str, postings: Sequence[Posting], tables: Sequence[Table], schedule: Schedule | None
) -> dict[str, object]:
    """The same as `planner.postings/1`."""
    return {
        "schema": "planner.postings/1",
        "file": file,
        "postings": [posting_json(number, one) for number, one in enumerate(postings, 1)],
        "roles": [
            {
                "role": table.role,
                "postings": len(table.postings),
                "asked": [_asked_json(one, schedule) for one in table.standings],
            }
            for table in tables
        ],
    }


def posting_json(number: int, one: Posting) -> dict[str, object]:
    """One posting."""
    return {
        "number": number,
        "title": one.title,
        "role": one.role,
        "source": one.source,
        "on": iso(one.on) if one.on else None,
        "required": [line.text for line in one.lines if line.is_required],
        "preferred": [line.text for line in one.lines if not line.is_required],
    }


def _asked_json(one: Standing, schedule: Schedule | None) -> Mapping[str, object]:
    asked = one.asked
    item = schedule.steps.get(one.by) if schedule and one.by else None
    return {
        "what": asked.name,
        "kind": asked.requirement.kind.value,
        "asked": asked.times,
        "required": asked.required,
        "preferred": asked.times - asked.required,
        "of": asked.of,
        "years": list(asked.years),
        "state": one.stand.value,
        "step": one.by,
        "due": iso(item.done_at or item.due) if item else None,
        "gap": one.gap,
    }
