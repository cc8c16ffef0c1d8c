from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.system.program import Program, program
from tests.web_page.served import Desk, desk


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def nurse(tmp_path: Path) -> Program:
    """The nurse plan, with a baseline and published dates, on 1 February 2027."""
    made = program(tmp_path)
    made.must("baseline", "set")
    made.must("sync")
    return Program(made.place, "2027-02-01")


@pytest.fixture
def served(nurse: Program) -> Iterator[Desk]:
    with desk(nurse) as found:
        yield found
