"""What targets are told in a run: the facts of it, and the plan with them."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from planner.engine.publish import Shift, between, by_itself, published, untold
from planner.engine.values import Schedule
from planner.progress.facts import Published
from planner.progress.fold import news
from planner.progress.values import Progress

_EDITED = "the plan file was changed"


@dataclass(frozen=True, slots=True)
class Telling:
    """The plan as it is told. `shifts` are what that changes, the first day of an item included."""

    schedule: Schedule
    progress: Progress
    facts: tuple[Published, ...] = ()
    shifts: tuple[Shift, ...] = ()


def tell(
    planned: Callable[[Progress], Schedule],
    schedule: Schedule,
    progress: Progress,
    before_edit: Schedule | None = None,
) -> Telling:
    """Publish what an edit of the plan file moves, and then what moves by itself. `schedule` is the plan with
    this progress, `before_edit` the plan as its file was before, without regard to what was told.
    """
    telling = Telling(schedule, progress)
    if before_edit is not None:
        now = planned(untold(progress))
        telling = _told(telling, planned, between(before_edit, now, progress, _EDITED))
    return _told(telling, planned, by_itself(telling.schedule))


def _told(telling: Telling, planned: Callable[[Progress], Schedule], shifts: tuple[Shift, ...]) -> Telling:
    fact = published(telling.schedule.today, shifts)
    if fact is None:
        return telling
    told = telling.progress.told
    progress = replace(telling.progress, told={**told, **news(told, fact)})
    return Telling(planned(progress), progress, (*telling.facts, fact), telling.shifts + shifts)
