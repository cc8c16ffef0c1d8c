"""A push notification through an ntfy server (https://docs.ntfy.sh/publish/, "Publish as JSON")."""

import json
import urllib.request
from collections.abc import Callable
from http import HTTPStatus
from http.client import HTTPException
from urllib.error import HTTPError, URLError

from planner.daemon.telling import Ntfy
from planner.daemon.ways.secret import reveal
from planner.errors import PlannerError, SignInNeeded
from planner.render.digest import Note

_MOST_BYTES = 4000
"""A longer message becomes an attachment (its limit is 4096)."""
_REFUSED = frozenset({HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN})


class _Stay(urllib.request.HTTPRedirectHandler):
    """A token goes to the server that the settings name and to no other."""

    def redirect_request(self, *_: object) -> None:
        return None


def to_topic(ntfy: Ntfy, seconds: float) -> Callable[[Note], None]:
    """What publishes a note. It raises PlannerError; SignInNeeded when the token is missing or refused."""

    def send(note: Note) -> None:
        headers = {"Content-Type": "application/json", "User-Agent": "planner"}
        if ntfy.token is not None:
            headers["Authorization"] = f"Bearer {_token(reveal(ntfy.token))}"
        message = note.text.encode()[:_MOST_BYTES].decode("utf-8", "ignore")
        body = json.dumps({"topic": ntfy.topic, "title": note.subject, "message": message}).encode()
        # The settings allow https, and http to this machine alone.
        request = urllib.request.Request(ntfy.server, body, headers, method="POST")  # noqa: S310
        try:
            with urllib.request.build_opener(_Stay).open(request, timeout=seconds):
                return
        except HTTPError as error:
            error.close()
            if error.code in _REFUSED:
                raise SignInNeeded(
                    f"{_host(ntfy)} refused it ({error.code})", "See the token in [tell.ntfy]."
                ) from None
            raise PlannerError(f"{_host(ntfy)} answered {error.code}", "It is tried again later.") from None
        except (URLError, HTTPException, OSError) as error:
            why = getattr(error, "reason", None) or type(error).__name__
            raise PlannerError(f"{_host(ntfy)} can't be reached: {why}", "It is tried again later.") from None

    return send


def _token(text: str) -> str:
    if not text.isascii() or " " in text:
        raise SignInNeeded("that is no token of an ntfy server", "See the token in [tell.ntfy].")
    return text


def _host(ntfy: Ntfy) -> str:
    return ntfy.server.split("/")[2]
