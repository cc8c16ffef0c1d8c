"""What calendars are told when something slips, ends early, is overdue, or is said by a person."""

from datetime import date, timedelta

import pytest

from planner.engine.publish import between, tolerance, untold
from planner.engine.schedule import schedule
from planner.engine.values import ConflictCode
from planner.progress.facts import (
    Completed,
    Dropped,
    Paused,
    Pinned,
    Progressed,
    Slipped,
    Started,
    TrackChosen,
    Unpinned,
)
from tests.unit.engine.dates import plan
from tests.unit.engine.person import Person

LINE = """
    course: {title: Course, takes: 3 months, goals: monthly}
    job: {title: Job, takes: 6 months, after: [course]}
    exam: {title: Exam, effort: 20h, after: [job]}
    fair: {title: Fair, date: 2027-09-01}
"""


def person(steps: str = LINE, top: str = "time: 7h/week") -> Person:
    """Somebody whose calendars were told everything on the first day, 1 March 2027."""
    found = Person(plan(steps, top))
    found.sync()
    return found


def test_the_first_time_everything_is_told_and_nothing_moves() -> None:
    found = Person(plan(LINE))
    assert found.sync() == {}
    assert {"course", "course/goal-1", "job", "exam"} <= found.progress.told.keys()
    assert "fair" not in found.progress.told  # its day is the plan's own word


@pytest.mark.parametrize(
    ("days", "room"), [(0, 3), (30, 3), (39, 3), (40, 4), (365, 36), (560, 56), (561, 56), (4000, 56)]
)
def test_the_tolerance_grows_with_the_distance(days: int, room: int) -> None:
    assert tolerance(days) == room


def test_who_finishes_late_moves_what_is_more_than_its_tolerance_off_and_says_why() -> None:
    found = person()
    found.learn("todoist", Completed("course", date(2027, 7, 5)))  # planned for 31 May
    moves = found.sync("2027-07-05")
    assert moves["job"] == (36, "course finished 35 days late")
    assert moves["exam"] == (36, "course finished 35 days late")
    assert found.shown("job") == "2028-01-05"


def test_a_drift_below_the_tolerance_is_not_told() -> None:
    found = person()
    found.learn("todoist", Completed("course", date(2027, 6, 10)))
    assert found.sync("2027-06-10") == {}
    assert found.schedule.steps["job"].due == date(2027, 12, 10)
    assert found.shown("job") == "2027-11-30"


def test_who_finishes_early_pulls_nothing_closer_and_has_the_slack() -> None:
    found = person()
    before = found.everything_shown()
    found.today = date(2027, 4, 1)
    assert found.say(Completed("course", date(2027, 4, 1))) == {}
    assert found.sync() == {}
    after = found.everything_shown()
    assert {name for name in before if before[name] != after[name]} <= {
        "course", "course/goal-2", "course/goal-3"
    }  # fmt: skip
    job = found.schedule.steps["job"]
    assert job.start == date(2027, 6, 1)
    assert job.reason == "as planned before, though it could begin on 2 Apr 2027"
    assert found.schedule.steps["course"].state.value == "done"


def test_replan_takes_the_slack_back() -> None:
    found = person()
    found.today = date(2027, 4, 1)
    found.say(Completed("course", date(2027, 4, 1)))
    moves = found.replan()
    assert moves["job"] == (-60, "you asked for a new plan")
    assert found.shown("job") == "2027-10-01"
    assert found.replan() == {}
    found.undo()
    assert found.shown("job") == "2027-11-30"


def test_slack_that_would_cost_the_goal_is_taken_back_by_itself() -> None:
    found = person(LINE, "time: 7h/week\ngoal: {role: R, by: 2028-01-10}")
    found.today = date(2027, 6, 20)
    found.say(Slipped("course", date(2027, 7, 30)))
    assert found.shown("exam") == "2028-02-19"
    found.say(Completed("course", date(2027, 6, 20)))
    moves = found.sync()
    assert moves["job"][0] < 0
    assert found.shown("exam") <= "2028-01-10"


