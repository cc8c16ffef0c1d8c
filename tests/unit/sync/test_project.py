"""Which items a target shows, in which words, and what accounts for one that it no longer shows."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from planner.engine.schedule import schedule
from planner.engine.values import Schedule
from planner.plan.model import Plan
from planner.progress.values import Progress
from planner.sync.project import Show, explained, fitting, project
from planner.sync.values import Abilities, Item, Mirrored, Role
from tests.unit.sync.world import ITEMS, TEXT, TODAY, plan_of

REVIEWS = "\nreviews: {weekly: sunday 18:00}\ntimezone: Europe/Berlin\n"
EVENTS = Abilities(frozenset({Role.EVENT}))
TASKS = Abilities(frozenset({Role.TASK}))


def dated(plan: Plan, progress: Progress | None = None, today: date = TODAY) -> Schedule:
    return schedule(plan, progress or Progress(), today)


def shown(text: str, role: Role, show: frozenset[Show] | None = None) -> dict[str, Item]:
    plan = plan_of(text)
    return project(plan, dated(plan), show, Abilities(frozenset({role})))


def test_a_task_list_shows_what_can_be_ticked() -> None:
    assert set(shown(TEXT + REVIEWS, Role.TASK)) == ITEMS | {"walk"}


def test_a_calendar_shows_steps_goals_deadlines_and_reviews() -> None:
    items = shown(TEXT + REVIEWS, Role.EVENT)
    assert {name for name in items if "@" not in name} == {
        "course", "course/goal-1", "course/goal-2", "exam", "exam/by", "job", "walk",
    }  # fmt: skip
    assert {name.split("@")[0] for name in items if "@" in name} == {"review/weekly"}


@pytest.mark.parametrize(
    ("show", "names"),
    [
        (frozenset({Show.DEADLINES}), {"exam/by"}),
        (frozenset({Show.TASKS}), {"exam/register", "exam/sit-it"}),
        (frozenset({Show.DEADLINES, Show.GOALS}), {"exam/by", "course/goal-1", "course/goal-2"}),
        (frozenset[Show](), set()),
    ],
)
def test_the_setting_items_says_what_is_shown_whatever_the_role(
    show: frozenset[Show], names: set[str]
) -> None:
    for role in Role:
        assert set(shown(TEXT, role, show)) == names


def test_what_isnt_to_be_synced_stays_at_home_with_all_its_parts() -> None:
    text = TEXT.replace("title: Exam,", "title: Exam, sync: false,")
    assert not [name for name in shown(text, Role.TASK) if name.startswith("exam")]


def test_what_was_dropped_isnt_shown() -> None:
    plan = plan_of(TEXT)
    progress = Progress(dropped={"exam/register": TODAY, "course": TODAY})
    items = project(plan, dated(plan, progress), None, TASKS)
    assert not {"exam/register", "course", "course/goal-1"} & set(items)


def test_a_habit_without_end_shows_its_turns_and_no_end() -> None:
    items = shown(TEXT.replace(", to: 2027-03-31", ""), Role.TASK)
    assert "walk" not in items
    assert "walk@2027-01-04" in items


def test_an_item_carries_what_is_known_of_it() -> None:
    text = TEXT.replace(
        "title: Exam,", "title: Exam, kind: exam, url: 'https://a.example', note: 'Bring\\tID',"
    )
    exam = shown(text, Role.TASK)["exam"]
    assert (exam.due, exam.done, exam.url, exam.categories) == (
        date(2027, 3, 17), False, "https://a.example", ("exam",),
    )  # fmt: skip
    assert exam.description.startswith("Follows: Course.")
    assert "Bring" in exam.description
    assert exam.description.endswith("To a new job (exam)")


def test_a_review_with_a_time_is_in_the_zone_of_the_plan_and_others_are_all_day() -> None:
    items = shown(TEXT + REVIEWS, Role.EVENT)
    review = items["review/weekly@2027-01-10"]
    assert (review.at, review.zone) == (time(18), "Europe/Berlin")
    assert (items["exam"].at, items["exam"].zone) == (None, None)


def test_nothing_shown_changes_while_days_pass_and_dates_dont() -> None:
    plan = plan_of(TEXT)
    progress = Progress(started={"course": TODAY})
    days = [project(plan, dated(plan, progress, date(2027, 1, day)), None, TASKS) for day in (5, 12, 29)]
    for name in ("course", "course/goal-2", "exam", "exam/register", "job"):
        assert len({repr(items[name]) for items in days}) == 1


def accounted(text: str, progress: Progress, today: date = TODAY, track: str | None = None) -> set[str]:
    """Of all that was once shown and isn't wanted any more, what a decision took out."""
    before = shown(TEXT + REVIEWS, Role.TASK) | shown(TEXT + REVIEWS, Role.EVENT)
    plan = plan_of(text)
    now = schedule(plan, progress, today, track)
    base = {name: Mirrored(name, item) for name, item in before.items()}
    return set(explained(plan, now, base) - project(plan, now, frozenset(Show), TASKS).keys())


