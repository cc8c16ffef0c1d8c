"""What a person reads after a sync."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from planner.render.style import Style
from planner.render.sync import sync_json, sync_text
from planner.sync.clock import Doubt
from tests.unit.sync.world import World


@pytest.fixture
def world(tmp_path: Path) -> World:
    made = World(tmp_path)
    made.memory("todo")
    made.sync()
    return made


def said(world: World) -> list[str]:
    return sync_text(world.sync(), Style(width=100, unicode=True)).splitlines()


def test_what_was_taken_over_is_said_once_in_its_own_words(world: World) -> None:
    world.memory("todo").drag("exam", date(2027, 5, 5))
    world.memory("todo").tick("course/goal-1")
    world.memory("todo").delete("job")
    assert [line.removeprefix("todo").strip() for line in said(world)][:3] == [
        "✓ course/goal-1: you ticked it there, done on 4 Jan 2027",
        "✓ exam: you moved it there, to 5 May 2027",
        "✓ job: you deleted it in todo",
    ]


def test_a_clock_that_is_not_believed_is_said_first_with_what_to_do(world: World) -> None:
    report = replace(world.sync(), doubt=Doubt(date(2027, 3, 1), date(2027, 1, 4)))
    assert sync_text(report, Style(width=100, unicode=True)).splitlines() == [
        "The clock says 1 Mar 2027, 56 days after the last sync on 4 Jan 2027: nothing is rescheduled.",
        "  If it is right: planner sync --accept-clock",
        "todo  up to date",
        "0 added, 0 changed, 0 removed.",
    ]
    assert sync_json(report)["clock"] == {
        "says": "2027-03-01",
        "last": "2027-01-04",
        "message": "The clock says 1 Mar 2027, 56 days after the last sync on 4 Jan 2027:"
        " nothing is rescheduled. If it is right: planner sync --accept-clock",
    }
    assert sync_json(world.sync())["clock"] is None


def test_nothing_new_is_one_line_for_each_target(world: World) -> None:
    assert said(world) == ["todo  up to date", "0 added, 0 changed, 0 removed."]
