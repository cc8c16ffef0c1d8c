"""Which lines ask for something, and how strongly."""

import pytest

from planner.coach.postings.sections import asking_lines
from planner.coach.postings.text import text_of

LEVELS = {True: "required", False: "preferred"}


def asked(text: str) -> list[tuple[str, str]]:
    return [(line.text, LEVELS[line.is_required]) for line in asking_lines(text_of(text).blocks)]


@pytest.mark.parametrize(
    "line",
    [
        "No driver's license required",
        "A CPA is not required",
        "No prior experience, we train",
        "Ein Studium ist nicht erforderlich",
        "Keine Englischkenntnisse erforderlich",
    ],
)
def test_what_is_said_not_to_be_asked_is_not_asked(line: str) -> None:
    assert asked(f"Requirements:\n- {line}\n- BLS\n") == [("BLS", "required")]


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        ("2 years of experience, BLS a plus", ["2 years of experience: required", "BLS a plus: preferred"]),
        ("RN license required, BSN preferred", ["RN license required: required", "BSN preferred: preferred"]),
        ("ITIL, CCNA or PMP preferred", ["ITIL, CCNA or PMP preferred: preferred"]),
        ("CPA required; MBA desirable", ["CPA required: required", "MBA desirable: preferred"]),
        ("Valid RN license. ACLS is a plus.", ["Valid RN license: required", "ACLS is a plus: preferred"]),
    ],
)
def test_a_line_that_asks_and_wishes_is_two(line: str, parts: list[str]) -> None:
    assert [f"{text}: {level}" for text, level in asked(f"Requirements:\n- {line}\n")] == parts


def test_a_line_says_more_than_its_heading() -> None:
    text = "Preferred qualifications:\n- BLS (required)\n\nQualifications:\n- ACLS preferred\n"
    assert asked(text) == [("BLS (required)", "required"), ("ACLS preferred", "preferred")]


def test_bold_words_alone_are_a_heading_and_within_a_sentence_none() -> None:
    page = "<p><b>Requirements</b></p><ul><li>BLS</li></ul><p><b>Our team</b></p><ul><li>Excel</li></ul>"
    assert asked(page) == [("BLS", "required")]
    assert asked(page.replace("<b>Our team</b>", "<b>Our</b> team")) == [
        ("BLS", "required"),
        ("Excel", "required"),
    ]


def test_without_a_heading_what_is_recognised_counts() -> None:
    assert asked("RN license\nBLS\nWe are nice\n") == [("RN license", "required"), ("BLS", "required")]


def test_a_heading_with_its_line_behind_it_is_both() -> None:
    assert asked("Requirements: RN license, 2 years of experience\n") == [
        ("RN license, 2 years of experience", "required")
    ]
