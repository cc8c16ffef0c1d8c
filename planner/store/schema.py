"""The tables, as migrations: the n-th takes a database of version n - 1 to version n.

A migration that was released is never edited. Every table ends with `digest`, a hash over the
table's name and the row's other columns: SQLite has no page checksums, so a flipped bit in a payload
would otherwise be believed. One file holds one plan; `meta` carries which.
"""

APPLICATION_ID = 0x706C6E72  # "plnr"

MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (
        f"PRAGMA application_id = {APPLICATION_ID}",
        """
        CREATE TABLE meta (
            name TEXT PRIMARY KEY,
            payload TEXT NOT NULL,
            digest TEXT NOT NULL
        ) WITHOUT ROWID
        """,
        # AUTOINCREMENT remembers the last number given, so that lost rows at the end are noticed.
        """
        CREATE TABLE fact (
            seq INTEGER PRIMARY KEY AUTOINCREMENT,
            change INTEGER NOT NULL,
            at TEXT NOT NULL,
            source TEXT NOT NULL,
            payload TEXT NOT NULL,
            digest TEXT NOT NULL
        )
        """,
        """
        CREATE TABLE remote (
            target TEXT PRIMARY KEY,
            payload TEXT NOT NULL,
            digest TEXT NOT NULL
        ) WITHOUT ROWID
        """,
        """
        CREATE TABLE base (
            target TEXT NOT NULL,
            item TEXT NOT NULL,
            payload TEXT NOT NULL,
            digest TEXT NOT NULL,
            PRIMARY KEY (target, item)
        ) WITHOUT ROWID
        """,
        """
        CREATE TABLE intent (
            seq INTEGER PRIMARY KEY,
            target TEXT NOT NULL,
            item TEXT NOT NULL,
            payload TEXT NOT NULL,
            digest TEXT NOT NULL
        )
        """,
        # A settled item takes its intents with it: without the index, each would scan them all.
        "CREATE INDEX intent_of_item ON intent (target, item)",
        """
        CREATE TABLE item_error (
            target TEXT NOT NULL,
            item TEXT NOT NULL,
            payload TEXT NOT NULL,
            digest TEXT NOT NULL,
            PRIMARY KEY (target, item)
        ) WITHOUT ROWID
        """,
    ),
)

VERSION = len(MIGRATIONS)

ROWS = {
    "meta": "SELECT name, payload, digest FROM meta ORDER BY name",
    "fact": "SELECT seq, change, at, source, payload, digest FROM fact ORDER BY seq",
    "remote": "SELECT target, payload, digest FROM remote ORDER BY target",
    "base": "SELECT target, item, payload, digest FROM base ORDER BY target, item",
    "intent": "SELECT seq, target, item, payload, digest FROM intent ORDER BY seq",
    "item_error": "SELECT target, item, payload, digest FROM item_error ORDER BY target, item",
}

ROWS_OF = {
    "meta": "SELECT name, payload, digest FROM meta WHERE name = ?",
    "remote": "SELECT target, payload, digest FROM remote WHERE target = ?",
    "base": "SELECT target, item, payload, digest FROM base WHERE target = ? ORDER BY item",
    "intent": "SELECT seq, target, item, payload, digest FROM intent WHERE target = ? ORDER BY seq",
    "item_error": "SELECT target, item, payload, digest FROM item_error WHERE target = ? ORDER BY item",
}

# A row that already says so is left alone, so that a call without news commits nothing.
PUT = {
    "meta": """
        REPLACE INTO meta SELECT ?1, ?2, ?3
        WHERE NOT EXISTS (SELECT 1 FROM meta WHERE name = ?1 AND digest = ?3)
        """,
    "fact": "INSERT INTO fact VALUES (?, ?, ?, ?, ?, ?)",
    "remote": """
        REPLACE INTO remote SELECT ?1, ?2, ?3
        WHERE NOT EXISTS (SELECT 1 FROM remote WHERE target = ?1 AND digest = ?3)
        """,
    "base": """
        REPLACE INTO base SELECT ?1, ?2, ?3, ?4
        WHERE NOT EXISTS (SELECT 1 FROM base WHERE target = ?1 AND item = ?2 AND digest = ?4)
        """,
    "intent": "INSERT INTO intent VALUES (?, ?, ?, ?, ?)",
    "item_error": """
        REPLACE INTO item_error SELECT ?1, ?2, ?3, ?4
        WHERE NOT EXISTS (SELECT 1 FROM item_error WHERE target = ?1 AND item = ?2 AND digest = ?4)
        """,
}

DROP = {
    "base": "DELETE FROM base WHERE target = ? AND item = ?",
    "intent": "DELETE FROM intent WHERE target = ? AND item = ?",
    "item_error": "DELETE FROM item_error WHERE target = ? AND item = ?",
}

DROP_OF = {
    "remote": "DELETE FROM remote WHERE target = ?",
    "base": "DELETE FROM base WHERE target = ?",
    "intent": "DELETE FROM intent WHERE target = ?",
    "item_error": "DELETE FROM item_error WHERE target = ?",
}
