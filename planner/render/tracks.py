"""`planner tracks`: the ways to the goal side by side, from today's facts."""

from collections.abc import Mapping
from decimal import Decimal

from planner.engine.values import Schedule
from planner.plan.model import Plan, Track
from planner.render import words
from planner.render.items import CLOSED, iso
from planner.render.style import Style


def hours_ahead(schedule: Schedule) -> int:
    """Own time, in parts, of the steps that aren't done or dropped."""
    return sum(item.hours or 0 for item in schedule.steps.values() if item.state not in CLOSED)


def cost_ahead(plan: Plan, schedule: Schedule) -> dict[str, Decimal]:
    """What the steps that aren't done or dropped cost the person, by currency, net of what is
    reimbursed. Amounts in different currencies are never added up.
    """
    costs: dict[str, Decimal] = {}
    for item in schedule.steps.values():
        step = plan.steps.get(item.id)
        if step is None or step.cost is None or item.state in CLOSED:
            continue
        own = step.cost.amount * (100 - step.reimbursed) / 100
        costs[step.cost.currency] = costs.get(step.cost.currency, Decimal(0)) + own
    return dict(sorted(costs.items()))


def tracks_text(plan: Plan, schedules: Mapping[str, Schedule], chosen: str, style: Style) -> str:
    """One block per track: finish, days to spare, hours and money still ahead, when it is proposed."""
    lines: list[str] = []
    for name, schedule in schedules.items():
        sign = style.glyph("▶", ">") if name == chosen else " "
        late = schedule.slack is not None and schedule.slack < 0
        head = style.sides(f"{sign} {name}", f"lands {words.day(schedule.finish)}", ("bold",))
        lines.append(head)
        verdict = words.verdict(schedule)
        if verdict:
            lines.append(
                f"    {style.paint(style.cut(verdict, style.width - 4), 'red' if late else 'green')}"
            )
        said = [_ahead(plan, schedule)]
        if name != chosen and chosen in schedules:
            said.append(_difference(plan, schedules[chosen], schedule))
        for sentence in [*said, *_use(plan.tracks.get(name))]:
            lines += style.wrap(sentence, 4, 6)
    return "\n".join(lines)


def _ahead(plan: Plan, schedule: Schedule) -> str:
    steps = sum(item.state not in CLOSED for item in schedule.steps.values())
    parts = [words.count(steps, "step") + " ahead", f"{words.hours(hours_ahead(schedule))} of your time"]
    costs = [words.money(value, currency) for currency, value in cost_ahead(plan, schedule).items()]
    return ", ".join([*parts, words.listing(costs) if costs else "no costs"])


def _difference(plan: Plan, chosen: Schedule, other: Schedule) -> str:
    days = (other.finish - chosen.finish).days
    lands = (
        f"lands {words.span(abs(days))} {'later' if days > 0 else 'earlier'}"
        if days
        else "lands the same day"
    )
    parts = [lands, _more(hours_ahead(other) - hours_ahead(chosen))]
    before, after = cost_ahead(plan, chosen), cost_ahead(plan, other)
    for currency in sorted({*before, *after}):
        change = after.get(currency, Decimal(0)) - before.get(currency, Decimal(0))
        if change:
            parts.append(f"{words.money(abs(change), currency)} {'more' if change > 0 else 'less'}")
    return f"against {chosen.track}: {', '.join(filter(None, parts))}"


def _more(parts: int) -> str:
    return f"{words.hours(abs(parts))} {'more' if parts > 0 else 'less'}" if parts else ""


def _use(track: Track | None) -> list[str]:
    if track is None or not track.use_when:
        return []
    return [f"proposed if {words.listing([words.trigger(each) for each in track.use_when], 'or')}"]


def tracks_json(plan: Plan, schedules: Mapping[str, Schedule], chosen: str) -> dict[str, object]:
    """The tracks as `planner.tracks/1`. Costs are decimal strings by currency, net."""
    return {
        "schema": "planner.tracks/1",
        "chosen": chosen,
        "tracks": [_track(plan, name, schedule, chosen) for name, schedule in schedules.items()],
    }


def _track(plan: Plan, name: str, schedule: Schedule, chosen: str) -> dict[str, object]:
    track = plan.tracks.get(name)
    return {
        "name": name,
        "chosen": name == chosen,
        "finish": schedule.finish.isoformat(),
        "goal_by": iso(schedule.goal_by),
        "slack_days": schedule.slack,
        "percent_done": schedule.done_share,
        "steps": list(schedule.steps),
        "hours_ahead": words.number_of_hours(hours_ahead(schedule)),
        "cost_ahead": {
            currency: words.amount(value) for currency, value in cost_ahead(plan, schedule).items()
        },
        "use_when": [words.trigger(each) for each in track.use_when] if track else [],
        "conflicts": [conflict.message for conflict in schedule.conflicts],
    }
