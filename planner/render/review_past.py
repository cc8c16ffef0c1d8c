"""What a review says of the time behind: what was done, and what moved and why."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby

from planner.engine.period import ahead
from planner.engine.values import ItemKind, Scheduled
from planner.plan.identity import step_of
from planner.progress.moves import Moved, moves
from planner.render import words
from planner.render.items import iso
from planner.render.markdown import markdown
from planner.render.review import Line, Material
from planner.render.review_reasons import reason_words

_MANY = 2  # goals; of more, only the last is named


def done(material: Material) -> Iterator[Line]:
    """Every step that was done, once, with what belongs to it; then what was done of steps that go on."""
    ended = steps_done(material)
    parts = _parts_done(material)
    for name, on in sorted(ended.items(), key=lambda pair: (pair[1], pair[0])):
        known = {
            "step": name,
            "on": iso(on),
            "done": True,
            "items": [part.id for part in parts.pop(name, [])],
        }
        yield Line(f"**{material.title(name)}**, {words.day(on)}", known)
    for name, found in parts.items():
        known = {"step": name, "on": None, "done": False, "items": [part.id for part in found]}
        yield Line(f"**{material.title(name)}**: {_parts(found, material)}", known)


def steps_done(material: Material) -> Mapping[str, date]:
    """The steps that ended within the time, also those of a track that isn't followed any more."""
    days = {name: day for name, day in material.progress.done.items() if name in material.plan.steps}
    days |= {item.id: item.done_at for item in material.schedule.steps.values() if item.done_at is not None}
    return {name: day for name, day in days.items() if day in material.period and material.shows(name)}


def _parts_done(material: Material) -> dict[str, list[Scheduled]]:
    """Goals, tasks and turns that were done, by step."""
    found: dict[str, list[Scheduled]] = {}
    for item in sorted(
        material.schedule.items, key=lambda item: (item.done_at or item.due, item.due, item.id)
    ):
        is_part = item.kind in {ItemKind.GOAL, ItemKind.TASK, ItemKind.HABIT} and item.step is not None
        if (
            is_part
            and item.done_at is not None
            and item.done_at in material.period
            and material.shows(item.id)
        ):
            found.setdefault(step_of(item.id), []).append(item)
    return found


def _parts(found: Sequence[Scheduled], material: Material) -> str:
    said = []
    by_kind = sorted(found, key=lambda item: item.kind.value)
    for kind, group in groupby(by_kind, key=lambda item: item.kind):
        items = list(group)
        if kind is ItemKind.HABIT:
            said.append(f"{len(items)} times" if len(items) > 1 else "once")
        elif kind is ItemKind.GOAL and len(items) > _MANY:
            said.append(f"{len(items)} goals, the last of them: {_short(items[-1], material)}")
        else:
            said += [_short(item, material) for item in items]
    return "; ".join(said)


def _short(item: Scheduled, material: Material) -> str:
    """A part's title, without that of its step at the end."""
    return markdown(item.title.removesuffix(f": {material.plan.steps[step_of(item.id)].title}"))


def moved(material: Material) -> Iterator[Line]:
    """What calendars were told anew, from first to last, with the last reason.

    Goals and tasks are told only where their step stays, and a manager hears of steps that are near.
    """
    found: dict[str, list[Moved]] = {}
    for move in moves(material.entries):
        if move.on in material.period and material.shows(move.item) and "@" not in move.item:
            found.setdefault(move.item, []).append(move)
    titles = {name: step.title for name, step in material.plan.steps.items() if material.shows(name)}
    named = {item.id: item.title for item in material.schedule.items if _is_named(item, material)}
    for name, steps in sorted(found.items(), key=lambda pair: (pair[1][-1].after, pair[0])):
        before, last = steps[0].before, steps[-1]
        goes_along = name != step_of(name) and step_of(name) in found
        if name in named and before != last.after and not goes_along:
            reason = reason_words(last, titles, only_known=not material.is_own)
            yield _move(named[name], last._replace(before=before, reason=reason))


def _is_named(item: Scheduled, material: Material) -> bool:
    near = item.start <= ahead(material.kind, material.schedule.today)
    return material.is_own or (item.kind is ItemKind.STEP and near)


def _move(title: str, move: Moved) -> Line:
    known = {"id": move.item, "from": iso(move.before), "to": iso(move.after), "days": move.days}
    how = f"{words.span(abs(move.days))} {'later' if move.days > 0 else 'earlier'}"
    because = f": {markdown(move.reason)}" if move.reason else ""
    text = f"**{markdown(title)}**, {words.day(move.before)} to {words.day(move.after)}, {how}{because}"
    return Line(text, {**known, "reason": move.reason or None})
