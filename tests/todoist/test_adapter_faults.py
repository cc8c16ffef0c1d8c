"""Whatever breaks, there is one task for each item, nobody's edit is lost, and nothing is hammered."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

import pytest

from integrations.http.answer import Answer
from planner.progress.facts import Completed, Pinned
from planner.sync.operations import Op
from planner.sync.report import TargetState
from tests.todoist import faults
from tests.todoist.cycle import GOAL, STEP, Cycle
from tests.todoist.faults import Fault
from tests.todoist.wire import Refused, Reply, Request, Row

LOST = {
    "closed before": faults.lost(done=False),
    "closed after": faults.lost(done=True),
    "reset before": faults.lost(done=False, reset=True),
    "reset after": faults.lost(done=True, reset=True),
    "hangs before": faults.hang(99, done=False),
    "hangs after": faults.hang(99),
    "half a body": faults.half,
    "half a JSON": faults.cut_json,
    "HTML before": faults.html(done=False),
    "HTML after": faults.html(done=True),
    "500 before": faults.server_error(done=False),
    "504 after": faults.server_error(done=True, status=504),
}
LACKING = {
    name: faults.without(*name.split("."))
    for name in ("sync_status", "temp_id_mapping", "items", "sync_token", "projects", "sections", "full_sync")
}
LACKING |= {
    f"items.{name}": faults.without("items", name) for name in ("content", "description", "due", "checked")
}


def one_for_each(cycle: Cycle) -> dict[str, str]:
    """Titles and days by item, after checking that there is one task for each."""
    found: dict[str, str] = {}
    for row in cycle.todoist.person.tasks():
        item = row["description"].rpartition("planner: ")[2].partition(" in ")[0]
        assert item not in found
        found[item] = f"{row['content']} {row['due']} {row['checked']} {row['section_id']} {row['parent_id']}"
    return found


def settled(cycle: Cycle) -> dict[str, str]:
    """What is there after two syncs without faults; the second one has nothing to do."""
    cycle.todoist.fake.calm()
    assert cycle.sync().state is TargetState.OK
    report = cycle.sync()
    assert (report.state, report.operations) == (TargetState.OK, ())
    own = [
        row for row in cycle.todoist.fake.account.tables.active("projects") if not row.get("inbox_project")
    ]
    assert len(own) == 1
    names = [row["name"] for row in cycle.todoist.fake.account.tables.active("sections")]
    assert len(names) == len(set(names))
    return one_for_each(cycle)


def wanted(cycle: Cycle) -> int:
    return len(one_for_each(cycle))


@pytest.mark.parametrize("remembers", ["uuids", "nothing"])
@pytest.mark.parametrize("fault", (LOST | LACKING).values(), ids=LOST | LACKING)
def test_a_lost_answer_to_the_first_batch_makes_nothing_twice(
    cycle: Cycle, fault: Fault, remembers: str
) -> None:
    cycle.todoist.fake.arm("sync.write", fault)
    if remembers == "nothing":
        cycle.todoist.between["sync.write"] = [lambda: None, cycle.todoist.fake.account.forget_uuids]
    report = cycle.sync()
    assert report.state in {TargetState.OK, TargetState.PARTLY}
    assert len(settled(cycle)) == 33


@pytest.mark.parametrize("fault", (LOST | LACKING).values(), ids=LOST | LACKING)
def test_a_lost_answer_to_changes_is_settled_by_looking(cycle: Cycle, fault: Fault) -> None:
    cycle.sync()
    cycle.record(Pinned(STEP, cycle.due(STEP) + timedelta(days=60)), Completed(GOAL, date(2027, 2, 1)))
    for name in ("sync.write", "sync.news"):
        cycle.todoist.fake.arm(name, fault)
    cycle.sync()
    there = settled(cycle)
    assert len(there) == 33
    for item in (STEP, "ma-job", "rn-job"):
        assert cycle.due(item).isoformat() in there[item]
    assert cycle.task(GOAL)["checked"] is True
    assert {type(fact).__name__ for fact in cycle.facts()} <= {
        *("Begun", "BaselineSet", "Published", "Pinned", "Completed")
    }
    assert sum(isinstance(fact, Pinned) for fact in cycle.facts()) == 1


@pytest.mark.parametrize("name", ["sync.full", "sync.news"])
@pytest.mark.parametrize("fault", LOST.values(), ids=LOST)
def test_a_read_that_breaks_off_is_asked_once_more(cycle: Cycle, name: str, fault: Fault) -> None:
    cycle.todoist.fake.arm(name, fault)
    assert cycle.sync().state is TargetState.OK
    assert cycle.sync().state is TargetState.OK
    assert len(settled(cycle)) == 33


@pytest.mark.parametrize("half", [1, 3, 20, 34])
def test_a_batch_that_a_server_did_half_is_finished(cycle: Cycle, half: int) -> None:
    def work_half() -> None:
        bans = cycle.todoist.fake.account.bans
        done = iter(range(half))
        bans.append(lambda *_: None if next(done, None) is not None else Refused(503, "X", 0, "No"))

    cycle.todoist.between["sync.write"] = [work_half, cycle.todoist.fake.account.bans.clear]
    cycle.todoist.fake.arm("sync.write", faults.lost(done=True))
    assert cycle.sync().state is TargetState.OK
    assert len(settled(cycle)) == 33


def test_a_command_that_fails_in_a_good_batch_is_that_item_s_alone(cycle: Cycle) -> None:
    cycle.todoist.fake.account.bans.append(faults.ban("item_add", "Month 3"))
    report = cycle.sync()
    assert report.state is TargetState.PARTLY
    assert f"{STEP}/goal-3" in (report.message or "")
    assert wanted(cycle) == 32
    assert cycle.sync().state is TargetState.PARTLY
    assert cycle.todoist.fake.names == ["sync.news"]
    cycle.todoist.fake.account.bans.clear()


def test_an_item_that_no_server_takes_keeps_no_other_away(cycle: Cycle) -> None:
    fake, answer = cycle.todoist.fake, cycle.todoist.fake.answer

    def answering(request: Request) -> Reply:
        if request.name == "sync.write" and b"Month 3 of" in request.body:
            fake.log.append(request)
            return Refused(500, "X", 0, "No").reply
        return answer(request)

    fake.answer = answering  # type: ignore[method-assign]
    assert cycle.sync().state is TargetState.PARTLY
    assert wanted(cycle) == 32
    assert len(fake.log) < 40
    fake.answer = answer  # type: ignore[method-assign]
    assert len(settled(cycle)) == 33


@pytest.mark.parametrize("kind", ["project_add", "section_add"])
def test_a_project_that_can_not_be_made_is_asked_about_and_a_section_is_done_without(
    cycle: Cycle, kind: str
) -> None:
    cycle.todoist.fake.account.bans.append(faults.ban(kind, status=403))
    report = cycle.sync()
    if kind == "project_add":
        assert report.state is TargetState.STOPPED
        assert "project-id" in report.hint
        assert cycle.todoist.person.tasks() == []
    else:
        assert report.state is TargetState.OK
        assert wanted(cycle) == 33
        assert cycle.sync().operations == ()
    cycle.todoist.fake.account.bans.clear()
    assert len(settled(cycle)) == 33


@pytest.mark.parametrize("refuses", [True, False])
def test_a_stale_token_costs_a_list_of_everything_and_loses_nothing(cycle: Cycle, *, refuses: bool) -> None:
    cycle.todoist.fake.account.refuses_old_tokens = refuses
    cycle.sync()
    for number in range(1, 8):
        cycle.record(Completed(f"{STEP}/goal-{number}", date(2027, 2, 1)))
    cycle.sync()
    cycle.todoist.person.tick(cycle.task("ma-job/update-cv")["id"])
    cycle.todoist.fake.account.forget_tokens()
    report = cycle.sync()
    assert report.state is TargetState.OK
    assert report.learned == (Completed("ma-job/update-cv", date(2027, 2, 1)),)
    assert len(settled(cycle)) == 33


def test_a_token_that_goes_stale_between_read_and_write_loses_nothing(cycle: Cycle) -> None:
    cycle.todoist.fake.account.refuses_old_tokens = True
    cycle.sync()
    cycle.record(Pinned(STEP, cycle.due(STEP) + timedelta(days=60)))
    cycle.todoist.between["sync.write"] = [cycle.todoist.fake.account.forget_tokens]
    assert cycle.sync().state is TargetState.OK
    assert cycle.due("ma-job").isoformat() in settled(cycle)["ma-job"]


@pytest.mark.parametrize(
    ("fault", "least", "most"),
    [(faults.too_many(30), 30, 33), (faults.too_many(None), 0.1, 2), (faults.too_many(None, "soon"), 0.1, 2)],
)
@pytest.mark.parametrize("name", ["sync.news", "sync.write"])
def test_it_slows_down_when_it_is_asked_to(
    cycle: Cycle, name: str, fault: Fault, least: float, most: float
) -> None:
    cycle.sync()
    cycle.record(Pinned(STEP, cycle.due(STEP) + timedelta(days=60)))
    cycle.todoist.clock.slept.clear()
    cycle.todoist.fake.arm(name, fault)
    assert cycle.sync().state is TargetState.OK
    assert len(cycle.todoist.clock.slept) == 1
    assert least <= cycle.todoist.clock.slept[0] <= most


def test_a_wait_that_only_the_body_names_is_kept(cycle: Cycle) -> None:
    def fault(work: faults.Work) -> Reply:
        return replace(faults.too_many(40)(work), headers={})

    cycle.todoist.fake.arm("sync", fault)
    assert cycle.sync().state is TargetState.OK
    assert 40 <= cycle.todoist.clock.slept[0] <= 44


def test_a_long_wait_is_a_rest_and_no_sleep(cycle: Cycle) -> None:
    cycle.todoist.fake.arm("sync", faults.too_many(10**9), faults.FOREVER)
    assert cycle.sync().state is TargetState.RESTING
    assert (len(cycle.todoist.fake.log), cycle.todoist.clock.slept) == (1, [])


@pytest.mark.parametrize("status", [401, 403])
def test_a_refused_token_is_asked_about_once(cycle: Cycle, status: int) -> None:
    cycle.sync()
    cycle.todoist.fake.arm("*", faults.refuse(status), faults.FOREVER)
    report = cycle.sync()
    assert report.state is TargetState.SIGN_IN
    assert "planner auth todoist" in report.hint
    assert len(cycle.todoist.fake.log) == 1


def test_a_retired_api_is_said_and_no_token_is_blamed(cycle: Cycle) -> None:
    cycle.todoist.fake.arm("*", faults.refuse(410), faults.FOREVER)
    report = cycle.sync()
    assert report.state is TargetState.FAILED
    assert "retired" in (report.message or "")
    assert len(cycle.todoist.fake.log) == 1


def test_a_server_error_for_ever_opens_the_breaker_after_five(cycle: Cycle) -> None:
    cycle.sync()
    cycle.todoist.fake.arm("*", faults.server_error(done=False), faults.FOREVER)
    assert cycle.sync().state is TargetState.RESTING
    assert len(cycle.todoist.fake.log) == 5


@pytest.mark.parametrize(
    "field", ["content", "description", "due", "checked", "project_id", "section_id", "parent_id", "priority"]
)
@pytest.mark.parametrize("stale", [False, True])
def test_an_object_that_can_not_be_understood_is_named_and_changes_nothing(
    cycle: Cycle, field: str, *, stale: bool
) -> None:
    cycle.sync()
    task, goal = cycle.task("ma-job")["id"], cycle.task(GOAL)["id"]
    cycle.todoist.person.retitle(task, "Mine")
    cycle.todoist.person.tick(goal)

    def change(value: Row) -> None:
        for row in value["items"]:
            if row["id"] == task:
                del row[field]

    if stale:
        cycle.todoist.fake.account.forget_tokens()
    cycle.todoist.fake.arm("sync", faults.altered(change), 2)
    report = cycle.sync()
    assert report.learned == (Completed(GOAL, date(2027, 2, 1)),)
    assert task in (report.message or "") or stale
    cycle.todoist.fake.calm()
    told = report.operations + cycle.sync().operations
    kept = [one.item_id for one in told if one.op is Op.KEEP]
    assert kept == ["ma-job"]
    there = settled(cycle)
    assert there["ma-job"].startswith("Mine ")
    assert len(there) == 33


def test_what_a_person_does_between_read_and_write_is_taken_in(cycle: Cycle) -> None:
    cycle.sync()
    person = cycle.todoist.person
    tasks = {name: cycle.task(name)["id"] for name in ("ma-job", "nclex", "rn-job", "adn", GOAL)}

    def act() -> None:
        person.retitle(tasks["ma-job"], "Mine")
        person.describe(tasks["nclex"], "My words")
        person.tick(tasks[GOAL])
        person.move(tasks["rn-job"], project_id=cycle.todoist.fake.account.inbox)
        person.delete(tasks["adn"])
        person.add("Ask Anna", parent_id=tasks["ma-job"])

    cycle.record(Pinned(STEP, cycle.due(STEP) + timedelta(days=60)))
    cycle.todoist.between["sync.write"] = [act]
    cycle.sync()
    cycle.sync()
    assert {type(fact).__name__ for fact in cycle.facts()} >= {"Completed", "Dismissed"}
    cycle.record(Pinned(STEP, cycle.due(STEP) + timedelta(days=10)))
    cycle.sync()
    assert person.sees(tasks["ma-job"])["content"] == "Mine"
    assert person.sees(tasks["nclex"])["description"] == "My words"
    assert person.sees(tasks["rn-job"])["project_id"] == cycle.todoist.fake.account.inbox
    assert person.sees(tasks["adn"])["is_deleted"]
    for name in ("ma-job", "nclex", "rn-job"):
        assert person.sees(tasks[name])["due"]["date"] == cycle.due(name).isoformat()
    assert cycle.sync().operations == ()


def test_the_same_field_that_a_person_changed_before_a_second_try_is_theirs(cycle: Cycle) -> None:
    cycle.sync()
    task, day = cycle.task("ma-job")["id"], date(2029, 1, 1)
    cycle.record(Pinned(STEP, cycle.due(STEP) + timedelta(days=60)))
    cycle.todoist.fake.arm("sync.write", faults.lost(done=False))
    cycle.todoist.between["sync.news"] = [lambda: None, lambda: cycle.todoist.person.drag(task, day)]
    report = cycle.sync()
    assert (report.state, report.learned) == (TargetState.OK, (Pinned("ma-job", day),))
    assert cycle.todoist.person.sees(task)["due"]["date"] == str(day)
    assert len(settled(cycle)) == 33


class Killed(BaseException):
    pass


def killed_after_its_batch(cycle: Cycle) -> None:
    """A run that is killed when Todoist has done what it was sent."""
    real = cycle.todoist.carry

    def carry(method: str, address: str, headers: Mapping[str, str], body: bytes | None) -> Answer:
        answer = real(method, address, headers, body)
        if body and b'"commands"' in body:
            raise Killed
        return answer

    cycle.todoist.carry = carry  # type: ignore[method-assign]
    with pytest.raises(Killed):
        cycle.sync()
    cycle.todoist.carry = real  # type: ignore[method-assign]
    cycle.todoist.fake.account.forget_uuids()


def test_a_run_that_was_killed_after_its_first_batch_makes_nothing_twice(cycle: Cycle) -> None:
    killed_after_its_batch(cycle)
    report = cycle.sync()
    assert (report.state, report.count(Op.CREATE)) == (TargetState.OK, 0)
    assert len(settled(cycle)) == 33


def test_a_task_without_its_mark_is_known_by_its_name_after_a_kill(cycle: Cycle) -> None:
    cycle.sync()
    task, goal = cycle.task(STEP)["id"], cycle.task(GOAL)["id"]
    for one in (task, goal):
        cycle.todoist.person.describe(one, "My words")
    cycle.sync()
    cycle.record(Pinned("ma-job", cycle.due("ma-job") + timedelta(days=60)))
    killed_after_its_batch(cycle)
    cycle.todoist.person.tick(goal)
    report = cycle.sync()
    assert (report.state, report.count(Op.CREATE)) == (TargetState.OK, 0)
    assert report.learned == (Completed(GOAL, date(2027, 2, 1)),)
    cycle.record(Pinned(STEP, cycle.due(STEP) + timedelta(days=10)))
    assert cycle.sync().state is TargetState.OK
    assert cycle.todoist.person.sees(task)["due"]["date"] == cycle.due(STEP).isoformat()
    assert cycle.todoist.person.sees(task)["description"] == "My words"
    assert cycle.sync().operations == ()
    assert len(cycle.todoist.person.tasks()) == 33


def test_a_list_that_lags_makes_nothing_twice(cycle: Cycle) -> None:
    cycle.todoist.fake.account.lag()
    cycle.sync()
    cycle.database.unlink()
    report = cycle.sync()
    assert (report.state, report.count(Op.CREATE)) == (TargetState.OK, 0)
    cycle.todoist.fake.account.catch_up()
    assert len(settled(cycle)) == 33


def test_the_token_is_nowhere_but_in_its_file(cycle: Cycle) -> None:
    cycle.sync()
    cycle.todoist.fake.arm("*", faults.refuse(401), faults.FOREVER)
    report = cycle.sync()
    token = cycle.todoist.fake.token
    assert token not in f"{report}{cycle.todoist.open().credentials}{cycle.todoist.open().place}"
    files = [path for path in cycle.todoist.directory.rglob("*") if path.is_file()]
    assert [path.name for path in files if token.encode() in path.read_bytes()] == ["todoist.token"]
