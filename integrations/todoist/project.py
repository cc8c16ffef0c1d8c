"""Which project a target writes to: the one that is named by id, the one that is remembered, the one that holds our
tasks, the one of that name, or a new one. Todoist can list projects, so a lost memory is healed by looking.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from planner.errors import DecisionNeeded

PREFIX = "todoist:"


@dataclass(slots=True)
class Project:
    """`named` is the setting `project-id`, `name` the title of a new one, `past` the place of the last sync."""

    target: str
    name: str
    named: str | None
    past: str | None
    id: str | None = None

    @property
    def place(self) -> str:
        """The project; before there is one, what it would be called."""
        known = self.id or self.named or self._of_the_past()
        return f"{PREFIX}{known or f'a new project named {self.name}'}"

    def choose(self, names: Mapping[str, str], holding: Collection[str]) -> str | None:
        """The one of the projects (names by id) that is ours; None when it isn't made yet. `holding` are those
        with tasks of ours. Raises DecisionNeeded when the one that was ours is gone.
        """
        known = self.named or self._of_the_past()
        if known is not None and known not in names:
            raise self.gone()
        same = sorted(found for found, name in names.items() if name == self.name)
        self.id = next(iter([*([known] if known else []), *sorted(holding), *same]), None)
        return self.id

    def gone(self) -> DecisionNeeded:
        """Both ways on."""
        return DecisionNeeded(
            f"{self.target}: its project is gone, or this account can't see it; nothing was changed there",
            f'If it exists, name it in [targets.{self.target}]: project-id = "...".'
            f" To have a new one: planner targets reset {self.target}",
        )

    def _of_the_past(self) -> str | None:
        place = self.past or ""
        found = place.removeprefix(PREFIX)
        return found if place.startswith(PREFIX) and found and " " not in found else None
