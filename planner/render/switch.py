"""What a switch to another track means, before it is made."""

from planner.engine.compare import Change
from planner.engine.tracks import Side
from planner.render.moves import labelled, moves_text
from planner.render.proposals import arrivals_text
from planner.render.style import Style
from planner.render.tracks import switch_words


def switch_text(followed: Side, other: Side, change: Change, style: Style) -> str:
    """Both arrivals, what goes and comes and stays, and how the steps of both move."""
    lines = [*style.wrap(f"Switch from {followed.name} to {other.name}")]
    lines += arrivals_text(followed, other, style)
    if other.switch is not None:
        for label, said in switch_words(other.switch):
            lines += labelled(label, said, style)
    return "\n".join([*lines, *moves_text(change.without_switch(), None, style)])
