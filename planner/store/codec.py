"""What the tables hold besides facts, as canonical text, and the hash that guards each row."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar
from zlib import crc32

from planner.errors import StoreDamaged
from planner.progress.canonical import from_plain, to_plain, to_text
from planner.sync.health import HEALTHY, Health


@dataclass(frozen=True, slots=True)
class RemoteState:
    """What is known of a target: the `place` it wrote to, where the next pull goes on, how it fares.

    `state`, `message` and `hint` are the runner's words, empty until it recorded some; `refused` is the
    mark of credentials that the service refused, `ended`: for good.
    """

    place: str | None = None
    cursor: str | None = None
    synced_at: datetime | None = None
    state: str = ""
    message: str = ""
    hint: str = ""
    health: Health = HEALTHY
    refused: str = ""
    ended: bool = False


@dataclass(frozen=True, slots=True)
class FeedTokens:
    """The secrets in the feed's address, as hashes (SHA-256 in hex): nothing here opens the feed.

    `current` is the one in force; None: none is known. `rotated` are the ones before it, oldest first.
    """

    current: str | None = None
    rotated: tuple[str, ...] = ()


V = TypeVar("V")


def encode(value: object) -> str:
    """A dataclass as canonical JSON: equal values give equal texts."""
    return to_text(to_plain(value))


def decode(kind: type[V], text: str) -> V:
    """The value of which `encode` made the text. Raises StoreDamaged for anything else."""
    try:
        return from_plain(kind, json.loads(text))
    except ValueError as error:
        raise StoreDamaged(f"The state database holds a row that can't be read: {error}.") from error


def digest(table: str, *columns: object) -> str:
    """A checksum over a row, against accidents, not against an attacker: CRC-32 sees every burst of errors
    up to 32 bits (hashlib would take longer to load than a whole journal to read).
    """
    return f"{crc32(json.dumps((table, *columns), default=repr).encode()):08x}"
