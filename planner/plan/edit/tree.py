"""What an edit means: the plan's tree with the new parts in it, read like any plan. No text is touched."""

from collections.abc import Mapping as Values
from collections.abc import Sequence as Members
from typing import NamedTuple

from planner.plan.edit.writing import Value
from planner.plan.nodes import Mapping, Node, Scalar, Sequence

NEW = 1_000_000_000
"""New nodes stand in lines from here on, one line for each new part, so that a mistake tells whose it is."""


class At(NamedTuple):
    """The place of a new node: the line is its part's, the column that of its key within it."""

    line: int
    column: int


def node_of(value: Value, at: At) -> Node:
    """A value as the parser would give it."""
    if isinstance(value, bool | int):
        return Scalar(at, str(value).lower(), plain=True)
    if isinstance(value, str):
        return Scalar(at, value, plain=False)
    if isinstance(value, Values):
        found = Mapping(at)
        for key, inner in value.items():
            found.items[key], found.keys[key] = node_of(inner, at), at
        return found
    listed = Sequence(at)
    listed.items = [node_of(inner, at) for inner in value]
    return listed


def fields_node(fields: Values[str, Value], part: int) -> Mapping:
    """The keys of a new step or task; the n-th key stands in column n."""
    found = Mapping(At(NEW + part, 0))
    for number, (key, value) in enumerate(fields.items(), 1):
        at = At(NEW + part, number)
        found.items[key], found.keys[key] = node_of(value, at), at
    return found


def with_member(node: Node | None, name: str, value: Node) -> Mapping:
    """The mapping with one member set. What it was stays as it is: an alias may share it."""
    old = node if type(node) is Mapping else None
    found = Mapping(old.mark if old else value.mark)
    if old:
        found.items, found.keys = dict(old.items), dict(old.keys)
    found.items[name] = value
    found.keys.setdefault(name, value.mark)
    return found


def with_parts(node: Node | None, behind: str | None, new: Members[Node]) -> Sequence:
    """The list with more members behind a word in it, else at the end. A single value is a list of one."""
    old = node.items if type(node) is Sequence else []
    if type(node) is Scalar and not node.is_null:
        old = [node]
    words = [one.text if type(one) is Scalar else None for one in old]
    at = words.index(behind) + 1 if behind is not None and behind in words else len(old)
    found = Sequence(node.mark if node is not None else new[0].mark)
    found.items = [*old[:at], *new, *old[at:]]
    return found


def member(node: Node | None, name: str) -> Node | None:
    """The value of a key, if there is one."""
    return node.items.get(name) if type(node) is Mapping else None
