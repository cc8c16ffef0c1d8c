"""The SQLite file: opening, migrating and checking it, and its errors in our words.

WAL with `synchronous=FULL`: what was committed survives a power cut. A transaction is never held
while a remote is waited for.
"""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, TypeVar

from planner.errors import Busy, PlannerError, StoreDamaged
from planner.store.codec import digest
from planner.store.paths import keep_directory, open_private
from planner.store.schema import APPLICATION_ID, MIGRATIONS, ROWS, VERSION

_BUSY_SECONDS = 10.0

TakenT = TypeVar("TakenT")

_DISK = {
    sqlite3.SQLITE_FULL: "there is no space left",
    sqlite3.SQLITE_READONLY: "it can't be written to",
    sqlite3.SQLITE_PERM: "it can't be written to",
    sqlite3.SQLITE_CANTOPEN: "it can't be opened",
    sqlite3.SQLITE_IOERR: "the disk reports an error",
}


class NotOurs(StoreDamaged):
    """The database is intact, but another program's or a newer version's: it must be left alone."""


@contextmanager
def in_our_words(path: Path) -> Iterator[None]:
    """Raise Busy, StoreDamaged or PlannerError in the place of SQLite's errors."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT) & 0xFF
        if code in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
            raise Busy(f"Another run is writing to {path}.", "Try again in a moment.") from error
        if code in _DISK:
            raise PlannerError(f"The state database {path} can't be used: {_DISK[code]}.") from error
        raise StoreDamaged(f"The state database {path} is damaged: {error}.") from error
    except UnicodeDecodeError as error:  # from a message of SQLite's that quotes damaged text
        raise StoreDamaged(f"The state database {path} is damaged: it holds text that is none.") from error


def create(path: Path) -> None:
    """Make an empty file that is the owner's only, unless one exists; its side files get the same mode."""
    try:
        os.close(open_private(path, os.O_RDWR | os.O_EXCL))
        keep_directory(path.parent)
    except FileExistsError:
        return
    except OSError as error:
        raise PlannerError(f"The state database {path} can't be made: {error.strerror}.") from error


def connect(path: Path, options: str = "mode=rw") -> sqlite3.Connection:
    """A connection in autocommit mode to a file that exists (https://www.sqlite.org/uri.html)."""
    return sqlite3.connect(
        f"{path.absolute().as_uri()}?{options}", uri=True, timeout=_BUSY_SECONDS, isolation_level=None
    )


def version(connection: sqlite3.Connection, path: Path) -> int:
    """The version of the schema, 0 when it is still empty. Raises NotOurs."""
    # One statement sees one moment, also while another process is making the database.
    (application, found, tables) = connection.execute(
        "SELECT application_id, user_version, (SELECT count(*) FROM sqlite_master)"
        " FROM pragma_application_id, pragma_user_version"
    ).fetchone()
    if application != APPLICATION_ID and (application or found or tables):
        raise NotOurs(f"{path} is the database of another program.", "Move it out of the way.")
    if found > VERSION:
        raise NotOurs(
            f"The state database {path} has version {found}; this planner knows versions up to {VERSION}.",
            "Use the newer planner that wrote it.",
        )
    return int(found)


def migrate(connection: sqlite3.Connection, path: Path) -> None:
    """Bring the schema to the present version, each step whole or not at all."""
    while version(connection, path) < VERSION:
        with transaction(connection):
            # Asked again under the lock: another process may have come first.
            reached = version(connection, path)
            for statement in MIGRATIONS[reached] if reached < VERSION else ():
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {min(reached + 1, VERSION)}")


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """All or nothing; the lock for writing is taken at once, so that it can't fail half-way.

    A body that has nothing to keep may roll back itself.
    """
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        if connection.in_transaction:
            connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def rows(
    connection: sqlite3.Connection, table: str, select: str, *parameters: object
) -> Iterator[tuple[Any, ...]]:
    """The rows without their digests, which are checked. Raises StoreDamaged."""
    for *columns, seal in connection.execute(select, parameters):
        if digest(table, *columns) != seal:
            raise StoreDamaged(f"The state database has a damaged row in {table!r}.")
        yield tuple(columns)


def verify(connection: sqlite3.Connection) -> None:
    """Raise StoreDamaged when a page, a row or the count of facts is not as it was written."""
    for (finding,) in connection.execute("PRAGMA quick_check(1)"):
        if finding != "ok":
            raise StoreDamaged(f"The state database is damaged: {finding}.")
    for table, select in ROWS.items():
        for _ in rows(connection, table, select):
            pass
    last_fact(connection)


def last_fact(connection: sqlite3.Connection) -> int:
    """The number of the newest fact, 0 when there is none. Raises StoreDamaged when facts are missing."""
    (count, last, given) = connection.execute(
        "SELECT count(*), coalesce(max(seq), 0),"
        " coalesce((SELECT max(seq) FROM sqlite_sequence WHERE name = 'fact'), 0) FROM fact"
    ).fetchone()
    if not count == last == given:
        raise StoreDamaged("The state database has lost some of its facts.")
    return int(last)


def read_into(memory: sqlite3.Connection, path: Path) -> None:
    """Copy what the file holds now, so that it is held neither open nor locked while it is looked at."""
    look(path, lambda source: source.backup(memory))


def look(path: Path, take: Callable[[sqlite3.Connection], TakenT]) -> TakenT:
    """What `take` finds in the file, which is opened for that moment only.

    A log that a killed process left is read, and stays for the next writer to take in. Without one,
    only a connection that could write removes the empty side files that reading makes. Where they
    can't be made (a read-only disk), nobody can be writing, and the file alone tells everything.
    """
    log = path.with_name(f"{path.name}-wal")
    try:
        with closing(connect(path, "mode=ro" if log.exists() else "mode=rw")) as source:
            return take(source)
    except sqlite3.OperationalError:
        if os.access(path.parent, os.W_OK) or log.exists():
            raise
        with closing(connect(path, "mode=ro&immutable=1")) as source:
            return take(source)
