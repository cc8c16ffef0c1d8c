"""What a sync may be trusted with: changes under a run, lists that lie, spellings, rests and refusals."""

from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from unicodedata import normalize

import pytest

from integrations.memory import Memory
from planner.engine.word import with_what_moves
from planner.progress.facts import Dismissed, Fact, Undone
from planner.store.store import open_store
from planner.sync import runner
from planner.sync.operations import Op
from planner.sync.report import Report, TargetReport, TargetState
from tests.unit.sync.world import TODAY, World, noon

HOUR = timedelta(hours=1)


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


def only(report: Report) -> TargetReport:
    (target,) = report.targets
    return target


def told(target: TargetReport, item: str) -> list[tuple[Op, str]]:
    return [(one.op, one.reason) for one in target.operations if one.item_id == item]


# What changes under a run.


def test_a_change_during_the_run_is_taken_in_by_the_same_run_everywhere(world: World) -> None:
    todo, phone = world.memory("todo"), world.memory("phone")
    world.sync()
    world.edit("title: Exam", "title: The exam")
    todo.faults.before_write = partial(todo.drag, "exam", date(2027, 5, 5))
    report = world.sync()
    assert report.exit_code == 0
    assert {memory.items["exam"].due for memory in (todo, phone)} == {date(2027, 5, 5)}
    assert {memory.items["exam"].title for memory in (todo, phone)} == {"The exam"}
    assert [target.undone for target in report.targets] == [frozenset(), frozenset()]
    assert todo.items == phone.items
    world.idle()


def test_a_deletion_during_the_run_stays_a_deletion(world: World) -> None:
    todo = world.memory("todo")
    world.sync()
    world.edit("title: Job", "title: New job")
    todo.faults.before_write = partial(todo.delete, "job")
    assert Dismissed("job", "todo") in only(world.sync()).learned
    assert "job" not in todo.items
    world.idle()


