"""What rules make: the parts of a plan, each known by the rule that made it."""

from dataclasses import dataclass, replace
from typing import NamedTuple, TypeAlias

from planner.plan.model import StepKind


class NewGap(NamedTuple):
    """What lies between now and the goal."""

    id: str
    text: str


class Said(NamedTuple):
    """The value of a key, as the file has it, and what a comment says about it."""

    value: str
    remark: str = ""


@dataclass(frozen=True, slots=True)
class NewStep:
    """A step. `extent` is the key that says how long it takes, with its value."""

    id: str
    title: str
    kind: StepKind
    extent: tuple[str, Said] | None = None
    start: str | None = None
    to: str | None = None
    load: Said | None = None
    after: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    goals: str | None = None
    cost: str | None = None
    reimbursed: str | None = None
    closes: tuple[str, ...] = ()
    note: str | None = None
    tasks: tuple[str, ...] = ()
    only_backup: bool = False


class MoreTasks(NamedTuple):
    """Tasks for a step that another rule makes; where there is none, they are nobody's."""

    step: str
    titles: tuple[str, ...]


class Closes(NamedTuple):
    """A gap that a step of another rule closes."""

    step: str
    gap: str


class Precedes(NamedTuple):
    """A step of another rule that comes before a third one."""

    step: str
    before: str


class Notes(NamedTuple):
    """A note for a step that another rule makes."""

    step: str
    text: str


@dataclass(frozen=True, slots=True)
class NewTrack:
    """A line through the steps; without triggers it is the main one."""

    name: str
    path: tuple[str, ...]
    use_when: tuple[str, ...] = ()
    remark: str = ""


class NewReview(NamedTuple):
    """When the plan is looked at again."""

    name: str
    rhythm: str


Part: TypeAlias = NewGap | NewStep | MoreTasks | Closes | Precedes | Notes | NewTrack | NewReview


class Made(NamedTuple):
    """A part, the rule that made it, and that rule's reason."""

    part: Part
    rule: str
    why: str


@dataclass(frozen=True, slots=True)
class Draft:
    """A plan before it is written: its parts in the order of the file. `why` gives the reasons by rule."""

    gaps: tuple[Made, ...]
    steps: tuple[Made, ...]
    tracks: tuple[NewTrack, ...]
    reviews: tuple[NewReview, ...]


def assembled(made: tuple[Made, ...]) -> Draft:
    """Put together what the rules made: tasks, notes and closed gaps go to the steps they are for."""
    steps = {one.part.id: one for one in made if isinstance(one.part, NewStep)}
    for one in made:
        part = one.part
        if isinstance(part, MoreTasks | Closes | Precedes | Notes) and part.step in steps:
            found = steps[part.step]
            steps[part.step] = found._replace(part=_with(found.part, part))
    return Draft(
        gaps=tuple(one for one in made if isinstance(one.part, NewGap)),
        steps=tuple(sorted(steps.values(), key=lambda one: _is_backup(one.part))),
        tracks=tuple(one.part for one in made if isinstance(one.part, NewTrack)),
        reviews=tuple(one.part for one in made if isinstance(one.part, NewReview)),
    )


def _is_backup(part: Part) -> bool:
    return isinstance(part, NewStep) and part.only_backup


def _with(step: Part, more: MoreTasks | Closes | Precedes | Notes) -> Part:
    if not isinstance(step, NewStep):
        raise TypeError(step)
    match more:
        case MoreTasks(_, titles):
            return replace(step, tasks=(*step.tasks, *titles))
        case Closes(_, gap):
            return replace(step, closes=(*step.closes, gap))
        case Precedes(_, before):
            return replace(step, before=(*step.before, before))
        case Notes(_, text):
            return replace(step, note=f"{step.note} {text}" if step.note else text)
