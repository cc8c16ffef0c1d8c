"""Three judges of an answer that share nothing with the fake, and little with each other.

A fake of our own shares our misreadings; so each answer that it gives has to pass Doist's TypeScript client,
Doist's Python client, and the published schema.
"""

import json
import subprocess
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
from dataclass_wizard.errors import JSONWizardError
from jsonschema import Draft202012Validator
from todoist_api_python.api import TodoistAPI

from tests.todoist import schema

TOOLS = Path(__file__).parents[2] / ".tools"
_START, _END = datetime(2027, 1, 1, tzinfo=UTC), datetime(2027, 2, 1, tzinfo=UTC)
_WINDOW = {"since": _START.isoformat(), "until": _END.isoformat()}

Judge = Callable[[str, Any], list[str]]
"""Given a request's name, like `tasks.list`, and what was answered: what is wrong with it."""


@dataclass(frozen=True)
class TypeScript:
    """Doist's own client, `@doist/todoist-sdk`, in a process of its own."""

    process: subprocess.Popen[str]

    def call(self, call: str, *args: object, token: str = "t", body: object = None) -> Any:  # noqa: ANN401, S107
        """What the client makes of its server's answer, or of `body`; `{"error", "wrong"}` for a bad one."""
        asked: dict[str, object] = {"token": token, "call": call, "args": args}
        if body is not None:
            asked["answer"] = {"status": 200, "body": json.dumps(body)}
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps(asked) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def judge(self, name: str, value: Any) -> list[str]:  # noqa: ANN401 - JSON
        call, *args = _TYPESCRIPT[name]
        if name.startswith("sync.") and "sync_status" in value:
            # A command that failed is thrown before the rest is read.
            failed = {uuid for uuid, told in value["sync_status"].items() if isinstance(told, dict)}
            kept = {uuid: told for uuid, told in value["sync_status"].items() if uuid not in failed}
            value = value | {"sync_status": kept}
        told = self.call(call, *args, body=value)
        return [f"{told['error']}: {wrong}" for wrong in told.get("wrong", [])]


@contextmanager
def typescript(address: str = "http://127.0.0.1:9") -> Iterator[TypeScript]:
    command = ["node", str(Path(__file__).with_name("client.mjs")), str(TOOLS.resolve()), address]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield TypeScript(process)
        finally:
            process.terminate()


class Python:
    """Doist's own client, `todoist-api-python`; it has no `/sync`, so there it reads object by object."""

    def __init__(self) -> None:
        self._answer: object = None
        self._api = TodoistAPI("t", client=httpx.Client(transport=httpx.WSGITransport(app=self._replay)))

    def judge(self, name: str, value: Any) -> list[str]:  # noqa: ANN401 - JSON
        if name.startswith("sync."):
            rows = [(kind, row) for kind in _SINGLE for row in value.get(kind) or ()]
            return [wrong for kind, row in rows for wrong in self.judge(_SINGLE[kind], row)]
        call = _PYTHON.get(name)
        if call is None:
            return []
        self._answer = value
        try:
            call(self._api)
        except (JSONWizardError, ValueError, TypeError, KeyError) as error:
            return [f"{type(error).__name__}: {str(error).splitlines()[0]}"]
        return []

    def _replay(self, _: Mapping[str, Any], start_response: Callable[..., object]) -> list[bytes]:
        start_response("200 OK", [("Content-Type", "application/json")])
        return [json.dumps(self._answer).encode()]


def published(name: str, value: Any) -> list[str]:  # noqa: ANN401 - JSON
    """The published schema."""
    found = Draft202012Validator(schema.of(name)).iter_errors(value)
    return [f"{error.json_path}: {error.message}" for error in found]


def published_error(value: Any) -> list[str]:  # noqa: ANN401 - JSON
    return [error.message for error in Draft202012Validator(schema.ERROR).iter_errors(value)]


_PROJECT_ACTS = ("get", "add", "update", "archive", "unarchive")
_X = "6X7rM8997g3RQmvh"
_TYPESCRIPT: dict[str, tuple[Any, ...]] = {
    **dict.fromkeys(
        ("sync.full", "sync.news", "sync.write"), ("sync", {"syncToken": "*", "resourceTypes": []})
    ),
    **dict.fromkeys(("tasks.get", "tasks.add", "tasks.update", "tasks.move"), ("getTask", _X)),
    **dict.fromkeys((f"projects.{act}" for act in _PROJECT_ACTS), ("getProject", _X)),
    **dict.fromkeys(("sections.get", "sections.add", "sections.update"), ("getSection", _X)),
    **dict.fromkeys(("comments.get", "comments.add"), ("getComment", _X)),
    **dict.fromkeys(("labels.get", "labels.add"), ("getLabel", "1")),
    "tasks.list": ("getTasks",),
    "tasks.by_completion_date": ("getCompletedTasksByCompletionDate", _WINDOW),
    "tasks.by_due_date": ("getCompletedTasksByDueDate", _WINDOW),
    "projects.list": ("getProjects",),
    "projects.archived": ("getArchivedProjects",),
    "sections.list": ("getSections",),
    "comments.list": ("getComments", {"taskId": _X}),
    "labels.list": ("getLabels",),
    "labels.shared": ("getSharedLabels",),
    "user.get": ("getUser",),
}
_PYTHON: dict[str, Callable[[TodoistAPI], object]] = {
    **dict.fromkeys(("tasks.get", "tasks.add", "tasks.update", "tasks.move"), lambda api: api.get_task(_X)),
    **dict.fromkeys((f"projects.{act}" for act in _PROJECT_ACTS), lambda api: api.get_project(_X)),
    **dict.fromkeys(("sections.get", "sections.add", "sections.update"), lambda api: api.get_section(_X)),
    **dict.fromkeys(("comments.get", "comments.add"), lambda api: api.get_comment(_X)),
    **dict.fromkeys(("labels.get", "labels.add"), lambda api: api.get_label("1")),
    "tasks.list": lambda api: next(api.get_tasks()),
    "tasks.by_completion_date": lambda api: next(
        api.get_completed_tasks_by_completion_date(since=_START, until=_END)
    ),
    "tasks.by_due_date": lambda api: next(api.get_completed_tasks_by_due_date(since=_START, until=_END)),
    "projects.list": lambda api: next(api.get_projects()),
    "sections.list": lambda api: next(api.get_sections()),
    "comments.list": lambda api: next(api.get_comments(task_id=_X)),
    "labels.list": lambda api: next(api.get_labels()),
    "labels.shared": lambda api: next(api.get_shared_labels()),
}
_SINGLE = {
    "items": "tasks.get",
    "projects": "projects.get",
    "sections": "sections.get",
    "notes": "comments.get",
}
