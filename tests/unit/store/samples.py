"""Values and moments for tests of the store."""

from datetime import UTC, date, datetime
from pathlib import Path

from planner.progress.facts import Completed, Fact
from planner.store.store import open_store
from planner.sync.values import Act, Intent, Item, Mirrored

DAY = date(2028, 1, 4)
NOON = datetime(2028, 1, 4, 12, tzinfo=UTC)


def noon() -> datetime:
    return NOON


def mirrored(item: str, title: str = "Title") -> Mirrored:
    return Mirrored(f"href-{item}", Item(item, title, DAY), revision=2, stamp=NOON, etag='"7"')


def intent(item: str, act: Act = Act.CREATE) -> Intent:
    return Intent(act, item, f"href-{item}", None if act is Act.DELETE else mirrored(item), "new")


def record(path: Path, *facts: Fact) -> None:
    """What one command does: open, append, close."""
    with open_store(path, noon) as store:
        store.append(facts or [Completed("a", DAY)], "command")
