"""Collected only when somebody asks for it, so that nothing counts as skipped; see docs/testing.md."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from _pytest.terminal import TerminalReporter

from tests.live.account import Account, account

ASKED_FOR = {"test_google.py": "PLANNER_LIVE_GOOGLE", "test_todoist.py": "PLANNER_LIVE_TODOIST"}
collect_ignore = [file for file, name in ASKED_FOR.items() if os.environ.get(name) != "1"]


@pytest.fixture(scope="module")
def google(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Account]:
    with account(Path(tmp_path_factory.mktemp("live"))) as made:
        yield made


def pytest_terminal_summary(terminalreporter: TerminalReporter) -> None:
    """What was found out, beside what held."""
    reports = [report for reports in terminalreporter.stats.values() for report in reports]
    found = [words for report in reports for name, words in getattr(report, "user_properties", ())]
    if found:
        terminalreporter.section("found out")
        terminalreporter.write_line("\n".join(map(str, dict.fromkeys(found))))
