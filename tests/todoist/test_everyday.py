"""What a person has from it: the plan in a project of its own, ticked anywhere, and their word counts."""

from datetime import date, timedelta

import pytest

from planner.progress.facts import Completed, Dismissed, Dropped, Pinned, Reopened
from planner.sync.operations import Op
from planner.sync.report import TargetState
from planner.sync.values import Added
from tests.todoist.commands import execute
from tests.todoist.cycle import Cycle
from tests.todoist.official_app import official_app
from tests.todoist.server import running
from tests.todoist.wire import Row

STEP = "ma-certificate"
"""It lies ahead, and others wait for it."""
GOAL = f"{STEP}/goal-1"


def writes(cycle: Cycle) -> list[str]:
    """The commands of the last sync."""
    return [command["type"] for command in cycle.todoist.fake.commands]


def quiet(cycle: Cycle, times: int = 2) -> None:
    """Nothing is left to do."""
    for _ in range(times):
        report = cycle.sync()
        assert (report.state, report.operations, report.learned) == (TargetState.OK, (), ())
        assert cycle.todoist.fake.names == ["sync.news"]


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
    quiet(cycle, 30)
    assert cycle.database.read_bytes() == before


def test_a_server_that_tidies_texts_changes_nothing(cycle: Cycle) -> None:
    cycle.todoist.fake.account.normalises = True
    cycle.sync()
    quiet(cycle, 5)


def test_a_dry_run_writes_nothing_and_shows_what_a_run_does(cycle: Cycle) -> None:
    shown = cycle.dry_run()
    assert cycle.todoist.fake.names == ["sync.full"]
    done = cycle.sync()
    assert [one.intent for one in shown.operations] == [one.intent for one in done.operations]
    cycle.todoist.person.tick(cycle.task(GOAL)["id"])
    before = cycle.database.read_bytes()
    assert cycle.dry_run().learned == (Completed(GOAL, date(2027, 2, 1)),)
    assert writes(cycle) == []
    assert cycle.database.read_bytes() == before


def test_a_goal_ticked_in_an_official_app_is_done_here(cycle: Cycle) -> None:
    cycle.sync()
    task = cycle.task(f"{STEP}/goal-1")["id"]
    with running(cycle.todoist.fake) as address, official_app(address) as app:
        assert app.complete(task) == []
    assert cycle.sync().learned == (Completed(f"{STEP}/goal-1", date(2027, 2, 1)),)
    quiet(cycle)


def test_a_step_moved_in_an_official_app_is_a_pin_and_its_followers_move(cycle: Cycle) -> None:
    cycle.sync()
    to, job = cycle.due(STEP) + timedelta(days=40), cycle.due("ma-job")
    with running(cycle.todoist.fake) as address, official_app(address) as app:
        app.reschedule(cycle.task(STEP)["id"], to)
    assert cycle.sync().learned == (Pinned(STEP, to),)
    assert len(cycle.todoist.fake.log) == 2
    assert cycle.due("ma-job") > job
    assert cycle.task("ma-job")["due"]["date"] == cycle.due("ma-job").isoformat()
    quiet(cycle)


def test_what_is_done_here_is_ticked_there_and_can_be_opened_again_there(cycle: Cycle) -> None:
    cycle.sync()
    goal = f"{STEP}/goal-1"
    cycle.record(Completed(goal, date(2027, 2, 1)))
    cycle.sync()
    assert cycle.task(goal)["checked"] is True
    quiet(cycle)
    cycle.todoist.person.untick(cycle.task(goal)["id"])
    assert cycle.sync().learned == (Reopened(goal, date(2027, 2, 1)),)
    assert cycle.task(goal)["checked"] is False
    quiet(cycle)


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
    quiet(cycle)


