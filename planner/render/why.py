"""`planner why`: what sets an item's date, step by step back to where it began."""

from dataclasses import dataclass
from datetime import date, timedelta

from planner.engine.publish import tolerance
from planner.engine.values import CauseKind, Forecast, Link, Schedule, Scheduled, Shape
from planner.errors import UsageError
from planner.progress.moves import Moved
from planner.render import words
from planner.render.items import forecast_json, iso
from planner.render.published import moved_json
from planner.render.style import Style, display_width

_BESIDE = 6
_MARK = "<- this sets the date"


@dataclass(frozen=True, slots=True)
class Reason:
    """An item behind another's date. `sets`: it lies on the chain that sets it; `root`: the chain
    begins there. `slack` counts the days it could end later before its follower `before` moves.
    """

    item: Scheduled
    before: str
    sets: bool
    root: bool
    slack: int | None


def _item_of(schedule: Schedule, item_id: str) -> Scheduled:
    for item in schedule.items:
        if item.id == item_id:
            return item
    raise UsageError(f"There is no item {item_id!r} on the track {schedule.track}.")


def reasons(schedule: Schedule, item: Scheduled) -> tuple[Reason, ...]:
    """The chain behind an item's date, nearest first, each followed by what else its follower
    waits for. Empty when the item's date stands on its own.
    """
    items = {each.id: each for each in schedule.items}
    waits: dict[str, list[Link]] = {}
    for link in schedule.links:
        waits.setdefault(link.after, []).append(link)
    found: list[Reason] = []
    seen = {item.id}
    current = item
    while True:
        setter = _setter(current, items, seen)
        if setter is not None:
            root = _setter(setter, items, seen | {setter.id}) is None
            found.append(Reason(setter, current.id, sets=True, root=root, slack=None))
            seen.add(setter.id)
        beside = [link for link in waits.get(current.id, ()) if link.before in items]
        beside = [link for link in beside if link.before not in seen]
        others = [
            Reason(items[link.before], current.id, sets=False, root=False, slack=_gap(items, link, current))
            for link in beside
        ]
        others.sort(key=lambda reason: (reason.slack or 0, reason.item.id))
        found += others[:_BESIDE]
        seen.update(reason.item.id for reason in others)
        if setter is None:
            return tuple(found)
        current = setter


def _setter(item: Scheduled, items: dict[str, Scheduled], seen: set[str]) -> Scheduled | None:
    """The item that an item's date follows from, if it is another one."""
    cause = item.cause
    if cause.item is None or cause.item in seen:
        return None
    if cause.kind in {CauseKind.AFTER, CauseKind.WITHIN}:
        return items.get(cause.item)
    return None


def _gap(items: dict[str, Scheduled], link: Link, follower: Scheduled) -> int:
    """Days that the predecessor can end later before the follower has to move."""
    # A milestone falls on the day of what it follows, so the gap to its day counts from the same day.
    day_after = 0 if follower.shape is Shape.POINT else 1
    return max(0, (follower.start - items[link.before].due).days - link.lag - day_after)


def _dates(item: Scheduled) -> str:
    if item.start == item.due:
        return words.day(item.due)
    start = item.start
    shown = f"{start.day} {words.month_name(start.month)}"
    return f"{shown if start.year == item.due.year else words.day(start)} - {words.day(item.due)}"


def why_text(
    schedule: Schedule,
    item_id: str,
    style: Style,
    forecast: Forecast | None = None,
    moves: tuple[Moved, ...] = (),
) -> str:
    """The item and the chain that sets its date; what it also waits for, with the slack of each; by when it
    is likely to be over; what calendars show, and how often and why that moved.

    Raises UsageError for an id that isn't in the schedule.
    """
    item = _item_of(schedule, item_id)
    chain = reasons(schedule, item)
    lines = [style.sides(item.title, _dates(item), ("bold",))]
    if not any(reason.sets for reason in chain):
        lines += style.wrap(f"{item.reason}  {_MARK}", 2)
    wide = max((len(reason.item.id) for reason in chain), default=0)
    lines += [_line(reason, wide, style) for reason in chain]
    facts = [
        *_facts(item),
        *_forecast(item, forecast),
        *_published(item, schedule.today),
        *_moves(item, moves),
    ]
    for fact in facts:
        lines += style.wrap(fact, 2)
    return "\n".join(lines)


