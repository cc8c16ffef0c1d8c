"""The fake breaks as it is told to: in the process, and on a real line."""

import json
import socket
from collections.abc import Iterator
from http.client import HTTPConnection, IncompleteRead, RemoteDisconnected
from urllib.parse import urlsplit

import httpx
import pytest

from tests.todoist.asking import Asking, command
from tests.todoist.fake import TOKEN, Fake
from tests.todoist.faults import (
    FOREVER,
    Cut,
    Fault,
    ban,
    cut_json,
    half,
    hang,
    html,
    lost,
    refuse,
    server_error,
    too_many,
    without,
)
from tests.todoist.person import Person
from tests.todoist.server import running
from tests.todoist.wire import Reply, Request


@pytest.fixture
def line(fake: Fake) -> Iterator[HTTPConnection]:
    with running(fake) as address:
        connection = HTTPConnection("127.0.0.1", urlsplit(address).port, timeout=0.5)
        yield connection
        connection.close()


def add(client: Asking) -> Reply:
    return client.ask("POST", "/sync", commands=[command("item_add", content="step")])


def over(line: HTTPConnection, request: Request) -> bytes:
    line.request(request.method, request.path, request.body, dict(request.headers))
    return line.getresponse().read()


class TestAnswers:
    @pytest.mark.parametrize(
        ("fault", "status", "done"),
        [
            (refuse(400), 400, 0),
            (refuse(410, "GONE"), 410, 0),
            (refuse(401, "UNAUTHORIZED", retry_after=3), 401, 0),
            (too_many(), 429, 0),
            (server_error(done=False), 503, 0),
            (server_error(done=True, status=500), 500, 1),
            (html(done=False), 200, 0),
            (html(done=True), 200, 1),
            (cut_json, 200, 1),
            (without("sync_status"), 200, 1),
        ],
    )
    def test_a_fault_answers_with_the_work_done_or_not(
        self, client: Asking, person: Person, fault: Fault, status: int, done: int
    ) -> None:
        client.fake.arm("sync.write", fault)
        assert add(client).status == status
        assert len(person.tasks()) == done
        assert add(client).status == 200

    def test_a_limit_says_how_long_to_wait(self, client: Asking) -> None:
        date = "Mon, 01 Mar 2027 08:00:30 GMT"
        for fault, wait, header in (
            (too_many(513), 513, "513"),
            (too_many(None), None, None),
            (too_many(None, date), None, date),
        ):
            client.fake.arm("sync", fault)
            reply = add(client)
            assert (reply.value["error_code"], reply.value["error_extra"].get("retry_after")) == (35, wait)
            assert reply.headers.get("Retry-After") == header

    def test_what_is_not_json_is_not(self, client: Asking) -> None:
        for fault in (html(done=True), cut_json):
            client.fake.arm("sync.write", fault)
            with pytest.raises(json.JSONDecodeError):
                json.loads(add(client).body)

    def test_a_field_is_missing_after_the_work(self, client: Asking, person: Person) -> None:
        person.add("step")
        client.fake.arm("sync.full", without("items", "checked"))
        assert "checked" not in client.read()["items"][0]
        assert "checked" in client.read()["items"][0]

    def test_faults_have_a_name_a_number_and_a_beginning(self, client: Asking) -> None:
        client.fake.arm("tasks", refuse(500), times=2, after=1)
        assert [client.ask("GET", "/tasks").status for _ in range(4)] == [200, 500, 500, 200]
        client.fake.arm("*", refuse(410), times=FOREVER)
        assert [client.ask("GET", path).status for path in ("/user", "/projects", "/tasks")] == [410] * 3
        client.fake.calm()
        assert client.ask("GET", "/user").status == 200

    def test_an_item_fails_always_or_each_second_time(self, client: Asking, person: Person) -> None:
        client.fake.account.bans.append(ban("item_add", "step"))
        assert client.fails("item_add", content="a step")["http_code"] == 400
        client.do("item_add", content="goal")
        assert client.ask("POST", "/tasks", content="step").status == 400
        client.fake.account.bans[:] = [ban("item_add", every=2)]
        told = client.write(*(command("item_add", content=str(n)) for n in range(4)))
        assert [status == "ok" for status in told["sync_status"].values()] == [True, False, True, False]
        assert [row["content"] for row in person.tasks()] == ["goal", "0", "2"]

    def test_all_that_came_is_in_the_log(self, client: Asking) -> None:
        client.fake.arm("sync.write", lost(done=False))
        with pytest.raises(Cut):
            add(client)
        client.read(client.read()["sync_token"])
        client.get("/tasks/completed/by_due_date?since=2027-02-01&until=2027-03-01")
        client.get("/labels/shared")
        named = ["sync.write", "sync.full", "sync.news", "tasks.by_due_date", "labels.shared"]
        assert client.fake.names == named
        assert [sent["args"] for sent in client.fake.commands] == [{"content": "step"}]


