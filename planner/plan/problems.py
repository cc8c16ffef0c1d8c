"""Mistakes in a plan file: where, what, and how to mend it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from planner.errors import PlanInvalid

if TYPE_CHECKING:
    from planner.plan.document import Document

SHOWN = 50
KEPT = 1000
_QUOTED = 60
_COMPARED = 500
_GUESSES = 20


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A position in the file, both counted from 1; columns count characters, not bytes."""

    line: int
    column: int


class Problem(NamedTuple):
    """One mistake, in the words of the person who made it. A warning when `is_error` is false."""

    place: Place
    message: str
    remedy: str
    is_error: bool = True

    def rendered(self, file: str) -> str:
        """The problem on one line, opening with `file:line:column` as editors expect it."""
        text = f"{self.message} {self.remedy}" if self.remedy else self.message
        mark = "" if self.is_error else "warning: "
        return f"{file}:{self.place.line}:{self.place.column}  {mark}{text}"


class PlanProblems(PlanInvalid):
    """The plan file has mistakes: all of them, in the order of the file.

    `is_cut` when reading stopped after so many that the rest was not looked at. `document` is what
    could be read even so (see `planner.plan.check.sound`); None when it was too little.
    """

    document: "Document | None" = None

    def __init__(self, file: str, problems: Iterable[Problem], *, is_cut: bool = False) -> None:
        self.file = file
        self.problems = tuple(sorted(problems, key=lambda problem: problem.place))
        lines = [problem.rendered(file) for problem in self.problems[:SHOWN]]
        more = len(self.problems) - len(lines)
        if more:
            lines.append(f"{file}: and {'at least ' if is_cut else ''}{more} more.")
        super().__init__("\n".join(lines))


def shown(text: str) -> str:
    """A piece of the file in quotes, fit for a terminal: shortened, control characters escaped."""
    short = text if len(text) <= _QUOTED else text[: _QUOTED - 1] + "…"
    return '"' + "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in short) + '"'


class Report:
    """Collects the problems of one reading, and ends it with PlanProblems when there are KEPT of them:
    a file made of mistakes shall cost neither time nor memory.
    """

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []
        self.errors = 0
        self._guesses = _GUESSES

    def error(self, place: Place, message: str, remedy: str = "") -> None:
        """A mistake: the file is no plan until it is mended."""
        self.add(Problem(place, message, remedy))

    def warn(self, place: Place, message: str, remedy: str = "") -> None:
        """Something that is probably not meant, and that nothing depends on."""
        self.add(Problem(place, message, remedy, is_error=False))

    def add(self, problem: Problem) -> None:
        """Keep a problem."""
        self.problems.append(problem)
        self.errors += problem.is_error
        if self.errors >= KEPT:
            raise self.failure()

    def meant(self, word: str, known: Iterable[str], otherwise: str) -> str:
        """A remedy: the known word that was probably meant, or `otherwise`."""
        self._guesses -= 1
        near = nearest(word, known) if self._guesses >= 0 else None
        return f'Did you mean "{near}"?' if near else otherwise

    def failure(self) -> PlanProblems:
        """All that was found, to be raised."""
        return PlanProblems(self.file, self.problems, is_cut=self.errors >= KEPT)


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that `word` was probably meant to be, or None.

    Among very many known words, only those that begin alike are compared.
    """
    # Only a mistake needs it, and it costs start-up time.
    from difflib import get_close_matches

    word = word[:_QUOTED]
    near = list(known)
    if len(near) > _COMPARED:
        start = word[: len(word) * 3 // 4]
        near = [other for other in near if other.startswith(start)][:_COMPARED]
    return next(iter(get_close_matches(word, near, n=1, cutoff=0.6)), None)
