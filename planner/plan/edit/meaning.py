"""From a tree with new parts to the plan that is meant, or to what is wrong with the new parts."""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from planner.errors import PlanInvalid, PlannerError, UsageError
from planner.plan.edit.tree import NEW
from planner.plan.model import Plan
from planner.plan.nodes import Node
from planner.plan.problems import PlanProblems, Problem, Report
from planner.plan.read import read, read_tree

_NEW_LINE = re.compile(r" \(line 1\d{9}\)|, and of what stands in line 1\d{9}")


class Mistake(NamedTuple):
    """What can't be in a new part: its number, the key (None: the part itself, or the whole), and why."""

    part: int | None
    key: str | None
    message: str
    remedy: str


class Mistaken(UsageError):
    """What was to be added has mistakes."""

    def __init__(self, mistakes: Sequence[Mistake]) -> None:
        super().__init__(mistakes[0].message, mistakes[0].remedy)
        self.mistakes = tuple(mistakes)


def meant(root: Node, file: str, keys: Sequence[Sequence[str]]) -> Plan:
    """The plan of a tree; `keys` are those of each new part. Raises Mistaken."""
    try:
        return read_tree(root, Report(file)).plan
    except PlanProblems as failed:
        problems = [problem for problem in failed.problems if problem.is_error]
        raise Mistaken([_mistake(problem, keys) for problem in problems]) from None


def _mistake(problem: Problem, keys: Sequence[Sequence[str]]) -> Mistake:
    # Places count from 1, marks from 0.
    part, column = problem.place.line - 1 - NEW, problem.place.column - 1
    message = _NEW_LINE.sub("", problem.message).removesuffix(".")
    if not 0 <= part < len(keys):
        return Mistake(None, None, message, problem.remedy)
    key = keys[part][column - 1] if 0 < column <= len(keys[part]) else None
    return Mistake(part, key, message, problem.remedy)


def first_right(candidates: Iterable[str], file: str, expected: Plan, by_hand: Sequence[str]) -> str:
    """The first of several texts that says what is meant and nothing else.

    Raises PlannerError where none does, with the lines for the person to write.
    """
    for text in candidates:
        try:
            if read(text, file).plan == expected:
                return text
        except PlanInvalid:
            continue
    shown = "\n    ".join(by_hand)
    raise PlannerError(
        f"{file}: this can't be written into the file by itself; nothing was changed",
        f"Its layout is one that planner doesn't know. Add it by hand:\n    {shown}",
    )
