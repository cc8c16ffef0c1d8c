"""The password or token of a way, when it is needed."""

from planner import secret_command, secret_file
from planner.daemon.telling import Secret
from planner.errors import SignInNeeded

_LONGEST = 1024


def reveal(secret: Secret) -> str:
    """What the command prints or the file holds, on one line.

    Raises SignInNeeded, without any of it, when there is none or it can't be trusted; PlannerError.
    """
    if secret.file is None:
        content = secret_command.output(secret.command, secret.key)
    else:
        found = secret_file.read(secret.file)
        if found is None:
            raise SignInNeeded(f"{secret.key}: there is no file {secret.file}", "Put it there (chmod 600).")
        content = found
    text = content.decode("utf-8", "replace").strip("\r\n")
    if not text or len(text) > _LONGEST or not text.isprintable():
        raise SignInNeeded(f"{secret.key} gives nothing that can be a secret", "One line is wanted.")
    return text
