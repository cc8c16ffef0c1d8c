"""The page: one self-contained HTML file with what is next, what moved, and the timeline."""

from collections.abc import Iterable, Mapping, Sequence
from urllib.parse import urlsplit

from planner.engine.gaps import GapState, GapStatus, gap_states
from planner.engine.tracks import Side
from planner.engine.values import Conflict, Forecast, Schedule, Scheduled, State
from planner.plan.model import Plan
from planner.render import words
from planner.render.lanes import Lane, lanes
from planner.render.markup import text
from planner.render.next import Next, next_items
from planner.render.page_style import STYLE
from planner.render.svg import timeline_svg
from planner.render.tracks import arrival_words, taken_for_granted

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
_NEXT_SHOWN = 5
_MOVED_SHOWN = 5
_GAP_WORDS = {
    GapStatus.CLOSED: ("closed", "good"),
    GapStatus.COVERED: ("covered", "muted"),
    GapStatus.OPEN: ("open", "bad"),
}


def timeline_html(
    plan: Plan,
    schedule: Schedule,
    backups: Mapping[str, Schedule],
    forecast: Forecast | None = None,
    followed: Side | None = None,
    proposed: Sequence[Side] = (),
) -> str:
    """The page; `proposed` are the tracks that are proposed instead of the `followed` one.

    It needs no script and fetches nothing; its policy forbids both.
    """
    cards = [_ring(schedule, forecast), _next(schedule), _moved(schedule)]
    warnings = _conflicts(schedule.conflicts) + _proposed(followed, proposed)
    title = text(schedule.title)
    # Inline, the picture needs no namespace; the rest of it is valid in HTML as it is.
    picture = timeline_svg(plan, schedule, backups).replace(' xmlns="http://www.w3.org/2000/svg"', "", 1)
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{_POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>{title}</title>
<style>
{STYLE}
</style>
</head>
<body>
<main>
<h1 class="unseen">{title}</h1>
<div class="cards">
{"".join(cards)}</div>
{warnings}<section class="card wide picture" aria-label="Timeline">
<div class="scroll" tabindex="0" role="group" aria-label="Timeline, scrolls sideways">
{picture}</div>
</section>
{_gaps(gap_states(plan, schedule))}{_table(plan, lanes(plan, schedule, backups))}
<p class="muted">As of {words.day(schedule.today)}, track {text(schedule.track)}.</p>
</main>
</body>
</html>
"""


def _card(heading: str, content: str, name: str = "") -> str:
    classes = f"card {name}".rstrip()
    return f'<section class="{classes}">\n<h2>{text(heading)}</h2>\n{content}\n</section>\n'


def _list(lines: list[str]) -> str:
    return "\n".join(["<ul>", *lines, "</ul>"])


def _ring(schedule: Schedule, forecast: Forecast | None) -> str:
    share = schedule.done_share
    slack = schedule.slack
    arc = f'<circle class="share" cx="60" cy="60" r="50" pathLength="100" stroke-dasharray="{share} 100"/>'
    ring = (
        f'<svg viewBox="0 0 120 120" role="img" aria-label="{share} percent done">'
        '<g transform="rotate(-90 60 60)"><circle class="rest" cx="60" cy="60" r="50"/>'
        f"{arc if share else ''}</g>"
        f'<text x="60" y="68" text-anchor="middle">{share}%</text></svg>'
    )
    lands = f"lands {words.month(schedule.finish)}"
    if slack is None:
        said = f"<strong>Lands {words.month(schedule.finish)}</strong>"
    elif slack < 0:
        said = f'<strong class="bad">{words.span(-slack).capitalize()} late</strong><br>{lands}'
    else:
        to_spare = f"{words.span(slack)} to spare"
        said = f'<strong>On track</strong><br>{lands}<br><span class="muted">{to_spare}</span>'
    if forecast is not None and not words.is_certain(schedule, forecast):
        likely = [f"likely by {words.month(forecast.p80)}"]
        if forecast.chance is not None:
            likely.insert(0, words.chance(forecast.chance))
        said += f'<br><span class="muted">{text(", ".join(likely))}</span>'
    goal = f" by {words.day(schedule.goal_by)}" if schedule.goal_by else ""
    return _card(f"To the goal{goal}", f'<div class="ring">{ring}<p>{said}</p></div>')


def _next(schedule: Schedule) -> str:
    entries = next_items(schedule, _NEXT_SHOWN)
    if not entries:
        return _card("Next", '<p class="muted">Nothing is open now.</p>')
    lines = "\n".join(_entry(entry, schedule) for entry in entries)
    return _card("Next", f"<ul>\n{lines}\n</ul>", "next")


def _entry(entry: Next, schedule: Schedule) -> str:
    item = entry.item
    due = words.day_short(item.published_due, schedule.today)
    classes = "due bad" if item.state is State.LATE else "due"
    said = "call it done" if entry.completes else f"late, {due}" if item.state is State.LATE else due
    step = schedule.steps.get(item.step or "")
    of = ""
    if step is not None and step.title not in item.title:  # a turn or counted goal says whose it is
        of = f'<br><span class="muted small">{text(step.title)}</span>'
    return (
        f'<li><span class="box"></span><span>{text(item.title)}{of}</span>'
        f'<span class="{classes}">{text(said)}</span></li>'
    )


def _moved(schedule: Schedule) -> str:
    compared = [item for item in schedule.steps.values() if item.baseline_due is not None]
    moved = sorted((item for item in compared if item.variance), key=lambda item: (item.due, item.id))
    if not compared:
        return _card("What moved", '<p class="muted">No baseline to compare with yet.</p>')
    if not moved:
        return _card("What moved", "<p>Nothing moved.</p>")
    lines = [_move(item) for item in moved[:_MOVED_SHOWN]]
    if len(moved) > _MOVED_SHOWN:
        lines.append(f'<li class="muted">and {words.count(len(moved) - _MOVED_SHOWN, "more step")}</li>')
    stayed = len(compared) - len(moved)
    if stayed:
        lines.append(f'<li class="muted">{words.count(stayed, "step")} not moved</li>')
    return _card("What moved", _list(lines), "moved")


def _move(item: Scheduled) -> str:
    days = item.variance or 0
    ends = f"{'ended' if item.done_at else 'ends'} {words.day(item.due)}"
    why = f": {item.told.reason}" if item.told is not None and item.told.reason else ""
    return (
        f'<li>{text(item.title)} <strong class="{"bad" if days > 0 else "good"}">{words.signed_span(days)}'
        f'</strong> <span class="muted">{text(ends + why)}</span></li>'
    )


def _gaps(states: tuple[GapState, ...]) -> str:
    if not states:
        return ""
    lines = []
    for state in states:
        name, classes = _GAP_WORDS[state.status]
        lines.append(f'<li>{text(state.gap.text)} <strong class="{classes}">{name}</strong></li>')
    return _card("Gaps", _list(lines), "wide")


def _conflicts(conflicts: tuple[Conflict, ...]) -> str:
    if not conflicts:
        return ""
    lines = []
    for conflict in conflicts:
        classes = "bad" if conflict.code.is_error else "warn"
        ways = f'<br><span class="muted">{text(" ".join(conflict.ways_out))}</span>'
        said = f'<span class="{classes}">{text(conflict.message)}</span>'
        lines.append(f"<li>{said}{ways if conflict.ways_out else ''}</li>")
    return _card("What can't be", _list(lines), "wide")


def _proposed(followed: Side | None, proposed: Sequence[Side]) -> str:
    """A card for each proposal, with why it is made and where both tracks land."""
    cards = []
    for side in proposed:
        because = "; ".join(one.because for one in side.fired)
        lines = [f"<li>{text(because)}</li>"]
        granted = f" ({but})" if followed and (but := taken_for_granted(side.fired, followed)) else ""
        for one, more in ((followed, granted), (side, "")):
            if one is not None:
                said = f'<span class="muted">{text(f"{arrival_words(one)}{more}")}</span>'
                lines.append(f"<li><strong>{text(one.name)}</strong> {said}</li>")
        lines.append(f'<li class="muted">planner switch {text(side.name)}</li>')
        cards.append(_card(f"Proposed: track {side.name}", _list(lines), "wide"))
    return "".join(cards)


def _table(plan: Plan, drawn: tuple[Lane, ...]) -> str:
    heads = "".join(
        f'<th scope="col">{name}</th>' for name in ("Step", "From", "To", "State", "Slack", "Baseline")
    )
    bodies = "".join(_rows(plan, lane) for lane in drawn)
    return (
        '<section class="card wide table">\n'
        '<div class="scroll" tabindex="0" role="group" aria-label="Table of steps">\n'
        f"<table>\n<caption>Every step with its dates</caption>\n<thead><tr>{heads}</tr></thead>\n"
        f"{bodies}</table>\n</div>\n</section>"
    )


def _rows(plan: Plan, lane: Lane) -> str:
    note = f' <span class="muted">{text(lane.note)}</span>' if lane.note else ""
    head = f'<tr><th scope="rowgroup" colspan="6" class="lane">{text(lane.name)}{note}</th></tr>'
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


def _linked(title: str, url: str | None) -> str:
    """The title, as a link where the address is one of the web; no other scheme gets into the page."""
    if url is None or not _is_web(url):
        return text(title)
    return f'<a href="{text(url)}" rel="noreferrer">{text(title)}</a>'


def _is_web(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.netloc)
