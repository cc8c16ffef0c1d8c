"""Why a date moved, as a page says it: titles for ids, and nobody addressed as "you"."""

import re
from collections.abc import Mapping

# What `engine.moved`, `engine.word` and `progress.facts.describe` say of a step, and how a page puts it.
_OF_A_STEP = (
    (r"(?P<id>\S+) finished (?P<rest>\d+ days?) late", "{title} finished {rest} late"),
    (r"(?P<id>\S+) late, to (?P<rest>[^,]+)(?:, starting on .*)?", "{title} takes until {rest}"),
    (r"(?P<id>\S+) (?:is )?pinned to (?P<rest>.*)", "{title} was set to {rest}"),
    (r"(?P<id>\S+) isn't done yet", "{title} isn't done yet"),
    (r"(?P<id>\S+) dropped on (?P<rest>.*)", "{title} was let go on {rest}"),
    (r"you said that (?P<id>\S+) will be late", "{title} comes later than planned"),
)
_OTHERS = (
    (r"you said that it will be late", "it comes later than planned"),
    (r"it isn't done yet|less was done than planned|not done on .*", "it takes longer than planned"),
    (r"pinned by you|you asked for a new plan", "planned anew"),
    (r"pause from (.*) to (.*)", r"a pause from \1 to \2"),
)


def reason_words(reason: str, titles: Mapping[str, str], *, only_known: bool) -> str:
    """A reason in a page's words. `titles` are those of the steps that it may name; with `only_known`, what
    can't be told with these is left out rather than told as it is.
    """
    parts = (_part(part, titles, only_known=only_known) for part in reason.split("; "))
    return "; ".join(dict.fromkeys(part for part in parts if part))


def _part(part: str, titles: Mapping[str, str], *, only_known: bool) -> str:
    for pattern, words in _OF_A_STEP:
        found = re.fullmatch(pattern, part)
        if found is not None and found["id"].partition("/")[0] in titles:
            title = titles[found["id"].partition("/")[0]]
            return words.format(title=title, rest=found.groupdict().get("rest"))
    for pattern, words in _OTHERS:
        found = re.fullmatch(pattern, part)
        if found is not None:
            return found.expand(words)
    return "" if only_known else part
