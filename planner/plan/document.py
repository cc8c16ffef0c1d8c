"""A plan together with where each of its parts stands in the file."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from planner.plan.model import Plan
from planner.plan.nodes import Mark, place_of
from planner.plan.problems import Place, Problem


class Places(Mapping[str, Place]):
    """Places by name: `time`, `goal.by`, `steps.adn`, `steps.adn.after`, `windows.exams`, and the ids of
    tasks and titled goals (`adn/register`).
    """

    def __init__(self, marks: dict[str, Mark]) -> None:
        self._marks = marks

    def __getitem__(self, name: str) -> Place:
        return place_of(self._marks[name])

    def __iter__(self) -> Iterator[str]:
        return iter(self._marks)

    def __len__(self) -> int:
        return len(self._marks)

    def nearest(self, *keys: str) -> Place:
        """The place of `keys` joined by dots, or of the nearest thing around it that has one."""
        name = ".".join(keys)
        while name not in self._marks:
            if "." not in name:
                return self._of_item(name)
            name = name.rpartition(".")[0]
        return self[name]

    def _of_item(self, item: str) -> Place:
        """Where to look for an item's id that doesn't stand in the file as it is."""
        step, slash, part = item.partition("@")[0].partition("/")
        names = [f"reviews.{part}"] if step == "review" else []
        if slash:
            names.append(f"steps.{step}.{'goals' if part.startswith('goal-') else part}")
        names.append(f"steps.{step}")
        return next((self[name] for name in names if name in self._marks), Place(1, 1))


class Document(NamedTuple):
    """A plan that was read without mistakes; `warnings` are what is probably not meant."""

    plan: Plan
    places: Places
    file: str
    warnings: tuple[Problem, ...] = ()

    def place(self, *keys: str) -> Place:
        """The place of a part, or of the nearest part around it: `place("steps", "adn", "by")`."""
        return self.places.nearest(*keys)
