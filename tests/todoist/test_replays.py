"""What machines and chance have found, told again step by step."""

from dataclasses import replace
from datetime import timedelta

import pytest

from planner.plan.read import read
from planner.progress.facts import Completed
from planner.sync.report import TargetState
from tests.todoist import faults
from tests.todoist.cycle import Cycle

PLAN = """
plan: 1
id: nurse
title: T
start: 2027-02-01
steps:
  b: {title: B, takes: 2 weeks}
"""
STEP = "  a: {title: A, takes: 2 weeks, tasks: [Ask]}\n"


def begin(cycle: Cycle) -> Cycle:
    """A plan of two steps, the first of which has a task, is there a minute later."""
    cycle.plan = read(PLAN + STEP, "plan.yaml").plan
    assert cycle.sync().state is TargetState.OK
    cycle.todoist.clock.moment += timedelta(minutes=1)
    return cycle


@pytest.fixture
def synced(cycle: Cycle) -> Cycle:
    return begin(cycle)


def drop_step(cycle: Cycle) -> None:
    cycle.plan = read(PLAN, "plan.yaml").plan
    for _ in range(3):
        report = cycle.sync(allow_deletes=9)
    assert (report.state, report.operations) == (TargetState.OK, ())


@pytest.mark.parametrize("item", ["a", "a/ask"])
def test_a_copy_stays_when_what_it_was_copied_from_leaves_the_plan(synced: Cycle, item: str) -> None:
    person = synced.todoist.person
    copy = person.copy(synced.task(item)["id"])
    synced.sync()
    drop_step(synced)
    assert person.sees(copy)["is_deleted"] is False
    assert {row["content"] for row in person.tasks()} == {"B", person.sees(copy)["content"]}


def test_a_copy_stays_theirs_when_they_delete_the_original(synced: Cycle) -> None:
    person = synced.todoist.person
    original = synced.task("b")["id"]
    copy = person.copy(original)
    synced.sync()
    person.delete(original)
    synced.sync()
    person.retitle(copy, "Mine now")
    person.drag(copy, synced.today + timedelta(days=99))
    before = dict(person.sees(copy))
    for _ in range(3):
        synced.sync()
    assert person.sees(copy) == before
    assert synced.sync().learned == ()


def test_what_a_person_put_two_levels_below_a_step_stays_when_the_step_goes(synced: Cycle) -> None:
    person = synced.todoist.person
    mine = person.add("Mine", parent_id=synced.task("a/ask")["id"])
    below = person.add("Below mine", parent_id=mine)
    synced.sync()
    drop_step(synced)
    assert {row["content"] for row in person.tasks()} == {"B", "Mine", "Below mine"}
    assert (person.sees(mine)["parent_id"], person.sees(below)["parent_id"]) == (None, mine)


@pytest.mark.parametrize("kind", ["item_update", "item_close"])
@pytest.mark.parametrize("status", [400, 503])
def test_a_change_that_is_taken_in_part_is_no_act_of_a_person_s(cycle: Cycle, kind: str, status: int) -> None:
    cycle.sync()
    done = Completed("manager-talk", cycle.due("manager-talk") - timedelta(days=3))
    cycle.record(done)
    known = cycle.facts()
    bans = cycle.todoist.fake.account.bans
    bans.append(faults.ban(kind, cycle.task("manager-talk")["id"], status=status))
    for _ in range(3):
        assert cycle.sync().state is TargetState.PARTLY
        cycle.todoist.clock.moment += timedelta(days=1)
    bans.clear()
    if status == 400:  # it is held against the item, until that is another
        done = replace(done, on=done.on - timedelta(days=1))
        cycle.record(done)
        known = cycle.facts()
    cycle.sync()
    assert cycle.facts() == known
    task = cycle.task("manager-talk")
    assert (task["checked"], task["due"]["date"]) == (True, str(done.on))
    cycle.quiet()
