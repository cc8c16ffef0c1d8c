"""From the text of a posting to a posting as it is kept, and into the list of those that are there."""

import hashlib
from datetime import date
from typing import NamedTuple

from planner.coach.postings.sections import asking_lines
from planner.coach.postings.text import is_html, text_of
from planner.coach.postings.values import Posting, Text

LONGEST_TITLE = 120
_LEAST_OF_A_PAGE = 300  # characters: a page with less of them is filled in by a browser


class Collected(NamedTuple):
    """The postings with one more; `number` is its place among them, from 1, and `is_new` whether it wasn't
    there. One from an address that is there takes the place of what that said before (`is_new` too).
    """

    postings: tuple[Posting, ...]
    number: int
    is_new: bool


def posting(raw: str, source: str, on: date, role: str | None) -> Posting:
    """A posting in HTML, Markdown or plain text. One that asks for nothing has no lines."""
    text = text_of(raw)
    title = text.title[:LONGEST_TITLE].strip() or source
    return Posting(title, source, on, asking_lines(text.blocks), role, _mark(text))


def needs_browser(raw: str) -> bool:
    """Whether a page has hardly any text of its own, as one that a script fills in."""
    return is_html(raw) and sum(len(block.text) for block in text_of(raw).blocks) < _LEAST_OF_A_PAGE


def with_posting(known: tuple[Posting, ...], new: Posting) -> Collected:
    """The postings with one more, unless its text is there."""
    for number, one in enumerate(known, 1):
        if one.mark is not None and one.mark == new.mark:
            return Collected(known, number, is_new=False)
    for number, one in enumerate(known, 1):
        if "://" in new.source and one.source == new.source:
            return Collected((*known[: number - 1], new, *known[number:]), number, is_new=True)
    return Collected((*known, new), len(known) + 1, is_new=True)


def _mark(text: Text) -> str:
    """What a text is known by, however its lines break: the first 64 bits of the SHA-256 of its words."""
    words = " ".join(block.text for block in text.blocks).casefold().split()
    return hashlib.sha256(" ".join(words).encode("utf-8", "replace")).hexdigest()[:16]
