"""Whole syncs of a plan with Todoist."""

from dataclasses import dataclass

from integrations.todoist import TARGET
from planner.sync.report import TargetState
from tests import cycle
from tests.todoist.wire import Row
from tests.todoist.world import TodoistWorld

STEP = "ma-certificate"
"""It lies ahead, and others wait for it."""
GOAL = f"{STEP}/goal-1"


@dataclass
class Cycle(cycle.Cycle[TodoistWorld]):
    type = TARGET

    @property
    def todoist(self) -> TodoistWorld:
        return self.world

    def quiet(self, times: int = 2) -> None:
        """See that nothing is left to do."""
        for _ in range(times):
            report = self.sync()
            assert (report.state, report.operations, report.learned) == (TargetState.OK, (), ())
            assert self.todoist.fake.names == ["sync.news"]

    def writes(self) -> list[str]:
        """The commands of the last sync."""
        return [command["type"] for command in self.todoist.fake.commands]

    def task(self, item: str) -> Row:
        """The task of an item, as the person sees it."""
        (found,) = (
            row for row in self.todoist.person.tasks() if f"planner: {item} in " in row["description"]
        )
        return found
