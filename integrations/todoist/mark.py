"""The last line of a description: which item of which plan it is, and what Todoist has no field for. Pure.

Like `planner: ma-certificate/goal-1 in nurse, rev=0 ...`. People read it, and may well delete or move it.
"""

import re
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from hashlib import sha256
from types import MappingProxyType
from urllib.parse import quote, unquote

from integrations.todoist.text import plain

_LINE = re.compile(
    r"^[ \t]*`?planner: (?P<item>[^\s`]+) in (?P<plan>[^\s,`]+),(?P<rest>(?: [^\s`=]+=[^\s`]*)*)`?[ \t]*$",
    re.MULTILINE,
)
# What would end a word, the line, or the code that keeps it from being Markdown.
_OWN = re.compile(r"[\s%,`=\x00-\x1f\x7f-\x9f]")
_SPACE = re.compile(r"\s")
_LINK, _URL = "link", "url"
_DIGITS = 9


@dataclass(frozen=True, slots=True)
class Mark:
    """`due` and `stamp` are those of when it was written; `rest` holds texts by name."""

    plan: str
    item: str
    revision: int = 0
    stamp: datetime | None = None
    due: date | None = None
    rest: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def lasting(self) -> str:
        """What has to be written anew when it changes; a date alone is not worth touching a text for."""
        return " ".join([self.plan, self.item, *(f"{name}={self.rest[name]}" for name in sorted(self.rest))])


def line(mark: Mark) -> str:
    """The mark as a line."""
    words = {"rev": str(mark.revision)}
    if mark.stamp is not None:
        words["at"] = mark.stamp.astimezone(UTC).isoformat()
    if mark.due is not None:
        words["due"] = mark.due.isoformat()
    told = " ".join(f"{quoted(name)}={quoted(value)}" for name, value in {**words, **mark.rest}.items())
    return f"`planner: {quoted(mark.item)} in {quoted(mark.plan)}, {told}`"


def joined(text: str, url: str | None, mark: Mark) -> str:
    """A description: the text, the link, the mark."""
    shown = f"{url}\n" if url and not _SPACE.search(url) else ""
    more = {_LINK: "1"} if shown else {} if url is None else {_URL: url}
    last = shown + line(replace(mark, rest={**mark.rest, **more}))
    return f"{text}\n\n{last}" if text else last


def parted(description: str) -> tuple[str, str | None, Mark | None]:
    """Text, link and mark of a description; of several marks the last one counts."""
    found = deque(_LINE.finditer(description), 1)
    if not found:
        return description.strip(), None, None
    (last,) = found
    before, after = description[: last.start()].rstrip(), description[last.end() :].strip()
    words = dict(word.split("=", 1) for word in last["rest"].split())
    told = {unquote(name): unquote(value) for name, value in words.items()}
    url = told.pop(_URL, None)
    if told.pop(_LINK, ""):
        above, _, shown = before.rpartition("\n")
        # It may be gone, and another line in its place.
        if shown and not _SPACE.search(shown):
            before, url = above.rstrip(), shown
    text = f"{before}\n\n{after}".strip() if after else before
    mark = Mark(
        unquote(last["plan"]),
        unquote(last["item"]),
        _number(told.pop("rev", "")),
        _stamp(told.pop("at", "")),
        _day(told.pop("due", "")),
        told,
    )
    return text, url, mark


def print_of(text: str) -> str:
    """What tells texts apart, and not the ways in which servers spell one."""
    return sha256(plain(text).encode("utf-8", "surrogatepass")).hexdigest()[:6]


def quoted(text: str) -> str:
    """A text as a word of a mark; `urllib.parse.unquote` gives it back."""
    return _OWN.sub(lambda found: quote(found[0], safe=""), text)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= _DIGITS else 0


def _stamp(text: str) -> datetime | None:
    try:
        stamp = datetime.fromisoformat(text)
    except ValueError:
        return None
    return stamp if stamp.tzinfo is not None else stamp.replace(tzinfo=UTC)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
