"""Notes: short texts by name in a database's `meta`, for a process that lives long.

It must not hold the file open: each call opens it for a moment, so that a restore or a recovery may replace
it at any time. Raises as `planner.store.store` does, and never waits for longer than a second.
"""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path

from planner.store import database
from planner.store.codec import digest
from planner.store.schema import PUT, ROWS_OF

_BUSY_MS = 1000


@contextmanager
def _opened(path: Path) -> Iterator[sqlite3.Connection]:
    # Opened for writing also to read: only such a connection takes away the side files that reading makes.
    with database.in_our_words(path), closing(database.connect(path)) as connection:
        connection.execute(f"PRAGMA busy_timeout = {_BUSY_MS}")
        connection.execute("PRAGMA synchronous = FULL")
        yield connection


class Notes:
    """The notes of one database."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self, names: tuple[str, ...]) -> Mapping[str, str]:
        """The notes of these names that there are."""
        with _opened(self._path) as connection:
            found = [
                row for name in names for row in database.rows(connection, "meta", ROWS_OF["meta"], name)
            ]
        return dict(found)

    def write(self, texts: Mapping[str, str]) -> None:
        """Keep notes, all or none, in a database that exists."""
        with _opened(self._path) as connection, database.transaction(connection):
            database.version(connection, self._path)
            for name, text in texts.items():
                connection.execute(PUT["meta"], (name, text, digest("meta", name, text)))

    def last_word(self, source: str) -> int:
        """The number of the newest fact of a source, 0 when there is none."""
        with _opened(self._path) as connection:
            (last,) = connection.execute(
                "SELECT coalesce(max(seq), 0) FROM fact WHERE source = ?", (source,)
            ).fetchone()
        return int(last)
