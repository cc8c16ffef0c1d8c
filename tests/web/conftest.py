"""A served feed for each test that wants one."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.web.place import WRITTEN, Client, place, served


@pytest.fixture
def client(tmp_path: Path) -> Iterator[Client]:
    """A client of a feed whose calendar was written at a known time."""
    made = place(tmp_path)
    os.utime(made.calendar, (WRITTEN, WRITTEN))
    with served(made) as found:
        yield found
