"""Where the token is taken from, and that it is nowhere else."""

import os
import stat
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from io import StringIO
from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked

from integrations.todoist import TARGET
from integrations.todoist import token as tokens
from integrations.todoist.sign_in import examine, sign_in
from planner import secret_command
from planner.errors import DecisionNeeded, PlannerError, SignInNeeded, UsageError
from planner.sync.target import Setup, SignIn
from tests.todoist.fake import TOKEN, Fake
from tests.todoist.faults import altered, without
from tests.todoist.person import Person
from tests.todoist.server import running

CANARY = "CANARY-secret"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    for name in (tokens.VARIABLE, "CREDENTIALS_DIRECTORY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setitem(sys.modules, "keyring", None)
    return tmp_path


def secret(path: Path, content: str = TOKEN, mode: int = 0o600) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content)
    path.chmod(mode)
    return path


def test_without_a_token_it_says_how_to_get_one(home: Path) -> None:
    token = tokens.find({}, home)
    with pytest.raises(SignInNeeded, match="nobody has signed in") as caught:
        token()
    assert "planner auth todoist" in caught.value.hint
    assert token.mark == ""


def test_each_source_is_used_in_its_turn(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    secret(tokens.kept_file(), "kept")
    assert tokens.find({}, home)() == "kept"
    secret(home / "run" / "todoist", "of-systemd\n", 0o440)
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(home / "run"))
    assert tokens.find({}, home)() == "of-systemd"
    monkeypatch.setenv(tokens.VARIABLE, "of-environment")
    assert tokens.find({}, home)() == "of-environment"
    secret(home / "t", " of-file \n")
    assert tokens.find({"token-file": "t"}, home)() == "of-file"
    assert tokens.find({"token-command": ["echo", "of-command"], "token-file": "t"}, home)() == "of-command"


@pytest.mark.parametrize("content", ["", "two words", "ü", "a\nb", "x" * 2000, "\0"])
def test_what_can_be_no_token_is_refused_and_not_repeated(home: Path, content: str) -> None:
    secret(home / "t", content)
    with pytest.raises(SignInNeeded) as caught:
        tokens.find({"token-file": "t"}, home)()
    assert not content.strip() or content.strip() not in f"{caught.value} {caught.value.hint}"


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604])
def test_a_file_that_others_may_read_is_closed_to_them(home: Path, mode: int) -> None:
    secret(home / "t").chmod(mode)
    assert tokens.find({"token-file": "t"}, home)() == TOKEN
    assert (home / "t").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("break_it", [lambda file: file.chmod(0o662), Path.unlink])
def test_a_file_that_anybody_may_write_or_that_is_missing_is_refused(
    home: Path, break_it: Callable[[Path], None]
) -> None:
    break_it(secret(home / "t"))
    with pytest.raises(SignInNeeded):
        tokens.find({"token-file": "t"}, home)()


def test_a_link_is_refused(home: Path) -> None:
    (home / "t").symlink_to(secret(home / "real"))
    with pytest.raises(SignInNeeded, match="link"):
        tokens.find({"token-file": "t"}, home)()


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (["false"], "ended with 1"),
        (["sh", "-c", f"echo {CANARY}; echo {CANARY} >&2; exit 3"], "ended with 3"),
        (["true"], "holds no token"),
        (["no-such-command-here"], "can't be run"),
        (["yes", CANARY], "far more"),
        (["sh", "-c", "echo two words"], "holds no token"),
    ],
)
def test_a_command_that_gives_no_token_says_why_and_repeats_nothing(
    home: Path, command: list[str], words: str
) -> None:
    with pytest.raises(SignInNeeded, match=words) as caught:
        tokens.find({"token-command": command}, home)()
    assert CANARY not in f"{caught.value.message} {caught.value.hint} {caught.value.__context__}"


def test_no_shell_reads_a_command(home: Path) -> None:
    assert tokens.find({"token-command": ["echo", "x;touch${IFS}y"]}, home)() == "x;touch${IFS}y"
    assert list(home.iterdir()) == []


