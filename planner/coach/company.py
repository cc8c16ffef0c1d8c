"""Rules about the company one works for: who decides there, who pays, and who leaves."""

from collections.abc import Iterator
from datetime import date, timedelta

from planner.coach import ids
from planner.coach.lacking import first_paid, is_free
from planner.coach.parts import MoreTasks, NewGap, NewReview, NewStep, Part, Precedes, Said
from planner.coach.view import View
from planner.plan.model import StepKind

FEW_POSTS = 3
SOON = timedelta(days=92)  # a course waits for a talk that is nearer than this


def talk(view: View) -> Iterator[Part]:
    """The talk with the manager: on its day, or as soon as there is one."""
    if view.is_none("review-on"):
        return
    day = view.first_day("review-on")
    yield NewGap(ids.GAP.support, "My manager doesn't know what I want yet")
    yield NewStep(
        ids.TALK,
        "Talk to my manager about where I want to go",
        StepKind.CONVERSATION,
        ("date", Said(day.isoformat())) if day else ("takes", Said("3 weeks")),
        closes=(ids.GAP.support,),
        tasks=(
            *(() if day else ("Ask for a date",)),
            "Write down what I did well in the last half-year",
            "Say in two sentences what I want, and why",
            "Ask which duties I could take on, and what would be needed to rise",
        ),
    )


def reimbursement(view: View) -> Iterator[Part]:
    """Who pays the courses, asked before the first of them."""
    papers = [entry for entry in view.papers() if not is_free(entry)]
    if not papers or view.is_none("reimbursed"):
        return
    share = view.word("reimbursed")
    part = share or "help"
    if not view.is_none("review-on"):
        names = tuple(f"Ask in writing for {part} towards {entry.name}" for entry in papers)
        yield MoreTasks(ids.TALK, names)
        if _is_soon(view.first_day("review-on"), view.first_day("start")):
            yield Precedes(ids.TALK, first_paid(view))
    elif share is None:
        yield NewStep(
            ids.FIND_REIMBURSEMENT,
            "Find out whether the company pays for courses",
            StepKind.RESEARCH,
            ("takes", Said("1 week")),
            before=(first_paid(view),),
            tasks=("Look it up in the staff handbook", "Ask somebody who took one"),
        )


def _is_soon(day: date | None, begin: date | None) -> bool:
    return day is None or begin is None or day - begin <= SOON


def is_red(view: View) -> bool:
    """Few posts that people hold on to: the sign that one way is not enough."""
    often = view.word("often")
    return often == "held" or (often == "rarely" and len(view.entries("openings")) <= FEW_POSTS)


def red_flag(view: View) -> Iterator[Part]:
    """Few posts, tightly held: look outside from the start."""
    begin = view.first_day("start")
    if not is_red(view) or begin is None:
        return
    yield NewGap(ids.GAP.openings, "Red flag: few posts here, and whoever holds one stays")
    yield NewStep(
        ids.LOOK_OUTSIDE,
        "Look who else hires for the same step",
        StepKind.RESEARCH,  # which is nothing for the manager's page
        ("every", Said("1 month")),
        start=begin.isoformat(),
        closes=(ids.GAP.openings,),
    )


def unknown_openings(view: View) -> Iterator[Part]:
    """Nobody knows yet whether one can rise inside."""
    if not (view.is_unknown("openings") or view.is_unknown("often")):
        return
    yield NewGap(ids.GAP.openings, "I don't know whether I can rise inside the company")
    yield NewStep(
        ids.FIND_OPENINGS,
        "Find out which posts lead further, and how often one comes free",
        StepKind.RESEARCH,
        ("takes", Said("3 weeks")),
        closes=(ids.GAP.openings,),
        tasks=("List who holds these posts, and since when", "Ask somebody who got one how it came"),
    )


def reviews(view: View) -> Iterator[Part]:
    """When the plan is looked at."""
    yield NewReview("weekly", "sunday 18:00")
    yield NewReview("monthly", "first saturday")
    if (day := view.first_day("review-on")) is not None:
        yield NewReview("manager", f"every 6 months from {day.isoformat()}")
