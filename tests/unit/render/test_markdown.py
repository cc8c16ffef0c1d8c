"""A title in Markdown is read as that title, whatever its signs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from planner.render.markdown import markdown
from planner.render.style import harmless

READER = MarkdownIt("commonmark").enable(["table", "strikethrough"])


def read(text: str) -> str | None:
    """What a reader of Markdown shows for a list item; None where it sees any structure in it."""
    begin, paragraph, inline, *rest = READER.parse(f"- {text}\n")[1:]
    kinds = [token.type for token in (begin, paragraph, *rest)]
    if kinds != [
        "list_item_open",
        "paragraph_open",
        "paragraph_close",
        "list_item_close",
        "bullet_list_close",
    ]:
        return None
    parts = inline.children or []
    return "".join(part.content for part in parts) if {part.type for part in parts} <= {"text"} else None


@pytest.mark.parametrize(
    "title",
    [
        "*Pass* the __exam__ `now`",
        "# Heading",
        "> quote",
        "- a list",
        "+ another",
        "1. first",
        "12) twelfth",
        "---",
        "=== no heading",
        "[link](javascript:alert(1))",
        "![picture](x.png)",
        "<script>alert(1)</script>",
        "<https://example.org>",
        "AT&amp;T &copy; 5 & 6",
        "back\\slash \\* kept",
        "~~gone~~ | a | b |",
        "    four spaces",
        "\tTab\nnext line",
        "Kurs für Ärzte, 日本語",
    ],
)
def test_its_signs_mean_themselves(title: str) -> None:
    assert read(markdown(title)) == harmless(title).strip()


@given(
    st.text(st.characters(codec="utf-8"), min_size=1, max_size=30).filter(lambda text: harmless(text).strip())
)
def test_any_title_is_read_as_it_is(title: str) -> None:
    # A reader of Markdown shows NUL as U+FFFD; what is harmless has none.
    assert read(markdown(title)) == harmless(title).strip()
