"""Rules about money and people."""

from collections.abc import Iterator
from decimal import Decimal

from planner.coach import ids
from planner.coach.lacking import first_paid, is_free
from planner.coach.parts import NewGap, NewStep, Part, Said
from planner.coach.values import NONE
from planner.coach.view import View
from planner.plan import phrases
from planner.plan.civil import Length, Unit, add
from planner.plan.model import StepKind

ENOUGH_CONTACTS = 3


def funding(view: View) -> Iterator[Part]:
    """What the courses cost beyond what one has, and a step to find it."""
    if all(map(is_free, view.papers())) or (lack := _lack(view)) is None:
        return
    yield NewGap(ids.GAP.money, lack)
    yield NewStep(
        ids.FUNDING,
        "Find out how the courses can be paid",
        StepKind.RESEARCH,
        ("takes", Said("4 weeks")),
        before=(first_paid(view),),
        closes=(ids.GAP.money,),
        tasks=(
            "Look for grants, and for schools that cost less",
            "Ask the school about instalments",
            "Decide what I can put aside each month",
        ),
    )


def _lack(view: View) -> str | None:
    """What is missing, as a sentence; None: nothing, as far as costs are known."""
    if view.is_unknown("money"):
        return "I don't know what I can spend, and who else pays"
    share = view.word("reimbursed") or NONE
    paid = Decimal(0 if share == NONE else phrases.percent(share)) / 100
    own = view.money("money")
    paid_for = [entry for entry in view.papers() if not is_free(entry)]
    costs = [entry.cost for entry in paid_for if entry.cost]
    if own is None:
        return "I have no money for courses" if paid_for else None
    if any(cost.currency != own.currency for cost in costs):
        return f"I have {own.amount} {own.currency}, and not all courses are paid in {own.currency}"
    net = sum((cost.amount for cost in costs), Decimal(0)) * (1 - paid)
    if net <= own.amount:
        return None
    return f"The courses cost me {net.normalize():f} {own.currency}, and I have {own.amount} {own.currency}"


def network(view: View) -> Iterator[Part]:
    """Few people who do the job: a habit of meeting one."""
    known, begin = int(view.word("contacts") or 0), view.first_day("start")
    if known >= ENOUGH_CONTACTS or begin is None:
        return
    whom = "nobody" if not known else "only one person" if known == 1 else f"only {known} people"
    yield NewGap(ids.GAP.contacts, f"I know {whom} who {'do' if known > 1 else 'does'} the job I want")
    yield NewStep(
        ids.CONTACTS,
        "Talk to somebody who does the job",
        StepKind.NETWORK,
        ("every", Said("1 month")),
        start=begin.isoformat(),
        to=add(begin, Length(1, Unit.YEARS)).isoformat(),
        closes=(ids.GAP.contacts,),
    )
