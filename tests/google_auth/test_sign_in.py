"""The whole way: question, browser, answer, token, renewal, end; with an emulator of Google's sign-in."""

import json
import os
import stat
import threading
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path
from typing import TextIO

import pytest

from integrations.google.client_file import Client
from integrations.google.credentials import SavedCredentials, Token
from integrations.google.sign_in import authorize, sign_in
from integrations.google.token_endpoint import plain_request
from planner.errors import PlannerError, SignInNeeded, UsageError
from planner.sync.target import SignIn
from tests.google_auth.peers import SCOPE, Browser, Canned, Emulator, fetch, saved, tokens, umask

NOWHERE = "http://127.0.0.1:9"


def refresh(credentials: SavedCredentials) -> None:
    with plain_request() as request:
        credentials.refresh(request)


@dataclass
class Person:
    """Who sits at the terminal: what they were shown, and what they type."""

    keys: int
    typed: TextIO
    shown: list[str] = field(default_factory=list)

    def type(self, text: str) -> None:
        os.write(self.keys, text.encode())


@pytest.fixture
def person() -> Iterator[Person]:
    reader, writer = os.pipe()
    with os.fdopen(reader) as typed, os.fdopen(writer, "wb", buffering=0):
        yield Person(writer, typed)


def asked(person: Person, folder: Path, browser: Browser | None, client: Path | None = None) -> SignIn:
    return SignIn(
        settings={},
        directory=folder,
        client=client,
        headless=browser is None,
        say=person.shown.append,
        browse=browser.open if browser else lambda _: False,
        typed=person.typed,
    )


def client_file(google: Emulator, folder: Path) -> Path:
    file = folder / "client.json"
    file.write_text(json.dumps(google.client))
    return file


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    return tmp_path / "data" / "planner" / "google.json"


def test_a_browser_signs_in_and_the_sign_in_lasts_until_it_is_revoked(
    google: Emulator, home: Path, tmp_path: Path, person: Person
) -> None:
    browser = Browser()
    with umask(0):
        told = sign_in(asked(person, tmp_path, browser, client_file(google, tmp_path)))
    assert str(home) in told
    assert browser.seen["scope"] == SCOPE
    assert browser.seen["code_challenge_method"] == "S256"
    assert browser.seen["access_type"] == "offline"
    assert browser.seen["redirect_uri"].startswith("http://127.0.0.1:")
    assert {stat.S_IMODE(path.stat().st_mode) for path in home.parent.iterdir()} == {0o600}
    assert stat.S_IMODE(home.parent.stat().st_mode) == stat.S_IMODE(home.parents[1].stat().st_mode) == 0o700

    first = json.loads(home.read_text())
    credentials = SavedCredentials(home)
    assert credentials.valid
    refresh(credentials)
    second = json.loads(home.read_text())
    assert credentials.token == second["token"] != first["token"]
    assert {**first, "token": 0, "expiry": 0} == {**second, "token": 0, "expiry": 0}

    google.revoke(second["refresh_token"])
    with pytest.raises(SignInNeeded, match="doesn't accept") as raised:
        refresh(SavedCredentials(home))
    assert "7 days" in raised.value.hint
    assert "planner auth google" in raised.value.hint
    assert json.loads(home.read_text()) == second, "a refusal deletes nothing"

    sign_in(asked(person, tmp_path, Browser()))  # the client is known from last time
    refresh(SavedCredentials(home))


def test_without_a_browser_the_address_is_pasted(
    google: Emulator, home: Path, tmp_path: Path, person: Person
) -> None:
    file = client_file(google, tmp_path)
    thread = threading.Thread(target=sign_in, args=(asked(person, tmp_path, None, file),), daemon=True)
    thread.start()
    question = wait_for(person.shown)
    address = question.splitlines()[1]
    port = address.partition("127.0.0.1%3A")[2].partition("%2F")[0]
    assert f"ssh -N -L {port}:127.0.0.1:{port} " in question
    person.type("https://example.com/?code=1&state=2\n")
    assert "Paste the whole" in wait_for(person.shown, 2)
    person.type(f"{Browser().agree(address)}\n")
    thread.join(10)
    assert SavedCredentials(home).valid


def wait_for(shown: list[str], count: int = 1) -> str:
    turn = threading.Event()
    for _ in range(200):
        if len(shown) >= count:
            return shown[count - 1]
        turn.wait(0.05)
    raise AssertionError("nothing was shown")


def test_a_box_that_is_not_ticked_is_said_and_what_was_kept_stays(
    google: Emulator, home: Path, tmp_path: Path, person: Person
) -> None:
    home.parent.mkdir(parents=True)
    before = saved(home).read_bytes()
    with pytest.raises(SignInNeeded, match="ticked"):
        sign_in(asked(person, tmp_path, Browser(scope="openid email"), client_file(google, tmp_path)))
    assert home.read_bytes() == before


def test_a_code_is_worth_nothing_without_its_verifier(
    google: Emulator, tmp_path: Path, person: Person
) -> None:
    browser = Browser()
    request = Canned(tokens(lasting=True))
    authorize(a_client(google), asked(person, tmp_path, browser), request)
    [(_, form)] = request.calls
    challenge = urlsafe_b64encode(sha256(form["code_verifier"].encode()).digest()).rstrip(b"=").decode()
    assert challenge == browser.seen["code_challenge"]
    assert fetch(f"{google.address}/oauth2/token", {**form, "code_verifier": "x" * 50}).status == 400


