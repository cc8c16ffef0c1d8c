"""`/sync` of the fake is that of the documentation."""

from dataclasses import replace

import pytest

from tests.todoist.asking import Asking, command
from tests.todoist.fake import Fake
from tests.todoist.person import Person
from tests.todoist.wire import ROOT, Request, Row

EVERYTHING = "*"


def names(rows: list[Row]) -> list[str]:
    return [row.get("content") or row["name"] for row in rows]


class TestReading:
    def test_everything_is_what_is_active(self, client: Asking, person: Person) -> None:
        person.add("open")
        person.tick(person.add("done"))
        person.delete(person.add("deleted"))
        told = client.read()
        assert told["full_sync"] is True
        assert names(told["items"]) == ["open"]
        assert names(told["projects"]) == ["Inbox"]

    def test_news_have_what_is_done_and_deleted_too(self, client: Asking, person: Person) -> None:
        old, done, deleted = (person.add(name) for name in ("old", "done", "deleted"))
        token = client.read()["sync_token"]
        person.tick(done)
        person.delete(deleted)
        told = client.read(token)
        assert told["full_sync"] is False
        assert {row["id"]: (row["checked"], row["is_deleted"]) for row in told["items"]} == {
            done: (True, False),
            deleted: (False, True),
        }
        assert old not in str(told)
        assert client.read(told["sync_token"])["items"] == []

    def test_only_what_is_asked_for_is_told(self, client: Asking) -> None:
        assert {"items", "projects", "user_plan_limits", "user"} & client.read(wanted=["items"]).keys() == {
            "items"
        }
        assert "items" not in client.read(wanted=["all", "-items"])

    def test_person_and_plan_are_news_only_when_they_have_changed(self, fake: Fake, client: Asking) -> None:
        full = client.read()
        assert full["user_plan_limits"]["current"]["max_tasks"] == 300
        assert not {"user", "user_plan_limits"} & client.read(full["sync_token"]).keys()
        fake.account.set_limits(replace(fake.account.limits, max_tasks=9))
        assert client.read(full["sync_token"])["user_plan_limits"]["current"]["max_tasks"] == 9

    def test_an_old_token_gives_everything_or_is_refused(
        self, fake: Fake, client: Asking, person: Person
    ) -> None:
        person.add("open")
        token = client.read()["sync_token"]
        fake.account.forget_tokens()
        assert client.read(token)["full_sync"] is True
        assert client.read(client.read()["sync_token"])["full_sync"] is False
        fake.account.refuses_old_tokens = True
        assert client.ask("POST", "/sync", sync_token=token, resource_types=["items"]).status == 400

    def test_everything_may_lag_and_news_make_up_for_it(
        self, fake: Fake, client: Asking, person: Person
    ) -> None:
        fake.account.lag()
        person.add("late")
        full = client.read()
        assert full["items"] == []
        assert names(client.read(full["sync_token"])["items"]) == ["late"]
        fake.account.catch_up()
        assert names(client.read()["items"]) == ["late"]

    def test_descendants_are_told_of_or_not(self, fake: Fake, client: Asking, person: Person) -> None:
        for tells in (True, False):
            fake.account.tells_of_descendants = tells
            project = person.add_project("Career")
            section = person.add_section(project, "Phase")
            task = person.add("task", section_id=section)
            token = client.read()["sync_token"]
            person.delete_project(project)
            told = client.read(token)
            assert [row["is_deleted"] for row in told["projects"]] == [True]
            assert [row["id"] for row in told["items"]] == ([task] if tells else [])
            assert [row["id"] for row in told["sections"]] == ([section] if tells else [])
            assert client.read()["items"] == client.read()["sections"] == []

    def test_what_is_in_an_archived_project_is_not_active(self, client: Asking, person: Person) -> None:
        project = person.add_project("Career")
        person.add("task", project_id=project)
        token = client.read()["sync_token"]
        client.do("project_add", name="Below", parent_id=project)
        person.archive_project(project)
        assert names(client.read()["projects"]) == ["Inbox"]
        assert client.read()["items"] == []
        assert [row["is_archived"] for row in client.read(token)["projects"]] == [True, True]
        client.do("project_unarchive", id=project)
        assert names(client.read()["items"]) == ["task"]
        client.do("project_delete", id=project)
        assert client.fails("project_archive", id=client.fake.account.inbox)["http_code"] == 400
        assert names(client.read()["projects"]) == ["Inbox"]


