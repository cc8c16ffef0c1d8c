"""What a person did at a target becomes facts, and nothing else does."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from planner.progress.facts import Completed, Dismissed, Fact, Pinned, Reopened
from planner.sync.learn import Lesson, learn, settled
from planner.sync.operations import Op
from planner.sync.values import Act, Intent, Item, Mirrored, Observation

TODAY = date(2027, 3, 1)
STAMP = datetime(2027, 1, 4, tzinfo=UTC)
EXAM = Item("exam", "Exam", date(2027, 6, 1))
KNOWN = Mirrored("h-exam", EXAM, 1, STAMP, '"1"')
JOB = Mirrored("h-job", Item("job", "Job", date(2027, 7, 1)), 1, STAMP, '"2"')


def lesson(
    *there: Mirrored,
    base: tuple[Mirrored, ...] = (KNOWN,),
    done: tuple[str, ...] = (),
    read_back: bool = True,
    complete: bool = True,
    gone: tuple[str, ...] = (),
) -> Lesson:
    return learn(
        "google",
        {known.item.id: known for known in base},
        Observation(there, gone, complete=complete),
        TODAY,
        done,
        read_back=read_back,
    )


def edited(item: Item, etag: str = '"9"') -> Mirrored:
    """The exam as a person left it there."""
    return replace(KNOWN, item=item, etag=etag)


DONE = replace(EXAM, done=True)
RETITLED = replace(EXAM, title="The big one")


def test_nothing_new_teaches_nothing() -> None:
    assert lesson(KNOWN) == Lesson()


@pytest.mark.parametrize(
    ("item", "facts"),
    [
        (DONE, (Completed("exam", TODAY),)),
        (replace(EXAM, due=date(2027, 6, 9)), (Pinned("exam", date(2027, 6, 9)),)),
        (
            replace(DONE, due=date(2027, 6, 9)),
            (Completed("exam", TODAY), Pinned("exam", date(2027, 6, 9))),
        ),
        (replace(DONE, due=date(2027, 2, 9)), (Completed("exam", date(2027, 2, 9)),)),
        (RETITLED, ()),
    ],
)
def test_a_change_there_becomes_facts_and_base(item: Item, facts: tuple[Fact, ...]) -> None:
    learnt = lesson(edited(item))
    assert learnt.facts == facts
    assert learnt.base["exam"] == replace(edited(item), theirs=("title",) if item == RETITLED else ())
    assert set(learnt.texts) == ({"exam"} if facts else set())


def test_a_deadline_that_is_ticked_means_its_step() -> None:
    known = replace(KNOWN, item=replace(EXAM, id="exam/by"))
    ticked = replace(known, item=replace(known.item, done=True), etag='"9"')
    assert lesson(ticked, base=(known,)).facts == (Completed("exam", TODAY),)
    assert lesson(replace(known, etag='"10"'), base=(ticked,)).facts == (Reopened("exam", TODAY),)
    assert lesson(ticked, base=()).facts == (Completed("exam", TODAY),)
    assert lesson(ticked, base=(), done=("exam",)).facts == ()


def test_what_was_done_can_be_opened_again_there() -> None:
    assert lesson(KNOWN, base=(edited(DONE),)).facts == (Reopened("exam", TODAY),)


def test_a_done_item_moved_to_a_day_that_has_come_was_done_then() -> None:
    done = edited(DONE)
    assert lesson(edited(replace(DONE, due=date(2027, 2, 9)), '"10"'), base=(done,)).facts == (
        Completed("exam", date(2027, 2, 9)),
    )


@pytest.mark.parametrize(
    ("item", "theirs"),
    [
        (RETITLED, ("title",)),
        (replace(EXAM, description="mine"), ("description",)),
        (replace(EXAM, url="https://a.example"), ("url",)),
        (replace(EXAM, categories=("x",)), ("categories",)),
        (replace(EXAM, at=time(9)), ("at", "minutes", "zone")),
    ],
)
def test_what_no_fact_can_say_stays_theirs_and_is_told_once(item: Item, theirs: tuple[str, ...]) -> None:
    learnt = lesson(edited(item))
    (kept,) = learnt.operations
    assert (kept.op, kept.intent) == (Op.KEEP, None)
    assert kept.after is not None
    assert kept.after.theirs == theirs
    assert lesson(edited(item), base=(kept.after,)) == Lesson()


def test_what_is_theirs_stays_theirs_when_they_change_more() -> None:
    once = replace(edited(RETITLED), theirs=("title",))
    learnt = lesson(edited(replace(RETITLED, description="mine"), '"10"'), base=(once,))
    assert learnt.base["exam"] == replace(
        edited(replace(RETITLED, description="mine"), '"10"'), theirs=("description", "title")
    )


def test_our_revision_and_stamp_are_kept_although_a_server_lacks_them() -> None:
    learnt = lesson(replace(edited(DONE), revision=0, stamp=None))
    assert learnt.base["exam"] == edited(DONE)


def test_a_server_that_spells_our_text_otherwise_teaches_nothing() -> None:
    assert lesson(edited(replace(EXAM, title="Exam "), '"1"')) == Lesson()


def test_an_absence_counts_in_a_complete_listing_only() -> None:
    assert lesson().facts == (Dismissed("exam", "google"),)
    assert lesson().base == {"exam": None}
    assert lesson(complete=False) == Lesson()


def test_a_tombstone_is_a_deletion() -> None:
    learnt = lesson(complete=False, gone=("h-exam", "h-never-ours"))
    assert learnt.facts == (Dismissed("exam", "google"),)


def test_a_copy_a_person_made_is_theirs() -> None:
    copy = replace(edited(DONE), href="copied")
    assert lesson(KNOWN, copy) == Lesson()
    assert lesson(copy).facts == (Dismissed("exam", "google"),)


def test_what_is_ours_by_its_mark_is_adopted_once() -> None:
    learnt = lesson(KNOWN, replace(KNOWN, href="z"), base=())
    assert (learnt.facts, learnt.base) == ((), {"exam": KNOWN})
    assert [one.op for one in learnt.operations] == [Op.ADOPT]


def test_a_tick_needs_no_base_to_count() -> None:
    assert lesson(edited(DONE), base=()).facts == (Completed("exam", TODAY),)
    assert lesson(edited(DONE), base=(), done=("exam",)).facts == ()


def test_a_file_that_isnt_read_back_teaches_what_it_holds_and_no_facts() -> None:
    changed = edited(replace(DONE, title="x"))
    assert lesson(changed, read_back=False) == Lesson(base={"exam": changed})
    assert lesson(read_back=False) == Lesson(base={"exam": None})
    assert lesson(changed, base=(), read_back=False).facts == ()


# Settling: B is what was agreed, S what was sent, T what is there.

SENT = replace(KNOWN, item=replace(EXAM, due=date(2027, 6, 8)), revision=2, stamp=STAMP + timedelta(days=9))


def base_after(
    sent: Mirrored | None, there: Mirrored | None, known: Mirrored | None = KNOWN
) -> Mirrored | None:
    act = Act.DELETE if sent is None else Act.UPDATE
    intent = Intent(act, "exam", "h-exam", sent)
    base = {} if known is None else {"exam": known}
    (settled_as,) = settled((intent,), base, Observation((there,) if there else (), complete=True)).values()
    return settled_as


def test_a_write_that_arrived_is_agreed() -> None:
    assert base_after(SENT, replace(SENT, etag='"5"')) == replace(SENT, etag='"5"')
    assert base_after(SENT, replace(SENT, etag='"5"'), known=None) == replace(SENT, etag='"5"')
    assert base_after(None, None) is None


def test_a_write_that_did_not_arrive_leaves_what_was_agreed() -> None:
    assert base_after(SENT, KNOWN) == KNOWN
    assert base_after(None, KNOWN) == KNOWN
    assert base_after(SENT, None, known=None) is None


@pytest.mark.parametrize("stamp", [SENT.stamp, None])
@pytest.mark.parametrize("known", [KNOWN, None])
def test_an_edit_between_crash_and_settling_is_still_theirs(
    stamp: datetime | None, known: Mirrored | None
) -> None:
    there = replace(SENT, item=replace(SENT.item, done=True), stamp=stamp, etag='"6"')
    agreed = base_after(SENT, there, known)
    assert agreed == replace(SENT, etag=None)
    assert lesson(there, base=(agreed,)).facts == (Completed("exam", TODAY),)


def test_an_edit_of_the_very_field_that_was_sent_is_theirs_by_the_stamp() -> None:
    there = replace(SENT, item=replace(SENT.item, due=date(2027, 7, 7)), etag='"6"')
    assert base_after(SENT, there) == replace(SENT, etag=None)


def test_an_update_of_what_a_person_deleted_leaves_it_to_be_seen_as_gone() -> None:
    assert base_after(SENT, None) == KNOWN
    assert lesson(base=(KNOWN,)).facts == (Dismissed("exam", "google"),)