def test_each_sign_in_has_a_port_a_state_and_a_verifier_of_its_own(
    google: Emulator, tmp_path: Path, person: Person
) -> None:
    browsers = [Browser(), Browser()]
    for browser in browsers:
        authorize(
            a_client(google),
            asked(person, tmp_path, browser),
            Canned(tokens(lasting=True)),
        )
    for name in ("state", "code_challenge"):
        assert browsers[0].seen[name] != browsers[1].seen[name]
        assert len(browsers[0].seen[name]) >= 43


def a_client(google: Emulator) -> Client:
    return Client("id", "secret", f"{google.address}/o/oauth2/v2/auth", f"{google.address}/oauth2/token")


def answered(person: Person, folder: Path, query: str, request: Canned) -> Token:
    """A sign-in to which the browser brings the state and this."""

    def browse(address: str) -> bool:
        state = address.partition("&state=")[2].partition("&")[0]
        back = address.partition("127.0.0.1%3A")[2].partition("%2F")[0]
        threading.Thread(
            target=fetch, args=(f"http://127.0.0.1:{back}/?state={state}&{query}",), daemon=True
        ).start()
        return True

    wish = replace(asked(person, folder, Browser()), browse=browse)
    return authorize(Client("id", "secret", NOWHERE, NOWHERE), wish, request)


def test_a_no_is_taken_for_a_no(tmp_path: Path, person: Person) -> None:
    request = Canned(b"")
    with pytest.raises(SignInNeeded, match="told not to"):
        answered(person, tmp_path, "error=access_denied", request)
    assert request.calls == []


def test_a_token_that_cannot_be_renewed_is_no_sign_in(tmp_path: Path, person: Person) -> None:
    with pytest.raises(SignInNeeded, match="can't be renewed"):
        answered(person, tmp_path, "code=1", Canned(tokens()))


def test_an_answer_without_scopes_means_those_that_were_asked_for(tmp_path: Path, person: Person) -> None:
    token = answered(person, tmp_path, "code=1", Canned(tokens(lasting=True, scope=None)))
    assert token.scopes == (SCOPE,)


def test_a_code_that_google_refuses_is_said_without_the_code(tmp_path: Path, person: Person) -> None:
    refusal = b'{"error": "invalid_grant", "error_description": "CANARY-code"}'
    with pytest.raises(SignInNeeded) as raised:
        answered(person, tmp_path, "code=CANARY-code", Canned(refusal, 400))
    assert "CANARY" not in f"{raised.value.message} {raised.value.hint}"


def test_it_ends_when_nobody_answers(tmp_path: Path, person: Person) -> None:
    client = Client("id", "secret", NOWHERE, NOWHERE)
    with pytest.raises(SignInNeeded, match="nobody"):
        authorize(client, asked(person, tmp_path, None), Canned(b""), patience_seconds=0.3)


def test_it_ends_when_the_terminal_is_closed(tmp_path: Path, person: Person) -> None:
    client, (ours, theirs) = Client("id", "secret", NOWHERE, NOWHERE), os.openpty()
    os.write(ours, b"\x04")
    with os.fdopen(theirs) as typed, pytest.raises(SignInNeeded, match="nobody"):
        authorize(client, replace(asked(person, tmp_path, None), typed=typed), Canned(b""))
    os.close(ours)


@pytest.mark.parametrize("typed", [os.devnull, None])
def test_a_browser_is_enough_where_nothing_can_be_typed(
    google: Emulator, home: Path, tmp_path: Path, person: Person, typed: str | None
) -> None:
    with ExitStack() as stack:
        stdin = stack.enter_context(Path(typed).open()) if typed else None
        wish = asked(person, tmp_path, Browser(), client_file(google, tmp_path))
        sign_in(replace(wish, typed=stdin))
    assert home.exists()


def test_where_nobody_may_be_asked_it_is_said_where_to_sign_in(
    home: Path, tmp_path: Path, person: Person
) -> None:
    with pytest.raises(SignInNeeded, match="person") as raised:
        sign_in(replace(asked(person, tmp_path, None), attended=False))
    assert str(home) in raised.value.hint


def test_the_first_sign_in_needs_a_client_file(home: Path, tmp_path: Path, person: Person) -> None:
    with pytest.raises(UsageError, match="client file") as raised:
        sign_in(asked(person, tmp_path, None))
    assert "docs/google.md" in raised.value.hint
    assert not home.parent.exists()


def test_a_new_sign_in_that_cannot_be_kept_leaves_the_old_one(
    google: Emulator, home: Path, tmp_path: Path, person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    home.parent.mkdir(parents=True)
    before = saved(home).read_bytes()

    def fails(descriptor: int) -> None:
        raise OSError(28, "No space left on device", descriptor)

    monkeypatch.setattr(os, "fsync", fails)
    with pytest.raises(PlannerError, match="No space"):
        sign_in(asked(person, tmp_path, Browser(), client_file(google, tmp_path)))
    assert home.read_bytes() == before
    assert sorted(path.name for path in home.parent.iterdir()) == ["google.json", "google.json.lock"]
