"""Google's token endpoint (RFC 6749 3.2): one question, and every way in which the answer can be bad.

No text of the server gets into a message: it might repeat a secret.
"""

import json
import ssl
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from http.client import HTTPException
from urllib.parse import urlencode, urlsplit

from google.auth.exceptions import TransportError
from google.auth.transport import Request

from planner.errors import PlannerError, SignInEnded

MOST_CLOCK_ERROR = timedelta(minutes=5)
CLOCK_REMEDY = "Set the clock, on Linux for instance with: timedatectl set-ntp true"
SIGN_IN = "planner auth google"
_CLIENT_ERRORS = frozenset({"invalid_client", "unauthorized_client", "deleted_client"})
_GRANT_ERRORS = frozenset({"invalid_grant", "invalid_scope", "access_denied", "admin_policy_enforced"})
_OK = 200
_FIRST_ERROR_OF_SERVER = 500
_TOO_MANY = 429


@contextmanager
def plain_request() -> Iterator[Request]:
    """A way to ask that brings no credentials along."""
    import google_auth_httplib2  # type: ignore[import-untyped]  # brings no types

    from integrations.google.once import once

    http = once()
    try:
        yield google_auth_httplib2.Request(http)
    finally:
        http.close()


@dataclass(frozen=True, slots=True)
class Answer:
    """Tokens, as the endpoint gave them. `clock_ahead`: our clock minus the server's, if it said its time."""

    access_token: str = field(repr=False)
    refresh_token: str | None = field(repr=False)
    expiry: datetime
    scopes: tuple[str, ...] | None
    clock_ahead: timedelta | None


def ask(
    request: Request, address: str, form: Mapping[str, str], now: Callable[[], datetime], refused: str
) -> Answer:
    """Ask for tokens. `refused` is the remedy when the grant itself isn't accepted.

    Raises SignInEnded when only a person can mend it, PlannerError when waiting may.
    """
    try:
        response = request(
            address,
            method="POST",
            body=urlencode(form).encode(),
            headers={"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"},
        )
    except (TransportError, HTTPException, OSError) as error:
        raise _unreachable(address, error) from None
    except Exception as error:  # noqa: BLE001 - whatever it is, its text may repeat what was sent
        what = f"asking Google's sign-in failed: {type(error).__name__} in the code that talks to it"
        raise PlannerError(what, "Please report this line.") from None
    ahead = _clock_ahead(response.headers, now())
    told = _object(response.data)
    if response.status == _OK:
        return _tokens(told, now(), ahead)
    raise _refusal(response.status, told, refused)


def clock_is_off(ahead: timedelta | None) -> PlannerError | None:
    """The error that says so, when our clock is more than five minutes from the server's."""
    if ahead is None or abs(ahead) <= MOST_CLOCK_ERROR:
        return None
    minutes = round(abs(ahead).total_seconds() / 60)
    way = "ahead of" if ahead > timedelta(0) else "behind"
    return PlannerError(f"the clock of this computer is {minutes} minutes {way} Google's", CLOCK_REMEDY)


def _tokens(told: Mapping[str, object], now: datetime, ahead: timedelta | None) -> Answer:
    access, refresh, scope = told.get("access_token"), told.get("refresh_token"), told.get("scope")
    seconds = told.get("expires_in", 0)
    if not (isinstance(access, str) and access.isascii() and access.isprintable() and access):
        raise PlannerError(
            "the answer to the sign-in isn't Google's: something in between has answered",
            "On a public network, open a web page and accept its terms first.",
        )
    try:
        # RFC 6749 5.1 wants a number; a text has been seen.
        lasts = timedelta(seconds=min(max(int(str(seconds)), 0), 86_400))
    except ValueError:
        lasts = timedelta(0)
    return Answer(
        access,
        refresh if isinstance(refresh, str) and refresh else None,
        now + lasts,
        tuple(scope.split()) if isinstance(scope, str) else None,
        ahead,
    )


def _refusal(status: int, told: Mapping[str, object], refused: str) -> PlannerError:
    code = str(told.get("error"))
    if code in _GRANT_ERRORS:
        return SignInEnded("Google doesn't accept the sign-in any more", refused)
    if code in _CLIENT_ERRORS:
        return SignInEnded(
            "Google doesn't know the OAuth client that signed in, or its secret has changed",
            f"Get a client file as docs/google.md shows, then: {SIGN_IN} --client FILE",
        )
    if status == _TOO_MANY or status >= _FIRST_ERROR_OF_SERVER:
        return PlannerError(f"Google's sign-in is out of order (status {status})", "Try again later.")
    return PlannerError(
        f"Google's sign-in gave an answer that makes no sense here (status {status})",
        "On a public network, open a web page and accept its terms first.",
    )


def _unreachable(address: str, error: Exception) -> PlannerError:
    causes = [error, error.__cause__, error.__context__, *error.args]
    if any(isinstance(cause, ssl.SSLCertVerificationError) for cause in causes):
        return PlannerError(
            "the certificate of Google's sign-in isn't valid: the clock of this computer may be wrong, "
            "or something reads along",
            CLOCK_REMEDY,
        )
    return PlannerError(
        f"Google's sign-in can't be reached at {urlsplit(address).hostname}",
        "See that this computer is online, then try again.",
    )


def _clock_ahead(headers: Mapping[str, str], now: datetime) -> timedelta | None:
    said = next((value for name, value in headers.items() if name.lower() == "date"), None)
    try:
        return now - parsedate_to_datetime(str(said)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _object(content: bytes | str) -> Mapping[str, object]:
    try:
        value = json.loads(content)
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}
