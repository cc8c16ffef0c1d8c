"""Rules about what the goal asks for and the person doesn't have: papers, skills, knowledge of both."""

import re
from collections.abc import Iterator

from planner.coach import ids
from planner.coach.parts import NewGap, NewStep, Part, Said
from planner.coach.values import NONE, Entry
from planner.coach.view import View, rate
from planner.plan.civil import Length, Unit
from planner.plan.model import PARTS_PER_HOUR, StepKind

_EXAM = re.compile(r"\b(?:exam|exams|examination|test|licen[cs]e|licensing|NCLEX\S*)\b", re.IGNORECASE)
_DAYS = {Unit.DAYS: 1, Unit.BUSINESS_DAYS: 1.4, Unit.WEEKS: 7, Unit.MONTHS: 30.4, Unit.YEARS: 365.25}
SHORT = 50  # days: a step that is over before a second month needs no goals on its way
_GUESS = "a guess: the first task finds out"


def first_paid(view: View) -> str:
    """The step before which it has to be known what is asked for and who pays."""
    before, later = view.split()
    return next(iter((*before, *later)), ids.NEW_ROLE)


def unread_postings(view: View) -> Iterator[Part]:
    """Reads what isn't known; makes one step of it."""
    unknown = {
        "required": "Note which certificates, degrees and licences they ask for",
        "skills": "Note which skills they ask for",
        "years": "Note how many years of experience they ask for",
        "qualify": "Hold my own record against each of them",
    }
    tasks = [task for question, task in unknown.items() if view.is_unknown(question)]
    if view.word("postings") != "no" and not tasks:
        return
    yield NewGap(ids.GAP.requirements, "I don't know for sure what the job asks for")
    yield NewStep(
        ids.READ_POSTINGS,
        "Read ten postings of the job I want",
        StepKind.RESEARCH,
        ("takes", Said("2 weeks")),
        before=(first_paid(view),),
        closes=(ids.GAP.requirements,),
        tasks=(
            "Collect ten postings",
            *tasks,
            "Answer anew what turns out otherwise: planner interview --again",
        ),
    )


def papers(view: View) -> Iterator[Part]:
    """Each missing paper: a gap, and the course or exam that closes it."""
    for entry in view.papers():
        name = ids.paper(entry.name)
        yield NewGap(name, f"{entry.name} is missing")
        is_exam = _EXAM.search(entry.name) is not None
        share = NONE if is_free(entry) else view.word("reimbursed") or NONE
        yield NewStep(
            name,
            entry.name,
            StepKind.EXAM if is_exam else StepKind.COURSE,
            ("takes", span(entry)),
            load=load(view, entry),
            goals=goals(entry),
            cost=cost(entry),
            reimbursed=share if entry.cost and share != NONE else None,
            closes=(name,),
            tasks=(
                *_open_questions(entry),
                *(("Book the date",) if is_exam else ("Compare three providers", "Sign up")),
                *(("Hand in the receipt for reimbursement",) if share != NONE else ()),
            ),
        )


def span(entry: Entry, guess: str = "6..12 months", remark: str = _GUESS) -> Said:
    """How long an entry takes; where nobody said, a guess that says so."""
    if entry.length is None:
        return Said(guess, remark)
    low, high = entry.length
    return Said(str(low) if low == high else f"{low.count}..{high}")


def load(view: View, entry: Entry) -> Said:
    """What it eats of the week."""
    parts = view.load(entry.load)
    if entry.load is None:
        return Said(rate(parts), "a guess")
    remark = f"it asks for {rate(entry.load)}, more than I can give" if parts < entry.load else ""
    return Said(rate(parts), remark)


def cost(entry: Entry) -> str | None:
    """What it costs, as the file has it."""
    return f"{entry.cost.amount} {entry.cost.currency}" if entry.cost and not is_free(entry) else None


def is_free(entry: Entry) -> bool:
    """Whether it is known to cost nothing."""
    return entry.cost is not None and not entry.cost.amount


def _open_questions(entry: Entry) -> Iterator[str]:
    if entry.length is None:
        yield "Find out how long it takes"
    if entry.cost is None:
        yield "Find out what it costs"


def goals(entry: Entry) -> str | None:
    """How often it has a goal on its way; None: it is over too soon for that."""
    long = days(entry.length[1]) if entry.length else days(Length(1, Unit.YEARS))
    if long < SHORT:
        return None
    if entry.length and entry.length[1].unit in {Unit.WEEKS, Unit.DAYS, Unit.BUSINESS_DAYS}:
        return "every 2 weeks" if long < 2 * SHORT else "every 4 weeks"
    years = long / days(Length(1, Unit.YEARS))
    return "monthly" if years <= 1 else "every 3 months" if years <= _LONG else "every 6 months"


_LONG = 4  # years, from which on goals are half a year apart


def days(length: Length) -> float:
    """About how many days a length is."""
    return length.count * _DAYS[length.unit]


def skills(view: View) -> Iterator[Part]:
    """Each missing skill: a gap, and hours of practice that close it."""
    for entry in view.skills():
        name = ids.skill(entry.name)
        yield NewGap(name, f"{entry.name} (a skill) is missing")
        extent = ("takes", span(entry)) if entry.length else ("effort", Said("40..80h", "a guess"))
        portion = view.load(entry.load, share=0.5, most=3 * PARTS_PER_HOUR)
        yield NewStep(
            name,
            f"Learn: {entry.name}",
            StepKind.COURSE,
            extent,
            load=Said(rate(portion)),
            before=view.ends(),
            goals=None if entry.length and days(entry.length[1]) < SHORT else "monthly",
            cost=cost(entry),
            closes=(name,),
            tasks=("Choose a course or a book", "Make something that shows it"),
        )
