"""Text as it may stand in Markdown, so that a title is read as a title and as nothing else."""

import re

from planner.render.style import harmless

# CommonMark 0.31, section 2.4: any of these may be escaped. Dollars and tildes are for the dialects that read
# mathematics and strikethrough; an `&` would begin an entity.
_SIGNS = re.compile(r"([\\`*_{}\[\]<>#|~$&])")
# At the beginning of a block: bullets, headings underlined, numbered lists.
_LEADING = re.compile(r"^(?:(\d{1,9})(?=[.)])|(?=[-+=]))")


def markdown(text: str) -> str:
    """A text from a plan, on one line, whose signs mean themselves."""
    return _LEADING.sub(r"\1\\", _SIGNS.sub(r"\\\1", harmless(text).strip()))
