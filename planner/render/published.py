"""What calendars were told anew: one line for a person, a list for a program."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from planner.engine.publish import Shift
from planner.progress.moves import Moved
from planner.render.items import iso
from planner.render.words import signed_span

RECENT_DAYS = 7
_REASONS_SHOWN = 2


def moved(shifts: Iterable[Shift], today: date) -> tuple[Moved, ...]:
    """The moves among shifts: what is told for the first time isn't one."""
    return tuple(
        Moved(shift.item.id, today, shift.before, shift.after, shift.reason)
        for shift in shifts
        if shift.before is not None
    )


def recent(moves: Sequence[Moved], today: date) -> tuple[Moved, ...]:
    """The moves of the last seven days."""
    return tuple(move for move in moves if today - timedelta(days=RECENT_DAYS) < move.on <= today)


def moved_line(moves: Sequence[Moved]) -> str:
    """Such as `ma-job +35 days and 8 more (ma-certificate finished 35 days late)`; empty for none.

    Grouped by reason, the most frequent first; a step stands for its goals and tasks.
    """
    groups: dict[str, list[Moved]] = {}
    for move in moves:
        groups.setdefault(move.reason, []).append(move)
    ordered = sorted(groups.items(), key=lambda group: (-len(group[1]), group[0]))
    parts = [_group(found, reason) for reason, found in ordered[:_REASONS_SHOWN]]
    rest = sum(len(found) for _, found in ordered[_REASONS_SHOWN:])
    return "; ".join([*parts, *([f"and {rest} more"] if rest else [])])


def _group(found: Sequence[Moved], reason: str) -> str:
    lead = min(found, key=lambda move: ("/" in move.item, move.after, move.item))
    more = f" and {len(found) - 1} more" if len(found) > 1 else ""
    return f"{lead.item} {signed_span(lead.days)}{more} ({reason})"


def moved_json(moves: Iterable[Moved]) -> list[dict[str, object]]:
    """Each move: the item, the day it was told, from, to, and why."""
    return [
        {
            "id": move.item,
            "on": iso(move.on),
            "from": iso(move.before),
            "to": iso(move.after),
            "reason": move.reason,
        }
        for move in moves
    ]
