"""Three judges find nothing wrong with what the fake answers, and something with each wrong answer."""

from datetime import UTC, date, datetime
from typing import Any

import httpx
import pytest
from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test
from todoist_api_python.api import TodoistAPI

from tests.todoist.asking import Asking
from tests.todoist.fake import TOKEN, Fake
from tests.todoist.faults import refuse
from tests.todoist.judges import Judge, Python, TypeScript, published, typescript
from tests.todoist.life import Life
from tests.todoist.person import Person
from tests.todoist.server import running
from tests.todoist.wire import Row


@pytest.fixture(scope="session")
def judges(node: TypeScript) -> dict[str, Judge]:
    return {"typescript": node.judge, "python": Python().judge, "published": published}


def test_whatever_happens_to_an_account_its_answers_can_be_read(judges: dict[str, Judge]) -> None:
    judged = type("Judged", (Life,), {"judges": judges})
    run_state_machine_as_test(judged, settings=settings(max_examples=30, stateful_step_count=25))


def test_the_official_client_finds_its_way_around(fake: Fake, person: Person) -> None:
    """Over a port, call by call, as an app does it."""
    project = person.add_project("Career")
    task = person.add("step", project_id=project, due={"string": "every day"}, labels=["x"])
    person.comment(task, "note")
    with running(fake) as address, typescript(address) as client:

        def call(name: str, *args: object) -> Any:  # noqa: ANN401 - JSON
            told = client.call(name, *args, token=TOKEN)
            assert "error" not in told, told
            return told["value"]

        assert [row["name"] for row in call("getProjects")["results"]] == ["Inbox", "Career"]
        assert [row["id"] for row in call("getTasks", {"projectId": project})["results"]] == [task]
        assert call("getTask", task)["due"]["isRecurring"] is True
        assert call("getComments", {"taskId": task})["results"][0]["content"] == "note"
        assert call("getUser")["inboxProjectId"] == fake.account.inbox
        made = call("addTask", {"content": "more", "dueString": "tomorrow", "priority": 4})
        section = call("addSection", {"name": "Phase", "projectId": project})
        assert call("moveTask", made["id"], {"sectionId": section["id"]})["projectId"] == project
        assert call("moveTasks", [made["id"]], {"projectId": project})[0]["sectionId"] is None
        full = call("sync", {"syncToken": "*", "resourceTypes": ["items", "user", "user_plan_limits"]})
        assert full["userPlanLimits"]["current"]["maxTasks"] == 300
        assert call("closeTask", made["id"]) is True
        news = call("sync", {"syncToken": full["syncToken"], "resourceTypes": ["items"]})
        assert [(row["id"], row["checked"]) for row in news["items"]] == [(made["id"], True)]
        assert call("deleteTask", task) is True
        assert call("getTask", task)["isDeleted"] is True
        fake.arm("tasks", refuse(404, "NOT_FOUND"))
        assert client.call("getTask", task, token=TOKEN)["error"] == "TodoistRequestError"


def test_the_official_python_client_finds_its_way_around(fake: Fake, person: Person) -> None:
    """In the process, as our own side may use it."""
    api = TodoistAPI(TOKEN, client=httpx.Client(transport=httpx.WSGITransport(app=fake)))
    project = api.add_project("Career")
    section = api.add_section("Phase", project.id)
    task = api.add_task("step", section_id=section.id, due_string="every day", deadline_date=date(2027, 4, 1))
    assert [found.id for page in api.get_tasks(project_id=project.id) for found in page] == [task.id]
    assert api.complete_task(task.id) is True
    turned = api.get_task(task.id)
    assert (turned.due and turned.due.date, turned.is_completed) == (date(2027, 3, 2), False)
    person.end_habit(task.id)
    history = api.get_completed_tasks_by_completion_date(
        since=datetime(2027, 3, 1, tzinfo=UTC), until=datetime(2027, 3, 2, tzinfo=UTC)
    )
    assert [found.id for page in history for found in page] == [task.id, task.id]
    assert api.delete_task(task.id) is True
    with pytest.raises(httpx.HTTPStatusError, match="404"):
        api.update_task(task.id, content="other")


GONE = object()


def spoil(value: Row, field: str, wrong: object) -> None:
    """Set a field, like `due.date`, or leave it out."""
    *path, last = field.split(".")
    for part in path:
        value = value[part]
    if wrong is GONE:
        del value[last]
    else:
        value[last] = wrong


