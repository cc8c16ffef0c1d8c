"""`planner add`: one more step, or one more task of a step, in the plan file."""

import itertools
from typing import Annotated

import typer

from planner.cli.options import Command
from planner.cli.plan_file import Edit
from planner.cli.session import Session, session
from planner.errors import PlanInvalid, UsageError
from planner.plan.edit import NewStep, add_steps, add_tasks
from planner.plan.edit.tasks import OF_TASKS, named, taken
from planner.plan.edit.writing import Value
from planner.plan.identity import ID_LENGTH, slug, task_id
from planner.plan.model import Plan
from planner.plan.source import read_text

app = typer.Typer()


@app.command(cls=Command)
def add(
    ctx: typer.Context,
    title: Annotated[str, typer.Argument(metavar="TITLE", help="What to do, on one line.")],
    after: Annotated[
        list[str] | None,
        typer.Option("--after", metavar="ID", help='What comes first, like exam or "exam + 2 weeks".'),
    ] = None,
    takes: Annotated[str | None, typer.Option("--takes", metavar="LENGTH", help='Like "9 months".')] = None,
    effort: Annotated[str | None, typer.Option("--effort", metavar="HOURS", help="Like 80..140h.")] = None,
    experience: Annotated[
        str | None, typer.Option("--experience", metavar="LENGTH", help='A gate, like "2 years".')
    ] = None,
    every: Annotated[
        str | None, typer.Option("--every", metavar="LENGTH", help='A habit, like "2 weeks".')
    ] = None,
    date: Annotated[str | None, typer.Option("--date", metavar="DATE", help="The day it happens on.")] = None,
    by: Annotated[str | None, typer.Option("--by", metavar="DATE", help="Its deadline.")] = None,
    from_: Annotated[str | None, typer.Option("--from", metavar="DATE", help="Not before this.")] = None,
    kind: Annotated[str | None, typer.Option("--kind", metavar="KIND", help="course, exam, job, ...")] = None,
    closes: Annotated[
        list[str] | None, typer.Option("--closes", metavar="GAP", help="The gap that it closes.")
    ] = None,
    track: Annotated[
        str | None, typer.Option("--track", metavar="TRACK", help="The track that it belongs to.")
    ] = None,
    id_: Annotated[
        str | None, typer.Option("--id", metavar="ID", help="Its id; made of the title without it.")
    ] = None,
    under: Annotated[
        str | None, typer.Option("--under", metavar="STEP", help="Add it as a task of this step.")
    ] = None,
) -> None:
    """Write one more step into the plan file, or a task of a step.

    The rest of the file stays as it is.
    """
    run = session(ctx)
    given: dict[str, Value | None] = {
        "title": title,
        "kind": kind,
        "date": date,
        "takes": takes,
        "effort": effort,
        "experience": experience,
        "every": every,
        "after": after[0] if after and len(after) == 1 else after,
        "from": from_,
        "by": by,
        "closes": closes,
    }
    fields = {key: value for key, value in given.items() if value}
    fields["title"] = " ".join(title.split())
    text = read_text(run.plan_file)
    run.text = text
    if under is None:
        first = [one.partition("+")[0].strip() for one in after or ()]
        edit, item = _step(run, text, fields, id_, track, first)
    else:
        edit, item = _task(run, text, fields, id_, under, track)
    _write(run, edit, item)


def _step(
    run: Session, text: str, fields: dict[str, Value], name: str | None, track: str | None, first: list[str]
) -> tuple[Edit, str]:
    plan = _plan(run)
    if track is not None and plan is not None and track not in plan.tracks:
        raise UsageError(f'there is no track "{track}" in this plan', f"It has: {', '.join(plan.tracks)}.")
    known = list(plan.steps) if plan else []
    own = name or free_id(str(fields["title"]), known)
    behind = max(set(first) & set(known), key=known.index, default=None)
    written = add_steps(text, str(run.plan_file), [NewStep(own, fields)], behind, track)
    return Edit(run, text, written), own


def _task(
    run: Session, text: str, fields: dict[str, Value], name: str | None, under: str, track: str | None
) -> tuple[Edit, str]:
    wrong = [f"--{key}" for key in fields if key not in OF_TASKS] + (["--track"] if track else [])
    if wrong:
        raise UsageError(f"a task has no {' and no '.join(wrong)}", "Leave it out, or add a step.")
    if under not in run.plan.steps:
        raise UsageError(f'there is no step "{under}" in this plan', "See: planner status")
    known = taken(run.plan.steps[under])
    fields = {"id": name, **fields} if name else dict(named(fields, known))
    written = add_tasks(text, str(run.plan_file), under, [fields])
    return Edit(run, text, written), task_id(under, str(fields.get("id") or slug(str(fields["title"]))))


def free_id(title: str, known: list[str]) -> str:
    """An id made of a title that no step has."""
    stem = slug(title)
    if len(stem) > ID_LENGTH - 8:
        stem = stem[: ID_LENGTH - 8].rpartition("-")[0] or stem[: ID_LENGTH - 8]
    numbered = (f"{stem or 'step'}-{number}" for number in itertools.count(2))
    return next(one for one in itertools.chain([stem or "step"], numbered) if one not in known)


def _plan(run: Session) -> Plan | None:
    """The plan; None where it has mistakes, of which having no steps yet may be the only one."""
    try:
        return run.plan
    except PlanInvalid:
        return None


def _write(run: Session, edit: Edit, item: str) -> None:
    moves = edit.moves(item)
    shown = {"schema": "planner.add/1", "file": str(run.plan_file), "item": item, "lines": edit.added}
    effect = edit.moves_json() if run.options.json else {}
    edit.write()
    if run.options.json:
        run.terminal.show_json(shown | dict(effect))
        return
    said = [f"Added to {run.plan_file}: {item}", *(f"  | {line}" for line in edit.added)]
    run.terminal.show("\n".join([*said, *moves]))
    run.terminal.note(f"next: planner sync   (to change it: planner edit, or {run.plan_file} itself)")
