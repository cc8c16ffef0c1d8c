"""The OAuth client that a person made for themselves in Google's console: a "Desktop app".

https://developers.google.com/identity/protocols/oauth2/native-app
"""

import json
import stat
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from planner.errors import UsageError

AUTH_ADDRESS = "https://accounts.google.com/o/oauth2/v2/auth"
EXCHANGE_ADDRESS = "https://oauth2.googleapis.com/token"
_GUIDE = "docs/google.md shows how to get the right one."
_MAX_BYTES = 64 * 1024


@dataclass(frozen=True, slots=True)
class Client:
    """Who asks for access. Google doesn't count a desktop app's `secret` as one; it's kept as if it were."""

    id: str
    secret: str = field(repr=False)
    auth_address: str = AUTH_ADDRESS
    token_address: str = EXCHANGE_ADDRESS


def read(path: Path) -> Client:
    """Read a client file. Raises UsageError that says what it is instead."""
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode) or found.st_size > _MAX_BYTES:
            raise UsageError(f"{path} is not a client file of Google's", _GUIDE)
        content = json.loads(path.read_bytes())
    except OSError as error:
        raise UsageError(f"{path} can't be read: {error.strerror}", _GUIDE) from None
    except (ValueError, RecursionError):
        raise UsageError(f"{path} is not JSON, so not a client file of Google's", _GUIDE) from None
    return _client(path, content)


def google_address(said: object, default: str) -> str:
    """Where to go: Google's own address, unless a file names one on this computer (for tests)."""
    if not isinstance(said, str):
        return default
    try:
        parts = urlsplit(said)
        here = parts.scheme == "http" and parts.hostname in {"127.0.0.1", "::1"} and parts.username is None
    except ValueError:
        return default
    return said if here else default


def _client(path: Path, content: object) -> Client:
    if not isinstance(content, Mapping):
        raise UsageError(f"{path} is not a client file of Google's", _GUIDE)
    if "web" in content:
        raise UsageError(
            f'{path} is for a "Web application": that kind of client can\'t sign in from a computer of yours',
            f'Make another client, of the type "Desktop app". {_GUIDE}',
        )
    if content.get("type") == "service_account":
        raise UsageError(
            f"{path} is the key of a service account, which has calendars of its own, not yours", _GUIDE
        )
    if content.get("type") == "authorized_user" or "refresh_token" in content:
        raise UsageError(f"{path} is the outcome of a sign-in, not a client file", _GUIDE)
    inner = content.get("installed")
    if not isinstance(inner, Mapping):
        raise UsageError(f'{path} has no "installed" part, so it is no client of a "Desktop app"', _GUIDE)
    identity, secret = inner.get("client_id"), inner.get("client_secret")
    for name, value in (("client_id", identity), ("client_secret", secret)):
        if not (isinstance(value, str) and value.isascii() and value.isprintable() and value):
            raise UsageError(f'{path} has no "{name}"', f"Download it again. {_GUIDE}")
    return Client(
        str(identity),
        str(secret),
        google_address(inner.get("auth_uri"), AUTH_ADDRESS),
        google_address(inner.get("token_uri"), EXCHANGE_ADDRESS),
    )
