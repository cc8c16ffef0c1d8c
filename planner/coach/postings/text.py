"""The text of a posting, from HTML, Markdown or plain text, as headings, points and paragraphs."""

import re
import unicodedata
from html import unescape

from planner.coach.postings.values import DASH, Block, Text

LONGEST_BLOCK = 20_000
"""What is longer is cut: no sentence that asks for something is that long."""
MOST_BLOCKS = 3000
_MOST_LINES = 20_000

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
        "address", "article", "aside", "blockquote", "body", "br", "dd", "div", "dl", "dt", "fieldset",
        "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr",
        "html", "li", "main", "nav", "ol", "p", "pre", "section", "summary", "details", "table",
        "tbody", "td", "th", "thead", "tr", "ul",
    ]
)  # fmt: skip
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]{0,20})(?:[\s/][^<>]*)?>")
_UNSHOWN = re.compile(r"<!--|<(script|style)\b", re.IGNORECASE)
_ENDS = {name: re.compile(rf"</{name}\b[^<>]*>?", re.IGNORECASE) for name in ("script", "style")}
_END_OF_COMMENT = re.compile("-->")
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
    page = _Page()
    at = 0
    shown = _shown(raw)
    for tag in _TAG.finditer(shown):
        page.read(shown[at : tag.start()])
        page.tag(tag[2].lower(), is_end=bool(tag[1]))
        at = tag.end()
    page.read(shown[at:])
    page.flush()
    heading = next((block.text for block in page.blocks if block.is_heading), "")
    return Text(_one_line(page.title) or heading, page.blocks)


def _shown(raw: str) -> str:
    """The page without comments, scripts and styles. What isn't closed goes on to the end, as in browsers."""
    kept, at = [], 0
    while (begin := _UNSHOWN.search(raw, at)) is not None:
        kept.append(raw[at : begin.start()])
        end = (_ENDS[begin[1].lower()] if begin[1] else _END_OF_COMMENT).search(raw, begin.end())
        if end is None:
            return "".join(kept)
        at = end.end()
    return "".join([*kept, raw[at:]])


class _Page:
    """Collects what a browser would show, a block at a time. Tags that aren't closed do no harm.

    Ours, since Python's parser takes minutes for two megabytes of opened brackets.
    """

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.title = ""
        self._pieces: list[str] = []
        self._strong: list[bool] = []
        self._block = ""
        self._is_strong = False
        self._is_title = False

    def tag(self, name: str, *, is_end: bool) -> None:
        """Go on behind a tag."""
        if name in _BREAKS:
            self.flush()
            if name != "p" or self._block != "li":  # a paragraph in a point of a list is the point
                self._block = "" if is_end or name == "br" else name
        elif name in _STRONG:
            self._is_strong = not is_end
        elif name == "title":
            self._is_title = not is_end and not self.title

    def read(self, text: str) -> None:
        """Take in what stands between two tags."""
        if self._is_title:
            self.title += unescape(text[:LONGEST_BLOCK])
        elif text:
            self._pieces.append(unescape(text))
            self._strong += [self._is_strong] if text.strip() else []

    def flush(self) -> None:
        """End the block that was begun."""
        text, strong = "".join(self._pieces), bool(self._strong) and all(self._strong)
        self._pieces, self._strong = [], []
        is_point = self._block == "li"
        for line in [text] if is_point else text.split("\n\n"):
            if len(self.blocks) >= MOST_BLOCKS:
                break
            found = _plain_block(_one_line(line))
            if found is not None:
                is_heading = self._block in _HEADINGS or (strong and not is_point) or found.is_heading
                self.blocks.append(Block(found.text, is_heading, is_point or found.is_point))


def _from_plain(raw: str) -> Text:
    """Markdown, or plain text with whatever its writer took for a bullet."""
    blocks: list[Block] = []
    title = ""
    for line in raw.splitlines()[:_MOST_LINES]:
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
    return " ".join(_MARKS.sub("", text).split())


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
