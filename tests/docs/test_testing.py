"""docs/testing.md: the suite that asks Google is left alone unless somebody wants it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "testing.md").read_text(encoding="utf-8")
ASKED_FOR = "PLANNER_LIVE_GOOGLE"


@pytest.mark.parametrize("asked", [None, "0", "1"])
def test_the_live_suite_is_collected_only_when_it_is_asked_for(asked: str | None) -> None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(ASKED_FOR)}
    if asked is not None:
        environment[ASKED_FOR] = asked
    ended = subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "--collect-only",
            "-q",
            "-n",
            "0",
            "-p",
            "no:cacheprovider",
            "tests/live",
        ],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ("test_google.py::" in ended.stdout) == (asked == "1")
    assert "skipped" not in ended.stdout
    assert f"{ASKED_FOR}=1" in PAGE
