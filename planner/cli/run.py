"""Running a command, and turning every error into a message, a remedy and an exit code."""

import sys
from collections.abc import Sequence
from pathlib import Path
from traceback import extract_tb

from planner.cli.root import root
from planner.errors import PlannerError

UNEXPECTED = 1
INTERRUPTED = 130


def run(arguments: Sequence[str]) -> int:
    """Run one command line and give its exit code."""
    try:
        root().main(list(arguments), prog_name="planner")
    except PlannerError as error:
        say(error)
        return error.exit_code
    except KeyboardInterrupt:
        return INTERRUPTED
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else UNEXPECTED
    except Exception as error:  # noqa: BLE001 - the last line of defence: a mistake of ours is told, not thrown
        say(_ours(error))
        return UNEXPECTED
    return 0


def say(error: PlannerError) -> None:
    """Print an error and its remedy to stderr."""
    lines = [f"planner: {error.message}", *([f"  {error.hint}"] if error.hint else [])]
    encoding = sys.stderr.encoding or "utf-8"
    sys.stderr.write("\n".join(lines).encode(encoding, "replace").decode(encoding) + "\n")


def _ours(error: Exception) -> PlannerError:
    """A mistake of the program: what, and where in our code."""
    frames = extract_tb(error.__traceback__)
    ours = [frame for frame in frames if "planner" in Path(frame.filename).parts] or frames
    place = f"{Path(ours[-1].filename).name}:{ours[-1].lineno}"
    what = f"{type(error).__name__}: {error}".splitlines()[0][:300]
    return PlannerError(
        f"this is a mistake of the program, not yours: {what} ({place})",
        "What was recorded before is safe. Please report this line.",
    )
