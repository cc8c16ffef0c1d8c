"""Where output goes: results to stdout, messages to stderr, questions to a person."""

import json
import os
import shutil
import sys
from collections.abc import Mapping
from typing import TextIO

from planner.render.style import Style

WIDEST = 120


class Terminal:
    """The two streams, and what the terminal behind stdout can show."""

    def __init__(self, quiet: bool, no_color: bool) -> None:
        self.quiet = quiet
        self._no_color = no_color

    @property
    def style(self) -> Style:
        """Colour and width only on a terminal; blocks and dots where the encoding has them."""
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
        """Print the one object of `--json`."""
        _write(sys.stdout, json.dumps(value, ensure_ascii=False, indent=2))

    def note(self, text: str) -> None:
        """Print a message beside the result."""
        if not self.quiet:
            _write(sys.stderr, text)

    def ask(self, question: str) -> bool:
        """Ask yes or no; anything but yes is no."""
        sys.stderr.write(f"{question} [y/N] ")
        sys.stderr.flush()
        return sys.stdin.readline().strip().lower() in {"y", "yes"}


def _shows_unicode(encoding: str | None) -> bool:
    return (encoding or "").lower().replace("-", "") in {"utf8", "utf16", "utf32"}


def _write(stream: TextIO, text: str) -> None:
    """Write a line; a character that the stream can't encode becomes a question mark."""
    encoding = stream.encoding or "utf-8"
    stream.write(text.encode(encoding, "replace").decode(encoding) + "\n")
