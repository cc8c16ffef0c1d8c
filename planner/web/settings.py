"""The `[feed]` table of the settings: where to listen, and what the world outside calls it."""

import re
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from planner.errors import UsageError
from planner.web.address import LONGEST_BASE
from planner.web.hosts import host_of, is_loopback
from planner.web.site import Listen

DEFAULT = Listen()
_EXAMPLE = f'Write listen = "{DEFAULT.host}:{DEFAULT.port}".'
_LISTEN = re.compile(r"(?:\[([0-9A-Fa-f:.]+)\]|([^\[\]:]+)):(\d{1,5})", re.ASCII)
_LAST_PORT = 65535


@dataclass(frozen=True, slots=True)
class FeedSettings:
    """`base` is the public address before the server, without a slash at its end; None: there is none."""

    listen: Listen = DEFAULT
    base: str | None = None

    @property
    def hosts(self) -> frozenset[str]:
        """The names by which the world outside asks."""
        return frozenset() if self.base is None else frozenset({host_of(urlsplit(self.base).netloc)})


def read_feed(file: str, table: Mapping[str, object]) -> FeedSettings:
    """The settings in `[feed]` of a file. Raises UsageError that names the key and the remedy.

    Anything but this computer itself has to be asked for by name: whoever reaches a feed may try to read it.
    """
    listen = _listen(file, table.get("listen", f"{DEFAULT.host}:{DEFAULT.port}"))
    remote = table.get("allow-remote", False)
    if not isinstance(remote, bool):
        raise UsageError(
            f"{file}: [feed] allow-remote: true or false is wanted here", "Write it without quotes."
        )
    if not remote and listen.host != "localhost" and not is_loopback(listen.host):
        raise UsageError(
            f"{file}: [feed] listen: other computers can reach {listen.host}",
            f"Add allow-remote = true, if they shall. {_EXAMPLE}",
        )
    given = table.get("address")
    return FeedSettings(listen, None if given is None else _base(file, given))


def _listen(file: str, given: object) -> Listen:
    found = _LISTEN.fullmatch(given) if isinstance(given, str) else None
    if found is None or int(found[3]) > _LAST_PORT:
        raise UsageError(f"{file}: [feed] listen: an IP address and a port are wanted here", _EXAMPLE)
    host = (found[1] or found[2]).lower()
    if host != "localhost" and not _is_address(host):
        raise UsageError(f'{file}: [feed] listen: "{host}" is no IP address', _EXAMPLE)
    return Listen(host, int(found[3]))


def _is_address(host: str) -> bool:
    try:
        socket.inet_pton(socket.AF_INET6 if ":" in host else socket.AF_INET, host)
    except OSError:
        return False
    return True


def _base(file: str, given: object) -> str:
    example = 'Write it like address = "https://plans.example.org".'
    try:
        parts = urlsplit(given if isinstance(given, str) else "")
        plain = parts.scheme in {"http", "https"} and not parts.query and not parts.fragment
        fits = plain and parts.port != 0 and host_of(parts.netloc)
    except ValueError:
        fits = ""
    if not isinstance(given, str) or not fits or not re.fullmatch(r"[!-~]+", given):
        raise UsageError(f"{file}: [feed] address: an address of the web is wanted here", example)
    base = given.rstrip("/")
    if len(base) > LONGEST_BASE:
        raise UsageError(
            f"{file}: [feed] address: it is longer than {LONGEST_BASE} characters",
            "Calendar programs drop long addresses: find a shorter one.",
        )
    return base
