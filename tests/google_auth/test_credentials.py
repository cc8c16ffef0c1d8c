"""What a sign-in leaves: who may read it, how it is renewed, and what is said when it can't be."""

import json
import os
import ssl
import stat
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from http.client import IncompleteRead
from pathlib import Path

import pytest
from google.auth.exceptions import TransportError

from integrations.google.credentials import SavedCredentials, credentials_file, examine, load
from planner.errors import PlannerError, SignInEnded, SignInNeeded, UsageError
from tests.google_auth.peers import (
    KEPT,
    NEW_REFRESH,
    REFRESH,
    RENEWED,
    SCOPE,
    Canned,
    authorization,
    saved,
    tokens,
    umask,
)

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


def now() -> datetime:
    return NOW


def in_an_hour() -> str:
    return (datetime.now(UTC) + timedelta(hours=1)).isoformat()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return saved(tmp_path / "google.json")


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def opened_up(file: Path) -> None:
    file.chmod(0o644)


def writable(file: Path) -> None:
    file.chmod(0o620)


def linked(file: Path) -> None:
    file.rename(file.with_name("elsewhere"))
    file.symlink_to(file.with_name("elsewhere"))


def a_fifo(file: Path) -> None:
    file.unlink()
    os.mkfifo(file, 0o600)


def huge(file: Path) -> None:
    file.write_bytes(b" " * 100_000)


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        (opened_up, "open to others"),
        (writable, "open to others"),
        (linked, "link"),
        (a_fifo, "regular"),
        (huge, "large"),
    ],
)
def test_a_file_that_cannot_be_trusted_is_refused_with_a_remedy(
    file: Path, harm: Callable[[Path], None], said: str
) -> None:
    harm(file)
    with pytest.raises(SignInNeeded, match=said) as raised:
        load(file)
    assert raised.value.hint


def test_another_users_file_is_refused(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: file.stat().st_uid + 1)
    with pytest.raises(SignInNeeded, match="another user"):
        load(file)


@pytest.mark.parametrize(
    "content", ["", "CANARY", "[]", "{}", "[" * 60_000, '{"client_id": "a", "client_secret": "b"}']
)
def test_a_file_of_another_kind_is_refused(file: Path, content: str) -> None:
    file.write_text(content)
    with pytest.raises(SignInNeeded, match="not what a sign-in leaves") as raised:
        load(file)
    assert "CANARY" not in raised.value.message + raised.value.hint


def test_nothing_there_means_nobody_has_signed_in(tmp_path: Path) -> None:
    with pytest.raises(SignInNeeded, match="nobody has signed in") as raised:
        SavedCredentials(tmp_path / "google.json")
    assert "planner auth google --client FILE" in raised.value.hint


def test_a_box_that_is_not_ticked_is_seen_before_any_request(file: Path) -> None:
    saved(file, scopes=["openid"])
    with pytest.raises(SignInNeeded, match="ticked"):
        SavedCredentials(file)


@pytest.mark.parametrize("scopes", [None, [SCOPE], ["https://www.googleapis.com/auth/calendar"]])
def test_a_file_that_says_nothing_of_rights_or_grants_more_is_taken(
    file: Path, scopes: list[str] | None
) -> None:
    assert load(saved(file, scopes=scopes)).access_token == KEPT


def test_a_good_token_costs_no_request(file: Path) -> None:
    saved(file, expiry=in_an_hour())
    request = Canned(b"")
    assert authorization(SavedCredentials(file), request) == f"Bearer {KEPT}"
    assert request.calls == []


@pytest.mark.parametrize("without", [{"expiry": None}, {"token": None, "expiry": None}, {}])
def test_an_old_one_is_renewed_and_kept(file: Path, without: dict[str, None]) -> None:
    saved(file, **without, quota_project_id="mine")
    request = Canned(tokens())
    credentials = SavedCredentials(file)
    with umask(0):
        authorization(credentials, request)
    told = json.loads(file.read_text())
    assert credentials.token == told["token"] == RENEWED
    assert told["quota_project_id"] == "mine", "what we don't know stays"
    assert told["refresh_token"] == REFRESH
    assert mode(file) == mode(file.with_name("google.json.lock")) == 0o600
    [(address, form)] = request.calls
    assert address == "https://oauth2.googleapis.com/token"
    assert form["refresh_token"] == REFRESH


def test_what_another_process_renewed_is_taken_without_a_request(file: Path) -> None:
    credentials = SavedCredentials(file)
    saved(file, token="CANARY-theirs", expiry=in_an_hour())  # noqa: S106 - invented
    request = Canned(b"")
    credentials.refresh(request)
    assert (credentials.token, request.calls) == ("CANARY-theirs", [])


def test_a_token_that_the_api_refused_is_renewed_although_it_looks_good(file: Path) -> None:
    saved(file, expiry=in_an_hour())
    credentials = SavedCredentials(file)
    credentials.refresh(Canned(tokens()))
    assert credentials.token == RENEWED


def test_a_new_refresh_token_takes_the_place_of_the_old(file: Path) -> None:
    SavedCredentials(file).refresh(Canned(tokens(lasting=True)))
    assert load(file).refresh_token == NEW_REFRESH


