"""Todoist as the machine has it: the person at it, and what must stay of what they did there.

It reads and writes what is on the wire, with nothing of the adapter: a task is planner's when a request of
planner's made it, and its item is the one that its description named then.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from planner.sync.values import Item
from tests.todoist import person
from tests.todoist.fake import Fake
from tests.todoist.wire import Reply, Request, Row

_SEEN = ("content", "description", "due", "priority", "labels", "deadline", "is_deleted")


@dataclass
class Watched(Fake):
    """A fake that sees what each request of planner's changes, and keeps what was wrong with it.

    `made`: planner's tasks and the items that they are for. `kept`: fields that a person gave a task.
    `may_go`: whether planner has a reason to delete an item.
    """

    made: dict[str, str] = field(default_factory=dict)
    kept: dict[str, dict[str, object]] = field(default_factory=dict)
    wrongs: list[str] = field(default_factory=list)
    may_go: Callable[[str], bool] = lambda _: False

    @property
    def rows(self) -> dict[str, Row]:
        return self.account.rows("items")

    def answer(self, request: Request) -> Reply:
        before = dict(self.rows)
        try:
            return super().answer(request)
        finally:
            for name, row in self.rows.items():
                if name not in before:
                    self.made[name] = row["description"].rpartition("planner: ")[2].partition(" in ")[0]
                elif row is not before[name]:
                    self._changed(name, before[name], row)

    def _changed(self, name: str, before: Row, after: Row) -> None:
        if name not in self.made:
            self._note([before[one] for one in _SEEN] != [after[one] for one in _SEEN], f"{name} is theirs")
        elif after["is_deleted"]:
            self._note(not self.may_go(self.made[name]), f"{self.made[name]} was deleted without a reason")
        else:
            kept = self.kept.get(name, {})
            self._note(kept != {one: after[one] for one in kept}, f"{self.made[name]}: {kept} became {after}")

    def _note(self, wrong: bool, words: str) -> None:
        if wrong:
            self.wrongs.append(words)


@dataclass(frozen=True)
class Person:
    """They leave habits as they are: those are one task here, and several wherever nothing recurs."""

    server: Watched

    @property
    def app(self) -> person.Person:
        return person.Person(self.server.account)

    @property
    def live(self) -> dict[str, Row]:
        """Planner's tasks by item."""
        there = {name: row for name, row in self.server.rows.items() if not row["is_deleted"]}
        return {item: there[name] for name, item in self.server.made.items() if name in there}

    @property
    def items(self) -> Mapping[str, Item]:
        return {
            item: Item(item, row["content"], date.fromisoformat(row["due"]["date"]), done=row["checked"])
            for item, row in self.live.items()
            if not row["due"]["is_recurring"]
        }

    def tick(self, item_id: str) -> None:
        self.app.tick(self.live[item_id]["id"])

    def drag(self, item_id: str, due: date) -> None:
        self.app.drag(self.live[item_id]["id"], due)

    def retitle(self, item_id: str, title: str) -> None:
        name = self.live[item_id]["id"]
        self.app.retitle(name, title)
        self.keep(name, "content")

    def delete(self, item_id: str) -> None:
        self.app.delete(self.live[item_id]["id"])

    def keep(self, name: str, *fields: str) -> None:
        """What they just gave a task is to stay."""
        self.server.kept.setdefault(name, {}).update({one: self.server.rows[name][one] for one in fields})
