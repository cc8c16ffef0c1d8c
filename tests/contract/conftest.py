from pathlib import Path

import pytest

from tests.google.fixtures import google, simulator_port
from tests.todoist.fake import new
from tests.todoist.world import TodoistWorld
from tests.unit.integrations.http.world import Clock

__all__ = ["google", "simulator_port", "todoist"]


@pytest.fixture
def todoist(tmp_path: Path) -> TodoistWorld:
    clock = Clock()
    return TodoistWorld(new(clock.now), tmp_path, clock)
