"""What is a person's own at Todoist stays as it is: edits, places, deletions, copies."""

from datetime import date, timedelta

import pytest

from planner.config import template
from planner.plan.edit import add_task
from planner.plan.identity import task_id
from planner.plan.read import read
from planner.progress.facts import Adopted, Appeared, Completed, Dismissed, Pinned
from planner.sync.operations import Op
from planner.sync.report import TargetState
from tests.todoist.commands import execute
from tests.todoist.cycle import STEP, Cycle
from tests.todoist.wire import Row


def test_a_rhythm_that_only_todoist_has_words_for_is_kept(cycle: Cycle) -> None:
    cycle.sync()
    task = cycle.task("volunteer")["id"]
    cycle.todoist.person.set_due(task, "every mon, fri")
    cycle.sync()
    cycle.quiet()
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
    cycle.quiet()
    cycle.record(Pinned(STEP, cycle.due(STEP) + timedelta(days=14)))
    assert cycle.sync().state is TargetState.OK
    row = cycle.todoist.person.sees(task)
    assert row["content"] == f"Mine! {markup}".strip()
    assert row["description"] == markup
    assert row["due"]["date"] == cycle.due(STEP).isoformat()
    cycle.quiet()


def test_a_time_a_person_gives_stays_and_a_date_they_take_away_stays_away(cycle: Cycle) -> None:
    cycle.sync()
    timed, undated = cycle.task(STEP)["id"], cycle.task("ma-job")["id"]
    day = cycle.due(STEP)
    cycle.todoist.person.set_due(timed, f"{day}T10:30")
    cycle.todoist.person.set_due(undated, "no date")
    assert cycle.sync().learned == ()
    cycle.quiet()
    cycle.record(Pinned(STEP, day + timedelta(days=14)))
    cycle.sync()
    assert cycle.todoist.person.sees(timed)["due"]["date"] == f"{cycle.due(STEP)}T10:30:00"
    assert cycle.todoist.person.sees(undated)["due"] is None
    cycle.quiet()


def test_a_task_that_was_moved_stays_where_the_person_put_it(cycle: Cycle) -> None:
    cycle.sync()
    person = cycle.todoist.person
    project = cycle.task(STEP)["project_id"]
    section = person.add_section(project, "Next")
    person.move(cycle.task("ma-job")["id"], section_id=section)
    person.move(cycle.task("nclex")["id"], project_id=cycle.todoist.fake.account.inbox)
    person.move(cycle.task(f"{STEP}/goal-1")["id"], section_id=section)
    cycle.sync()
    cycle.quiet()
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
    cycle.quiet()


@pytest.mark.parametrize("tells", [True, False])
def test_a_deleted_task_stays_away_and_its_step_lives_on(cycle: Cycle, *, tells: bool) -> None:
    cycle.todoist.fake.account.tells_of_descendants = tells
    cycle.sync()
    due = cycle.due("adn-place")
    cycle.todoist.person.delete(cycle.task("adn-place")["id"])
    assert cycle.sync().learned == (Dismissed("adn-place", "todoist"),)
    cycle.quiet()
    assert cycle.due("adn-place") == due
    cycle.todoist.person.delete(cycle.task("ma-experience")["id"])
    learned = {fact.item for fact in cycle.sync(allow_deletes=5).learned if isinstance(fact, Dismissed)}
    assert learned == {"ma-experience", *(f"ma-experience/goal-{n}" for n in range(1, 5))}
    cycle.quiet()


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
    cycle.quiet()
    cycle.record(Pinned(STEP, cycle.due(STEP) + timedelta(days=30)))
    assert cycle.sync().state is TargetState.OK
    assert seen() == before
    assert {row["id"] for row in person.tasks()} - {*foreign} == ours


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
    cycle.quiet()


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
    cycle.quiet()


def test_kinds_are_labels_where_that_is_set_and_a_person_s_own_stay(cycle: Cycle) -> None:
    cycle.settings["labels"] = True
    cycle.sync()
    task = cycle.task(STEP)
    assert task["labels"] == ["course"]
    cycle.quiet()
    execute(cycle.todoist.fake.account, "item_update", {"id": task["id"], "labels": ["mine", "course"]})
    cycle.sync()
    cycle.quiet()
    cycle.record(Pinned(STEP, cycle.due(STEP) + timedelta(days=14)))
    cycle.sync()
    assert cycle.task(STEP)["labels"] == ["mine", "course"]


def test_labels_of_a_person_s_own_change_nothing(cycle: Cycle) -> None:
    cycle.sync()
    execute(cycle.todoist.fake.account, "item_update", {"id": cycle.task(STEP)["id"], "labels": ["mine"]})
    cycle.quiet()
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
    cycle.quiet()
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
    cycle.quiet()


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
    cycle.quiet()


@pytest.mark.parametrize("lost", [False, True])
def test_a_task_of_a_person_s_that_the_plan_takes_over_stays_as_they_set_it(
    cycle: Cycle, *, lost: bool
) -> None:
    cycle.sync()
    own = cycle.todoist.person.add(
        "Ask *Anna*",
        parent_id=cycle.task("nclex")["id"],
        description="about **rates**\nand `rooms`",
        priority=4,
        labels=["phone"],
        duration={"amount": 15, "unit": "minute"},
        due={"date": "2029-03-01"},
    )
    (appeared,) = cycle.sync().learned
    before = dict(cycle.todoist.person.sees(own))
    assert isinstance(appeared, Appeared)
    text, added = add_task(template("nurse"), "nurse.yaml", "nclex", appeared.title)
    cycle.plan = read(text, "nurse.yaml").plan
    item = task_id("nclex", added.id)
    cycle.record(Adopted(item, "todoist", own), Pinned(item, date(2029, 3, 1)))
    report = cycle.sync()
    assert (report.count(Op.CREATE), report.count(Op.UPDATE)) == (0, 1)
    now = cycle.task(item)
    assert now["description"].startswith("about **rates**\nand `rooms`\n\n`planner: nclex/ask-anna in ")
    assert {**now, "description": before["description"], "updated_at": before["updated_at"]} == before
    cycle.quiet()
    if lost:
        cycle.database.unlink()
        assert cycle.sync().count(Op.CREATE) == 0
        assert [cycle.task(item)[name] for name in ("id", "content")] == [own, "Ask *Anna*"]
        assert cycle.task(item)["description"].startswith("about **rates**\nand `rooms`\n\n`planner: ")
        return
    cycle.record(Pinned(item, date(2029, 4, 1)))
    cycle.sync()
    later = {**now, "due": {**now["due"], "date": "2029-04-01", "string": "2029-04-01"}}
    assert {**cycle.task(item), "updated_at": ""} == {**later, "updated_at": ""}
