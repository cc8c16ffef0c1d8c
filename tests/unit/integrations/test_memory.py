"""The remote in memory does what a person does there, and fails when it is told to."""

from datetime import date
from pathlib import Path

import pytest

from integrations.memory import TARGET, Memory
from planner.errors import PlannerError
from planner.sync.target import Setup
from planner.sync.values import Item, href
from tests.contract.places import PLAN, create, delete

GRADUATE = Item("adn", "Graduate", date(2032, 5, 31))
EXAM = Item("nclex", "Exam", date(2032, 8, 10))


@pytest.fixture
def remote() -> Memory:
    made = Memory()
    list(made.push([create(GRADUATE), create(EXAM)]))
    return made


def test_what_a_person_does_is_told_since_the_cursor(remote: Memory) -> None:
    cursor = remote.cursor()
    remote.tick("adn")
    remote.drag("adn", date(2033, 1, 1))
    remote.retitle("adn", "Done with it")
    remote.delete("nclex")
    seen = remote.pull(cursor)
    assert [found.item for found in seen.present] == [
        Item("adn", "Done with it", date(2033, 1, 1), done=True)
    ]
    assert seen.gone == (href(PLAN, "nclex"),)
    assert not seen.complete
    assert remote.pull(seen.cursor).present == ()


def test_a_reply_is_lost_after_the_work_was_done(remote: Memory) -> None:
    third = Item("rn-job", "First job", date(2032, 12, 10))
    remote.faults.lose_reply = 2
    with pytest.raises(PlannerError, match="lost"):
        list(remote.push([delete("nclex"), create(third), delete("adn")]))
    assert set(remote.items) == {"adn", "rn-job"}
    assert list(remote.push([])) == []


def test_an_item_can_be_refused_while_others_pass(remote: Memory) -> None:
    remote.faults.refuse["adn"] = "the title is too long"
    outcomes = list(remote.push([delete("adn"), delete("nclex")]))
    assert [found.error for found in outcomes] == ["the title is too long", None]
    assert set(remote.items) == {"adn"}


def test_a_listing_without_its_end_says_so(remote: Memory) -> None:
    remote.faults.incomplete = True
    seen = remote.pull(None)
    assert not seen.complete
    assert seen.cursor is None
    assert len(seen.present) == 1


def test_a_trimmed_log_makes_every_cursor_stale(remote: Memory) -> None:
    cursor = remote.cursor()
    remote.trim()
    assert remote.pull(cursor).complete
    assert not remote.pull(remote.cursor()).complete


def test_writes_that_change_nothing_arent_counted(remote: Memory) -> None:
    before = remote.writes
    list(remote.push([create(GRADUATE), delete("no-such")]))
    assert remote.writes == before


def test_a_try_out_starts_empty(tmp_path: Path) -> None:
    opened = TARGET.open(Setup(PLAN, "To nurse", tmp_path, {}))
    assert opened.pull(None).present == ()
    assert PLAN in opened.place
