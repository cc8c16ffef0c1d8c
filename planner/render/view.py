"""What the page shows, as values: the plan as it stands, and what is known beside it where it is served."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from planner.engine.tracks import Side
from planner.engine.values import Forecast, Schedule
from planner.plan.model import Plan
from planner.progress.moves import Moved
from planner.progress.values import Theirs

if TYPE_CHECKING:
    from planner.errors import PlannerError
    from planner.sync.clock import Doubt


class Fared(NamedTuple):
    """How a target's last sync ended: `ok`, or another state with why, and what mends it."""

    name: str
    state: str
    message: str = ""
    hint: str = ""


class Word(NamedTuple):
    """A change that a person made: its number, and what it says in sentences."""

    change: int
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Desk:
    """What a page that is served knows beside the plan, and what it offers.

    `mistake` is what is wrong with the plan's file, when the plan shown is the one published last. The last
    sync ended at `synced_at`, in the plan's time zone. `last` is the change that undo takes back, `back` the
    undo that redo takes back. `closer` dates could come closer if the person asked for it.
    """

    targets: tuple[Fared, ...] = ()
    synced_at: datetime | None = None
    mistake: PlannerError | None = None
    doubt: Doubt | None = None
    theirs: tuple[Theirs, ...] = ()
    last: Word | None = None
    back: Word | None = None
    closer: int = 0


@dataclass(frozen=True, slots=True)
class View:
    """A page. `sides` are the tracks side by side in the order of the file, none where there is but one;
    `moves` every move of a published date, oldest first. Without a `desk` the page is a picture: there is
    nothing on it to press.
    """

    plan: Plan
    schedule: Schedule
    backups: Mapping[str, Schedule]
    forecast: Forecast | None = None
    sides: tuple[Side, ...] = ()
    moves: tuple[Moved, ...] = ()
    desk: Desk | None = None

    @property
    def followed(self) -> Side | None:
        """The track that is followed."""
        return next((side for side in self.sides if side.switch is None), None)
