"""The addresses beside `/sync`."""

import pytest

from tests.todoist.asking import Asking
from tests.todoist.fake import Fake, new
from tests.todoist.person import Person
from tests.todoist.wire import Request
from tests.unit.integrations.http.world import Clock


def test_lists_come_in_pages_of_fifty(client: Asking, person: Person) -> None:
    for number in range(120):
        person.add(f"step {number}")
    seen, cursor = [], None
    while True:
        told = client.get("/tasks" + (f"?cursor={cursor}" if cursor else ""))
        seen.append([row["content"] for row in told["results"]])
        cursor = told["next_cursor"]
        if cursor is None:
            break
    assert [len(page) for page in seen] == [50, 50, 20]
    assert [name for page in seen for name in page] == [f"step {number}" for number in range(120)]
    assert len(client.get("/tasks?limit=200")["results"]) == 120


@pytest.mark.parametrize("query", ["limit=201", "limit=0", "limit=x", "cursor=x"])
def test_a_page_that_is_none_is_refused(client: Asking, query: str) -> None:
    assert client.ask("GET", f"/tasks?{query}").status == 400


def test_a_cursor_goes_with_its_parameters(client: Asking, person: Person) -> None:
    for _ in range(3):
        person.add("step")
    cursor = client.get("/tasks?limit=2")["next_cursor"]
    assert len(client.get(f"/tasks?cursor={cursor}&limit=2")["results"]) == 1
    assert client.ask("GET", f"/tasks?cursor={cursor}&label=x").status == 400


def test_lists_can_be_narrowed(client: Asking, person: Person) -> None:
    project = person.add_project("Career")
    section = person.add_section(project, "Phase")
    step = person.add("step", section_id=section, labels=["x"])
    goal = person.add("goal", parent_id=step)
    person.add("other")
    for query, found in (
        (f"project_id={project}", {step, goal}),
        (f"section_id={section}&label=x", {step}),
        (f"parent_id={step}", {goal}),
        (f"ids={step},{goal}", {step, goal}),
        (f"project_id={project}&unheard=of", {step, goal}),
    ):
        assert {row["id"] for row in client.get(f"/tasks?{query}")["results"]} == found
    assert [row["id"] for row in client.get(f"/sections?project_id={project}")["results"]] == [section]


def test_a_task_is_written_with_other_names(client: Asking) -> None:
    told = {"content": "step", "due_string": "every day", "deadline_date": "2027-04-01"}
    task = client.ask("POST", "/tasks", **told, duration=30, duration_unit="minute", order=7).value
    assert (task["due"]["is_recurring"], task["deadline"]["date"], task["child_order"]) == (
        True,
        "2027-04-01",
        7,
    )
    assert task["duration"] == {"amount": 30, "unit": "minute"}
    path = f"/tasks/{task['id']}"
    task = client.ask("POST", path, due_date="2027-03-09", deadline_date=None, duration=None).value
    assert (task["due"]["is_recurring"], task["deadline"], task["duration"]) == (False, None, None)
    assert client.ask("POST", path, due_string="no date").value["due"] is None


def test_nothing_is_safe_to_repeat(client: Asking, person: Person) -> None:
    for _ in range(2):
        client.ask("POST", "/tasks", content="step")
    assert len(person.tasks()) == 2


def test_a_task_is_closed_reopened_and_moved(client: Asking, person: Person) -> None:
    task, project = person.add("step"), person.add_project("Career")
    assert client.ask("POST", f"/tasks/{task}/close").status == 204
    assert client.get(f"/tasks/{task}")["checked"] is True
    assert client.ask("POST", f"/tasks/{task}/reopen").status == 204
    assert client.ask("POST", f"/tasks/{task}/move", project_id=project).value["project_id"] == project


def test_projects_are_archived_and_come_back(client: Asking, person: Person) -> None:
    project = person.add_project("Career")
    assert client.ask("POST", f"/projects/{project}/archive").value["is_archived"] is True
    assert [row["id"] for row in client.get("/projects/archived")["results"]] == [project]
    assert client.ask("POST", f"/projects/{project}/unarchive").value["is_archived"] is False
    assert client.ask("POST", "/projects", name="More").value["name"] == "More"
    assert len(client.get("/projects")["results"]) == 3


def test_comments_belong_to_a_task(client: Asking, person: Person) -> None:
    task = person.add("step")
    made = client.ask("POST", "/comments", task_id=task, content="note").value
    assert client.get(f"/comments?task_id={task}")["results"] == [made]
    assert client.get(f"/tasks/{task}")["note_count"] == 1
    assert client.ask("GET", "/comments").status == 400


def test_a_label_of_a_task_is_shared_until_its_last_task_goes(client: Asking, person: Person) -> None:
    task = person.add("step", labels=["x"])
    client.do("label_add", name="mine")
    assert [row["name"] for row in client.get("/labels")["results"]] == ["mine"]
    assert client.get("/labels/shared")["results"] == ["x", "mine"]
    person.tick(task)
    assert client.get("/labels/shared?omit_personal=true")["results"] == []


def test_the_person_is_shown_with_the_live_token(client: Asking) -> None:
    assert client.get("/user")["token"] == client.token
    assert client.token not in str(client.read(wanted=["user"]))


@pytest.mark.parametrize("path", ["/tasks/2995104339", "/tasks/no-id", "/projects/*"])
def test_what_is_no_id_is_refused(client: Asking, path: str) -> None:
    assert client.ask("GET", path).status == 400


def test_an_id_is_told_apart_by_upper_and_lower_case(client: Asking, person: Person) -> None:
    task = person.add("step")
    assert client.ask("GET", f"/tasks/{task.swapcase()}").status == 404


def test_another_token_is_refused_with_a_wait_that_means_nothing(fake: Fake) -> None:
    for token in ("", "other"):
        reply = Asking(fake, token).ask("POST", "/sync", sync_token="*", resource_types=["all"])  # noqa: S106
        assert (reply.status, reply.value["error_code"]) == (401, 477)


@pytest.mark.parametrize(
    "path", ["/rest/v2/tasks", "/sync/v9/sync", "/API/v9/sync", "/api/v9/sync", "/api/v1/completed/get_all"]
)
def test_old_addresses_are_gone(client: Asking, path: str) -> None:
    reply = client.fake.answer(Request("GET", path, headers=client.request("GET", "/x").headers))
    assert (reply.status, reply.value["http_code"]) == (410, 410)


@pytest.mark.parametrize(
    ("method", "path"), [("GET", "/nothing"), ("GET", "/tasks/a/b/c"), ("POST", "/tasks/quick")]
)
def test_other_addresses_are_not_found(client: Asking, method: str, path: str) -> None:
    assert client.ask(method, path).status in {400, 404}


def test_accounts_are_alike(clock: Clock) -> None:
    first, second = (Asking(new(clock.now)) for _ in range(2))
    for client in (first, second):
        client.do("item_add", content="step")
    assert first.read() == second.read()
