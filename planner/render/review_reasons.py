"""Why a date moved, as a page says it: titles for ids, and nobody addressed as "you"."""

import re
from collections.abc import Mapping

from planner.plan.identity import step_of
from planner.progress.moves import Moved
from planner.render import words

# What `engine.moved`, `engine.word` and `progress.facts.describe` say of a step, how a page puts it of that
# step, and how of another one that had to move with it.
_OF_A_STEP = (
    (
        r"(?P<id>\S+) finished (?P<rest>\d+ days?) late",
        "it finished {rest} late",
        "{title} finished {rest} late",
    ),
    (r"(?P<id>\S+) late, to (?P<rest>[^,]+)(?:, .*)?", "put off on {on}", "{title} takes until {rest}"),
    (r"you said that (?P<id>\S+) will be late", "put off on {on}", "{title} comes later than planned"),
    (r"(?P<id>\S+) (?:is )?pinned to (?P<rest>.*)", "set by hand on {on}", "{title} was set to {rest}"),
    (r"(?P<id>\S+) isn't done yet", "it takes longer than planned", "{title} isn't done yet"),
    (r"(?P<id>\S+) dropped on (?P<rest>.*)", "", "{title} was let go on {rest}"),
)
_OTHERS = (
    (
        r"it isn't done yet|less was done than planned|not done on .*|moved for the \w+ time",
        "it takes longer than planned",
    ),
    (r"pinned by you", "set by hand"),
    (r"you asked for a new plan", "planned anew"),
    (r"pause from (.*) to (.*)", r"a pause from \1 to \2"),
)


def reason_words(move: Moved, titles: Mapping[str, str], *, only_known: bool) -> str:
    """The reason of a move in a page's words.

    `titles` are those of the steps that it may name; with `only_known`, what can't be told with these is left
    out rather than told as it is.
    """
    parts = (_part(part, move, titles, only_known=only_known) for part in move.reason.split("; "))
    return "; ".join(dict.fromkeys(part for part in parts if part))


def _part(part: str, move: Moved, titles: Mapping[str, str], *, only_known: bool) -> str:
    for pattern, of_itself, of_another in _OF_A_STEP:
        found = re.fullmatch(pattern, part)
        if found is None:
            continue
        step = step_of(move.item) if found["id"] == "it" else step_of(found["id"])
        if step in titles:
            said = of_itself if step == step_of(move.item) else of_another
            rest = found.groupdict().get("rest")
            return said.format(title=titles[step], rest=rest, on=words.day(move.on))
    for pattern, said in _OTHERS:
        found = re.fullmatch(pattern, part)
        if found is not None:
            return found.expand(said)
    return "" if only_known else part
