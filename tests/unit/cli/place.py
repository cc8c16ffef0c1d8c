"""The command line in this process, in a folder and with a state of its own."""

import json
from dataclasses import dataclass
from typing import Any

import pytest

from planner.cli.run import run


@dataclass(frozen=True)
class Ended:
    """How a command ended, and what it printed."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> dict[str, Any]:
        found = json.loads(self.out)
        assert isinstance(found, dict)
        return found


@dataclass(frozen=True)
class Place:
    """Where commands run; `today` holds for each of them."""

    printed: pytest.CaptureFixture[str]
    today: str

    def on(self, today: str) -> "Place":
        """The same place on another day."""
        return Place(self.printed, today)

    def run(self, *arguments: str) -> Ended:
        self.printed.readouterr()
        code = run(["--today", self.today, *arguments])
        told = self.printed.readouterr()
        return Ended(code, told.out, told.err)

    def must(self, *arguments: str) -> Ended:
        ended = self.run(*arguments)
        assert ended.code == 0, ended
        return ended

    def facts(self) -> list[str]:
        """What counts of what is recorded, in words."""
        return [fact["text"] for fact in self.must("history", "--json").json["facts"] if fact["counts"]]