def test_a_right_that_was_taken_away_is_noticed(file: Path) -> None:
    with pytest.raises(SignInNeeded, match="ticked"):
        SavedCredentials(file).refresh(Canned(tokens(scope="openid")))


def refusal(error: str, status: int = 400) -> Canned:
    return Canned(json.dumps({"error": error, "error_description": "CANARY-refresh"}).encode(), status)


@pytest.mark.parametrize(
    ("request_", "kind", "said", "remedy"),
    [
        (refusal("invalid_grant"), SignInEnded, "doesn't accept", "7 days"),
        (refusal("invalid_client", 401), SignInEnded, "OAuth client", "--client"),
        (refusal("deleted_client", 401), SignInEnded, "OAuth client", "--client"),
        (refusal("CANARY"), PlannerError, "status 400", ""),
        (refusal("internal_failure", 500), PlannerError, "out of order", "later"),
        (Canned(b"<html>CANARY", 503), PlannerError, "out of order", "later"),
        (Canned(b"slow down", 429), PlannerError, "out of order", "later"),
        (Canned(b"<html>hotel CANARY", 302), PlannerError, "status 302", "public network"),
        (Canned(b"<html>hotel CANARY"), PlannerError, "in between", "public network"),
        (Canned(b'{"access_token": "CANARY'), PlannerError, "in between", "public network"),
        (Canned(b'{"access_token": "a\\r\\nX: CANARY"}'), PlannerError, "in between", "public network"),
        (Canned(b'["CANARY"]'), PlannerError, "in between", "public network"),
        (Canned(TransportError("CANARY")), PlannerError, "oauth2.googleapis.com", "online"),  # type: ignore[no-untyped-call]
        (Canned(OSError("CANARY")), PlannerError, "oauth2.googleapis.com", "online"),
        (Canned(TimeoutError()), PlannerError, "oauth2.googleapis.com", "online"),
        (Canned(IncompleteRead(b"CANARY")), PlannerError, "oauth2.googleapis.com", "online"),
        (Canned(ssl.SSLCertVerificationError("CANARY")), PlannerError, "clock", "clock"),
        (Canned(ValueError("CANARY")), PlannerError, "ValueError", "report"),
    ],
)
def test_each_failure_is_one_line_with_its_remedy_and_deletes_nothing(
    file: Path, request_: Canned, kind: type[PlannerError], said: str, remedy: str
) -> None:
    before = file.read_bytes()
    with pytest.raises(PlannerError, match=said) as raised:
        SavedCredentials(file).refresh(request_)
    assert type(raised.value) is kind
    assert remedy in raised.value.hint
    text = raised.value.message + raised.value.hint
    assert "CANARY" not in text
    assert "\n" not in text
    assert file.read_bytes() == before
    assert len(request_.calls) == 1


def test_a_sign_in_that_cannot_be_renewed_says_so_when_it_ends(file: Path) -> None:
    saved(file, refresh_token=None)
    with pytest.raises(SignInNeeded, match="can't be renewed"):
        SavedCredentials(file).refresh(Canned(b""))


@pytest.mark.parametrize("lasts", [3599, "3599", None, "soon", -5, 10**30])
def test_however_long_a_token_is_said_to_last_it_is_kept(file: Path, lasts: object) -> None:
    SavedCredentials(file).refresh(Canned(tokens(expires_in=lasts)))
    assert load(file).access_token == RENEWED


@pytest.mark.parametrize(
    ("date", "said"),
    [
        ("Tue, 24 Nov 2026 12:00:00 GMT", None),
        ("Tue, 24 Nov 2026 12:04:00 GMT", None),
        ("Tue, 24 Nov 2026 10:00:00 GMT", "120 minutes ahead of"),
        ("Tue, 24 Nov 2026 12:30:00 GMT", "30 minutes behind"),
        ("CANARY", None),
        ("Tue, 99 Nov 2026 12:00:00 GMT", None),
    ],
)
def test_an_examination_sees_a_wrong_clock(file: Path, date: str, said: str | None) -> None:
    request = Canned(tokens(), headers={"date": date})
    if said is None:
        examine(file, request, now)
    else:
        with pytest.raises(PlannerError, match=said) as raised:
            examine(file, request, now)
        assert "clock" in raised.value.hint
    assert load(file).access_token == RENEWED


def test_the_file_is_where_the_settings_say_or_in_the_data_directory(tmp_path: Path) -> None:
    xdg = {"XDG_DATA_HOME": "/data", "HOME": "/home/me"}
    assert credentials_file({}, tmp_path, xdg) == Path("/data/planner/google.json")
    relative = {**xdg, "XDG_DATA_HOME": "relative"}
    assert credentials_file({}, tmp_path, relative) == Path("/home/me/.local/share/planner/google.json")
    assert credentials_file({"credentials-file": "g.json"}, tmp_path, xdg) == tmp_path / "g.json"
    assert credentials_file({"credentials-file": "/x/g.json"}, tmp_path, xdg) == Path("/x/g.json")
    for wrong in (7, "", "a\0b"):
        with pytest.raises(UsageError, match="credentials-file"):
            credentials_file({"credentials-file": wrong}, tmp_path, xdg)
