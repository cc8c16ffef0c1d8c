"""Doist's own app ticks and moves tasks of the fake, as it does at Todoist."""

from datetime import date

from tests.todoist.fake import Fake
from tests.todoist.official_app import official_app
from tests.todoist.person import Person
from tests.todoist.server import running


def test_an_official_app_ticks_and_moves(fake: Fake, person: Person) -> None:
    step = person.add("step", due={"date": "2027-03-05"})
    habit = person.add("habit", due={"string": "every week", "date": "2027-03-01"})
    turn = person.add("turn", due={"string": "every day", "date": "2027-03-01"})
    with running(fake) as address, official_app(address) as app:
        app.reschedule(habit, date(2027, 3, 3))
        app.reschedule(step, date(2027, 3, 9))
        assert app.complete(step, turn, "6X7rM8997g3RQmvh") == ["6X7rM8997g3RQmvh"]
    moved, ticked = person.sees(habit)["due"], person.sees(step)
    assert (moved["date"], moved["string"], moved["is_recurring"]) == ("2027-03-03", "every week", True)
    assert (ticked["checked"], ticked["due"]["date"]) == (True, "2027-03-09")
    assert (person.sees(turn)["checked"], person.sees(turn)["due"]["date"]) == (False, "2027-03-02")
    assert [sent["type"] for sent in fake.commands] == ["item_update", "item_update"]


def test_an_official_app_adds_and_finds_what_it_added(fake: Fake, person: Person) -> None:
    with running(fake) as address, official_app(address) as app:
        project = app.use("add-projects", projects=[{"name": "Career"}])["projects"][0]["id"]
        section = app.use("add-sections", sections=[{"name": "Phase", "projectId": project}])["sections"][0][
            "id"
        ]
        added = app.use(
            "add-tasks", tasks=[{"content": "step", "sectionId": section, "dueString": "every day"}]
        )
        task = added["tasks"][0]["id"]
        found = app.use("find-tasks", projectId=project)["tasks"]
    assert person.sees(task)["section_id"] == section
    assert [row["id"] for row in found] == [task]
