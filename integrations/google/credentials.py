"""The outcome of a sign-in: a JSON file that the shell and the background service share.

Its keys are those of `google.oauth2.credentials.Credentials.to_json`. Invariants: the file is complete at
any time; only the holder of its lock asks for a new access token or changes it; a refusal deletes nothing.
"""

import json
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType

from google.auth.credentials import Credentials
from google.auth.transport import Request

from integrations.google.client_file import AUTH_ADDRESS, EXCHANGE_ADDRESS, Client, google_address
from integrations.google.token_endpoint import SIGN_IN, Answer, ask, clock_is_off
from planner import secret_file
from planner.errors import SignInEnded, SignInNeeded, UsageError

SCOPE = "https://www.googleapis.com/auth/calendar.app.created"
_ENOUGH = frozenset({SCOPE, "https://www.googleapis.com/auth/calendar"})
_AGAIN = (
    f"Sign in again: {SIGN_IN}. If it ends after 7 days each time, your OAuth app is still in "
    '"Testing": publish it (docs/google.md).'
)


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Token:
    """What the file holds. `scopes` None: it doesn't say. `rest` is what we don't know, and keep."""

    client: Client
    refresh_token: str | None = field(repr=False)
    access_token: str | None = field(default=None, repr=False)
    expiry: datetime | None = None
    scopes: tuple[str, ...] | None = None
    rest: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}), repr=False)

    def after(self, answer: Answer) -> "Token":
        """The token with what Google gave anew; what the answer leaves out stays (RFC 6749 5.1 and 6)."""
        return replace(
            self,
            access_token=answer.access_token,
            refresh_token=answer.refresh_token or self.refresh_token,
            expiry=answer.expiry,
            scopes=self.scopes if answer.scopes is None else answer.scopes,
        )


class SavedCredentials(Credentials):
    """The file as google-auth wants it, for `google_auth_httplib2.AuthorizedHttp`. One object per thread.

    `refresh` first looks whether another process has done it; the errors it raises are ours.
    """

    def __init__(self, file: Path, now: Callable[[], datetime] = _now) -> None:
        """Raises SignInNeeded when the file is missing, can't be trusted or lacks a right."""
        super().__init__()  # type: ignore[no-untyped-call]  # google-auth
        self._file = file
        self._now = now
        self._take(load(file))

    def refresh(self, request: Request) -> None:
        """Get a working access token. Raises SignInNeeded when only a person can, else PlannerError."""
        with secret_file.alone(self._file):
            refused = self.token
            self._take(load(self._file))
            if self.token == refused or not self.valid:
                self._take(_renew(self._file, request, self._now)[0])

    def _take(self, token: Token) -> None:
        self.token = token.access_token
        self.expiry = (token.expiry or self._now()).astimezone(UTC).replace(tzinfo=None)


def credentials_file(
    settings: Mapping[str, object], directory: Path, environ: Mapping[str, str] = os.environ
) -> Path:
    """`credentials-file` of the settings, else `planner/google.json` in the user's data directory (XDG).

    Raises UsageError when the setting is no file name.
    """
    named = settings.get("credentials-file")
    if named is not None:
        if not isinstance(named, str) or not named or "\0" in named:
            raise UsageError(
                "credentials-file: a file name is expected", 'Like credentials-file = "google.json".'
            )
        return directory / Path(named).expanduser()
    home = Path(environ.get("XDG_DATA_HOME", ""))
    if not home.is_absolute():
        home = Path(environ.get("HOME") or Path.home()) / ".local" / "share"
    return home / "planner" / "google.json"


def load(file: Path) -> Token:
    """The token, fit for use. Raises SignInNeeded when there is none, or see `read`, or it lacks a right."""
    token = read(file)
    if token is None:
        raise SignInNeeded(
            "nobody has signed in to Google yet", f"{SIGN_IN} --client FILE (docs/google.md: how to get FILE)"
        )
    check_scopes(token.scopes)
    return token


def read(file: Path) -> Token | None:
    """What was kept; None: nothing. Raises SignInNeeded when it can't be trusted or understood."""
    content = secret_file.read(file)
    if content is None:
        return None
    try:
        told = json.loads(content)
    except (ValueError, RecursionError):
        told = None
    token = _token(told) if isinstance(told, dict) else None
    if token is None:
        raise SignInNeeded(f"{file} is not what a sign-in leaves", f"Sign in again: {SIGN_IN} --client FILE")
    return token


def save(file: Path, token: Token) -> None:
    """Put the token there, whole. The caller holds the lock. Raises PlannerError."""
    told = {
        **token.rest,
        "type": "authorized_user",
        "client_id": token.client.id,
        "client_secret": token.client.secret,
        "auth_uri": token.client.auth_address,
        "token_uri": token.client.token_address,
        "refresh_token": token.refresh_token,
        "token": token.access_token,
        "expiry": token.expiry.astimezone(UTC).isoformat() if token.expiry else None,
        "scopes": token.scopes,
    }
    written = {key: value for key, value in told.items() if value is not None}
    secret_file.write(file, json.dumps(written, indent=2).encode() + b"\n")


def check_scopes(scopes: tuple[str, ...] | None) -> None:
    """Raise SignInEnded unless calendars may be made: a person can untick that on Google's page."""
    if scopes is not None and not _ENOUGH.intersection(scopes):
        raise SignInEnded(
            "Google may not make a calendar for you: its box wasn't ticked when you signed in",
            f"Sign in again and tick the box: {SIGN_IN}",
        )


def examine(file: Path, request: Request, now: Callable[[], datetime] = _now) -> None:
    """Ask Google whether the sign-in still holds. Raises the one error to tell; also for a wrong clock."""
    with secret_file.alone(file):
        answer = _renew(file, request, now)[1]
    if wrong := clock_is_off(answer.clock_ahead):
        raise wrong


def _renew(file: Path, request: Request, now: Callable[[], datetime]) -> tuple[Token, Answer]:
    """Get a new access token and keep it. The caller holds the lock."""
    token = load(file)
    if token.refresh_token is None:
        raise SignInEnded(f"{file} holds a sign-in that has ended and can't be renewed", _AGAIN)
    form = {
        "grant_type": "refresh_token",
        "refresh_token": token.refresh_token,
        "client_id": token.client.id,
        "client_secret": token.client.secret,
    }
    answer = ask(request, token.client.token_address, form, now, _AGAIN)
    check_scopes(answer.scopes)
    renewed = token.after(answer)
    save(file, renewed)
    return renewed, answer


def _token(told: Mapping[str, object]) -> Token | None:
    texts = {}
    for key in ("client_id", "client_secret", "refresh_token", "token", "expiry"):
        value = told.get(key)
        if value is not None and not (isinstance(value, str) and value.isascii() and value.isprintable()):
            return None
        texts[key] = value or None
    identity, secret = texts["client_id"], texts["client_secret"]
    if identity is None or secret is None or not (texts["refresh_token"] or texts["token"]):
        return None
    scopes = told.get("scopes")
    try:
        expiry = datetime.fromisoformat(texts["expiry"]) if texts["expiry"] else None
    except ValueError:
        return None
    client = Client(
        identity,
        secret,
        google_address(told.get("auth_uri"), AUTH_ADDRESS),
        google_address(told.get("token_uri"), EXCHANGE_ADDRESS),
    )
    return Token(
        client,
        texts["refresh_token"],
        texts["token"],
        expiry.replace(tzinfo=expiry.tzinfo or UTC) if expiry else None,
        tuple(str(scope) for scope in scopes) if isinstance(scopes, list) else None,
        MappingProxyType(dict(told)),
    )
