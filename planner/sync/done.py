"""What is done already, so that nothing is learnt of it anew."""

from collections.abc import Callable
from functools import cached_property

from planner.engine.values import Schedule, State
from planner.progress.values import Progress


class Done:
    """The items that are done: recorded so, or by what is (a milestone, the tasks of a step).

    The latter takes a schedule, which is made when it is first asked for.
    """

    def __init__(self, known: Progress, planned: Callable[[Progress], Schedule]) -> None:
        self._known = known
        self._planned = planned

    def __contains__(self, name: object) -> bool:
        """Whether the item of this id is done."""
        return name in self._known.done or name in self._followed

    @cached_property
    def _followed(self) -> frozenset[str]:
        return frozenset(item.id for item in self._planned(self._known).items if item.state is State.DONE)
