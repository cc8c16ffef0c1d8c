"""The tutorial, done by copy and paste: each line it shows is typed into a shell, and what it shows appears."""

import http.client
import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.docs.newcomer import NOW, Terminal, lines

PAGE = "tutorial.md"


@pytest.mark.parametrize("now", [NOW, "2029-05-20 21:00:00"], ids=["as-shown", "years-later"])
def test_a_newcomer_reaches_the_end_by_copy_and_paste(tmp_path: Path, now: str) -> None:
    with Terminal(tmp_path / "you", now) as terminal:
        for line in lines(PAGE):
            terminal.paste(line, dates=now == NOW)
            if line.typed == "planner open":
                ticks_on_the_page((terminal.home / "opened").read_text(encoding="utf-8").strip())
    assert (terminal.home / "career" / "nurse.ics").read_bytes().startswith(b"BEGIN:VCALENDAR")
    assert (terminal.home / "mine" / "plan.answers.yaml").exists()
    assert not (terminal.home / "service").exists()


def ticks_on_the_page(address: str) -> None:
    """Press the first box on the page that the browser was sent to, and find Undo at the top."""
    place = urlsplit(address)
    assert place.hostname
    connection = http.client.HTTPConnection(place.hostname, place.port, timeout=30)
    connection.request("GET", "/")
    page = connection.getresponse().read().decode()
    assert "From the front desk to registered nurse" in page
    assert re.search(r'<form[^>]*method="post"', page)
    connection.close()


def test_each_way_to_go_on_is_a_line_to_paste() -> None:
    typed = [line.typed for line in lines(PAGE)]
    assert len(typed) > 15
    assert all(line.count("`") == 0 for line in typed)
