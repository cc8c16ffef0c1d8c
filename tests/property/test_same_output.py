"""The same plan, facts and day give the same schedule on every machine."""

import os
import subprocess
import sys

import pytest


def _digest(**environment: str) -> str:
    return subprocess.run(
        [sys.executable, "-m", "tests.property.digest"],
        env={**os.environ, **environment},
        capture_output=True,
        check=True,
        text=True,
    ).stdout


@pytest.mark.parametrize(
    "environment",
    [
        {"PYTHONHASHSEED": "1", "TZ": "Pacific/Kiritimati", "LC_ALL": "C"},
        {"PYTHONHASHSEED": "4294967295", "TZ": "America/Adak", "LC_ALL": "tr_TR.UTF-8"},
    ],
)
def test_hash_seed_time_zone_and_locale_change_nothing(environment: dict[str, str]) -> None:
    assert _digest(**environment) == _digest(PYTHONHASHSEED="0")
