"""What calendars are told keeps its rules, whatever the plan, the facts and the days."""

import os
from dataclasses import replace
from datetime import date, timedelta

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from planner.engine.publish import Shift, between, by_itself, published, pulled, untold
from planner.engine.schedule import schedule
from planner.engine.values import ConflictCode, ItemKind, Schedule, Scheduled, Shape, State
from planner.engine.word import by_word
from planner.plan.identity import step_of
from planner.plan.model import Every, OnDay, Plan
from planner.progress.facts import (
    Completed,
    Dropped,
    Fact,
    Paused,
    Pinned,
    Slipped,
    Started,
    TrackChosen,
    Undone,
)
from planner.progress.fold import news
from planner.progress.values import Progress, Slip
from tests.checker.facts import Situation, situations
from tests.unit.engine.person import Person

often = settings(
    max_examples=int(os.environ.get("PLANNER_EXAMPLES", "60")),
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)
waits = st.lists(st.integers(1, 60), min_size=1, max_size=4)
WEEK = timedelta(days=7)


class Life:
    """A plan that was published on its first day, when nothing had happened yet, and is again on others."""

    def __init__(self, situation: Situation) -> None:
        self.plan, self.holidays, self.today = situation.plan, situation.holidays, situation.today
        self.progress = Progress()
        first = min(self.plan.start or self.today, self.today)
        self.tell(first, by_itself(schedule(self.plan, self.progress, first, holidays=self.holidays)))
        self.progress = replace(situation.progress, told=self.progress.told)

    def plan_with(self, progress: Progress) -> Schedule:
        return schedule(self.plan, progress, self.today, holidays=self.holidays)

    def tell(self, day: date, shifts: tuple[Shift, ...]) -> None:
        fact = published(day, shifts)
        if fact is not None:
            told = self.progress.told
            self.progress = replace(self.progress, told={**told, **news(told, fact)})

    def publish(self) -> tuple[Schedule, tuple[Shift, ...]]:
        found = self.plan_with(self.progress)
        shifts = by_itself(found)
        self.tell(self.today, shifts)
        return found, shifts


def _is_fixed(plan: Plan, item: Scheduled) -> bool:
    """Whether its day isn't planner's to choose, by the plan's own words and the facts."""
    if item.kind not in {ItemKind.STEP, ItemKind.GOAL, ItemKind.TASK} or item.pinned:
        return True
    step = plan.steps[item.step or ""]
    if item.kind is ItemKind.STEP:
        return isinstance(step.extent, OnDay | Every)
    return any(task.by is not None and item.id == f"{step.id}/{task.id}" for task in step.tasks)


