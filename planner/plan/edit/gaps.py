"""Gaps are added to a plan's text."""

from collections.abc import Iterator, Sequence

import yaml

from planner.plan.edit import layout, tree
from planner.plan.edit.layout import Insertion
from planner.plan.edit.meaning import Mistake, Mistaken, first_right, meant
from planner.plan.edit.tree import NEW, At
from planner.plan.edit.writing import Manner, pair
from planner.plan.nodes import Mapping as MappingNode
from planner.plan.nodes import parse
from planner.plan.problems import Report

_BEFORE = ("plan", "id", "title", "start", "timezone", "time", "away", "holidays", "now", "goal")
"""What stands above the gaps in a plan, as the docs show it."""


def add_gaps(text: str, file: str, gaps: Sequence[tuple[str, str]]) -> str:
    """The text of a plan with more gaps, by id and text, behind those that are there.

    Raises PlanInvalid for a text that is no plan, Mistaken where the gaps can't be, PlannerError where the
    file's layout isn't known.
    """
    root = parse(text, Report(file))
    whole = tree.member(root, "gaps")
    for number, (name, said) in enumerate(gaps):
        if type(whole) is MappingNode and name in whole.items:
            raise Mistaken([Mistake(None, None, f'there is a gap "{name}" already', "Give it another id.")])
        whole = tree.with_member(whole, name, tree.node_of(said, At(NEW + number, 1)))
    if whole is None:
        return text
    expected = meant(tree.with_member(root, "gaps", whole), file, [(name,) for name, _ in gaps])
    by_hand = ["gaps:", *(f"  {pair(*gap, Manner())}" for gap in gaps)]
    return first_right(_candidates(text, gaps), file, expected, by_hand)


def _candidates(text: str, gaps: Sequence[tuple[str, str]]) -> Iterator[str]:
    root = layout.compose(text)
    try:
        yield layout.inserted(text, _into_gaps(text, root, gaps))
    except (LookupError, ValueError, yaml.YAMLError):
        return


def _into_gaps(text: str, root: yaml.Node | None, gaps: Sequence[tuple[str, str]]) -> list[Insertion]:
    if root is None:
        raise LookupError("gaps")
    whole = layout.manner(root, -1, Manner())
    try:
        key, known = layout.child(root, "gaps")
    except LookupError:
        names = [name.value for name, _ in layout.members(root)]
        above = max((names.index(name) for name in _BEFORE if name in names), default=-1)
        return layout.into_mapping(text, root, above, [("gaps", dict(gaps))], whole)
    if layout.is_nothing(known):
        step = " " * whole.indent
        return layout.below(text, key, [f"{step}{pair(*gap, whole)}" for gap in gaps])
    members = layout.members(known)
    quotes = layout.quotes(members[-1][1]) if members else ""
    keys = layout.quotes(members[-1][0]) if members else ""
    way = layout.manner(known, -1, Manner())._replace(quotes=quotes, key_quotes=keys)
    return layout.into_mapping(text, known, -1, list(gaps), way)
