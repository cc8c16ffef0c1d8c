"""What moved and why, on the page: what calendars were told anew, and how the plan lies to its baseline."""

from collections.abc import Iterable, Sequence
from datetime import date

from planner.engine.values import Schedule, Scheduled, State
from planner.plan.identity import step_of
from planner.progress.moves import Moved
from planner.render import words
from planner.render.markup import text
from planner.render.page_parts import card, listed, muted, title
from planner.render.view import View

_STEPS_SHOWN = 5
_GROUPS_SHOWN, _MOVES_OF_A_GROUP = 2, 2
_TO = "\N{RIGHTWARDS ARROW}"


def moved(view: View) -> str:
    """The newest moves of published dates, by day and reason; where there are none, the baseline alone."""
    if not view.moves:
        return card("What moved", _against_baseline(view.schedule), "moved")
    groups: dict[tuple[date, str], list[Moved]] = {}
    for move in reversed(view.moves):
        groups.setdefault((move.on, move.reason), []).append(move)
    lines = [
        _group(on, why, found, view.schedule, newest=not place)
        for place, ((on, why), found) in enumerate(list(groups.items())[:_GROUPS_SHOWN])
    ]
    if said := _baseline_line(view.schedule):
        lines.append(f"<li>{muted(said)}</li>")
    return card("What moved", listed(lines), "moved")


def _group(on: date, why: str, found: Sequence[Moved], schedule: Schedule, *, newest: bool) -> str:
    """A day and a reason with what moved for it; of the `newest` also what stayed where it was."""
    items = {item.id: item for item in schedule.items}
    steps = {move.item for move in found if move.item in schedule.steps}
    lead = [move for move in found if move.item in steps or step_of(move.item) not in steps]
    lead.sort(key=lambda move: (move.item not in steps, move.after, move.item))
    lines = [_move(move, items.get(move.item)) for move in lead[:_MOVES_OF_A_GROUP]]
    more = len(lead) - _MOVES_OF_A_GROUP
    if more > 0:
        lines.append(f"<li>{muted(f'and {more} more')}</li>")
    if newest:
        lines += _stays({step_of(move.item) for move in found}, schedule)
    reason = f" {muted('·')} {text(why)}" if why else ""
    return f"<li>{text(words.day(on))}{reason}\n{listed(lines, 'inner')}</li>"


def _move(move: Moved, item: Scheduled | None) -> str:
    name = title(item.title) if item is not None else text(move.item)
    classes = "bad" if move.days > 0 else "good"
    by = f'<strong class="{classes}">{words.signed_span(move.days)}</strong>'
    return f"<li>{_TO} {name} {by} {muted(f'to {words.day(move.after)}')}</li>"


def _stays(of: set[str], schedule: Schedule) -> Iterable[str]:
    """The first step that waits for a moved one and kept its dates all the same, and what room there was."""
    kept = [
        (schedule.steps[link.after], schedule.steps[link.before].free_slack)
        for link in schedule.links
        if link.before in of and link.after not in of and {link.before, link.after} <= schedule.steps.keys()
    ]
    kept = [(step, room) for step, room in kept if step.state in {State.WAITING, State.READY}]
    if kept:
        step, room = min(kept, key=lambda pair: (pair[0].start, pair[0].id))
        before = f" ({words.span(room)} of slack before it)" if room else ""
        yield f"<li>{_TO} {title(step.title)}: <strong>not moved</strong>{text(before)}</li>"


def _compared(schedule: Schedule) -> tuple[list[Scheduled], list[Scheduled]]:
    """The steps that a baseline holds, and those of them that lie elsewhere now, in order."""
    compared = [item for item in schedule.steps.values() if item.baseline_due is not None]
    moved_steps = [item for item in compared if item.variance]
    return compared, sorted(moved_steps, key=lambda item: (item.due, item.id))


def _baseline_line(schedule: Schedule) -> str:
    compared, elsewhere = _compared(schedule)
    later = sum((item.variance or 0) > 0 for item in elsewhere)
    parts = [
        f"{number} {word}"
        for number, word in ((later, "later"), (len(elsewhere) - later, "earlier"))
        if number
    ]
    rest = len(compared) - len(elsewhere)
    parts += [f"{rest} as agreed"] if rest else []
    return f"Steps against the baseline: {', '.join(parts)}" if parts else ""


def _against_baseline(schedule: Schedule) -> str:
    compared, elsewhere = _compared(schedule)
    if not compared:
        return '<p class="muted">No baseline to compare with yet.</p>'
    if not elsewhere:
        return "<p>Nothing moved.</p>"
    lines = [*_steps(elsewhere[:_STEPS_SHOWN])]
    if len(elsewhere) > _STEPS_SHOWN:
        more = words.count(len(elsewhere) - _STEPS_SHOWN, "more step")
        lines.append(f"<li>{muted(f'and {more}')}</li>")
    stayed = len(compared) - len(elsewhere)
    if stayed:
        lines.append(f"<li>{muted(words.count(stayed, 'step') + ' not moved')}</li>")
    return listed(lines)


def _steps(elsewhere: Iterable[Scheduled]) -> Iterable[str]:
    for item in elsewhere:
        days = item.variance or 0
        ends = f"{'ended' if item.done_at else 'ends'} {words.day(item.due)}"
        why = f": {item.told.reason}" if item.told is not None and item.told.reason else ""
        by = f'<strong class="{"bad" if days > 0 else "good"}">{words.signed_span(days)}</strong>'
        yield f"<li>{title(item.title)} {by} {muted(ends + why)}</li>"
