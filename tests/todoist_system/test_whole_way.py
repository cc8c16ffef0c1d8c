"""Ticked in Doist's own app: at the next sync it is done here, and everything that waits for it has moved, in
Todoist, in the Google calendar and in the .ics file, all in that one run.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest

from tests.google.proxy import ROOT
from tests.google.world import GoogleWorld, google_world
from tests.system.program import CALENDAR
from tests.todoist.official_app import OfficialApp, official_app
from tests.todoist_system.place import TODAY, Place

DAY = timedelta(days=1)
FOLLOWERS = ("course", "course/goal-1", "course/goal-2", "exam")


@dataclass(frozen=True)
class House:
    """A plan with all three kinds of targets, synced once, and an app in a person's hand."""

    place: Place
    google: GoogleWorld
    app: OfficialApp

    def id(self, item: str) -> str:
        return str(self.place.task(item)["id"])

    @property
    def dues(self) -> Mapping[str, date]:
        return {name: date.fromisoformat(item["due"]) for name, item in self.place.items().items()}

    def assert_shown_everywhere(self, *items: str) -> None:
        """The dates of the plan are those of each target."""
        calendar = self.place.program.calendar.replace(b"\r\n ", b"").decode()
        starts = {name: entry["start"]["date"] for name, entry in self.events.items()}
        for item in items:
            due = self.place.items()[item]["due"]
            assert self.place.task(item)["due"]["date"] == due
            assert starts[item] == due
            (event,) = (one for one in calendar.split("BEGIN:VEVENT") if f"({item})" in one)
            assert f"DTSTART;VALUE=DATE:{due.replace('-', '')}" in event

    def assert_done_everywhere(self, *items: str) -> None:
        calendar = self.place.program.calendar.decode()
        for item in items:
            title = self.place.items()[item]["title"]
            assert self.place.task(item)["checked"] is True
            assert self.events[item]["summary"] == f"✓ {title}"
            assert f"SUMMARY:✓ {title}" in calendar

    def assert_quiet(self) -> None:
        """Nothing is left to do anywhere."""
        written = [one.method for one in self.google.proxy.log if one.method != "GET"]
        self.place.quiet()
        assert [one.method for one in self.google.proxy.log if one.method != "GET"] == written

    @property
    def events(self) -> Mapping[str, Mapping[str, Any]]:
        """The live events of the Google calendar by item."""
        found = self.google.events()
        return {one["description"].rpartition("(")[2].partition(")")[0]: one for one in found}


@pytest.fixture
def house(career: Place, simulator_port: int) -> Iterator[House]:
    with (
        google_world(simulator_port, career.program.folder) as google,
        official_app(career.server.address) as app,
    ):
        endpoint = f"http://127.0.0.1:{google.proxy.port}{ROOT}"
        career.program.settings(
            file={"type": "ics", "path": CALENDAR},
            google={"type": "google", "credentials-file": "google.json", "endpoint": endpoint},
            todoist=career.target,
        )
        career.synced()
        yield House(career, google, app)


def test_a_step_ticked_early_pulls_nothing_and_all_of_it_everywhere_once_that_is_asked_for(
    house: House,
) -> None:
    before = house.dues
    assert house.app.complete(house.id("register"), house.id("course/goal-1")) == []
    house.place.synced()
    items, after = house.place.items(), house.dues
    for ticked in ("register", "course/goal-1"):
        assert (items[ticked]["state"], items[ticked]["done_at"]) == ("done", TODAY)
    assert all(after[item] == before[item] for item in FOLLOWERS if item != "course/goal-1")
    house.place.program.must("replan", "--yes")
    house.place.synced()
    after = house.dues
    early = before["register"] - date.fromisoformat(TODAY)
    assert early > DAY
    assert after["course"] == before["course"] - early
    assert after["course/goal-2"] == before["course/goal-2"] - early
    assert after["exam"] < before["exam"] - 10 * DAY
    assert house.place.program.must("status", "--json").json["finish"] == str(after["exam"])
    house.assert_shown_everywhere("register", *FOLLOWERS)
    house.assert_done_everywhere("register", "course/goal-1")
    house.assert_quiet()


def test_what_is_opened_again_there_is_open_here_and_all_goes_back(house: House) -> None:
    before = house.dues
    house.app.complete(house.id("register"))
    house.place.synced()
    assert house.dues != before
    house.app.use("uncomplete-tasks", ids=[house.id("register")])
    learned = house.place.synced()["learned"]
    assert ("reopened", "register") in {(one["fact"], one["item"]) for one in learned}
    assert house.place.items()["register"]["state"] != "done"
    after = house.dues
    assert all(after[item] == before[item] for item in ("register", *FOLLOWERS))
    house.assert_shown_everywhere("register", *FOLLOWERS)
    house.assert_quiet()


def test_a_date_that_is_moved_there_is_a_pin_and_what_follows_moves_everywhere(house: House) -> None:
    before = house.dues
    to = before["register"] + 20 * DAY
    house.app.reschedule(house.id("register"), to)
    house.place.synced()
    assert house.place.items()["register"]["pinned"] is True
    assert house.dues["register"] == to
    assert house.dues["exam"] > before["exam"]
    house.assert_shown_everywhere("register", *FOLLOWERS)
    house.assert_quiet()


def test_a_task_that_is_deleted_there_stays_away_and_its_step_lives_on(house: House) -> None:
    before = house.dues
    house.app.use("delete-object", type="task", id=house.id("exam"))
    (learnt,) = house.place.synced()["learned"]
    assert (learnt["fact"], learnt["item"]) == ("dismissed", "exam")
    house.place.program.must("slip", "register", "2 weeks", "--yes")
    house.place.synced()
    assert "Exam" not in {row["content"] for row in house.place.person.tasks()}
    assert house.dues["exam"] == date.fromisoformat(house.events["exam"]["start"]["date"]) > before["exam"]
    house.assert_quiet()


def test_what_is_a_person_s_own_is_the_same_after_thirty_syncs(career: Place) -> None:
    career.synced()
    project = career.task("register")["project_id"]
    with official_app(career.server.address) as app:
        for where in ({"projectId": project}, {"parentId": career.task("exam")["id"]}):
            app.use(
                "add-tasks", tasks=[{"content": "Ask *Anna* @home p1 tomorrow", "priority": "p1", **where}]
            )
        app.use("update-tasks", tasks=[{"id": career.task("course")["id"], "content": "My **own** words"}])
    own = [career.person.sees(row["id"]) for row in career.person.tasks() if "Anna" in row["content"]]
    assert len(own) == 2
    for number in range(30):
        if number % 10 == 5:
            career.program.must("slip", "register", "1 week", "--yes")
        career.synced()
        assert [career.person.sees(row["id"]) for row in own] == own
        assert career.task("course")["content"] == "My **own** words"
    assert career.items()["course"]["title"] == "Course"
    career.quiet()
