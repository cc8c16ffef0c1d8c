from collections.abc import Iterator

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


@pytest.fixture(scope="session")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Program:
    """The nurse plan, with a baseline and published dates."""
    made = program(tmp_path_factory.mktemp("nurse"))
    made.must("baseline", "set")
    made.must("sync")
    made.keep()
    return made


@pytest.fixture
def nurse(kept: Program) -> Program:
    """The nurse plan as it was kept, on 1 February 2027."""
    kept.put_back()
    return Program(kept.place, "2027-02-01")


@pytest.fixture
def served(nurse: Program) -> Iterator[Desk]:
    with desk(nurse) as found:
        yield found
