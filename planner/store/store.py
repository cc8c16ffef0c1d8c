"""The store: what one plan's state database holds, read and written.

Every writing method is one transaction, durable when it returns; one that changes nothing commits
nothing. Besides what each says, methods raise StoreDamaged when the file or a row isn't as it was
written, Busy when another process writes for more than ten seconds, PlannerError when the disk fails.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from planner.progress.facts import Fact
from planner.progress.facts import encode as encode_fact
from planner.store import backups, database
from planner.store.codec import FeedTokens, RemoteState, digest, encode
from planner.store.paths import check_files, make_private
from planner.store.schema import DROP, DROP_OF, PUT, VERSION
from planner.store.snapshot import CLOCK, FEED, PLAN, PLAN_PATH, PLAN_TEXT, Snapshot

if TYPE_CHECKING:
    from planner.sync.clock import Seen
    from planner.sync.health import Fare
    from planner.sync.values import Intent, Mirrored


class Store(Snapshot):
    """A store opened for writing; what it reads is always the present. `now` is in a time zone.

    With `backed_up`, what is there already is backed up before the first change; hold the lock then.
    """

    def __init__(
        self, connection: sqlite3.Connection, path: Path, now: Callable[[], datetime], *, backed_up: bool
    ) -> None:
        super().__init__(connection, path)
        self._now = now
        self._is_backup_due = backed_up and database.last_fact(connection) > 0
        if self._plan is None:
            with self._change():
                self._put("meta", PLAN, path.stem)

    def append(self, facts: Iterable[Fact], source: str) -> int:
        """Record facts as one change, and give its number; the newest change's when there are none."""
        with self._change():
            return self._append(facts, source)

    def learn(
        self, target: str, facts: Iterable[Fact], base: Mapping[str, Mirrored | None], cursor: str | None
    ) -> None:
        """Take in what a pull told: facts, the base of items (None: gone), and where the next one goes on."""
        with self._change():
            self._append(facts, target)
            self._rebase(target, base)
            self._set_remote(target, replace(self.remote(target), cursor=cursor))

    def propose(self, target: str, intents: Iterable[Intent]) -> None:
        """Put writes on disk before the first of them is sent."""
        with self._change():
            (last,) = self._connection.execute("SELECT coalesce(max(seq), 0) FROM intent").fetchone()
            for seq, intent in enumerate(intents, start=last + 1):
                self._put("intent", seq, target, intent.item_id, encode(intent))

    def settle(
        self,
        target: str,
        settled: Mapping[str, Mirrored | None],
        failed: Mapping[str, str],
        cursor: str | None,
        place: str | None,
    ) -> None:
        """Take the intents of these items as ended: done as `settled` says, or failed for a reason."""
        with self._change():
            self._rebase(target, settled)
            for item in settled:
                self._drop("item_error", target, item)
            for item, message in failed.items():
                self._put("item_error", target, item, message)
            for item in (*settled, *failed):
                self._drop("intent", target, item)
            self._set_remote(target, replace(self.remote(target), cursor=cursor, place=place))

    def record(self, target: str, fare: Fare, at: datetime) -> None:
        """Keep how a target fares, since a moment (in a time zone)."""
        with self._change():
            known = replace(self.remote(target), synced_at=at, state=fare.state, message=fare.message)
            known = replace(known, hint=fare.hint, health=fare.health, refused=fare.refused, ended=fare.ended)
            self._set_remote(target, known)

    def forget(self, target: str) -> None:
        """Forget what was at a target and how it fared; facts learnt there stay."""
        with self._change():
            for statement in DROP_OF.values():
                self._connection.execute(statement, (target,))

    def set_plan_path(self, path: str) -> None:
        """Remember where the plan's file is."""
        with self._change():
            self._put("meta", PLAN_PATH, path)

    def keep_plan_text(self, text: str) -> None:
        """Remember the plan's file as it is published."""
        with self._change():
            self._put("meta", PLAN_TEXT, text)

    def see(self, clock: Seen) -> None:
        """Remember when a sync believed the clock."""
        day, at = clock
        with self._change():
            self._put("meta", CLOCK, f"{day} {at.astimezone(UTC).isoformat()}")

    def change_feed_tokens(self, decide: Callable[[FeedTokens], FeedTokens]) -> None:
        """Put in the place of what is known of the feed's tokens what `decide` makes of it.

        No other process changes them meanwhile; should `decide` raise, nothing is changed.
        """
        with self._change():
            self._put("meta", FEED, encode(decide(self.feed_tokens())))

    def backup(self, destination: Path) -> None:
        """Copy the whole store to a file, 0600; an existing one is replaced when the copy is complete."""
        with database.in_our_words(self._path):
            backups.copy(self._connection, destination)

    @contextmanager
    def _change(self) -> Iterator[None]:
        if self._is_backup_due:
            backups.back_up(self._path, self._now)
            self._is_backup_due = False
        with database.in_our_words(self._path), database.transaction(self._connection):
            before = self._connection.total_changes
            yield
            if self._connection.total_changes == before:
                self._connection.execute("ROLLBACK")

    def _append(self, facts: Iterable[Fact], source: str) -> int:
        last = database.last_fact(self._connection)
        (change,) = self._connection.execute("SELECT coalesce(max(change), 0) FROM fact").fetchone()
        at = self._now().astimezone(UTC).isoformat()
        recorded = [encode_fact(fact) for fact in facts]
        for seq, payload in enumerate(recorded, start=last + 1):
            self._put("fact", seq, change + 1, at, source, payload)
        return int(change) + bool(recorded)

    def _rebase(self, target: str, base: Mapping[str, Mirrored | None]) -> None:
        for item, mirrored in base.items():
            if mirrored is None:
                self._drop("base", target, item)
            else:
                self._put("base", target, item, encode(mirrored))

    def _set_remote(self, target: str, state: RemoteState) -> None:
        self._put("remote", target, encode(state))

    def _put(self, table: str, *columns: object) -> None:
        self._connection.execute(PUT[table], (*columns, digest(table, *columns)))

    def _drop(self, table: str, target: str, item: str) -> None:
        self._connection.execute(DROP[table], (target, item))


def open_store(path: Path, now: Callable[[], datetime], *, backed_up: bool = False) -> Store:
    """Open a plan's database for writing, made or migrated first if need be, and checked throughout.

    Raises StoreDamaged when it can't be used as it is (see `planner.store.recover`), UsageError when
    it is another plan's, PlannerError when the directory or the file can't be made or written.
    """
    make_private(path.parent)
    check_files(path)
    backups.check_remnant(path)
    database.create(path)
    with database.in_our_words(path):
        connection = database.connect(path)
        try:
            if 0 < database.version(connection, path) < VERSION:
                backups.back_up(path, now)
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("PRAGMA foreign_keys = ON")
            database.migrate(connection, path)
            database.verify(connection)
            return Store(connection, path, now, backed_up=backed_up)
        except BaseException:
            connection.close()
            raise
