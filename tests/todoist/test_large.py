"""A plan that is larger than a batch, and one that is larger than an account."""

from datetime import date

import pytest

from planner.plan.model import Plan
from planner.plan.read import read
from planner.progress.facts import Completed
from planner.sync.operations import Op
from planner.sync.report import TargetState
from tests.todoist.cycle import Cycle
from tests.todoist.limits import Limits
from tests.todoist.world import TodoistWorld

DAY = date(2027, 2, 1)


def plan_of(steps: int, tasks: int = 0) -> Plan:
    """Steps a week after each other, with tasks."""
    names = ", ".join(f"Task {number}" for number in range(tasks))
    below = f", tasks: [{names}]" if tasks else ""
    after = ["", *(f", after: [s{number:03}]" for number in range(steps))]
    lines = [
        f"  s{number:03}: {{title: Step {number:03}, takes: 1 week{below}{after[number]}}}"
        for number in range(steps)
    ]
    return read(
        "\n".join(["plan: 1", "id: nurse", "title: x", "start: 2027-02-01", "steps:", *lines]), "x"
    ).plan


def test_a_thousand_tasks_are_twelve_requests_at_most(todoist: TodoistWorld) -> None:
    todoist.fake.account.set_limits(Limits(max_tasks=2000))
    cycle = Cycle(todoist, plan_of(200, 4))
    report = cycle.sync()
    assert (report.state, report.count(Op.CREATE)) == (TargetState.OK, 1000)
    assert len(todoist.fake.log) <= 12
    assert len(todoist.person.tasks()) == 1000
    assert max(len(request.body) for request in todoist.fake.log) < 2**20
    assert cycle.sync().operations == ()
    assert todoist.fake.names == ["sync.news"]


def test_long_notes_stay_below_what_a_request_may_hold(todoist: TodoistWorld) -> None:
    note = "é" * 9990
    lines = [f"  s{number}: {{title: Step, note: {note}, takes: 1 week}}" for number in range(90)]
    plan = read(
        "\n".join(["plan: 1", "id: nurse", "title: x", "start: 2027-02-01", "steps:", *lines]), "x"
    ).plan
    cycle = Cycle(todoist, plan)
    assert cycle.sync().state is TargetState.OK
    assert len(todoist.person.tasks()) == 90


@pytest.mark.parametrize("own", [0, 7])
def test_what_does_not_fit_follows_as_others_are_done(todoist: TodoistWorld, own: int) -> None:
    todoist.fake.account.set_limits(Limits(max_tasks=30))
    project = todoist.person.add_project("Career")
    for number in range(own):
        todoist.person.add(f"Mine {number}", project_id=project)
    cycle = Cycle(todoist, plan_of(40), {"project": "Career"})
    report = cycle.sync()
    assert report.state is TargetState.OK
    assert str(40 - 30 + own) in (report.message or "")
    there = {row["content"] for row in todoist.person.tasks() if row["content"].startswith("Step")}
    assert there == {f"Step {number:03}" for number in range(30 - own)}
    for _ in range(2):
        report = cycle.sync()
        assert (report.state, report.operations) == (TargetState.OK, ())
        assert todoist.fake.names == ["sync.news"]
    for number in range(3):
        todoist.person.tick(todoist.person.task(f"Step {number:03}"))
    report = cycle.sync()
    assert (report.state, report.count(Op.CREATE)) == (TargetState.OK, 3)
    assert todoist.person.task(f"Step {32 - own:03}")
    for number in range(3, 8):
        cycle.record(Completed(f"s{number:03}", DAY))
    report = cycle.sync()
    assert (report.state, report.count(Op.CREATE)) == (TargetState.OK, 5)
    assert cycle.sync().operations == ()


def test_a_sub_task_moves_in_with_what_it_hangs_under(todoist: TodoistWorld) -> None:
    todoist.fake.account.set_limits(Limits(max_tasks=7))
    cycle = Cycle(todoist, plan_of(3, 3))
    assert cycle.sync().state is TargetState.OK
    tasks = todoist.person.tasks()
    assert len(tasks) == 7
    names = {row["id"] for row in tasks}
    assert all(row["parent_id"] in names for row in tasks if row["content"].startswith("Task"))


@pytest.mark.parametrize("most", [0, 1])
def test_sections_that_do_not_fit_are_done_without(todoist: TodoistWorld, most: int) -> None:
    todoist.fake.account.set_limits(Limits(max_sections=most))
    text = """
plan: 1
id: nurse
title: x
start: 2027-02-01
tracks: {main: [a, b], other: [c, b]}
steps: {a: {title: A, takes: 1 week}, b: {title: B, takes: 1 week}, c: {title: C, takes: 1 week}}
"""
    cycle = Cycle(todoist, read(text, "x").plan)
    assert cycle.sync().state is TargetState.OK
    assert len(todoist.fake.account.rows("sections")) == most
    assert cycle.sync().operations == ()


def test_without_deadlines_and_durations_none_is_sent(cycle: Cycle) -> None:
    cycle.todoist.fake.account.set_limits(Limits(deadlines=False, durations=False))
    assert cycle.sync().state is TargetState.OK
    assert [row for row in cycle.todoist.person.tasks() if row["deadline"] or row["duration"]] == []
    assert cycle.sync().operations == ()


def test_an_account_without_room_for_a_project_is_asked_about(cycle: Cycle) -> None:
    cycle.todoist.fake.account.set_limits(Limits(max_projects=0))
    report = cycle.sync()
    assert report.state is TargetState.STOPPED
    assert "project-id" in report.hint
