"""The file of postings: what is written is read again, and what a person writes into it is checked calmly."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.coach.postings.collect import posting
from planner.coach.postings.file import read, written
from planner.coach.postings.require import requirements
from planner.coach.postings.values import Line, Posting
from planner.errors import UsageError
from tests.unit.coach.postings.samples import SAMPLES

DAY = date(2026, 12, 1)
WORDS = "Requirements:| required|3 years| or |RN licence|Bachelor's degree in |certified |plus|; |, |ß"
MARKS = "- |* |\n|<li>|</li>|<h2>|\0|\x1b[31m|&#0;|**|# "
PIECES = [*WORDS.split("|"), *MARKS.split("|")]
JUNK = st.text(max_size=300) | st.lists(st.sampled_from(PIECES), max_size=40).map("".join)


@pytest.mark.parametrize("name", SAMPLES)
def test_what_is_written_is_read_again(name: str) -> None:
    kept = (posting(SAMPLES[name].text, "https://jobs.example/?a=1#b", DAY, "A role: of #1"),)
    assert read(written(kept), "x") == tuple(_sorted(one) for one in kept)


def _sorted(one: Posting) -> Posting:
    """The file has what is required before what is preferred."""
    lines = sorted(one.lines, key=lambda line: not line.is_required)
    return Posting(one.title, one.source, one.on, tuple(lines), one.role, one.mark)


@settings(max_examples=150, deadline=None)
@given(JUNK)
def test_any_text_is_read_and_kept_without_a_failure(text: str) -> None:
    found = posting(text, "junk", DAY, None)
    for line in found.lines:
        assert line.text.isprintable()
        assert requirements(line)
    again = read(written((found,)), "x")
    assert again == (_sorted(found),)


def test_a_person_may_write_it_by_hand() -> None:
    text = "postings: 1\nlist:\n  - title: Nurse\n    required: RN licence\n    preferred: [BLS, ACLS]\n"
    (found,) = read(text, "x")
    assert found.lines == (Line("RN licence"), *(Line(one, is_required=False) for one in ("BLS", "ACLS")))
    assert read("postings: 1\n", "x") == ()


BOMB = "postings: 1\na: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{chr(98 + n)}: &{chr(98 + n)} [{', '.join([f'*{chr(97 + n)}'] * 9)}]\n" for n in range(9)
)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "x:1:1"),
        ("postings: 2\n", 'doesn\'t say "postings: 1"'),
        ("[a, b]", 'doesn\'t say "postings: 1"'),
        ("postings: 1\nlist: 3\n", "x:2:7  list: postings belong here"),
        ("postings: 1\nlist: [3]\n", "this is no posting"),
        ("postings: 1\nlst: []\n", 'Did you mean "list"?'),
        ("postings: 1\nlist:\n  - title: A\n    asks: [b]\n", 'there is no key "asks"'),
        ("postings: 1\nlist:\n  - title: A\n    on: soon\n", '"soon" is no day'),
        ("postings: 1\nlist:\n  - title: A\n    required: [{a: b}]\n", "required: this is no text"),
        (f"postings: 1\nlist:\n  - title: {'a' * 1001}\n", "Shorten it"),
        ("postings: 1\nlist:\n" + "  - title: A\n" * 201, "more than 200"),
        ("postings: 1\nlist: [\n", "x:3:1  this can't be read"),
        ("postings: 1\nlist: " + "[" * 100, "nested"),
        (BOMB, "values"),
    ],
)
def test_what_is_wrong_in_it_is_said_with_its_place(text: str, said: str) -> None:
    with pytest.raises(UsageError) as caught:
        read(text, "x")
    assert said in caught.value.message + caught.value.hint
    assert "docs/postings.md" in caught.value.hint
