"""Tasks, projects and sections of the fake behave as Todoist's do."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.todoist.asking import Asking, command
from tests.todoist.fake import Fake
from tests.todoist.person import Person
from tests.todoist.recurrence import Recurrence
from tests.unit.integrations.http.world import Clock

HABIT = {"string": "every week", "date": "2027-03-01"}


class TestDue:
    def test_a_date_alone_is_a_whole_day(self, client: Asking) -> None:
        task = client.do("item_add", content="step", due={"date": "2027-03-05"})
        shown = {
            "date": "2027-03-05",
            "timezone": None,
            "string": "2027-03-05",
            "lang": "en",
            "is_recurring": False,
        }
        assert client.get(f"/tasks/{task}")["due"] == shown

    def test_a_turn_moves_a_habit_on_and_leaves_it_open(self, client: Asking, person: Person) -> None:
        task = person.add("habit", due=HABIT)
        token = client.read()["sync_token"]
        client.do("item_close", id=task)
        (shown,) = client.read(token)["items"]
        assert (shown["checked"], shown["due"]["date"], shown["due"]["is_recurring"]) == (
            False,
            "2027-03-08",
            True,
        )
        assert client.read()["items"] == [shown]

    def test_completing_ends_a_habit(self, client: Asking, person: Person) -> None:
        task = person.add("habit", due=HABIT)
        client.do("item_complete", id=task)
        ended = client.get(f"/tasks/{task}")
        assert (ended["checked"], ended["due"]["date"]) == (True, "2027-03-01")
        client.do("item_close", id=task)
        assert client.get(f"/tasks/{task}") == ended

    @pytest.mark.parametrize(
        ("told", "date", "timezone", "phrase"),
        [
            ("2027-03-05T10:00:00", "2027-03-05T10:00:00", None, "2027-03-05 10:00"),
            ("2027-03-05T10:00:00.25", "2027-03-05T10:00:00", None, "2027-03-05 10:00"),
            ("2027-03-05T10:00:00Z", "2027-03-05T10:00:00Z", "Europe/Berlin", "2027-03-05 10:00"),
        ],
    )
    def test_a_time_of_day_floats_or_is_fixed(
        self, client: Asking, told: str, date: str, timezone: str | None, phrase: str
    ) -> None:
        due = client.get(f"/tasks/{client.do('item_add', content='step', due={'date': told})}")["due"]
        assert (due["date"], due["timezone"], due["string"]) == (date, timezone, phrase)

    @pytest.mark.parametrize("due", [{"date": "2027-03-09"}, {"string": "2027-03-09"}])
    def test_a_date_alone_wipes_a_recurrence(self, client: Asking, person: Person, due: object) -> None:
        task = person.add("habit", due=HABIT)
        client.do("item_update", id=task, due=due)
        assert (person.sees(task)["due"]["date"], person.sees(task)["due"]["is_recurring"]) == (
            "2027-03-09",
            False,
        )

    def test_a_date_beside_the_phrase_keeps_it(self, client: Asking, person: Person) -> None:
        task = person.add("habit", due=HABIT)
        due = {**person.sees(task)["due"], "date": "2027-03-09"}
        client.do("item_update", id=task, due=due)
        assert person.sees(task)["due"] == due

    @pytest.mark.parametrize(
        "due",
        [
            {"date": "tomorrow"},
            {"date": "2027-02-30"},
            {"string": "every so often"},
            {"string": ""},
            "2027-03-01",
            {},
        ],
    )
    def test_what_is_no_date_is_refused(self, client: Asking, due: object) -> None:
        assert client.fails("item_add", content="step", due=due)["error_tag"] == "INVALID_ARGUMENT_VALUE"

    def test_null_empties_due_deadline_and_duration(self, client: Asking, person: Person) -> None:
        task = person.add(
            "step", due=HABIT, deadline={"date": "2027-04-01"}, duration={"amount": 2, "unit": "day"}
        )
        client.do("item_update", id=task, due=None, deadline=None, duration=None)
        assert {person.sees(task)[name] for name in ("due", "deadline", "duration")} == {None}

    @pytest.mark.parametrize(
        "duration", [{"amount": 0, "unit": "day"}, {"amount": 5}, {"amount": 5, "unit": "hour"}]
    )
    def test_a_duration_is_whole(self, client: Asking, duration: object) -> None:
        assert client.fails("item_add", content="step", duration=duration)["http_code"] == 400

    @pytest.mark.parametrize(
        ("phrase", "after"),
        [
            ("every day", "2027-03-02"),
            ("every 3 days", "2027-03-04"),
            ("every other week", "2027-03-15"),
            ("every mon, thu", "2027-03-04"),
            ("every weekday", "2027-03-02"),
            ("every month", "2027-04-01"),
            ("ev year", "2028-03-01"),
        ],
    )
    def test_turns_follow_the_phrase(self, phrase: str, after: str) -> None:
        rule = Recurrence.of(phrase)
        assert rule is not None
        assert str(rule.following(date(2027, 3, 1), date(2027, 3, 1))) == after

    def test_a_turn_that_comes_late_goes_to_the_next_in_the_row_or_counts_from_today(self) -> None:
        late, kept, counted = date(2027, 3, 10), Recurrence.of("every 7 days"), Recurrence.of("every! 7 days")
        assert kept is not None
        assert counted is not None
        assert str(kept.following(date(2027, 3, 1), late)) == "2027-03-15"
        assert str(counted.following(date(2027, 3, 1), late)) == "2027-03-17"

    def test_today_is_the_persons(self, fake: Fake, client: Asking, clock: Clock) -> None:
        clock.moment = clock.moment.replace(hour=23, minute=30)
        task = client.do("item_add", content="step", due={"string": "today"})
        assert client.get(f"/tasks/{task}")["due"]["date"] == "2027-03-02"
        fake.account.zone = "America/New_York"
        task = client.do("item_add", content="step", due={"string": "today"})
        assert client.get(f"/tasks/{task}")["due"]["date"] == "2027-03-01"


class TestDone:
    def test_a_task_is_done_with_what_is_below_it(self, client: Asking, person: Person, clock: Clock) -> None:
        step = person.add("step")
        goal = person.add("goal", parent_id=step)
        task = person.add("task", parent_id=goal)
        clock.sleep(60)
        client.do("item_close", id=step)
        assert person.sees(step)["updated_at"] > person.sees(step)["added_at"]
        assert [person.sees(name)["completed_at"] for name in (step, goal, task)] == [
            "2027-03-01T08:01:00.000000Z"
        ] * 3
        assert client.get("/tasks")["results"] == []

    def test_what_comes_back_brings_what_is_above_it(self, client: Asking, person: Person) -> None:
        step = person.add("step")
        goal, other = (person.add(name, parent_id=step) for name in ("goal", "other"))
        client.do("item_close", id=step)
        client.do("item_uncomplete", id=goal)
        assert [person.sees(name)["checked"] for name in (step, goal, other)] == [False, False, True]
        assert person.sees(goal)["completed_at"] is None

    def test_the_day_it_was_done_can_be_told(self, client: Asking, person: Person) -> None:
        for argument in ("date_completed", "completed_at"):
            task = person.add("step")
            client.do("item_complete", id=task, **{argument: "2027-02-01T10:00:00Z"})
            assert person.sees(task)["completed_at"] == "2027-02-01T10:00:00.000000Z"

    def test_history_has_what_was_done_and_each_turn(self, client: Asking, person: Person) -> None:
        person.tick(person.add("step"))
        habit = person.add("habit", due=HABIT)
        person.tick(habit)
        person.tick(habit)
        back = person.add("back")
        person.tick(back)
        person.untick(back)
        window = "since=2027-02-01T00:00:00Z&until=2027-03-02T00:00:00Z"
        told = client.get(f"/tasks/completed/by_completion_date?{window}")
        assert [row["content"] for row in told["items"]] == ["habit", "habit", "step"]
        told = client.get(f"/tasks/completed/by_due_date?{window}")
        assert [row["due"]["date"] for row in told["items"]] == ["2027-03-01"]
        for path, since in (("by_completion_date", "2026-11-01"), ("by_due_date", "2027-01-01")):
            assert client.ask("GET", f"/tasks/completed/{path}?since={since}&until=2027-03-01").status == 400


class TestDeleted:
    def test_a_deleted_task_is_shown_as_that(self, client: Asking, person: Person) -> None:
        task = person.add("step")
        goal = person.add("goal", parent_id=task)
        assert client.ask("DELETE", f"/tasks/{task}").status == 204
        assert client.ask("DELETE", f"/tasks/{task}").status == 204
        assert [client.get(f"/tasks/{name}")["is_deleted"] for name in (task, goal)] == [True, True]
        assert client.fails("item_update", id=task, content="other")["error_tag"] == "NOT_FOUND"

    def test_with_its_project_it_is_not_found(self, client: Asking, person: Person) -> None:
        project = person.add_project("Career")
        task = person.add("step", project_id=project)
        assert client.ask("DELETE", f"/projects/{project}").status == 204
        for path in (f"/tasks/{task}", f"/projects/{project}"):
            assert client.ask("GET", path).value["error_tag"] == "NOT_FOUND"

    def test_projects_go_with_what_is_below_them(self, client: Asking, person: Person) -> None:
        project = person.add_project("Career")
        below = client.do("project_add", name="Below", parent_id=project)
        task = person.add("step", project_id=below)
        client.do("project_delete", id=project)
        assert [client.ask("GET", path).status for path in (f"/projects/{below}", f"/tasks/{task}")] == [
            404,
            404,
        ]

    def test_with_its_section_it_is_deleted(self, client: Asking, person: Person) -> None:
        section = person.add_section(person.add_project("Career"), "Phase")
        task = person.add("step", section_id=section)
        client.do("section_delete", id=section)
        assert client.get(f"/tasks/{task}")["is_deleted"] is True
        assert client.get("/sections")["results"] == []


class TestPlaces:
    def test_a_task_moves_with_what_is_below_it(self, client: Asking, person: Person) -> None:
        section = person.add_section(person.add_project("Career"), "Phase")
        step = person.add("step")
        goal = person.add("goal", parent_id=step)
        token = client.read()["sync_token"]
        client.do("item_move", id=step, section_id=section)
        assert {row["id"]: row["section_id"] for row in client.read(token)["items"]} == {
            step: section,
            goal: section,
        }
        client.do("item_move", id=goal, project_id=person.account.inbox)
        assert (person.sees(goal)["parent_id"], person.sees(goal)["section_id"]) == (None, None)

    @pytest.mark.parametrize("aims", [[], ["section_id", "project_id"], ["parent_id"]])
    def test_it_moves_to_one_place_that_is_not_below_it(
        self, client: Asking, person: Person, aims: list[str]
    ) -> None:
        project = person.add_project("Career")
        step = person.add("step")
        places = {"project_id": project, "section_id": person.add_section(project, "Phase")}
        places["parent_id"] = person.add("goal", parent_id=step)
        assert client.fails("item_move", id=step, **{aim: places[aim] for aim in aims})["http_code"] == 400

    def test_an_update_moves_and_completes_nothing(self, client: Asking, person: Person) -> None:
        task, before = person.add("step"), person.add_project("Career")
        client.do("item_update", id=task, project_id=before, checked=True, parent_id=None, content="other")
        seen = person.sees(task)
        assert (seen["project_id"], seen["checked"], seen["content"]) == (
            person.account.inbox,
            False,
            "other",
        )

    def test_a_copy_has_the_description_and_another_id(self, person: Person) -> None:
        task = person.add("step", description="note", due=HABIT)
        copy = person.sees(person.copy(task))
        assert copy["id"] != task
        assert (copy["description"], copy["due"]["is_recurring"]) == ("note", True)


class TestTexts:
    def test_names_are_cut_in_silence(self, client: Asking, person: Person) -> None:
        project = client.do("project_add", name="n" * 300)
        assert client.get(f"/projects/{project}")["name"] == "n" * 255
        section = client.do("section_add", name="s" * 300, project_id=project)
        assert client.get(f"/sections/{section}")["name"] == "s" * 255
        person.rename_project(project, "m" * 256)
        assert client.get(f"/projects/{project}")["name"] == "m" * 255

    @pytest.mark.parametrize(
        "texts", [{"content": "c" * 501}, {"content": " "}, {"content": "c", "description": "d" * 16384}]
    )
    def test_other_texts_are_refused_when_they_do_not_fit(
        self, client: Asking, texts: dict[str, Any]
    ) -> None:
        assert client.fails("item_add", **texts)["http_code"] == 400

    def test_texts_are_kept_as_they_come_or_tidied(self, fake: Fake, client: Asking) -> None:
        texts = {"content": " #a @b !!1 p1  tomorrow [x](y) ", "description": "e\u0301 \r\nb\n"}
        task = client.get(f"/tasks/{client.do('item_add', **texts)}")
        assert {name: task[name] for name in texts} == texts
        assert (task["labels"], task["due"], task["priority"]) == ([], None, 1)
        fake.account.normalises = True
        task = client.get(f"/tasks/{client.do('item_add', **texts)}")
        assert (task["content"], task["description"]) == ("#a @b !!1 p1 tomorrow [x](y)", "\u00e9\nb")

    def test_labels_are_read_from_text_only_where_that_is_asked_for(self, client: Asking) -> None:
        task = client.get(f"/tasks/{client.do('item_add', content='a @b', auto_parse_labels=True)}")
        assert task["labels"] == ["b"]


class TestPerson:
    """Their acts are those of official apps."""

    def test_a_habit_that_is_dragged_stays_one(self, person: Person) -> None:
        habit, step = person.add("habit", due=HABIT), person.add("step")
        for task in (habit, step):
            person.drag(task, date(2027, 3, 9))
        assert [person.sees(task)["due"]["date"] for task in (habit, step)] == ["2027-03-09"] * 2
        assert [person.sees(task)["due"]["is_recurring"] for task in (habit, step)] == [True, False]
        person.set_due(step, "no date")
        assert person.sees(step)["due"] is None

    def test_they_do_what_can_be_done(self, client: Asking, person: Person) -> None:
        project = person.add_project("Career")
        section = person.add_section(project, "Phase")
        step = person.add("step", section_id=section)
        person.retitle(step, "other")
        person.describe(step, "note")
        person.comment(step, "comment")
        person.rename_section(section, "Years")
        person.move(step, project_id=person.account.inbox)
        assert person.task("other") == step
        told = client.read()
        assert (told["items"][0]["description"], told["items"][0]["note_count"]) == ("note", 1)
        assert told["sections"][0]["name"] == "Years"
        person.delete_section(section)
        person.end_habit(step)
        assert client.read()["sections"] == client.read()["items"] == []

    def test_todoist_may_mirror_its_tasks_by_itself(self, client: Asking, person: Person) -> None:
        person.mirror_into("Work")
        (account,) = client.read(wanted=["calendar_accounts"])["calendar_accounts"]
        assert (account["type"], account["is_tasks_enabled"]) == ("google", True)

    @pytest.mark.parametrize(("zone", "shown"), [("Europe/Berlin", "+01:00"), ("America/St_Johns", "-03:30")])
    def test_they_are_somewhere(self, fake: Fake, client: Asking, zone: str, shown: str) -> None:
        fake.account.zone = zone
        told = client.get("/user")["tz_info"]
        assert (told["timezone"], told["gmt_string"], told["is_dst"]) == (zone, shown, 0)
        assert f"{told['hours'] * 60 + told['minutes']:+d}" in {"+60", "-210"}


class TestPlan:
    def test_a_full_project_takes_no_more(self, fake: Fake, client: Asking, person: Person) -> None:
        fake.account.set_limits(replace(fake.account.limits, max_tasks=2))
        first, second = person.add("one"), person.add("two")
        assert client.fails("item_add", content="three")["error_tag"] == "MAX_ITEMS_LIMIT_REACHED"
        person.tick(first)
        person.add("three")
        assert client.fails("item_uncomplete", id=first)["http_code"] == 403
        project = person.add_project("Career")
        person.add("four", project_id=project)
        person.add("five", project_id=project)
        assert client.fails("item_move", id=second, project_id=project)["error_code"] == 49

    def test_projects_and_sections_have_a_limit(self, fake: Fake, client: Asking, person: Person) -> None:
        fake.account.set_limits(replace(fake.account.limits, max_projects=1, max_sections=1))
        project = person.add_project("Career")
        person.add_section(project, "Phase")
        assert client.fails("project_add", name="More")["error_tag"] == "MAX_PROJECTS_LIMIT_REACHED"
        assert (
            client.fails("section_add", name="More", project_id=project)["error_tag"]
            == "MAX_SECTIONS_LIMIT_REACHED"
        )
        person.archive_project(project)
        person.add_project("More")

    @pytest.mark.parametrize(
        ("field", "value"), [("deadline", {"date": "2027-04-01"}), ("duration", {"amount": 1, "unit": "day"})]
    )
    def test_a_plan_may_have_no_deadlines_and_durations(
        self, fake: Fake, client: Asking, field: str, value: object
    ) -> None:
        fake.account.set_limits(replace(fake.account.limits, deadlines=False, durations=False))
        assert client.fails("item_add", content="step", **{field: value})["http_code"] == 403
        client.write(command("item_add", content="step", **{field: None}))
        assert len(client.read()["items"]) == 1
