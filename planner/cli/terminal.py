"""Where output goes: results to stdout, messages to stderr, questions to a person."""

import json
import os
import shutil
import sys
from collections.abc import Mapping
from typing import TextIO

from planner.errors import PlannerError
from planner.render.style import Style

WIDEST = 120


class Terminal:
    """The two streams, and what the terminal behind stdout can show."""

    def __init__(self, quiet: bool = False, no_color: bool = False, verbose: bool = False) -> None:
        self.quiet = quiet
        self._no_color = no_color
        self._verbose = verbose

    @property
    def style(self) -> Style:
        """Colour and width only on a terminal; blocks and dots where the encoding has them."""
        if sys.stdout is None:  # closed by who started us
            return Style()
        is_terminal = sys.stdout.isatty()
        colour = is_terminal and not self._no_color and not os.environ.get("NO_COLOR")
        colour = colour and os.environ.get("TERM") != "dumb"
        width = min(shutil.get_terminal_size((80, 24)).columns, WIDEST) if is_terminal else 80
        return Style(colour=colour, width=max(width, 40), unicode=_shows_unicode(sys.stdout.encoding))

    def show(self, text: str) -> None:
        """Print a result."""
        if not self.quiet:
            _write(sys.stdout, text)

    def show_json(self, value: Mapping[str, object]) -> None:
        """Print the one object of `--json`; days and times, as settings may hold them, as ISO text."""
        _write(sys.stdout, json.dumps(value, ensure_ascii=False, indent=2, default=str))

    def note(self, text: str) -> None:
        """Print a message beside the result."""
        if not self.quiet:
            _write(sys.stderr, text)

    def progress(self, text: str) -> None:
        """Show on a terminal what goes on, in the place of what went on before; an empty text ends it."""
        shows = sys.stderr is not None and sys.stderr.isatty() and os.environ.get("TERM") != "dumb"
        if shows and not self.quiet:
            width = shutil.get_terminal_size((80, 24)).columns
            _write(sys.stderr, f"\r\x1b[K{text[: width - 1]}", end="")

    def detail(self, text: str) -> None:
        """Print what only `-v` asks for."""
        if self._verbose:
            _write(sys.stderr, text)

    def complain(self, error: PlannerError) -> None:
        """Print an error and its remedy, however quiet we are."""
        _write(
            sys.stderr, "\n".join([f"planner: {error.message}", *([f"  {error.hint}"] if error.hint else [])])
        )

    def ask(self, question: str) -> bool:
        """Ask yes or no; anything but yes is no."""
        self.prompt(f"{question} [y/N] ")
        return sys.stdin.readline().strip().lower() in {"y", "yes"}

    def prompt(self, text: str) -> None:
        """Show, however quiet we are, that something is to be typed."""
        _write(sys.stderr, text, end="")


def _shows_unicode(encoding: str | None) -> bool:
    return (encoding or "").lower().replace("-", "") in {"utf8", "utf16", "utf32"}


def _write(stream: TextIO | None, text: str, end: str = "\n") -> None:
    """Write a line at once; a character that the stream can't encode becomes a question mark.

    A stream that is closed, or whose reader has seen enough, is no failure. Raises PlannerError when
    a result can't be written.
    """
    if stream is None:
        return
    encoding = stream.encoding or "utf-8"
    try:
        stream.write(text.encode(encoding, "replace").decode(encoding) + end)
        stream.flush()
    except OSError as error:
        # What is still buffered must not fail again when the interpreter ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
        if stream is sys.stdout and not isinstance(error, BrokenPipeError):
            raise PlannerError(f"the result can't be written: {error.strerror}") from error