def test_a_turn_of_a_habit_that_is_ticked_is_done_and_the_habit_goes_on(cycle: Cycle) -> None:
    cycle.sync()
    assert cycle.task("volunteer")["due"]["string"] == "every 2 weeks"
    cycle.todoist.person.tick(cycle.task("volunteer")["id"])
    assert cycle.sync().learned == (Completed("volunteer@2027-02-06", date(2027, 2, 1)),)
    quiet(cycle)
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
    quiet(cycle)
    assert cycle.task("volunteer")["due"]["string"] == "every 2 weeks"


def test_a_rhythm_that_only_todoist_has_words_for_is_kept(cycle: Cycle) -> None:
    cycle.sync()
    task = cycle.task("volunteer")["id"]
    cycle.todoist.person.set_due(task, "every mon, fri")
    cycle.sync()
    quiet(cycle)
    cycle.record(Completed("volunteer@2027-02-06", date(2027, 2, 1)))
    cycle.sync()
    due = cycle.task("volunteer")["due"]
    assert (due["string"], due["is_recurring"]) == ("every mon, fri", True)


@pytest.mark.parametrize(
    "markup", ["my **own** words", "- one\n- two, see [this](https://example.org) \\*", ""]
)
def test_what_a_person_wrote_stays_when_the_plan_moves_it(cycle: Cycle, markup: str) -> None:
    cycle.sync()
    task = cycle.task(STEP)["id"]
    cycle.todoist.person.retitle(task, f"Mine! {markup}".strip())
    cycle.todoist.person.describe(task, markup)
    cycle.sync()
    quiet(cycle)
    cycle.record(Pinned(STEP, cycle.due(STEP) + timedelta(days=14)))
    assert cycle.sync().state is TargetState.OK
    row = cycle.todoist.person.sees(task)
    assert row["content"] == f"Mine! {markup}".strip()
    assert row["description"] == markup
    assert row["due"]["date"] == cycle.due(STEP).isoformat()
    quiet(cycle)


def test_a_time_a_person_gives_stays_and_a_date_they_take_away_stays_away(cycle: Cycle) -> None:
    cycle.sync()
    timed, undated = cycle.task(STEP)["id"], cycle.task("ma-job")["id"]
    day = cycle.due(STEP)
    cycle.todoist.person.set_due(timed, f"{day}T10:30")
    cycle.todoist.person.set_due(undated, "no date")
    assert cycle.sync().learned == ()
    quiet(cycle)
    cycle.record(Pinned(STEP, day + timedelta(days=14)))
    cycle.sync()
    assert cycle.todoist.person.sees(timed)["due"]["date"] == f"{cycle.due(STEP)}T10:30:00"
    assert cycle.todoist.person.sees(undated)["due"] is None
    quiet(cycle)


def test_a_task_that_was_moved_stays_where_the_person_put_it(cycle: Cycle) -> None:
    cycle.sync()
    person = cycle.todoist.person
    project = cycle.task(STEP)["project_id"]
    section = person.add_section(project, "Next")
    person.move(cycle.task("ma-job")["id"], section_id=section)
    person.move(cycle.task("nclex")["id"], project_id=cycle.todoist.fake.account.inbox)
    person.move(cycle.task(f"{STEP}/goal-1")["id"], section_id=section)
    cycle.sync()
    quiet(cycle)
    cycle.record(*(Pinned(name, cycle.due(name) + timedelta(days=60)) for name in (STEP, "adn")))
    cycle.sync()
    for name in ("ma-job", "nclex"):
        assert cycle.task(name)["due"]["date"] == cycle.due(name).isoformat()
    assert cycle.task("ma-job")["section_id"] == section
    assert cycle.task("ma-job/update-cv")["section_id"] == section
    assert cycle.task("nclex")["project_id"] == cycle.todoist.fake.account.inbox
    assert (cycle.task(f"{STEP}/goal-1")["section_id"], cycle.task(f"{STEP}/goal-1")["parent_id"]) == (
        section,
        None,
    )
    quiet(cycle)


