"""Which project a target writes to. Todoist lists projects: what was forgotten is found by what is in it."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from integrations.own_place import OwnPlace
from integrations.todoist.account import Row
from integrations.todoist.news import is_open

SHOWN = "in a browser, the end of the project's address"
MOST_NAME = 255
_NAME = "made by planner for the plan {}"


def file_beside(token: Path) -> Path:
    """`todoist.token` -> `todoist.projects.json`."""
    return token.with_name(f"{token.stem}.projects.json")


@dataclass(slots=True)
class Choice(OwnPlace):
    """The project of one target. `asked_for`: a person gave its name, so one that exists is meant."""

    asked_for: bool = False

    @property
    def note(self) -> str:
        """What the description of a project that we make says."""
        return _NAME.format(self.memory.plan_id)

    def find(self, told: Mapping[str, Row], marked: Mapping[str, int]) -> str | None:
        """The project's id, given all projects and how many of our tasks each holds; None: there is none yet.

        Raises DecisionNeeded when it is gone, or several may be meant.
        """
        live = {name: row for name, row in told.items() if is_open(row)}
        found = self.known()
        if found is not None:
            if found not in live:
                self.lost(told.get(found))
                return None
            return found
        if self.memory.has_other() and not self.remembered().anew:
            raise self.question("this plan was synced before, to a project of another name")
        ours = [name for name, row in live.items() if row.get("description") == self.note]
        holding = sorted((name for name in marked if name in live), key=lambda name: -marked[name])
        named = [name for name, row in live.items() if self.asked_for and self._is_named(row)]
        for candidates in (holding[:1], ours, named):
            if len(candidates) > 1:
                raise self.question(f"several projects could be meant by {self.name}")
            if candidates:
                self.use(candidates[0])
                return candidates[0]
        return None

    def lost(self, row: Row | None) -> None:
        """Its project is no longer there: ask, or allow a new one."""
        self.gone("its project is archived" if row is not None and row.get("is_archived") is True else "")

    def _is_named(self, row: Row) -> bool:
        told = row.get("name")
        return isinstance(told, str) and _spelled(told) == _spelled(self.name)


def _spelled(name: str) -> str:
    return unicodedata.normalize("NFC", name)[:MOST_NAME].strip()
