"""Runs under a clock that goes on, goes back and jumps: dates move by it only when it is believed."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from integrations.memory import Memory
from planner.errors import SignInNeeded
from planner.progress.facts import Completed, Fact, Published
from planner.store.snapshot import read_store
from planner.sync.clock import Doubt
from planner.sync.operations import Op
from planner.sync.report import Report
from planner.sync.values import Observation
from tests.unit.sync.world import WRITING, World

START = datetime(2027, 3, 20, 12, tzinfo=UTC)
"""The course was due on 3 March: it is held open from day to day, and overdue the day after."""
DAY = timedelta(days=1)
WRONG = {"back": START - 2 * DAY, "ahead": START + 31 * DAY, "far ahead": START + 1200 * DAY}


@pytest.fixture
def world(tmp_path: Path) -> World:
    """Synced, under a clock that is right."""
    made = World(tmp_path, clock_says=START)
    made.memory("todo")
    made.ics("calendar")
    assert made.sync().doubt is None
    return made


def at(world: World, moment: datetime) -> Report:
    world.clock_says = moment
    return world.sync()


def accepted(world: World, moment: datetime) -> Report:
    world.clock_says = moment
    return world.run(replace(world.order(), accept_clock=True))


def moved(report: Report) -> dict[str, int]:
    """How often each item was changed, at the target where that was most."""
    counts = [[one.item_id for one in target.operations if one.op is Op.UPDATE] for target in report.targets]
    return {item: max(ids.count(item) for ids in counts) for ids in counts for item in ids}


def there(world: World) -> object:
    return world.memory("todo").items, (world.directory / "calendar.ics").read_bytes()


def facts(world: World) -> list[Fact]:
    with read_store(world.path) as snapshot:
        return [entry.fact for entry in snapshot.entries()]


def times(world: World) -> Counter[str]:
    """How often each item moved because its day had passed."""
    return Counter(name for fact in facts(world) if isinstance(fact, Published) for name in fact.overdue)


def test_three_days_asleep_are_one_catch_up(world: World, tmp_path: Path) -> None:
    report = at(world, START + 3 * DAY)
    assert report.exit_code == 0
    assert "course" in moved(report)
    assert set(moved(report).values()) == {1}
    for hours in range(1, 12):
        again = at(world, START + 3 * DAY + timedelta(hours=hours))
        assert [target.operations for target in again.targets] == [(), ()]
    (tmp_path / "awake").mkdir()
    awake = World(tmp_path / "awake", clock_says=START)
    awake.memory("todo")
    for days in range(4):
        at(awake, START + days * DAY)
    assert [times(one)["course"] for one in (world, awake)] == [1, 1]


def test_the_clock_is_kept_once_a_day_and_an_idle_sync_commits_nothing(world: World) -> None:
    assert world.seen() == (START.date(), START)
    world.idle()
    at(world, START + timedelta(hours=3))
    assert not WRITING & set(world.calls)
    at(world, START + DAY)
    assert world.calls.count("see") == 1
    assert world.seen() == ((START + DAY).date(), START + DAY)
    world.idle()


@pytest.mark.parametrize("wrong", WRONG)
def test_a_clock_that_is_wrong_moves_nothing_and_says_so(world: World, wrong: str) -> None:
    before, recorded = there(world), world.recorded()
    for _ in range(3):
        report = at(world, WRONG[wrong])
        assert report.doubt == Doubt(WRONG[wrong].date(), START.date())
        assert (report.today, report.schedule.today, report.exit_code) == (START.date(), START.date(), 6)
        assert [target.operations for target in report.targets] == [(), ()]
        assert not WRITING & set(world.calls)
    assert (there(world), world.recorded()) == (before, recorded)
    right = at(world, START + timedelta(hours=5))
    assert (right.doubt, right.exit_code) == (None, 0)
    assert there(world) == before


def test_thirty_days_are_a_holiday_and_thirty_one_a_question(world: World) -> None:
    assert at(world, START + 30 * DAY).doubt is None
    assert at(world, START + 61 * DAY).doubt is not None


@pytest.mark.parametrize("wrong", WRONG)
def test_what_a_person_did_elsewhere_counts_as_of_the_last_day(world: World, wrong: str) -> None:
    world.memory("todo").tick("course")
    world.memory("todo").drag("job", date(2027, 9, 1))
    report = at(world, WRONG[wrong])
    assert report.exit_code == 6
    assert Completed("course", START.date()) in facts(world)
    assert world.memory("todo").items["job"].due == date(2027, 9, 1)
    assert b"20270901" in (world.directory / "calendar.ics").read_bytes()
    assert at(world, WRONG[wrong]).targets[0].operations == ()


def test_a_gate_that_has_not_been_waited_for_does_not_fill(world: World) -> None:
    world.edit("takes: 2 months, goals: monthly", "experience: 4 months")
    at(world, START)
    assert not world.memory("todo").items["course"].done
    at(world, START + 400 * DAY)
    assert not world.memory("todo").items["course"].done
    accepted(world, START + 400 * DAY)
    assert world.memory("todo").items["course"].done


@pytest.mark.parametrize("wrong", WRONG)
def test_once_a_person_accepts_it_there_is_one_catch_up(world: World, wrong: str) -> None:
    at(world, WRONG[wrong])
    report = accepted(world, WRONG[wrong])
    assert (report.doubt, report.exit_code, report.today) == (None, 0, WRONG[wrong].date())
    assert moved(report) == {} if wrong == "back" else {"course": 1}.items() <= moved(report).items()
    assert set(moved(report).values()) <= {1}
    assert world.seen() == (WRONG[wrong].date(), WRONG[wrong])
    assert at(world, WRONG[wrong]).doubt is None
    world.idle()


@pytest.mark.parametrize("wrong", WRONG)
def test_a_service_confirms_it(world: World, wrong: str) -> None:
    world.memory("todo").time = WRONG[wrong] + timedelta(minutes=3)
    report = at(world, WRONG[wrong])
    assert (report.doubt, report.today) == (None, WRONG[wrong].date())
    assert ("course" in moved(report)) == (wrong != "back")
    assert world.seen() == (WRONG[wrong].date(), WRONG[wrong])


@pytest.mark.parametrize("wrong", WRONG)
def test_one_service_of_two_is_enough_whichever_comes_first(world: World, wrong: str) -> None:
    phone = world.memory("phone")
    at(world, START)
    phone.time = WRONG[wrong]
    world.memory("todo").time = START + DAY
    report = at(world, WRONG[wrong])
    assert report.doubt is None
    assert {memory.items["course"].due for memory in (phone, world.memory("todo"))} == {
        report.schedule.steps["course"].published_due
    }


@pytest.mark.parametrize("wrong", WRONG)
def test_a_service_that_has_another_time_is_named(world: World, wrong: str) -> None:
    before = there(world)
    world.memory("todo").time = START + DAY
    report = at(world, WRONG[wrong])
    assert report.doubt == Doubt(WRONG[wrong].date(), START.date(), (("todo", (START + DAY).date()),))
    assert there(world) == before


def test_a_time_without_a_zone_is_that_targets_own_trouble_at_most(world: World) -> None:
    world.memory("todo").time = datetime(2027, 3, 20, 12)  # noqa: DTZ001 - what a stranger's target may say
    report = at(world, START + 40 * DAY)
    assert report.doubt is not None
    assert report.targets[1].name == "calendar"


def test_a_target_that_fails_confirms_nothing(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(memory: Memory, cursor: str | None) -> Observation:
        raise SignInNeeded(f"{memory.place}: no news since {cursor}")

    world.memory("todo").time = START + 40 * DAY
    monkeypatch.setattr(Memory, "pull", refused)
    report = at(world, START + 40 * DAY)
    assert report.doubt is not None
    assert report.exit_code == 4, "signing in comes first"


def test_a_day_that_a_person_names_needs_no_clock_and_leaves_none(world: World) -> None:
    before = world.seen()
    world.clock_says = None
    for day in (START.date() + 99 * DAY, START.date() - 99 * DAY):
        world.today = day
        report = world.sync()
        assert (report.doubt, report.exit_code, report.today) == (None, 0, day)
    assert world.seen() == before
    assert at(world, START + timedelta(hours=1)).doubt is None


@pytest.mark.parametrize("wrong", WRONG)
def test_a_dry_run_shows_what_the_run_does_and_keeps_nothing(world: World, wrong: str) -> None:
    world.memory("todo").tick("course")
    for told in (None, WRONG[wrong]):
        world.memory("todo").time = told
        recorded, before = world.recorded(), there(world)
        world.clock_says = WRONG[wrong]
        shown = world.dry_run()
        assert (world.recorded(), there(world)) == (recorded, before)
        done = world.sync()
        assert (shown.doubt, shown.today) == (done.doubt, done.today)
        assert [one.operations for one in shown.targets] == [one.operations for one in done.targets]


def test_a_second_look_in_the_same_run_is_at_the_same_day(world: World) -> None:
    todo = world.memory("todo")
    world.edit("title: Exam", "title: The exam")
    todo.faults.before_write = lambda: todo.drag("exam", date(2027, 9, 5))
    report = at(world, START + 40 * DAY)
    assert report.doubt == Doubt((START + 40 * DAY).date(), START.date())
    assert report.today == START.date()
    assert todo.items["exam"].due == date(2027, 9, 5)


def test_the_first_sync_believes_the_clock_that_there_is(tmp_path: Path) -> None:
    world = World(tmp_path, clock_says=START)
    world.memory("todo").time = START + 99 * DAY
    assert world.sync().doubt is None
    assert world.seen() == (START.date(), START)


def test_a_flight_westward_is_no_reason_to_go_back(world: World) -> None:
    order = world.order()
    later = replace(order, today=START.date() - DAY, now=lambda: START + timedelta(hours=2))
    report = world.run(later)
    assert (report.doubt, report.today, report.exit_code) == (None, START.date(), 0)
    assert not WRITING & set(world.calls)
