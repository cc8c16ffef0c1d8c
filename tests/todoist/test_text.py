"""Texts land literally, and come back as they were."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from integrations.todoist.text import MOST_CONTENT, escape, fitted, length, unescape

MARKUP = [
    "*",
    "_",
    "`",
    "~",
    "[",
    "](",
    ")",
    "#",
    ">",
    "-",
    "+",
    "1.",
    "\\",
    "\n",
    " ",
    "a",
    "é",
    "😀",
    "@",
    "p1",
    "//",
    "!",
]
texts = st.lists(st.sampled_from(MARKUP), max_size=16).map("".join) | st.text(
    st.characters(exclude_categories=["Cs"]), max_size=40
)


@settings(max_examples=2000)
@given(texts)
def test_what_is_escaped_comes_back(text: str) -> None:
    assert unescape(escape(text)) == text


@settings(max_examples=1000)
@given(texts)
def test_nothing_that_is_left_bare_can_pair_or_begin_a_block(text: str) -> None:
    bare = re.sub(r"\\[\\`*_~\[#>+.)\-]", "", escape(text))
    assert all(bare.count(mark) <= 1 for mark in "*_`~")
    assert re.search(r"\[[^\]\n]*\]\(", bare) is None
    assert re.search(r"^[ \t]*(#|>|[-+*]([ \t]|$))", escape(text), re.MULTILINE) is None


def test_plain_words_stay_as_they_are() -> None:
    for text in (
        "Compare three schools (schedule, price, pass rate)",
        "Call @anna #now p1 tomorrow!!",
        "C:\\New_1 * 2",
    ):
        assert escape(text) == text


@settings(max_examples=500)
@given(texts.map(lambda text: text * 40), st.integers(1, 60))
def test_a_text_that_is_too_long_ends_in_an_ellipsis_and_is_cut_the_same_again(text: str, most: int) -> None:
    cut = fitted(text, most)
    assert length(cut) <= most
    assert cut == escape(text) or cut.endswith("…")
    assert fitted(unescape(cut), most) == cut or cut.endswith("…")


def test_a_title_may_be_as_long_as_todoist_takes() -> None:
    assert fitted("x" * MOST_CONTENT, MOST_CONTENT) == "x" * MOST_CONTENT
    assert fitted("x" * 501, MOST_CONTENT) == "x" * 499 + "…"
    assert length(fitted("😀" * 400, MOST_CONTENT)) <= MOST_CONTENT
