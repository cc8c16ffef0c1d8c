"""Text as it may stand in XML and HTML, and how wide it will be."""

from html import escape
from unicodedata import category, east_asian_width

from planner.render.style import harmless

# XML 1.0, section 2.2: these two are no characters there, although Unicode lets a string hold them.
_NOT_IN_XML = str.maketrans("", "", "\ufffe\uffff")
# Widths of the letters of DejaVu Sans, the widest of the usual fonts, in shares of the font size.
_SHARES = {
    **dict.fromkeys("ijl.,:;'!| ·", 0.33),
    **dict.fromkeys("ftrI()[]/-", 0.41),
    **dict.fromkeys("cksvxyz", 0.57),
    **dict.fromkeys("mwMW@%", 0.98),
}
_CAPITAL, _LETTER, _OTHER, _FULL = 0.72, 0.64, 0.75, 1.05


def text(value: str) -> str:
    """A text from a plan as content or attribute value, the same in XML and HTML."""
    return escape(harmless(value).translate(_NOT_IN_XML), quote=True)


def number(value: float) -> str:
    """A coordinate, to a tenth of a pixel."""
    return f"{value:.1f}".removesuffix(".0")


def text_width(value: str, size: float) -> float:
    """About how many pixels a text takes in the widest of the usual sans-serif fonts."""
    return sum(map(_share, value)) * size


def _share(char: str) -> float:
    known = _SHARES.get(char)
    if known is not None:
        return known
    if char.isascii():
        return _CAPITAL if char.isupper() else _LETTER
    if category(char) in {"Mn", "Me", "Cf"}:
        return 0.0
    return _FULL if east_asian_width(char) in "WF" else _OTHER


def cut(value: str, size: float, room: float) -> str:
    """A text, harmless but not yet escaped, that fits into `room` pixels."""
    clean = harmless(value)
    if text_width(clean, size) <= room:
        return clean
    left = room - size
    for end, char in enumerate(clean):
        left -= _share(char) * size
        if left < 0:
            return clean[:end].rstrip() + "…"
    return clean
