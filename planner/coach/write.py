"""A draft as a plan file: what a person would have written, with the reasons as comments."""

import re
from collections.abc import Iterator, Sequence

from planner.coach import ids
from planner.coach.parts import Draft, Made, NewGap, NewStep, NewTrack, Said
from planner.coach.replies import Replies, since
from planner.coach.scalar import comment, flow, folded, listed, scalar
from planner.coach.values import UNKNOWN

_HEAD = (
    "Made from answers to planner interview. It is yours now: edit whatever you know better. What is done or"
    " late is kept elsewhere, and nothing writes into this file behind your back."
)
_REMARKS = 44  # the column of a remark beside a value
_DEADLINE = re.compile(r".*\S by [0-9]{4}(?:-\S*)? *")  # the end of a task that would be read as its deadline


def plan_text(draft: Draft, known: Replies, plan_id: str) -> str:
    """The plan file. The same answers and id give the same bytes."""
    return "\n".join(
        [
            *comment(_HEAD),
            *_top(known, plan_id),
            "",
            *_gaps(draft),
            *_tracks(draft),
            "steps:",
            *_steps(draft.steps),
            "reviews:",
            *(f"  {review.name}: {review.rhythm}" for review in draft.reviews),
            "",
        ]
    )


def _top(known: Replies, plan_id: str) -> Iterator[str]:
    role, begun = since(str(known["role"]))
    yield "plan: 1"
    yield _beside(f"id: {scalar(plan_id)}", "its name in calendars, for years: keep it")
    title = f"From {_lowered(role.partition(',')[0])} to {_lowered(str(known['goal']))}"
    yield f"title: {scalar(title)}"
    yield f"start: {known['start']}"
    yield _beside(f"time: {known['hours']}", "what I can give, beside the job")
    away = known.get("away", ())
    if not isinstance(away, str) and away:
        yield _beside(f"away: {flow(away)}", "nothing is due then")
    yield ""
    yield "now:"
    yield f"  role: {scalar(role)}"
    if begun:
        yield f"  since: {begun}"
    why = known.get("why-job")
    if why not in {None, UNKNOWN}:
        yield from comment(f"Why I took it: {why}", "  ")
    yield "goal:"
    yield f"  role: {scalar(str(known['goal']))}"
    if known.get("by", UNKNOWN) != UNKNOWN:
        yield f"  by: {known['by']}"


def _lowered(role: str) -> str:
    """A role inside a sentence: `Front-desk clerk` loses its capital, `IT support` and `CPA` keep theirs."""
    first, rest = role[:1], role[1:]
    return role if not rest[:1].islower() else first.lower() + rest


def _gaps(draft: Draft) -> Iterator[str]:
    if not draft.gaps:
        return
    yield _beside("gaps:", "what lies between; each is closed by a step below")
    for made in draft.gaps:
        if isinstance(made.part, NewGap):
            yield f"  {scalar(made.part.id)}: {scalar(made.part.text)}"
    yield ""


def _tracks(draft: Draft) -> Iterator[str]:
    yield "tracks:"
    for track in draft.tracks:
        yield from _track(track)
    yield ""


def _track(track: NewTrack) -> Iterator[str]:
    if not track.use_when:
        yield from listed(track.path, "  ", track.name)
        return
    yield _beside(f"  {scalar(track.name)}:", track.remark)
    yield from listed(track.path, "    ", "path")
    yield f"    use-when: {flow(track.use_when)}"


def _steps(steps: Sequence[Made]) -> Iterator[str]:
    """The steps in their order; the reason of a rule stands above the first step it made in a row."""
    last, in_backup = "", False
    for made in steps:
        step = made.part
        if not isinstance(step, NewStep):
            continue
        if step.only_backup and not in_backup:
            in_backup, last = True, ""
            yield "  # --- plan B only ---"
        if made.rule != last:
            yield from comment(made.why, "  ")
        last = made.rule
        yield from _step(step)
        yield ""


def _step(step: NewStep) -> Iterator[str]:
    yield f"  {scalar(step.id)}:"
    yield f"    title: {scalar(step.title)}"
    yield f"    kind: {step.kind.value}"
    values = {
        "from": Said(step.start or ""),
        step.extent[0] if step.extent else "": step.extent[1] if step.extent else Said(""),
        "to": Said(step.to or ""),
        "load": step.load or Said(""),
        "after": Said(_one_or_all(step.after)),
        "before": Said(_one_or_all(step.before)),
        "goals": Said(step.goals or ""),
        "cost": Said(step.cost or ""),
        "reimbursed": Said(step.reimbursed or ""),
    }
    yield from (
        _beside(f"    {key}: {said.value}", said.remark) for key, said in values.items() if said.value
    )
    if step.closes:
        yield from listed(step.closes, "    ", "closes")
    if step.note:
        yield from folded("note", step.note, "    ")
    if step.tasks:
        yield "    tasks:"
        yield from (f"      - {_task(title)}" for title in step.tasks)


def _task(title: str) -> str:
    """A task; one that ends like a deadline is written so that it isn't read as one."""
    name = ids.task(title)
    if name is None and not _DEADLINE.fullmatch(title):
        return scalar(title)
    return f"{{{f'id: {name}, ' if name else ''}title: {scalar(title, in_flow=True)}}}"


def _one_or_all(names: Sequence[str]) -> str:
    return "" if not names else scalar(names[0]) if len(names) == 1 else flow(names)


def _beside(line: str, remark: str) -> str:
    """A remark behind a value, in a column of its own."""
    return f"{line:<{_REMARKS - 2}}  # {remark}" if remark else line
