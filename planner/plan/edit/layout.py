"""Where in a plan's text something goes, and how its neighbours are written.

Nothing here changes or removes a character: an edit is a few insertions. Positions are PyYAML's, in
characters.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple, TypeAlias

import yaml

from planner.plan.edit.writing import Manner, Value, inline, lines

Members: TypeAlias = list[tuple[yaml.Node, yaml.Node]]
_ALIAS = re.compile(r"\s*:?\s*\*[^\s,\]}]+")
_GAP = re.compile(r"(?:\s|(?<=\s)#[^\n]*)*")


class Insertion(NamedTuple):
    """A text, and before which character it goes."""

    at: int
    text: str


def compose(text: str) -> yaml.Node | None:
    """The nodes of a text that is a plan, with their places."""
    root: yaml.Node | None = yaml.compose(text, Loader=yaml.CSafeLoader)
    return root


def inserted(text: str, insertions: Sequence[Insertion]) -> str:
    """The text with all of them; those for one place keep their order."""
    pieces, done = [], 0
    for index, more in sorted(insertions, key=lambda one: one.at):
        pieces += [text[done:index], more]
        done = index
    return "".join([*pieces, text[done:]])


def members(node: yaml.Node) -> Members:
    """The parts of a mapping (key, value) or of a list (each part twice)."""
    if isinstance(node, yaml.MappingNode):
        return list(node.value)
    if isinstance(node, yaml.SequenceNode):
        return [(part, part) for part in node.value]
    return []


def child(node: yaml.Node | None, name: str) -> tuple[yaml.Node, yaml.Node]:
    """A key and its value. Raises LookupError."""
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == name:
                return key, value
    raise LookupError(name)


def position(node: yaml.Node, name: str) -> int:
    """The place of a key or of a name in a list, counted from 0. Raises LookupError."""
    for number, (key, _) in enumerate(members(node)):
        if isinstance(key, yaml.ScalarNode) and key.value == name:
            return number
    raise LookupError(name)


def is_nothing(node: yaml.Node) -> bool:
    """Whether nothing at all stands there."""
    return isinstance(node, yaml.ScalarNode) and node.value == "" and not node.style


def manner(node: yaml.Node, near: int, otherwise: Manner) -> Manner:
    """How the members of a mapping of mappings are written: as the one that is nearest to `near`."""
    ways = []
    for number, (key, value) in enumerate(members(node)):
        if isinstance(value, yaml.MappingNode) and value.value and not _is_alias(key, value):
            ways.append((abs(number - near), number, key, value))
    if not ways:
        flow = bool(isinstance(node, yaml.MappingNode) and node.flow_style)
        return otherwise._replace(flow=flow, spread=flow and otherwise.spread)
    _, _, key, value = min(ways)
    inner = value.value[0][0]
    spread = bool(value.flow_style) and inner.start_mark.line > key.start_mark.line
    deeper = inner.start_mark.column - key.start_mark.column
    title = next((part for name, part in value.value if name.value == "title"), None)
    keys = inner.style or ""
    return Manner(
        flow=bool(value.flow_style),
        spread=spread,
        indent=deeper if (spread or not value.flow_style) and deeper > 0 else otherwise.indent,
        quotes=keys
        or (title.style if isinstance(title, yaml.ScalarNode) and title.style in {"'", '"'} else ""),
        key_quotes=keys,
    )


def quotes(node: yaml.Node | None) -> str:
    """The quotes that a value stands in; empty: none."""
    style = node.style if isinstance(node, yaml.ScalarNode) else None
    return style if style in {"'", '"'} else ""


def into_mapping(
    text: str, node: yaml.Node, behind: int, new: Sequence[tuple[str, Value]], way: Manner
) -> list[Insertion]:
    """New members of a mapping, behind one of its members (counted from 0, -1: the first place)."""
    if not isinstance(node, yaml.MappingNode):
        raise LookupError(node.tag)  # noqa: TRY004 - of the file's nodes, not of ours
    return _into(text, node, behind, [lines(key, value, way) for key, value in new])


def into_list(text: str, node: yaml.Node, behind: int, new: Sequence[Value], way: Manner) -> list[Insertion]:
    """New members of a list, behind one of its members. A single value becomes a list."""
    style = (quotes(members(node)[behind][1]) if members(node) else "") or way.key_quotes
    written = [inline(value, way, style) for value in new]
    if isinstance(node, yaml.ScalarNode) and not is_nothing(node):
        more = "".join(f", {one}" for one in written)
        return [Insertion(node.start_mark.index, "["), Insertion(node.end_mark.index, f"{more}]")]
    if not isinstance(node, yaml.SequenceNode):
        raise LookupError(node.tag)  # noqa: TRY004
    dash = "" if node.flow_style else "- "
    return _into(text, node, behind, [[f"{dash}{one}"] for one in written])


def below(text: str, key: yaml.Node, block: Sequence[str]) -> list[Insertion]:
    """Lines below a key that has no value yet; they stand in column 0 and are moved to the right."""
    margin = " " * key.start_mark.column
    end = line_end(text, key.end_mark.index)
    return [Insertion(end, "".join(f"{newline(text)}{margin}{line}" for line in block))]


def newline(text: str) -> str:
    """How most lines of a text end."""
    return "\r\n" if 2 * text.count("\r\n") > text.count("\n") else "\n"


def line_end(text: str, index: int) -> int:
    """Where the line ends in which something stands, before its line break."""
    end = text.find("\n", index)
    if end < 0:
        return len(text)
    return end - 1 if end > index and text[end - 1] == "\r" else end


def _into(text: str, node: yaml.CollectionNode, behind: int, new: list[list[str]]) -> list[Insertion]:
    parts = members(node)
    if node.flow_style:
        return _into_flow(text, node, parts, behind, new)
    key = parts[behind][0]
    column = key.start_mark.column
    if isinstance(node, yaml.SequenceNode):
        column = _column(text, text.rindex("-", 0, parts[0][0].start_mark.index))
    end = _end_of_block(text, _end(text, *parts[behind]), column)
    gap = _has_gap(text, parts, behind) and text[:end].rpartition("\n")[2].strip() != ""
    margin, brk = " " * column, newline(text)
    more = [
        f"{brk if gap and not number else ''}{brk}{margin}{line}"
        for entry in new
        for number, line in enumerate(entry)
    ]
    return [Insertion(end, "".join(more))]


def _into_flow(
    text: str, node: yaml.CollectionNode, parts: Members, behind: int, new: list[list[str]]
) -> list[Insertion]:
    brk = newline(text)
    if not parts:
        entry = ", ".join(" ".join(one) for one in new)
        opening = text.index("{" if isinstance(node, yaml.MappingNode) else "[", node.start_mark.index) + 1
        return [Insertion(opening, entry)]
    behind %= len(parts)
    key, value = parts[behind]
    end, close = _end(text, key, value), node.end_mark.index - 1
    comma = _after_gap(text, end)
    has_comma, is_last = text[comma : comma + 1] == ",", behind == len(parts) - 1
    start = key.start_mark.index
    line_start = text.rfind("\n", 0, start) + 1
    own_line = not text[line_start:start].strip()
    at = comma + 1 if has_comma else end
    if own_line and line_end(text, at) < close:
        margin = text[line_start:start]
        entries = [f"{brk}{margin}".join(entry) for entry in new]
        more = f",{brk}{margin}".join(entries)
        where = line_end(text, at)
        tail = "," if has_comma else ""
        added = [Insertion(where, f"{brk}{margin}{more}{tail}")]
    else:
        more = ", ".join(" ".join(entry) for entry in new)
        tail = "," if has_comma else ""
        added = [Insertion(at, f" {more}{tail}")]
        if own_line and not is_last:
            added = [Insertion(at, f" {more},")]
    return added if has_comma else [Insertion(end, ","), *added]


def _after_gap(text: str, index: int) -> int:
    """What comes after blanks, line breaks and comments."""
    found = _GAP.match(text, index)
    return found.end() if found else index


def _end(text: str, key: yaml.Node, value: yaml.Node) -> int:
    """Where a member ends. A block ends only where the next one begins: what is last in it counts."""
    if _is_alias(key, value):
        found = _ALIAS.match(text, key.end_mark.index)
        return found.end() if found else key.end_mark.index
    while isinstance(value, yaml.CollectionNode) and not value.flow_style and value.value:
        key, value = members(value)[-1]
        if _is_alias(key, value):
            return _end(text, key, value)
    end = max(key.end_mark.index, value.end_mark.index)
    kept = isinstance(value, yaml.ScalarNode) and value.style in {"|", ">"} and value.value.endswith("\n\n")
    # The empty lines at the end of a text that keeps them (`|+`) are a part of it.
    return line_end(text, text.rindex("\n", 0, end)) if kept else len(text[:end].rstrip())


def _is_alias(key: yaml.Node, value: yaml.Node) -> bool:
    """An alias is the node that it stands for, with that one's place: before its own key."""
    return value.start_mark.index < key.start_mark.index


def _end_of_block(text: str, index: int, column: int) -> int:
    """The end of the last line of a member, its comments included: those that stand deeper than it does."""
    end = line_end(text, index)
    ahead = end
    while (start := text.find("\n", ahead)) >= 0:
        start += 1
        ahead = line_end(text, start)
        line = text[start:ahead]
        indent = len(line) - len(line.lstrip(" "))
        if line.strip() and not (line.lstrip().startswith("#") and indent > column):
            break
        if line.strip():
            end = ahead
    return end


def _has_gap(text: str, parts: Members, near: int) -> bool:
    """Whether the members are apart by an empty line, around this one."""
    near %= len(parts)
    first = near - 1 if near else near
    for before, after in zip(parts[first:], parts[first + 1 : first + 2], strict=False):
        between = text[_end(text, *before) : after[0].start_mark.index]
        return re.search(r"\n[ \t\r]*\n", between) is not None
    return False


def _column(text: str, index: int) -> int:
    return index - (text.rfind("\n", 0, index) + 1)
