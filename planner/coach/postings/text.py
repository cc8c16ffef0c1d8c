"""The text of a posting, from HTML, Markdown or plain text, as headings, points and paragraphs."""

import re
import unicodedata
from html.parser import HTMLParser

from planner.coach.postings.values import DASH, Block, Text

LONGEST_BLOCK = 20_000
"""What is longer is cut: no sentence that asks for something is that long."""
MOST_BLOCKS = 5000

_HTML = re.compile(
    r"<(?:!doctype html|html|head|body|div|section|article|p|ul|li|h[1-6]|br)\b[^<>]{0,2000}>", re.IGNORECASE
)
_HEADING = re.compile(r"#{1,6} +(\S.*)")
_BOLD = re.compile(r"(?:\*\*|__)(.{1,80}?)(?:\*\*|__)(:?)")
_BULLETS = f"*+•·‣▪●○◦>✓✔{DASH}\N{EM DASH}-"
_POINT = re.compile(rf"(?:[{_BULLETS}]|[0-9]{{1,2}}[.)]|[a-z]\)|\[[ xX]?\])\s+(?=\S)")
_LINK = re.compile(r"!?\[([^\[\]]{1,300})\]\([^()\s]{1,1000}\)")
_MARKS = re.compile(r"\*\*|__|`")
_BREAKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "br",
        "dd",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "html",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "details",
        "table",
        "tbody",
        "td",
        "th",
        "thead",
        "tr",
        "ul",
    ]
)
_SKIPPED = frozenset({"script", "style"})
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "dt", "summary", "th"})
_STRONG = frozenset({"b", "strong"})
_CAPITALS = 60  # characters: a line all in capitals that isn't longer is a heading


def text_of(raw: str) -> Text:
    """A posting in whatever it is written in."""
    return _from_html(raw) if is_html(raw) else _from_plain(raw)


def is_html(raw: str) -> bool:
    """Whether a text is HTML, by its tags."""
    return _HTML.search(raw[:20_000]) is not None


def _from_html(raw: str) -> Text:
    reader = _Page()
    reader.feed(raw)
    reader.close()
    reader.flush()
    heading = next((block.text for block in reader.blocks if block.is_heading), "")
    return Text(_one_line(reader.title) or heading, reader.blocks)


class _Page(HTMLParser):
    """Collects what a browser would show, a block at a time. Tags that aren't closed do no harm."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[Block] = []
        self.title = ""
        self._pieces: list[str] = []
        self._strong: list[bool] = []
        self._block = ""
        self._is_strong = False
        self._within = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        if tag in _BREAKS:
            self.flush()
            self._block = "" if tag == "br" else tag if tag != "p" or self._block != "li" else "li"
        elif tag in _STRONG:
            self._is_strong = True
        elif tag in _SKIPPED or tag == "title":
            self._within = tag

    def handle_endtag(self, tag: str) -> None:
        if tag in _BREAKS:
            self.flush()
            self._block = "" if tag != "p" else self._block
        elif tag in _STRONG:
            self._is_strong = False
        elif tag == self._within:
            self._within = ""

    def handle_data(self, data: str) -> None:
        if self._within == "title" and len(self.title) < LONGEST_BLOCK:
            self.title += data[:LONGEST_BLOCK]
        elif not self._within:
            self._pieces.append(data)
            self._strong += [self._is_strong] if data.strip() else []

    def flush(self) -> None:
        """End the block that was begun."""
        text, strong = "".join(self._pieces), bool(self._strong) and all(self._strong)
        self._pieces, self._strong = [], []
        is_point = self._block == "li"
        for line in [text] if is_point else text.split("\n\n"):
            found = _plain_block(_one_line(line))
            if found is None or len(self.blocks) >= MOST_BLOCKS:
                continue
            is_heading = self._block in _HEADINGS or (strong and not is_point) or found.is_heading
            self.blocks.append(Block(found.text, is_heading, is_point or found.is_point))


def _from_plain(raw: str) -> Text:
    """Markdown, or plain text with whatever its writer took for a bullet."""
    blocks: list[Block] = []
    title = ""
    for line in raw.splitlines():
        if len(blocks) >= MOST_BLOCKS:
            break
        found = _plain_block(_one_line(_LINK.sub(r"\1", line[: 2 * LONGEST_BLOCK])))
        if found is None:
            blocks += [Block("")] if blocks and blocks[-1].text else []
            continue
        title = title or found.text.rstrip(":")
        _join(blocks, found)
    return Text(title[:200], [block for block in blocks if block.text])


def _join(blocks: list[Block], found: Block) -> None:
    """Put one more to the blocks; a line that goes on with a sentence belongs to the one above."""
    last = blocks[-1] if blocks else Block("")
    goes_on = found.text[:1].islower() and not (found.is_heading or found.is_point)
    if goes_on and last.text and not last.is_heading and last.text[-1] not in ".:;!?":
        blocks[-1] = last._replace(text=f"{last.text} {found.text}"[:LONGEST_BLOCK])
    else:
        blocks.append(found)


def _plain_block(line: str) -> Block | None:
    """A line of Markdown or plain text; None where nothing stands there."""
    if not line.strip("-=_*# "):
        return None
    if heading := _HEADING.fullmatch(line):
        return Block(_unmarked(heading[1].rstrip("# ")), is_heading=True)
    if (bold := _BOLD.fullmatch(line)) is not None:
        return Block(_unmarked(bold[1] + bold[2]), is_heading=True)
    point = _POINT.match(line)
    text = _unmarked(line[point.end() :] if point else line)[:LONGEST_BLOCK]
    is_capitals = len(text) <= _CAPITALS and text.isupper() and " " in text and point is None
    return Block(text, is_heading=is_capitals, is_point=point is not None) if text else None


def _unmarked(text: str) -> str:
    return _MARKS.sub("", text).strip()


def _one_line(text: str) -> str:
    """The text on one line, without what no terminal or file should hold."""
    text = (
        unicodedata.normalize("NFKC", text[: 2 * LONGEST_BLOCK])
        .replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
        .replace("\N{SOFT HYPHEN}", "")
    )
    kept = "".join(
        " " if c.isspace() else c for c in text if c.isspace() or unicodedata.category(c)[0] != "C"
    )
    return " ".join(kept.split())