@pytest.mark.parametrize("tells", [True, False])
def test_a_deleted_task_stays_away_and_its_step_lives_on(cycle: Cycle, *, tells: bool) -> None:
    cycle.todoist.fake.account.tells_of_descendants = tells
    cycle.sync()
    due = cycle.due("adn-place")
    cycle.todoist.person.delete(cycle.task("adn-place")["id"])
    assert cycle.sync().learned == (Dismissed("adn-place", "todoist"),)
    quiet(cycle)
    assert cycle.due("adn-place") == due
    cycle.todoist.person.delete(cycle.task("ma-experience")["id"])
    learned = {fact.item for fact in cycle.sync(allow_deletes=5).learned if isinstance(fact, Dismissed)}
    assert learned == {"ma-experience", *(f"ma-experience/goal-{n}" for n in range(1, 5))}
    quiet(cycle)


def test_tasks_of_others_are_the_same_after_any_run(cycle: Cycle) -> None:
    cycle.sync()
    person, project = cycle.todoist.person, cycle.task(STEP)["project_id"]
    foreign = [
        person.add("Dentist"),
        person.add(cycle.task(STEP)["content"], project_id=project),
        person.copy(cycle.task("ma-job")["id"]),
        person.add("Ask Anna", parent_id=cycle.task("nclex")["id"]),
    ]

    def seen() -> list[Row]:
        return [person.sees(task) for task in foreign]

    before = seen()
    ours = {row["id"] for row in person.tasks()} - {*foreign}
    cycle.sync()
    quiet(cycle)
    cycle.record(Pinned(STEP, cycle.due(STEP) + timedelta(days=30)))
    assert cycle.sync().state is TargetState.OK
    assert seen() == before
    assert {row["id"] for row in person.tasks()} - {*foreign} == ours


def test_ten_changes_are_two_requests(cycle: Cycle) -> None:
    cycle.sync()
    cycle.record(Pinned(STEP, cycle.due(STEP) + timedelta(days=60)))
    assert cycle.sync().count(Op.UPDATE) >= 10
    assert len(cycle.todoist.fake.log) == 2
    quiet(cycle)


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
        assert set(writes(cycle)) <= {"item_update"}
        assert [row | {"updated_at": ""} for row in cycle.todoist.person.tasks()] == before
        quiet(cycle)


def test_a_person_s_edit_survives_the_loss_of_the_state(cycle: Cycle) -> None:
    cycle.sync()
    task = cycle.task(STEP)
    cycle.todoist.person.retitle(task["id"], "Mine")
    cycle.todoist.person.describe(task["id"], f"My words\n\n{task['description']}")
    cycle.sync()
    cycle.database.unlink()
    cycle.sync()
    cycle.record(Pinned(STEP, cycle.due(STEP) + timedelta(days=14)))
    cycle.sync()
    row = cycle.todoist.person.sees(task["id"])
    assert (row["content"], row["description"][:8]) == ("Mine", "My words")
    quiet(cycle)


@pytest.mark.parametrize("named", ["project", "project-id"])
def test_a_named_project_that_exists_is_used_and_stays_as_it_is(cycle: Cycle, named: str) -> None:
    project = cycle.todoist.person.add_project("Career")
    theirs = cycle.todoist.person.add("Theirs", project_id=project)
    told = dict(cycle.todoist.fake.account.rows("projects")[project])
    cycle.settings[named] = "Career" if named == "project" else project
    before = cycle.todoist.person.sees(theirs)
    assert cycle.sync().count(Op.CREATE) > 10
    assert cycle.task(STEP)["project_id"] == project
    assert "project_add" not in writes(cycle)
    quiet(cycle)
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
        assert writes(cycle) == []
    cycle.reset()
    report = cycle.sync()
    assert report.state is TargetState.OK
    live = [
        row for row in cycle.todoist.fake.account.tables.active("projects") if not row.get("inbox_project")
    ]
    assert len(live) == 1
    assert cycle.task(STEP)["project_id"] == live[0]["id"] if act == "delete_project" else True
    quiet(cycle)


