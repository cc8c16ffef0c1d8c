"""`planner history`: what was recorded, in the order in which it was learnt."""

import json
from collections.abc import Sequence
from datetime import UTC, tzinfo

from planner.progress.facts import COMMAND, Entry, Published, describe, encode
from planner.progress.undo import in_force
from planner.render import words
from planner.render.style import Style


def history_text(
    entries: Sequence[Entry], style: Style, item_id: str | None = None, zone: tzinfo | None = UTC
) -> str:
    """A line per fact, or per fact about `item_id` and its parts: the day it was learnt in `zone`
    (None: the system's), its change, what it says, and where it comes from when that wasn't a command.
    """
    counting = {entry.seq for entry in in_force(entries)}
    shown = _about(entries, item_id)
    if not shown:
        return "Nothing is recorded yet." if item_id is None else f"Nothing is recorded about {item_id}."
    wide = len(str(max(entry.change for entry in shown)))
    lines = []
    for entry in shown:
        source = "" if entry.source == COMMAND else f" (from {entry.source})"
        undone = "" if entry.seq in counting else " (undone)"
        head = f"{words.day(entry.at.astimezone(zone).date()):>11}  {entry.change:>{wide}}  "
        said = style.cut(f"{describe(entry.fact)}{source}{undone}", style.width - len(head))
        lines.append(style.paint(head + said, *(("dim",) if undone else ())))
    return "\n".join(lines)


def history_json(entries: Sequence[Entry], item_id: str | None = None) -> dict[str, object]:
    """The same as `planner.history/1`; `counts` is false for what was undone."""
    counting = {entry.seq for entry in in_force(entries)}
    return {
        "schema": "planner.history/1",
        "item": item_id,
        "facts": [
            {
                "seq": entry.seq,
                "change": entry.change,
                "at": entry.at.astimezone(UTC).isoformat(),
                "source": entry.source,
                "fact": json.loads(encode(entry.fact)),
                "text": describe(entry.fact),
                "counts": entry.seq in counting,
            }
            for entry in _about(entries, item_id)
        ],
    }


def _about(entries: Sequence[Entry], item_id: str | None) -> tuple[Entry, ...]:
    return tuple(entry for entry in entries if item_id is None or _concerns(entry, item_id))


def _concerns(entry: Entry, item_id: str) -> bool:
    fact = entry.fact
    names = fact.reasons if isinstance(fact, Published) else [getattr(fact, "item", None) or ""]
    return any(name == item_id or name.startswith((f"{item_id}/", f"{item_id}@")) for name in names)
