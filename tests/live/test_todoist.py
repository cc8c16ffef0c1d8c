"""What only Todoist itself can show, in a project that is made for it and deleted after.

    PLANNER_LIVE_TODOIST=1 PLANNER_TODOIST_TOKEN=... pytest tests/live/test_todoist.py

It is collected only when that is set, and asks for some fifty requests. PLANNER_LIVE_TODOIST_ENDPOINT is for
a rehearsal with a server that plays Todoist.
"""

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from integrations.http.line import Line
from integrations.todoist.api import EVERYTHING, Api
from integrations.todoist.opening import connect, open_remote
from integrations.todoist.refusal import read_refusal
from integrations.todoist.remote import Todoist
from integrations.todoist.token import find
from planner.plan.civil import Length, Unit
from planner.sync.target import Setup
from planner.sync.values import Act, Intent, Item, Mirrored, Outcome, Role, href

pytestmark = [pytest.mark.enable_socket, pytest.mark.timeout(1200)]

PLAN = "live"
STAMP = datetime(2027, 1, 31, tzinfo=UTC)
STEP = Item("step", "Step", date(2030, 3, 1), "Why", role=Role.TASK, effort=90, priority="high")
TEXTS = [
    "@anna #Work p1 tomorrow",
    "**bold** _i_ `c` ~~s~~",
    "[x](https://example.org)",
    "* no tick",
    "1. one",
    "https://a.example",
]


@dataclass(frozen=True)
class Account:
    setup: Setup
    api: Api

    def open(self) -> Todoist:
        return open_remote(self.setup)

    def put(self, *items: Item, act: Act = Act.CREATE, known: Sequence[Mirrored] = ()) -> list[Outcome]:
        told = {one.item.id: one for one in known}
        intents = []
        for item in items:
            before = told.get(item.id)
            name = before.href if before else href(PLAN, item.id)
            etag = before.etag if before else None
            intents.append(Intent(act, item.id, name, Mirrored(name, item, 0, STAMP), "", etag, str(uuid4())))
        return list(self.open().push(intents))

    def do(self, kind: str, **args: object) -> Any:  # noqa: ANN401 - JSON
        return self.send({"type": kind, "uuid": str(uuid4()), "temp_id": str(uuid4()), "args": args})

    def send(self, *commands: Mapping[str, object]) -> Any:  # noqa: ANN401 - JSON
        told = self.api.read(EVERYTHING)
        answer = self.api.write(commands, str(told["sync_token"]))
        assert answer.status == 200, answer.status
        return answer.object


@pytest.fixture(scope="module")
def account(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Account]:
    directory = Path(tmp_path_factory.mktemp("live"))
    endpoint = os.environ.get("PLANNER_LIVE_TODOIST_ENDPOINT")
    file = directory / "token"
    file.touch(mode=0o600)
    file.write_text(find({}, directory)())
    settings: dict[str, object] = {"token-file": "token"}
    if endpoint:
        settings["endpoint"] = endpoint
    setup = Setup(PLAN, f"planner live {uuid4().hex[:8]}", directory, settings, "todoist")
    line = Line("todoist", "", read_refusal)
    made = Account(setup, connect(setup, line, find(settings, directory)))
    made.put(STEP)
    yield made
    made.do("project_delete", id=made.open().place.removeprefix("todoist:"))


def everything(account: Account) -> dict[str, Mirrored]:
    seen = account.open().pull(None)
    assert seen.complete
    return {found.item.id: found for found in seen.present}


def test_what_is_written_is_what_is_read(account: Account) -> None:
    items = [
        replace(STEP, id=f"text-{number}", title=text, description=text) for number, text in enumerate(TEXTS)
    ]
    items.append(replace(STEP, id="deadline", deadline=date(2030, 4, 1)))
    items.append(replace(STEP, id="child", parent="step"))
    account.put(*items)
    there = everything(account)
    assert {item.id: there[item.id].item for item in items} == {item.id: item for item in items}


def test_an_idle_read_tells_nothing(account: Account) -> None:
    account.put(replace(STEP, id="idle"))
    cursor = account.open().pull(None).cursor
    for _ in range(5):
        seen = account.open().pull(cursor)
        assert (seen.present, seen.gone, seen.cursor) == ((), (), cursor)


def test_a_habit_goes_on_when_it_is_ticked_and_keeps_its_rhythm_when_it_is_moved(account: Account) -> None:
    habit = replace(STEP, id="habit", every=Length(2, Unit.WEEKS), turn="habit@2030-03-01", effort=None)
    account.put(habit)
    there = everything(account)["habit"]
    assert there.item == habit
    account.put(replace(habit, due=date(2030, 3, 4)), act=Act.UPDATE, known=[there])
    moved = everything(account)["habit"]
    assert (moved.item.due, moved.item.every) == (date(2030, 3, 4), habit.every)
    account.do("item_close", id=moved.href)
    ticked = everything(account)["habit"]
    assert (ticked.item.done, ticked.item.every) == (False, habit.every)
    assert ticked.item.due > moved.item.due


def test_what_is_done_is_found_without_a_cursor(account: Account) -> None:
    account.put(replace(STEP, id="done", done=True))
    assert everything(account)["done"].item.done


def test_a_deleted_task_is_told_and_asked_for_by_name(account: Account) -> None:
    account.put(replace(STEP, id="gone"))
    remote = account.open()
    seen = remote.pull(None)
    name = next(found.href for found in seen.present if found.item.id == "gone")
    account.do("item_delete", id=name)
    assert account.open().pull(seen.cursor).gone == (name,)
    assert account.open().confirm([name]).gone == (name,)


def test_a_command_that_is_sent_twice_is_done_once(account: Account, record_property: Any) -> None:  # noqa: ANN401
    project = account.open().place.removeprefix("todoist:")
    command: dict[str, object] = {
        "type": "item_add",
        "uuid": str(uuid4()),
        "temp_id": "once",
        "args": {"content": "once", "project_id": project},
    }
    account.send(command)
    again = account.send(command)
    record_property("found", f"a repeated command tells its ids again: {bool(again['temp_id_mapping'])}")
    rows = [row for row in account.api.read(EVERYTHING)["items"] if row["content"] == "once"]
    assert len(rows) == 1
