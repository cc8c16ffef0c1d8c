"""What Todoist refuses: the exit code, one line that says so, and every other target synced all the same."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from planner.sync.report import TargetState
from tests.system.program import CALENDAR, Ended
from tests.todoist.faults import FOREVER, Fault, ban, refuse, too_many
from tests.todoist_system.place import ITEMS, TOKEN_VARIABLE, Place, of_target

ICS = {"type": "ics", "path": CALENDAR}
TITLES = {
    *("Register", "Ask the school", "Pay the fee", "Course", "Goal 1 of 2: Course", "Goal 2 of 2: Course"),
    *("Exam", "Practise"),
}


@pytest.fixture
def beside(career: Place) -> Place:
    """Both targets were synced, and everything has to move."""
    career.program.settings(calendar=ICS, todoist=career.target)
    career.program.must("sync")
    career.program.must("slip", "register", "2 weeks", "--yes")
    return career


def assert_told(ended: Ended, code: int, state: TargetState, words: str) -> None:
    """In a line of Todoist's own; the calendar is fine."""
    assert ended.code == code, ended
    todoist = of_target("todoist", ended)
    assert (todoist["state"], of_target("calendar", ended)["state"]) == (state, TargetState.OK)
    assert words in todoist["message"]
    assert (ended.out + ended.err).count(words) == 1


def assert_has_moved(place: Place) -> None:
    """The .ics has the new dates."""
    for name in ("register", "course", "exam"):
        start = place.items()[name]["due"].replace("-", "")
        assert f"DTSTART;VALUE=DATE:{start}".encode() in place.program.calendar


REFUSED: Mapping[str, tuple[Fault, int, TargetState, str]] = {
    "token refused": (refuse(401), 4, TargetState.SIGN_IN, "access was refused"),
    "access forbidden": (refuse(403), 4, TargetState.SIGN_IN, "access was refused"),
    "API retired": (refuse(410), 5, TargetState.FAILED, "has retired the API"),
    "wait of minutes": (too_many(513), 5, TargetState.RESTING, "asks us to slow down"),
    "out of order, wait": (refuse(503, retry_after=513), 5, TargetState.RESTING, "is out of order"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_refusal_has_its_exit_code_and_costs_no_other_target(beside: Place, name: str) -> None:
    fault, code, state, words = REFUSED[name]
    beside.fake.arm("*", fault, FOREVER)
    assert_told(beside.sync("--json"), code, state, words)
    assert len(beside.fake.log) == 1, "it isn't asked again"
    assert_has_moved(beside)
    again = beside.sync()
    assert again.code == code
    assert again.out.replace("\n", " ").count(words) == 1, "one notice"
    assert len(beside.fake.log) == (0 if state is TargetState.RESTING else 1)


def test_after_a_refused_token_a_new_one_is_all_that_is_needed(beside: Place) -> None:
    old, beside.fake.token = beside.fake.token, "another-token"
    refused = beside.sync()
    assert refused.code == 4
    assert "planner auth todoist" in refused.out
    assert old not in refused.out + refused.err
    beside.program = replace(beside.program, variables={TOKEN_VARIABLE: "another-token"})
    assert beside.synced()["updated"] == len(ITEMS) - 1
    beside.quiet()


@pytest.mark.parametrize("act", ["delete_project", "archive_project"])
def test_a_project_that_is_gone_stops_todoist_until_a_person_says_so(beside: Place, act: str) -> None:
    getattr(beside.person, act)(beside.task("register")["project_id"])
    for _ in range(2):
        asked = beside.sync()
        assert asked.code == 6
        assert "planner targets reset todoist" in asked.out
        assert "project-id" in asked.out
        assert beside.writes == []
        assert_has_moved(beside)
    beside.program.must("targets", "reset", "todoist", "--yes")
    assert beside.synced()["created"] == len(ITEMS)
    beside.quiet()


def test_one_item_that_is_refused_costs_no_other_and_is_named(career: Place) -> None:
    career.program.settings(calendar=ICS, todoist=career.target)
    career.fake.account.bans.append(ban("item_add", "Exam"))
    told = career.sync("--json")
    assert_told(told, 5, TargetState.PARTLY, "1 item failed; exam: Todoist refuses it")
    assert of_target("todoist", told)["created"] == len(ITEMS) - 1
    assert {row["content"] for row in career.person.tasks()} == TITLES - {"Exam"}
    career.sync()
    assert career.writes == [], "what was refused isn't sent again as it was"
    career.fake.account.bans.clear()
    plan = career.program.folder / "nurse.yaml"
    plan.write_text(plan.read_text().replace("title: Exam", "title: Final exam"))
    assert career.synced()["created"] == 1
    career.quiet()
