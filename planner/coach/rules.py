"""From answers to the parts of a plan. Each rule names what it reads, what it makes and why.

The reasons stand as comments in the plan file. A rule sees the answers that it names and no others (`View`).
"""

from collections.abc import Callable, Iterator
from typing import NamedTuple, TypeAlias

from planner.coach import company, jobs, lacking, means, tracks
from planner.coach.parts import Draft, Made, Part, assembled
from planner.coach.replies import Replies
from planner.coach.view import View

Apply: TypeAlias = Callable[[View], Iterator[Part]]


class Rule(NamedTuple):
    """`reads` are ids of questions; `makes` and `why` are for people, and stand in the docs too."""

    name: str
    reads: tuple[str, ...]
    makes: str
    why: str
    apply: Apply


RULES: tuple[Rule, ...] = (
    Rule(
        "unread postings",
        ("postings", "required", "have", "skills", "years", "qualify", "next-job", "next-job-needs"),
        "a research step before anything is paid",
        "What a job asks for stands in its postings, not in one's fears. Keep them: planner postings add.",
        lacking.unread_postings,
    ),
    Rule(
        "manager's support",
        ("review-on",),
        "a prepared talk at the next review, and reviews every six months from then",
        "A manager who knows what you want can help; one who doesn't will be surprised.",
        company.talk,
    ),
    Rule(
        "reimbursement",
        ("required", "have", "reimbursed", "review-on", "start", "next-job", "next-job-needs"),
        "a question in that talk, or a research step, before the first course",
        "Employers pay for a course only if they are asked before it begins.",
        company.reimbursement,
    ),
    Rule(
        "short of money",
        ("required", "have", "money", "reimbursed", "next-job", "next-job-needs"),
        "a gap, and a step that finds who else pays",
        "A course that can't be paid to its end is worse than one begun later.",
        means.funding,
    ),
    Rule(
        "missing paper",
        ("required", "have", "hours", "reimbursed"),
        "a course or exam with its span, monthly goals, cost and share of it that is reimbursed",
        "What is missing on paper takes its time; goals on the way show early when it takes more.",
        lacking.papers,
    ),
    Rule(
        "missing skill",
        ("required", "skills", "have", "hours", "openings"),
        "hours of practice before the new role",
        "A skill is hours of practice, in small portions, and something to show at the end.",
        lacking.skills,
    ),
    Rule(
        "job beside the path",
        ("present", "closer", "start", "hours"),
        "habits and classes that bend the present job towards the goal",
        "Until the next job comes, the present one is where practice can be had.",
        jobs.practice,
    ),
    Rule(
        "job on the way",
        ("next-job", "next-job-needs", "sector", "openings", "lateral", "review-on"),
        "a job a step or two below the goal, or a step to find one",
        "A lesser job in the right place earns experience, and shows whether the goal is right.",
        jobs.next_job,
    ),
    Rule(
        "missing years",
        ("years", "next-job", "openings"),
        "a gate behind the job that grants them",
        "Years can't be hurried: what can be done is to let them begin early, and to study meanwhile.",
        jobs.years,
    ),
    Rule(
        "thin network",
        ("contacts", "start"),
        "a monthly habit, for a year",
        "Most jobs are heard of before they are posted.",
        means.network,
    ),
    Rule(
        "red flag",
        ("openings", "often", "start"),
        "a gap, a habit of looking outside, and a track elsewhere with its trigger",
        "Few posts, tightly held: whoever waits for one alone may wait for good.",
        company.red_flag,
    ),
    Rule(
        "unknown openings",
        ("openings", "often"),
        "a research step",
        "Whether one can rise inside decides how the plan ends.",
        company.unknown_openings,
    ),
    Rule(
        "other sector",
        ("sector", "next-job"),
        "a gap that the first job over there closes",
        "Whoever comes from outside needs somebody who lets them in: the first job there counts most.",
        jobs.sector,
    ),
    Rule(
        "new role",
        ("goal", "openings", "lateral", "next-job"),
        "the last step: the job itself",
        "It takes months from the first application to the first day.",
        jobs.new_role,
    ),
    Rule(
        "why the last job",
        ("why-job", "next-job", "openings"),
        "a note on each job to come",
        "An old mistake isn't made twice by one who reads of it before signing.",
        jobs.lesson,
    ),
    Rule(
        "same role elsewhere",
        ("goal", "openings", "lateral"),
        "the job itself, at another employer",
        "A move sideways is the simplest plan B.",
        tracks.elsewhere,
    ),
    Rule(
        "other ways",
        ("other-ways", "required", "have", "hours", "next-job", "next-job-needs", "openings"),
        "a step for each, in a backup track of its own; where none is known, a step to look for one",
        "Another way to the same place, chosen while there is time to choose.",
        tracks.other_ways,
    ),
    Rule(
        "tracks",
        ("required", "have", "next-job", "next-job-needs", "openings", "often", "other-ways", "fails"),
        "the main track, and backup tracks with their triggers",
        "Plan B costs three lines now.",
        tracks.tracks,
    ),
    Rule(
        "reviews",
        ("review-on",),
        "a look at the week and at the month, and the manager's reviews",
        "A plan that isn't looked at is a wish.",
        company.reviews,
    ),
)


def drafted(known: Replies) -> Draft:
    """The plan that follows from answers that are valid and complete."""
    return assembled(tuple(made(known)))


def made(known: Replies) -> Iterator[Made]:
    """The parts, with the rules that made them."""
    for rule in RULES:
        for part in rule.apply(View(known, rule.reads)):
            yield Made(part, rule.name, rule.why)