class TestWriting:
    def test_temporary_ids_go_from_command_to_command(self, client: Asking) -> None:
        told = client.write(
            command("project_add", "a-1", name="Career"),
            command("section_add", "a-2", name="Phase", project_id="a-1"),
            command("item_add", "a-3", content="step", section_id="a-2"),
            command("item_add", "a-4", content="goal", parent_id="a-3"),
            command("item_close", id="a-4"),
            command("note_add", "a-5", item_id="a-3", content="note"),
        )
        assert set(told["sync_status"].values()) == {"ok"}
        made = told["temp_id_mapping"]
        everything = client.read()
        assert [(row["id"], row["section_id"]) for row in everything["items"]] == [(made["a-3"], made["a-2"])]
        goal = client.get(f"/tasks/{made['a-4']}")
        assert (goal["parent_id"], goal["project_id"], goal["checked"]) == (made["a-3"], made["a-1"], True)
        assert [row["item_id"] for row in everything["notes"]] == [made["a-3"]]

    def test_a_command_is_done_once_however_often_it_comes(self, fake: Fake, client: Asking) -> None:
        once = command("item_add", "a-1", content="step")
        first = client.write(once)
        again = client.write(once, command("item_add", content="goal", parent_id="a-1"))
        assert again["sync_status"][once["uuid"]] == "ok"
        assert again["temp_id_mapping"] == {}
        assert "ok" not in list(again["sync_status"].values())[1:]
        fake.account.remembers_temp_ids = True
        assert client.write(once)["temp_id_mapping"] == first["temp_id_mapping"]
        assert names(client.read()["items"]) == ["step"]
        fake.account.forget_uuids()
        client.write(once)
        assert names(client.read()["items"]) == ["step", "step"]

    def test_a_turn_is_not_done_twice_by_one_command(self, client: Asking, person: Person) -> None:
        close = command("item_close", id=person.add("habit", due={"string": "every day"}))
        assert [client.write(close)["sync_status"][close["uuid"]] for _ in range(2)] == ["ok", "ok"]
        assert client.read()["items"][0]["due"]["date"] == "2027-03-02"

    def test_a_command_that_failed_may_be_sent_again(self, fake: Fake, client: Asking) -> None:
        wanted = command("project_add", name="Career")
        fake.account.set_limits(replace(fake.account.limits, max_projects=0))
        assert (
            client.write(wanted)["sync_status"][wanted["uuid"]]["error_tag"] == "MAX_PROJECTS_LIMIT_REACHED"
        )
        fake.account.set_limits(replace(fake.account.limits, max_projects=1))
        assert client.write(wanted)["sync_status"][wanted["uuid"]] == "ok"

    def test_some_fail_and_the_others_are_done(self, client: Asking) -> None:
        good, bad, late = (command("item_add", content=text) for text in ("one", "x" * 501, "two"))
        status = client.write(good, bad, late)["sync_status"]
        assert (status[good["uuid"]], status[late["uuid"]]) == ("ok", "ok")
        assert status[bad["uuid"]]["http_code"] == 400
        assert names(client.read()["items"]) == ["one", "two"]

    def test_a_temporary_id_that_came_to_nothing_is_invalid(self, client: Asking) -> None:
        told = client.write(
            command("project_add", "abc", name=" "), command("item_add", content="step", project_id="abc")
        )
        assert [status["error_code"] for status in told["sync_status"].values()] == [20, 15]

    def test_commands_beside_a_full_read_get_no_mapping(self, client: Asking) -> None:
        token = client.read()["sync_token"]
        add = command("item_add", "a-1", content="step")
        told = client.write(add, resource_types=["items"], sync_token=EVERYTHING)
        assert (told["temp_id_mapping"], names(told["items"])) == ({}, ["step"])
        told = client.write(
            command("item_add", "a-2", content="goal"), sync_token=token, resource_types=["items"]
        )
        assert (told["temp_id_mapping"].keys(), names(told["items"])) == ({"a-2"}, ["step", "goal"])

    def test_a_hundred_commands_are_the_most(self, client: Asking) -> None:
        commands = [command("label_add", name=f"n{n}") for n in range(101)]
        assert client.ask("POST", "/sync", commands=commands).status == 400
        assert client.read()["labels"] == []
        assert client.ask("POST", "/sync", commands=commands[:100]).status == 200
        assert len(client.read()["labels"]) == 100

    def test_a_mebibyte_is_the_most(self, client: Asking) -> None:
        commands = [command("item_add", content="step", description="d" * 16000) for _ in range(66)]
        assert client.ask("POST", "/sync", commands=commands).status == 413

    @pytest.mark.parametrize(
        "body", [b"{", b"[]", b'{"commands": 3}', b'{"commands": [{"type": "item_add"}]}', b"{}"]
    )
    def test_a_request_that_is_none_is_refused_as_a_whole(self, client: Asking, body: bytes) -> None:
        headers = client.request("POST", "/sync").headers
        reply = client.fake.answer(Request("POST", f"{ROOT}/sync", body, headers))
        assert (reply.status, reply.value["http_code"]) == (400, 400)

    def test_an_unknown_command_fails_alone(self, client: Asking) -> None:
        assert client.fails("item_explode", id="6X7rM8997g3RQmvh")["http_code"] == 400