def test_a_copy_a_person_made_is_theirs_also_when_the_state_is_lost(cycle: Cycle) -> None:
    cycle.sync()
    original = cycle.task("ma-job")["id"]
    cycle.todoist.clock.moment += timedelta(days=1)
    copy = cycle.todoist.person.copy(original)
    before = cycle.todoist.person.sees(copy)
    cycle.database.unlink()
    assert cycle.sync().count(Op.CREATE) == 0
    cycle.record(Pinned("ma-job", cycle.due("ma-job") + timedelta(days=14)))
    cycle.sync()
    assert cycle.todoist.person.sees(copy) == before
    assert cycle.todoist.person.sees(original)["due"]["date"] == cycle.due("ma-job").isoformat()
    quiet(cycle)


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


def test_kinds_are_labels_where_that_is_set_and_a_person_s_own_stay(cycle: Cycle) -> None:
    cycle.settings["labels"] = True
    cycle.sync()
    task = cycle.task(STEP)
    assert task["labels"] == ["course"]
    quiet(cycle)
    execute(cycle.todoist.fake.account, "item_update", {"id": task["id"], "labels": ["mine", "course"]})
    cycle.sync()
    quiet(cycle)
    cycle.record(Pinned(STEP, cycle.due(STEP) + timedelta(days=14)))
    cycle.sync()
    assert cycle.task(STEP)["labels"] == ["mine", "course"]


def test_labels_of_a_person_s_own_change_nothing(cycle: Cycle) -> None:
    cycle.sync()
    execute(cycle.todoist.fake.account, "item_update", {"id": cycle.task(STEP)["id"], "labels": ["mine"]})
    quiet(cycle)
    cycle.record(Pinned(STEP, cycle.due(STEP) + timedelta(days=14)))
    cycle.sync()
    assert cycle.task(STEP)["labels"] == ["mine"]


@pytest.mark.parametrize(
    "value", [{"priority": 3}, {"priority": 1}, {"deadline": {"date": "2028-01-01"}}, {"deadline": None}]
)
def test_what_a_person_sets_stays_theirs(cycle: Cycle, value: Row) -> None:
    cycle.sync()
    task = cycle.task("adn-place")["id"]
    execute(cycle.todoist.fake.account, "item_update", {"id": task, **value})
    cycle.sync()
    quiet(cycle)
    cycle.record(Pinned("adn-place", cycle.due("adn-place") - timedelta(days=14)))
    assert cycle.sync().state is TargetState.OK
    (name,) = value
    seen = cycle.todoist.person.sees(task)
    assert (
        (seen[name] or {}).get("date") == value[name]["date"]
        if isinstance(value[name], dict)
        else seen[name] == value[name]
    )
    assert seen["due"]["date"] == cycle.due("adn-place").isoformat()
    quiet(cycle)


def test_thirty_cycles_keep_every_edit(cycle: Cycle) -> None:
    cycle.sync()
    cycle.todoist.person.retitle(cycle.task("nclex")["id"], "Mine")
    cycle.todoist.person.describe(cycle.task("rn-job")["id"], "My **words**")
    tasks = [
        cycle.todoist.person.task("Mine"),
        *[row["id"] for row in cycle.todoist.person.tasks() if row["description"] == "My **words**"],
    ]
    for number in range(30):
        cycle.record(Pinned(STEP, date(2027, 12, 1) + timedelta(days=number)))
        assert cycle.sync().state is TargetState.OK
    assert cycle.todoist.person.sees(tasks[0])["content"] == "Mine"
    assert cycle.todoist.person.sees(tasks[1])["description"] == "My **words**"
    quiet(cycle)


def test_another_name_for_the_project_is_asked_about(cycle: Cycle) -> None:
    cycle.sync()
    cycle.settings["project"] = "Career"
    cycle.database.unlink()
    report = cycle.sync()
    assert report.state is TargetState.STOPPED
    assert writes(cycle) == []
    cycle.settings["project-id"] = cycle.task(STEP)["project_id"]
    assert cycle.sync().count(Op.ADOPT) == 33
    quiet(cycle)
