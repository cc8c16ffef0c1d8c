"""The words of sync as values. See ARCHITECTURE.md, "Words".

Item: what we want a remote to hold. Mirrored: what is there. Base: the last state both sides agreed
on, per item. Intent: a write that is on disk before it is sent and until it is confirmed.
"""

from base64 import b32hexencode
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum
from hashlib import sha256
from typing import Protocol

from planner.plan.civil import Length
from planner.sync.health import Health

GENERATIONS = 64
"""How often one item can have been created anew under another name."""


EXISTENCE = "existence"
"""Among what is `theirs`: that the object is there at all."""


class Role(StrEnum):
    """What a remote shows an item as."""

    EVENT = "event"
    TASK = "task"


@dataclass(frozen=True, slots=True)
class Item:
    """What a remote should hold for one item of the plan; every text is clean (see `sync.clean`).

    All-day when `at` is None: `due` is the day shown. Otherwise it starts at `at` in `zone`
    (None: local time wherever it is read) and lasts `minutes`.

    The fields after `categories` are for task lists; a calendar's items leave them as they are. `parent` is
    the id of the item that it hangs under, `section` the group that it stands in, `deadline` the last day
    on which it does any good, `effort` the minutes that it takes, `priority` high, normal or low. With
    `every` it recurs, and `due` is the day of the turn whose id is `turn`.
    """

    id: str
    title: str
    due: date
    description: str = ""
    done: bool = False
    url: str | None = None
    at: time | None = None
    zone: str | None = None
    minutes: int = 30
    role: Role = Role.EVENT
    categories: tuple[str, ...] = ()
    parent: str | None = None
    section: str = ""
    deadline: date | None = None
    effort: int | None = None
    priority: str = "normal"
    every: Length | None = None
    turn: str | None = None


@dataclass(frozen=True, slots=True)
class Mirrored:
    """An item as a remote holds it.

    `revision` counts changes of date or state that clients must notice (RFC 5545 3.8.7.4);
    `stamp` is when the content last changed, in UTC. Both are decided here, never by a clock in an
    adapter, so that the same state always gives the same bytes.

    A remote needn't keep the last two. `theirs` names fields of the item that a person changed there and
    that are therefore left alone, and EXISTENCE for an item that they want there although it isn't wanted
    any more. `echo` is how the remote spells what was written, where that isn't as it was sent.
    """

    href: str
    item: Item
    revision: int = 0
    stamp: datetime | None = None
    etag: str | None = None
    theirs: tuple[str, ...] = ()
    echo: Item | None = None


class Act(StrEnum):
    """What is done to a remote's object."""

    CREATE = "create"
    UPDATE = "update"
    DELETE = "delete"


@dataclass(frozen=True, slots=True)
class Intent:
    """A write: `wanted` is the payload that will be there afterwards (None for a deletion).

    `etag` is that of the object as it is known. One that changed since then isn't written to. `uuid` names
    this write and no other, so that a service can tell a repetition from a second one.
    """

    act: Act
    item_id: str
    href: str
    wanted: Mirrored | None
    reason: str = ""
    etag: str | None = None
    uuid: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a write ended: the object as it is now there, gone (`mirrored` None), or `error` in words.

    `raced`: nothing was written, because the object has changed since the pull; the next one tells how.
    `kept`: the fields that were left as a person had set them, where we took over a task of theirs.
    `unwritten`: beside an error, the fields that weren't written, while the others were. `passing`: the error
    is none of the item's.
    """

    intent: Intent
    mirrored: Mirrored | None = None
    error: str | None = None
    raced: bool = False
    kept: tuple[str, ...] = ()
    unwritten: tuple[str, ...] = ()
    passing: bool = False


@dataclass(frozen=True, slots=True)
class Added:
    """A task that a person put under an item of ours (`parent`, its id); `gone` once it isn't there."""

    href: str
    parent: str
    title: str
    due: date | None = None
    done: bool = False
    gone: bool = False


@dataclass(frozen=True, slots=True)
class Observation:
    """What a remote told. `complete`: `present` is everything that is there that is ours.

    Otherwise `present` holds what changed and `gone` the hrefs that were deleted since the cursor.
    `edited` says that something else than us changed what a target that isn't read back holds. `added` is
    what a person put under ours, as far as it changed. `notes` are for the person to read, a line each.
    """

    present: tuple[Mirrored, ...] = ()
    gone: tuple[str, ...] = ()
    complete: bool = False
    cursor: str | None = None
    edited: bool = False
    added: tuple[Added, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Abilities:
    """What a remote can do: which roles it shows, whether what a person changes there counts, and whether it
    shows a habit as one task that recurs, instead of its turns. `room`: how many open items fit, once that is
    known; None: any number.
    """

    roles: frozenset[Role] = field(default_factory=lambda: frozenset({Role.EVENT}))
    read_back: bool = True
    recurs: bool = False
    room: int | None = None


class Remote(Protocol):
    """The service behind a target. It knows its vendor, and nothing of plans.

    Every method may raise `planner.errors.PlannerError`; the runner then goes on with other targets.
    """

    @property
    def abilities(self) -> Abilities:
        """What this remote can do."""

    @property
    def place(self) -> str:
        """Where it writes, for people and to notice that a target was pointed elsewhere."""

    @property
    def health(self) -> Health:
        """How the service fares by now: what the remote was opened with, and what it met since."""

    @property
    def credentials(self) -> str:
        """A mark of the sign-in in use, another one after each new sign-in; it gives no secret away. Empty
        where nobody signs in.
        """

    @property
    def time(self) -> datetime | None:
        """What time the service said it is when it answered last; None where it doesn't say, or nobody can
        read it.
        """

    def pull(self, cursor: str | None) -> Observation:
        """What changed since `cursor`; everything when there is none or it is stale."""

    def confirm(self, hrefs: Sequence[str]) -> Observation:
        """Ask for each of these by name: `present` are those that are there after all, `gone` the others. One
        that a person has stripped of our mark has no item id: its name tells which it is.
        """

    def push(self, intents: Sequence[Intent]) -> Iterable[Outcome]:
        """Carry out the intents, in order, and say how each ended. Repeating one is harmless."""

    def cursor(self) -> str | None:
        """The cursor that stands for what is there after the pushes of this run."""


def href(plan_id: str, item_id: str, generation: int = 0) -> str:
    """The remote name of an item: 32 characters of base32hex, lower case, the same for ever.

    Valid as a Google event id (a-v, 0-9) and as a UID (RFC 5545 3.8.4.7).
    """
    digest = sha256(f"{plan_id}\0{item_id}\0{generation}".encode()).digest()
    return b32hexencode(digest[:20]).decode().lower()


def generation_of(plan_id: str, item_id: str, name: str) -> int | None:
    """Which generation of the item `name` is; None when it is no name of this item."""
    return next((n for n in range(GENERATIONS) if href(plan_id, item_id, n) == name), None)
