"""Rules about plan A and plan B."""

from collections.abc import Iterator

from planner.coach import ids
from planner.coach.company import is_red
from planner.coach.jobs import applications
from planner.coach.lacking import cost, goals, load, span
from planner.coach.parts import NewGap, NewStep, NewTrack, Part, Said
from planner.coach.view import View
from planner.plan.model import StepKind

# What the person fears, as what planner watches for. What isn't a condition is a word: planner event WORD.
_SIGNALS = ("layoff", "rejected", "exam-failed", "money-gone")
_OF_THE_COMPANY = frozenset({"layoff"})
SLIPS = "main slips 9 months"
SLIPS_SOON = "main slips 3 months"
PASSED_OVER = "passed-over"


def elsewhere(view: View) -> Iterator[Part]:
    """The same role at another employer, where the main track ends inside."""
    if view.entries("openings"):
        yield NewStep(
            ids.ELSEWHERE,
            f"Find a job elsewhere as {view.word('goal')}",
            StepKind.JOB,
            ("takes", Said("3..6 months")),
            tasks=("Update my CV", *applications(view)),
            only_backup=True,
        )


def other_ways(view: View) -> Iterator[Part]:
    """A step for each other way. It takes the place of the papers behind the job on the way."""
    replaced = view.split()[1]
    for entry in view.entries("other-ways"):
        asks = ("Find out how long it takes",) if entry.length is None else ()
        yield NewStep(
            ids.other_way(entry.name),
            entry.name,
            StepKind.COURSE,
            ("takes", span(entry)),
            load=load(view, entry),
            cost=cost(entry),
            goals=goals(entry) if entry.length else None,
            closes=replaced,
            tasks=(*asks, "Make sure that it leads to the same place"),
            only_backup=True,
        )
    if view.entries("other-ways"):
        return
    unknown = view.is_unknown("other-ways")
    if unknown:
        yield NewGap(ids.GAP.plan_b, "I have no other way to the goal yet")
    if unknown or not view.entries("openings"):
        yield NewStep(
            ids.FIND_WAY,
            "Look for another way to the same place",
            StepKind.RESEARCH,
            ("takes", Said("4 weeks")),
            closes=(ids.GAP.plan_b,) if unknown else (),
            tasks=("Ask three people how they got there", "Put the best way into the plan as a step"),
            only_backup=not unknown,
        )
    if not view.entries("openings"):
        yield NewStep(
            ids.ANOTHER_WAY,
            "Go the other way",
            StepKind.COURSE,
            ("takes", Said("6..12 months", "a guess, until find-way is done: then give it its own name")),
            closes=replaced,
            only_backup=True,
        )


def tracks(view: View) -> Iterator[Part]:
    """Plan A, and each plan B with what makes it worth a look."""
    before, later = view.split()
    chosen = view.next_job()
    begin = (*before, *((ids.job(chosen.name),) if chosen else ()))
    yield NewTrack("main", (*begin, *later, ids.NEW_ROLE))
    inside, ways = view.entries("openings"), view.entries("other-ways")
    feared = view.words("fails") or ("layoff",)
    words = [word for word in _SIGNALS if word in feared]
    slips = SLIPS_SOON if "too-slow" in feared else SLIPS
    if inside:
        red = is_red(view)
        signals = [word for word in words if word in _OF_THE_COMPANY or not ways]
        remark = "few posts here, and tightly held" if red else "the same at another employer"
        yield NewTrack(
            "elsewhere",
            (*begin, *later, ids.ELSEWHERE),
            (*([PASSED_OVER] if red else []), *signals, SLIPS_SOON if red else slips),
            f"plan B, {remark}",
        )
    signals = [word for word in words if word not in _OF_THE_COMPANY or not inside]
    for entry in ways:
        name = ids.other_way(entry.name)
        yield NewTrack(name, (*begin, name, view.ends()[-1]), (*signals, slips), "plan B, another way there")
    if not inside and not ways:
        look = () if view.is_unknown("other-ways") else (ids.FIND_WAY,)
        path = (*begin, *look, ids.ANOTHER_WAY, ids.NEW_ROLE)
        yield NewTrack(ids.ANOTHER_WAY, path, (*signals, slips), "plan B, to be filled in")
