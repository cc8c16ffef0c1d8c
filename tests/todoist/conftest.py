from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.cycle import nurse
from tests.todoist.asking import Asking
from tests.todoist.cycle import Cycle
from tests.todoist.fake import Fake, new
from tests.todoist.judges import TypeScript, typescript
from tests.todoist.person import Person
from tests.todoist.world import TodoistWorld
from tests.unit.integrations.http.world import Clock

TODAY = datetime(2027, 2, 1, 8, tzinfo=UTC)


@pytest.fixture
def clock() -> Clock:
    """It is Monday, 1 March 2027, 9 o'clock for the person."""
    return Clock()


@pytest.fixture
def fake(clock: Clock) -> Fake:
    return new(clock.now)


@pytest.fixture
def client(fake: Fake) -> Asking:
    return Asking(fake)


@pytest.fixture
def person(fake: Fake) -> Person:
    return Person(fake.account)


@pytest.fixture(scope="session")
def node() -> Iterator[TypeScript]:
    with typescript() as running:
        yield running


@pytest.fixture
def todoist(tmp_path: Path) -> TodoistWorld:
    """It is Monday, 1 February 2027."""
    clock = Clock(TODAY)
    return TodoistWorld(new(clock.now), tmp_path, clock)


@pytest.fixture
def cycle(todoist: TodoistWorld) -> Cycle:
    return Cycle(todoist, nurse(todoist.directory))
