"""Running a command, and turning every error into a message, a remedy and an exit code."""

from collections.abc import Sequence
from pathlib import Path
from traceback import extract_tb

import typer
from typer._click.exceptions import UsageError as Misuse  # typer exports none of its parser's errors

from planner.cli.root import root
from planner.cli.terminal import Terminal
from planner.errors import PlannerError, UsageError

INTERRUPTED = 130


def run(arguments: Sequence[str]) -> int:
    """Run one command line and give its exit code."""
    try:
        ended = root().main(list(arguments), prog_name="planner", standalone_mode=False)
    except PlannerError as error:
        return _failed(error)
    except Misuse as error:
        return _failed(_misused(error))
    except (KeyboardInterrupt, typer.Abort):
        return INTERRUPTED
    except Exception as error:  # noqa: BLE001 - the last line of defence: a mistake of ours is told, not thrown
        return _failed(_ours(error))
    # The code of a `typer.Exit`; commands themselves give nothing.
    return ended if isinstance(ended, int) else 0


def _failed(error: PlannerError) -> int:
    Terminal().complain(error)
    return error.exit_code


def _misused(error: Misuse) -> UsageError:
    """What the parser found, said like every other error."""
    message = error.format_message().removesuffix(".")
    hint = f"See: {error.ctx.command_path} --help" if error.ctx else ""
    return UsageError(message[:1].lower() + message[1:], hint)


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
