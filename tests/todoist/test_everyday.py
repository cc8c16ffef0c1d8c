"""What a person has from it: the plan in a project of its own, ticked anywhere, and their word counts."""

from datetime import date, timedelta

import pytest

from planner.progress.facts import Completed, Dropped, Pinned, Reopened
from planner.sync.operations import Op
from planner.sync.report import TargetState
from planner.sync.values import Added
from tests.todoist.cycle import GOAL, STEP, Cycle
from tests.todoist.official_app import official_app
from tests.todoist.server import running


def test_the_first_sync_puts_each_task_once_at_its_place_in_three_requests(cycle: Cycle) -> None:
    report = cycle.sync()
    assert (report.state, report.message) == (TargetState.OK, None)
    assert len(cycle.todoist.fake.log) <= 3
    tasks = {row["id"]: row for row in cycle.todoist.person.tasks()}
    assert len(tasks) == report.count(Op.CREATE) == len(report.operations) > 10
    (project,) = {row["project_id"] for row in tasks.values()}
    for operation in report.operations:
        assert operation.after is not None
        item, row = operation.after.item, cycle.task(operation.item_id)
        assert row["content"] == item.title
        assert row["due"]["date"] == item.due.isoformat()
        assert row["priority"] == {"high": 4, "normal": 2, "low": 1}[item.priority]
        assert (row["deadline"] or {}).get("date") == (item.deadline and item.deadline.isoformat())
        assert row["labels"] == []
        above = tasks.get(row["parent_id"], {}).get("description", "")
        assert f"planner: {item.parent} in nurse" in above if item.parent else row["parent_id"] is None
        section = cycle.todoist.fake.account.rows("sections").get(row["section_id"], {})
        assert section.get("name", "") == item.section
    assert cycle.todoist.fake.account.rows("projects")[project]["name"] == "To registered nurse"


def test_thirty_idle_syncs_are_a_request_each_and_change_nothing(cycle: Cycle) -> None:
    cycle.sync()
    before = cycle.database.read_bytes()
    cycle.quiet(30)
    assert cycle.database.read_bytes() == before


def test_a_server_that_tidies_texts_changes_nothing(cycle: Cycle) -> None:
    cycle.todoist.fake.account.normalises = True
    cycle.sync()
    cycle.quiet(5)


def test_a_dry_run_writes_nothing_and_shows_what_a_run_does(cycle: Cycle) -> None:
    shown = cycle.dry_run()
    assert cycle.todoist.fake.names == ["sync.full"]
    done = cycle.sync()
    assert [one.intent for one in shown.operations] == [one.intent for one in done.operations]
    cycle.todoist.person.tick(cycle.task(GOAL)["id"])
    before = cycle.database.read_bytes()
    assert cycle.dry_run().learned == (Completed(GOAL, date(2027, 2, 1)),)
    assert cycle.writes() == []
    assert cycle.database.read_bytes() == before


def test_a_goal_ticked_in_an_official_app_is_done_here(cycle: Cycle) -> None:
    cycle.sync()
    task = cycle.task(f"{STEP}/goal-1")["id"]
    with running(cycle.todoist.fake) as address, official_app(address) as app:
        assert app.complete(task) == []
    assert cycle.sync().learned == (Completed(f"{STEP}/goal-1", date(2027, 2, 1)),)
    cycle.quiet()


def test_a_step_moved_in_an_official_app_is_a_pin_and_its_followers_move(cycle: Cycle) -> None:
    cycle.sync()
    to, job = cycle.due(STEP) + timedelta(days=40), cycle.due("ma-job")
    with running(cycle.todoist.fake) as address, official_app(address) as app:
        app.reschedule(cycle.task(STEP)["id"], to)
    assert cycle.sync().learned == (Pinned(STEP, to),)
    assert len(cycle.todoist.fake.log) == 2
    assert cycle.due("ma-job") > job
    assert cycle.task("ma-job")["due"]["date"] == cycle.due("ma-job").isoformat()
    cycle.quiet()