def test_what_changes_again_and_again_is_left_to_the_next_run_and_said(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    todo = world.memory("todo")
    world.sync()
    world.edit("title: Job", "title: New job")
    monkeypatch.setattr(Memory, "_write", lambda *_: False)
    report = world.sync()
    assert (report.exit_code, only(report).count(Op.UPDATE)) == (5, 0)
    assert "changed there meanwhile" in (only(report).message or "")
    monkeypatch.undo()
    assert world.sync().exit_code == 0
    assert todo.items["job"].title == "New job"
    world.idle()


# What a person wrote there outlives the item.


def test_what_holds_words_of_a_person_is_not_deleted_by_a_plan_that_lost_it(world: World) -> None:
    todo = world.memory("todo")
    world.sync()
    todo.retitle("job", "My words")
    world.sync()
    world.edit("  job: {title: Job, after: [exam]}\n", "")
    target = only(world.sync())
    assert [op for op, _ in told(target, "job")] == [Op.KEEP]
    assert todo.items["job"].title == "My words"
    world.idle()


def test_a_decision_deletes_it_all_the_same(world: World) -> None:
    todo = world.memory("todo")
    world.sync()
    todo.retitle("job", "My words")
    world.sync()
    world.edit("title: Job,", "title: Job, sync: false,")
    world.sync()
    assert "job" not in todo.items


def test_the_same_field_changed_on_both_sides_is_theirs_and_told_once(world: World) -> None:
    todo = world.memory("todo")
    world.sync()
    todo.retitle("job", "My words")
    world.edit("title: Job", "title: New job")
    ((op, reason),) = told(only(world.sync()), "job")
    assert (op, "yours stays" in reason) == (Op.KEEP, True)
    assert todo.items["job"].title == "My words"
    world.idle()


# Lists that lie.


@pytest.mark.parametrize("cut", [1, 2])
def test_what_a_list_leaves_out_is_asked_for_by_name(world: World, cut: int) -> None:
    todo = world.memory("todo")
    world.sync()
    before = dict(todo.items)
    todo.trim()
    todo.faults.cut = cut
    for _ in range(2):
        report = only(world.sync())
        assert (report.state, report.learned, report.operations) == (TargetState.OK, (), ())
        todo.trim()
    assert todo.items == before


def test_a_list_that_leaves_out_much_stops_whatever_is_there(world: World) -> None:
    todo = world.memory("todo")
    world.sync()
    todo.trim()
    todo.faults.cut = 5
    assert only(world.sync()).state is TargetState.STOPPED
    todo.faults.cut = 0
    todo.delete("job")
    todo.trim()
    assert only(world.sync()).learned == (Dismissed("job", "todo"),)


def test_a_person_who_lifts_the_guard_deletes_nothing_that_is_there(world: World) -> None:
    todo = world.memory("todo")
    world.sync()
    before = dict(todo.items)
    todo.trim()
    todo.faults.cut = 9
    assert only(world.sync(allow_deletes=99)).learned == ()
    assert todo.items == before


@pytest.mark.parametrize("lost", range(1, 9))
@pytest.mark.parametrize("cut", [1, 2])
def test_a_list_that_leaves_out_what_a_broken_run_wrote_teaches_nothing(
    world: World, lost: int, cut: int
) -> None:
    todo = world.memory("todo")
    world.sync()
    world.edit("takes: 2 months", "takes: 3 months")
    todo.faults.lose_reply = lost
    world.sync()
    todo.trim()
    todo.faults.cut = cut
    assert only(world.sync()).learned == ()


def test_what_a_broken_run_made_and_a_list_leaves_out_is_found_again(world: World) -> None:
    todo = world.memory("todo")
    todo.faults.lose_reply = 3
    world.sync()
    made = next(iter(todo.items))
    todo.retitle(made, "My words")
    todo.trim()
    todo.faults.cut = 1
    for _ in range(3):
        world.sync()
        todo.faults.cut = 0
    assert todo.items[made].title == "My words"
    assert only(world.sync()).state is TargetState.OK
    world.idle()


@pytest.mark.parametrize("lost", [1, 2, 5])
def test_what_a_broken_run_made_is_found_though_the_plan_has_lost_it_and_a_list_leaves_it_out(
    world: World, lost: int
) -> None:
    todo = world.memory("todo")
    todo.faults.lose_reply = lost
    world.sync()
    assert len(todo.items) == lost
    world.edit("  walk: {title: Walk, every: 4 weeks, from: 2027-01-04, to: 2027-03-31}\n", "")
    todo.trim()
    todo.faults.cut = lost
    world.sync(allow_deletes=99)
    todo.faults.cut = 0
    world.sync(allow_deletes=99)
    assert todo.items.keys() == world.base("todo").keys()
    assert not any(item.startswith("walk") for item in todo.items)
    world.idle()


# Spellings.

SPELLINGS = {
    "trimmed": str.strip,
    "one space": lambda text: " ".join(text.split()),
    "decomposed": lambda text: normalize("NFD", text),
    "escaped": lambda text: text.replace("_", "\\_").replace("*", "\\*"),
    "line ends": lambda text: text.replace("\n", "\r\n"),
}


@pytest.mark.parametrize("spelling", SPELLINGS.values(), ids=SPELLINGS)
def test_a_server_that_spells_texts_its_own_way_is_not_an_editor(world: World, spelling: object) -> None:
    todo = world.memory("todo")
    assert callable(spelling)
    todo.faults.spelling = spelling
    world.edit("title: Exam", "title: 'Prüfung *A_1*  of '")
    world.sync()
    for _ in range(30):
        world.idle()
    todo.drag("exam", date(2027, 5, 5))
    world.sync()
    assert world.base("todo")["exam"].theirs == ()
    todo.retitle("job", "My words")
    world.sync()
    assert {item: known.theirs for item, known in world.base("todo").items() if known.theirs} == {
        "job": ("title",)
    }
    world.idle()


@pytest.mark.parametrize("spelling", ["trimmed", "one space", "decomposed", "line ends"])
def test_nor_is_it_after_a_reply_that_was_lost(world: World, spelling: str) -> None:
    todo = world.memory("todo")
    todo.faults.spelling = SPELLINGS[spelling]
    world.edit("title: Exam", "title: 'Prüfung  of '")
    todo.faults.lose_reply = 12
    world.sync()
    world.sync()
    assert [known.theirs for known in world.base("todo").values()] == [()] * len(todo.items)
    world.idle()


# What a person sees while they wait.


def test_a_person_who_waits_is_told_how_far_it_is(world: World) -> None:
    world.memory("todo")
    told: list[tuple[str, int, int]] = []
    order = replace(world.order(), watch=lambda *step: told.append(step))
    with open_store(world.path, noon) as store:
        runner.sync(order, world.targets(), store)
    total = len(world.memory("todo").items)
    assert told == [("todo", 0, 0), *(("todo", number, total) for number in range(1, total + 1))]


# Taking it back.


def test_undo_brings_back_what_the_remotes_had(world: World) -> None:
    todo, phone = world.memory("todo"), world.memory("phone")
    world.sync()
    before = {name: dict(memory.items) for name, memory in (("todo", todo), ("phone", phone))}
    todo.drag("exam", date(2027, 5, 5))
    phone.delete("job")
    todo.tick("course/goal-1")
    world.sync()
    assert todo.items != before["todo"]
    with open_store(world.path, noon) as store:
        changes = {entry.change for entry in store.entries() if entry.source in {"todo", "phone"}}
        plan = world.order().plan_schedule
        for change in sorted(changes, reverse=True):
            undone: tuple[Fact, ...] = (Undone(change),)
            told = with_what_moves(lambda p: plan(p, TODAY), store.entries(), undone, noon(), TODAY)
            store.append(told, "command")
    world.sync()
    assert {"todo": todo.items, "phone": phone.items} == before
    assert world.progress.pinned == {}
    world.idle()
