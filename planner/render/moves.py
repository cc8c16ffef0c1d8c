"""What a change moves: a few lines for a person, a list for a program."""

from dataclasses import replace

from planner.engine.compare import Change, Move
from planner.engine.values import ItemKind, Scheduled
from planner.render.items import conflict_json, iso
from planner.render.style import Style
from planner.render.words import day, signed_span, span

SHOWN = 6
INDENT = 13


def moves_text(change: Change, but: str | None, style: Style) -> list[str]:
    """Lines on what moves, what stays, and which deadlines hold; `but` is left out as known."""
    lines: list[str] = []
    moved = [_move(move) for move in change.steps if move.item.id != but]
    if moved:
        rest = len(moved) - SHOWN
        more = f" and {rest} more" if rest > 0 else ""
        lines += labelled("moves", f"{', '.join(moved[:SHOWN])}{more}", style)
    if moved and change.stays is not None:
        lines += labelled("stays", f"{change.stays.id} ({_room(change.stays)})", style)
    if moved and change.safe:
        nearest = ", ".join(f"{item.id} {day(item.due)}" for item in change.safe[:3])
        lines += labelled("deadlines", f"{nearest}: safe", style)
    for conflict in change.fresh:
        lines += labelled("conflict", conflict.message, style)
        for way in conflict.ways_out:
            lines += [f"{'':{INDENT}}{line}" for line in _beside(style).wrap(f"- {way}", 0, 2)]
    for conflict in change.mended:
        lines += labelled("mended", conflict.message, style)
    return lines


def labelled(label: str, text: str, style: Style) -> list[str]:
    """Lines that begin with a word on what they are about."""
    first, *others = _beside(style).wrap(text)
    return [f"{f'  {label}':<{INDENT}}{first}", *(f"{'':{INDENT}}{line}" for line in others)]


def _beside(style: Style) -> Style:
    return replace(style, width=style.width - INDENT)


def _room(item: Scheduled) -> str:
    room = f", {span(item.slack)} of slack left" if item.slack and item.slack > 0 else ""
    return f"from {day(item.start)}{room}"


def _move(move: Move) -> str:
    if move.before is None:
        return f"{move.item.id} appears"
    return f"{move.item.id} {signed_span(move.days)}" if move.after is not None else f"{move.item.id} goes"


def moves_json(change: Change) -> dict[str, object]:
    """The moves of every item, and the conflicts that come and go."""
    return {
        "moves": [
            {
                "id": move.item.id,
                "kind": move.item.kind.value,
                "from": iso(move.before),
                "to": iso(move.after),
                "days": move.days,
            }
            for move in change.moves
        ],
        "conflicts": [conflict_json(conflict) for conflict in change.fresh],
        "mended": [conflict_json(conflict) for conflict in change.mended],
        "deadlines": [item.id for item in change.safe if item.kind is ItemKind.DEADLINE],
    }
