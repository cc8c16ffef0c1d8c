"""What a plan gets of another program's list, in the plan's text."""

from collections.abc import Mapping

from planner.plan.edit import Mistaken, NewStep, add_steps, add_tasks
from planner.plan.edit.writing import Value
from planner.plan.foreign.merge import Merged
from planner.plan.foreign.values import Unused


def written(text: str, file: str, merged: Merged) -> str:
    """The text of a plan with all that can be in it; what can't is moved to `merged.unused`.

    Raises what `add_steps` does.
    """
    while merged.steps:
        try:
            text = add_steps(text, file, merged.steps)
            break
        except Mistaken as error:
            _leave_out(merged, error)
    for step, tasks in list(merged.tasks.items()):
        text = _with_tasks(text, file, step, tasks, merged)
    return text


def _with_tasks(text: str, file: str, step: str, tasks: list[Mapping[str, Value]], merged: Merged) -> str:
    """The text with tasks in a step that it has; where they can't be there, without them."""
    try:
        return add_tasks(text, file, step, tasks)
    except Mistaken as error:
        first = merged.lines.get(f"{step}/{tasks[0].get('id')}", 0)
        merged.unused.append(Unused(first, f"the tasks of {step}", error.message))
        del merged.tasks[step]
        return text


def _leave_out(merged: Merged, error: Mistaken) -> None:
    """Take what is wrong out of the new steps. Raises the error where it is about no single one of them."""
    gone: set[int] = set()
    for mistake in error.mistakes:
        if mistake.part is None:
            raise error
        name, fields = merged.steps[mistake.part]
        line, why = merged.lines[name], f"{mistake.message}. {mistake.remedy}"
        if mistake.key in {None, "title"}:
            gone.add(mistake.part)
            merged.unused.append(Unused(line, str(fields["title"]), why))
        elif mistake.key in fields:
            merged.unused.append(Unused(line, f"{mistake.key} of {name}", why))
            left = {key: value for key, value in fields.items() if key != mistake.key}
            merged.steps[mistake.part] = NewStep(name, left)
    merged.steps = [one for number, one in enumerate(merged.steps) if number not in gone]