def test_what_is_done_here_is_ticked_there_and_can_be_opened_again_there(cycle: Cycle) -> None:
    cycle.sync()
    goal = f"{STEP}/goal-1"
    cycle.record(Completed(goal, date(2027, 2, 1)))
    cycle.sync()
    assert cycle.task(goal)["checked"] is True
    cycle.quiet()
    cycle.todoist.person.untick(cycle.task(goal)["id"])
    assert cycle.sync().learned == (Reopened(goal, date(2027, 2, 1)),)
    assert cycle.task(goal)["checked"] is False
    cycle.quiet()


def test_a_step_done_here_closes_what_hangs_under_it(cycle: Cycle) -> None:
    cycle.sync()
    cycle.record(Completed(STEP, date(2027, 2, 1)))
    assert cycle.sync().state is TargetState.OK
    parent = cycle.task(STEP)["id"]
    parts = [row for row in cycle.todoist.person.tasks() if row["parent_id"] == parent]
    assert all(row["checked"] for row in parts)
    assert [fact for fact in cycle.facts() if isinstance(fact, Completed)] == [
        Completed(STEP, date(2027, 2, 1))
    ]
    cycle.quiet()


def test_a_turn_of_a_habit_that_is_ticked_is_done_and_the_habit_goes_on(cycle: Cycle) -> None:
    cycle.sync()
    assert cycle.task("volunteer")["due"]["string"] == "every 2 weeks"
    cycle.todoist.person.tick(cycle.task("volunteer")["id"])
    assert cycle.sync().learned == (Completed("volunteer@2027-02-06", date(2027, 2, 1)),)
    cycle.quiet()
    row = cycle.task("volunteer")
    assert (row["due"]["date"], row["due"]["is_recurring"], row["checked"]) == ("2027-02-20", True, False)


def test_a_habit_that_planner_moves_keeps_its_rhythm(cycle: Cycle) -> None:
    cycle.sync()
    cycle.record(Completed("volunteer@2027-02-06", date(2027, 2, 1)))
    cycle.sync()
    due = cycle.task("volunteer")["due"]
    assert (due["date"], due["string"], due["is_recurring"]) == ("2027-02-20", "every 2 weeks", True)
    cycle.todoist.person.drag(cycle.task("volunteer")["id"], date(2027, 2, 24))
    assert cycle.sync().learned == (Pinned("volunteer@2027-02-20", date(2027, 2, 24)),)
    cycle.quiet()
    assert cycle.task("volunteer")["due"]["string"] == "every 2 weeks"


def test_ten_changes_are_two_requests(cycle: Cycle) -> None:
    cycle.sync()
    cycle.record(Pinned(STEP, cycle.due(STEP) + timedelta(days=60)))
    assert cycle.sync().count(Op.UPDATE) >= 10
    assert len(cycle.todoist.fake.log) == 2
    cycle.quiet()


def test_without_its_state_nothing_is_made_or_deleted(cycle: Cycle) -> None:
    cycle.sync()
    cycle.todoist.person.tick(cycle.task(GOAL)["id"])
    cycle.sync()
    before = [row | {"updated_at": ""} for row in cycle.todoist.person.tasks()]
    for lost in ("nurse.db", "todoist.projects.json"):
        cycle.database.unlink()
        if lost != "nurse.db":
            (cycle.todoist.directory / lost).unlink()
        report = cycle.sync()
        assert report.count(Op.ADOPT) == len(before)
        assert report.learned == (Completed(GOAL, date(2027, 2, 1)),)
        assert set(cycle.writes()) <= {"item_update"}
        assert [row | {"updated_at": ""} for row in cycle.todoist.person.tasks()] == before
        cycle.quiet()


