import json

import pytest
from hypothesis import given

from planner.errors import StoreDamaged
from planner.progress.facts import (
    BaselineSet,
    Completed,
    Fact,
    Noted,
    Paused,
    Progressed,
    Reopened,
    Slipped,
    Undone,
    decode,
    describe,
    encode,
)
from tests.unit.progress.journal import DAY, KINDS, LATER, any_fact


@given(any_fact)
def test_a_fact_survives_being_written_and_read(fact: Fact) -> None:
    assert decode(encode(fact)) == fact


@given(any_fact)
def test_a_written_fact_is_ascii_that_any_disk_and_locale_can_hold(fact: Fact) -> None:
    assert encode(fact).isascii()
    assert encode(decode(encode(fact))) == encode(fact)


def test_each_kind_of_fact_has_its_own_word() -> None:
    words = {json.loads(encode(one))["kind"] for one in (Completed("a", DAY), Reopened("a", DAY))}
    assert words == {"completed", "reopened"}


def test_what_was_written_by_the_first_version_is_still_read() -> None:
    assert decode('{"item":"a","kind":"completed","on":"2028-01-04"}') == Completed("a", DAY)
    assert decode('{"item":"a","kind":"progressed"}') == Progressed("a")


def test_a_kind_that_this_version_does_not_know_is_named() -> None:
    with pytest.raises(StoreDamaged, match="'teleported'") as caught:
        decode('{"kind":"teleported"}')
    assert "newer" in caught.value.hint


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "null",
        "{}",
        '{"kind":["completed"]}',
        '{"kind":"completed","item":"a"}',
        '{"kind":"completed","item":"a","on":"2028-13-04"}',
        '{"kind":"completed","item":7,"on":"2028-01-04"}',
        '{"kind":"undone","change":true}',
        '{"kind":"undone","change":1,"colour":"red"}',
    ],
)
def test_text_that_is_no_fact_is_damage_and_not_a_guess(text: str) -> None:
    with pytest.raises(StoreDamaged):
        decode(text)


@pytest.mark.parametrize(
    ("fact", "sentence"),
    [
        (Completed("ma-certificate", DAY), "ma-certificate done on 4 Jan 2028"),
        (Progressed("a", parts=630), "1.5 h of work on a"),
        (Progressed("a", percent=40), "a 40 % done"),
        (Slipped("a", LATER), "a late, to 1 Feb 2028"),
        (Slipped("a", LATER, DAY), "a late, to 1 Feb 2028, starting on 4 Jan 2028"),
        (BaselineSet(DAY, {"a": DAY, "b": LATER}), "baseline of 2 dates set on 4 Jan 2028"),
        (Noted("met Ada", DAY), "4 Jan 2028: met Ada"),
        (Noted("met {item}", DAY, "a", 420), "4 Jan 2028, a: met {item} (1 h)"),
        (Paused(DAY, LATER), "pause from 4 Jan 2028 to 1 Feb 2028"),
        (Undone(3), "change 3 taken back"),
    ],
)
def test_history_tells_a_fact_in_a_sentence(fact: Fact, sentence: str) -> None:
    assert describe(fact) == sentence


@given(any_fact)
def test_every_fact_can_be_told(fact: Fact) -> None:
    assert describe(fact)
    assert type(fact) in KINDS
