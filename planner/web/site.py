"""What is served, as values and callables: the server knows nothing of plans, commands or the daemon."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Answer:
    """How a command that the page asked for ended.

    `code` is its exit code; `said` its own words, for a person.
    """

    code: int
    said: str


@dataclass(frozen=True, slots=True)
class Site:
    """Everything that the server serves, at one moment.

    `calendars` maps `<name>.ics` to the file that a target writes. `database` holds the hashes of the feed's
    tokens. `hosts` are the names that are served besides those of this computer, in lower case. `page` gives
    the page and raises PlannerError when there is none. `act` runs one of our commands, given its words.
    """

    calendars: Mapping[str, Path]
    database: Path
    page: Callable[[], bytes]
    act: Callable[[Sequence[str]], Answer]
    hosts: frozenset[str] = field(default=frozenset())


@dataclass(frozen=True, slots=True)
class Listen:
    """Where to listen: `host` is an IP address or `localhost`; port 0 stands for any that is free."""

    host: str = "127.0.0.1"
    port: int = 8765


class Server(Protocol):
    """A server that runs in a thread of its own until it is closed."""

    @property
    def address(self) -> Listen:
        """Where it listens indeed, with the port that it got."""

    @property
    def alive(self) -> bool:
        """Whether it still takes connections."""

    def close(self) -> None:
        """Stop at once, and wait until it has stopped. Can be repeated."""
