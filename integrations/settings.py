"""Settings that more than one target has, checked."""

from collections.abc import Mapping
from urllib.parse import urlsplit

from planner.errors import UsageError

_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


def endpoint(address: str | None) -> str | None:
    """Where credentials are sent to: over https, or to this computer. Raises UsageError for any other."""
    if address is None:
        return None
    try:
        parts = urlsplit(address)
        plain = parts.scheme == "http" and parts.hostname in _LOOPBACK
        fits = (plain or parts.scheme == "https") and bool(parts.hostname) and parts.username is None
        _ = parts.port
    except ValueError:
        fits = False
    if not fits:
        raise UsageError(
            "endpoint: an https address is expected, or http at 127.0.0.1",
            "Leave it out: only tests need it.",
        )
    return address


def line_of(settings: Mapping[str, object], name: str) -> str | None:
    """A setting that is a text on one line; None when it isn't there. Raises UsageError for anything else."""
    value = settings.get(name)
    if value is None:
        return None
    if not isinstance(value, str) or not value.strip() or not value.isprintable():
        raise UsageError(f"{name}: a text on one line is expected", f'Like {name} = "...".')
    return value.strip()
