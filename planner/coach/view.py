"""What a rule may look at: the answers that it names, as values. Anything else is refused, so that a changed
answer can change only what the rules that name it make.
"""

from collections.abc import Sequence
from datetime import date

from planner.coach import ids
from planner.coach.entries import entries
from planner.coach.replies import Replies
from planner.coach.values import NONE, UNKNOWN, Entry
from planner.plan import phrases
from planner.plan.civil import Length
from planner.plan.model import PARTS_PER_HOUR, PARTS_PER_MINUTE, Money
from planner.plan.words import parse_days, parse_length, parse_rate

_HALF_HOUR = PARTS_PER_HOUR // 2


class View:
    """The answers to some questions. Methods raise LookupError for any other."""

    def __init__(self, replies: Replies, reads: Sequence[str]) -> None:
        self._replies = replies
        self._reads = frozenset(reads)

    def word(self, question: str) -> str | None:
        """An answer as it is kept; None: it is unknown, or wasn't asked for."""
        if question not in self._reads:
            raise LookupError(question)
        reply = self._replies.get(question)
        return reply if isinstance(reply, str) and reply != UNKNOWN else None

    def words(self, question: str) -> tuple[str, ...]:
        """The answers to a question that takes several."""
        self.word(question)
        reply = self._replies.get(question)
        return reply if isinstance(reply, tuple) else ()

    def is_unknown(self, question: str) -> bool:
        """Whether the person doesn't know."""
        self.word(question)
        return self._replies.get(question) == UNKNOWN

    def was_asked(self, question: str) -> bool:
        """Whether the question was on the way."""
        self.word(question)
        return question in self._replies

    def is_none(self, question: str) -> bool:
        """Whether the person said that there is none."""
        self.word(question)
        return self._replies.get(question) in {NONE, ()}

    def entries(self, question: str) -> tuple[Entry, ...]:
        """The entries of a list."""
        return entries(self.words(question))

    def lacking(self, question: str) -> tuple[Entry, ...]:
        """The entries of a list that the person doesn't have."""
        have = {ids.key(name) for name in self.words("have")}
        return tuple(entry for entry in self.entries(question) if ids.key(entry.name) not in have)

    def papers(self) -> tuple[Entry, ...]:
        """The certificates, degrees and licences that are missing, in their order."""
        return self.lacking("required")

    def skills(self) -> tuple[Entry, ...]:
        """The skills that are missing, without those that are papers as well."""
        papers = {ids.key(entry.name) for entry in self.entries("required")}
        return tuple(entry for entry in self.lacking("skills") if ids.key(entry.name) not in papers)

    def length(self, question: str) -> Length | None:
        """A span of time."""
        word = self.word(question)
        return None if word in {None, NONE} else parse_length(str(word))

    def first_day(self, question: str) -> date | None:
        """The first day of a date."""
        word = self.word(question)
        return None if word in {None, NONE} else parse_days(str(word)).first

    def money(self, question: str) -> Money | None:
        """An amount of money."""
        word = self.word(question)
        return None if word in {None, NONE} else phrases.money(str(word))

    def next_job(self) -> Entry | None:
        """The job on the way: the first that was named."""
        return next(iter(self.entries("next-job")), None)

    def ends(self) -> tuple[str, ...]:
        """The last steps of the tracks: the new role, and the same elsewhere where the first is inside."""
        return (ids.NEW_ROLE, ids.ELSEWHERE) if self.entries("openings") else (ids.NEW_ROLE,)

    def split(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The missing papers as steps: those before the job on the way, and those after it."""
        names = [ids.paper(entry.name) for entry in self.papers()]
        needed = self.word("next-job-needs")
        if self.next_job() is None:
            return (), tuple(names)
        place = ids.paper(needed) if needed not in {None, NONE} else ""
        cut = names.index(place) + 1 if place in names else 0
        return tuple(names[:cut]), tuple(names[cut:])

    def load(self, wanted: int | None, share: float = 0.75, most: int = 6 * PARTS_PER_HOUR) -> int:
        """Parts a week that a step may take: what it asks for, never more than the week has.

        Where that isn't known: a share of the week, `most` at most, in half hours.
        """
        week = parse_rate(self.word("hours") or "1h/week")
        if wanted is not None:
            return min(wanted, week)
        likely = int(min(most, week * share))
        return max(likely // _HALF_HOUR * _HALF_HOUR, _HALF_HOUR)


def rate(parts: int) -> str:
    """Parts a week as the plan file has them: `6h/week`, `2h30min/week`."""
    hours, minutes = divmod(parts // PARTS_PER_MINUTE, 60)
    text = f"{hours}h" if hours else ""
    return f"{text}{minutes}min/week" if minutes else f"{text}/week"
