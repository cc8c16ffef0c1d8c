"""What a person is told without asking: short, calm, and nothing on days that have nothing."""

from dataclasses import replace
from datetime import date, timedelta

from planner.engine.triggers import Fired, Proposal
from planner.engine.values import Schedule, State
from planner.plan.model import Missed
from planner.progress.moves import Moved
from planner.render.digest import Need, Note, Standing, digest, review
from tests.unit.render import samples
from tests.unit.render.test_hostile_text import EVIL, evil

TODAY = samples.TODAY
SIGN_IN = Need("google: the sign-in has ended", "planner auth google")
MOVED = Moved("ma-job", TODAY, date(2028, 1, 1), date(2028, 2, 5), "ma-certificate finished 35 days late")


def quiet() -> Schedule:
    """The same schedule on a day in whose week nothing is due."""
    schedule = samples.schedule()
    items = tuple(item for item in schedule.items if "volunteer@" not in item.id)
    return replace(schedule, items=items)


def proposal(since: date) -> Proposal:
    return Proposal("lpn-bridge", (Fired(Missed("adn-place"), "adn-place was missed", since),))


def told(note: Note | None) -> Note:
    assert note is not None
    return note


MONDAY, SATURDAY = date(2029, 1, 29), date(2029, 2, 3)


def test_a_digest_says_what_is_due_this_week() -> None:
    note = told(digest(Standing(replace(samples.schedule(), today=MONDAY))))
    assert note.subject == "From the front desk to registered nurse: 1 due this week"
    assert note.lines == ("Due this week:", "- Sat 3 Feb  Saturday volunteer at the free clinic")


def test_what_is_due_is_told_when_its_week_begins_on_its_day_and_when_it_is_late() -> None:
    days = [MONDAY + timedelta(days=number) for number in range(9)]
    schedules = [replace(samples.schedule(), today=day) for day in days]
    said = [day for day, schedule in zip(days, schedules, strict=True) if digest(Standing(schedule))]
    sunday = SATURDAY + timedelta(days=1)
    assert said == [MONDAY, SATURDAY, sunday, sunday + timedelta(days=1)]


def test_a_day_without_anything_new_has_no_digest() -> None:
    assert digest(Standing(quiet())) is None


def test_what_only_goes_on_makes_no_digest_of_its_own() -> None:
    schedule = replace(quiet(), conflicts=(samples.CONFLICT,))
    old = [proposal(TODAY - timedelta(days=2))]
    moved = [MOVED._replace(on=TODAY - timedelta(days=2))]
    assert digest(Standing(schedule, moved, proposals=old)) is None
    note = told(digest(Standing(schedule, moved, needs=[SIGN_IN], proposals=old)))
    assert note.lines == (
        "google: the sign-in has ended -> planner auth google",
        "Proposed: track lpn-bridge, because adn-place was missed",
        "Conflict: adn-place ends 12 days after its deadline",
    )


def test_a_move_a_need_and_a_new_proposal_are_told() -> None:
    assert told(digest(Standing(quiet(), [MOVED]))).lines == (
        "Moved: ma-job +35 days (ma-certificate finished 35 days late)",
    )
    assert told(digest(Standing(quiet(), needs=[SIGN_IN]))).subject.endswith(": 1 thing needs you")
    assert told(digest(Standing(quiet(), proposals=[proposal(TODAY)]))).subject.endswith(
        ": 1 thing needs you"
    )


def test_what_is_late_is_counted_apart_and_says_when_it_was_due() -> None:
    schedule = samples.schedule()
    items = tuple(
        replace(item, state=State.LATE, due=TODAY - timedelta(days=5))
        if item.id == "volunteer@2029-02-17"
        else item
        for item in schedule.items
    )
    note = told(digest(Standing(replace(schedule, items=items, today=MONDAY))))
    assert note.subject.endswith(": 1 late, 1 due this week")
    assert note.lines[1] == "- was Sat 27 Jan  Saturday volunteer at the free clinic"


def test_a_review_says_where_the_plan_lands_and_what_comes() -> None:
    note = told(review(Standing(samples.schedule(), [MOVED], forecast=samples.FORECAST)))
    assert note.subject == "From the front desk to registered nurse: 35 % done, on track, 203 days to spare"
    assert note.lines == (
        "Lands 9 Dec 2032, goal 30 Jun 2033: on track, 203 days to spare, chance 81 %",
        "Moved: ma-job +35 days (ma-certificate finished 35 days late)",
        "The week ahead (5 h of 8 h):",
        "- Sat 3 Feb  Saturday volunteer at the free clinic",
    )


def test_a_review_says_what_was_done_in_the_week() -> None:
    schedule = samples.schedule()
    days = {
        name: TODAY - timedelta(days=number) for number, name in enumerate(("adn", "nclex", "rn-job", "lpn"))
    }
    days["adn-place"] = TODAY - timedelta(days=6)
    days["ma-experience"] = TODAY - timedelta(days=7)
    items = tuple(replace(item, done_at=days.get(item.id)) for item in schedule.items)
    note = told(review(Standing(replace(schedule, items=items))))
    assert (
        "Done: Place in the nursing programme; First job as a registered nurse; Pass NCLEX-RN and 1 more"
        in note.lines
    )


def test_a_quiet_week_has_a_short_review_and_a_plan_that_is_over_has_none() -> None:
    assert told(review(Standing(quiet()))).lines[-1] == "Nothing is due in the week ahead (5 h of 8 h)."
    assert review(Standing(replace(quiet(), done_share=100))) is None


def test_the_longest_message_has_twelve_lines_and_none_is_long() -> None:
    schedule = samples.schedule()
    turns = tuple(
        replace(item, id=f"volunteer-{number}@2029-02-03", title="t" * 500)
        for number in range(20)
        for item in schedule.items
        if item.id == "volunteer@2029-02-03"
    )
    done = tuple(replace(item, done_at=TODAY) for item in schedule.items if item.done_at is not None)
    full = Standing(
        replace(schedule, items=(*turns, *done), conflicts=(samples.CONFLICT,) * 9),
        [MOVED._replace(reason="r" * 500), MOVED] * 30,
        [Need("n" * 500, "planner sync --allow-deletes 9")] * 9,
        [proposal(TODAY)] * 3,
        samples.FORECAST,
    )
    for note in (told(digest(full)), told(review(full))):
        assert len(note.lines) <= 12
        assert max(map(len, note.lines)) <= 180
        assert "planner sync --allow-deletes 9 (and 7 more: planner status)" in note.lines[1]
        assert "(and 16 more: planner next)" in note.text
        assert "(and 8 more: planner status)" in note.lines[-1]


def test_nothing_that_a_plan_says_is_more_than_text_on_one_line() -> None:
    _, schedule = evil()
    needs = [Need(EVIL, EVIL)]
    for note in (
        told(digest(Standing(schedule, needs=needs))),
        told(review(Standing(schedule, needs=needs))),
    ):
        for line in (note.subject, *note.lines):
            assert "\u202e" not in line
            assert not any(ord(char) < 32 or 0x7F <= ord(char) < 0xA0 for char in line)
            assert line.encode()
