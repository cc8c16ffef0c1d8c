"""`planner gaps`: what lies between the present and the goal, and which steps close it."""

from planner.engine.gaps import GapState, GapStatus, gap_states
from planner.engine.values import Schedule
from planner.plan.model import Plan
from planner.render import words
from planner.render.style import Style

_COLOURS = {GapStatus.CLOSED: "green", GapStatus.COVERED: "blue", GapStatus.OPEN: "red"}


def gaps_line(states: tuple[GapState, ...]) -> str:
    """All gaps in a line: `1 closed · 2 covered · 1 open: money (no step closes it)`."""
    counts = (
        f"{sum(state.status is status for state in states)} {status}"
        for status in GapStatus
        if any(state.status is status for state in states)
    )
    open_gaps = [state for state in states if state.status is GapStatus.OPEN]
    named = ", ".join(f"{state.gap.id} ({_open_because(state)})" for state in open_gaps)
    return " · ".join(counts) + (f": {named}" if named else "")


def gaps_text(plan: Plan, schedule: Schedule, style: Style) -> str:
    """One line per gap with its state, its text and what closes it."""
    states = gap_states(plan, schedule)
    if not states:
        return "The plan names no gaps."
    lines = []
    for state in states:
        status = style.paint(f"{state.status.value:<8}", _COLOURS[state.status])
        lines.append(f"{status} {style.cut(f'{state.gap.text} ({state.gap.id})', style.width - 9)}")
        lines.extend(style.indent(line, 9) for line in _details(state, schedule))
    return "\n".join(lines)


def _details(state: GapState, schedule: Schedule) -> list[str]:
    gap = state.gap
    lines = [f"have: {gap.have}"] if gap.have else []
    lines += [f"want: {gap.want}"] if gap.want else []
    lines += [
        f"closed by {step}, {'done' if item.done_at else 'ends'} {words.day(item.done_at or item.due)}"
        for step in state.steps
        for item in (schedule.steps[step],)
    ]
    return lines if state.steps else [*lines, _open_because(state)]


def _open_because(state: GapState) -> str:
    if state.elsewhere:
        return f"only {words.listing(state.elsewhere)} would close it, on another track"
    return "no step closes it"


def gaps_json(plan: Plan, schedule: Schedule) -> dict[str, object]:
    """The gaps as `planner.gaps/1`."""
    return {
        "schema": "planner.gaps/1",
        "today": schedule.today.isoformat(),
        "track": schedule.track,
        "gaps": [
            {
                "id": state.gap.id,
                "text": state.gap.text,
                "have": state.gap.have,
                "want": state.gap.want,
                "state": state.status.value,
                "steps": list(state.steps),
                "elsewhere": list(state.elsewhere),
            }
            for state in gap_states(plan, schedule)
        ],
    }
