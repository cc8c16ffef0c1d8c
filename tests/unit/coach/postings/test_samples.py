"""What is read out of a dozen postings, in English and German, in plain text, Markdown and HTML."""

from datetime import date

import pytest

from planner.coach.postings.collect import posting
from planner.coach.postings.count import counted
from planner.coach.postings.values import Posting
from tests.unit.coach.postings.samples import MEDICAL_ASSISTANT, SAMPLES, Sample

DAY = date(2026, 12, 1)


def read(sample: Sample) -> Posting:
    return posting(sample.text, "sample.txt", DAY, None)


@pytest.mark.parametrize("name", SAMPLES)
def test_a_posting_asks_for_what_a_person_reads_in_it(name: str) -> None:
    sample = SAMPLES[name]
    found = {one.requirement.name: one for one in counted([read(sample)])}
    assert [one for one in sample.required if one not in found or not found[one].required] == []
    assert [one for one in sample.preferred if one not in found or found[one].required] == []
    assert [one for one in sample.never if one in found] == []
    assert [one.years[0] for one in found.values() if one.years] == ([sample.years] if sample.years else [])


@pytest.mark.parametrize("name", SAMPLES)
def test_nothing_else_is_taken_for_a_paper(name: str) -> None:
    sample = SAMPLES[name]
    papers = [
        one.requirement.name
        for one in counted([read(sample)])
        if one.requirement.kind in {"education", "certificate", "language"}
    ]
    assert set(papers) <= {*sample.required, *sample.preferred}


def test_the_title_of_a_page_is_its_own() -> None:
    assert read(MEDICAL_ASSISTANT).title == "Medical Assistant \N{EN DASH} Riverside Pediatrics"