@pytest.mark.parametrize("named", ["project", "project-id"])
def test_a_named_project_that_exists_is_used_and_stays_as_it_is(cycle: Cycle, named: str) -> None:
    project = cycle.todoist.person.add_project("Career")
    theirs = cycle.todoist.person.add("Theirs", project_id=project)
    told = dict(cycle.todoist.fake.account.rows("projects")[project])
    cycle.settings[named] = "Career" if named == "project" else project
    before = cycle.todoist.person.sees(theirs)
    assert cycle.sync().count(Op.CREATE) > 10
    assert cycle.task(STEP)["project_id"] == project
    assert "project_add" not in cycle.writes()
    cycle.quiet()
    assert cycle.todoist.person.sees(theirs) == before
    assert cycle.todoist.fake.account.rows("projects")[project] == told


@pytest.mark.parametrize("act", ["delete_project", "archive_project"])
@pytest.mark.parametrize("stale", [False, True])
def test_a_project_that_is_gone_is_asked_about_and_made_anew_only_then(
    cycle: Cycle, act: str, *, stale: bool
) -> None:
    cycle.sync()
    project = cycle.task(STEP)["project_id"]
    getattr(cycle.todoist.person, act)(project)
    if stale:
        cycle.todoist.fake.account.forget_tokens()
    for _ in range(3):
        report = cycle.sync()
        assert report.state is TargetState.STOPPED
        assert ("archived" in (report.message or "")) is (act == "archive_project" and not stale)
        assert "project-id" in report.hint
        assert "targets reset todoist" in report.hint
        assert cycle.writes() == []
    cycle.reset()
    report = cycle.sync()
    assert report.state is TargetState.OK
    live = [
        row for row in cycle.todoist.fake.account.tables.active("projects") if not row.get("inbox_project")
    ]
    assert len(live) == 1
    assert cycle.task(STEP)["project_id"] == live[0]["id"] if act == "delete_project" else True
    cycle.quiet()


def test_a_task_deleted_here_takes_nothing_of_a_person_s_along(cycle: Cycle) -> None:
    cycle.sync()
    step = cycle.task("nclex")["id"]
    own = cycle.todoist.person.add("Ask Anna", parent_id=step)
    cycle.sync()
    cycle.record(Dropped("nclex", date(2027, 2, 1)))
    assert cycle.sync().count(Op.DELETE) >= 1
    assert cycle.todoist.person.sees(step)["is_deleted"]
    kept = cycle.todoist.person.sees(own)
    assert (kept["is_deleted"], kept["parent_id"]) == (False, None)


def test_a_task_a_person_adds_under_ours_is_told(cycle: Cycle) -> None:
    cycle.sync()
    remote = cycle.todoist.open()
    cursor = remote.pull(None).cursor
    own = cycle.todoist.person.add(
        "Ask Anna", parent_id=cycle.task("nclex")["id"], due={"date": "2027-03-01"}
    )
    first = cycle.todoist.open().pull(cursor)
    assert first.added == (Added(own, "nclex", "Ask Anna", date(2027, 3, 1)),)
    cycle.todoist.person.tick(own)
    second = cycle.todoist.open().pull(first.cursor)
    assert second.added == (Added(own, "nclex", "Ask Anna", date(2027, 3, 1), done=True),)
    cycle.todoist.person.delete(own)
    assert cycle.todoist.open().pull(second.cursor).added == (Added(own, "nclex", "", gone=True),)
    assert (first.present, first.gone, second.present) == ((), (), ())


def test_another_name_for_the_project_is_asked_about(cycle: Cycle) -> None:
    cycle.sync()
    cycle.settings["project"] = "Career"
    cycle.database.unlink()
    report = cycle.sync()
    assert report.state is TargetState.STOPPED
    assert cycle.writes() == []
    cycle.settings["project-id"] = cycle.task(STEP)["project_id"]
    assert cycle.sync().count(Op.ADOPT) == 33
    cycle.quiet()
