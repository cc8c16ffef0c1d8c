"""A person's first quarter of an hour with Todoist, command by command, in a home where nothing is yet."""

from dataclasses import replace

import pytest

from tests.system.program import Ended
from tests.todoist.fake import TOKEN
from tests.todoist_system.place import ITEMS, Place

SETTINGS = "https://app.todoist.com/app/settings/integrations/developer"


@pytest.fixture
def newcomer(career: Place) -> Place:
    """Settings that name a project, and no token anywhere."""
    career.program = replace(career.program, variables={})
    career.settings(project="Career")
    return career


def signed_in(newcomer: Place) -> Ended:
    return newcomer.program.run("auth", "todoist", typed=f"{TOKEN}\n")


def test_without_a_token_every_command_names_the_one_that_signs_in(newcomer: Place) -> None:
    for command in (["doctor"], ["targets", "test"], ["sync", "--dry-run"], ["sync"]):
        ended = newcomer.program.run(*command)
        assert ended.code == 4
        assert "nobody has signed in to Todoist yet" in ended.out
        assert "planner auth todoist" in ended.out
    assert newcomer.fake.log == [], "nobody is asked anything without a token"


@pytest.mark.parametrize(
    ("typed", "why"),
    [("", "no token came"), ("two words\n", "no token of Todoist's"), ("another\n", "access was refused")],
)
def test_a_token_that_does_not_do_is_not_kept_and_the_page_that_shows_it_is_named(
    newcomer: Place, typed: str, why: str
) -> None:
    refused = newcomer.program.run("auth", "todoist", typed=typed)
    assert (refused.code, refused.out) == (4, "")
    assert why in refused.err
    assert SETTINGS in refused.err
    assert list(newcomer.program.home.rglob("*.token")) == []


def test_from_a_token_in_a_file_to_tasks_at_todoist(newcomer: Place) -> None:
    told = signed_in(newcomer)
    assert (told.code, told.err) == (0, "next: planner sync --dry-run\n")
    assert "Signed in to Todoist as A Nurse" in told.out
    (kept,) = newcomer.program.home.rglob("*.token")
    assert str(kept) in told.out
    assert (kept.stat().st_mode & 0o777, kept.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    assert TOKEN not in told.out + told.err
    for command in (["doctor"], ["targets", "test"], ["targets", "test", "todoist"]):
        assert "a new project named Career" in newcomer.program.must(*command).out
    dry = newcomer.program.must("sync", "--dry-run")
    assert f"{len(ITEMS)} to add" in dry.out
    assert newcomer.writes == [], "nothing was made yet"
    assert f"{len(ITEMS)} added" in newcomer.program.must("sync").out
    project = newcomer.task("register")["project_id"]
    assert newcomer.fake.account.rows("projects")[project]["name"] == "Career"
    for command in (["doctor"], ["targets", "test"], ["targets", "list"]):
        assert project in newcomer.program.must(*command).out
    newcomer.quiet()


def test_a_token_that_is_replaced_is_a_matter_of_signing_in_once_more(newcomer: Place) -> None:
    signed_in(newcomer)
    newcomer.synced()
    newcomer.fake.token = f"{TOKEN}-2"
    for command in (["doctor"], ["targets", "test"], ["sync"]):
        ended = newcomer.program.run(*command)
        assert ended.code == 4
        assert "Sign in again: planner auth todoist" in ended.out
    (kept,) = newcomer.program.home.rglob("*.token")
    assert newcomer.program.run("auth", "todoist", typed="wrong\n").code == 4
    assert kept.read_text() == f"{TOKEN}\n", "what was kept before stays"
    assert newcomer.program.run("auth", "todoist", typed=f"{TOKEN}-2\n").code == 0
    newcomer.quiet()


def test_doctor_warns_where_todoist_shows_tasks_in_a_calendar_by_itself(newcomer: Place) -> None:
    signed_in(newcomer)
    assert "by itself" not in newcomer.program.must("doctor").out
    newcomer.person.mirror_into("Career")
    assert "Todoist shows your tasks in a calendar by itself" in newcomer.program.must("doctor").out
