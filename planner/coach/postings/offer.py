"""What postings offer as answers of the interview, and as gaps of a plan."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from planner.coach import ids
from planner.coach.postings import vocabulary
from planner.coach.postings.count import Asked, counted, for_role
from planner.coach.postings.standing import Stand, Standing
from planner.coach.postings.values import Kind, Posting
from planner.coach.replies import MOST_ENTRIES
from planner.coach.values import Reply
from planner.plan.civil import Length, Unit

QUESTIONS = ("postings", "required", "skills", "years")
ENOUGH = 10
"""So many postings are enough to know what a job asks for."""
_PAPERS = frozenset({Kind.EDUCATION, Kind.CERTIFICATE})
_SKILLS = frozenset({Kind.LANGUAGE, Kind.SKILL})


class NewGap(NamedTuple):
    """A gap for the plan file, and how it is called in the table."""

    id: str
    text: str


def offers(postings: Sequence[Posting], goal: str) -> Mapping[str, Reply]:
    """Answers by question, from what half of the postings for the goal require; none where there are none."""
    found = for_role(postings, None, goal)
    usual = [one for one in counted(found) if one.is_usual]
    papers = [one.name for one in usual if one.requirement.kind in _PAPERS][:MOST_ENTRIES]
    learnt = [one for one in usual if one.requirement.kind in _SKILLS and _is_to_close(one)]
    skills = [one.name for one in learnt][:MOST_ENTRIES]
    years = next((one.enough for one in usual if one.enough), None)
    answers: dict[str, Reply] = {}
    if papers:
        answers["required"] = tuple(papers)
    if skills:
        answers["skills"] = tuple(skills)
    if years:
        answers["years"] = str(Length(years, Unit.YEARS))
    if len(found) >= ENOUGH:
        answers["postings"] = "yes"
    return answers


def new_gaps(standings: Sequence[Standing], least: int | None, taken: Collection[str]) -> tuple[NewGap, ...]:
    """Gaps for what is open, is no gap yet, and is usual (or asked for by `least` postings)."""
    return tuple(_new_gaps(standings, least, set(taken)))


def _new_gaps(standings: Sequence[Standing], least: int | None, taken: set[str]) -> Iterator[NewGap]:
    for one in standings:
        asked = one.asked
        counts = asked.is_usual if least is None else asked.times >= least
        if one.stand is not Stand.OPEN or one.gap is not None or not (counts and _is_to_close(asked)):
            continue
        name = _id(asked, taken)
        taken.add(name)
        yield NewGap(name, f"{asked.name} ({asked.times} of {asked.of} postings)")


def _is_to_close(asked: Asked) -> bool:
    """Whether a step could close it: no manner of working, and no words that one posting alone uses."""
    if asked.requirement.kind is Kind.OTHER:
        return asked.times > 1
    return asked.requirement.name not in vocabulary.MANNERS


def _id(asked: Asked, taken: set[str]) -> str:
    stem = ids.paper(asked.requirement.name)
    number = 2
    name = stem
    while name in taken:
        name, number = f"{stem}-{number}", number + 1
    return name
