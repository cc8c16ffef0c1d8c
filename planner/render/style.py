"""What a terminal can show: width, colour, characters. Text from a plan is made harmless here."""

from dataclasses import dataclass
from unicodedata import category, east_asian_width, normalize

_CODES = {
    "bold": "1",
    "dim": "2",
    "red": "31",
    "green": "32",
    "yellow": "33",
    "blue": "34",
    "magenta": "35",
    "cyan": "36",
}
# Controls (escape sequences begin with one), surrogates, line and paragraph separators.
_REFUSED = frozenset({"Cc", "Cs", "Zl", "Zp"})
# Overrides and isolates turn the rest of a line around; marks that only join letters may stay.
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_WITHOUT_WIDTH = frozenset({"Mn", "Me", "Cf"})


def harmless(text: str) -> str:
    """The text on one line, without anything that a terminal would obey instead of showing."""
    if text.isascii() and text.isprintable():
        return text
    kept = (
        "" if char in _TURNING else " " if char in "\t\n\r" else "" if category(char) in _REFUSED else char
        for char in text
    )
    return "".join(kept)


def display_width(text: str) -> int:
    """How many columns a terminal needs for the text (Unicode Annex 11; ambiguous counts as one)."""
    return len(text) if text.isascii() else sum(map(_char_width, text))


def _char_width(char: str) -> int:
    if char.isascii():
        return 1
    if category(char) in _WITHOUT_WIDTH:
        return 0
    return 2 if east_asian_width(char) in "WF" else 1


@dataclass(frozen=True, slots=True)
class Style:
    """How to write to a terminal of `width` columns. Without `unicode` everything is ASCII."""

    colour: bool = False
    width: int = 80
    unicode: bool = True

    def paint(self, text: str, *names: str) -> str:
        """The text in colours and weights by name, plain where colour is off or it is blank."""
        if not self.colour or not names or not text:
            return text
        return f"\x1b[{';'.join(_CODES[name] for name in names)}m{text}\x1b[0m"

    def text(self, value: str) -> str:
        """A text from a plan, safe to print here."""
        clean = harmless(value)
        if self.unicode or clean.isascii():
            return clean
        letters = (char for char in normalize("NFKD", clean) if category(char) != "Mn")
        return "".join(letters).encode("ascii", "replace").decode("ascii")

    def cut(self, value: str, width: int) -> str:
        """A text from a plan, safe, in at most `width` columns; what was cut shows as an ellipsis."""
        clean = self.text(value)
        if display_width(clean) <= width:
            return clean
        ellipsis = self.glyph("…", "..")
        room = width - len(ellipsis)
        if room < 0:
            return ellipsis[: max(0, width)]
        used, end = 0, 0
        for end, char in enumerate(clean):  # noqa: B007 - `end` is where the loop stops
            used += _char_width(char)
            if used > room:
                break
        return clean[:end].rstrip() + ellipsis

    def fit(self, value: str, width: int) -> str:
        """A text from a plan, safe, cut or padded to exactly `width` columns."""
        cut = self.cut(value, width)
        return cut + " " * (width - display_width(cut))

    def glyph(self, rich: str, plain: str) -> str:
        """A sign in its good or its ASCII form."""
        return rich if self.unicode else plain

    def sides(self, left: str, right: str, names: tuple[str, ...] = ()) -> str:
        """One line with `left`, painted, at its beginning and `right` at its end; `left` gives way."""
        right = self.cut(right, self.width)
        room = self.width - display_width(right) - 2
        if room < self.width // 4:
            return f"{self.paint(self.cut(left, self.width), *names)}\n{self.indent(right)}"
        return f"{self.paint(self.fit(left, room), *names)}  {right}".rstrip()

    def indent(self, text: str, by: int = 4) -> str:
        """A line moved to the right, cut at the width."""
        return " " * by + self.cut(text, self.width - by)

    def wrap(self, text: str, by: int = 0, hang: int | None = None) -> list[str]:
        """A text, safe, as lines within the width: the first moved right by `by`, the others by
        `hang` (as the first when None).
        """
        lines: list[str] = []
        line = " " * by
        for word in self.text(text).split():
            fitting = self.cut(word, self.width - (by if hang is None else max(by, hang)))
            joined = f"{line} {fitting}" if line.strip() else line + fitting
            if line.strip() and display_width(joined) > self.width:
                lines.append(line)
                line = " " * (by if hang is None else hang) + fitting
            else:
                line = joined
        return [*lines, line] if line.strip() else lines
