"""Signing in to Google from a computer of one's own (RFC 8252), with PKCE (RFC 7636).

https://developers.google.com/identity/protocols/oauth2/native-app
"""

from base64 import urlsafe_b64encode
from collections.abc import Callable
from datetime import UTC, datetime
from getpass import getuser
from hashlib import sha256
from pathlib import Path
from secrets import token_urlsafe
from socket import gethostname
from time import monotonic
from typing import TextIO
from urllib.parse import urlencode

from google.auth.transport import Request

from integrations.google import client_file
from integrations.google.client_file import Client
from integrations.google.credentials import SCOPE, Token, check_scopes, credentials_file, read, save
from integrations.google.loopback import Callback, Refused
from integrations.google.token_endpoint import SIGN_IN, ask, plain_request
from planner import secret_file
from planner.errors import SignInNeeded, UsageError
from planner.sync.target import SignIn

PATIENCE_SECONDS = 600.0
_AGAIN = f"Try again: {SIGN_IN}"


def sign_in(asked: SignIn) -> str:
    """Let the person allow us to make calendars, and keep what Google gives for it. A sentence that says so.

    Raises UsageError for a client file that can't serve, SignInNeeded when nobody can be asked or the
    answer isn't yes, PlannerError when Google can't be reached. What was kept before stays until then.
    """
    file = credentials_file(asked.settings, asked.directory)
    client = client_file.read(asked.client) if asked.client is not None else None
    if not asked.attended:
        raise SignInNeeded(
            "signing in to Google needs a person",
            f"Without --no-input: {SIGN_IN} --client FILE (with --headless where there is no browser). "
            f"Or do it on another computer and copy what it keeps to {file} (chmod 600).",
        )
    client = client or _client_of_last_time(file)
    with plain_request() as request:
        token = authorize(client, asked, request)
    with secret_file.alone(file):
        save(file, token)
    return f"Signed in to Google. planner sees the calendars it makes there, and no other. Kept in {file}"


def authorize(
    client: Client,
    asked: SignIn,
    request: Request,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
    patience_seconds: float = PATIENCE_SECONDS,
) -> Token:
    """Send the person to Google, wait for the answer, and change it for a token. Keeps nothing.

    Raises SignInNeeded, or PlannerError when Google can't be reached.
    """
    state, verifier = token_urlsafe(32), token_urlsafe(64)
    with Callback(state) as callback:
        address = _address(client, callback.redirect_address, state, verifier)
        if asked.headless or not asked.browse(address):
            asked.say(_headless(address, callback.server_port))
        else:
            asked.say(f"Your browser asks whether planner may make calendars. If it doesn't open:\n{address}")
        code = _code(callback, asked.typed, asked.say, patience_seconds)
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": callback.redirect_address,
            "client_id": client.id,
            "client_secret": client.secret,
            "code_verifier": verifier,
        }
    answer = ask(request, client.token_address, form, now, _AGAIN)
    scopes = (SCOPE,) if answer.scopes is None else answer.scopes
    check_scopes(scopes)
    if answer.refresh_token is None:
        raise SignInNeeded(
            "Google gave a sign-in that can't be renewed",
            f"Remove planner at https://myaccount.google.com/connections, then: {SIGN_IN}",
        )
    return Token(client, answer.refresh_token, answer.access_token, answer.expiry, scopes)


def _address(client: Client, redirect_address: str, state: str, verifier: str) -> str:
    challenge = urlsafe_b64encode(sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    question = {
        "response_type": "code",
        "client_id": client.id,
        "redirect_uri": redirect_address,
        "scope": SCOPE,
        "state": state,
        "code_challenge": challenge,
        "code_challenge_method": "S256",
        "access_type": "offline",
        # Without it, Google doesn't show again the box that somebody didn't tick last time.
        "prompt": "consent",
    }
    return f"{client.auth_address}?{urlencode(question)}"


def _code(
    callback: Callback, typed: TextIO | None, say: Callable[[str], None], patience_seconds: float
) -> str:
    deadline = monotonic() + patience_seconds
    while True:
        try:
            code = callback.wait(deadline - monotonic(), typed)
        except Refused:
            say("That isn't the address that the browser ended at. Paste the whole of it, please.")
            continue
        if code is None:
            raise SignInNeeded("nobody answered Google's question", _AGAIN)
        if not code:
            raise SignInNeeded("Google was told not to let planner make calendars", _AGAIN)
        return code


def _headless(address: str, port: int) -> str:
    return f"""Open this address in a browser, on any computer:
{address}
The browser then ends at a page of 127.0.0.1 that it can't open. Copy the address of that page, paste it here
and press Enter. Or, before you open it, let that computer reach this one, and there is nothing to paste:
ssh -N -L {port}:127.0.0.1:{port} {getuser()}@{gethostname()}"""


def _client_of_last_time(file: Path) -> Client:
    token = read(file)
    if token is None:
        raise UsageError(
            "the first sign-in needs an OAuth client file of your own",
            f"docs/google.md shows how to get it; then: {SIGN_IN} --client FILE",
        )
    return token.client
