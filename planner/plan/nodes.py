"""YAML text -> a tree of nodes with places, within limits that no plan reaches.

Built from the parser's events, because PyYAML's loaders keep the last of two duplicate keys, read
`no` as False and `18:00` as 1080, and crash the process on deep nesting. Scalars stay text: what
they mean is for the reader to say. Of YAML 1.2's core schema only null is told apart here.
"""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Protocol, TypeAlias, cast

import yaml
from yaml import events

from planner.plan.problems import Place, PlanProblems, Report, shown

DEPTH_LIMIT = 30
EVENT_LIMIT = 400_000

# As plain objects: the stubs keep the parser's events apart from what they carry.
_ALIAS: object = events.AliasEvent
_DOCUMENT: object = events.DocumentStartEvent
_END: object = events.StreamEndEvent
_MAPPING: object = events.MappingStartEvent
_MAPPING_END: object = events.MappingEndEvent
_SCALAR: object = events.ScalarEvent
_SEQUENCE_END: object = events.SequenceEndEvent

_NULLS = frozenset({"", "~", "null", "Null", "NULL"})


class Mark(Protocol):
    """Where the parser stood, both counted from 0."""

    @property
    def line(self) -> int: ...  # noqa: D102
    @property
    def column(self) -> int: ...  # noqa: D102


class Scalar:
    """A single value as text; `plain` when it stands without quotes and isn't a block."""

    __slots__ = ("mark", "plain", "text")

    def __init__(self, mark: Mark, text: str, plain: bool) -> None:
        self.mark = mark
        self.text = text
        self.plain = plain

    @property
    def is_null(self) -> bool:
        """True for YAML 1.2's null: nothing, `~` or `null`, unquoted."""
        return self.plain and self.text in _NULLS


class Sequence:
    """A list of nodes."""

    __slots__ = ("items", "mark")

    def __init__(self, mark: Mark) -> None:
        self.mark = mark
        self.items: list[Node] = []


class Mapping:
    """Keys with their values, in the order of the file; `keys` holds where each key stands."""

    __slots__ = ("items", "keys", "mark")

    def __init__(self, mark: Mark) -> None:
        self.mark = mark
        self.items: dict[str, Node] = {}
        self.keys: dict[str, Mark] = {}


class _Event(Protocol):
    """What the events of PyYAML's parser carry, each kind a part of it; its stubs don't say so."""

    start_mark: Mark
    anchor: str | None
    tag: str | None
    value: str
    style: str | None


Node: TypeAlias = Scalar | Sequence | Mapping


def place_of(mark: Mark) -> Place:
    """The parser's mark, as people count."""
    return Place(mark.line + 1, mark.column + 1)


def parse(text: str, report: Report) -> Node | None:
    """The tree of the only document in `text`, None when there is nothing in it.

    Mistakes that leave a tree are put into `report`: duplicate keys (the first one stays), tags, keys
    that aren't words. Raises PlanProblems for what leaves none. Aliased nodes are shared, and
    count towards the limit each time they are used.
    """
    builder = _Builder(text, report)
    try:
        return builder.document()
    except (yaml.YAMLError, UnicodeEncodeError) as error:
        from planner.plan.syntax import explain  # words that only broken YAML needs

        report.add(explain(error, text))
    raise report.failure()


class _Builder:
    """One pass over the events; recursion ends at DEPTH_LIMIT."""

    def __init__(self, text: str, report: Report) -> None:
        self.report = report
        self.all_events = cast("Iterator[_Event]", yaml.parse(text, Loader=yaml.CSafeLoader))
        self.events = islice(self.all_events, EVENT_LIMIT)
        self.anchors: dict[str, Node | None] = {}
        self.sizes: dict[int, int] = {}
        self.aliased = 0

    def document(self) -> Node | None:
        try:
            return self.only_document()
        except StopIteration:
            raise self.too_much(next(self.all_events)) from None

    def only_document(self) -> Node | None:
        stream = self.events
        next(stream)
        event = next(stream)
        if type(event) is _END:
            return None
        root = self.node(next(stream), 1)
        next(stream)
        event = next(stream)
        if type(event) is _DOCUMENT:
            raise self.failure(
                event, "a second document begins here.", "Keep one plan to a file: remove the ---."
            )
        return None if type(root) is Scalar and root.is_null else root

    def node(self, event: _Event, depth: int) -> Node:
        kind = type(event)
        if kind is _ALIAS:
            return self.alias(event)
        if event.tag is not None:
            remedy = "Remove it: the plan's keys say what a value is."
            self.report.error(
                place_of(event.start_mark), f"the tag {shown(event.tag)} has no use in a plan.", remedy
            )
        node: Node
        if kind is _SCALAR:
            node = Scalar(event.start_mark, event.value, not event.style)
        else:
            if event.anchor is not None:
                self.anchors[event.anchor] = None
            if depth > DEPTH_LIMIT:
                raise self.failure(
                    event, f"this is nested more than {DEPTH_LIMIT} deep.", "A plan needs five levels."
                )
            node = self.mapping(event, depth) if kind is _MAPPING else self.sequence(event, depth)
        if event.anchor is not None:
            self.anchors[event.anchor] = node
        return node

    def sequence(self, event: _Event, depth: int) -> Sequence:
        node = Sequence(event.start_mark)
        append, stream = node.items.append, self.events
        while type(event := next(stream)) is not _SEQUENCE_END:
            append(self.node(event, depth + 1))
        return node

    def mapping(self, event: _Event, depth: int) -> Mapping:
        node = Mapping(event.start_mark)
        items, keys, stream = node.items, node.keys, self.events
        while type(event := next(stream)) is not _MAPPING_END:
            key = self.node(event, depth + 1)
            value = self.node(next(stream), depth + 1)
            mark = event.start_mark
            if type(key) is not Scalar or key.is_null:
                remedy = 'Write "key: value"; put a text that begins with { or [ into quotes.'
                self.report.error(place_of(mark), "a key has to be a word.", remedy)
            elif key.text in keys:
                message = f"{shown(key.text)} is here twice; the first is in line {keys[key.text].line + 1}."
                self.report.error(place_of(mark), message, "Remove one of them, or give it another name.")
            else:
                items[key.text] = value
                keys[key.text] = mark
        return node

    def alias(self, event: _Event) -> Node:
        anchor = event.anchor or ""
        if anchor not in self.anchors:
            message = f"*{anchor} stands for nothing: there is no &{anchor} before it."
            raise self.failure(event, message, "Put a text that begins with * into quotes.")
        target = self.anchors[anchor]
        if target is None:
            raise self.failure(event, f"*{anchor} would contain itself.", "Write the value out.")
        self.aliased += self.size(target)
        if self.aliased > EVENT_LIMIT:
            raise self.too_much(event)
        return target

    def size(self, node: Node) -> int:
        """How many nodes a node is, aliases written out. What is aliased within it has its size by now,
        so that this goes no deeper than the text does.
        """
        known = self.sizes.get(id(node))
        if known is None:
            members: Iterable[Node] = ()
            if type(node) is Mapping:
                members = node.items.values()
            elif type(node) is Sequence:
                members = node.items
            known = self.sizes[id(node)] = 1 + sum(self.size(member) for member in members)
        return known

    def too_much(self, event: _Event) -> PlanProblems:
        message = f"the file holds more than {EVENT_LIMIT:,} values, aliases written out."
        return self.failure(event, message, "A plan is far smaller: is it the right file?")

    def failure(self, event: _Event, message: str, remedy: str) -> PlanProblems:
        self.report.error(place_of(event.start_mark), message, remedy)
        return self.report.failure()
