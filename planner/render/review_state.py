"""What a review says of how things stand: where the plan lands, pace, gaps, baseline, money, decisions."""

from collections.abc import Iterator
from decimal import Decimal

from planner.engine.gaps import GapStatus, gap_states
from planner.engine.period import ReviewKind
from planner.engine.values import State
from planner.render import words
from planner.render.gaps import gaps_line
from planner.render.items import iso
from planner.render.markdown import markdown
from planner.render.review import Line, Material, shown_steps
from planner.render.review_past import steps_done
from planner.render.tracks import arrival_words

_LEAST_EVIDENCE = 0.05  # below, a pace is a prior and no finding


def standing(material: Material) -> Iterator[Line]:
    """Where the track lands, as the person may want to know and nobody else."""
    schedule = material.schedule
    said = (
        f"Track {markdown(schedule.track)}, {schedule.done_share} % done, {arrival_words(material.followed)}"
    )
    verdict = words.verdict(schedule)
    if verdict and schedule.goal_by is not None:
        said = f"{said}. Goal {words.day(schedule.goal_by)}: {verdict}"
    known = {
        "percent_done": schedule.done_share,
        "track": schedule.track,
        "finish": iso(schedule.finish),
        "goal_by": iso(schedule.goal_by),
        "slack_days": schedule.slack,
    }
    yield Line(said, known)


def pace(material: Material) -> Iterator[Line]:
    """What is learnt of the person's hours, once anything is."""
    known = material.pace
    if known.evidence < _LEAST_EVIDENCE:
        return
    effort, hours = round(known.effort, 2), round(known.hours, 2)
    yield Line(f"Work takes {effort:g} times the hours planned for it", {"effort": effort})
    yield Line(f"{round(100 * known.hours)} % of the hours meant for it are worked", {"hours": hours})


def gaps(material: Material) -> Iterator[Line]:
    """Every gap by its state, the open ones first; in a week's review all of them in a line."""
    found = gap_states(material.plan, material.schedule)
    if material.kind is ReviewKind.WEEK and found:
        states = {state.gap.id: state.status.value for state in found}
        yield Line(markdown(gaps_line(found)), {"gaps": states})
        return
    for status in (GapStatus.OPEN, GapStatus.COVERED, GapStatus.CLOSED):
        for state in found:
            if state.status is status:
                by = words.listing([markdown(material.plan.steps[step].title) for step in state.steps])
                known = {"gap": state.gap.id, "state": status.value, "steps": list(state.steps)}
                yield Line(f"{status.value}: {markdown(state.gap.text)}{by and f' ({by})'}", known)


def decisions(material: Material) -> Iterator[Line]:
    """Conflicts with their ways out, and tracks that are proposed."""
    for conflict in material.schedule.conflicts:
        ways = "".join(f" {markdown(way)}" for way in conflict.ways_out)
        known: dict[str, object] = {"code": conflict.code.value, "items": list(conflict.items)}
        yield Line(f"{markdown(conflict.message)}.{ways}", known)
    for side in material.proposed:
        because = "; ".join(markdown(one.because) for one in side.fired)
        text = f"Follow the track {markdown(side.name)}? {because}. It {arrival_words(side)}"
        yield Line(text, {"track": side.name, "because": [one.because for one in side.fired]})


def against_baseline(material: Material) -> Iterator[Line]:
    """How steps compare with the dates agreed on: what ended in this time, and what is open and differs."""
    ended = steps_done(material)
    for item in shown_steps(material):
        agreed, variance = item.baseline_due, item.variance
        if agreed is None or variance is None or item.state is State.DROPPED:
            continue
        if item.id not in ended and (item.state is State.DONE or not variance):
            continue
        how = (
            "as agreed"
            if not variance
            else f"{words.span(abs(variance))} {'late' if variance > 0 else 'early'}"
        )
        verb = "ended" if item.id in ended else "ends"
        known = {"step": item.id, "agreed": iso(agreed), "due": iso(item.due), "days": variance}
        yield Line(f"**{markdown(item.title)}** {verb} {words.day(item.due)}, {how}", known)


def money(material: Material) -> Iterator[Line]:
    """What the steps that ended cost, what of that is reimbursed, and what lies ahead, by currency."""
    spent: dict[str, Decimal] = {}
    back: dict[str, Decimal] = {}
    for name in steps_done(material):
        step = material.plan.steps[name]
        if step.cost is not None:
            currency, amount = step.cost.currency, step.cost.amount
            spent[currency] = spent.get(currency, Decimal(0)) + amount
            back[currency] = back.get(currency, Decimal(0)) + amount * step.reimbursed / 100
    for currency, amount in sorted(spent.items()):
        known = {
            "spent": words.amount(amount),
            "reimbursed": words.amount(back[currency]),
            "currency": currency,
        }
        returned = (
            f", of which {words.money(back[currency], currency)} is reimbursed" if back[currency] else ""
        )
        yield Line(f"Spent on what was done: {words.money(amount, currency)}{returned}", known)
    for currency, amount in material.followed.arrival.cost.items():
        known = {"ahead": words.amount(amount), "currency": currency}
        yield Line(f"Still ahead on this track, after reimbursement: {words.money(amount, currency)}", known)


def why_job(material: Material) -> Iterator[Line]:
    """Why the present job was taken, so that the next one isn't for the same reason unawares."""
    for number, why in enumerate(material.why_job):
        said = markdown(why.rstrip("."))
        if number:
            yield Line(f"Before that I wrote: {said}", {"why": why, "present": False})
        else:
            yield Line(
                f"I took the present job because: {said}. Does that still hold, and would I take the next"
                " one for it?",
                {"why": why, "present": True},
            )
