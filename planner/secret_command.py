"""A command of the person's that prints a secret, as `pass show todoist` does: no shell, within limits."""

import os
import subprocess  # nosec B404 - only what the person put into the settings
from collections.abc import Iterator, Sequence

from planner.errors import SignInNeeded, UsageError

_SECONDS = 10.0
_MOST = 64 * 1024


def words(value: object, key: str) -> tuple[str, ...]:
    """The words of a command as a settings file has them. Raises UsageError that names `key`."""
    fits = (
        isinstance(value, list)
        and bool(value)
        and all(isinstance(one, str) and "\0" not in one for one in value)
    )
    if not fits or not isinstance(value, list) or not value[0]:
        raise UsageError(f"{key}: a list of words is expected", f'Like {key} = ["pass", "show", "todoist"].')
    return tuple(str(one) for one in value)


def output(command: Sequence[str], key: str) -> bytes:
    """What the command prints. What it says on stderr may hold a secret: it isn't repeated.

    Raises SignInNeeded when it fails, takes longer than ten seconds, or prints more than 64 KiB.
    """
    remedy = "Run it by hand and see."
    try:
        with subprocess.Popen(  # nosec B603
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        ) as process:
            content = b"".join(_read(process, key))
            if process.returncode != 0:
                raise SignInNeeded(f"{key} ended with {process.returncode}", remedy)
            return content
    except OSError as error:
        raise SignInNeeded(f"{key} can't be run: {error.strerror}", remedy) from None


def _read(process: "subprocess.Popen[bytes]", key: str) -> Iterator[bytes]:
    import selectors
    import signal
    import time

    if process.stdout is None:
        return
    slow = SignInNeeded(f"{key} takes longer than {_SECONDS:.0f} seconds", "Run it by hand and see.")
    deadline, length = time.monotonic() + _SECONDS, 0
    try:
        with selectors.DefaultSelector() as selector:
            selector.register(process.stdout, selectors.EVENT_READ)
            while selector.select(max(deadline - time.monotonic(), 0)):
                chunk = os.read(process.stdout.fileno(), 4096)
                if not chunk:
                    process.wait(max(deadline - time.monotonic(), 0.01))
                    return
                length += len(chunk)
                if length > _MOST:
                    raise SignInNeeded(f"{key} prints far more than a secret", "Run it by hand and see.")
                yield chunk
        raise slow
    except subprocess.TimeoutExpired:
        raise slow from None
    finally:
        if process.returncode is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
