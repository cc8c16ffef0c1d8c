from collections.abc import Iterator

import pytest

from tests.google_auth.peers import Emulator, emulator


@pytest.fixture(scope="module")
def google() -> Iterator[Emulator]:
    with emulator() as running:
        yield running
