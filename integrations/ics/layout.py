"""How our .ics file is laid out, so that events can be replaced without parsing the others.

A header that depends on plan and title alone, then what others put into the file (kept as it is),
then our events ordered by UID, one after the other. Our events carry `X-PLANNER-ITEM` with the id of
the item, under the UID that belongs to it; a copy that a person makes has another UID, and is theirs.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from planner.sync.clean import clean_line
from planner.sync.values import generation_of

PRODID = b"PRODID:-//planner//career plan//EN"
_BOM = b"\xef\xbb\xbf"
_END = b"END:VCALENDAR\r\n"
_FOLD = re.compile(b"\r?\n[ \t]")
_BODY = re.compile(rb"^(?:BEGIN:(?!VCALENDAR)|END:)", re.MULTILINE)
_ESCAPED = re.compile(r"\\([\\;,nN])")
_MARKS = re.compile(rb"^(UID|X-PLANNER-ITEM):(.*?)\r?$", re.MULTILINE | re.IGNORECASE)
# The longest line (RFC 5545 3.1), its end not counted.
_OCTETS = 75


@dataclass(slots=True)
class Layout:
    """The parts of a file, in its order. `mine` are our events by UID."""

    head: bytes
    foreign: list[bytes] = field(default_factory=list)
    mine: dict[str, bytes] = field(default_factory=dict)


def escape(text: str) -> str:
    r"""Write a TEXT value (RFC 5545 3.3.11). The library's own escaping makes two lines of `C:\New`."""
    text = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return text.replace("\n", "\\n")


def unescape(value: str) -> str:
    """Read a TEXT value."""
    return _ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], value)


def header(plan_id: str, title: str) -> bytes:
    """Write what comes before the events. No METHOD and no UID: readers treat either as another kind of file.

    NAME and REFRESH-INTERVAL are RFC 7986 5.1 and 5.7; the X- ones are what older readers look for.
    """
    name = escape(clean_line(title) or clean_line(plan_id))
    return b"".join(
        (
            b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n",
            PRODID,
            b"\r\nCALSCALE:GREGORIAN\r\n",
            _line(_owner(plan_id)),
            _line(f"NAME:{name}"),
            _line(f"X-WR-CALNAME:{name}"),
            b"REFRESH-INTERVAL;VALUE=DURATION:PT12H\r\nX-PUBLISHED-TTL:PT12H\r\n",
        )
    )


def compose(layout: Layout) -> bytes:
    """Join the parts into the bytes of a whole file."""
    mine = layout.mine
    return b"".join((layout.head, *layout.foreign, *(mine[uid] for uid in sorted(mine)), _END))


def owned(content: bytes, plan_id: str) -> bool:
    """Whether the file says that it was written here for this plan."""
    lines = {line.strip() for line in unfold(_head(content).removeprefix(_BOM)).split(b"\n")}
    return {b"BEGIN:VCALENDAR", PRODID, _owner(plan_id).encode()} <= lines


def split(content: bytes, plan_id: str) -> Layout:
    """Take one of our files apart; a component that has no end is left out."""
    layout = Layout(_head(content))
    for part in _components(content):
        uid, item_id = marks(part)
        if part.startswith(b"BEGIN:VEVENT\r\n") and is_ours(plan_id, item_id, uid):
            layout.mine.setdefault(uid, part)
        else:
            layout.foreign.append(part)
    return layout


def is_ours(plan_id: str, item_id: str | None, uid: str) -> bool:
    """Whether `uid` is a name that `item_id` of this plan has or once had."""
    return item_id is not None and generation_of(plan_id, item_id, uid) is not None


def marks(part: bytes) -> tuple[str, str | None]:
    """Find the UID of an event, and the id of the item that it says it shows."""
    found = {key.upper(): value.decode(errors="replace") for key, value in _MARKS.findall(unfold(part))}
    item_id = found.get(b"X-PLANNER-ITEM")
    return found.get(b"UID", ""), None if item_id is None else unescape(item_id)


def unfold(content: bytes) -> bytes:
    """Join the lines that were folded (RFC 5545 3.1)."""
    return _FOLD.sub(b"", content)


def _head(content: bytes) -> bytes:
    body = _BODY.search(content)
    return content[: body.start()] if body else content


def _components(content: bytes) -> Iterator[bytes]:
    """Yield the components inside the calendar, each with CRLF line ends."""
    lines: list[bytes] = []
    open_names: list[bytes] = []
    for line in content.removeprefix(_BOM).splitlines():
        if line.startswith(b"BEGIN:"):
            open_names.append(line[6:].strip())
        if len(open_names) > 1:
            lines.append(line)
        if line.startswith(b"END:") and open_names:
            if open_names.pop() != line[4:].strip():
                open_names, lines = open_names[:1], []
            elif len(open_names) == 1:
                yield b"\r\n".join((*lines, b""))
                lines = []


def _owner(plan_id: str) -> str:
    return f"X-PLANNER-PLAN:{escape(clean_line(plan_id))}"


def _line(text: str) -> bytes:
    """One content line, folded at 75 octets without splitting a character (RFC 5545 3.1)."""
    lines, line = [], b""
    for letter in text:
        octets = letter.encode()
        if len(line) + len(octets) > _OCTETS:
            lines.append(line)
            line = b" "
        line += octets
    return b"\r\n".join((*lines, line, b""))