def test_a_dropped_step_accounts_for_its_parts() -> None:
    names = accounted(TEXT + REVIEWS, Progress(dropped={"exam": TODAY}))
    assert names == {"exam", "exam/by", "exam/register", "exam/sit-it"}


def test_a_step_that_isnt_synced_or_off_the_track_accounts_for_its_parts() -> None:
    quiet = TEXT.replace("title: Exam,", "title: Exam, sync: false,") + REVIEWS
    assert accounted(quiet, Progress()) == {"exam", "exam/by", "exam/register", "exam/sit-it"}
    tracks = "\ntracks: {main: {steps: [job]}, short: {steps: [course], use-when: [layoff]}}\n"
    off = accounted(TEXT + REVIEWS + tracks, Progress(), track="short")
    assert off == {"exam", "exam/by", "exam/register", "exam/sit-it", "job"}


def test_a_plan_that_lost_its_steps_accounts_for_nothing() -> None:
    assert accounted(TEXT.split("  exam:")[0] + REVIEWS, Progress()) == set()


def test_another_rhythm_accounts_for_the_turns_to_come() -> None:
    later = date(2027, 2, 10)
    text = TEXT.replace("every: 4 weeks", "every: 3 weeks") + REVIEWS.replace("sunday", "monday")
    names = accounted(text, Progress(), later)
    assert {"walk@2027-03-01", "review/weekly@2027-03-07"} <= names
    assert not {"walk@2027-01-04", "walk@2027-02-01", "review/weekly@2027-01-10"} & names


def _tasks(*names: str, parent: str | None = None, done: bool = False) -> dict[str, Item]:
    return {
        name: Item(name, name, date(2027, 1, 1) + timedelta(days=number), parent=parent, done=done)
        for number, name in enumerate(names)
    }


def test_where_all_fits_or_nobody_counts_nothing_is_left_out() -> None:
    wanted = _tasks("a", "b", "c")
    assert fitting(wanted, {}, None) == (wanted, 0)
    assert fitting(wanted, {}, 3) == (wanted, 0)


def test_what_is_due_next_comes_first_and_what_is_done_last() -> None:
    wanted = _tasks("d", done=True) | _tasks("a", "b", "c")
    assert [*fitting(wanted, {}, 2)[0]] == ["a", "b"]
    assert [*fitting(wanted, {}, 3)[0]] == ["a", "b", "c"]
    assert fitting(wanted, {}, 2)[1] == 1


def test_what_is_there_stays_and_counts_unless_it_is_done() -> None:
    wanted = _tasks("a", "b", "c")
    base = {"c": Mirrored("c", wanted["c"]), "old": Mirrored("old", wanted["a"])}
    assert [*fitting(wanted, base, 3)[0]] == ["a", "c"]
    wanted["c"] = replace(wanted["c"], done=True)
    assert [*fitting(wanted, base, 3)[0]] == ["a", "b", "c"]


def test_a_part_comes_with_what_it_hangs_under_or_not_at_all() -> None:
    wanted = _tasks("a") | _tasks("z/1", parent="z") | {"z": Item("z", "z", date(2028, 1, 1))}
    assert [*fitting(wanted, {}, 1)[0]] == ["a"]
    assert [*fitting(wanted, {}, 2)[0]] == ["a", "z"]
    assert [*fitting(wanted, {}, 3)[0]] == ["a", "z/1", "z"]
