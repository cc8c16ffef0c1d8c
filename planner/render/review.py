"""`planner review`: a page on what was done and what comes, in Markdown to print or send, or as an object.

A page for oneself tells everything. One for a manager leaves out what is a person's own business: tracks
that aren't followed and what proposes them, chances, gaps, costs that nobody else pays, what is let go, and
the words of the log, unless they are asked for; and steps that look for another post or for people
(`PRIVATE`), those that no target is told of, and talks with anybody else.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from planner.engine.pace import Pace
from planner.engine.period import ReviewKind
from planner.engine.tracks import Side
from planner.engine.values import Schedule, Scheduled
from planner.plan.civil import DateRange
from planner.plan.identity import step_of
from planner.plan.model import Plan, Step, StepKind
from planner.progress.facts import Entry
from planner.progress.values import Progress
from planner.render import words
from planner.render.markdown import markdown

PRIVATE = frozenset({StepKind.JOB, StepKind.APPLICATION, StepKind.NETWORK, StepKind.RESEARCH})
"""Kinds of steps that a page for a manager leaves out."""
_WITH_MANAGER = re.compile(r"\b(manager|supervisor|boss|employer)\b", re.IGNORECASE)
_TITLES = {
    ReviewKind.WEEK: "Weekly review",
    ReviewKind.MONTH: "Monthly review",
    ReviewKind.MANAGER: "Review with my manager",
    ReviewKind.YEAR: "Review of the year",
}


@dataclass(frozen=True, slots=True)
class Material:
    """What a review is made from.

    `entries` are the facts that count, `followed` is the track that is followed, `proposed` are those that
    are proposed; `with_words` puts the words of the log on a page for a manager, too. `why_job` is why the
    present job was taken and the ones before it, newest first, as the interview keeps it.
    """

    kind: ReviewKind
    period: DateRange
    plan: Plan
    schedule: Schedule
    progress: Progress
    entries: tuple[Entry, ...]
    followed: Side
    pace: Pace
    proposed: Sequence[Side] = ()
    with_words: bool = False
    why_job: Sequence[str] = ()

    @property
    def is_own(self) -> bool:
        """Whether nobody else is to read the page."""
        return self.kind is not ReviewKind.MANAGER

    def shows(self, item: str) -> bool:
        """Whether the page may speak of an item of the plan: its step is in the plan, and no private one."""
        step = self.plan.steps.get(step_of(item))
        return step is not None and (self.is_own or is_shared(step))

    def title(self, item: str) -> str:
        """The title of an item's step, to stand in Markdown."""
        return markdown(self.plan.steps[step_of(item)].title)


class Line(NamedTuple):
    """A line of a section: in Markdown, and what it says as an object."""

    text: str
    known: Mapping[str, object]


class Section(NamedTuple):
    """A part of a review; `name` is what an object calls it."""

    name: str
    heading: str
    lines: tuple[Line, ...]


def is_shared(step: Step) -> bool:
    """Whether a manager may read of a step."""
    if not step.sync or step.kind in PRIVATE:
        return False
    return step.kind is not StepKind.CONVERSATION or is_with_manager(step)


def is_with_manager(step: Step) -> bool:
    """Whether a conversation is one with the manager: its id or title says so."""
    return bool(_WITH_MANAGER.search(f"{step.id.replace('_', ' ')} {step.title}"))


def shown_steps(material: Material) -> list[Scheduled]:
    """The steps that the page may speak of, by the days that calendars show."""
    shown = (item for item in material.schedule.steps.values() if material.shows(item.id))
    return sorted(shown, key=lambda item: (item.published_due, item.id))


def review_markdown(material: Material, sections: Sequence[Section]) -> str:
    """The page. Sections without lines are left out."""
    plan, days = material.plan, material.period
    head = [f"# {_TITLES[material.kind]}: {markdown(plan.title)}", ""]
    head.append(f"{words.day(days.first)} to {words.day(days.last)}")
    if not material.is_own and plan.now is not None:
        head += ["", f"Present role: {markdown(plan.now.role)}"]
    if not material.is_own and plan.goal is not None:
        head += ["", f"Working towards: {markdown(plan.goal.role)}"]
    told = [section for section in sections if section.lines]
    body = [_block(section) for section in told] or ["Nothing was recorded in this time, and nothing is due."]
    return "\n\n".join(["\n".join(head), *body])


def _block(section: Section) -> str:
    return f"## {section.heading}\n\n" + "\n".join(f"- {line.text}" for line in section.lines)


def review_json(material: Material, sections: Sequence[Section]) -> dict[str, object]:
    """The same as `planner.review/1`: the sections by name, each a list of objects with their `text`."""
    return {
        "schema": "planner.review/1",
        "review": material.kind.value,
        "plan": material.plan.id,
        "title": material.plan.title,
        "from": material.period.first.isoformat(),
        "to": material.period.last.isoformat(),
        "sections": {
            section.name: [{**line.known, "text": line.text} for line in section.lines]
            for section in sections
            if section.lines
        },
    }
