from collections.abc import Iterator

import pytest

from tests.todoist.asking import Asking
from tests.todoist.fake import Fake, new
from tests.todoist.judges import TypeScript, typescript
from tests.todoist.person import Person
from tests.unit.integrations.http.world import Clock


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
