"""Which names this server answers to, and who is at this computer.

A page elsewhere can make a browser ask 127.0.0.1 under a name of its own (DNS rebinding); it can't choose the
Host header of that, so a name that isn't ours is refused.
"""

import re
from collections.abc import Mapping

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
FORWARDING = ("forwarded", "via", "x-real-ip")
_AUTHORITY = re.compile(r"(?:\[([0-9a-f:.]+)\]|([a-z0-9._-]+))(?::\d{0,5})?", re.ASCII)
_ABSOLUTE = re.compile(r"https?://([^/?#]*)([^?#]*)", re.IGNORECASE)


def host_of(authority: str) -> str:
    """The name in a Host header (RFC 9110 7.2) in lower case, without port and brackets; empty: it's none."""
    found = _AUTHORITY.fullmatch(authority.lower())
    return (found[1] or found[2]) if found else ""


def split_target(target: str, host: str) -> tuple[str, str]:
    """The authority and the raw path of a request target; one in absolute form brings its own authority.

    RFC 9112 3.2.2: then the Host header doesn't count.
    """
    absolute = _ABSOLUTE.match(target)
    if absolute:
        return absolute[1], absolute[2] or "/"
    return host, target.partition("?")[0]


def is_served(host: str, here: str, others: frozenset[str]) -> bool:
    """Whether `host` is a name of this computer, the address that the client reached, or one of `others`."""
    return bool(host) and (host in LOOPBACK or host == here or host in others)


def is_local(host: str, peer: str, headers: Mapping[str, str]) -> bool:
    """Whether a person at this computer asks: no peer elsewhere, no name from outside, nobody between."""
    return (
        is_loopback(peer)
        and (host in LOOPBACK or is_loopback(host))
        and not any(name in FORWARDING or name.startswith("x-forwarded") for name in headers)
    )


def is_loopback(address: str) -> bool:
    """Whether an IP address, as the system writes it, is this computer's own (RFC 6890)."""
    return address == "::1" or re.fullmatch(r"127(?:\.\d{1,3}){3}", address) is not None


def plain_address(address: str) -> str:
    """An IP address without the clothes that an IPv4 one wears on an IPv6 socket (RFC 4291 2.5.5.2)."""
    return address.lower().removeprefix("::ffff:") if "." in address else address.lower()
