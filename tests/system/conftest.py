"""What system tests share."""

from pathlib import Path

import pytest

from tests.system.program import Program, program


@pytest.fixture
def nurse(tmp_path: Path) -> Program:
    """A fresh place with the nurse's plan."""
    return program(tmp_path)


@pytest.fixture
def empty(tmp_path: Path) -> Program:
    """A fresh place without a plan."""
    return program(tmp_path, template=None)
