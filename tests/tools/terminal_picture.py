"""Makes the pictures of a terminal in docs/images: the nurse plan after a year, with a late certificate.

Run it as `python -m tests.tools.terminal_picture`; a test holds the files to what it makes.
"""

import fcntl
import os
import pty
import re
import struct
import subprocess
import tempfile
import termios
from pathlib import Path
from xml.sax.saxutils import escape

from tests.system.program import Program, program

IMAGES = Path(__file__).parents[2] / "docs" / "images"
COMMANDS = ("status", "timeline", "why ma-job")
TODAY = "2028-02-10"
STORY = (("2027-01-18", "manager-talk"), ("2028-01-06", "ma-certificate"))
"""On which day what was done; the first sync was before, the last is today."""
COLUMNS, ROWS = 100, 60
WIDTH, HEIGHT, MARGIN = 8.4, 18, 16
INK, PAPER, FONTS = "#e6edf3", "#0d1117", "DejaVu Sans Mono,Menlo,Consolas,monospace"
COLOURS = {
    "31": "#ff7b72",
    "32": "#7ee787",
    "33": "#e3b341",
    "34": "#79c0ff",
    "35": "#d2a8ff",
    "36": "#56d4dd",
}
STYLE = {"1": 'font-weight="bold"', "2": 'opacity=".6"'} | {
    code: f'fill="{colour}"' for code, colour in COLOURS.items()
}


def pictures(place: Path) -> dict[str, str]:
    """The SVG of each command by its file's name; the plan is made in `place`."""
    program(place)
    Program(place, "2027-01-04").must("sync")
    for day, item in STORY:
        Program(place, day).must("done", item)
    now = Program(place, TODAY)
    now.must("sync")
    return {
        f"{command.split()[0]}.svg": svg(command, on_a_terminal(now, command.split())) for command in COMMANDS
    }


def on_a_terminal(place: Program, command: list[str]) -> str:
    """What a command shows to a person, in colour."""
    terminal, end = pty.openpty()
    fcntl.ioctl(end, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
    shown = b""
    with subprocess.Popen(
        place.command(*command),
        cwd=place.folder,
        env={**place.environment, "TERM": "xterm-256color"},
        stdin=subprocess.DEVNULL,
        stdout=end,
        stderr=subprocess.DEVNULL,
    ):
        os.close(end)
        while more := _read(terminal):
            shown += more
    os.close(terminal)
    return shown.decode().replace("\r\n", "\n")


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65536)
    except OSError:  # the other end was closed: EIO
        return b""


def svg(command: str, shown: str) -> str:
    """A window with a command and what it shows; colours are those of ECMA-48, 8.3.117."""
    lines = [f"\x1b[2m$\x1b[0m planner {command}", "", *shown.rstrip("\n").split("\n")]
    width, height = COLUMNS * WIDTH + 2 * MARGIN, len(lines) * HEIGHT + 2 * MARGIN
    rows = [row(line, MARGIN + (number + 0.75) * HEIGHT) for number, line in enumerate(lines) if line]
    size = f'viewBox="0 0 {width:g} {height:g}" width="{width:g}" height="{height:g}"'
    font = f'font-family="{FONTS}" font-size="14" fill="{INK}"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {size} {font}>\n<title>planner {escape(command)}</title>'
    return "\n".join([head, f'<rect width="100%" height="100%" rx="8" fill="{PAPER}"/>', *rows, "</svg>", ""])


def row(line: str, base: float) -> str:
    """A line of text, each part at its column: whatever font there is, columns stay below each other."""
    column, look, parts = 0, "", []
    for text, codes in re.findall(r"([^\x1b]*)(?:\x1b\[([\d;]*)m)?", line):
        for words in re.finditer(r"\S+(?: \S+)*", text):
            at = f'x="{MARGIN + (column + words.start()) * WIDTH:g}" textLength="{len(words[0]) * WIDTH:g}"'
            parts.append(f"<tspan {at}{look}>{escape(words[0])}</tspan>")
        column += len(text)
        look = "".join(f" {STYLE[code]}" for code in codes.split(";") if code in STYLE) if codes else look
    return f'<text y="{base:g}">{"".join(parts)}</text>'


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        for name, picture in pictures(Path(folder)).items():
            (IMAGES / name).write_text(picture, encoding="utf-8")
