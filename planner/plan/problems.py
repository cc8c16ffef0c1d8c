"""Mistakes in a plan file: where, what, and how to mend it."""

from collections.abc import Iterable
from dataclasses import dataclass

from planner.errors import PlanInvalid

SHOWN = 50
KEPT = 1000
_QUOTED = 60
_COMPARED = 500


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A position in the file, both counted from 1; columns count characters, not bytes."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Problem:
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

    `left_out` counts further mistakes that were seen and not kept.
    """

    def __init__(self, file: str, problems: Iterable[Problem], left_out: int = 0) -> None:
        self.file = file
        self.problems = tuple(sorted(problems, key=lambda problem: problem.place))
        lines = [problem.rendered(file) for problem in self.problems[:SHOWN]]
        more = len(self.problems) - len(lines) + left_out
        if more:
            lines.append(f"{file}: and {more:,} more")
        super().__init__("\n".join(lines))


def shown(text: str) -> str:
    """A piece of the file in quotes, fit for a terminal: shortened, control characters escaped."""
    short = text if len(text) <= _QUOTED else text[: _QUOTED - 1] + "…"
    return '"' + "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in short) + '"'


class Report:
    """Collects the problems of one reading. It keeps the first KEPT of them, so that a file made of
    mistakes costs neither time nor memory, and counts the rest.
    """

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []
        self.left_out = 0
        self.errors = 0
        self._guesses = SHOWN

    def error(self, place: Place, message: str, remedy: str = "") -> None:
        """A mistake: the file is no plan until it is mended."""
        self.errors += 1
        self._add(Problem(place, message, remedy))

    def warn(self, place: Place, message: str, remedy: str = "") -> None:
        """Something that is probably not meant, and that nothing depends on."""
        self._add(Problem(place, message, remedy, is_error=False))

    def meant(self, word: str, known: Iterable[str], otherwise: str) -> str:
        """A remedy: the known word that was probably meant, or `otherwise`."""
        self._guesses -= 1
        near = nearest(word, known) if self._guesses >= 0 else None
        return f'Did you mean "{near}"?' if near else otherwise

    def failure(self) -> PlanProblems:
        """All that was found, to be raised."""
        return PlanProblems(self.file, self.problems, self.left_out)

    def _add(self, problem: Problem) -> None:
        if len(self.problems) < KEPT:
            self.problems.append(problem)
        else:
            self.left_out += 1


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that `word` was probably meant to be, or None."""
    # Only a mistake needs it, and it costs start-up time.
    from difflib import get_close_matches

    near = list(known)
    if len(near) > _COMPARED:
        near = [other for other in near if other[:2] == word[:2]][:_COMPARED]
    return next(iter(get_close_matches(word[:_QUOTED], near, n=1, cutoff=0.6)), None)
