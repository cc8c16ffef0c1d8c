"""Tasks are added to a step in a plan's text."""

import json
from collections.abc import Iterator, Mapping, Sequence

import yaml

from planner.errors import PlanInvalid, PlannerError
from planner.plan.edit import layout, tree
from planner.plan.edit.layout import Insertion
from planner.plan.edit.meaning import Mistake, Mistaken, first_right, meant
from planner.plan.edit.writing import Manner, Value, in_words, inline
from planner.plan.identity import DEADLINE, slug
from planner.plan.model import Step, Task
from planner.plan.nodes import Mapping as MappingNode
from planner.plan.nodes import Node, parse
from planner.plan.problems import Report
from planner.plan.read import read

Fields = Mapping[str, Value]
OF_TASKS = frozenset({"title", "id", "by", "effort", "after"})
"""The keys that a task may have."""


def add_task(text: str, file: str, step: str, title: str) -> tuple[str, Task]:
    """The text of a plan with one more task at the end of a step's, and that task.

    Raises PlanProblems for a text that isn't a plan, PlannerError where a task can't be added by itself.
    """
    known = read(text, file).plan.steps[step]
    try:
        written = add_tasks(text, file, step, [named({"title": title}, taken(known))])
    except PlanInvalid:
        raise
    except PlannerError as error:
        why = f": {error.message}" if isinstance(error, Mistaken) else ""
        raise PlannerError(
            f"{file}: a task can't be added to {step} by itself{why}",
            f"Add it to its tasks by hand: {json.dumps(title, ensure_ascii=False)}",
        ) from None
    return written, read(written, file).plan.steps[step].tasks[-1]


def taken(step: Step) -> set[str]:
    """The names that a step's parts have already; numbered goals aren't among them."""
    titles = step.goals.titles if step.goals else ()
    return {task.id for task in step.tasks} | {slug(title) for title in titles} | {DEADLINE}


def named(fields: Fields, known: set[str]) -> Fields:
    """A task's keys, with an id of its own where the title's name is taken or is none. Adds it to `known`."""
    wanted = str(fields.get("id") or slug(str(fields["title"])))
    free = wanted
    if not wanted or wanted in known or wanted.startswith("goal-"):
        number = 2
        while (free := f"task-{number}") in known:
            number += 1
    known.add(free)
    return fields if free == wanted else {"id": free, **{key: v for key, v in fields.items() if key != "id"}}


def add_tasks(text: str, file: str, step: str, tasks: Sequence[Fields]) -> str:
    """The text of a plan with more tasks at the end of a step's.

    Raises as `add_steps` does.
    """
    root = parse(text, Report(file))
    steps = tree.member(root, "steps")
    body = tree.member(steps, step)
    if type(body) is not MappingNode:
        raise Mistaken(
            [Mistake(None, None, f'there is no step "{step}" in this plan', "See: planner status")]
        )
    new: list[Node] = [tree.fields_node(fields, part) for part, fields in enumerate(tasks)]
    listed = tree.with_parts(body.items.get("tasks"), None, new)
    whole = tree.with_member(steps, step, tree.with_member(body, "tasks", listed))
    keys = [tuple(fields) for fields in tasks]
    expected = meant(tree.with_member(root, "steps", whole), file, keys)
    by_hand = [f"- {inline(fields, Manner())}" for fields in tasks]
    return first_right(_candidates(text, step, tasks), file, expected, [f"in {step}, tasks:", *by_hand])


def _candidates(text: str, step: str, tasks: Sequence[Fields]) -> Iterator[str]:
    """The text with the tasks: on a line where they are words alone, else with their keys."""
    root = layout.compose(text)
    for written in ([in_words(fields) for fields in tasks], list(tasks)):
        try:
            yield layout.inserted(text, _into_step(text, root, step, written))
        except (LookupError, ValueError, yaml.YAMLError):
            continue


def _into_step(text: str, root: yaml.Node | None, step: str, tasks: Sequence[Value]) -> list[Insertion]:
    _, steps = layout.child(root, "steps")
    _, body = layout.child(steps, step)
    near = layout.position(steps, step)
    way = layout.manner(steps, near, Manner())
    try:
        _, listed = layout.child(body, "tasks")
    except LookupError:
        return layout.into_mapping(text, body, -1, [("tasks", tasks)], way)
    return layout.into_list(text, listed, -1, tasks, way)
