"""The guard stops what looks like an accident, in both directions, until a person names a number."""

from collections.abc import Callable
from datetime import date

import pytest

from planner.errors import DecisionNeeded
from planner.sync.guard import check_absences, check_deletions, check_listing, limit
from planner.sync.operations import Op, Operation
from planner.sync.values import Item, Mirrored, Observation


def deletions(count: int, *, explained: bool = False) -> list[Operation]:
    there = Mirrored("href", Item("a", "A", date(2027, 1, 1)))
    return [Operation(Op.DELETE, str(number), there, None, explained=explained) for number in range(count)]


def our_deletions(count: int, base_size: int, allowed: int | None) -> None:
    check_deletions("google", deletions(count), base_size, allowed, emptied=False)


def their_absences(count: int, base_size: int, allowed: int | None) -> None:
    check_absences("google", count, base_size, allowed)


BOTH = pytest.mark.parametrize("check", [our_deletions, their_absences])
Check = Callable[[int, int, int | None], None]


@pytest.mark.parametrize(("base_size", "most"), [(0, 3), (4, 3), (15, 3), (19, 3), (20, 4), (100, 20)])
def test_three_items_or_a_fifth_may_vanish(base_size: int, most: int) -> None:
    assert limit(base_size) == most


@BOTH
@pytest.mark.parametrize(("base_size", "most"), [(10, 3), (100, 20)])
def test_the_limit_passes_and_one_more_stops(check: Check, base_size: int, most: int) -> None:
    check(most, base_size, None)
    with pytest.raises(DecisionNeeded, match=rf"google: {most + 1} of {base_size} items") as stopped:
        check(most + 1, base_size, None)
    assert f"--allow-deletes {most + 1}" in stopped.value.hint


@BOTH
def test_a_person_lifts_it_for_the_number_they_name_and_no_more(check: Check) -> None:
    check(9, 10, 9)
    with pytest.raises(DecisionNeeded):
        check(9, 10, 8)
    with pytest.raises(DecisionNeeded):
        check(1, 100, 0)


def test_what_a_decision_explains_isnt_counted() -> None:
    check_deletions("google", deletions(50, explained=True) + deletions(3), 53, None, emptied=False)


def test_a_plan_that_wants_nothing_any_more_stops_at_one() -> None:
    with pytest.raises(DecisionNeeded):
        check_deletions("google", deletions(1), 1, None, emptied=True)
    check_deletions("google", deletions(1, explained=True), 1, None, emptied=True)
    check_deletions("google", [], 0, None, emptied=True)


def test_a_target_that_lost_all_of_several_stops_whatever_the_limit() -> None:
    check_absences("google", 1, 1, None)
    check_absences("google", 0, 0, None)
    with pytest.raises(DecisionNeeded):
        check_absences("google", 2, 2, None)


def test_a_listing_that_should_be_whole_must_be() -> None:
    check_listing("google", Observation(complete=True), asked_for_all=True)
    check_listing("google", Observation(cursor="7"), asked_for_all=False)
    for asked_for_all, cursor in ((True, "7"), (True, None), (False, None)):
        with pytest.raises(DecisionNeeded, match="only a part"):
            check_listing("google", Observation(cursor=cursor), asked_for_all=asked_for_all)
