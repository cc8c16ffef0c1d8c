"""`sync --unattended`: what the background service does while a person isn't looking."""

import pytest

from tests.system.program import CALENDAR, PLAN, Ended, Program

BROKEN = "plan: [\n"


@pytest.fixture
def synced(nurse: Program) -> Program:
    nurse.must("sync")
    return nurse


def unattended(place: Program) -> Ended:
    return place.run("--plan", PLAN, "sync", "--unattended")


def test_a_broken_plan_file_leaves_the_plan_as_it_was_published(synced: Program) -> None:
    calendar = (synced.folder / CALENDAR).read_bytes()
    (synced.folder / PLAN).write_text(BROKEN)

    ended = unattended(synced)

    assert ended.code == 3
    assert f"{PLAN}:" in ended.err
    assert "published last" in ended.err
    assert "up to date" in ended.out
    assert (synced.folder / CALENDAR).read_bytes() == calendar


def test_a_plan_file_that_is_gone_leaves_the_plan_as_it_was_published(synced: Program) -> None:
    calendar = (synced.folder / CALENDAR).read_bytes()
    (synced.folder / PLAN).unlink()

    ended = unattended(synced)

    assert ended.code == 2
    assert PLAN in ended.err
    assert (synced.folder / CALENDAR).read_bytes() == calendar


def test_what_was_said_since_is_planned_with_the_plan_as_it_was_published(synced: Program) -> None:
    synced.must("done", "ma-certificate")
    (synced.folder / PLAN).write_text(BROKEN)

    ended = unattended(synced)

    assert ended.code == 3
    assert "Medical assistant certificate" in ended.out


def test_without_a_plan_published_before_the_mistake_is_all_there_is(nurse: Program) -> None:
    (nurse.folder / PLAN).write_text(BROKEN)

    ended = unattended(nurse)

    assert ended.code == 3
    assert "published last" not in ended.err
    assert not (nurse.folder / CALENDAR).exists()
