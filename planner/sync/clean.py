"""Texts as they may leave for any target: no controls, no lone surrogates, known line ends.

A title or note can hold whatever its author pasted, and a single NUL or stray CR makes some readers
lose a whole calendar, or take the rest for properties of its own. Letters are never changed.
"""

import re
from unicodedata import normalize

# CR LF counts once. VT, FF, NEL, LS and PS end a line as well (UAX #14, classes BK and NL).
_LINE_END = re.compile("\r\n|[\r\n\v\f\x85\u2028\u2029]")
# C0 without tab and newline, DEL, C1; and surrogates, which have no UTF-8 form.
_UNFIT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


def clean_text(text: str) -> str:
    """`text` with every line end as a newline, without controls, surrogates and outer white space."""
    return _UNFIT.sub("", _LINE_END.sub("\n", text)).strip()


def clean_line(text: str) -> str:
    """`text` on one line: cleaned, with a space for every line end and tab."""
    return clean_text(text).replace("\n", " ").replace("\t", " ")


def one_spelling(text: str) -> str:
    """A text without what servers change in one: white space, and how a letter is composed. To compare by."""
    return " ".join(normalize("NFC", text).split())
