"""The personal API token: by command, file or environment, or the file that `planner auth todoist` writes."""

import os
import subprocess  # nosec B404 - a command that the person names in their own settings
from collections.abc import Mapping
from pathlib import Path

from integrations import secret_file
from planner.errors import SignInNeeded, UsageError

VARIABLE = "PLANNER_TODOIST_TOKEN"
COMMAND_SECONDS = 10
MOST_BYTES = 64 * 1024
_SIGN_IN = "planner auth todoist"


def token_file(settings: Mapping[str, object], directory: Path, environ: Mapping[str, str]) -> Path:
    """`token-file` of the settings, else `planner/todoist.token` in the user's data directory (XDG)."""
    named = settings.get("token-file")
    if named is not None:
        if not isinstance(named, str) or not named or "\0" in named:
            raise UsageError("token-file: a file name is expected", 'Like token-file = "todoist.token".')
        return directory / Path(named).expanduser()
    home = Path(environ.get("XDG_DATA_HOME", ""))
    if not home.is_absolute():
        home = Path(environ.get("HOME") or Path.home()) / ".local" / "share"
    return home / "planner" / "todoist.token"


def command(settings: Mapping[str, object]) -> list[str] | None:
    """`token-command` of the settings. Raises UsageError unless it is a list of words."""
    told = settings.get("token-command")
    if told is None:
        return None
    if not isinstance(told, list) or not told or not all(isinstance(word, str) and word for word in told):
        raise UsageError(
            "token-command: a list of words is expected", 'Like token-command = ["pass", "show", "todoist"].'
        )
    return told


def read(settings: Mapping[str, object], directory: Path, environ: Mapping[str, str] | None = None) -> str:
    """The token. Raises SignInNeeded where there is none that could be one."""
    environ = os.environ if environ is None else environ
    words = command(settings)
    if words is not None:
        return checked(_told_by(words), "what token-command prints")
    file = token_file(settings, directory, environ)
    if "token-file" not in settings and (told := environ.get(VARIABLE)):
        return checked(told, VARIABLE)
    content = secret_file.read(file)
    if content is None:
        raise SignInNeeded("no Todoist token is known yet", f"{_SIGN_IN} (docs/todoist.md: where to get it)")
    return checked(content.decode("ascii", "replace"), str(file))


def checked(told: str, where: str) -> str:
    """A token without white space around it. Raises SignInNeeded for what can't be one."""
    token = told.strip()
    if not token or not token.isascii() or not token.isprintable() or " " in token or len(token) > 1000:
        raise SignInNeeded(f"{where} is no Todoist token", f"Copy it again: {_SIGN_IN}")
    return token


def _told_by(words: list[str]) -> str:
    """What a command prints; its own messages aren't repeated, they might hold the token."""
    try:
        ended = subprocess.run(  # noqa: S603  # nosec B603 - no shell, the person's own words
            words, stdin=subprocess.DEVNULL, capture_output=True, timeout=COMMAND_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        raise SignInNeeded(
            f"token-command ({words[0]}) took longer than {COMMAND_SECONDS} seconds", "Try it in a terminal."
        ) from None
    except OSError as error:
        raise SignInNeeded(f"token-command ({words[0]}) can't be run: {error.strerror}", "Mend it.") from None
    if ended.returncode != 0:
        raise SignInNeeded(
            f"token-command ({words[0]}) failed (exit code {ended.returncode})", "Try it in a terminal."
        )
    if len(ended.stdout) > MOST_BYTES:
        raise SignInNeeded(f"token-command ({words[0]}) prints far too much", "Try it in a terminal.")
    return ended.stdout.decode("ascii", "replace")
