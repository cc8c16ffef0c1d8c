"""What a person is told without asking: the day's digest and the week's review, as a few plain lines."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from planner.engine.triggers import Proposal
from planner.engine.values import Forecast, ItemKind, Schedule, State, WeekLoad
from planner.plan.civil import iso_week
from planner.progress.moves import Moved
from planner.render import words
from planner.render.next import Next, next_items
from planner.render.published import moved_line, recent
from planner.render.status import due_this_week
from planner.render.style import Style

_PLAIN = Style()
_LONGEST_LINE = 180
_LONGEST_PART = 90  # leaves room for what stands around it
_LONGEST_TITLE = 60
_ITEMS_SHOWN = 4
_NEEDS_SHOWN = 2
_CONFLICTS_SHOWN = 1


class Note(NamedTuple):
    """A message: its subject, and at most twelve lines. Nothing in it is more than text on one line."""

    subject: str
    lines: tuple[str, ...]

    @property
    def text(self) -> str:
        """The lines as one text."""
        return "\n".join(self.lines)


class Need(NamedTuple):
    """What only the person can mend: what it is, and how."""

    what: str
    remedy: str = ""


class Standing(NamedTuple):
    """How things stand on the day of the schedule, as far as a message tells of it."""

    schedule: Schedule
    moves: Sequence[Moved] = ()
    needs: Sequence[Need] = ()
    proposals: Sequence[Proposal] = ()
    forecast: Forecast | None = None


def digest(standing: Standing) -> Note | None:
    """The day's message: what is due this week, what moved since yesterday and why, what needs the person.

    None on a day that brings nothing of this: no move, nothing that is due today or since yesterday late, and
    no new week with something in it. What goes on (late things, conflicts, proposals) is told along with it,
    and brings about none by itself: it may stay for months. What needs the person does so each day.
    """
    schedule = standing.schedule
    yesterday = schedule.today - timedelta(days=1)
    entries = due_this_week(schedule, next_items(schedule))
    moves = [move for move in standing.moves if yesterday <= move.on <= schedule.today]
    new = [one for one in standing.proposals if one.since is not None and one.since >= yesterday]
    is_new_week = schedule.today.weekday() == 0
    news = [one for one in entries if is_new_week or yesterday <= one.item.published_due <= schedule.today]
    if not (news or moves or standing.needs or new):
        return None
    late = sum(entry.item.state is State.LATE for entry in entries)
    said = [
        f"{late} late" if late else "",
        f"{len(entries) - late} due this week" if len(entries) > late else "",
        f"{words.count(len(moves), 'date')} moved" if moves else "",
        _need_of(len(standing.needs) + len(new)),
    ]
    lines = _needs(standing.needs) + _due("Due this week:", entries, schedule.today)
    if moves:
        lines.append(f"Moved: {moved_line(moves)}")
    return _note(schedule, ", ".join(filter(None, said)), lines + _open(standing))


def review(standing: Standing) -> Note | None:
    """The week's message: where the plan lands, what was done, what moved and why, what comes and what needs
    the person. None once the plan is done and nothing is left to say.
    """
    schedule, today = standing.schedule, standing.schedule.today
    ahead = today + timedelta(days=7)
    entries = [
        entry
        for entry in next_items(schedule)
        if entry.completes or entry.item.state is State.LATE or entry.item.published_due <= ahead
    ]
    done, moves = _done(schedule), recent(standing.moves, today)
    if schedule.done_share == 100 and not (entries or done or moves or standing.needs):  # noqa: PLR2004 - percent
        return None
    verdict = words.verdict_with_chance(schedule, standing.forecast)
    goal = f", goal {words.day(schedule.goal_by)}: {verdict}" if schedule.goal_by is not None else ""
    lines = [*_needs(standing.needs), f"Lands {words.day(schedule.finish)}{goal}"]
    if done:
        lines.append(f"Done: {_some(done)}")
    if moves:
        lines.append(f"Moved: {moved_line(moves)}")
    lines += _due(f"The week ahead{_hours(schedule)}:", entries, today) or [
        f"Nothing is due in the week ahead{_hours(schedule)}."
    ]
    said = [f"{schedule.done_share} % done", words.verdict(schedule), _need_of(len(standing.needs))]
    return _note(schedule, ", ".join(filter(None, said)), lines + _open(standing))


def note_json(note: Note | None) -> dict[str, object]:
    """The message; without subject and lines where there is nothing to tell."""
    return {"subject": note and note.subject, "lines": list(note.lines) if note else []}


def _note(schedule: Schedule, said: str, lines: Iterable[str]) -> Note:
    subject = f"{_PLAIN.cut(schedule.title, _LONGEST_TITLE)}: {said}"
    return Note(subject, tuple(_PLAIN.cut(line, _LONGEST_LINE) for line in lines))


def _need_of(number: int) -> str:
    return "" if not number else "1 thing needs you" if number == 1 else f"{number} things need you"


def _needs(needs: Sequence[Need]) -> list[str]:
    more = len(needs) - _NEEDS_SHOWN
    lines = [
        _PLAIN.cut(need.what, _LONGEST_PART) + (f" -> {need.remedy}" if need.remedy else "")
        for need in needs[:_NEEDS_SHOWN]
    ]
    return [*lines[:-1], f"{lines[-1]} (and {more} more: planner status)"] if more > 0 else lines


def _due(heading: str, entries: Sequence[Next], today: date) -> list[str]:
    if not entries:
        return []
    lines = [heading]
    for entry in entries[:_ITEMS_SHOWN]:
        item, day = entry.item, words.day_short(entry.item.published_due, today)
        was = "was " if item.state is State.LATE and item.published_due < today else ""
        title = _PLAIN.cut(item.title, _LONGEST_PART)
        lines.append(f"- {was}{day}  {title}{': all done, call it done' if entry.completes else ''}")
    if len(entries) > _ITEMS_SHOWN:
        lines[-1] += f" (and {len(entries) - _ITEMS_SHOWN} more: planner next)"
    return lines


def _open(standing: Standing) -> list[str]:
    """What goes on until somebody decides."""
    lines = [
        f"Proposed: track {one.track}, because {'; '.join(fired.because for fired in one.fired)}"
        for one in standing.proposals[:1]
    ]
    conflicts = standing.schedule.conflicts
    for conflict in conflicts[:_CONFLICTS_SHOWN]:
        more = f" (and {len(conflicts) - 1} more: planner status)" if len(conflicts) > 1 else ""
        name = "Conflict" if conflict.code.is_error else "Warning"
        lines.append(f"{name}: {_PLAIN.cut(conflict.message, _LONGEST_PART)}{more}")
    return lines


def _done(schedule: Schedule) -> list[str]:
    """The titles of what was done in the last seven days, oldest first."""
    since = schedule.today - timedelta(days=7)
    done = [
        (item.done_at, item.title)
        for item in schedule.items
        if item.kind is not ItemKind.DEADLINE
        and item.done_at is not None
        and since < item.done_at <= schedule.today
    ]
    return [title for _, title in sorted(done)]


def _some(titles: Sequence[str]) -> str:
    shown = "; ".join(_PLAIN.cut(title, 40) for title in titles[:3])
    return f"{shown} and {len(titles) - 3} more" if len(titles) > 3 else shown  # noqa: PLR2004 - as shown


def _hours(schedule: Schedule) -> str:
    """What tomorrow's week asks of its hours, in brackets; nothing where the plan counts none."""
    week = iso_week(schedule.today + timedelta(days=1))
    load = next((load for load in schedule.load if load.week == week), WeekLoad(week, 0, None))
    return "" if load.budget is None else f" ({words.hours(load.planned)} of {words.hours(load.budget)})"
