"""Rules about jobs: the present one, the one on the way, the years in it, and the one that is the goal."""

from collections.abc import Iterator

from planner.coach import ids
from planner.coach.lacking import cost, days, goals, load, span
from planner.coach.parts import Closes, NewGap, NewStep, Notes, Part, Said
from planner.coach.values import Entry
from planner.coach.view import View
from planner.plan.civil import Length, Unit, add
from planner.plan.model import StepKind

_NAMED = 3  # posts that a title names


def practice(view: View) -> Iterator[Part]:
    """What bends the present job towards the goal."""
    if not view.was_asked("closer"):
        return
    is_off = view.word("present") in {"stone", "aside"} and not view.is_none("closer")
    if is_off:
        yield NewGap(ids.GAP.practice, "My present job gives too little practice of what the goal asks for")
    closes = (ids.GAP.practice,) if is_off else ()
    if view.is_unknown("closer"):
        yield NewStep(
            ids.FIND_CLOSER,
            "Find out which duties, classes or volunteering bring me closer",
            StepKind.RESEARCH,
            ("takes", Said("3 weeks")),
            closes=closes,
            tasks=("Ask two people who do the job", "Ask what I could take on where I am"),
        )
    for entry in view.entries("closer"):
        yield _closer(view, entry, closes)


def _closer(view: View, entry: Entry, closes: tuple[str, ...]) -> NewStep:
    name = ids.closer(entry.name)
    begin = view.first_day("start")
    if entry.every and begin:
        end = add(begin, Length(1, Unit.YEARS))
        return NewStep(
            name,
            entry.name,
            StepKind.HABIT,
            ("every", Said(str(entry.every))),
            start=begin.isoformat(),
            to=end.isoformat(),
            closes=closes,
        )
    return NewStep(
        name,
        entry.name,
        StepKind.COURSE,
        (
            "takes",
            span(entry, "3 months", "long enough to see what it gives"),
        ),
        load=load(view, entry) if entry.load else None,
        goals=goals(entry) if entry.length else "monthly",
        cost=cost(entry),
        closes=closes,
    )


def next_job(view: View) -> Iterator[Part]:
    """The job a step or two below the goal, behind the paper that it asks for."""
    if view.is_unknown("next-job"):
        yield NewStep(
            ids.FIND_JOB,
            "Find a job a step or two below the goal that I could take",
            StepKind.RESEARCH,
            ("takes", Said("3 weeks")),
            before=view.ends(),
            tasks=("Search for the lesser titles in ten postings", "Ask where others began"),
        )
    chosen = view.next_job()
    if chosen is None:
        return
    is_known_here = view.word("sector") != "other" and not view.is_none("review-on")
    asks = ("Find out what it asks for first",) if view.is_unknown("next-job-needs") else ()
    others = tuple(f"See whether {other.name} suits as well" for other in view.entries("next-job")[1:])
    yield NewStep(
        ids.job(chosen.name),
        f"Move to a job as {chosen.name}",
        StepKind.JOB,
        ("takes", span(chosen, "2..4 months", "")),
        tasks=(
            *asks,
            "Update my CV",
            *(("Ask here first",) if is_known_here else ()),
            *others,
            *(applications(view) if view.entries("lateral") else ("Apply to five employers",)),
        ),
    )


def years(view: View) -> Iterator[Part]:
    """Missing years: a gate, behind the job that grants them where there is one."""
    length = view.length("years")
    if length is None:
        return
    chosen = view.next_job()
    where = f"as {chosen.name}" if chosen else "in the present job"
    yield NewGap(ids.GAP.years, f"{length} of experience {'is' if length.count == 1 else 'are'} missing")
    yield NewStep(
        ids.YEARS,
        f"Gain {length} of experience {where}",
        StepKind.JOB,
        ("experience", Said(str(length), "a gate: time must pass")),
        after=(ids.job(chosen.name),) if chosen else (),
        before=view.ends(),
        goals="every 6 months" if days(length) >= days(Length(1, Unit.YEARS)) else None,
        closes=(ids.GAP.years,),
    )


def sector(view: View) -> Iterator[Part]:
    """Another sector: a gap that the first job over there closes."""
    if view.word("sector") != "other":
        return
    chosen = view.next_job()
    yield NewGap(ids.GAP.sector, "I work in another sector")
    yield Closes(ids.job(chosen.name) if chosen else ids.NEW_ROLE, ids.GAP.sector)


def new_role(view: View) -> Iterator[Part]:
    """The last step of the main track."""
    goal, chosen = view.word("goal"), view.next_job()
    if view.entries("openings"):
        steps_below = {ids.key(chosen.name)} if chosen else set()
        posts = [post.name for post in view.entries("openings") if ids.key(post.name) not in steps_below]
        yield NewStep(
            ids.NEW_ROLE,
            f"Take a post here as {' or '.join(posts[:_NAMED]) or goal}",
            StepKind.JOB,
            ("takes", Said("3..9 months", "until one comes free")),
            tasks=("Tell those who decide that I want it", "Update my CV", "Apply when it is announced"),
        )
        return
    yield NewStep(
        ids.NEW_ROLE,
        f"Find a job as {goal}",
        StepKind.JOB,
        ("takes", Said("3..6 months")),
        tasks=("Update my CV", "Ask two people for a reference", *applications(view)),
    )


def applications(view: View) -> tuple[str, ...]:
    """Where to apply: the employers that were named, or a list yet to be made."""
    named = tuple(f"Apply to {entry.name}" for entry in view.entries("lateral"))
    return named or ("List ten employers", "Send five applications")


def lesson(view: View) -> Iterator[Part]:
    """Why the present job was taken, where the next one is chosen."""
    if not view.was_asked("why-job"):
        return
    why = view.word("why-job")
    text = (
        f"I took the present job because: {why}. Would I take this one for the same reason?"
        if why
        else "Before I say yes: why did I take the present job, and would this be the same again?"
    )
    chosen = view.next_job()
    for step in (*((ids.job(chosen.name),) if chosen else ()), *view.ends()):
        yield Notes(step, text)
