"""The program, on a clock that jumps ahead where our side would wait: FILE ARGUMENTS...

FILE gets the moment of each request that left, in seconds of that clock, as a JSON list.
"""

import json
import sys
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection
from pathlib import Path
from unittest.mock import patch

from integrations.google import opening
from integrations.http.line import World
from planner.cli.run import run

_request = HTTPConnection.request


@dataclass
class Clock:
    """`waited`: what was jumped over."""

    waited: timedelta = timedelta()
    sent: list[float] = field(default_factory=list)

    def now(self) -> datetime:
        """The time."""
        return datetime.now(UTC) + self.waited

    def sleep(self, seconds: float) -> None:
        """Jump."""
        self.waited += timedelta(seconds=seconds)


def main(file: str, arguments: list[str]) -> int:
    """Run a command; its exit code."""
    clock = Clock()

    def request(connection: HTTPConnection, *args: object, **named: object) -> None:
        clock.sent.append(clock.now().timestamp())
        _request(connection, *args, **named)  # type: ignore[arg-type]  # passed on as they came

    with (
        patch.object(HTTPConnection, "request", request),
        patch.object(opening, "World", lambda: World(clock.now, clock.sleep)),
    ):
        code = run(arguments)
    Path(file).write_text(json.dumps(clock.sent), encoding="utf-8")
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