class TestInTheProcess:
    @pytest.mark.parametrize(
        ("fault", "done", "error"),
        [
            (lost(done=False), 0, ConnectionError),
            (lost(done=True, reset=True), 1, ConnectionError),
            (half, 1, ConnectionError),
            (hang(60), 1, TimeoutError),
            (hang(60, done=False), 0, TimeoutError),
        ],
    )
    def test_a_broken_line_is_an_error(
        self, client: Asking, person: Person, fault: Fault, done: int, error: type[Exception]
    ) -> None:
        client.fake.arm("sync.write", fault)
        with pytest.raises(error):
            add(client)
        assert len(person.tasks()) == done

    def test_it_is_a_wsgi_application(self, fake: Fake, person: Person) -> None:
        person.add("step")
        with httpx.Client(
            transport=httpx.WSGITransport(app=fake), base_url="https://api.todoist.com"
        ) as client:
            headers = {"Authorization": f"Bearer {TOKEN}"}
            told = client.get("/api/v1/tasks", params={"limit": "1"}, headers=headers)
            assert told.json()["results"][0]["content"] == "step"
            form = {"sync_token": "*", "resource_types": '["items"]'}
            assert client.post("/api/v1/sync", data=form, headers=headers).json()["full_sync"] is True
            for fault, error in (
                (lost(done=False), httpx.RemoteProtocolError),
                (half, httpx.RemoteProtocolError),
                (lost(done=False, reset=True), httpx.ReadError),
                (hang(60), httpx.ReadTimeout),
            ):
                fake.arm("*", fault)
                with pytest.raises(error):
                    client.get("/api/v1/tasks", headers=headers)


class TestOnTheLine:
    @pytest.mark.parametrize(
        ("fault", "done", "error"),
        [
            (lost(done=False), 0, RemoteDisconnected),
            (lost(done=True), 1, RemoteDisconnected),
            (lost(done=True, reset=True), 1, ConnectionResetError),
            (half, 1, IncompleteRead),
            (hang(30), 1, socket.timeout),
        ],
    )
    def test_the_line_breaks(
        self,
        client: Asking,
        person: Person,
        line: HTTPConnection,
        fault: Fault,
        done: int,
        error: type[Exception],
    ) -> None:
        client.fake.arm("sync.write", fault)
        with pytest.raises(error) as raised:
            over(line, client.request("POST", "/sync", commands=[command("item_add", content="step")]))
        assert raised.type is error
        assert len(person.tasks()) == done

    def test_it_answers_as_in_the_process(self, client: Asking, line: HTTPConnection) -> None:
        for method, path in (("GET", "/projects"), ("GET", "/tasks/1"), ("GET", "/user"), ("PUT", "/tasks")):
            request = client.request(method, path)
            assert over(line, request) == client.fake.answer(request).body
        made = json.loads(over(line, client.request("POST", "/tasks", content="step")))
        assert over(line, client.request("POST", f"/tasks/{made['id']}/close")) == b""

    def test_it_ends_while_somebody_waits(self, fake: Fake) -> None:
        fake.arm("*", hang(600))
        with running(fake) as address:
            connection = HTTPConnection("127.0.0.1", urlsplit(address).port)
            connection.request("GET", "/api/v1/user")
        connection.close()
