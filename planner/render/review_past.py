"""What a review says of the time behind: what was done, what moved and why, the evidence, what else changed."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby

from planner.engine.values import ItemKind, Scheduled
from planner.plan.identity import step_of
from planner.progress.facts import BaselineSet, Dropped, Event, Fact, Noted, Paused, TrackChosen
from planner.progress.moves import Moved, moves
from planner.render import words
from planner.render.items import iso
from planner.render.markdown import markdown
from planner.render.review import Line, Material
from planner.render.review_reasons import reason_words

_MANY = 2  # goals; of more, only the last is named
_DAYS_A_WEEK = 7


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

    Goals and tasks are told only where their step stays, and not to a manager.
    """
    found: dict[str, list[Moved]] = {}
    for move in moves(material.entries):
        if move.on in material.period and material.shows(move.item) and "@" not in move.item:
            found.setdefault(move.item, []).append(move)
    titles = {name: step.title for name, step in material.plan.steps.items() if material.shows(name)}
    names = {item.id: item.title for item in material.schedule.items}
    for name, steps in sorted(found.items(), key=lambda pair: (pair[1][-1].after, pair[0])):
        before, last = steps[0].before, steps[-1]
        is_part = name != step_of(name)
        if (
            before == last.after
            or name not in names
            or (is_part and (step_of(name) in found or not material.is_own))
        ):
            continue
        reason = reason_words(last.reason, titles, only_known=not material.is_own)
        days = (last.after - before).days
        how = f"{words.span(abs(days))} {'later' if days > 0 else 'earlier'}"
        because = f": {markdown(reason)}" if reason else ""
        known = {
            "id": name,
            "from": iso(before),
            "to": iso(last.after),
            "days": days,
            "reason": reason or None,
        }
        text = f"**{markdown(names[name])}**, {words.day(before)} to {words.day(last.after)}, {how}{because}"
        yield Line(text, known)


def evidence(material: Material) -> Iterator[Line]:
    """The hours logged on each step, altogether and a week, and the words of the log."""
    notes = [fact for fact in _facts(material) if isinstance(fact, Noted) and _is_told(fact, material)]
    weeks = ((material.period.last - material.period.first).days + 1) / _DAYS_A_WEEK
    hours: dict[str | None, int] = {}
    for note in notes:
        if note.parts:
            step = None if note.item is None else step_of(note.item)
            hours[step] = hours.get(step, 0) + note.parts
    for step, parts in sorted(hours.items(), key=lambda pair: (-pair[1], pair[0] or "")):
        title = "Other work" if step is None else material.title(step)
        yield _hours(f"**{title}**", step, parts, weeks)
    if len(hours) > 1:
        yield _hours("Altogether", "", sum(hours.values()), weeks)
    if material.is_own or material.with_words:
        for note in notes:
            about = "" if note.item is None else f" ({material.title(note.item)})"
            known = {"on": iso(note.on), "item": note.item, "note": note.text}
            yield Line(f"{words.day(note.on)}: {markdown(note.text)}{about}", known)


def _is_told(note: Noted, material: Material) -> bool:
    if note.on not in material.period:
        return False
    return material.is_own if note.item is None else material.shows(note.item)


def _hours(what: str, step: str | None, parts: int, weeks: float) -> Line:
    known: dict[str, object] = {"hours": words.number_of_hours(parts)}
    known |= {} if step == "" else {"step": step}
    if weeks <= 1:
        return Line(f"{what}: {words.hours(parts)}", known)
    known["hours_a_week"] = words.number_of_hours(round(parts / weeks))
    return Line(f"{what}: {words.hours(parts)}, {words.hours(round(parts / weeks))} a week", known)


def changes(material: Material) -> Iterator[Line]:
    """What else a person decided or met."""
    for fact in _facts(material):
        on, said = _change(fact, material) or (None, "")
        if on is not None and on in material.period:
            yield Line(f"{words.day(on)}: {said}", {"on": iso(on), "what": said})


def _change(fact: Fact, material: Material) -> tuple[date | None, str] | None:
    match fact:
        case TrackChosen(track, on):
            return on, f"track {markdown(track)} chosen"
        case Event(word, on):
            return on, f"{markdown(word)} reported"
        case Paused(first, last):
            return first, f"a pause until {words.day(last)}"
        case BaselineSet(on):
            return on, "today's dates taken as the ones agreed on"
        case Dropped(name, on) if material.progress.dropped.get(name) == on:
            titles = {item.id: item.title for item in material.schedule.items}
            return on, f"let go: {markdown(titles.get(name, name))}"
        case _:
            return None


def _facts(material: Material) -> Iterator[Fact]:
    return (entry.fact for entry in material.entries)
