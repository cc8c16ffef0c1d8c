"""What a review says of the log: hours by step and week, and its words; and what else was decided or met."""

from collections.abc import Iterator, Mapping
from datetime import date

from planner.plan.identity import step_of
from planner.progress.facts import BaselineSet, Dropped, Event, Fact, Noted, Paused, TrackChosen
from planner.render import words
from planner.render.items import iso
from planner.render.markdown import markdown
from planner.render.review import Line, Material

_DAYS_A_WEEK = 7


def evidence(material: Material) -> Iterator[Line]:
    """The hours logged on each step, altogether and a week, and the words of the log."""
    notes = [fact for fact in _facts(material) if isinstance(fact, Noted) and _is_told(fact, material)]
    hours: dict[str | None, int] = {}
    for note in notes:
        if note.parts:
            step = None if note.item is None else step_of(note.item)
            hours[step] = hours.get(step, 0) + note.parts
    for step, parts in sorted(hours.items(), key=lambda pair: (-pair[1], pair[0] or "")):
        title = "Other work" if step is None else material.title(step)
        yield _hours(f"**{title}**", {"step": step}, parts, _weeks(material, step))
    if len(hours) > 1:
        yield _hours("Altogether", {}, sum(hours.values()), _weeks(material, None))
    if material.is_own or material.with_words:
        for note in sorted(notes, key=lambda note: note.on):
            about = "" if note.item is None else f" ({material.title(note.item)})"
            known = {"on": iso(note.on), "item": note.item, "note": note.text}
            yield Line(f"{words.day(note.on)}: {markdown(note.text)}{about}", known)


def _is_told(note: Noted, material: Material) -> bool:
    if note.on not in material.period:
        return False
    return material.is_own if note.item is None else material.shows(note.item)


def _weeks(material: Material, step: str | None) -> float:
    """How many weeks of the time a step was in work; all of them for what is no step."""
    days, item = material.period, material.schedule.steps.get(step or "")
    if item is None:
        return ((days.last - days.first).days + 1) / _DAYS_A_WEEK
    first = min(max(days.first, item.start), days.last)
    last = max(first, min(days.last, item.done_at or days.last))
    return ((last - first).days + 1) / _DAYS_A_WEEK


def _hours(what: str, about: Mapping[str, object], parts: int, weeks: float) -> Line:
    known = {**about, "hours": words.number_of_hours(parts)}
    if weeks <= 1:
        return Line(f"{what}: {words.hours(parts)}", known)
    a_week = round(parts / weeks)
    text = f"{what}: {words.hours(parts)}, {words.hours(a_week)} a week"
    return Line(text, {**known, "hours_a_week": words.number_of_hours(a_week)})


def changes(material: Material) -> Iterator[Line]:
    """What else a person decided or met, in the order of the days."""
    told = [_change(fact, material) for fact in _facts(material)]
    for on, said in sorted({each for each in told if each is not None and each[0] in material.period}):
        yield Line(f"{words.day(on)}: {said}", {"on": iso(on), "what": said})


def _change(fact: Fact, material: Material) -> tuple[date, str] | None:
    match fact:
        case TrackChosen(track, on) if on is not None:
            return on, f"track {markdown(track)} chosen"
        case Event(word, on):
            return on, f"{markdown(word)} reported"
        case Paused(first, last):
            return first, f"a pause until {words.day(last)}"
        case BaselineSet(on):
            return on, "the dates of that day taken as the ones agreed on"
        case Dropped(name, on) if material.progress.dropped.get(name) == on:
            titles = {item.id: item.title for item in material.schedule.items}
            return on, f"let go: {markdown(titles.get(name, name))}"
        case _:
            return None


def _facts(material: Material) -> Iterator[Fact]:
    return (entry.fact for entry in material.entries)
