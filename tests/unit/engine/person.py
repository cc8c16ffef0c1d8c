"""A person with a plan, whose calendars are told things in the order of the calls."""

from dataclasses import dataclass, field
from datetime import date

from planner.engine.publish import Shift, by_itself, published, pulled
from planner.engine.schedule import schedule
from planner.engine.values import Schedule
from planner.engine.word import with_what_moves
from planner.plan.model import Plan
from planner.progress.facts import COMMAND, ITSELF, Entry, Fact, Published, Undone, appended
from planner.progress.fold import fold
from planner.progress.undo import undoable
from planner.progress.values import Progress
from tests.unit.progress.journal import LEARNT

Moves = dict[str, tuple[int, str]]
"""By how many days each item moved, and why."""


@dataclass
class Person:
    plan: Plan
    today: date = date(2027, 3, 1)
    entries: list[Entry] = field(default_factory=list)

    @property
    def progress(self) -> Progress:
        return fold(self.entries)

    @property
    def schedule(self) -> Schedule:
        return self.planned(self.progress)

    def planned(self, progress: Progress) -> Schedule:
        return schedule(self.plan, progress, self.today)

    def sync(self, day: str = "") -> Moves:
        """Let time and facts move what they move, on a day."""
        self.today = date.fromisoformat(day) if day else self.today
        return self._tell(by_itself(self.schedule), ITSELF)

    def learn(self, target: str, *facts: Fact) -> None:
        """Something that was done at a target."""
        self._add(target, facts)

    def say(self, *facts: Fact) -> Moves:
        """Type a command."""
        before = self.progress.told
        self._add(COMMAND, with_what_moves(self.planned, self.entries, facts, LEARNT, self.today))
        said = [e.fact for e in self.entries if e.change == self.entries[-1].change]
        return {
            item: ((due - before[item].due).days, fact.reasons[item])
            for fact in said
            if isinstance(fact, Published)
            for item, due in fact.dues.items()
            if item in before and item in fact.reasons
        }

    def undo(self, change: int | None = None) -> Moves:
        """Take back a change; without one, the newest."""
        return self.say(Undone(self.newest() if change is None else change))

    def replan(self) -> Moves:
        return self._tell(pulled(self.planned, self.progress), COMMAND)

    def newest(self) -> int:
        """The change that undo takes back."""
        change = undoable(self.entries)
        assert change is not None
        return change

    def shown(self, name: str) -> str:
        """The day that calendars show."""
        return next(str(item.published_due) for item in self.schedule.items if item.id == name)

    def everything_shown(self) -> dict[str, str]:
        return {item.id: str(item.published_due) for item in self.schedule.items if "@" not in item.id}

    def _tell(self, shifts: tuple[Shift, ...], source: str) -> Moves:
        fact = published(self.today, shifts)
        self._add(source, () if fact is None else (fact,))
        return {
            shift.item.id: ((shift.after - shift.before).days, shift.reason)
            for shift in shifts
            if shift.before is not None
        }

    def _add(self, source: str, facts: tuple[Fact, ...]) -> None:
        self.entries += appended(self.entries, facts, source, LEARNT)
