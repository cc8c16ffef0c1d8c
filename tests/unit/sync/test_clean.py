"""What leaves for a target can't break out of its line, and keeps its letters."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.sync.clean import clean_line, clean_text

ANY = st.text(
    st.characters(exclude_categories=()) | st.sampled_from("\r\n\t\v\f\0\x1b\x7f\x85\u2028\u2029\ud800 ")
)


@given(ANY)
def test_a_text_holds_no_control_but_newline_and_tab(text: str) -> None:
    cleaned = clean_text(text)
    assert not [c for c in cleaned if unicodedata.category(c) in {"Cc", "Cs", "Zl", "Zp"} and c not in "\n\t"]
    assert cleaned.encode().decode() == cleaned


@given(ANY)
def test_a_line_is_one_line_for_every_reader(text: str) -> None:
    assert len(clean_line(text).splitlines()) <= 1
    assert "\t" not in clean_line(text)


@given(ANY)
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    assert clean_text(clean_text(text)) == clean_text(text)
    assert clean_line(clean_line(text)) == clean_line(text)


@given(st.text(st.characters(categories=("L", "M", "N", "P", "S"))))
def test_letters_marks_and_signs_stay_as_they_are(text: str) -> None:
    assert clean_text(text) == clean_line(text) == text


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n", "\v", "\f", "\x85", "\u2028", "\u2029"])
def test_every_line_end_is_a_newline_in_a_text_and_a_space_in_a_line(end: str) -> None:
    assert clean_text(f"one{end}two") == "one\ntwo"
    assert clean_line(f"one{end}two") == "one two"
