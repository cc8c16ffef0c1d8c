"""A notification on the desktop, by notify-send(1)."""

import subprocess  # nosec B404 - one program, without a shell

from planner.daemon.ways import SECONDS
from planner.errors import PlannerError
from planner.render.digest import Note
from planner.render.style import harmless

PROGRAM = "notify-send"


def send_to_desktop(note: Note) -> None:
    """Show a note. Raises PlannerError where no desktop shows notifications."""
    words = [PROGRAM, "--app-name=planner", "--urgency=low", "--", note.subject, markup(note.text)]
    try:
        ended = subprocess.run(  # nosec B603
            words, stdin=subprocess.DEVNULL, capture_output=True, timeout=SECONDS, check=False
        )
    except FileNotFoundError:
        raise PlannerError(
            f"there is no {PROGRAM} here", "Debian and Ubuntu: apt install libnotify-bin"
        ) from None
    except (OSError, subprocess.TimeoutExpired) as error:
        raise PlannerError(f"{PROGRAM} failed: {type(error).__name__}", "Run it by hand and see.") from None
    if ended.returncode != 0:
        said = harmless(ended.stderr.decode("utf-8", "replace").strip())[:200]
        raise PlannerError(
            f"{PROGRAM} ended with {ended.returncode}: {said or 'it says nothing'}",
            "Notifications need somebody to be logged in at a desktop.",
        )


def markup(text: str) -> str:
    """A text as the body of a notification: servers may take it for markup (Desktop Notifications
    Specification, "Markup"), and notify-send for one with C escapes.
    """
    for char, written in (("\\", "\\\\"), ("&", "&amp;"), ("<", "&lt;"), (">", "&gt;")):
        text = text.replace(char, written)
    return text
