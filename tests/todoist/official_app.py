"""Doist's own `@doist/todoist-mcp` as the hands of a person: it ticks and moves tasks as its makers mean it.

It speaks the Model Context Protocol (revision 2025-06-18): JSON-RPC 2.0, a message a line.
"""

import json
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from itertools import count
from typing import Any

from tests.todoist.fake import TOKEN
from tests.todoist.judges import TOOLS

_PROTOCOL = "2025-06-18"


@dataclass(frozen=True)
class OfficialApp:
    process: subprocess.Popen[str]
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def complete(self, *tasks: str) -> list[str]:
        """Tick them; those that couldn't be."""
        told = self.use("complete-tasks", ids=list(tasks))
        return [failure["item"] for failure in told["failures"]]

    def reschedule(self, task: str, day: date) -> None:
        self.use("reschedule-tasks", tasks=[{"id": task, "date": str(day)}])

    def use(self, tool: str, **arguments: object) -> Any:  # noqa: ANN401 - JSON
        told = self._call("tools/call", name=tool, arguments=arguments)
        assert not told.get("isError"), told
        return told["structuredContent"]

    def begin(self) -> None:
        about = {"name": "tests", "version": "1"}
        self._call("initialize", protocolVersion=_PROTOCOL, capabilities={}, clientInfo=about)
        self._send(method="notifications/initialized")

    def _call(self, method: str, **params: object) -> dict[str, Any]:
        number = next(self._numbers)
        self._send(id=number, method=method, params=params)
        assert self.process.stdout is not None
        for line in self.process.stdout:
            told = json.loads(line)
            if told.get("id") == number:
                assert "error" not in told, told
                return dict(told["result"])
        raise AssertionError("the app has ended")

    def _send(self, **message: object) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps({"jsonrpc": "2.0", **message}) + "\n")
        self.process.stdin.flush()


@contextmanager
def official_app(address: str) -> Iterator[OfficialApp]:
    """The app, with the account behind that address."""
    command = ["node", str(TOOLS / "node_modules" / "@doist" / "todoist-mcp" / "dist" / "main.js")]
    own = {"PATH": os.environ["PATH"], "TODOIST_API_KEY": TOKEN, "TODOIST_BASE_URL": address}
    with subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env=own,
        cwd=TOOLS,
    ) as process:
        try:
            app = OfficialApp(process)
            app.begin()
            yield app
        finally:
            process.terminate()
