"""A run over real stores: what is sent, what is learnt, what stops it, and that it says so."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from integrations.memory import Memory
from planner.errors import SignInNeeded, StoreDamaged
from planner.progress.facts import BaselineSet, Begun, Completed, Dismissed, Fact, Pinned, Published
from planner.store.snapshot import read_store
from planner.store.store import open_store
from planner.sync import runner
from planner.sync.operations import Op
from planner.sync.project import Show
from planner.sync.report import Report, TargetReport, TargetState
from planner.sync.values import Act, Intent, Observation, Outcome, href
from tests.unit.sync.world import ITEMS, TEXT, TODAY, World, noon

MATERIAL = frozenset({Show.STEPS, Show.GOALS, Show.TASKS})


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


def facts(world: World) -> list[Fact]:
    with read_store(world.path) as snapshot:
        found = [entry.fact for entry in snapshot.entries()]
    return [fact for fact in found if not isinstance(fact, BaselineSet | Begun | Published)]


def only(report: Report) -> TargetReport:
    (target,) = report.targets
    return target


def test_the_first_sync_creates_each_item_once_and_fixes_the_baseline(world: World) -> None:
    todo, calendar = world.memory("todo"), world.ics("calendar")
    report = world.sync()
    assert set(todo.items) == ITEMS | {"walk"}
    assert calendar.read_bytes().count(b"BEGIN:VEVENT") == 7
    assert report.exit_code == 0
    assert [target.count(Op.CREATE) for target in report.targets] == [12, 7]
    assert world.progress.baseline_on == TODAY
    assert world.progress.baseline["job"] == todo.items["job"].due


def test_a_plan_without_a_start_begins_with_the_first_sync(world: World) -> None:
    world.edit("start: 2027-01-04\n", "")
    world.memory("todo")
    world.sync()
    assert world.progress.begun == TODAY
    world.today += timedelta(days=3)
    world.sync()
    assert world.progress.begun == TODAY


def test_thirty_idle_cycles_write_nothing(world: World) -> None:
    world.memory("todo")
    calendar = world.ics("calendar")
    world.sync()
    before = calendar.stat().st_mtime_ns
    for _ in range(30):
        world.idle()
    assert calendar.stat().st_mtime_ns == before


def test_a_changed_plan_changes_what_it_must_and_nothing_else(world: World) -> None:
    todo = world.memory("todo")
    world.sync()
    world.edit("title: Job", "title: New job")
    target = only(world.sync())
    assert [(one.op, one.item_id, one.reason) for one in target.operations] == [
        (Op.UPDATE, "job", "retitled")
    ]
    assert todo.items["job"].title == "New job"
    world.idle()


def test_a_tick_in_one_place_moves_everything_everywhere_in_the_same_run(world: World) -> None:
    todo, phone = world.memory("todo"), world.memory("phone")
    world.sync()
    world.today = date(2027, 3, 31)
    todo.tick("course")
    todo.tick("exam/register")
    report = world.sync()
    assert [target.name for target in report.targets if target.learned] == ["todo"]
    assert set(world.progress.done) == {"course", "exam/register"}
    assert phone.items["course"].done
    assert phone.items["course/goal-2"].done
    assert {name: item.due for name, item in todo.items.items()} == {
        name: item.due for name, item in phone.items.items()
    }
    world.idle()


def test_a_dragged_item_stays_and_its_followers_move(world: World) -> None:
    todo = world.memory("todo")
    world.sync()
    todo.drag("exam", date(2027, 5, 5))
    target = only(world.sync())
    assert target.learned == (Pinned("exam", date(2027, 5, 5)),)
    assert "5 May 2027" in target.texts["exam"]
    assert todo.items["exam"].due == date(2027, 5, 5)
    assert todo.items["job"].due >= date(2027, 5, 5)
    world.idle()


def test_a_deleted_item_stays_away_from_there_only(world: World) -> None:
    todo, phone = world.memory("todo"), world.memory("phone")
    world.sync()
    todo.delete("exam")
    world.sync()
    world.edit("title: Exam", "title: Finals")
    world.sync()
    assert facts(world) == [Dismissed("exam", "todo")]
    assert "exam" not in todo.items
    assert phone.items["exam"].title == "Finals"
    world.idle()


def test_what_a_person_deleted_and_brought_back_is_kept_up_to_date_again(world: World) -> None:
    todo = world.memory("todo")
    world.sync()
    back = world.base("todo")["job"]
    todo.delete("job")
    world.sync()
    list(todo.push([Intent(Act.CREATE, "job", back.href, back)]))
    world.edit("title: Job", "title: New job")
    world.sync()
    assert todo.items["job"].title == "New job"


def test_a_title_that_a_person_gave_stays_theirs_and_is_told_once(world: World) -> None:
    todo = world.memory("todo")
    world.sync()
    todo.retitle("exam", "The big one")
    target = only(world.sync())
    assert [(one.op, one.item_id) for one in target.operations] == [(Op.KEEP, "exam")]
    world.edit("title: Exam, effort: 14h", "title: Finals, effort: 21h")
    assert only(world.sync()).count(Op.UPDATE) > 0
    assert todo.items["exam"].title == "The big one"
    assert todo.items["exam"].due == world.sync().schedule.steps["exam"].due
    world.idle()


def test_foreign_objects_are_not_touched_though_they_look_like_ours(world: World) -> None:
    todo = world.memory("todo")
    world.sync()
    todo.add_foreign("theirs", replace(todo.items["job"], title="Job"))
    before = todo.foreign
    world.edit("title: Job", "title: New job")
    world.sync()
    assert todo.foreign == before


def test_one_failing_target_never_stops_the_others(world: World) -> None:
    class Broken(Memory):
        def pull(self, cursor: str | None) -> Observation:
            raise RuntimeError(f"no news since {cursor}")

    world.remotes["broken"] = Broken()
    todo = world.memory("todo")
    report = world.sync()
    assert [target.state for target in report.targets] == [TargetState.FAILED, TargetState.OK]
    assert report.targets[0].message == "RuntimeError in the target's own code"
    assert set(todo.items) == ITEMS | {"walk"}
    assert report.exit_code == 5


def test_a_failing_store_ends_the_run_before_anything_is_sent(world: World) -> None:
    todo, phone = world.memory("todo"), world.memory("phone")

    class Full:
        def __init__(self, store: object) -> None:
            self._store = store

        def __getattr__(self, name: str) -> object:
            if name == "propose":
                raise StoreDamaged("no space left")
            return getattr(self._store, name)

    with open_store(world.path, noon) as store, pytest.raises(StoreDamaged):
        runner.sync(world.order(), world.targets(), Full(store))  # type: ignore[arg-type] # a ledger by delegation
    assert (todo.items, phone.items) == ({}, {})


def test_an_item_that_is_refused_loses_no_other_and_is_tried_again_once_it_changed(world: World) -> None:
    todo = world.memory("todo")
    todo.faults.refuse["exam"] = "the title is too long"
    for _ in range(2):
        report = world.sync()
        assert (only(report).state, report.exit_code) == (TargetState.PARTLY, 5)
        assert only(report).message == "1 item failed; exam: the title is too long"
        assert set(todo.items) == {*ITEMS, "walk"} - {"exam"}
    assert only(report).operations == ()
    assert not {"propose", "settle", "record"} & set(world.calls)
    assert only(world.dry_run()).state is TargetState.PARTLY
    todo.faults.refuse.clear()
    world.sync()
    assert "exam" not in todo.items
    world.edit("title: Exam", "title: Finals")
    assert world.sync().exit_code == 0
    assert todo.items["exam"].title == "Finals"
    world.idle()


def test_what_was_refused_is_listed_and_not_counted(world: World) -> None:
    todo = world.memory("todo")
    todo.faults.refuse["exam"] = "no"
    target = only(world.sync())
    assert (len(target.operations), target.count(Op.CREATE)) == (12, 11)


def test_after_a_lost_reply_only_what_was_answered_counts_and_nothing_is_made_twice(world: World) -> None:
    todo = world.memory("todo")
    todo.faults.lose_reply = 5
    report = world.sync()
    assert (report.exit_code, only(report).count(Op.CREATE), len(todo.items)) == (1, 4, 5)
    assert len(world.base("todo")) == 4
    todo.tick(next(name for name in todo.items if name not in world.base("todo")))
    assert world.sync().exit_code == 0
    assert set(todo.items) == ITEMS | {"walk"}
    assert len(world.progress.done) == 1
    world.idle()


def test_an_answer_that_never_came_is_not_taken_for_done(world: World) -> None:
    class Terse(Memory):
        def push(self, intents: Sequence[Intent]) -> Iterator[Outcome]:
            yield from list(super().push(intents))[:-1]

    todo = Terse()
    world.remotes["todo"] = todo
    report = world.sync()
    assert (only(report).state, only(report).count(Op.CREATE)) == (TargetState.PARTLY, 11)
    assert len(world.intents("todo")) == 1
    assert only(world.sync()).state is TargetState.OK


def test_an_incomplete_listing_stops_before_anything_is_learnt(world: World) -> None:
    todo, phone = world.memory("todo"), world.memory("phone")
    world.sync()
    todo.trim()
    todo.faults.incomplete = True
    phone.tick("exam/register")
    report = world.sync()
    assert [target.state for target in report.targets] == [TargetState.STOPPED, TargetState.OK]
    assert report.exit_code == 6
    assert facts(world) == [Completed("exam/register", TODAY)]
    assert len(todo.items) == 12
    todo.faults.incomplete = False
    assert world.sync().exit_code == 0
    assert todo.items["exam/register"].done


def test_an_emptied_target_stops_until_a_person_names_the_number(world: World) -> None:
    todo = world.memory("todo")
    world.show = frozenset({Show.GOALS})
    world.sync()
    assert len(todo.items) == 2
    for name in list(todo.items):
        todo.delete(name)
    stopped = world.sync()
    assert (stopped.exit_code, only(stopped).learned, todo.items) == (6, (), {})
    assert "--allow-deletes 2" in only(stopped).hint
    report = world.sync(allow_deletes=2)
    assert (report.exit_code, len(only(report).learned)) == (0, 2)
    world.idle()


def test_a_plan_that_lost_its_steps_deletes_nothing_and_lists_what_it_would(world: World) -> None:
    todo = world.memory("todo")
    world.show = MATERIAL
    world.sync()
    world.write(TEXT.split("  course:")[0] + "  job: {title: Job}\n")
    for report in (world.dry_run(), world.sync()):
        target = only(report)
        assert (target.state, report.exit_code) == (TargetState.STOPPED, 6)
        assert len([one for one in target.operations if one.op is Op.DELETE]) == 7
        assert [target.count(op) for op in (Op.CREATE, Op.UPDATE, Op.DELETE)] == [0, 0, 0]
    assert len(todo.items) == 8
    assert only(world.sync(allow_deletes=7)).count(Op.DELETE) == 7
    assert set(todo.items) == {"job"}


def test_a_decision_needs_no_number(world: World) -> None:
    todo = world.memory("todo")
    world.sync()
    world.edit("title: Walk,", "title: Walk, sync: false,")
    assert world.sync().exit_code == 0
    assert not [name for name in todo.items if name.startswith("walk")]


def test_a_dry_run_changes_nothing_and_a_real_one_does_exactly_what_it_showed(world: World) -> None:
    todo, phone = world.memory("todo"), world.memory("phone")
    calendar = world.ics("calendar")
    first = world.dry_run()
    assert (todo.writes, calendar.exists(), world.path.exists()) == (0, False, False)
    assert replace(world.sync(), dry_run=True) == first
    todo.tick("exam/register")
    phone.drag("job", date(2027, 9, 1))
    phone.retitle("exam", "The big one")
    phone.delete("course/goal-1")
    world.edit("title: Course", "title: Long course")
    before = (world.recorded(), world.writes(), calendar.read_bytes())
    shown = world.dry_run()
    assert (world.recorded(), world.writes(), calendar.read_bytes()) == before
    assert replace(world.sync(), dry_run=True) == shown
    world.idle()


def test_a_target_that_was_pointed_elsewhere_starts_there_anew(world: World) -> None:
    old = world.memory("todo")
    world.sync()
    new = Memory("elsewhere")
    world.remotes["todo"] = new
    assert world.sync().exit_code == 0
    assert (new.items, len(old.items), facts(world)) == (old.items, 12, [])


def test_a_lost_database_adopts_what_is_there_and_keeps_the_ticks(world: World) -> None:
    todo = world.memory("todo")
    world.sync()
    todo.tick("exam/register")
    world.path.unlink()
    target = only(world.sync())
    assert [target.count(op) for op in (Op.ADOPT, Op.CREATE, Op.DELETE)] == [12, 0, 0]
    assert facts(world) == [Completed("exam/register", TODAY)]
    world.idle()


def test_every_name_at_a_target_is_the_one_for_ever(world: World) -> None:
    todo = world.memory("todo")
    world.sync()
    assert {found.href for found in todo.pull(None).present} == {href("path", name) for name in todo.items}


def test_what_to_act_on_first_decides_the_exit_code(world: World) -> None:
    schedule = World(world.directory).dry_run().schedule

    def code(*states: TargetState) -> int:
        reports = tuple(TargetReport(str(number), state) for number, state in enumerate(states))
        return Report(TODAY, False, schedule, reports).exit_code  # noqa: FBT003 - a report's own order

    ok, failed, stopped = TargetState.OK, TargetState.FAILED, TargetState.STOPPED
    assert [code(), code(ok), code(failed), code(failed, failed)] == [0, 0, 1, 1]
    assert [code(ok, failed), code(TargetState.PARTLY), code(TargetState.RESTING)] == [5, 5, 5]
    assert [code(ok, stopped), code(failed, stopped), code(stopped, TargetState.SIGN_IN)] == [6, 6, 4]


def test_how_a_target_fared_is_kept_until_it_fares_well(world: World) -> None:
    class Locked(Memory):
        locked = True

        def pull(self, cursor: str | None) -> Observation:
            if self.locked:
                raise SignInNeeded("todo: the token was refused", "planner auth todo")
            return super().pull(cursor)

    todo = Locked()
    world.remotes["todo"] = todo
    assert world.sync().exit_code == 4
    with read_store(world.path) as snapshot:
        assert (snapshot.remote("todo").state, snapshot.remote("todo").message) == (
            "sign-in",
            "the token was refused",
        )
    todo.locked = False
    assert world.sync().exit_code == 0
    with read_store(world.path) as snapshot:
        assert (snapshot.remote("todo").state, snapshot.remote("todo").message) == ("ok", "")