@pytest.mark.parametrize(
    "script", ["sleep 60", "echo x; sleep 60", "exec >&-; sleep 60", "sleep 60 & echo x", "cat; sleep 60"]
)
def test_a_command_that_hangs_is_ended_with_all_that_it_started(
    home: Path, monkeypatch: pytest.MonkeyPatch, script: str
) -> None:
    monkeypatch.setattr(secret_command, "_SECONDS", 0.4)
    begun = time.monotonic()
    with pytest.raises(SignInNeeded, match="longer"):
        tokens.find({"token-command": ["sh", "-c", script]}, home)()
    assert time.monotonic() - begun < 5


def test_a_command_is_run_once_and_only_when_it_is_needed(home: Path) -> None:
    token = tokens.find({"token-command": ["sh", "-c", f"echo x >>{home}/runs; echo token"]}, home)
    assert not (home / "runs").exists()
    assert (token(), token(), token.mark) == ("token", "token", token.mark)
    assert (home / "runs").read_text() == "x\n"


def test_the_mark_changes_with_the_token_and_tells_nothing(home: Path) -> None:
    marks = {
        tokens.find({"token-file": secret(home / "t", one).name}, home).mark for one in ("abc", "abd", "abc")
    }
    assert len(marks) == 2
    assert not any("ab" in mark and len(mark) < 16 for mark in marks)


class Ring(KeyringBackend):
    """A keyring that is locked with the person's own password, as far as `keyring` can tell."""

    priority = 5
    kept: dict[tuple[str, str], str]
    locked = False

    def get_password(self, service: str, username: str) -> str | None:
        self._open()
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self._open()
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.kept[service, username]

    def _open(self) -> None:
        if self.locked:
            raise KeyringLocked(TOKEN)


@pytest.fixture
def ring(monkeypatch: pytest.MonkeyPatch) -> Iterator[Ring]:
    monkeypatch.setitem(sys.modules, "keyring", keyring)
    before = keyring.get_keyring()
    made = Ring()  # type: ignore[no-untyped-call]  # the library gives its constructor no types
    made.kept = {}
    keyring.set_keyring(made)
    yield made
    keyring.set_keyring(before)


def test_a_keyring_is_where_a_token_is_kept_and_found(fake: Fake, home: Path, ring: Ring) -> None:
    secret(tokens.kept_file(), "older")
    with running(fake) as address:
        assert sign_in(asked(home, address, TOKEN, [])).endswith("Kept in the keyring")
    assert [*ring.kept.values()] == [TOKEN]
    assert tokens.find({}, home)() == TOKEN
    assert not tokens.kept_file().exists()


def test_a_locked_keyring_keeps_nothing_and_says_so_when_it_is_read(home: Path, ring: Ring) -> None:
    ring.locked = True
    with pytest.raises(SignInNeeded, match="keyring") as caught:
        tokens.find({}, home)()
    assert TOKEN not in f"{caught.value} {caught.value.hint}"
    assert tokens.keep({}, home, TOKEN) == f"Kept in {tokens.kept_file()}"
    assert tokens.find({}, home)() == TOKEN


@pytest.mark.parametrize(("priority", "module"), [(0, "keyring.backends.fail"), (5, "keyrings.alt.file")])
def test_what_lies_open_or_is_none_is_no_keyring(
    home: Path, ring: Ring, monkeypatch: pytest.MonkeyPatch, priority: int, module: str
) -> None:
    monkeypatch.setattr(Ring, "priority", priority)
    monkeypatch.setattr(Ring, "__module__", module)
    assert tokens.keep({}, home, TOKEN) == f"Kept in {tokens.kept_file()}"
    assert ring.kept == {}


@pytest.mark.parametrize(
    "settings",
    [
        {"token-command": "pass show todoist"},
        {"token-command": []},
        {"token-command": [""]},
        {"token-command": ["a", 1]},
        {"token-command": ["a\0b"]},
        {"token-file": ""},
        {"token-file": 5},
        {"labels": "yes"},
        {"project": ""},
        {"project": "a\nb"},
        {"project-id": 7},
        {"endpoint": "http://example.org/"},
        {"endpoint": "http://127.0.0.1.example.org/"},
        {"endpoint": "http://127.0.0.1@example.org/"},
        {"endpoint": "ftp://127.0.0.1/"},
        {"endpoint": "http://127.0.0.1:x/"},
    ],
)
def test_settings_that_can_not_be_used_are_refused(home: Path, settings: dict[str, object]) -> None:
    with pytest.raises(UsageError):
        TARGET.open(Setup("nurse", "Nurse", home, settings))


