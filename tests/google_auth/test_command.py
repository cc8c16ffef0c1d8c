"""`planner auth` and what `planner doctor` says of a sign-in, as a person meets them at a terminal."""

import json
import logging
import os
import pty
import sys
import traceback
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path

import pytest

from integrations import google as google_target
from integrations.google.credentials import SavedCredentials, load
from integrations.google.token_endpoint import plain_request
from integrations.memory import TARGET as MEMORY
from planner.cli.run import run
from planner.sync.target import Setting, TargetType
from tests.google_auth.peers import Browser, Emulator, endpoint, saved, tokens

PLAN = "plan: 1\nid: career\ntitle: Career\nstart: 2027-01-01\nsteps: {a: {title: First, takes: 2 months}}\n"
SIGNING = TargetType(
    name="google",
    meaning="A calendar that has to be signed in to.",
    settings=(Setting("credentials-file", "Where the sign-in is kept."),),
    open=MEMORY.open,
    sign_in=google_target._sign_in,  # noqa: SLF001 - the hooks of the target
    examine=google_target._examine,  # noqa: SLF001 - the hooks of the target
)


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("DATA", "CONFIG", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))
    for name in ("BROWSER", "DISPLAY", "WAYLAND_DISPLAY", "PLANNER_STATE_DIR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    kinds = {"google": SIGNING, "memory": MEMORY}
    for module in ("planner.cli.auth", "planner.targets"):
        monkeypatch.setattr(f"{module}.load_type", kinds.__getitem__)
        monkeypatch.setattr(f"{module}.installed", lambda: kinds)
    (tmp_path / "plan.yaml").write_text(PLAN)
    settings(tmp_path, "google")
    return tmp_path


def settings(home: Path, *names: str) -> None:
    tables = (f'[targets.{name}]\ntype = "google"\ncredentials-file = "{name}.json"\n' for name in names)
    (home / "planner.toml").write_text("\n".join(tables))


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """A person's end of a terminal; the program has the other one as its standard input."""
    person, program = pty.openpty()
    with os.fdopen(program) as typed:
        monkeypatch.setattr(sys, "stdin", typed)
        yield person
    os.close(person)


@pytest.fixture
def nobody(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with Path(os.devnull).open() as nothing:
        monkeypatch.setattr(sys, "stdin", nothing)
        yield


def client_file(google: Emulator, home: Path) -> str:
    file = home / "client.json"
    file.write_text(json.dumps(google.client))
    return str(file)


@pytest.mark.usefixtures("terminal")
def test_a_person_signs_in_with_their_browser(
    google: Emulator, home: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("BROWSER", "any")
    monkeypatch.setattr("webbrowser.open", Browser().open)
    assert run(["auth", "google", "--client", client_file(google, home)]) == 0
    told = capfd.readouterr()
    assert str(home / "google.json") in told.out
    assert "next: planner sync" in told.err
    assert SavedCredentials(home / "google.json").valid
    assert run(["doctor"]) == 0


def test_a_person_without_a_browser_pastes_the_address(
    google: Emulator, home: Path, terminal: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[str] = []

    def say(text: str) -> None:
        shown.append(text)
        os.write(terminal, f"{Browser().agree(text.splitlines()[1])}\n".encode())

    monkeypatch.setattr("planner.cli.auth._say", say)
    assert run(["auth", "google", "--headless", "-q", "--client", client_file(google, home)]) == 0
    assert "ssh -N -L" in shown[0]
    assert load(home / "google.json").refresh_token


@pytest.mark.usefixtures("nobody")
@pytest.mark.parametrize("words", [["--json"], ["--no-input"], ["--no-input", "--headless"]])
def test_without_a_person_it_says_what_to_do_and_ends(
    words: list[str], home: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run(["auth", "google", *words]) == 4
    assert "--headless" in capfd.readouterr().err
    assert not (home / "google.json").exists()


@pytest.mark.usefixtures("terminal")
@pytest.mark.parametrize("word", ["--no-input", "--json"])
def test_a_person_who_forbids_questions_is_not_asked(word: str) -> None:
    assert run(["auth", "google", word]) == 4


@pytest.mark.usefixtures("nobody")
@pytest.mark.parametrize(
    ("name", "said"),
    [("memory", "needs no sign-in"), ("nothing", "no target"), ("google", "Name one: work, home.")],
)
def test_what_cannot_be_signed_in_to_is_said(
    name: str, said: str, home: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    settings(home, "work", "home")
    assert run(["auth", name]) == 2
    assert said in capfd.readouterr().err


@pytest.mark.usefixtures("terminal")
def test_a_target_goes_by_its_own_name(google: Emulator, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings(home, "work", "home")
    monkeypatch.setenv("BROWSER", "any")
    monkeypatch.setattr("webbrowser.open", Browser().open)
    assert run(["auth", "work", "--client", client_file(google, home)]) == 0
    assert (home / "work.json").exists()
    assert not (home / "home.json").exists()


@pytest.mark.usefixtures("terminal")
def test_no_plan_is_needed(google: Emulator, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (home / "plan.yaml").unlink()
    (home / "planner.toml").unlink()
    monkeypatch.setenv("BROWSER", "any")
    monkeypatch.setattr("webbrowser.open", Browser().open)
    assert run(["auth", "google", "--client", client_file(google, home)]) == 0
    assert (home / "data/planner/google.json").exists()


def doctor(capfd: pytest.CaptureFixture[str]) -> tuple[int, str, str]:
    """Exit code, message and remedy of the target's line."""
    capfd.readouterr()
    code = run(["doctor", "--json"])
    checks = {check["check"]: check for check in json.loads(capfd.readouterr().out)["checks"]}
    return code, checks["google"]["message"], checks["google"]["remedy"]


def test_the_doctor_says_what_is_wrong_with_a_sign_in_and_how_to_mend_it(
    home: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    file = home / "google.json"
    assert doctor(capfd)[::2] == (4, "planner auth google --client FILE (docs/google.md: how to get FILE)")
    refused = [(400, b'{"error": "invalid_grant"}')]
    with endpoint(lambda _: refused[0] if refused else (200, tokens())) as google:
        saved(file, token_uri=google.address)
        code, message, remedy = doctor(capfd)
        assert (code, "7 days" in remedy) == (4, True)
        assert "doesn't accept" in message
        refused.clear()
        assert doctor(capfd)[0] == 0
        google.hours_behind = 3
        code, message, remedy = doctor(capfd)
        assert (code, "180 minutes ahead" in message, "clock" in remedy) == (1, True, True)
    code, message, remedy = doctor(capfd)
    assert (code, "can't be reached" in message, "online" in remedy) == (1, True, True)
    saved(file, scopes=["openid"])
    code, message, remedy = doctor(capfd)
    assert (code, "ticked" in message, "tick the box" in remedy) == (4, True, True)
    file.chmod(0o666)
    code, message, remedy = doctor(capfd)
    assert (code, "chmod 600" in remedy) == (4, True)


def _say(answer: tuple[int, bytes], form: Mapping[str, str]) -> tuple[int, bytes]:
    del form
    return answer


SECRETS = ("CANARY", "google_refresh_", "4/code")


@pytest.mark.usefixtures("terminal")
def test_no_secret_leaves_its_file_at_the_highest_verbosity(
    google: Emulator,
    home: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    monkeypatch.setenv("GOOGLE_SDK_PYTHON_LOGGING_SCOPE", "google")
    monkeypatch.setenv("BROWSER", "any")
    monkeypatch.setattr("webbrowser.open", Browser().open)
    assert run(["auth", "google", "-vv", "--client", client_file(google, home)]) == 0
    run(["doctor", "-vv"])
    secrets = [
        *SECRETS,
        *(
            value
            for key, value in json.loads((home / "google.json").read_text()).items()
            if key in {"token", "refresh_token", "client_secret"}
        ),
    ]
    raised = []
    for answer in (
        (400, b'{"error": "invalid_grant", "error_description": "CANARY-refresh"}'),
        (400, b'{"error": "CANARY-refresh"}'),
        (200, b'{"access_token": "CANARY-half'),
        (500, b"CANARY"),
    ):
        with endpoint(partial(_say, answer)) as bad:
            saved(home / "google.json", token_uri=bad.address)
            run(["doctor", "-vv"])
            try:
                with plain_request() as request:
                    SavedCredentials(home / "google.json").refresh(request)
            except Exception:  # noqa: BLE001 - whatever it is, its text is what counts
                raised.append(traceback.format_exc())
    assert len(raised) == 4
    told = capfd.readouterr()
    kept = [
        path.read_bytes().decode(errors="replace")
        for path in home.rglob("*")
        if path.is_file() and path.name not in {"google.json", "client.json"}
    ]
    everything = "\n".join(
        [told.out, told.err, caplog.text, *raised, *kept, repr(load(home / "google.json"))]
    )
    assert [secret for secret in secrets if secret in everything] == []