def _tolerance(days: int) -> int:
    return sorted((3, days // 10, 56))[1]


@often
@given(situations(6), waits)
def test_what_moves_by_itself_has_to(situation: Situation, steps: list[int]) -> None:
    life = Life(situation)
    for days in steps:
        found, shifts = life.publish()
        for shift in shifts:
            item, was, to, today = shift.item, shift.before, shift.after, life.today
            assert not _is_fixed(life.plan, item)
            assert item.state not in {State.DONE, State.DROPPED}
            if was is None:
                continue
            assert shift.reason
            latest = found.steps[item.step or ""].latest
            turns = latest is not None and (was > latest) != (to > latest)
            if was < today:
                step = found.steps[item.step or ""]
                waits = step.start > today or step.shape is Shape.GATE
                assert shift.overdue or (waits and to == item.due)
                assert to >= today
                assert to >= item.due or to == today + WEEK or to == latest
            else:
                assert was > today + WEEK
                assert to == item.due
                late = (to - was).days
                assert turns or late > _tolerance((was - today).days)
                assert late > 0 or to > today + WEEK
        life.today += timedelta(days=days)


@often
@given(situations(6), waits)
def test_asking_twice_on_a_day_moves_nothing_more(situation: Situation, steps: list[int]) -> None:
    life = Life(situation)
    for days in steps:
        life.publish()
        again = life.plan_with(life.progress)
        assert by_itself(again) == ()
        asked = {name for c in again.conflicts if c.code is ConflictCode.OVERDUE for name in c.items}
        for item in again.items:
            is_open = item.state not in {State.DONE, State.DROPPED}
            is_habit = item.shape is Shape.HABIT
            if item.kind in {ItemKind.STEP, ItemKind.GOAL, ItemKind.TASK} and is_open and not is_habit:
                assert item.published_due >= life.today or item.id in asked
        life.today += timedelta(days=days)


@often
@given(situations(6), st.integers(1, 30))
def test_nothing_moves_more_than_three_times_for_being_overdue(situation: Situation, days: int) -> None:
    life = Life(situation)
    times: dict[str, int] = {}
    for _ in range(8):
        _, shifts = life.publish()
        for shift in shifts:
            if shift.overdue:
                times[shift.item.id] = times.get(shift.item.id, 0) + 1
            elif shift.before is not None:
                times[shift.item.id] = 0
        life.today += timedelta(days=days)
    assert all(count <= 3 for count in times.values())


@often
@given(situations(6), st.data(), st.integers(1, 200))
def test_a_slip_moves_what_it_must_and_nothing_else(
    situation: Situation, data: st.DataObject, by: int
) -> None:
    life = Life(situation)
    life.publish()
    before = life.plan_with(life.progress)
    movable = [
        item
        for item in before.steps.values()
        if item.told is not None and not item.is_set and item.id not in life.progress.slipped
    ]
    assume(movable)
    item = data.draw(st.sampled_from(movable))
    to = max(item.due, item.published_due) + timedelta(days=by)
    fact = Slipped(item.id, to)
    slipped = replace(life.progress, slipped={**life.progress.slipped, item.id: Slip(to)})
    shifts = by_word(life.plan_with, life.progress, slipped, [fact])
    life.progress = slipped
    life.tell(life.today, shifts)
    after = life.plan_with(life.progress)
    old = {each.id: each for each in before.items}
    for each in after.items:
        was = old.get(each.id)
        if was is None or each.is_set or each.kind not in {ItemKind.STEP, ItemKind.GOAL, ItemKind.TASK}:
            continue
        if step_of(each.id) == item.id:
            assert each.published_due == each.due or each.due < life.today <= each.published_due
        elif each.due > was.due:
            assert each.published_due == max(was.published_due, each.due)
        else:
            assert each.published_due == was.published_due
    if life.plan.time is None:
        reach = {item.id}
        for link in _ordered(after):
            if link[0] in reach:
                reach.add(link[1])
        assert {step_of(shift.item.id) for shift in shifts} <= reach


def _ordered(schedule: Schedule) -> list[tuple[str, str]]:
    """The links, those of earlier steps first, as often as chains are long."""
    return [(link.before, link.after) for link in schedule.links] * len(schedule.steps)


def _open_dues(schedule: Schedule) -> dict[str, date]:
    return {item.id: item.due for item in schedule.items if item.state is not State.DONE}


@often
@given(situations(6), waits)
def test_who_asks_for_everything_sees_the_plan_as_it_is(situation: Situation, steps: list[int]) -> None:
    life = Life(situation)
    for days in steps:
        life.publish()
        life.today += timedelta(days=days)
    life.tell(life.today, pulled(life.plan_with, life.progress))
    plain, shown = life.plan_with(untold(life.progress)), life.plan_with(life.progress)
    for item in shown.items:
        if not item.is_set and item.due >= life.today:
            assert item.due == item.published_due
    assert _open_dues(shown) == _open_dues(plain)
    assert between(plain, plain, life.progress, "") == ()


def _words(person: Person) -> st.SearchStrategy[Fact]:
    """Something that a person may say of the plan as it stands."""
    today, found = person.today, person.schedule
    near = st.integers(0, 300).map(lambda days: today + timedelta(days=days))
    steps = [item.id for item in found.steps.values() if item.state not in {State.DONE, State.DROPPED}]
    names = st.sampled_from(steps or [next(iter(found.steps))])
    return st.one_of(
        st.builds(Slipped, names, near),
        st.builds(Pinned, names, near),
        st.builds(Dropped, names, st.just(today)),
        st.builds(Started, names, st.just(today)),
        st.builds(Completed, names, st.just(today)),
        st.builds(Paused, st.just(today), near),
        st.builds(TrackChosen, st.sampled_from(sorted(person.plan.tracks)), st.just(today)),
    )


@often
@given(situations(6), st.data(), waits, st.booleans())
def test_undo_on_the_same_day_shows_everything_as_before(
    situation: Situation, data: st.DataObject, steps: list[int], syncs: bool
) -> None:
    person = Person(situation.plan, situation.today)
    assume(person.schedule.steps)
    for days in steps:
        person.sync()
        person.today += timedelta(days=days)
    person.sync()
    before = person.everything_shown()
    person.say(data.draw(_words(person)))
    if syncs:
        person.sync()
    after = person.everything_shown()
    person.undo()
    assert person.everything_shown() == before
    assert person.sync() == {}
    person.undo(max(entry.change for entry in person.entries if isinstance(entry.fact, Undone)))
    assert person.everything_shown() == after
