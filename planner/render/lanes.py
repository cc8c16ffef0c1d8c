"""Who is drawn where: one lane per track with a row per step, for the terminal and the page alike."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from planner.engine.values import Link, Schedule, Scheduled, Shape, State
from planner.plan.model import Plan
from planner.render import words
from planner.render.items import deadlines_by_step, goals_by_step

_TO = "\N{EN DASH}"


@dataclass(frozen=True, slots=True)
class Row:
    """A step with what is drawn on its bar. `was` is where the baseline had it, if elsewhere."""

    item: Scheduled
    note: str
    goals: tuple[Scheduled, ...] = ()
    deadlines: tuple[Scheduled, ...] = ()
    was: tuple[date, date] | None = None

    @property
    def days(self) -> Iterator[date]:
        """Every day that must lie within a picture of this row."""
        yield self.item.start
        yield self.item.due
        yield from (deadline.due for deadline in self.deadlines)
        if self.was:
            yield from self.was


@dataclass(frozen=True, slots=True)
class Lane:
    """A track, or what runs beside it. A backup is drawn faintly."""

    name: str
    note: str
    rows: tuple[Row, ...]
    backup: bool = False


def lanes(plan: Plan, schedule: Schedule, backups: Mapping[str, Schedule]) -> tuple[Lane, ...]:
    """The chosen track, the steps beside it, then each backup; rows in order of their dates."""
    followed = _on_track(plan, schedule)
    chosen = Lane(schedule.track, _aim(plan, schedule), _rows(plan, schedule, followed))
    beside = [step for step in schedule.steps if step not in followed]
    found = [chosen]
    if beside:
        found.append(Lane("alongside", "steps beside the track", _rows(plan, schedule, beside)))
    for name, backup in backups.items():
        if name != schedule.track:
            rows = _rows(plan, backup, _on_track(plan, backup))
            found.append(Lane(name, _backup_note(plan, name), rows, backup=True))
    return tuple(found)


def _on_track(plan: Plan, schedule: Schedule) -> frozenset[str]:
    track = plan.tracks.get(schedule.track)
    if track is not None and track.path:
        return frozenset(track.steps).intersection(schedule.steps)
    return frozenset(schedule.steps) - schedule.alongside


def _aim(plan: Plan, schedule: Schedule) -> str:
    role = plan.goal.role if plan.goal else ""
    by = f"by {words.month(schedule.goal_by)}" if schedule.goal_by else ""
    return " ".join(["goal:", *filter(None, [role, by])]) if role or by else ""


def _backup_note(plan: Plan, name: str) -> str:
    track = plan.tracks.get(name)
    triggers = [words.trigger(trigger) for trigger in track.use_when] if track else []
    return f"backup · starts if {words.listing(triggers, 'or')}" if triggers else "another track"


def _rows(plan: Plan, schedule: Schedule, chosen: Iterable[str]) -> tuple[Row, ...]:
    goals, deadlines = goals_by_step(schedule), deadlines_by_step(schedule)
    links: dict[str, list[Link]] = {}
    for link in schedule.links:
        links.setdefault(link.after, []).append(link)
    items = sorted(
        (schedule.steps[step] for step in chosen), key=lambda item: (item.start, item.due, item.id)
    )
    return tuple(
        Row(
            item,
            _note(plan, item),
            tuple(goals.get(item.id, ())),
            tuple(deadlines.get(item.id, ())),
            _baseline_span(item, schedule.steps, links.get(item.id, ())),
        )
        for item in items
        if item.state is not State.DROPPED
    )


def _note(plan: Plan, item: Scheduled) -> str:
    step = plan.steps.get(item.id)
    extent = words.extent(step.extent) if step else ""
    if item.start == item.due or item.shape is Shape.POINT:
        dates = words.day(item.due)
    elif words.month(item.start) == words.month(item.due):
        dates = f"{item.start.day} {_TO} {words.day(item.due)}"
    else:
        dates = f"{words.month(item.start)} {_TO} {words.month(item.due)}"
    return f"{dates} · {extent}" if extent else dates


def _baseline_span(
    item: Scheduled, steps: Mapping[str, Scheduled], links: Iterable[Link]
) -> tuple[date, date] | None:
    """Where the baseline had a step that has moved. Only its due is known for sure: its start is
    taken to have followed the predecessor that it follows now, else to be the same.
    """
    due = item.baseline_due
    if due is None or due == item.due:
        return None
    if item.shape is Shape.POINT:
        return due, due
    begun = []
    for link in links:
        before = steps.get(link.before)
        if before is not None and before.baseline_due is not None:
            gap = (item.start - before.due).days
            if gap == link.lag + 1:
                begun.append(before.baseline_due.toordinal() + gap)
    start = max(begun, default=item.start.toordinal())
    return date.fromordinal(min(start, due.toordinal())), due


def first_and_last_day(schedule: Schedule, shown: Iterable[Lane]) -> tuple[date, date]:
    """The days between which everything lies that a picture of these lanes shows."""
    days = [schedule.start, schedule.today, schedule.finish]
    if schedule.goal_by is not None:
        days.append(schedule.goal_by)
    for lane in shown:
        for row in lane.rows:
            days.extend(row.days)
    return min(days), max(days)
