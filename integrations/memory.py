"""A remote that lives in the process: for a try-out, and for tests of what remotes do to us.

It behaves like a server that is read back: every change gets a number, a cursor is a number, and
deletions leave tombstones until the log is trimmed.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from uuid import uuid4

from planner.errors import PlannerError
from planner.sync.health import HEALTHY, Health
from planner.sync.target import Setup, TargetType
from planner.sync.values import Abilities, Act, Intent, Item, Mirrored, Observation, Outcome, Role


@dataclass(slots=True)
class Faults:
    """What goes wrong next. Each is undone by setting it back; `lose_reply` undoes itself.

    `lose_reply`: the n-th write from now is done, and then the line drops. `incomplete`: full
    listings lack their end. `refuse`: items whose writes fail, and with which words.
    """

    lose_reply: int = 0
    incomplete: bool = False
    cut: int = 0
    refuse: dict[str, str] = field(default_factory=dict)
    before_write: Callable[[], None] | None = None
    spelling: Callable[[str], str] = str


class Memory:
    """Objects by href, and a log of which changed when; it is `planner.sync.values.Remote`.

    The methods after `cursor` are what a person does there.
    """

    def __init__(self, place: str = "memory") -> None:
        self._place = place
        self._objects: dict[str, Mirrored] = {}
        self._foreign: dict[str, Item] = {}
        self._changed: dict[str, int] = {}
        self._now = 0
        self._oldest = 0
        self._pulled = 0
        self._surprised = False
        self.writes = 0
        self.time: datetime | None = None  # it has no clock
        self.faults = Faults()

    @property
    def abilities(self) -> Abilities:
        """Everything that any remote can."""
        return Abilities(roles=frozenset(Role), read_back=True)

    @property
    def place(self) -> str:
        """The name it was made with."""
        return self._place

    @property
    def health(self) -> Health:
        """It never fails for long."""
        return HEALTHY

    @property
    def credentials(self) -> str:
        """None are needed."""
        return ""

    def pull(self, cursor: str | None) -> Observation:
        """What changed since; everything when `cursor` is None, unknown or older than the log."""
        since = int(cursor) if cursor and cursor.isdecimal() else -1
        self._pulled, self._surprised = self._now, False
        if not self._oldest <= since <= self._now:
            present = [self._objects[href] for href in sorted(self._objects)]
            if self.faults.incomplete:
                return Observation(present=tuple(present[:-1]), cursor=None)
            present = present[: len(present) - self.faults.cut]
            return Observation(present=tuple(present), complete=True, cursor=str(self._now))
        changed = sorted(href for href, when in self._changed.items() if when > since)
        return Observation(
            present=tuple(self._objects[href] for href in changed if href in self._objects),
            gone=tuple(href for href in changed if href not in self._objects),
            cursor=str(self._now),
        )

    def confirm(self, hrefs: Sequence[str]) -> Observation:
        """Look for some objects by name."""
        return Observation(
            present=tuple(self._objects[href] for href in hrefs if href in self._objects),
            gone=tuple(href for href in hrefs if href not in self._objects),
        )

    def push(self, intents: Sequence[Intent]) -> Iterator[Outcome]:
        """Carry out the intents one by one. Raises PlannerError after a write whose reply is lost."""
        for intent in intents:
            act, self.faults.before_write = self.faults.before_write, None
            if act is not None:
                act()
            refusal = self.faults.refuse.get(intent.item_id)
            if refusal is not None:
                yield Outcome(intent, error=refusal)
                continue
            if not self._write(intent):
                found = self._objects.get(intent.href)
                yield Outcome(intent, found, "it was changed there meanwhile", raced=True)
                continue
            if self.faults.lose_reply:
                self.faults.lose_reply -= 1
                if not self.faults.lose_reply:
                    raise PlannerError(f"{self._place}: the connection was lost")
            yield Outcome(intent, self._objects.get(intent.href))

    def cursor(self) -> str:
        """The number of the last change; that of the pull, when a person changed something since."""
        return str(self._pulled if self._surprised else self._now)

    @property
    def items(self) -> dict[str, Item]:
        """What a person sees of ours, by item id."""
        return {found.item.id: found.item for found in self._objects.values()}

    @property
    def foreign(self) -> dict[str, Item]:
        """What the person put there, by a name of the person's."""
        return dict(self._foreign)

    def tick(self, item_id: str) -> None:
        """Mark it as done."""
        self._edit(item_id, lambda item: replace(item, done=True))

    def drag(self, item_id: str, due: date) -> None:
        """Move it to another day."""
        self._edit(item_id, lambda item: replace(item, due=due))

    def retitle(self, item_id: str, title: str) -> None:
        """Give it another title."""
        self._edit(item_id, lambda item: replace(item, title=title))

    def delete(self, item_id: str) -> None:
        """Remove it."""
        href = self._href(item_id)
        del self._objects[href]
        self._surprised = True
        self._touch(href)

    def add_foreign(self, name: str, item: Item) -> None:
        """Put an object there that isn't ours, whatever it looks like."""
        self._foreign[name] = item

    def trim(self) -> None:
        """Forget the log, so that every earlier cursor is stale."""
        self._now += 1
        self._oldest = self._now

    def _write(self, intent: Intent) -> bool:
        """Do it, unless what is there isn't as the intent knows it."""
        found = self._objects.get(intent.href)
        if intent.etag is not None and intent.etag != (found and found.etag):
            return False
        if intent.act is Act.DELETE or intent.wanted is None:
            if self._objects.pop(intent.href, None) is not None:
                self._count(intent.href)
            return True
        wanted = self._spelled(replace(intent.wanted, href=intent.href))
        if found is not None and replace(found, etag=None) == replace(wanted, etag=None):
            return True
        if found is not None and intent.act is Act.CREATE:
            return False
        self._objects[intent.href] = wanted
        self._count(intent.href)
        return True

    def _spelled(self, wanted: Mirrored) -> Mirrored:
        """As a server keeps it: in its own spelling, and without what only we want to know."""
        spelling = self.faults.spelling
        item = replace(
            wanted.item,
            title=spelling(wanted.item.title),
            description=spelling(wanted.item.description),
        )
        return replace(wanted, item=item, theirs=(), echo=None)

    def _count(self, href: str) -> None:
        self.writes += 1
        self._touch(href)

    def _edit(self, item_id: str, change: Callable[[Item], Item]) -> None:
        href = self._href(item_id)
        found = self._objects[href]
        self._objects[href] = replace(found, item=change(found.item))
        self._surprised = True
        self._touch(href)

    def _touch(self, href: str) -> None:
        self._now += 1
        self._changed[href] = self._now
        if href in self._objects:
            self._objects[href] = replace(self._objects[href], etag=str(self._now))

    def _href(self, item_id: str) -> str:
        return next(href for href, found in self._objects.items() if found.item.id == item_id)


def _open(setup: Setup) -> Memory:
    # A place of its own for each process: what an earlier one held is gone, and nobody deleted it.
    return Memory(f"memory:{setup.plan_id}:{uuid4()}")


TARGET = TargetType(
    name="memory",
    meaning="Keeps everything in this process and forgets it: to try a plan out.",
    settings=(),
    open=_open,
)
