"""What lies within a step, and what recurs: tasks, habits, reviews, deadlines."""

from datetime import date

from planner.engine.values import ItemKind, State
from planner.progress.values import Progress
from tests.unit.engine.dates import conflict, dated, days, dues


def test_tasks_fall_inside_their_step_in_their_order() -> None:
    found = dated("a: {title: A, takes: 4 weeks, tasks: [One, Two, Three, Four]}")
    assert [days(found, f"a/{name}")[1] for name in ("one", "two", "three", "four")] == [
        "2027-03-07", "2027-03-14", "2027-03-21", "2027-03-28",
    ]  # fmt: skip


def test_tasks_with_efforts_share_the_step_in_proportion() -> None:
    found = dated("a: {title: A, tasks: [{title: X, effort: 3h}, {title: Y, effort: 7h}]}")
    assert (days(found, "a/x")[1], days(found, "a/y")[1]) == ("2027-03-03", "2027-03-10")


def test_a_task_may_lie_before_its_step_begins_when_its_deadline_does() -> None:
    found = dated("a: {title: A, takes: 4 weeks, from: 2027-06, tasks: [Register by 2027-04-15, Read]}")
    assert days(found, "a/register")[1] == "2027-04-15"
    assert days(found, "a/read")[0] >= "2027-06-01"


def test_a_task_follows_what_it_names_and_says_when_its_deadline_forbids_it() -> None:
    steps = """
        a: {title: A, takes: 4 weeks, tasks: [{title: X, after: [b]}]}
        b: {title: B, takes: 2 weeks}
    """
    assert days(dated(steps), "a/x")[0] == "2027-03-15"
    said = conflict(dated(steps.replace("after: [b]", "after: [b], by: 2027-03-10")))
    assert (said.code.value, said.items, said.late, len(said.ways_out)) == ("deadline", ("a/x",), 5, 2)


def test_a_deadline_is_an_item_of_its_own_and_ends_with_its_step() -> None:
    steps = "a: {title: A, takes: 1 week, by: 2027-05}"
    assert days(dated(steps), "a/by") == ("2027-05-31", "2027-05-31")
    done = dated(steps, progress=Progress(done={"a": date(2027, 3, 3)}), today=date(2027, 3, 5))
    assert {item.state for item in done.items if item.kind is ItemKind.DEADLINE} == {State.DONE}


def test_the_turns_of_a_habit_are_items_for_ninety_days() -> None:
    found = dated("h: {title: H, every: 1 week}")
    turns = dues(found, "h@")
    assert (turns[0], turns[-1], len(turns)) == ("2027-03-01", "2027-05-24", 13)


def test_turns_keep_their_rhythm_when_days_pass_and_missed_ones_arent_carried_over() -> None:
    turns = dues(dated("h: {title: H, every: 2 weeks}", today=date(2027, 3, 16)), "h@")
    assert turns[0] == "2027-03-29"


def test_turns_on_away_days_are_left_out() -> None:
    turns = dues(dated("h: {title: H, every: 1 week}", "away: [2027-03-08..2027-03-14]"), "h@")
    assert turns[:2] == ["2027-03-01", "2027-03-15"]


def test_a_habit_by_the_month_counts_from_its_first_day() -> None:
    turns = dues(dated("h: {title: H, every: 1 month, from: 2027-03-31}"), "h@")
    assert turns == ["2027-03-31", "2027-04-30"]


def test_a_habit_ends_on_its_last_possible_day() -> None:
    turns = dues(dated("h: {title: H, every: 1 week, to: 2027-03-15}"), "h@")
    assert turns == ["2027-03-01", "2027-03-08", "2027-03-15"]


def test_reviews_fall_on_their_days() -> None:
    top = "reviews: {weekly: sunday 18:00, monthly: first saturday, manager: every 6 months from 2027-01-18}"
    found = dated("a: {title: A, takes: 1 week}", top)
    assert dues(found, "review/weekly@")[:2] == ["2027-03-07", "2027-03-14"]
    assert dues(found, "review/monthly@") == ["2027-03-06", "2027-04-03", "2027-05-01"]
    assert dues(found, "review/manager@") == ["2027-07-18"]
    assert {item.at.hour for item in found.items if item.at} == {18}


def test_a_part_can_be_pinned_and_stays_there() -> None:
    found = dated(
        "a: {title: A, takes: 4 weeks, tasks: [X], goals: 2}",
        progress=Progress(pinned={"a/x": date(2027, 3, 20), "a/goal-1": date(2027, 3, 19)}),
    )
    assert (days(found, "a/x")[1], days(found, "a/goal-1")[1]) == ("2027-03-20", "2027-03-19")
