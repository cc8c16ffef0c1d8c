"""Push notifications: what an ntfy server gets, as its documentation has it, and how its refusal is told."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from planner.daemon.telling import Ntfy, Secret
from planner.daemon.ways.ntfy import to_topic
from planner.errors import PlannerError, SignInNeeded
from planner.render.digest import Note
from tests.loopback import Handler, Server, serving
from tests.unit.render.test_hostile_text import EVIL

NOTE = Note("Nurse: 2 due · 看護師", ("one", "zwei"))
TOKEN = "tk_canary"  # noqa: S105 - opens nothing


class Publisher(Handler):
    """Publishes what it is given at its root (https://docs.ntfy.sh/publish/#publish-as-json)."""

    got: list[tuple[dict[str, str], dict[str, object]]]
    code = 200
    elsewhere = ""

    def do_POST(self) -> None:  # noqa: N802 - http.server's
        body = self.body()
        assert body is not None
        assert self.path == "/"
        type(self).got.append((dict(self.headers.items()), json.loads(body)))
        self.send_response(self.code)
        if self.elsewhere:
            self.send_header("Location", self.elsewhere)
        self.send_header("Content-Length", "0")
        self.end_headers()


@contextmanager
def server(code: int = 200, elsewhere: str = "") -> Iterator[tuple[Server, type[Publisher]]]:
    class Asked(Publisher):
        pass

    Asked.got, Asked.code, Asked.elsewhere = [], code, elsewhere
    with serving(Asked) as running:
        yield running, Asked


@pytest.fixture
def token(tmp_path: Path) -> Secret:
    file = tmp_path / "token"
    file.write_text(TOKEN, encoding="utf-8")
    file.chmod(0o600)
    return Secret("token-file", file=file)


def test_a_topic_gets_title_and_message() -> None:
    with server() as (running, asked):
        to_topic(Ntfy(f"{running.address}/", "mine"), 5)(NOTE)
    ((headers, body),) = asked.got
    assert body == {"topic": "mine", "title": NOTE.subject, "message": NOTE.text}
    assert "Authorization" not in headers


def test_a_token_goes_along_as_a_bearer(token: Secret) -> None:
    with server() as (running, asked):
        to_topic(Ntfy(f"{running.address}/", "mine", token), 5)(NOTE)
    assert asked.got[0][0]["Authorization"] == f"Bearer {TOKEN}"


@pytest.mark.parametrize("code", [302, 307])
def test_a_token_follows_no_redirection(code: int, token: Secret) -> None:
    with server() as (other, never), server(code, f"{other.address}/") as (running, _):
        with pytest.raises(PlannerError, match=f"answered {code}"):
            to_topic(Ntfy(f"{running.address}/", "mine", token), 5)(NOTE)
        assert never.got == []


@pytest.mark.parametrize(
    ("code", "kind"), [(401, SignInNeeded), (403, SignInNeeded), (429, PlannerError), (500, PlannerError)]
)
def test_a_refusal_names_the_server_and_no_secret(code: int, kind: type[PlannerError], token: Secret) -> None:
    with server(code) as (running, _), pytest.raises(kind, match=str(code)) as raised:
        to_topic(Ntfy(f"{running.address}/", "my-topic", token), 5)(NOTE)
    said = f"{raised.value.message} {raised.value.hint}"
    assert running.address.removeprefix("http://") in said
    assert TOKEN not in said
    assert "my-topic" not in said


def test_a_server_that_is_not_there_is_told_in_words() -> None:
    with server() as (running, _):
        address = running.address
    with pytest.raises(PlannerError, match=r"can't be reached: .*refused"):
        to_topic(Ntfy(f"{address}/", "mine"), 5)(NOTE)


def test_a_message_stays_a_message_however_long_and_odd_it_is() -> None:
    note = Note("x", tuple(["看護師" * 100] * 12))
    with server() as (running, asked):
        to_topic(Ntfy(f"{running.address}/", "mine"), 5)(note)
        to_topic(Ntfy(f"{running.address}/", "mine"), 5)(Note("\x00\r\nX: y", (EVIL.replace("\ud800", ""),)))
    message = asked.got[0][1]["message"]
    assert isinstance(message, str)
    assert 3900 < len(message.encode()) <= 4000
    assert asked.got[1][1]["title"] == "\x00\r\nX: y"
    assert "X" not in asked.got[1][0]


@pytest.mark.parametrize("content", ["", "two\nlines", "no token", "tökén"])
def test_a_file_without_a_token_is_a_sign_in_that_is_needed(content: str, token: Secret) -> None:
    assert token.file is not None
    token.file.write_text(content, encoding="utf-8")
    with server() as (running, asked), pytest.raises(SignInNeeded):
        to_topic(Ntfy(f"{running.address}/", "mine", token), 5)(NOTE)
    assert asked.got == []
