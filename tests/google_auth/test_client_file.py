"""A client file that can't serve is refused with what it is instead; Google's addresses stay Google's."""

import json
import os
from pathlib import Path

import pytest

from integrations.google.client_file import AUTH_ADDRESS, EXCHANGE_ADDRESS, read
from planner.errors import UsageError

GOOD = {"client_id": "me.apps.googleusercontent.com", "client_secret": "CANARY-secret"}


def written(folder: Path, content: object) -> Path:
    file = folder / "client.json"
    file.write_text(content if isinstance(content, str) else json.dumps(content))
    return file


def test_a_desktop_client_is_read(tmp_path: Path) -> None:
    client = read(written(tmp_path, {"installed": {**GOOD, "project_id": "career"}}))
    assert (client.id, client.secret) == (GOOD["client_id"], GOOD["client_secret"])
    assert (client.auth_address, client.token_address) == (AUTH_ADDRESS, EXCHANGE_ADDRESS)
    assert "CANARY" not in repr(client)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ({"web": GOOD}, "Web application"),
        ({"type": "service_account", "private_key": "CANARY"}, "service account"),
        ({"type": "authorized_user", "refresh_token": "CANARY"}, "outcome of a sign-in"),
        ({}, "installed"),
        ({"installed": [1]}, "installed"),
        ({"installed": {"client_secret": "CANARY"}}, "client_id"),
        ({"installed": {"client_id": "a", "client_secret": ""}}, "client_secret"),
        ({"installed": {"client_id": "a\nb", "client_secret": "CANARY"}}, "client_id"),
        ([], "not a client file"),
        ("CANARY", "not JSON"),
        ("[" * 60_000, "JSON"),
        ("\x00\xff", "not JSON"),
        (" " * 70_000, "not a client file"),
    ],
)
def test_what_cannot_serve_is_named(tmp_path: Path, content: object, said: str) -> None:
    with pytest.raises(UsageError, match=said) as raised:
        read(written(tmp_path, content))
    assert "docs/google.md" in raised.value.hint
    assert "CANARY" not in raised.value.message + raised.value.hint


def test_what_is_no_file_is_refused_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "fifo")
    for path in (tmp_path, tmp_path / "fifo", tmp_path / "nothing"):
        with pytest.raises(UsageError):
            read(path)


@pytest.mark.parametrize(
    ("said", "used"),
    [
        ("http://127.0.0.1:4602/token", "http://127.0.0.1:4602/token"),
        ("http://[::1]:1/token", "http://[::1]:1/token"),
        ("https://accounts.google.com/o/oauth2/token", EXCHANGE_ADDRESS),
        ("https://evil.example/token", EXCHANGE_ADDRESS),
        ("http://evil.example/token", EXCHANGE_ADDRESS),
        ("http://127.0.0.1.evil.example/", EXCHANGE_ADDRESS),
        ("http://127.0.0.1@evil.example/", EXCHANGE_ADDRESS),
        ("http://evil.example@127.0.0.1/", EXCHANGE_ADDRESS),
        ("http://[::1", EXCHANGE_ADDRESS),
        (7, EXCHANGE_ADDRESS),
    ],
)
def test_secrets_go_to_google_or_stay_on_this_computer(tmp_path: Path, said: object, used: str) -> None:
    assert read(written(tmp_path, {"installed": {**GOOD, "token_uri": said}})).token_address == used
