"""Texts as YAML that is safe to read and good to look at: plain where it can be, else in double quotes."""

import json
import re
import textwrap
from collections.abc import Iterable, Sequence

_PLAIN = re.compile(r"[^\W_](?:[\w .()/+&%'$€<>=-]*[\w.)%'+€$])?")
_PLAIN_IN_BLOCK = re.compile(r"[^\W_](?:[\w .()/+&%'$€<>=,;?!-]*[\w.)%'+€$,;?!])?")
# What some reader of YAML takes for something else than text.
_WORDS = frozenset({"null", "true", "false", "yes", "no", "on", "off", "y", "n"})

WIDTH = 105


def scalar(text: str, *, in_flow: bool = False) -> str:
    """A text as one value; `in_flow`: between brackets, where a comma separates."""
    pattern = _PLAIN if in_flow else _PLAIN_IN_BLOCK
    if pattern.fullmatch(text) and text.lower() not in _WORDS:
        return text
    return json.dumps(text, ensure_ascii=False)


def flow(texts: Iterable[str]) -> str:
    """A list on one line."""
    return f"[{', '.join(scalar(text, in_flow=True) for text in texts)}]"


def listed(texts: Sequence[str], indent: str, key: str) -> list[str]:
    """A key with a list: on its line where it is short, else one entry to a line."""
    line = f"{indent}{key}: {flow(texts)}"
    if len(line) <= WIDTH:
        return [line]
    return [f"{indent}{key}:", *(f"{indent}  - {scalar(text)}" for text in texts)]


def folded(key: str, text: str, indent: str) -> list[str]:
    """A key with a text; a long one on several lines, which YAML joins with spaces."""
    line = f"{indent}{key}: {scalar(text)}"
    if len(line) <= WIDTH or text[:1] == " ":
        return [line]
    return [f"{indent}{key}: >-", *_wrapped(text, f"{indent}  ")]


def comment(text: str, indent: str = "") -> list[str]:
    """A sentence as lines of comment."""
    return _wrapped(text, f"{indent}# ")


def _wrapped(text: str, indent: str) -> list[str]:
    return textwrap.wrap(
        text,
        WIDTH,
        initial_indent=indent,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )
