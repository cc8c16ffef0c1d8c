"""The reading half of the store."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Self

from planner.errors import StoreDamaged, UsageError
from planner.progress.facts import Entry
from planner.progress.facts import decode as decode_fact
from planner.store import backups, database
from planner.store.codec import FeedTokens, RemoteState, decode
from planner.store.paths import check_files, check_private
from planner.store.schema import ROWS, ROWS_OF

if TYPE_CHECKING:  # `status` reads facts alone, and needn't load what sync is about
    from planner.sync.clock import Seen
    from planner.sync.values import Intent, Mirrored

PLAN, PLAN_PATH, PLAN_TEXT, CLOCK, FEED = "plan", "plan_path", "plan_text", "clock", "feed"
"""The names of what `meta` holds."""


class Snapshot:
    """What a store held at one moment. Close it, or use it as a context manager.

    Methods raise StoreDamaged when a row isn't as it was written. Making one raises UsageError when
    the file is another plan's.
    """

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._connection = connection
        self._path = path
        self._plan = self._note(PLAN)
        if self._plan not in {None, path.stem}:
            raise UsageError(
                f"{path} holds the state of another plan, {self._plan!r}.", "Name the right file."
            )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file. Closing twice is harmless."""
        self._connection.close()

    def entries(self) -> tuple[Entry, ...]:
        """All facts ever recorded, oldest first."""
        with database.in_our_words(self._path):
            database.last_fact(self._connection)
        return tuple(
            Entry(seq, change, datetime.fromisoformat(at), source, decode_fact(payload))
            for seq, change, at, source, payload in self._rows("fact", ROWS["fact"])
        )

    def base(self, target: str) -> Mapping[str, Mirrored]:
        """The last state that both sides agreed on, by item id."""
        from planner.sync.values import Mirrored

        found = self._rows("base", ROWS_OF["base"], target)
        return MappingProxyType({item: decode(Mirrored, payload) for _, item, payload in found})

    def intents(self, target: str) -> tuple[Intent, ...]:
        """The writes that were begun and not settled, in the order in which they were proposed."""
        from planner.sync.values import Intent

        found = self._rows("intent", ROWS_OF["intent"], target)
        return tuple(decode(Intent, payload) for *_, payload in found)

    def item_errors(self, target: str) -> Mapping[str, str]:
        """Why the last write of an item failed, by item id; gone once one of the item succeeds."""
        found = self._rows("item_error", ROWS_OF["item_error"], target)
        return MappingProxyType({item: message for _, item, message in found})

    def remote(self, target: str) -> RemoteState:
        """What is known of a target."""
        found = self._rows("remote", ROWS_OF["remote"], target)
        return decode(RemoteState, found[0][1]) if found else RemoteState()

    def targets(self) -> tuple[str, ...]:
        """The targets of which anything is known, by name."""
        return tuple(target for target, _ in self._rows("remote", ROWS["remote"]))

    def plan_path(self) -> str | None:
        """Where the plan's file was last seen."""
        return self._note(PLAN_PATH)

    def plan_text(self) -> str | None:
        """The plan's file as it was when it was published last."""
        return self._note(PLAN_TEXT)

    def clock(self) -> Seen | None:
        """When a sync last believed the clock, its civil date first."""
        payload = self._note(CLOCK)
        if payload is None:
            return None
        day, _, at = payload.partition(" ")
        try:
            return date.fromisoformat(day), datetime.fromisoformat(at)
        except ValueError as error:
            raise StoreDamaged(f"The state database holds a time that can't be read: {payload}.") from error

    def feed_tokens(self) -> FeedTokens:
        """What is known of the feed's tokens."""
        payload = self._note(FEED)
        return FeedTokens() if payload is None else decode(FeedTokens, payload)

    def notes(self, names: tuple[str, ...]) -> Mapping[str, str]:
        """The notes of these names that there are (see `planner.store.notes`)."""
        return {name: text for name in names if (text := self._note(name)) is not None}

    def _note(self, name: str) -> str | None:
        found = self._rows("meta", ROWS_OF["meta"], name)
        return found[0][1] if found else None

    def _rows(self, table: str, select: str, *parameters: object) -> list[tuple[Any, ...]]:
        with database.in_our_words(self._path):
            return list(database.rows(self._connection, table, select, *parameters))


def read_store(path: Path) -> Snapshot:
    """What a plan's database holds now; nothing at all when there is none.

    Nothing is made or changed, also where the directory can't be written to. Raises as
    `planner.store.store.open_store`.
    """
    check_private(path.parent)
    check_files(path)
    backups.check_remnant(path)
    memory = sqlite3.connect(":memory:", isolation_level=None)
    try:
        with database.in_our_words(path):
            if path.exists():
                database.read_into(memory, path)
            database.migrate(memory, path)
        return Snapshot(memory, path)
    except BaseException:
        memory.close()
        raise
