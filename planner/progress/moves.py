"""Which published dates moved, when and why: read off the facts that count."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from planner.progress.facts import Entry, Published
from planner.progress.undo import in_force


class Moved(NamedTuple):
    """An item that calendars were told another day, on a day, for a reason."""

    item: str
    on: date
    before: date
    after: date
    reason: str

    @property
    def days(self) -> int:
        """Days later; negative when earlier."""
        return (self.after - self.before).days


def moves(entries: Iterable[Entry]) -> tuple[Moved, ...]:
    """Every move of a published date, oldest first."""
    told: dict[str, date] = {}
    found = []
    for entry in in_force(entries):
        if isinstance(entry.fact, Published):
            fact = entry.fact
            for item, due in fact.dues.items():
                if item in told and told[item] != due:
                    found.append(Moved(item, fact.on, told[item], due, fact.reasons.get(item, "")))
                told[item] = due
    return tuple(found)
