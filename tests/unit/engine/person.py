"""A person with a plan, whose calendars are told things in the order of the calls."""

from dataclasses import dataclass, field
from datetime import date

from planner.engine.publish import Shift, by_itself, by_word, published, pulled, taken_back
from planner.engine.schedule import schedule
from planner.engine.values import Schedule
from planner.plan.model import Plan
from planner.progress.facts import COMMAND, ITSELF, Entry, Fact, Undone
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
        after = fold([*self.entries, *self._as_entries(COMMAND, facts)])
        return self._tell(by_word(self.planned, self.progress, after, facts), COMMAND, facts)

    def undo(self, change: int | None = None) -> Moves:
        """Take back a change; without one, the newest."""
        change = self.newest() if change is None else change
        facts = (Undone(change),)
        after = fold([*self.entries, *self._as_entries(COMMAND, facts)])
        earlier = fold(entry for entry in self.entries if entry.change < change)
        return self._tell(taken_back(self.planned, self.progress, after, earlier), COMMAND, facts)

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

    def _tell(self, shifts: tuple[Shift, ...], source: str, facts: tuple[Fact, ...] = ()) -> Moves:
        fact = published(self.today, shifts)
        self._add(source, facts if fact is None else (*facts, fact))
        return {
            shift.item.id: ((shift.after - shift.before).days, shift.reason)
            for shift in shifts
            if shift.before is not None
        }

    def _add(self, source: str, facts: tuple[Fact, ...]) -> None:
        self.entries += self._as_entries(source, facts)

    def _as_entries(self, source: str, facts: tuple[Fact, ...]) -> list[Entry]:
        seq = len(self.entries)
        change = max((entry.change for entry in self.entries), default=0) + 1
        return [Entry(seq + n, change, LEARNT, source, fact) for n, fact in enumerate(facts, 1)]