def test_within_a_week_of_its_day_nothing_moves() -> None:
    found = person("a: {title: A, effort: 7h}\nb: {title: B, effort: 7h, after: [a]}")
    assert (found.shown("a"), found.shown("b")) == ("2027-03-07", "2027-03-14")
    found.sync("2027-03-07")
    assert found.schedule.steps["b"].due == date(2027, 3, 20)
    assert found.shown("b") == "2027-03-14"


def test_what_is_overdue_moves_a_week_three_times_and_then_asks() -> None:
    found = person()
    reasons: list[str] = []
    for day in ("2027-06-01", "2027-06-09", "2027-06-17", "2027-06-25", "2027-07-30"):
        moves = found.sync(day)
        assert ("course" in moves) == (len(reasons) < 3)
        if "course" in moves:
            reasons.append(moves["course"][1])
            assert found.shown("course") == str(found.today + timedelta(days=7))
    assert reasons == [
        "not done on 31 May 2027; moved for the first time",
        "not done on 8 Jun 2027; moved for the second time",
        "not done on 16 Jun 2027; moved for the third time",
    ]
    asked = [c for c in found.schedule.conflicts if c.code is ConflictCode.OVERDUE]
    assert "course" in {name for conflict in asked for name in conflict.items}
    assert any("planner drop" in way for way in asked[0].ways_out)


def test_a_word_on_it_starts_the_count_anew() -> None:
    found = person()
    for day in ("2027-06-01", "2027-06-09", "2027-06-17", "2027-06-25"):
        found.sync(day)
    found.say(Slipped("course", date(2027, 7, 1)))
    assert found.shown("course") == "2027-07-01"
    assert found.sync("2027-07-02")["course"][1].endswith("for the first time")


def test_a_fixed_day_that_passed_asks_at_once() -> None:
    found = person()
    found.sync("2027-09-02")
    assert found.shown("fair") == "2027-09-01"
    assert ("fair",) in [conflict.items for conflict in found.schedule.conflicts]


def test_overdue_goes_no_further_than_the_deadline() -> None:
    found = person("form: {title: Form, takes: 2 weeks, by: 2027-03-18}")
    assert found.shown("form") == "2027-03-14"
    found.sync("2027-03-15")
    assert found.shown("form") == "2027-03-18"


def test_a_deadline_that_can_no_longer_be_kept_is_told_within_the_tolerance() -> None:
    steps = """
        course: {title: Course, takes: 3 months}
        job: {title: Job, takes: 6 months, after: [course], by: 2027-12-02}
    """
    found = person(steps)
    found.learn("todoist", Completed("course", date(2027, 6, 10)))
    assert found.sync("2027-06-10")["job"] == (10, "course finished 10 days late")


def test_what_a_person_says_moves_at_once_however_little() -> None:
    found = person()
    moves = found.say(Slipped("course", date(2027, 6, 2)))
    assert {name: days for name, (days, _) in moves.items() if "/" not in name} == {
        "course": 2, "job": 2, "exam": 2
    }  # fmt: skip
    assert moves["exam"][1] == "course late, to 2 Jun 2027"


def test_a_slip_uses_slack_up_before_it_moves_anything() -> None:
    steps = """
        course: {title: Course, takes: 3 months}
        job: {title: Job, takes: 6 months, after: [course], from: 2027-07-01}
    """
    found = person(steps)
    assert found.say(Slipped("course", date(2027, 6, 20))).keys() == {"course"}
    assert found.say(Slipped("course", date(2027, 7, 10))).keys() == {"course", "job"}


@pytest.mark.parametrize(
    ("fact", "moved"),
    [
        (Pinned("job", date(2027, 12, 20)), {"exam"}),
        (Pinned("job", date(2027, 11, 1)), set()),
        (Paused(date(2027, 3, 8), date(2027, 3, 20)), set()),
        (Dropped("job", date(2027, 3, 1)), set()),
        (Started("job", date(2027, 3, 1)), {"job"}),
        (Progressed("exam", percent=50), set()),
    ],
)
def test_only_what_is_spoken_of_comes_earlier(fact: Pinned | Paused, moved: set[str]) -> None:
    found = person()
    before = found.everything_shown()
    moves = found.say(fact)
    assert {name for name in moves if "/" not in name} - {"exam"} <= moved
    later = {name for name, (days, _) in moves.items() if days > 0}
    assert moves.keys() - later <= {"job", "exam"}
    assert moved <= moves.keys()
    for name in before.keys() - moves.keys() - {"job", "job/by"}:
        assert found.shown(name) == before[name]


