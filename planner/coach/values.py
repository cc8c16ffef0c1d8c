"""Questions and answers as values.

An answer is kept as the person gave it: a text, or texts where several were asked for. What it means is
read each time (`replies`), so that an answers file can be edited like any other text.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple, TypeAlias

from planner.plan.civil import Length
from planner.plan.model import Money

UNKNOWN = "skip"  # the person doesn't know
NONE = "none"  # the person knows that there is none

Reply: TypeAlias = str | tuple[str, ...]


class Kind(StrEnum):
    """What sort of answer a question wants."""

    TEXT = "text"
    CHOICE = "choice"
    SEVERAL = "several choices"
    ENTRIES = "list"
    LENGTH = "length"
    DATE = "date"
    DAYS = "days"
    MONEY = "money"
    RATE = "hours a week"
    PERCENT = "percent"
    NUMBER = "number"


class Option(NamedTuple):
    """One of the answers of a choice: its word in the answers file, and what a person reads."""

    word: str
    text: str


class Condition(NamedTuple):
    """The answer to `question` is one of `words`; with `other`, it is given and none of them.

    The word of a list is `none`, `some` or `skip`; that of any other answer is the answer.
    """

    question: str
    words: tuple[str, ...]
    other: bool = False


class Section(StrEnum):
    """The parts of the interview, in their order."""

    YOU = "Where you are"
    GOAL = "What the goal asks for"
    MEANS = "What you can give"
    COMPANY = "Who can help"
    BACKUP = "If it fails"


@dataclass(frozen=True, slots=True)
class Question:
    """One question.

    It is asked when all conditions of one of the groups in `when` hold (no group: always). `unknown` says
    what becomes of "I don't know"; empty: it has to be answered. `options_from` names the questions whose
    entries are the options.
    """

    id: str
    section: Section
    text: str
    why: str
    kind: Kind
    example: str
    options: tuple[Option, ...] = ()
    options_from: tuple[str, ...] = ()
    when: tuple[tuple[Condition, ...], ...] = ()
    default: str = ""
    has_none: bool = False
    unknown: str = ""


class Entry(NamedTuple):
    """One entry of a list: `Evening course, 9 months, 2400 USD, 6h/week`. `load` is in parts a week."""

    name: str
    length: tuple[Length, Length] | None = None
    every: Length | None = None
    cost: Money | None = None
    load: int | None = None


class Answer(NamedTuple):
    """What a person answered, and on which day (None: the file doesn't say)."""

    reply: Reply
    on: date | None = None


Round: TypeAlias = Mapping[str, Answer]


@dataclass(frozen=True, slots=True)
class Answers:
    """An answers file: the answers that count, and those of former rounds, newest first.

    `written` is the fingerprint of the plan that was written from them last.
    """

    current: Round = field(default_factory=lambda: MappingProxyType({}))
    earlier: tuple[Round, ...] = ()
    written: str | None = None
