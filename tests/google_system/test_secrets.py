"""Whatever goes wrong, no secret is in any output, log, file or address, and nobody sees a traceback."""

import json
from collections.abc import Iterator, Mapping

import pytest

from tests.google.proxy import Fault, broken_json, cut, half, html, refuse, server_error
from tests.google_auth.peers import REFRESH, endpoint, saved, tokens
from tests.google_system.place import Place
from tests.system.canaries import aloud, assert_untold, own_state

COMMANDS = (
    ["sync", "-vvv"],
    ["sync", "--json", "-v"],
    ["sync", "--dry-run"],
    ["doctor", "-v"],
    ["doctor", "--json"],
    ["targets", "list", "--json"],
    ["auth", "google", "-v", "--no-input", "--client", "client.json"],
    ["auth", "google", "--client", "google.json"],
    ["config", "show"],
    ["config", "show", "--json"],
    ["status", "-v"],
    ["history", "--json"],
)
CLIENT_SECRET = "CANARY-client-secret"  # noqa: S105 - of nobody
STATUSES = (200, 302, 400, 401, 403, 404, 407, 408, 409, 410, 412, 429, 500, 503, 511)
REASONS = ("quotaExceeded", "rateLimitExceeded", "accessNotConfigured", "insufficientPermissions")
FAULTS: Mapping[str, Fault] = {
    **{str(status): refuse(status) for status in STATUSES},
    **{f"403 {reason}": refuse(403, reason) for reason in REASONS},
    "429 and a wait": refuse(429, "rateLimitExceeded", retry_after="7200"),
    "500, and done": server_error(done=True),
    "cut": cut(done=False),
    "cut, and done": cut(done=True),
    "reset, and done": cut(done=True, reset=True),
    "half": half,
    "page": html(done=False),
    "broken JSON": broken_json,
}
BROKEN = (
    "http.client:HTTPConnection.putheader",
    "http.client:HTTPConnection.getresponse",
    "googleapiclient.http:HttpRequest.execute",
    "googleapiclient.discovery:build_from_document",
    "google_auth_httplib2:AuthorizedHttp.request",
    "google_auth_httplib2:Request.__call__",
    "google.auth.credentials:Credentials.before_request",
)


def refusal(name: str) -> tuple[int, bytes]:
    return 400, json.dumps({"error": name, "error_description": f"{REFRESH} {CLIENT_SECRET}"}).encode()


ANSWERS: tuple[tuple[int, bytes], ...] = (
    refusal("invalid_grant"),
    refusal("invalid_client"),
    refusal(REFRESH),
    (200, f'{{"access_token": "{REFRESH}'.encode()),
    (200, tokens(scope="openid")),
    (200, tokens(access_token=f"{REFRESH}\r\n")),
    (302, REFRESH.encode()),
    (500, REFRESH.encode()),
    (200, b"<html>"),
)


LOGGING = {"GOOGLE_SDK_PYTHON_LOGGING_SCOPE": "google"}


def sign_in(place: Place, **changed: object) -> None:
    file = place.program.folder / "google.json"
    good = {
        "token": place.google.token,
        "client_secret": CLIENT_SECRET,
        "expiry": "2099-01-01T00:00:00+00:00",
    }
    saved(file, **{**good, **changed})
    client = {"installed": {"client_id": "career", "client_secret": CLIENT_SECRET}}
    file.with_name("client.json").write_text(json.dumps(client))


def assert_no_secret(place: Place, told: str, what: object) -> None:
    assert_untold(
        place.program,
        told,
        (CLIENT_SECRET, REFRESH, "CANARY", place.google.token),
        but={"google.json", "client.json"},
        sent=[f"{request.path} {request.body.decode()}" for request in place.google.proxy.log],
        what=what,
    )


@pytest.fixture(params=["never synced", "synced and moved"])
def ready(request: pytest.FixtureRequest, career: Place) -> Iterator[Place]:
    with endpoint(lambda _: (200, tokens(access_token=career.google.token))) as google:
        sign_in(career, token_uri=google.address)
        if request.param != "never synced":
            career.synced()
            career.program.must("slip", "register", "2 weeks", "--yes")
        career.keep()
        yield career


@pytest.mark.parametrize("calls", [["*"], ["events.insert", "events.update"]])
def test_no_secret_is_told_whatever_google_answers(ready: Place, calls: list[str]) -> None:
    with aloud(COMMANDS, **LOGGING, **own_state(ready.program)) as run:
        for name, fault in FAULTS.items():
            ready.put_back()
            for call in calls:
                ready.google.proxy.arm(call, fault, times=1000)
            told = run(ready.program)
            assert ready.google.proxy.log, name
            assert_no_secret(ready, told, name)


def test_no_secret_is_told_whatever_the_sign_in_answers(ready: Place) -> None:
    with aloud(COMMANDS, **LOGGING, **own_state(ready.program)) as run:
        for answer in ANSWERS:
            with endpoint(lambda _, answer=answer: answer) as google:  # type: ignore[misc]  # mypy knows no defaults there
                ready.put_back()
                sign_in(ready, token_uri=google.address, expiry="2026-01-01T00:00:00+00:00")
                told = run(ready.program)
                assert google.forms
            assert_no_secret(ready, told, answer)


def test_no_secret_is_told_of_a_sign_in_that_cannot_be_read(ready: Place) -> None:
    file = ready.program.folder / "google.json"
    with aloud(COMMANDS, **LOGGING, **own_state(ready.program)) as run:
        good = file.read_bytes()
        for content in (
            b"",
            good[:-20],
            b"[" * 50_000,
            b"[" + good + b"]",
            b"\xff" + good,
            good.replace(b"career.apps", b"career\\n.apps"),
            good.replace(ready.google.token.encode(), b"CANARY-\\u4e2d"),
            good.replace(ready.google.token.encode(), b"CANARY\\r\\nX: y"),
            good.replace(b"2099-01-01", CLIENT_SECRET.encode()),
            good * 100,
        ):
            ready.put_back()
            file.write_bytes(content)
            told = run(ready.program)
            assert ": 4\n" in told
            assert_no_secret(ready, told, content[:100])
        ready.put_back()
        file.chmod(0o666)
        assert_no_secret(ready, run(ready.program), "open to others")


@pytest.mark.parametrize("name", BROKEN)
def test_no_secret_is_told_when_a_library_breaks_with_one_in_its_words(ready: Place, name: str) -> None:
    file = ready.program.folder / "google.json"
    file.write_text(json.dumps({**json.loads(file.read_text()), "expiry": "2026-01-01T00:00:00+00:00"}))
    with aloud(COMMANDS, **LOGGING, **own_state(ready.program), BREAK=name, SECRET=ready.google.token) as run:
        told = run(ready.program)
    assert "sync -vvv: 0" not in told
    assert_no_secret(ready, told, name)