def test_an_unpinned_item_goes_where_the_plan_has_it() -> None:
    found = person()
    found.say(Pinned("job", date(2027, 12, 20)))
    assert found.shown("job") == "2027-12-20"
    found.say(Unpinned("job"))
    assert found.shown("job") == "2027-11-30"


def test_undo_shows_again_what_was_shown_before_it() -> None:
    found = person()
    found.learn("todoist", Completed("course/goal-1", date(2027, 4, 20)))
    found.sync("2027-04-20")
    before, told = found.everything_shown(), found.progress.told
    found.say(Slipped("course", date(2027, 8, 1)))
    found.sync()
    assert found.everything_shown() != before
    found.undo()
    found.sync()
    assert (found.everything_shown(), found.progress.told) == (before, told)


def test_undo_takes_back_what_was_published_knowing_the_change() -> None:
    found = person()
    found.sync("2027-05-20")
    before = found.everything_shown()
    found.learn("todoist", Slipped("course", date(2027, 7, 5)))
    assert "job" in found.sync()
    after = found.everything_shown()
    found.undo()
    assert found.everything_shown() == before
    found.undo(max(entry.change for entry in found.entries))
    assert found.everything_shown() == after


def test_an_edit_of_the_plan_moves_what_it_changes_in_both_directions_and_nothing_else() -> None:
    found = person()
    found.today = date(2027, 4, 1)
    found.say(Completed("course", date(2027, 4, 1)))  # slack that stays, whatever is edited
    edited = plan(LINE.replace("effort: 20h", "effort: 10h").replace("2027-09-01", "2027-08-01"))
    bare = untold(found.progress)
    shifts = between(
        schedule(found.plan, bare, found.today), schedule(edited, bare, found.today), found.progress, "edited"
    )
    assert [shift.item.id for shift in shifts] == ["exam"]


def test_another_track_shows_its_dates_as_they_are() -> None:
    found = Person(
        plan(
            "a: {title: A, takes: 1 month}\nb: {title: B, takes: 1 month}\nc: {title: C, takes: 2 weeks}",
            "tracks: {main: [a, b], other: {path: [a, c], use-when: [layoff]}}",
        )
    )
    found.sync()
    found.say(TrackChosen("other", date(2027, 3, 1)))
    assert found.shown("c") == "2027-04-14"
    found.undo()
    assert found.shown("b") == "2027-04-30"


def test_what_has_begun_as_calendars_show_it_is_not_held_back_for_a_window() -> None:
    found = person(
        "a: {title: A, takes: 2 months}\nb: {title: B, takes: 3 months, from: 2027-04-01}",
        "time: 7h/week\nwindows: {exams: {all: [a, b], within: 1 month}}",
    )
    assert found.shown("a") == "2027-05-30"  # held back for the other, which ends a month later
    found.sync("2027-04-10")
    assert found.say(Slipped("b", date(2027, 8, 15))).keys() == {"b"}
    assert found.shown("a") == "2027-05-30"
    assert [conflict.code for conflict in found.schedule.conflicts] == [ConflictCode.WINDOW]


def test_undo_long_after_takes_back_what_the_change_moved_and_nothing_that_time_did() -> None:
    found = person()
    found.say(Pinned("exam", date(2028, 3, 1)))
    for day in ("2027-06-01", "2027-06-09", "2027-07-20"):
        found.sync(day)
    before = found.everything_shown()
    found.undo()
    assert found.shown("exam") == "2027-12-20"  # as it was shown; what came since is told by the next sync
    assert found.sync().keys() == {"exam"}
    after = found.everything_shown()
    assert {name for name in before if before[name] != after[name]} == {"exam"}


def test_a_word_on_a_goal_leaves_its_step_and_its_other_goals_alone() -> None:
    found = person()
    before = found.everything_shown()
    found.today = date(2027, 3, 20)
    assert found.say(Slipped("course/goal-1", date(2027, 4, 7))).keys() == {"course/goal-1"}
    after = found.everything_shown()
    assert {name for name in before if before[name] != after[name]} == {"course/goal-1"}
