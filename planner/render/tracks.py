"""`planner tracks`: the ways to the goal side by side, from today's facts."""

from collections.abc import Sequence
from decimal import Decimal

from planner.engine.tracks import Arrival, Left, Side, Switch
from planner.engine.triggers import Fired
from planner.engine.values import Forecast, State
from planner.plan.model import Missed, Plan, Reported, Track
from planner.render import words
from planner.render.items import forecast_json, iso
from planner.render.style import Style

SHOWN = 6


def tracks_text(plan: Plan, sides: Sequence[Side], style: Style) -> str:
    """One block per track: arrival, hours and money still ahead, what a switch to it means, and when it
    is proposed, or why it is now.
    """
    lines: list[str] = []
    followed = next(side for side in sides if side.switch is None)
    for side in sides:
        is_followed = side is followed
        late = side.arrival.slack is not None and side.arrival.slack < 0
        sign = style.glyph("▶", ">") if is_followed else " "
        lands = f"lands {words.day(side.arrival.finish)}"
        lines.append(style.sides(f"{sign} {side.name}", lands, ("bold",)))
        if verdict := words.verdict(side.schedule):
            said = style.cut(verdict, style.width - 4)
            lines.append(f"    {style.paint(said, 'red' if late else 'green')}")
        sentences = [odds(side.arrival.forecast), _ahead(side.arrival)]
        if side.switch is not None:
            sentences.append(_difference(followed.arrival, side.arrival))
            sentences += [f"{label} {said}" for label, said in switch_words(side.switch)]
        sentences += _use(plan.tracks.get(side.name))
        for sentence in sentences:
            lines += style.wrap(sentence, 4, 6)
        lines += _proposed(side, style)
    return "\n".join(lines)


def arrival_words(side: Side) -> str:
    """Where a track lands, and how likely, in one line."""
    return f"lands {words.day(side.arrival.finish)}; {odds(side.arrival.forecast)}"


def odds(forecast: Forecast) -> str:
    """A forecast as a part of a sentence: by when, and the chance to be in time if there is a goal date."""
    said = words.likely(forecast)
    said = f"{said[:1].lower()}{said[1:]}"
    return said if forecast.chance is None else f"{said}, {words.chance(forecast.chance)}"


def taken_for_granted(fired: Sequence[Fired], followed: Side) -> str:
    """What the dates of the followed track suppose of that which proposes another; no trigger moves them."""
    missed = [one.trigger.step for one in fired if isinstance(one.trigger, Missed)]
    steps = followed.schedule.steps
    without = [name for name in missed if name in steps and steps[name].state is State.DROPPED]
    still = [name for name in missed if name not in without]
    events = [one.trigger.word for one in fired if isinstance(one.trigger, Reported)]
    said = [
        f"if {words.listing(still)} can still be done" if still else "",
        f"without {words.listing(without)}" if without else "",
        f"if {words.listing(events)} changes nothing there" if events else "",
    ]
    return ", ".join(filter(None, said))


def switch_words(switch: Switch) -> list[tuple[str, str]]:
    """(label, what goes, comes or stays) of a switch."""
    rows = [
        ("leaves", [_left(left) for left in switch.leaves]),
        ("brings", [step.id for step in switch.comes]),
        ("keeps", [step.id for step in switch.shared]),
    ]
    return [(label, _some(said)) for label, said in rows if said]


def _some(said: list[str]) -> str:
    more = len(said) - SHOWN
    return words.listing([*said[:SHOWN], f"{more} more"] if more > 0 else said)


def _left(left: Left) -> str:
    if left.step.state is State.DONE:
        state = "done"
    elif left.spent:
        state = f"{words.hours(left.spent)} spent on it"
    else:
        state = "begun" if left.begun else ""
    return f"{left.step.id} ({state})" if state else left.step.id


def _ahead(arrival: Arrival) -> str:
    parts = [words.count(arrival.steps, "step") + " ahead", f"{words.hours(arrival.hours)} of your time"]
    costs = [words.money(value, currency) for currency, value in arrival.cost.items()]
    return ", ".join([*parts, words.listing(costs) if costs else "no costs"])


def _difference(followed: Arrival, other: Arrival) -> str:
    days = (other.finish - followed.finish).days
    lands = (
        f"lands {words.span(abs(days))} {'later' if days > 0 else 'earlier'}"
        if days
        else "lands the same day"
    )
    parts = [lands, _more(other.hours - followed.hours)]
    for currency in sorted({*followed.cost, *other.cost}):
        change = other.cost.get(currency, Decimal(0)) - followed.cost.get(currency, Decimal(0))
        if change:
            parts.append(f"{words.money(abs(change), currency)} {'more' if change > 0 else 'less'}")
    return f"against {followed.track}: {', '.join(filter(None, parts))}"


def _more(parts: int) -> str:
    return f"{words.hours(abs(parts))} {'more' if parts > 0 else 'less'}" if parts else ""


def _use(track: Track | None) -> list[str]:
    if track is None or not track.use_when:
        return []
    return [f"proposed if {words.listing([words.trigger(each) for each in track.use_when], 'or')}"]


def _proposed(side: Side, style: Style) -> list[str]:
    if not side.fired:
        return []
    because = "; ".join(one.because for one in side.fired)
    first, *rest = style.wrap(f"proposed now: {because}", 4, 6)
    return [style.paint(first, "yellow"), *rest, *style.wrap(f"planner switch {side.name}", 6)]


def tracks_json(plan: Plan, sides: Sequence[Side]) -> dict[str, object]:
    """The tracks as `planner.tracks/1`. Costs are decimal strings by currency, net."""
    return {
        "schema": "planner.tracks/1",
        "chosen": next(side.name for side in sides if side.switch is None),
        "tracks": [_track(plan, side) for side in sides],
    }


def _track(plan: Plan, side: Side) -> dict[str, object]:
    track, schedule = plan.tracks.get(side.name), side.schedule
    return {
        "name": side.name,
        "chosen": side.switch is None,
        **arrival_json(side.arrival),
        "goal_by": iso(schedule.goal_by),
        "percent_done": schedule.done_share,
        "steps": list(schedule.steps),
        "use_when": [words.trigger(each) for each in track.use_when] if track else [],
        "proposed": bool(side.fired),
        "because": [one.because for one in side.fired],
        **switch_json(side.switch or Switch((), (), ())),
        "conflicts": [conflict.message for conflict in schedule.conflicts],
    }


def arrival_json(arrival: Arrival) -> dict[str, object]:
    """Where a track lands, how likely, and what it still asks."""
    return {
        "finish": iso(arrival.finish),
        "slack_days": arrival.slack,
        **forecast_json(arrival.forecast),
        "hours_ahead": words.number_of_hours(arrival.hours),
        "cost_ahead": {currency: words.amount(value) for currency, value in arrival.cost.items()},
    }


def switch_json(switch: Switch) -> dict[str, object]:
    """What a switch leaves behind, brings, and keeps."""
    return {
        "leaves": [
            {
                "step": left.step.id,
                "title": left.step.title,
                "state": left.step.state.value,
                "begun": left.begun,
                "hours_spent": words.number_of_hours(left.spent),
            }
            for left in switch.leaves
        ],
        "comes": [step.id for step in switch.comes],
        "shared": [step.id for step in switch.shared],
    }
