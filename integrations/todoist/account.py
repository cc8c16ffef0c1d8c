"""What an account is known to hold, as far as it matters here. Pure.

News tell only what changed; so what they don't repeat (which section is ours, what hangs under what, how much
fits) travels in the cursor, beside the sync token that it goes with.
"""

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

Row = Mapping[str, Any]


class Limits(NamedTuple):
    """`user_plan_limits`: None where nothing was told. Without a word, what costs extra isn't used."""

    max_tasks: int | None = None
    max_sections: int | None = None
    deadlines: bool = False
    durations: bool = False

    @classmethod
    def of(cls, told: object) -> "Limits | None":
        """None: that is no such thing."""
        current = told.get("current") if isinstance(told, dict) else None
        if not isinstance(current, dict):
            return None
        return cls(
            _count(current.get("max_tasks")),
            _count(current.get("max_sections")),
            deadlines=current.get("deadlines") is True,
            durations=current.get("durations") is True,
        )


UNTOLD = Limits()


class Kept(NamedTuple):
    """Where a task is, whether it is done, which item it is, and its mark (see `mark`); without an item it is
    a person's own, and a copy of ours if it has a mark.
    """

    project: str
    section: str | None
    parent: str | None
    done: bool
    item: str = ""
    mark: str = ""


@dataclass(slots=True)
class Account:
    """`project` is ours, `sections` are its own with the names that we know them by, `tasks` are all that are
    in it and all of ours elsewhere.
    """

    token: str = ""
    project: str | None = None
    limits: Limits = UNTOLD
    sections: dict[str, str] = field(default_factory=dict)
    tasks: dict[str, Kept] = field(default_factory=dict)

    def copy(self) -> "Account":
        """One that goes its own way."""
        return Account(self.token, self.project, self.limits, dict(self.sections), dict(self.tasks))

    def ours(self) -> dict[str, str]:
        """The tasks of items of ours, by item; of several, the one that was there first."""
        return {kept.item: name for name, kept in reversed(self.tasks.items()) if kept.item}

    def children(self, name: str) -> list[str]:
        """What hangs directly under a task."""
        return [child for child, kept in self.tasks.items() if kept.parent == name]

    def below(self, name: str) -> Iterator[str]:
        """What hangs under a task, at any depth."""
        seen, left = {name}, [name]
        while left:
            for child in self.children(left.pop()):
                if child not in seen:
                    seen.add(child)
                    left.append(child)
                    yield child

    def above(self, name: str) -> Iterator[str]:
        """What a task hangs under, the nearest first."""
        seen = {name}
        while (kept := self.tasks.get(name)) is not None and kept.parent is not None:
            name = kept.parent
            if name in seen:
                return
            seen.add(name)
            yield name

    def staying(self, name: str, going: Collection[str]) -> list[str]:
        """What would go along with a task, and isn't `going` itself; the uppermost of each."""
        below = [*self.below(name)]
        return [one for one in below if one not in going and self.tasks[one].parent in {name, *going}]

    @property
    def others(self) -> int:
        """How many open tasks of the project are a person's own, copies of ours included."""
        ours = {kept.item for kept in self._open if kept.item}
        return sum(1 for _ in self._open) - len(ours)

    @property
    def _open(self) -> Iterator[Kept]:
        return (kept for kept in self.tasks.values() if not kept.done and kept.project == self.project)

    def section(self, name: str) -> str | None:
        """The section that we know by this name; of several, the one that was there first."""
        return next((found for found, known in self.sections.items() if known == name), None)


def _count(told: object) -> int | None:
    return told if isinstance(told, int) and not isinstance(told, bool) else None


def to_text(account: Account) -> str:
    """The cursor."""
    told = {
        "token": account.token,
        "project": account.project,
        "limits": account.limits,
        "sections": account.sections,
        "tasks": account.tasks,
    }
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))


def from_text(cursor: str | None) -> Account | None:
    """The account of a cursor; None for what is none."""
    try:
        told = json.loads(cursor or "")
        return Account(
            str(told["token"]),
            told["project"],
            Limits(*told["limits"]),
            dict(told["sections"]),
            {name: Kept(*kept) for name, kept in told["tasks"].items()},
        )
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None
