"""Postings, and what they ask for, as values."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

DASH = "\N{EN DASH}"
"""What stands between two numbers, and before a point of a list."""


class Kind(StrEnum):
    """What sort of thing is asked for; in the order in which a table shows them."""

    EDUCATION = "education"
    CERTIFICATE = "certificate"
    EXPERIENCE = "experience"
    LANGUAGE = "language"
    SKILL = "skill"
    OTHER = "other"


class Line(NamedTuple):
    """A line of a posting that asks for something; what isn't required is preferred."""

    text: str
    is_required: bool = True


@dataclass(frozen=True, slots=True)
class Posting:
    """A posting as it is kept: where it came from and on which day, for which role (None: the goal), and what
    it asks for. `mark` is what its text is known by (None: a person wrote it themselves).
    """

    title: str
    source: str
    on: date | None
    lines: tuple[Line, ...]
    role: str | None = None
    mark: str | None = None


class Requirement(NamedTuple):
    """One thing that is asked for. `key` is what it is counted by, `name` what a person reads.

    `years` are those of an EXPERIENCE, `fields` the subjects that an EDUCATION may be in.
    """

    kind: Kind
    key: str
    name: str
    is_required: bool = True
    years: int | None = None
    fields: tuple[str, ...] = ()


class Block(NamedTuple):
    """A piece of a text: a heading, a point of a list, or a paragraph."""

    text: str
    is_heading: bool = False
    is_point: bool = False


class Text(NamedTuple):
    """A posting's text, whatever it was written in."""

    title: str
    blocks: Sequence[Block]
