r"""Texts of a plan as Todoist shows them literally, and back. Pure.

Todoist renders Markdown in titles and descriptions; no label, date or priority comes of a text that is sent
as a plain field. So what would be Markdown gets a backslash (CommonMark 2.4), and nothing else does.
"""

import re
import unicodedata

MOST_CONTENT = 500
MOST_DESCRIPTION = 16383
"""The longest texts, as the official clients state them."""

_ELLIPSIS = "…"
_MARKS = "\\\\`*_~\\[#>+.)-"
_PAIRS = "*_`~"
_ESCAPED = re.compile(rf"\\([{_MARKS}])")
_BACKSLASH = re.compile(rf"\\(?=[{_MARKS}])")
_LINK = re.compile(r"\[(?=[^\]\n]*\]\()")
_BEGINNING = re.compile(r"^([ \t]*)([#>]|[-+*](?=[ \t]|$))", re.MULTILINE)
_NUMBERED = re.compile(r"^([ \t]*\d+)([.)](?=[ \t]|$))", re.MULTILINE)


def escape(text: str) -> str:
    """`text` with backslashes, so that none of it is taken for Markdown."""
    text = _BACKSLASH.sub(r"\\\\", text)
    # One alone has nothing to pair with.
    for mark in (mark for mark in _PAIRS if text.count(mark) > 1):
        text = text.replace(mark, f"\\{mark}")
    text = _LINK.sub(r"\\[", text)
    return _NUMBERED.sub(r"\1\\\2", _BEGINNING.sub(r"\1\\\2", text))


def unescape(text: str) -> str:
    """What a text there says: the inverse of `escape`."""
    return _ESCAPED.sub(r"\1", text)


def fitted(text: str, most: int) -> str:
    """`text` escaped; where that would be longer than `most`, its beginning and an ellipsis."""
    escaped = escape(text)
    if length(escaped) <= most:
        return escaped
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if length(_cut(text, middle)) <= most:
            low = middle
        else:
            high = middle - 1
    return _cut(text, low)


def length(text: str) -> int:
    """The length of a text where UTF-16 is counted, as the official clients do: never less than elsewhere."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def plain(text: str) -> str:
    """A text without what servers change in one: white space, and how a letter is composed."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def _cut(text: str, end: int) -> str:
    return escape(text[:end].rstrip()) + _ELLIPSIS