def _line(reason: Reason, wide: int, style: Style) -> str:
    item = reason.item
    arrow = "<-" if reason.sets else "  "
    verb = "ended" if item.done_at else "ends"
    ends = f"{verb} {words.day(item.due)}"
    if reason.root:
        ends = f"starts {words.day(item.start)}" if item.start != item.due else f"on {words.day(item.due)}"
    if reason.root:
        why = item.reason
    elif reason.sets:
        why = words.span((item.due - item.start).days + 1)
    else:
        why = f"{words.span(reason.slack or 0)} of slack before {reason.before}"
    line = f"  {arrow} {style.fit(item.id, wide)}  "
    said = f"{ends:<18}  {style.text(why)}"
    mark = f"  {_MARK}" if reason.root else ""
    if display_width(line + said + mark) > style.width:
        shown = [f"  {arrow} {style.cut(item.id, style.width - 5)}", *style.wrap(f"{ends}, {why}{mark}", 7)]
    else:
        shown = [f"{line}{said}{mark}".rstrip()]
    if not reason.sets:
        shown = [style.paint(each, "dim") for each in shown]
    return "\n".join(shown).replace(_MARK, style.paint(_MARK, "yellow"))


def _facts(item: Scheduled) -> list[str]:
    lines = []
    if item.variance:
        was = words.day(item.due - timedelta(days=item.variance))
        lines.append(f"{words.signed_span(item.variance)} against the baseline ({was})")
    if item.done_at is not None:
        lines.append(f"done on {words.day(item.done_at)}")
    elif item.slack is not None and item.slack < 0:
        lines.append(f"ends {words.span(-item.slack)} later than a deadline or the goal allows")
    elif item.critical:
        lines.append("critical: any delay moves the finish or breaks a deadline")
    elif item.slack is not None:
        lines.append(f"can end {words.span(item.slack)} later before the finish or a deadline moves")
    return lines


def _published(item: Scheduled, today: date) -> list[str]:
    shown = item.published_due
    if shown == item.due:
        return []
    said = f"calendars show {words.day(shown)}"
    if shown > item.due:
        return [f"{said}: nothing comes closer by itself (planner replan)"]
    room = tolerance((shown - today).days)
    return [f"{said}: a date that far away moves by itself when it is more than {words.span(room)} off"]


def _moves(item: Scheduled, moves: tuple[Moved, ...]) -> list[str]:
    mine = [move for move in moves if move.item == item.id]
    if not mine:
        return []
    last = mine[-1]
    times = f"moved {len(mine)} times, last" if len(mine) > 1 else "moved once"
    return [f"{times}: {words.day(last.on)}, {words.signed_span(last.days)}: {last.reason}"]


def _forecast(item: Scheduled, forecast: Forecast | None) -> list[str]:
    if forecast is None or item.done_at is not None or item.due == forecast.p50 == forecast.p80:
        return []
    said = words.likely(forecast)
    likely = f"{said[:1].lower()}{said[1:]}"
    if forecast.chance is None:
        return [likely]
    return [likely, f"{words.chance(forecast.chance)} to be over by its deadline"]


def why_json(
    schedule: Schedule, item_id: str, forecast: Forecast | None = None, moves: tuple[Moved, ...] = ()
) -> dict[str, object]:
    """The same as `planner.why/1`. Raises UsageError for an id that isn't in the schedule."""
    item = _item_of(schedule, item_id)
    return {
        "schema": "planner.why/1",
        "today": schedule.today.isoformat(),
        "track": schedule.track,
        "item": {
            **_item(item),
            "published_due": iso(item.published_due),
            "slack_days": item.slack,
            "critical": item.critical,
            **forecast_json(forecast),
        },
        "moved": moved_json(move for move in moves if move.item == item_id),
        "chain": [
            {
                **_item(reason.item),
                "before": reason.before,
                "sets": reason.sets,
                "root": reason.root,
                "slack_days": reason.slack,
            }
            for reason in reasons(schedule, item)
        ],
    }


def _item(item: Scheduled) -> dict[str, object]:
    day: date | None = item.cause.day
    return {
        "id": item.id,
        "kind": item.kind.value,
        "title": item.title,
        "start": iso(item.start),
        "due": iso(item.due),
        "cause": {"kind": item.cause.kind.value, "item": item.cause.item, "day": iso(day)},
        "reason": item.reason,
        "variance_days": item.variance,
    }
