"""What is asked against what a person has: had, planned by a step, or open."""

import re
from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import NamedTuple

from planner.coach.entries import names
from planner.coach.ids import key
from planner.coach.postings import vocabulary
from planner.coach.postings.count import Asked
from planner.coach.postings.require import requirements
from planner.coach.postings.values import Kind, Line, Requirement
from planner.coach.replies import Replies
from planner.coach.values import NONE
from planner.engine.values import Schedule, State
from planner.plan.civil import Unit
from planner.plan.model import PARTS_PER_HOUR, Experience, Plan, Step

_LEVELS = list(vocabulary.EDUCATION)
_DAYS = {Unit.DAYS: 1, Unit.BUSINESS_DAYS: 1.4, Unit.WEEKS: 7, Unit.MONTHS: 30.4, Unit.YEARS: 365.25}
_HOURS_A_YEAR = 2000
_WORD = re.compile(r"[^\W_]{3,}")
_EMPTY = frozenset(
    [
        "and",
        "the",
        "for",
        "with",
        "course",
        "courses",
        "exam",
        "class",
        "degree",
        "certificate",
        "licence",
        "license",
        "und",
        "mit",
        "der",
        "die",
        "das",
    ]
)


class Stand(StrEnum):
    """How far a person is with a thing that is asked for."""

    HAVE = "have"
    PLANNED = "planned"
    OPEN = "open"


class Known(NamedTuple):
    """Something that a person has, or that a step will bring. `by` is the step, else None.

    `years` is how long an experience is; `texts` are the ways in which it is called.
    """

    stand: Stand
    texts: tuple[str, ...]
    by: str | None = None
    years: float | None = None


class Standing(NamedTuple):
    """A thing that is asked for, and how a person stands. `gap` is one of the plan's that is about it."""

    asked: Asked
    stand: Stand
    by: str | None = None
    gap: str | None = None


def known_of(plan: Plan | None, schedule: Schedule | None, replies: Replies) -> tuple[Known, ...]:
    """What a plan and the interview's answers tell of what one has. What one has stands first."""
    found = [Known(Stand.HAVE, (name,)) for name in names(replies.get("have"))]
    if replies.get("years") == NONE:
        found.append(Known(Stand.HAVE, (), years=float("inf")))
    if plan is not None and schedule is not None:
        found += [Known(Stand.HAVE, (gap.have,)) for gap in plan.gaps.values() if gap.have]
        found += _steps(plan, schedule)
    return tuple(sorted(found, key=lambda one: one.stand is not Stand.HAVE))


def _steps(plan: Plan, schedule: Schedule) -> Iterator[Known]:
    for item in schedule.steps.values():
        if item.state is State.DROPPED or item.id not in plan.steps:
            continue
        step = plan.steps[item.id]
        gaps = [plan.gaps[gap] for gap in step.closes if gap in plan.gaps]
        wanted = [text for gap in gaps for text in (gap.text, gap.want) if text]
        stand = Stand.HAVE if item.state is State.DONE else Stand.PLANNED
        yield Known(stand, (step.title, *wanted), step.id, _years(step))


def _years(step: Step) -> float | None:
    gate = step.extent
    if not isinstance(gate, Experience):
        return None
    span = gate.span.count * _DAYS[gate.span.unit] / 365.25 if gate.span else 0
    return max(span, (gate.hours or 0) / PARTS_PER_HOUR / _HOURS_A_YEAR)


def standings(asked: Sequence[Asked], known: Sequence[Known], plan: Plan | None) -> tuple[Standing, ...]:
    """How a person stands with each thing that is asked for."""
    return tuple(_standing(one, known, plan) for one in asked)


def _standing(asked: Asked, known: Sequence[Known], plan: Plan | None) -> Standing:
    gaps = plan.gaps.values() if plan else ()
    gap = next(
        (gap.id for gap in gaps if _is_met(asked, Known(Stand.OPEN, (gap.text, gap.want or "")))), None
    )
    for one in known:
        if _is_met(asked, one):
            return Standing(asked, one.stand, one.by, gap)
    return Standing(asked, Stand.OPEN, None, gap)


def _is_met(asked: Asked, known: Known) -> bool:
    wanted = asked.requirement
    if wanted.kind is Kind.EXPERIENCE:
        told = [one.years for text in known.texts for one in requirements(Line(text)) if one.years]
        years = max([known.years or 0, *told])
        return years + 0.01 >= (asked.enough or 1)
    return any(_is_about(wanted, text) for text in known.texts if text)


def _is_about(wanted: Requirement, text: str) -> bool:
    """Whether a text speaks of a thing: recognised as the same, or with all its words in it."""
    if wanted.kind is Kind.EDUCATION:
        return any(_is_enough(wanted, one) for one in requirements(Line(text)) if one.kind is Kind.EDUCATION)
    if any((one.kind, one.key) == (wanted.kind, wanted.key) for one in requirements(Line(text))):
        return True
    if key(text) == key(wanted.name):
        return True
    words, theirs = _words(wanted.name), _words(text)
    return bool(words) and words <= theirs


def _is_enough(wanted: Requirement, had: Requirement) -> bool:
    """A degree as high or higher, in a subject that is asked for where both name one."""
    if _LEVELS.index(had.name) < _LEVELS.index(wanted.name):
        return False
    if not wanted.fields or not had.fields or _LEVELS.index(wanted.name) < _FIRST_WITH_SUBJECT:
        return True
    return bool(_words(" ".join(wanted.fields)) & _words(" ".join(had.fields)))


_FIRST_WITH_SUBJECT = _LEVELS.index("Vocational training")


def _words(text: str) -> frozenset[str]:
    return frozenset(word.lower() for word in _WORD.findall(text)) - _EMPTY
