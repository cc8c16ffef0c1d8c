"""The tutorial, done by copy and paste: each line is typed into a shell, and what it shows appears."""

import re
import subprocess
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, build_opener

import pytest

from tests.docs.newcomer import DOCS, NOW, ROOT, Terminal, lines

PAGE = "tutorial.md"
CODES = {"9 moons": 3, "> ^C": 130}
"""With which exit code a line ends, by what it shows."""


@pytest.mark.parametrize("now", [NOW, "2029-05-20 21:00:00"], ids=["as-shown", "years-later"])
def test_a_newcomer_reaches_the_end_by_copy_and_paste(tmp_path: Path, now: str) -> None:
    # What `make install` makes is dated by the clock: it is made by the right one, before ours is wrong.
    subprocess.run(["make", "install"], cwd=ROOT, capture_output=True, check=True)
    with Terminal(tmp_path / "you", now) as terminal:
        for line in lines(PAGE):
            terminal.paste(line, CODES, dates=now == NOW)
            if line.typed == "planner open":
                ticks_on_the_page((terminal.home / "opened").read_text(encoding="utf-8").strip())
    assert (terminal.home / "career" / "nurse.ics").read_bytes().startswith(b"BEGIN:VCALENDAR")
    assert (terminal.home / "mine" / "plan.answers.yaml").exists()
    assert not list(terminal.home.glob("running.*"))


def ticks_on_the_page(address: str) -> None:
    """Press the first box on the page to which the browser was sent; what follows says so, and has Undo."""
    assert address.startswith("http://127.0.0.1:")
    browser = build_opener(HTTPCookieProcessor())
    page = browser.open(address, timeout=30).read().decode()
    form = re.search(r'<form method="post" action="/done">(.*?)</form>', page)
    assert form
    fields = dict(re.findall(r'name="([^"]+)" value="([^"]*)"', form[1]))
    browser.addheaders = [("Origin", address.rstrip("/")), ("Sec-Fetch-Site", "same-origin")]
    page = browser.open(f"{address}done", urlencode(fields).encode(), timeout=30).read().decode()
    assert "Done on " in page
    assert 'action="/undo"' in page


def test_it_has_something_to_paste_for_every_part() -> None:
    text = (DOCS / PAGE).read_text(encoding="utf-8")
    parts = re.split(r"^## ", text, flags=re.MULTILINE)[1:]
    assert len(parts) == 8
    assert all("```console\n$ " in part for part in parts)
    assert len(list(lines(PAGE))) == text.count("\n$ ")
