"""What tests of the real program with Google share."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.google.fixtures import simulator_port
from tests.google_system.place import ITEMS, Place, place
from tests.system.tracing import Scene, scene

__all__ = ["simulator_port"]


@pytest.fixture
def career(simulator_port: int, tmp_path: Path) -> Iterator[Place]:
    """A small plan that was never synced."""
    with place(simulator_port, tmp_path) as made:
        yield made


@pytest.fixture(scope="module", params=["first push", "update"])
def due(
    request: pytest.FixtureRequest, simulator_port: int, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Scene[Place]]:
    """A sync is due that makes a calendar and fills it, or that moves all there is."""
    with place(simulator_port, tmp_path_factory.mktemp("scene")) as made:
        if request.param == "update":
            made.synced()
            made.program.must("slip", "register", "2 weeks", "--yes")
        found = scene(made)
        assert len(made.events(made.google.calendar)) == len(ITEMS)
        yield found
