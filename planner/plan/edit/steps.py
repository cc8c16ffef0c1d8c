"""Steps are added to a plan's text."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import yaml

from planner.plan.edit import layout, tree
from planner.plan.edit.layout import Insertion
from planner.plan.edit.meaning import Mistake, Mistaken, first_right, meant
from planner.plan.edit.writing import Manner, Value, in_words, lines
from planner.plan.nodes import Mapping as MappingNode
from planner.plan.nodes import Node, parse
from planner.plan.problems import Report

__all__ = ["Mistake", "Mistaken", "NewStep", "add_steps"]

_BY_HAND = Manner()


class NewStep(NamedTuple):
    """A step to be added: its id, and its keys as the plan file has them."""

    id: str
    fields: Mapping[str, Value]


def add_steps(
    text: str, file: str, steps: Sequence[NewStep], behind: str | None = None, track: str | None = None
) -> str:
    """The text of a plan with more steps: behind one that is there, else at the end.

    On a `track` that the file has, they stand behind that step, too, if it is on it, else at the end. Raises
    PlanInvalid for a text that is no plan, Mistaken where the steps can't be, PlannerError where the file's
    layout isn't known.
    """
    root = parse(text, Report(file))
    known = tree.member(root, "steps")
    taken = [one.id for one in steps if type(known) is MappingNode and one.id in known.items]
    if taken:
        raise Mistaken([Mistake(None, None, f'there is a step "{taken[0]}" already', "Give it another id.")])
    keys = [tuple(one.fields) for one in steps]
    expected = meant(_with_steps(root, steps, behind, track), file, keys)
    by_hand = [line for one in steps for line in lines(one.id, one.fields, _BY_HAND)]
    if track is not None and _line(root, track) is not None:
        by_hand.append(f"and in tracks: {track}: {', '.join(one.id for one in steps)}")
    return first_right(_candidates(text, steps, behind, track), file, expected, by_hand)


def _with_steps(root: Node | None, steps: Sequence[NewStep], behind: str | None, track: str | None) -> Node:
    """The tree with the new steps in it; only names and members count there, no order of lines."""
    known = tree.member(root, "steps")
    there = known if type(known) is MappingNode else MappingNode(tree.At(tree.NEW, 0))
    order = list(there.items)
    at = order.index(behind) + 1 if behind in there.items else len(order)
    found = MappingNode(there.mark)
    for name in order[:at]:
        found.items[name] = there.items[name]
    for part, one in enumerate(steps):
        found.items[one.id] = tree.fields_node(one.fields, part)
    for name in order[at:]:
        found.items[name] = there.items[name]
    found.keys = {name: node.mark for name, node in found.items.items()} | there.keys
    whole = tree.with_member(root, "steps", found)
    line = None if track is None else _line(root, track)
    if track is None or line is None:
        return whole
    path, listed = line
    names = [tree.node_of(one.id, tree.At(tree.NEW + part, 0)) for part, one in enumerate(steps)]
    new: Node = tree.with_parts(listed, behind, names)
    tracks = tree.member(root, "tracks")
    if path:
        new = tree.with_member(tree.member(tracks, track), path, new)
    return tree.with_member(whole, "tracks", tree.with_member(tracks, track, new))


def _line(root: Node | None, track: str) -> tuple[str, Node] | None:
    """The list of a track's steps, and the key that it stands behind in the track (empty: none)."""
    found = tree.member(tree.member(root, "tracks"), track)
    if type(found) is MappingNode:
        for path in ("path", "steps"):
            if path in found.items:
                return path, found.items[path]
        return None
    return None if found is None else ("", found)


def _candidates(text: str, steps: Sequence[NewStep], behind: str | None, track: str | None) -> Iterator[str]:
    """The text with the steps: in the file's manner, with tasks in words; with their keys; a line each."""
    root = layout.compose(text)
    try:
        tracks = [] if track is None else _into_track(text, root, [one.id for one in steps], behind, track)
    except (LookupError, ValueError):
        return
    for new, as_inline in ((_brief(steps), False), (steps, False), (steps, True)):
        try:
            yield layout.inserted(text, [*_into_steps(text, root, new, behind, as_inline), *tracks])
        except (LookupError, ValueError, yaml.YAMLError):
            continue


def _brief(steps: Sequence[NewStep]) -> list[NewStep]:
    """The steps with their tasks as words, where these say it all."""
    short = []
    for one in steps:
        tasks = one.fields.get("tasks")
        listed = tasks if isinstance(tasks, list | tuple) else []
        words = [in_words(task) if isinstance(task, Mapping) else task for task in listed]
        short.append(NewStep(one.id, {**one.fields, "tasks": words} if words else one.fields))
    return short


def _into_steps(
    text: str, root: yaml.Node | None, steps: Sequence[NewStep], behind: str | None, as_inline: bool
) -> list[Insertion]:
    new = [(one.id, one.fields) for one in steps]
    if root is None:
        raise LookupError("steps")
    whole = layout.manner(root, -1, Manner())
    try:
        key, known = layout.child(root, "steps")
    except LookupError:
        way = whole._replace(flow=whole.flow or as_inline)
        return layout.into_mapping(text, root, -1, [("steps", dict(new))], way)
    if layout.is_nothing(known):
        way = whole._replace(flow=as_inline)
        step = " " * way.indent
        return layout.below(text, key, [f"{step}{line}" for one in new for line in lines(*one, way)])
    where = -1 if behind is None else layout.position(known, behind)
    near = where if where >= 0 else len(layout.members(known)) - 1
    way = layout.manner(known, near, whole)
    if as_inline:
        way = way._replace(flow=True, spread=False)
    return layout.into_mapping(text, known, where, new, way)


def _into_track(
    text: str, root: yaml.Node | None, names: Sequence[str], behind: str | None, track: str
) -> list[Insertion]:
    """Into the track's list; a plan without tracks has one of all its steps, written nowhere."""
    try:
        _, tracks = layout.child(root, "tracks")
    except LookupError:
        return []
    key, found = layout.child(tracks, track)
    if isinstance(found, yaml.MappingNode):
        keys = [name.value for name, _ in found.value]
        key, found = layout.child(found, "path" if "path" in keys else "steps")
    there = [part.value for part, _ in layout.members(found)]
    where = there.index(behind) if behind in there else -1
    return layout.into_list(text, found, where, names, Manner(flow=True, key_quotes=layout.quotes(key)))