def test_opening_asks_nothing_and_needs_no_token(home: Path) -> None:
    remote = TARGET.open(Setup("nurse", "Nurse", home, {"token-command": ["touch", str(home / "x")]}))
    assert remote.place == "todoist:a new project named Nurse"
    assert list(home.iterdir()) == []


def asked(home: Path, address: str, typed: str | None, said: list[str], **settings: object) -> SignIn:
    return SignIn(
        settings={"endpoint": f"{address}/api/v1", **settings},
        directory=home,
        client=None,
        headless=False,
        say=said.append,
        browse=lambda _: False,
        typed=None if typed is None else StringIO(typed),
    )


@pytest.mark.parametrize("settings", [{}, {"token-file": "mine"}])
def test_a_token_that_todoist_knows_is_kept_for_its_owner_only(
    fake: Fake, home: Path, settings: dict[str, object]
) -> None:
    said: list[str] = []
    mask = os.umask(0)
    try:
        with running(fake) as address:
            told = sign_in(asked(home, address, f"{TOKEN}\n", said, **settings))
    finally:
        os.umask(mask)
    file = home / "mine" if settings else tokens.kept_file()
    assert "A Nurse" in told
    assert TOKEN not in f"{told} {said}"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert tokens.find(settings, home)() == TOKEN
    assert [request.name for request in fake.log] == ["sync.full"]


@pytest.mark.parametrize("typed", ["wrong-token\n", "", "two words\n", None])
def test_a_token_that_todoist_does_not_know_replaces_none(fake: Fake, home: Path, typed: str | None) -> None:
    secret(tokens.kept_file(), "kept")
    with running(fake) as address, pytest.raises(SignInNeeded):
        sign_in(asked(home, address, typed, []))
    assert tokens.find({}, home)() == "kept"


def test_a_terminal_is_asked_without_showing_what_is_typed(fake: Fake, home: Path) -> None:
    class Terminal(StringIO):
        def isatty(self) -> bool:
            return True

    said: list[str] = []
    with running(fake) as address:
        question = asked(home, address, "", said)
        object.__setattr__(question, "typed", Terminal())
        assert "A Nurse" in sign_in(question, lambda _: TOKEN)
        object.__setattr__(question, "attended", False)
        with pytest.raises(SignInNeeded):
            sign_in(question, lambda _: TOKEN)
    assert any("settings/integrations" in text for text in said)


def test_a_command_in_the_settings_leaves_nothing_to_sign_in_to(home: Path) -> None:
    with pytest.raises(UsageError):
        sign_in(asked(home, "http://127.0.0.1:9", TOKEN, [], **{"token-command": ["x"]}))


def test_looking_at_a_sign_in_tells_what_is_wrong_or_doubled(fake: Fake, person: Person, home: Path) -> None:
    with running(fake) as address:
        setup = Setup("nurse", "Nurse", home, {"endpoint": f"{address}/api/v1", "token-file": "t"})
        secret(home / "t")
        assert examine(setup) == "The project isn't made yet"
        person.mirror_into("Work")
        assert "twice" in examine(setup)
        project = person.add_project("Career")
        known = replace(setup, settings={**setup.settings, "project-id": project})
        assert examine(known).startswith("The project is Career. ")
        fake.arm("projects.get", altered(lambda told: told.update(view_style="table")))
        assert examine(known).startswith(f"The project is {project}. ")
        fake.arm("projects.get", without("id"))
        assert examine(known).startswith("The project is ")
        person.archive_project(project)
        with pytest.raises(DecisionNeeded, match="gone"):
            examine(known)
        secret(home / "t", "wrong")
        with pytest.raises(SignInNeeded):
            examine(setup)
    with pytest.raises(PlannerError):
        examine(setup)
