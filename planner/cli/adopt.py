"""`planner adopt`: what a person added elsewhere goes into the plan file."""

from collections.abc import Collection, Iterator
from typing import Annotated, NamedTuple

import typer

from planner.cli.options import Command
from planner.cli.plan_file import Edit
from planner.cli.session import Session, session
from planner.errors import PlanInvalid, PlannerError, UsageError
from planner.plan.edit import add_task
from planner.plan.identity import step_of, task_id
from planner.plan.source import read_text
from planner.progress.adoption import unadopted
from planner.progress.facts import Adopted, Completed, Fact, Pinned
from planner.progress.values import Theirs

app = typer.Typer()


class _Taken(NamedTuple):
    """A task of the person's, and the item of the plan that it becomes."""

    task: Theirs
    item: str


@app.command(cls=Command)
def adopt(
    ctx: typer.Context,
    names: Annotated[
        list[str] | None, typer.Argument(metavar="[STEP]...", help="Only of these steps.")
    ] = None,
) -> None:
    """Write the tasks that you added at a target into the plan file.

    The rest of the file stays as it is.
    """
    run = session(ctx)
    for name in set(names or ()) - run.plan.steps.keys():
        raise UsageError(f'there is no step "{name}" in this plan', "See: planner status")
    with run.locked():
        before = read_text(run.plan_file)
        text, taken = _added(run, before, names or run.plan.steps)
        if taken:
            # Written first: should recording fail, the next sync knows the task by its title.
            Edit(run, before, text).write()
            run.record([fact for one in taken for fact in _facts(run, one)])
    if run.options.json:
        rows = [{"item": one.item, "title": one.task.title, "target": one.task.target} for one in taken]
        run.terminal.show_json({"schema": "planner.adopt/1", "adopted": rows})
    elif taken:
        lines = [f"  {one.item}  {one.task.title}" for one in taken]
        run.terminal.show("\n".join([f"Added to {run.plan_file}:", *lines]))
        run.terminal.note("next: planner sync")
    else:
        run.terminal.show("There is nothing to adopt.")


def _added(run: Session, text: str, steps: Collection[str]) -> tuple[str, list[_Taken]]:
    """The plan's text with the tasks in it. What can't be added is said, and keeps no other away."""
    taken = []
    for task in unadopted(run.plan, run.progress.theirs):
        step = step_of(task.parent)
        if step not in steps or step not in run.plan.steps:
            continue
        try:
            text, added = add_task(text, str(run.plan_file), step, task.title)
        except PlanInvalid:
            raise
        except PlannerError as error:
            run.terminal.note(f"{error.message}. {error.hint}")
        else:
            taken.append(_Taken(task, task_id(step, added.id)))
    return text, taken


def _facts(run: Session, one: _Taken) -> Iterator[Fact]:
    """It becomes the plan's as it is: ticked, or on the day that the person gave it."""
    yield Adopted(one.item, one.task.target, one.task.href)
    if one.task.done:
        yield Completed(one.item, run.today)
    elif one.task.due is not None:
        yield Pinned(one.item, one.task.due)
