"""What a change moves: a few lines for a person, a list for a program."""

from planner.engine.compare import Change, Move
from planner.engine.values import ItemKind
from planner.render.items import conflict_json, iso
from planner.render.style import Style, harmless
from planner.render.words import day, signed_span, span

SHOWN = 6


def moves_text(change: Change, but: str | None, style: Style) -> list[str]:
    """Lines on what moves, what stays, and which deadlines hold; `but` is left out as known."""
    lines = []
    moved = [_move(move) for move in change.steps if move.item.id != but]
    if moved:
        rest = len(moved) - SHOWN
        lines += style.wrap(
            f"moves      {', '.join(moved[:SHOWN])}{f' and {rest} more' if rest > 0 else ''}", 2, 13
        )
    if change.stays is not None and moved:
        slack = f", {span(change.stays.slack)} of slack left" if change.stays.slack else ""
        stays = f"stays      {change.stays.id} (from {day(change.stays.start)}{slack})"
        lines += style.wrap(stays, 2, 13)
    if moved and change.safe:
        nearest = change.safe[:3]
        lines += style.wrap(f"deadlines  {', '.join(f'{d.id} {day(d.due)}' for d in nearest)}: safe", 2, 13)
    for conflict in change.fresh:
        lines += style.wrap(f"conflict   {harmless(conflict.message)}", 2, 13)
        lines += [line for way in conflict.ways_out for line in style.wrap(f"- {harmless(way)}", 13, 15)]
    lines += [
        line
        for conflict in change.mended
        for line in style.wrap(f"mended     {harmless(conflict.message)}", 2, 13)
    ]
    return lines


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
