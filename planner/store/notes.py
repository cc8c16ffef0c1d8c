"""Notes: short texts by name in a database's `meta`, for a process that lives long.

It must not hold the file open: each call opens it for a moment, so that a restore or a recovery may replace
it at any time. Raises as `planner.store.store` does, and a write never waits for longer than a second.
"""

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

from planner.store import database
from planner.store.codec import digest
from planner.store.schema import PUT, ROWS_OF

_BUSY_MS = 1000


class Notes:
    """The notes of one database."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self, names: tuple[str, ...]) -> Mapping[str, str]:
        """The notes of these names that there are. Only their rows are read and checked."""

        def take(source: sqlite3.Connection) -> dict[str, str]:
            if not database.version(source, self._path):
                return {}
            return dict(row for name in names for row in database.rows(source, "meta", ROWS_OF["meta"], name))

        with database.in_our_words(self._path):
            return database.look(self._path, take)

    def write(self, texts: Mapping[str, str]) -> None:
        """Keep notes, all or none, in a database that exists."""
        with database.in_our_words(self._path), closing(database.connect(self._path)) as connection:
            connection.execute(f"PRAGMA busy_timeout = {_BUSY_MS}")
            connection.execute("PRAGMA synchronous = FULL")
            with database.transaction(connection):
                database.version(connection, self._path)
                for name, text in texts.items():
                    connection.execute(PUT["meta"], (name, text, digest("meta", name, text)))

    def last_word(self, source: str) -> int:
        """The number of the newest fact of a source, 0 when there is none."""

        def take(connection: sqlite3.Connection) -> int:
            select = "SELECT coalesce(max(seq), 0) FROM fact WHERE source = ?"
            (last,) = connection.execute(select, (source,)).fetchone()
            return int(last)

        with database.in_our_words(self._path):
            return database.look(self._path, take)
