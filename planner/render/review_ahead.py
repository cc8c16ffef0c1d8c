"""What a review says of where things stand and of the time ahead: next, asks, pace, gaps, money, decisions."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from planner.engine.gaps import GapStatus, gap_states
from planner.engine.period import ReviewKind, ahead
from planner.engine.values import ItemKind, Scheduled, Shape, State
from planner.plan.model import Step, StepKind
from planner.render import words
from planner.render.items import CLOSED, iso
from planner.render.markdown import markdown
from planner.render.next import next_items
from planner.render.review import Line, Material
from planner.render.review_past import steps_done
from planner.render.tracks import arrival_words

_ITEM_BY_ITEM = frozenset({ReviewKind.WEEK, ReviewKind.MONTH})
_LEAST_EVIDENCE = 0.05  # below, a pace is a prior and no finding
_STATES = {GapStatus.CLOSED: "closed", GapStatus.COVERED: "covered", GapStatus.OPEN: "open"}


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


def coming(material: Material) -> Iterator[Line]:
    """What is open within as long a time as the review looks back on by custom: items, or steps where it is long."""
    until = ahead(material.kind, material.schedule.today)
    if material.kind in _ITEM_BY_ITEM:
        for entry in next_items(material.schedule):
            item = entry.item
            if item.published_due <= until and item.kind is not ItemKind.REVIEW:
                yield _item(item, material.schedule.today)
        return
    for item in sorted(material.schedule.items, key=lambda item: (item.published_due, item.start, item.id)):
        if (
            item.kind is ItemKind.STEP
            and item.state not in CLOSED
            and item.start <= until
            and material.shows(item.id)
        ):
            yield _step(item, material.schedule.today)


def _item(item: Scheduled, today: date) -> Line:
    due = item.published_due
    late = ", late" if item.state is State.LATE else ""
    known = {"id": item.id, "due": iso(due), "state": item.state.value}
    return Line(f"{words.day_short(due, today)}{late}: {markdown(item.title)}", known)


def _step(item: Scheduled, today: date) -> Line:
    due = item.published_due
    if item.shape is Shape.HABIT:
        when = "goes on" if item.start <= today else f"from {words.day(item.start)}"
    elif item.start <= today:
        when = f"until {words.day(due)}"
    elif item.start == due:
        when = words.day(due)
    else:
        when = f"{words.day(item.start)} to {words.day(due)}"
    known = {"id": item.id, "start": iso(item.start), "due": iso(due), "state": item.state.value}
    return Line(f"**{markdown(item.title)}**, {when}", known)


def asks(material: Material) -> Iterator[Line]:
    """What wants somebody's word or money: talks that are due, and what is to be reimbursed."""
    until = ahead(material.kind, material.schedule.today)
    parts = material.schedule.items
    for item in _steps(material):
        step = material.plan.steps[item.id]
        if step.kind is not StepKind.CONVERSATION or item.state in CLOSED or item.published_due > until:
            continue
        tasks = [each for each in parts if each.step == item.id and each.kind is ItemKind.TASK]
        known = {"step": item.id, "due": iso(item.published_due), "money": None}
        # What prepares a talk is nothing to read out in it.
        left = [each.title for each in tasks if each.state not in CLOSED] if material.is_own else []
        prepare = f" (first: {'; '.join(map(markdown, left))})" if left else ""
        yield Line(f"**{markdown(step.title)}**, {words.day(item.published_due)}{prepare}", known)
    ended = steps_done(material)
    for item in _steps(material):
        step = material.plan.steps[item.id]
        begins = item.state not in CLOSED and item.start <= until
        if step.cost is not None and step.reimbursed and (item.id in ended or begins):
            yield _reimbursement(step)


def _reimbursement(step: Step) -> Line:
    assert step.cost is not None  # noqa: S101 - the caller looked
    cost = step.cost
    part = cost.amount * step.reimbursed / 100
    text = (
        f"Reimbursement for **{markdown(step.title)}**: {words.money(part, cost.currency)}"
        f" of {words.money(cost.amount, cost.currency)} ({step.reimbursed} %)"
    )
    known = {"step": step.id, "due": None, "money": {"amount": words.amount(part), "currency": cost.currency}}
    return Line(text, known)


def _steps(material: Material) -> list[Scheduled]:
    shown = (item for item in material.schedule.steps.values() if material.shows(item.id))
    return sorted(shown, key=lambda item: (item.published_due, item.id))


def pace(material: Material) -> Iterator[Line]:
    """What is learnt of the person's hours, once anything is."""
    known = material.pace
    if known.evidence < _LEAST_EVIDENCE:
        return
    effort, hours = round(known.effort, 2), round(known.hours, 2)
    yield Line(f"Work takes {effort:g} times the hours planned for it", {"effort": effort})
    yield Line(f"{round(100 * known.hours)} % of the hours meant for it are worked", {"hours": hours})


def gaps(material: Material) -> Iterator[Line]:
    """Every gap by its state, the open ones first."""
    found = gap_states(material.plan, material.schedule)
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
    for item in _steps(material):
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
