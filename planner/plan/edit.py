"""Adding to a plan's text without touching the rest: comments, order and layout stay as they are.

What comes out is read again and compared: it says what was meant and nothing else, or nothing comes out.
"""

import json
import re
from dataclasses import replace
from types import MappingProxyType

import yaml

from planner.errors import PlanInvalid, PlannerError
from planner.plan.model import Plan, Task
from planner.plan.read import read

# What needs no quotes anywhere in YAML: words, and signs that start nothing between them.
_PLAIN = re.compile(r"[^\W\d_](?:[\w ./()+-]*[\w.)])?")
_WORDS = frozenset({"null", "true", "false", "yes", "no", "on", "off", "y", "n"})
_MOST_ALIKE = 100


def add_task(text: str, file: str, step: str, title: str) -> tuple[str, Task]:
    """The text of a plan with one more task at the end of a step's, and that task.

    Raises PlanProblems for a text that isn't a plan, PlannerError where a task can't be added by itself.
    """
    before = read(text, file).plan
    for number in range(1, _MOST_ALIKE):
        try:
            written = _inserted(text, step, _entry(title, number))
            after = read(written, file).plan
        except (PlanInvalid, yaml.YAMLError, LookupError):
            continue
        task = after.steps[step].tasks[-1] if after.steps[step].tasks else None
        if task is not None and task.title == title and _without_last_task(after, step) == before:
            return written, task
    raise PlannerError(
        f"{file}: a task can't be added to {step} by itself",
        f"Add it to its tasks by hand: {json.dumps(title, ensure_ascii=False)}",
    )


def _entry(title: str, number: int) -> str:
    """A task as YAML on one line. From the second try on it has a name of its own."""
    plain = _PLAIN.fullmatch(title) is not None and title.lower() not in _WORDS
    shown = title if plain else json.dumps(title, ensure_ascii=False)
    return shown if number == 1 else f"{{id: task-{number}, title: {shown}}}"


def _inserted(text: str, step: str, entry: str) -> str:
    """Raises LookupError where the layout is one that isn't known."""
    root = yaml.compose(text, Loader=yaml.CSafeLoader)
    key, body = _child(_child(root, "steps")[1], step)
    match body:
        case yaml.ScalarNode(value=""):
            indent = " " * (key.start_mark.column + 2)
            return _after_line(text, key.end_mark.index, f"{indent}tasks: [{entry}]")
        case yaml.MappingNode():
            tasks = next((value for name, value in body.value if name.value == "tasks"), None)
        case _:
            raise LookupError(step)
    match tasks:
        case None if body.flow_style:
            return _before_bracket(text, body, f"tasks: [{entry}]")
        case None:
            indent = " " * body.start_mark.column
            return _after_line(text, _last(body).end_mark.index, f"{indent}tasks: [{entry}]")
        case yaml.SequenceNode(flow_style=True):
            return _before_bracket(text, tasks, entry)
        case yaml.SequenceNode():
            return _after_line(text, _last(tasks).end_mark.index, f"{' ' * tasks.start_mark.column}- {entry}")
    raise LookupError(step)


def _child(node: yaml.Node | None, name: str) -> tuple[yaml.Node, yaml.Node]:
    """A key and its value. Raises LookupError."""
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == name:
                return key, value
    raise LookupError(name)


def _last(node: yaml.Node) -> yaml.Node:
    """The last part of a node that has an end of its own: a block ends only where the next one begins."""
    while isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        node = node.value[-1][1] if isinstance(node, yaml.MappingNode) else node.value[-1]
    return node


def _before_bracket(text: str, node: yaml.Node, entry: str) -> str:
    """Inside the closing bracket of a flow collection, after what is there."""
    end = node.end_mark.index - 1
    kept = len(text[:end].rstrip())
    comma = "" if not node.value or text[kept - 1] == "," else ","
    space = " " if node.value else ""
    return f"{text[:kept]}{comma}{space}{entry}{text[kept:]}"


def _after_line(text: str, index: int, line: str) -> str:
    """On a line of its own, after the one in which something ends."""
    end = text.find("\n", len(text[:index].rstrip()))
    if end < 0:
        return f"{text.rstrip()}\n{line}\n"
    return f"{text[:end]}\n{line}{text[end:]}"


def _without_last_task(plan: Plan, step: str) -> Plan:
    changed = plan.steps[step]
    steps = {**plan.steps, step: replace(changed, tasks=changed.tasks[:-1])}
    return replace(plan, steps=MappingProxyType(steps))
