from planner.plan.civil import DateRange
from planner.progress.facts import (
    BaselineSet,
    Begun,
    Completed,
    Dismissed,
    Dropped,
    Event,
    Fact,
    Noted,
    Paused,
    Pinned,
    Progressed,
    Reopened,
    Slipped,
    Started,
    TrackChosen,
    Undone,
    Unpinned,
)
from planner.progress.fold import fold
from planner.progress.values import Choice, Progress, Slip
from tests.unit.progress.journal import DAY, LATER, journal


def after(*facts: Fact) -> Progress:
    return fold(journal(*([fact] for fact in facts)))


def test_nothing_recorded_is_no_progress() -> None:
    assert fold(()) == Progress()


def test_each_fact_leaves_its_mark() -> None:
    assert after(
        Begun(DAY),
        Started("a", DAY),
        Pinned("b", LATER),
        Slipped("c", LATER, DAY),
        TrackChosen("backup"),
        Event("layoff", DAY),
        Paused(DAY, LATER),
        BaselineSet(DAY, {"a": LATER}),
    ) == Progress(
        begun=DAY,
        started={"a": DAY},
        pinned={"b": LATER},
        slipped={"c": Slip(LATER, DAY)},
        track="backup",
        choices=(Choice("backup", None),),
        events={"layoff": DAY},
        pauses=(DateRange(DAY, LATER),),
        baseline={"a": LATER},
        baseline_on=DAY,
    )


def test_reopening_takes_an_item_out_of_what_is_done_until_it_is_done_again() -> None:
    assert after(Completed("a", DAY), Reopened("a", LATER)) == Progress(reopened={"a": LATER})
    assert after(Completed("a", DAY), Reopened("a", DAY), Completed("a", LATER)) == Progress(
        done={"a": LATER}
    )


def test_an_item_that_is_dropped_and_then_done_is_done() -> None:
    assert after(Dropped("a", DAY), Completed("a", LATER)) == Progress(done={"a": LATER})


def test_what_is_done_cannot_be_dropped() -> None:
    assert after(Completed("a", DAY), Dropped("a", LATER)) == Progress(done={"a": DAY})


def test_a_dropped_item_can_be_taken_up_again() -> None:
    assert after(Dropped("a", DAY), Reopened("a", LATER)) == Progress(reopened={"a": LATER})
    assert after(Reopened("a", DAY), Dropped("a", LATER)) == Progress(dropped={"a": LATER})


def test_the_last_pin_counts_until_it_is_taken_out() -> None:
    assert after(Pinned("a", DAY), Pinned("a", LATER)) == Progress(pinned={"a": LATER})
    assert after(Pinned("a", DAY), Unpinned("a")) == Progress()
    assert after(Unpinned("a")) == Progress()


def test_hours_add_up_and_percent_is_replaced() -> None:
    progress = after(
        Progressed("a", parts=420),
        Progressed("a", percent=20),
        Noted("read", DAY, "a", 210),
        Noted("read again", DAY, "a"),
        Noted("no item", DAY, parts=99),
        Progressed("a", percent=50),
    )
    assert progress == Progress(spent={"a": 630}, percent={"a": 50})


def test_what_was_deleted_in_one_target_is_gone_from_that_target_only() -> None:
    progress = after(Dismissed("a", "google"), Dismissed("b", "google"), Dismissed("a", "todoist"))
    assert progress == Progress(dismissed={"google": frozenset({"a", "b"}), "todoist": frozenset({"a"})})


def test_a_new_baseline_replaces_the_old_one_whole() -> None:
    progress = after(BaselineSet(DAY, {"a": DAY, "b": DAY}), BaselineSet(LATER, {"b": LATER}))
    assert progress == Progress(baseline={"b": LATER}, baseline_on=LATER)


def test_an_undone_change_counts_no_longer_whole_as_it_was() -> None:
    entries = journal([Completed("a", DAY), Pinned("b", DAY)], [Started("c", DAY)], [Undone(1)])
    assert fold(entries) == Progress(started={"c": DAY})


def test_undoing_brings_back_what_the_change_had_covered() -> None:
    entries = journal([Completed("a", DAY)], [Reopened("a", LATER)], [Undone(2)])
    assert fold(entries) == Progress(done={"a": DAY})


def test_undoing_an_undo_to_any_depth() -> None:
    first: list[list[Fact]] = [[Completed("a", DAY)]]
    for depth in range(1, 7):
        entries = journal(*first, *([Undone(change)] for change in range(1, depth + 1)))
        assert bool(fold(entries).done) == (depth % 2 == 0)


def test_an_undo_of_a_change_that_does_not_exist_yet_has_no_effect() -> None:
    assert fold(journal([Undone(2)], [Completed("a", DAY)])) == Progress(done={"a": DAY})
    assert fold(journal([Undone(1), Completed("a", DAY)])) == Progress(done={"a": DAY})


def test_progress_does_not_change_after_it_was_folded() -> None:
    entries = journal([Completed("a", DAY)])
    progress = fold(entries)
    fold((*entries, *journal([Completed("b", DAY)])))
    assert progress == Progress(done={"a": DAY})
