"""The feed's tokens, read by a server that looks often and keeps nothing open."""

import sqlite3
from pathlib import Path

from planner.store import database
from planner.store.codec import FeedTokens, decode
from planner.store.schema import ROWS_OF
from planner.store.snapshot import FEED


def read_feed_tokens(path: Path) -> FeedTokens:
    """What a plan's database knows of the feed's tokens; nothing when there is no database.

    Only that row is read and checked. Raises as `planner.store.store.open_store`.
    """
    if not path.exists():
        return FeedTokens()

    def take(source: sqlite3.Connection) -> FeedTokens:
        if not database.version(source, path):
            return FeedTokens()
        found = list(database.rows(source, "meta", ROWS_OF["meta"], FEED))
        return decode(FeedTokens, found[0][1]) if found else FeedTokens()

    with database.in_our_words(path):
        return database.look(path, take)
