"""What `[tell]` asks for, as a value, and when it is time to tell: at most one message a day."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Literal

DIGEST: Literal["digest"] = "digest"
REVIEW: Literal["review"] = "review"
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


class Way(StrEnum):
    """How a person is told."""

    DESKTOP = "desktop"
    NTFY = "ntfy"
    MAIL = "mail"


@dataclass(frozen=True, slots=True)
class Secret:
    """Where a password or token is: what a command prints, or in a file; `key` names the setting."""

    key: str
    command: tuple[str, ...] = ()
    file: Path | None = None


@dataclass(frozen=True, slots=True)
class Ntfy:
    """A topic at an ntfy server (https://docs.ntfy.sh/publish/). A topic's name is half a secret."""

    server: str
    topic: str
    token: Secret | None = None


@dataclass(frozen=True, slots=True)
class Mail:
    """Who gets mail, from whom, and by which server. `tls`: from the first byte on, else by STARTTLS;
    only a server on this machine is spoken to without.
    """

    to: str
    sender: str
    host: str
    port: int
    tls: bool
    user: str
    password: Secret | None = None

    @property
    def is_here(self) -> bool:
        """Whether the server is on this machine."""
        return self.host in LOOPBACK


@dataclass(frozen=True, slots=True)
class Tell:
    """`by` which ways, from what time of day on, and on which weekday (Monday is 0) of the whole week."""

    by: tuple[Way, ...] = ()
    at: time = time(7, 30)
    review: int | None = 6
    ntfy: Ntfy | None = None
    mail: Mail | None = None


def due(
    tell: Tell, now: datetime, last_digest: date | None, last_review: date | None
) -> Literal["digest", "review"] | None:
    """What is to be told at `now`, a time in the plan's zone, given on which days it was told last.

    A review takes the day's place. One that was missed is made up for; one that never was has its first on
    its weekday. A day in the future was counted by a clock that was wrong, unless it is tomorrow: then the
    clock went back a little, or the person went west, and nothing is told twice.
    """
    if not tell.by or now.time() < tell.at:
        return None
    today = now.date()
    told, reviewed = (
        None if day is None or day > today + timedelta(days=1) else day for day in (last_digest, last_review)
    )
    if any(day is not None and day >= today for day in (told, reviewed)):
        return None
    if tell.review is not None:
        turn = today - timedelta(days=(today.weekday() - tell.review) % 7)
        since = reviewed or told
        if turn == today or (since is not None and since < turn):
            return REVIEW
    return DIGEST
