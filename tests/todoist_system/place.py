"""A small plan, the real program and a fake Todoist behind a port: a place that can be put back as it was."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.loopback import Server
from tests.system.program import Ended, Program
from tests.todoist.account import Account
from tests.todoist.fake import TOKEN, Fake, new
from tests.todoist.person import Person
from tests.todoist.server import served
from tests.todoist.wire import Row

TODAY = "2090-01-02"
"""A Monday. The program's clock and Todoist's are the machine's; the plan is ahead of them for good, so that
they decide nothing.
"""
PLAN = """\
plan: 1
id: nurse
title: To registered nurse
start: 2090-01-02
steps:
  register: {title: Register, takes: 2 weeks, tasks: [Ask the school, Pay the fee]}
  course: {title: Course, takes: 8 weeks, after: [register], goals: every 4 weeks}
  exam: {title: Exam, takes: 1 month, after: [course], by: 2090-12-01}
  practice: {title: Practise, kind: habit, from: 2090-01-03, every: 1 day}
"""
ITEMS = (
    *("register", "register/ask-the-school", "register/pay-the-fee"),
    *("course", "course/goal-1", "course/goal-2", "exam", "practice"),
)
TOKEN_VARIABLE = "PLANNER_TODOIST_TOKEN"  # noqa: S105 - its name


@dataclass
class Place:
    program: Program
    fake: Fake
    server: Server
    _kept: list[Account] = field(default_factory=list)

    @property
    def endpoint(self) -> str:
        return f"{self.server.address}/api/v1"

    @property
    def target(self) -> dict[str, object]:
        return {"type": "todoist", "endpoint": self.endpoint}

    @property
    def person(self) -> Person:
        return Person(self.fake.account)

    @property
    def projects_file(self) -> Path:
        return self.program.home / ".local" / "share" / "planner" / "todoist.projects.json"

    @property
    def writes(self) -> list[str]:
        """The kinds of the commands that came."""
        return [command["type"] for command in self.fake.commands]

    def settings(self, **more: object) -> None:
        """Write the settings file, with more settings or other values; None: without that one."""
        self.program.settings(todoist=self.target | {n.replace("_", "-"): v for n, v in more.items()})

    def sync(self, *options: str) -> Ended:
        """Sync; the request log then holds its requests."""
        self.fake.log.clear()
        return self.program.run_warm("sync", *options)

    def synced(self) -> dict[str, Any]:
        """Sync, which has to go well; what it tells of Todoist."""
        ended = self.sync("--json")
        assert ended.code == 0, ended
        return of_target("todoist", ended)

    def quiet(self) -> None:
        """See that nothing is left to do."""
        target = self.synced()
        assert self.fake.names == ["sync.news"]
        assert (target["state"], target["operations"], target["learned"]) == ("ok", [], [])

    def tasks(self) -> list[Row]:
        """All tasks there, byte by byte, but for when they were last written to."""
        return [row | {"updated_at": ""} for row in self.person.tasks()]

    def task(self, item: str) -> Row:
        """The one task of an item."""
        (found,) = (row for row in self.person.tasks() if f"planner: {item} in nurse" in row["description"])
        return found

    def on(self, today: str) -> None:
        """Let it be another day for the program."""
        self.program = replace(self.program, today=today)

    def items(self) -> Mapping[str, Mapping[str, Any]]:
        """What the program says of each item."""
        return {item["id"]: item for item in self.program.must("timeline", "--json").json["items"]}

    def keep(self) -> None:
        """Remember everything as it is, on both sides."""
        self._kept = [deepcopy(self.fake.account)]
        self.fake.log.clear()
        self.program.keep()

    def put_back(self) -> None:
        """Make everything what it was when it was remembered."""
        self.fake.account = deepcopy(self._kept[0])
        self.fake.calm()
        self.fake.log.clear()
        self.program.put_back()

    def rest(self) -> None:
        self.server.wait_until_alone()

    def result(self) -> object:
        """What people have: projects, sections and tasks as they are shown, without the names that a service
        gives; and the dates.
        """
        kinds = [self.fake.account.rows(kind) for kind in ("projects", "sections", "items")]
        named = {name: row.get("name") or row.get("content") for rows in kinds for name, row in rows.items()}
        shown = [[_shown(row, named) for row in rows.values() if not row["is_deleted"]] for rows in kinds]
        return shown, self.program.must("timeline", "--json").json


def of_target(name: str, ended: Ended) -> dict[str, Any]:
    """What a sync tells of one target."""
    (found,) = (target for target in ended.json["targets"] if target["name"] == name)
    return dict(found)


def _shown(row: Row, named: Mapping[str, object]) -> Row:
    kept = ("name", "content", "description", "due", "deadline", "duration", "priority", "labels", "checked")
    above = {name: named.get(row.get(name) or "") for name in ("project_id", "section_id", "parent_id")}
    return {name: row.get(name) for name in kept} | above


@contextmanager
def place(directory: Path, plan: str = PLAN) -> Iterator[Place]:
    """A plan that was never synced, and a token in the environment."""
    program = Program(directory, TODAY, {TOKEN_VARIABLE: TOKEN})
    program.folder.mkdir()
    (program.folder / "nurse.yaml").write_text(plan, encoding="utf-8")
    fake = new(lambda: datetime.now(UTC))
    with served(fake) as server:
        made = Place(program, fake, server)
        made.settings()
        yield made
