"""Two megabytes of anything are read in some seconds of CPU: what grew faster would take minutes."""

import time
from datetime import date

import pytest

from planner.coach.postings.collect import needs_browser, posting

SIZE = 400_000  # a fifth of what is let in
SECONDS = 2.0
PIECES = {
    "opened brackets": "<",
    "opened tags": "<a ",
    "comments": "<!--",
    "declarations": "<!",
    "scripts": "<script>",
    "points": "<li>x",
    "attributes": '<a x="',
    "entities": "&a",
    "one word": "a",
    "cues": "must have ",
    "years": "3 years ",
    "certificates": "certified ",
    "degrees": "bachelor in ",
    "commas": "required, ",
    "clauses": "a; ",
    "links": "[a](",
    "stars": "**a",
    "lines": "- must have 3 years\n",
    "no lines": "\n",
    "lines that go on": "a\n",
}


@pytest.mark.parametrize("name", PIECES)
@pytest.mark.parametrize("beginning", ["", "<html>"])
def test_no_text_costs_more_than_its_length(name: str, beginning: str) -> None:
    text = beginning + PIECES[name] * (SIZE // len(PIECES[name]))
    began = time.process_time()
    found = posting(text, "hostile", date(2026, 12, 1), None)
    needs_browser(text)
    assert time.process_time() - began < SECONDS
    assert all(len(line.text) <= 400 for line in found.lines)
