"""The difference between what is wanted and what is there, as operations that can be shown."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from planner.sync.operations import Op, Operation, diff, fingerprint
from planner.sync.values import Act, Item, Mirrored, href

TODAY = date(2027, 3, 1)
MIDNIGHT = datetime(2027, 3, 1, tzinfo=UTC)
EXAM = Item("exam", "Exam", date(2027, 6, 1))
THERE = Mirrored(href("path", "exam"), EXAM, 4, MIDNIGHT - timedelta(days=30), '"1"')
OLD_TURN = Item("walk@2027-02-01", "Walk", date(2027, 2, 1))
NEXT_TURN = Item("walk@2027-03-01", "Walk", date(2027, 3, 1))


def difference(
    wanted: list[Item], base: list[Mirrored], explained: frozenset[str] = frozenset()
) -> list[Operation]:
    return list(
        diff(
            "path",
            {item.id: item for item in wanted},
            {mirrored.item.id: mirrored for mirrored in base},
            {"exam": "follows: Course"},
            explained,
            TODAY,
        )
    )


def mirrored(item: Item) -> Mirrored:
    return replace(THERE, href=href("path", item.id), item=item)


def test_a_new_item_is_created_under_its_name_for_ever() -> None:
    (create,) = difference([EXAM], [])
    assert (create.op, create.reason) == (Op.CREATE, "follows: Course")
    assert create.after == Mirrored(href("path", "exam"), EXAM, 0, MIDNIGHT)
    assert create.intent is not None
    assert (create.intent.act, create.intent.href) == (Act.CREATE, href("path", "exam"))


def test_what_is_as_wanted_is_left_alone() -> None:
    assert difference([EXAM], [THERE]) == []


@pytest.mark.parametrize(
    "new",
    [
        replace(EXAM, due=date(2027, 7, 1)),
        replace(EXAM, done=True),
        replace(EXAM, at=time(9)),
        replace(EXAM, minutes=45),
        replace(EXAM, zone="UTC"),
    ],
)
def test_a_change_of_date_or_state_raises_the_revision(new: Item) -> None:
    (update,) = difference([new], [THERE])
    assert update.after is not None
    assert (update.op, update.after.revision, update.after.stamp) == (Op.UPDATE, 5, MIDNIGHT)


@pytest.mark.parametrize(
    "new",
    [replace(EXAM, title="Finals"), replace(EXAM, description="Why"), replace(EXAM, url="https://a.example")],
)
def test_a_change_of_words_only_raises_the_stamp(new: Item) -> None:
    (update,) = difference([new], [THERE])
    assert update.after is not None
    assert (update.after.revision, update.after.stamp) == (4, MIDNIGHT)


def test_a_second_change_on_a_day_still_raises_the_stamp() -> None:
    (update,) = difference([replace(EXAM, title="Finals")], [replace(THERE, stamp=MIDNIGHT)])
    assert update.after is not None
    assert update.after.stamp == MIDNIGHT + timedelta(seconds=1)


def test_a_clock_that_went_back_never_lowers_the_stamp() -> None:
    ahead = MIDNIGHT + timedelta(days=9)
    (update,) = difference([replace(EXAM, done=True)], [replace(THERE, stamp=ahead)])
    assert update.after is not None
    assert update.after.stamp == ahead + timedelta(seconds=1)


def test_an_update_keeps_the_name_and_the_etag_that_are_there() -> None:
    there = replace(THERE, href="another-generation")
    (update,) = difference([replace(EXAM, done=True)], [there])
    assert update.intent is not None
    assert (update.intent.href, update.after and update.after.etag) == ("another-generation", '"1"')


def test_a_turn_that_has_passed_stays_and_one_to_come_goes() -> None:
    (delete,) = difference([], [mirrored(OLD_TURN), mirrored(NEXT_TURN)])
    assert (delete.op, delete.item_id) == (Op.DELETE, NEXT_TURN.id)


def test_a_turn_that_has_passed_goes_with_a_decision() -> None:
    (delete,) = difference([], [mirrored(OLD_TURN)], frozenset({OLD_TURN.id}))
    assert (delete.op, delete.explained, delete.reason) == (Op.DELETE, True, "no longer followed")


def test_a_deletion_says_whether_anything_explains_it() -> None:
    (delete,) = difference([], [THERE])
    assert (delete.explained, delete.reason, delete.title) == (False, "no longer in the plan", "Exam")
    assert delete.intent is not None
    assert (delete.intent.act, delete.intent.wanted) == (Act.DELETE, None)


def test_deletions_come_last() -> None:
    gone = mirrored(Item("a", "A", date(2027, 1, 1)))
    assert [one.op for one in difference([EXAM], [gone])] == [Op.CREATE, Op.DELETE]


def test_what_a_person_changed_there_is_left_to_them_field_by_field() -> None:
    theirs = replace(THERE, item=replace(EXAM, title="The big one"), theirs=("title",))
    assert difference([EXAM], [theirs]) == []
    assert difference([replace(EXAM, title="Finals")], [theirs]) == []
    (update,) = difference([replace(EXAM, due=date(2027, 7, 1))], [theirs])
    assert update.after is not None
    assert update.after.item == replace(EXAM, title="The big one", due=date(2027, 7, 1))
    assert update.after.theirs == ("title",)


@pytest.mark.parametrize(
    ("new", "words"),
    [
        (replace(EXAM, done=True, title="Finals"), "done"),
        (replace(EXAM, due=date(2027, 7, 1), title="Finals"), "follows: Course"),
        (replace(EXAM, title="Finals"), "retitled"),
        (replace(EXAM, description="Why"), "its words changed"),
        (replace(EXAM, at=time(9)), "its time changed"),
    ],
)
def test_an_update_says_why(new: Item, words: str) -> None:
    assert [one.reason for one in difference([new], [THERE])] == [words]


def test_a_fingerprint_is_of_the_content_and_not_of_the_day() -> None:
    (create,) = difference([EXAM], [])
    (again,) = diff("path", {"exam": EXAM}, {}, {}, frozenset(), TODAY + timedelta(days=9))
    (other,) = difference([replace(EXAM, title="Finals")], [])
    assert fingerprint(create) == fingerprint(again) != fingerprint(other)
