"""The fixtures of tests that want Google: one simulator for all, one account for each."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cycle import nurse
from tests.google.cycle import Cycle
from tests.google.world import GoogleWorld, google_world, simulator


@pytest.fixture(scope="session")
def simulator_port() -> Iterator[int]:
    with simulator() as port:
        yield port


@pytest.fixture
def google(simulator_port: int, tmp_path: Path) -> Iterator[GoogleWorld]:
    with google_world(simulator_port, tmp_path) as world:
        yield world


@pytest.fixture
def cycle(google: GoogleWorld) -> Cycle:
    return Cycle(google, nurse(google.directory))
