"""The program under a clock that went back or jumped, by libfaketime: the calendar stays, and it is said."""

from dataclasses import replace

import pytest

from tests.system.program import Ended, Program

RIGHT, LATER, THREE_DAYS_ON = "2027-03-20 12:00:00", "2027-03-20 20:00:00", "2027-03-23 12:00:00"
WRONG = {
    "2027-03-18 12:00:00": ("2027-03-18", "The clock says 18 Mar 2027, 2 days before"),
    "2027-04-29 12:00:00": ("2027-04-29", "The clock says 29 Apr 2027, 40 days after"),
}
REST = "the last sync on 20 Mar 2027: nothing is rescheduled. If it is right: planner sync --accept-clock"


@pytest.fixture
def synced(nurse: Program) -> Program:
    """The nurse's plan, whose first step is late, synced by a clock that is right."""
    made = replace(nurse, today=None)
    assert under(made, RIGHT, "sync").code == 0
    return made


def under(program: Program, clock: str, *arguments: str) -> Ended:
    return program.run(*arguments, before=("faketime", clock))


def changes(ended: Ended) -> int:
    (target,) = ended.json["targets"]
    return len(target["operations"])


@pytest.mark.parametrize("clock", WRONG)
def test_the_calendar_stays_and_a_line_says_why(synced: Program, clock: str) -> None:
    before, (says, words) = synced.tree(), WRONG[clock]
    for options in (["--dry-run"], [], []):
        told = under(synced, clock, "sync", *options)
        assert told.code == 6
        assert f"{words} {REST}" in " ".join(told.out.split())
        assert "ics  up to date" in told.out.splitlines()
        told = under(synced, clock, "sync", "--json", *options)
        assert (told.code, told.json["today"]) == (6, "2027-03-20")
        assert told.json["clock"] == {
            "says": says,
            "last": "2027-03-20",
            "message": f"{words} {REST}",
        }
    after = synced.tree()
    lock = str(synced.state / "nurse.lock")  # its time tells when the last sync was
    assert after | {lock: ""} == before | {lock: ""}
    assert under(synced, LATER, "sync").code == 0


@pytest.mark.parametrize("clock", WRONG)
def test_a_person_accepts_it_once(synced: Program, clock: str) -> None:
    assert under(synced, clock, "sync").code == 6
    shown = under(synced, clock, "sync", "--accept-clock", "--dry-run", "--json")
    taken = under(synced, clock, "sync", "--accept-clock", "--json")
    assert (taken.code, taken.json["today"], taken.json["clock"]) == (0, WRONG[clock][0], None)
    assert taken.json | {"dry_run": True} == shown.json
    assert changes(taken) >= 1
    idle = under(synced, clock, "sync", "--json")
    assert (idle.code, changes(idle)) == (0, 0)


def test_a_day_that_is_named_is_a_persons_word(synced: Program) -> None:
    for day in ("2027-03-22", "2029-01-01", "2027-03-20"):
        for clock in WRONG:
            told = under(synced, clock, "sync", "--json", "--today", day)
            assert (told.code, told.json["today"], told.json["clock"]) == (0, day, None)
            assert "clock" not in under(synced, clock, "status", "--today", day).out
    assert under(synced, LATER, "sync", "--json").json["clock"] is None


def test_three_days_asleep_are_one_catch_up(synced: Program) -> None:
    caught_up = under(synced, THREE_DAYS_ON, "sync", "--json")
    assert (caught_up.code, caught_up.json["today"]) == (0, "2027-03-23")
    (target,) = caught_up.json["targets"]
    items = [one["item"] for one in target["operations"]]
    assert len(items) == len(set(items)) >= 1
    before = synced.database.read_bytes()
    assert changes(under(synced, THREE_DAYS_ON, "sync", "--json")) == 0
    assert synced.database.read_bytes() == before


@pytest.mark.parametrize("clock", WRONG)
def test_the_status_says_it_too_and_goes_by_the_clock(synced: Program, clock: str) -> None:
    says, words = WRONG[clock]
    assert under(synced, RIGHT, "status", "--json").json["clock"] is None
    told = under(synced, clock, "status")
    assert told.code == 0
    assert f"{words} {REST}" in " ".join(told.out.split())
    told = under(synced, clock, "status", "--json")
    assert (told.json["today"], told.json["clock"]["says"]) == (says, says)


@pytest.mark.parametrize("clock", WRONG)
def test_what_is_typed_under_it_counts_by_its_date(synced: Program, clock: str) -> None:
    says, _ = WRONG[clock]
    assert under(synced, clock, "done", "manager-talk", "--json").json["on"] == says
    told = under(synced, clock, "sync", "--json")
    assert (told.code, told.json["today"]) == (6, "2027-03-20")
    (target,) = told.json["targets"]
    assert ("manager-talk", "done") in {(one["item"], one["reason"]) for one in target["operations"]}
    assert changes(under(synced, clock, "sync", "--json")) == 0
