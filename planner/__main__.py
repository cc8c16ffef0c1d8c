"""The `planner` command."""

import gc
import sys

from planner import __version__


def main() -> None:
    """Run the command line and exit with its code."""
    if sys.argv[1:] == ["--version"]:  # asked by scripts and editors: no parser is needed to answer
        sys.stdout.write(f"planner {__version__}\n")
        return
    # A command lives for a moment and makes no garbage worth collecting; looking for it costs up to half.
    gc.disable()
    from planner.cli.run import run

    code = run(sys.argv[1:])
    gc.freeze()  # the interpreter looks once more on its way out, disabled or not
    sys.exit(code)


if __name__ == "__main__":
    main()
