"""The tables of the page: gaps, the tracks side by side, every step with its dates, how targets fare."""

from collections.abc import Iterable
from decimal import Decimal
from urllib.parse import urlsplit

from planner.engine.gaps import GapStatus, gap_states
from planner.engine.tracks import Side
from planner.engine.values import Scheduled, State
from planner.plan.model import Plan
from planner.render import words
from planner.render.lanes import Lane, lanes
from planner.render.markup import text
from planner.render.page_parts import card, listed, muted, title
from planner.render.view import Desk, View

_GAP_WORDS = {
    GapStatus.CLOSED: ("closed", "good"),
    GapStatus.COVERED: ("covered", "muted"),
    GapStatus.OPEN: ("open", "bad"),
}


def gaps(view: View) -> str:
    """What lies between the present and the goal, and what closes it; empty without gaps."""
    lines = []
    for state in gap_states(view.plan, view.schedule):
        name, classes = _GAP_WORDS[state.status]
        steps = [view.schedule.steps[step].title for step in state.steps]
        by = f" {muted(f'by {words.listing(steps)}', 'small')}" if steps else ""
        lines.append(f'<li>{text(state.gap.text)} <strong class="{classes}">{name}</strong>{by}</li>')
    return card("Gaps", listed(lines), "gaps") if lines else ""


def tracks(view: View) -> str:
    """The tracks side by side: where each lands, and what each still asks; empty where there is but one."""
    if len(view.sides) < 2:  # noqa: PLR2004 - one track has nothing beside it
        return ""
    heads = ("Track", "Lands", "In time", "Steps", "Hours", "Cost")
    rows = "\n".join(f"<tr>{''.join(_side(side))}</tr>" for side in view.sides)
    return card(
        "Tracks",
        _scrolled(f"{_head(heads, 'Each track from today on')}<tbody>\n{rows}\n</tbody>", "Tracks"),
        "tracks",
    )


def _side(side: Side) -> Iterable[str]:
    arrival = side.arrival
    name = f"<strong>{title(side.name)}</strong>" if side.switch is None else title(side.name)
    yield f'<th scope="row">{name}{muted(" followed", "small") if side.switch is None else ""}</th>'
    spare, classes = "", "muted"
    if arrival.slack is not None:
        late = arrival.slack < 0
        spare = f"{words.span(abs(arrival.slack))} {'late' if late else 'to spare'}"
        classes = "bad" if late else "muted"
    yield f'<td>{text(words.day(arrival.finish))}<br><span class="{classes} small">{text(spare)}</span></td>'
    chance = arrival.forecast.chance
    yield f"<td>{text('' if chance is None else words.chance(chance).removeprefix('chance '))}</td>"
    costs = [words.money(value, currency) for currency, value in arrival.cost.items() if value != Decimal(0)]
    for cell in (str(arrival.steps), words.hours(arrival.hours), ", ".join(costs) or "none"):
        yield f"<td>{text(cell)}</td>"


def steps(view: View) -> str:
    """Every step with its dates, for those who don't see the picture."""
    heads = _head(("Step", "From", "To", "State", "Slack", "Baseline"), "Every step with its dates")
    bodies = "".join(_rows(view.plan, lane) for lane in lanes(view.plan, view.schedule, view.backups))
    return f'<section class="card wide table">\n{_scrolled(heads + bodies, "Table of steps")}\n</section>\n'


def synced(desk: Desk) -> str:
    """How each target fared, and when the last sync ended, in a line."""
    if not desk.targets:
        return "Not synced yet."
    fared = ", ".join(f"{one.name} {one.state}" for one in desk.targets)
    at = desk.synced_at
    when = "" if at is None else f" {words.day(at.date())}, {at:%H:%M}"
    return f"Last sync{when}: {fared}."


def _scrolled(content: str, name: str) -> str:
    scroll = f'<div class="scroll" tabindex="0" role="group" aria-label="{name}">'
    return f"{scroll}\n<table>\n{content}</table>\n</div>"


def _head(names: Iterable[str], caption: str) -> str:
    cells = "".join(f'<th scope="col">{name}</th>' for name in names)
    return f"<caption>{caption}</caption>\n<thead><tr>{cells}</tr></thead>\n"


def _rows(plan: Plan, lane: Lane) -> str:
    note = f" {muted(lane.note)}" if lane.note else ""
    head = f'<tr><th scope="rowgroup" colspan="6" class="lane">{title(lane.name)}{note}</th></tr>'
    lines = "\n".join(f"<tr>{''.join(_cells(plan, row.item))}</tr>" for row in lane.rows)
    return f"<tbody>\n{head}\n{lines}\n</tbody>\n"


def _cells(plan: Plan, item: Scheduled) -> Iterable[str]:
    step = plan.steps.get(item.id)
    yield f'<th scope="row">{_linked(item.title, step.url if step else None)}</th>'
    slack = "" if item.slack is None or item.state is State.DONE else words.span(item.slack)
    was = "" if item.baseline_due is None else words.day(item.baseline_due)
    if item.variance:
        was = f"{was} ({words.signed_span(item.variance)})"
    for cell in (words.day(item.start), words.day(item.due), item.state.value, slack, was):
        yield f"<td>{text(cell)}</td>"


def _linked(name: str, url: str | None) -> str:
    """The title, as a link where the address is one of the web; no other scheme gets into the page."""
    if url is None or not _is_web(url):
        return title(name)
    return f'<a href="{text(url)}" rel="noreferrer">{title(name)}</a>'


def _is_web(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.netloc)
