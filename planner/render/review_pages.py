"""Which sections make up which review, in which order."""

from collections.abc import Callable, Iterator

from planner.engine.period import ReviewKind
from planner.render import review_ahead, review_log, review_past, review_state
from planner.render.review import Line, Material, Section

_Lines = Callable[[Material], Iterator[Line]]
_SECTIONS: dict[str, tuple[str, _Lines]] = {
    "standing": ("Where it stands", review_state.standing),
    "done": ("Done", review_past.done),
    "evidence": ("Evidence", review_log.evidence),
    "moved": ("Moved, and why", review_past.moved),
    "changes": ("What else changed", review_log.changes),
    "baseline": ("Beside the dates agreed on", review_state.against_baseline),
    "next": ("Next", review_ahead.coming),
    "asks": ("To ask", review_ahead.asks),
    "pace": ("Pace", review_state.pace),
    "gaps": ("Gaps", review_state.gaps),
    "money": ("Money", review_state.money),
    "decide": ("To decide", review_state.decisions),
    "why_job": ("Why this job", review_state.why_job),
}
_SHORT = ("standing", "done", "evidence", "moved", "changes", "next", "asks", "pace", "gaps", "decide")
_PAGES = {
    ReviewKind.WEEK: _SHORT,
    ReviewKind.MONTH: (*_SHORT, "why_job"),
    ReviewKind.MANAGER: ("done", "evidence", "moved", "next", "asks"),
    ReviewKind.YEAR: tuple(_SECTIONS),
}


def review_sections(material: Material) -> tuple[Section, ...]:
    """The sections of a review; those with nothing to say are empty."""
    return tuple(
        Section(name, _SECTIONS[name][0], tuple(_SECTIONS[name][1](material)))
        for name in _PAGES[material.kind]
    )
