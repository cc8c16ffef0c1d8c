"""Ids that come from what a thing is, never from its place: the same answer has the same id in every plan."""

from hashlib import sha256
from typing import NamedTuple

from planner.plan.identity import is_id, slug

LONGEST = 50

NEW_ROLE = "new-role"
ELSEWHERE = "new-role-elsewhere"
TALK = "talk"
YEARS = "years"
READ_POSTINGS = "read-postings"
FUNDING = "funding"
CONTACTS = "contacts"
LOOK_OUTSIDE = "look-outside"
FIND_OPENINGS = "find-openings"
FIND_REIMBURSEMENT = "find-reimbursement"
FIND_JOB = "find-job"
FIND_CLOSER = "find-closer"
FIND_WAY = "find-way"
ANOTHER_WAY = "another-way"


class GapId(NamedTuple):
    """The gaps that every plan calls the same."""

    requirements: str = "requirements"
    support: str = "support"
    practice: str = "practice"
    money: str = "money"
    sector: str = "sector"
    years: str = YEARS
    contacts: str = CONTACTS
    openings: str = "openings"
    plan_b: str = "plan-b"


GAP = GapId()

_OURS = frozenset({NEW_ROLE, ELSEWHERE, TALK, READ_POSTINGS, FUNDING, LOOK_OUTSIDE, ANOTHER_WAY, *GAP})
_PREFIXES = ("find-", "learn-", "job-", "way-", "closer-", "paper-")


def key(name: str) -> str:
    """What two names are told apart by: their slug, in which C++ and C# are other than C."""
    return slug(name.replace("+", " plus ").replace("#", " sharp "))


def task(title: str) -> str | None:
    """The id of a task whose slug doesn't tell it from its like; None: the slug does."""
    return None if key(title) == slug(title) else _short(title)


def paper(name: str) -> str:
    """The id of a certificate, degree or licence: its name, unless that is one of ours."""
    plain = _short(name)
    return f"paper-{plain}" if plain in _OURS or plain.startswith(_PREFIXES) or not is_id(plain) else plain


def skill(name: str) -> str:
    """The id of a skill to be learnt."""
    return f"learn-{_short(name)}"


def job(name: str) -> str:
    """The id of a job on the way."""
    return f"job-{_short(name)}"


def other_way(name: str) -> str:
    """The id of another way to the goal, as a step and as a track."""
    return f"way-{_short(name)}"


def closer(name: str) -> str:
    """The id of something that brings the present job closer to the goal."""
    return f"closer-{_short(name)}"


def _short(name: str) -> str:
    """The slug of a name; a long one is cut at a word, and told from its like by a mark."""
    whole = key(name)
    if len(whole) <= LONGEST:
        return whole
    mark = sha256(whole.encode()).hexdigest()[:6]
    return f"{whole[:LONGEST].rpartition('-')[0] or whole[:LONGEST]}-{mark}"
