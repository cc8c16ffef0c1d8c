"""Reading of nodes: one value, one list, one mapping at a time, every mistake noted with its place."""

import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import NamedTuple, TypeVar

from planner.plan import phrases
from planner.plan.identity import is_id
from planner.plan.keys import Section
from planner.plan.nodes import Mapping, Mark, Node, Scalar, Sequence, place_of
from planner.plan.problems import Report, shown
from planner.plan.words import WordError

T = TypeVar("T")

# The numbers of YAML 1.2's core schema; longer ones mean nothing in a plan.
_NUMBER = re.compile(r"[-+]?(?:\.[0-9]{1,20}|[0-9]{1,20}(?:\.[0-9]{0,20})?)(?:[eE][-+]?[0-9]{1,3})?")
_BASED = "0o[0-7]{1,20}|0x[0-9a-fA-F]{1,20}"
_SWITCHES = {
    word: value for value in (True, False) for word in (str(value), str(value).lower(), str(value).upper())
}
_NO_VALUE = "Write one, or delete the line."


class Reference(NamedTuple):
    """A name that has to exist among the `scope` (steps, gaps, tracks)."""

    scope: str
    id: str
    mark: Mark
    label: str


class Reading:
    """What one reading of a file gathers on its way: problems, places, and names to look up."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.marks: dict[str, Mark] = {}
        self.references: list[Reference] = []
        self.has_time = True

    def key_mark(self, *keys: str) -> Mark:
        """Where a member stands that `members` has met."""
        return self.marks[".".join(keys)]

    def error(self, mark: Mark, message: str, remedy: str = "") -> None:
        """Note a mistake at `mark`."""
        self.report.error(place_of(mark), message, remedy)

    def word(self, node: Node, label: str, parse: Callable[[str], T]) -> T | None:
        """A single value as `parse` takes it."""
        if type(node) is not Scalar:
            self.error(node.mark, f"{label}: one value belongs here, not {sort_of(node)}.")
        elif node.is_null:
            self.error(node.mark, f"{label}: there is no value.", _NO_VALUE)
        else:
            try:
                return parse(node.text)
            except WordError as error:
                self.error(node.mark, f"{label}: {error.message}", error.remedy)
        return None

    def nodes(self, node: Node, label: str) -> list[Node]:
        """The members of a list; a single value is a list of one."""
        if type(node) is Sequence:
            return node.items
        if type(node) is Scalar and node.is_null:
            self.error(node.mark, f"{label}: there is no value.", _NO_VALUE)
            return []
        return [node]

    def words(self, node: Node, label: str, parse: Callable[[str], T]) -> list[tuple[T, Mark]]:
        """The members of a list as `parse` takes them; none of them twice."""
        found: dict[T, Mark] = {}
        for member in self.nodes(node, label):
            value = self.word(member, label, parse)
            if value is not None and value in found:
                self.error(
                    member.mark, f"{label}: {_as_written(member)} is here twice.", "Remove one of them."
                )
            elif value is not None:
                found[value] = member.mark
        return list(found.items())

    def names(self, node: Node, label: str, scope: str) -> tuple[str, ...]:
        """A list of ids that must exist among the `scope`."""
        named = self.words(node, label, phrases.identifier)
        self.references += [Reference(scope, name, mark, label) for name, mark in named]
        return tuple(name for name, _ in named)

    def members(self, node: Node, label: str) -> Iterator[tuple[str, Node]]:
        """The ids and values of a mapping from ids; keeps their places as `label.id`."""
        if type(node) is not Mapping:
            remedy = _NO_VALUE if type(node) is Scalar and node.is_null else "Write one id: value to a line."
            self.error(node.mark, f"{label}: ids with their values belong here, not {sort_of(node)}.", remedy)
            return
        for name, value in node.items.items():
            mark = node.keys[name]
            if not is_id(name):
                self.word(Scalar(mark, name, plain=False), label, phrases.identifier)
            self.marks[f"{label}.{name}"] = mark
            yield name, value

    def number(self, node: Node, label: str, low: int, high: int, step: str) -> Decimal | None:
        """A number from `low` to `high`, in multiples of `step`; quoted, it is text and no number."""
        value = None
        if type(node) is Scalar and node.plain:
            if _NUMBER.fullmatch(node.text):
                value = Decimal(node.text)
            elif re.fullmatch(_BASED, node.text):
                value = Decimal(int(node.text, 0))
        if value is not None and low <= value <= high and value % Decimal(step) == 0:
            return value
        what = shown(node.text) if type(node) is Scalar else sort_of(node)
        whole = "a whole number" if step == "1" else f"a number in steps of {step}"
        self.error(
            node.mark,
            f"{label}: {what} is not {whole} from {low} to {high:,}.",
            "Write it in digits, without quotes.",
        )
        return None

    def switch(self, node: Node, label: str) -> bool | None:
        """True or false, as YAML 1.2 has them."""
        if type(node) is Scalar and node.plain and node.text in _SWITCHES:
            return _SWITCHES[node.text]
        self.error(node.mark, f"{label}: {sort_of(node)} is neither true nor false.", "Write true or false.")
        return None


class Fields:
    """The values of one mapping by key. Unknown and missing keys are noted at once."""

    def __init__(self, reading: Reading, node: Mapping, section: Section, path: str, mark: Mark) -> None:
        self.reading = reading
        self.path = path
        self.items = node.items
        self.keys = node.keys
        self.start = mark
        self.title = section.title
        marks, known = reading.marks, section.names
        for key, value in node.items.items():
            if key in known:
                marks[f"{path}.{key}" if path else key] = value.mark
            else:
                remedy = reading.report.meant(
                    key, section.names, f"Its keys: {', '.join(k.name for k in section.keys)}."
                )
                reading.error(node.keys[key], f"{shown(key)} is not a key of {section.title}.", remedy)
        for known_key in section.keys:
            if known_key.required and known_key.name not in node.items:
                remedy = f'Add "{known_key.name}: {known_key.example}".'
                reading.error(mark, f"{section.title} has no {known_key.name}.", remedy)

    def __contains__(self, key: str) -> bool:
        return key in self.items

    def mark(self, key: str) -> Mark:
        """Where the value of a key stands; where the mapping begins when it has none."""
        node = self.items.get(key)
        return self.start if node is None else node.mark

    def word(self, key: str, parse: Callable[[str], T]) -> T | None:
        """The value of a key, or None when there is none or it is wrong."""
        node = self.items.get(key)
        return None if node is None else self.reading.word(node, key, parse)

    def names(self, key: str, scope: str) -> tuple[str, ...]:
        """The ids behind a key, each of which must exist among the `scope`."""
        node = self.items.get(key)
        return () if node is None else self.reading.names(node, key, scope)

    def warn(self, key: str, message: str, remedy: str) -> None:
        """Note what is probably not meant in the value of a key."""
        self.reading.report.warn(place_of(self.mark(key)), f"{key}: {message}", remedy)

    def wrong(self, key: str, message: str, remedy: str) -> None:
        """Note a mistake in the value of a key."""
        self.reading.error(self.mark(key), f"{key}: {message}", remedy)


def section(
    reading: Reading, node: Node, keys: Section, path: str, mark: Mark | None = None
) -> Fields | None:
    """The fields of a node that must be a mapping; None, with a problem, when it isn't."""
    if type(node) is Mapping:
        return Fields(reading, node, keys, path, mark or node.mark)
    if type(node) is Scalar and node.is_null:
        reading.error(
            mark or node.mark,
            f"{keys.title} has nothing in it.",
            f'Write its keys below, indented, as "{keys.keys[0].name}: ...".',
        )
    else:
        names = ", ".join(key.name for key in keys.keys[:4])
        reading.error(
            node.mark,
            f"{keys.title} has keys ({names}), and this is {sort_of(node)}.",
            f'Write "{keys.keys[0].name}: ...".',
        )
    return None


def sort_of(node: Node) -> str:
    """What a node is, for messages."""
    if type(node) is Scalar:
        return "nothing" if node.is_null else shown(node.text)
    return "a list" if type(node) is Sequence else "a mapping"


def _as_written(member: Node) -> str:
    """A member of a list in the person's own words."""
    return shown(member.text) if type(member) is Scalar else "this"
