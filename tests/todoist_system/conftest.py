"""What tests of the real program with Todoist share."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.google.fixtures import simulator_port
from tests.todoist_system.place import Place, place

__all__ = ["simulator_port"]


@pytest.fixture
def career(tmp_path: Path) -> Iterator[Place]:
    """A small plan that was never synced."""
    with place(tmp_path) as made:
        yield made