Wrong = tuple[str, object, set[str]]
"""A field, what is wrong in it, and who sees that."""
TS, PY, PUB = "typescript", "python", "published"
WRONG_TASKS: list[Wrong] = [
    ("id", 7025, {TS, PUB}),
    ("project_id", GONE, {TS, PY, PUB}),
    ("section_id", 12, {TS, PUB}),
    ("labels", None, {TS, PUB}),
    ("labels", "x", {TS, PUB}),
    ("priority", "4", {TS, PUB}),
    ("priority", 0, {PUB}),
    ("due", "2027-03-01", {TS, PY, PUB}),
    ("due.date", "tomorrow", {PY, PUB}),
    ("due.date", None, {TS, PY, PUB}),
    ("due.is_recurring", 1, {TS, PUB}),
    ("due.is_recurring", GONE, {TS, PUB}),
    ("due.string", GONE, {TS, PY, PUB}),
    ("deadline.lang", GONE, {TS, PUB}),
    ("deadline.date", "2027-04-01T10:00:00", {PUB}),
    ("duration.amount", 0, {TS, PUB}),
    ("duration.unit", "hour", {TS, PY, PUB}),
    ("updated_at", None, {PY}),
    ("added_at", "yesterday", {TS, PY, PUB}),
    ("checked", 0, {TS, PUB}),
    ("checked", GONE, {TS, PUB}),
    ("is_deleted", GONE, {TS, PUB}),
    ("day_order", GONE, {TS, PUB}),
    ("note_count", GONE, {PUB}),
    ("goal_ids", GONE, {PUB}),
    ("content", GONE, {TS, PY, PUB}),
    ("content", None, {TS, PUB}),
]
WRONG_PROJECTS: list[Wrong] = [
    ("view_style", "table", {PY}),
    ("is_frozen", GONE, {TS, PUB}),
    ("workspace_id", None, {TS}),
    ("name", "n" * 256, {PUB}),
    ("can_assign_tasks", GONE, {TS, PY, PUB}),
]
WRONG_SECTIONS: list[Wrong] = [
    ("updated_at", GONE, {TS, PUB}),
    ("section_order", "1", {TS, PUB}),
    ("is_collapsed", GONE, {TS, PY, PUB}),
]
WRONG_SYNCS: list[Wrong] = [
    ("sync_token", 7, {TS, PUB}),
    ("sync_token", GONE, {PUB}),
    ("full_sync", GONE, {PUB}),
    ("temp_id_mapping", {"t-1": 7}, {TS, PUB}),
    ("user_plan_limits", {}, {TS, PUB}),
    ("sync_status", {"u-1": "fine"}, {TS, PUB}),
    ("items", None, {TS, PUB}),
]
CASES = [
    *(("tasks.get", *case) for case in WRONG_TASKS),
    *(("projects.get", *case) for case in WRONG_PROJECTS),
    *(("sections.get", *case) for case in WRONG_SECTIONS),
    *(("sync.full", *case) for case in WRONG_SYNCS),
]


@pytest.fixture
def answers(client: Asking, person: Person) -> dict[str, Row]:
    """An answer of each kind, with all that it can have."""
    project = person.add_project("Career")
    section = person.add_section(project, "Phase")
    whole = {"due": {"date": "2027-03-05"}, "deadline": {"date": "2027-04-01"}, "labels": ["x"]}
    task = person.add("step", section_id=section, **whole, duration={"amount": 2, "unit": "day"})
    return {
        "tasks.get": client.get(f"/tasks/{task}"),
        "projects.get": client.get(f"/projects/{project}"),
        "sections.get": client.get(f"/sections/{section}"),
        "sync.full": client.read(),
    }


@pytest.mark.parametrize(
    ("name", "field", "wrong", "objectors"), CASES, ids=[f"{name} {field}" for name, field, *_ in CASES]
)
def test_a_wrong_answer_is_objected_to(
    judges: dict[str, Judge],
    answers: dict[str, Row],
    name: str,
    field: str,
    wrong: object,
    objectors: set[str],
) -> None:
    value = answers[name]
    assert {judge for judge, says in judges.items() if says(name, value)} == set()
    spoil(value, field, wrong)
    assert {judge for judge, says in judges.items() if says(name, value)} == objectors


def test_each_judge_sees_what_another_overlooks() -> None:
    seen = [objectors for *_, objectors in CASES]
    for judge in (TS, PY, PUB):
        for other in {TS, PY, PUB} - {judge}:
            assert any(judge in objectors and other not in objectors for objectors in seen), (judge, other)


def test_a_wrong_object_spoils_a_list(judges: dict[str, Judge], client: Asking, person: Person) -> None:
    person.add("step")
    for name, value, rows in (
        ("sync.full", client.read(), "items"),
        ("tasks.list", client.get("/tasks"), "results"),
    ):
        value[rows][0]["added_at"] = "yesterday"
        assert {judge for judge, says in judges.items() if says(name, value)} == {TS, PY, PUB}
