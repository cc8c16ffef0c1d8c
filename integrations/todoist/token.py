"""The personal token: where it is taken from, and keeping it. No message ever holds a part of it."""

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from integrations.todoist import keyring
from planner import secret_command, secret_file
from planner.errors import PlannerError, SignInNeeded, UsageError

SIGN_IN = "planner auth todoist"
VARIABLE = "PLANNER_TODOIST_TOKEN"
CREDENTIAL = "todoist"
_MOST = 64 * 1024
_LONGEST = 1024


@dataclass(slots=True)
class Token:
    """The token of a target, looked for when it is needed."""

    sources: Sequence[Callable[[], str | None]]
    _found: str | None = field(default=None, repr=False)

    def __call__(self) -> str:
        """The token. Raises SignInNeeded when there is none, or it can't be trusted; PlannerError."""
        if self._found is None:
            self._found = next((told for source in self.sources if (told := source()) is not None), None)
        if self._found is None:
            raise SignInNeeded(
                "nobody has signed in to Todoist yet", f"{SIGN_IN} (docs/todoist.md: where the token is)"
            )
        return self._found

    @property
    def mark(self) -> str:
        """Another one for another token, that tells nothing of it; empty when there is none."""
        try:
            return sha256(f"planner\0todoist\0{self()}".encode()).hexdigest()[:16]
        except PlannerError:
            return ""


def find(settings: Mapping[str, object], directory: Path, environ: Mapping[str, str] = os.environ) -> Token:
    """The token as the settings say, else from the environment, systemd, what `planner auth todoist` kept, or
    the keyring. Raises UsageError for settings that can't be used.
    """
    command, file = settings.get("token-command"), settings.get("token-file")
    if command is not None:
        return Token([_of_command(command)])
    if file is not None:
        named = directory / Path(_file_name(file)).expanduser()
        return Token([lambda: _of_file(named) or _missing(named)])
    return Token(
        [
            lambda: _checked(environ[VARIABLE], VARIABLE) if environ.get(VARIABLE) else None,
            lambda: _of_systemd(environ),
            lambda: _of_file(kept_file(environ)),
            _of_keyring,
        ]
    )


def kept_file(environ: Mapping[str, str] = os.environ) -> Path:
    """Where `planner auth todoist` keeps it: `planner/todoist.token` in the user's data directory (XDG)."""
    home = Path(environ.get("XDG_DATA_HOME", ""))
    if not home.is_absolute():
        home = Path(environ.get("HOME") or Path.home()) / ".local" / "share"
    return home / "planner" / "todoist.token"


def beside(settings: Mapping[str, object], directory: Path) -> Path:
    """The file beside which it is remembered what is ours at Todoist."""
    named = settings.get("token-file")
    return kept_file() if named is None else directory / Path(_file_name(named)).expanduser()


def keep(settings: Mapping[str, object], directory: Path, token: str) -> str:
    """Keep a token for its owner alone: in the file of the settings, else in the keyring, else in a file.

    A sentence that says where. Raises PlannerError.
    """
    if settings.get("token-file") is None and keyring.write(token):
        # A file would count before it.
        kept_file().unlink(missing_ok=True)
        return "Kept in the keyring"
    file = beside(settings, directory)
    secret_file.write(file, f"{token}\n".encode())
    return f"Kept in {file}"


def checked(text: str) -> str | None:
    """A text as a token; None when it can't be one."""
    told = text.strip()
    return (
        told
        if told and len(told) <= _LONGEST and told.isascii() and told.isprintable() and " " not in told
        else None
    )


def _checked(text: str, where: str) -> str:
    token = checked(text)
    if token is None:
        raise SignInNeeded(f"{where} holds no token of Todoist's", "docs/todoist.md shows where to get one.")
    return token


def _of_file(file: Path) -> str | None:
    content = secret_file.read(file)
    return None if content is None else _checked(content.decode("utf-8", "replace"), str(file))


def _missing(file: Path) -> str:
    raise SignInNeeded(
        f"there is no file {file} with a token", f"{SIGN_IN}, or put the token there (chmod 600)."
    )


def _of_systemd(environ: Mapping[str, str]) -> str | None:
    """systemd.exec(5), "Credentials": the directory is for the service alone."""
    directory = environ.get("CREDENTIALS_DIRECTORY")
    if not directory:
        return None
    file = Path(directory) / CREDENTIAL
    try:
        with file.open("rb") as opened:
            content = opened.read(_MOST)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise PlannerError(
            f"{file} can't be read: {error.strerror}", "See LoadCredential= of the service."
        ) from None
    return _checked(content.decode("utf-8", "replace"), str(file))


def _of_keyring() -> str | None:
    told = keyring.read()
    return None if told is None else _checked(told, "the keyring")


def _of_command(value: object) -> Callable[[], str]:
    words = secret_command.words(value, "token-command")

    def ask() -> str:
        content = secret_command.output(words, "token-command")
        return _checked(content.decode("utf-8", "replace"), "the output of token-command")

    return ask


def _file_name(value: object) -> str:
    if not isinstance(value, str) or not value or "\0" in value:
        raise UsageError("token-file: a file name is expected", 'Like token-file = "todoist.token".')
    return value
