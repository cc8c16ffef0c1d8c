"""The secret in the feed's address: who knows it may read the calendar.

The database keeps hashes only. The token itself is in one file that its owner alone can read. That file says
which token is in force, so that a database that was lost or restored doesn't cut anybody off; the database
says which were rotated. A plain hash is enough: of 160 random bits nothing can be guessed.
"""

import os
import re
from collections.abc import Callable
from enum import Enum
from hashlib import sha256
from hmac import compare_digest
from pathlib import Path
from secrets import token_hex
from threading import Lock

from planner.errors import PlannerError
from planner.store.codec import FeedTokens, decode
from planner.store.notes import Notes
from planner.store.paths import address_file
from planner.store.private import read_private, write_private
from planner.store.snapshot import FEED
from planner.store.store import Store

_BYTES = 20
_TOKEN = re.compile(rb"[0-9a-f]{40}")
_MOST_ROTATED = 1000


class Verdict(Enum):
    """What a token in a request is worth."""

    IN_FORCE = "in force"
    ROTATED = "rotated"
    UNKNOWN = "unknown"


def fresh() -> str:
    """A new token: 160 random bits in hex, which stays whole in any address."""
    return token_hex(_BYTES)


def hashed(token: str) -> str:
    """The hash by which a token is known; any text has one."""
    return sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def in_force(known: FeedTokens, kept: str | None) -> FeedTokens:
    """What the database knows, made one with the token that the file keeps.

    A token that the database doesn't know was made after what it holds; one that was rotated stays so.
    """
    mark = None if kept is None else hashed(kept)
    return known if mark is None or mark in known.rotated else replaced(known, mark)


def replaced(known: FeedTokens, mark: str) -> FeedTokens:
    """What is known after the token with this hash took the place of the one before."""
    if known.current is None or known.current == mark:
        return FeedTokens(mark, known.rotated)
    return FeedTokens(mark, (*known.rotated, known.current)[-_MOST_ROTATED:])


def judge(known: FeedTokens, token: str) -> Verdict:
    """What a token is worth. The time that takes tells nothing of the hashes."""
    mark = hashed(token).encode()
    if known.current is not None and compare_digest(mark, known.current.encode()):
        return Verdict.IN_FORCE
    if any(compare_digest(mark, one.encode()) for one in known.rotated):
        return Verdict.ROTATED
    return Verdict.UNKNOWN


def kept_token(database: Path) -> str | None:
    """The token that the address file keeps; None: there is none in it. Raises as `read_private`."""
    content = read_private(address_file(database))
    found = _TOKEN.fullmatch(content.strip()) if content is not None else None
    return found[0].decode() if found else None


def settled_token(known: FeedTokens, database: Path) -> str | None:
    """The token in force, if database and file agree on it; nothing is changed."""
    kept = kept_token(database)
    return kept if kept is not None and known.current == hashed(kept) else None


def obtain(store: Store, database: Path, make: Callable[[], str] = fresh) -> str:
    """The token in force, made where there is none. Raises PlannerError when it was lost."""
    found: list[str] = []

    def decide(known: FeedTokens) -> FeedTokens:
        kept = kept_token(database)
        if kept is None and known.current is None:
            kept = _put(database, make())
        settled = in_force(known, kept)
        if kept is None or settled.current != hashed(kept):
            raise PlannerError(
                f"the feed's address was kept in {address_file(database)}, and isn't there any more",
                "Who subscribed goes on. For a new address, which cuts them off: planner feed rotate",
            )
        found.append(kept)
        return settled

    store.change_feed_tokens(decide)
    return found[0]


def rotate(store: Store, database: Path, make: Callable[[], str] = fresh) -> str:
    """A new token in force; whoever uses the one before is told that it is gone."""
    token = make()

    def decide(known: FeedTokens) -> FeedTokens:
        # The file comes first: killed here, the next look at both finds the new one in force.
        before = in_force(known, _readable(database))
        return replaced(before, hashed(_put(database, token)))

    store.change_feed_tokens(decide)
    return token


class Tokens:
    """Judges tokens by what database and file hold at the moment, reading them again when they changed.

    Where they can't be read, what was read last counts.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._seen: tuple[object, ...] = ()
        self._known = FeedTokens()

    def judge(self, database: Path, token: str) -> Verdict:
        """What a token is worth now."""
        with self._lock:
            # Marked before it is read: what changes meanwhile is read the next time.
            seen = (database, *map(_mark, _files(database)))
            if seen != self._seen:
                self._read(database, seen)
            known = self._known
        return judge(known, token)

    def _read(self, database: Path, seen: tuple[object, ...]) -> None:
        if self._seen[:1] != (database,):
            self._known, self._seen = FeedTokens(), (database,)
        try:
            known = _feed_tokens(database)
        except PlannerError:
            self._known = in_force(self._known, _readable(database))
        else:
            self._known, self._seen = in_force(known, _readable(database)), seen


def _feed_tokens(database: Path) -> FeedTokens:
    """What the database knows; nothing when there is none."""
    text = Notes(database).read((FEED,)).get(FEED) if database.exists() else None
    return FeedTokens() if text is None else decode(FeedTokens, text)


def _put(database: Path, token: str) -> str:
    write_private(address_file(database), f"{token}\n".encode())
    return token


def _readable(database: Path) -> str | None:
    try:
        return kept_token(database)
    except PlannerError:
        return None


def _files(database: Path) -> tuple[Path, ...]:
    return database, database.with_name(f"{database.name}-wal"), address_file(database)


def _mark(path: Path) -> tuple[int, ...]:
    try:
        found = os.stat(path)  # noqa: PTH116 - in one call
    except OSError:
        return ()
    return found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns
