"""Tracks that are proposed: three calm lines for a person, a list for a program."""

from collections.abc import Sequence

from planner.engine.tracks import Side
from planner.engine.triggers import Proposal
from planner.render.items import iso
from planner.render.style import Style, display_width
from planner.render.tracks import arrival_json, arrival_words, taken_for_granted


def proposals_text(followed: Side, proposed: Sequence[Side], style: Style) -> list[str]:
    """Each proposal with why it is made, both arrivals, and what to type."""
    lines: list[str] = []
    for side in proposed:
        because = "; ".join(one.because for one in side.fired)
        first, *rest = style.wrap(f"Proposed: track {side.name}, because: {because}", 2, 4)
        lines += [style.paint(first, "yellow"), *rest, *arrivals_text(followed, side, style)]
        lines += style.wrap(f"planner tracks compares them; planner switch {side.name} follows it", 4)
    return lines


def arrivals_text(followed: Side, other: Side, style: Style) -> list[str]:
    """A line for where each of two tracks lands."""
    wide = min(max(display_width(style.text(side.name)) for side in (followed, other)), style.width // 4)
    granted = taken_for_granted(other.fired, followed)
    lines = []
    for side, but in ((followed, granted), (other, "")):
        said = f"{arrival_words(side)}{f' ({but})' if but else ''}"
        first, *rest = style.wrap(said, 6 + wide)
        lines += [f"    {style.fit(side.name, wide)}  {first.lstrip()}", *rest]
    return lines


def proposals_json(proposed: Sequence[Side]) -> list[dict[str, object]]:
    """Each proposal with its sentences, since when it stands as far as known, and where the track lands."""
    return [
        {
            "track": side.name,
            **arrival_json(side.arrival),
            "because": [one.because for one in side.fired],
            "since": iso(Proposal(side.name, side.fired).since),
        }
        for side in proposed
    ]
