"""What the runner may rely on, whatever target it talks to."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from planner.sync.values import Item, Mirrored, Remote, Role
from tests.contract.places import (
    GooglePlace,
    IcsPlace,
    MemoryPlace,
    Place,
    TodoistPlace,
    create,
    delete,
    update,
)

GRADUATE = Item("adn", "Graduate", date(2032, 5, 31))
REVIEW = Item(
    "review@2027-03-14", "Review", date(2027, 3, 14), at=time(18), zone="America/New_York", minutes=45
)
FULL = Item(
    "ma/goal-1",
    "Half-way; 50 %, at C:\\New",
    date(2028, 2, 29),
    "Why:\nbecause,\n\nsee below",
    done=True,
    url="https://example.org/a?b=c;d,e",
    categories=("course", "main, track"),
)

Fixtures = pytest.FixtureRequest
PLACES: dict[str, Callable[[Fixtures], Place]] = {
    "google": lambda fixtures: GooglePlace(fixtures.getfixturevalue("google")),
    "ics": lambda fixtures: IcsPlace(fixtures.getfixturevalue("tmp_path")),
    "memory": lambda _: MemoryPlace(),
    "todoist": lambda fixtures: TodoistPlace(fixtures.getfixturevalue("todoist")),
}


@pytest.fixture(params=sorted(PLACES))
def place(request: pytest.FixtureRequest) -> Place:
    made: Place = PLACES[request.param](request)
    return made


def everything(remote: Remote) -> dict[str, Item]:
    seen = remote.pull(None)
    assert seen.complete
    ids = [found.item.id for found in seen.present]
    assert len(ids) == len(set(ids))
    return {found.item.id: replace(found.item, role=Role.EVENT) for found in seen.present}


def test_an_unused_place_is_empty_and_complete(place: Place) -> None:
    assert everything(place.open()) == {}


def test_what_is_created_is_seen_once(place: Place) -> None:
    remote = place.open()
    outcomes = list(remote.push([create(GRADUATE), create(REVIEW)]))
    assert [found.error for found in outcomes] == [None, None]
    assert everything(place.open()) == {"adn": GRADUATE, REVIEW.id: REVIEW}


@pytest.mark.parametrize("item", [GRADUATE, REVIEW, FULL, replace(REVIEW, zone=None)])
def test_what_is_pushed_is_what_is_pulled(place: Place, item: Item) -> None:
    (outcome,) = place.open().push([create(item, revision=3)])
    (seen,) = place.open().pull(None).present
    wanted = bare(outcome.intent.wanted)
    href = seen.href if place.names else wanted.href
    assert bare(seen) == replace(wanted, href=href, item=replace(item, role=place.role))
    assert bare(outcome.mirrored) == bare(seen)


def test_repeating_an_intent_is_harmless(place: Place) -> None:
    list(place.open().push([create(GRADUATE)]))
    cursor = place.open().cursor()
    list(place.open().push([create(GRADUATE)]))
    assert everything(place.open()) == {"adn": GRADUATE}
    assert_unchanged(place, cursor)


def test_an_update_replaces_and_touches_no_other(place: Place) -> None:
    list(place.open().push([create(GRADUATE), create(REVIEW)]))
    moved = replace(GRADUATE, due=date(2032, 8, 31), title="Graduate at last")
    list(place.open().push([update(moved)]))
    assert everything(place.open()) == {"adn": moved, REVIEW.id: REVIEW}


def test_an_update_of_what_is_gone_brings_it_back(place: Place) -> None:
    list(place.open().push([update(GRADUATE)]))
    assert everything(place.open()) == {"adn": GRADUATE}


def test_a_deletion_removes_one_and_can_be_repeated(place: Place) -> None:
    list(place.open().push([create(GRADUATE), create(REVIEW)]))
    for _ in range(2):
        (outcome,) = place.open().push([delete("adn")])
        assert (outcome.mirrored, outcome.error) == (None, None)
        assert everything(place.open()) == {REVIEW.id: REVIEW}


def test_nothing_is_told_when_nothing_changed(place: Place) -> None:
    remote = place.open()
    list(remote.push([create(GRADUATE)]))
    cursor = remote.cursor()
    for _ in range(3):
        assert_unchanged(place, cursor)


def test_pushing_nothing_changes_nothing(place: Place) -> None:
    list(place.open().push([create(GRADUATE)]))
    cursor = place.open().cursor()
    assert list(place.open().push([])) == []
    assert_unchanged(place, cursor)


def test_a_cursor_that_is_stale_or_unknown_brings_everything(place: Place) -> None:
    list(place.open().push([create(GRADUATE)]))
    for cursor in ("no such cursor", "", "999999", "-1"):
        seen = place.open().pull(cursor)
        assert seen.complete
        assert [found.item for found in seen.present] == [replace(GRADUATE, role=place.role)]
        assert_unchanged(place, seen.cursor)


def test_what_others_put_there_is_neither_seen_nor_changed(place: Place) -> None:
    list(place.open().push([create(GRADUATE)]))
    place.add_foreign()
    assert everything(place.open()) == {"adn": GRADUATE}
    list(place.open().push([update(replace(GRADUATE, title="Later")), create(REVIEW)]))
    list(place.open().push([delete("adn"), delete(REVIEW.id)]))
    assert everything(place.open()) == {}
    assert place.has_foreign()


def test_intents_are_carried_out_in_order(place: Place) -> None:
    again = replace(GRADUATE, title="Again")
    list(place.open().push([create(GRADUATE), delete("adn"), create(again)]))
    assert everything(place.open()) == {"adn": again}


def test_it_says_where_it_writes(place: Place) -> None:
    assert place.open().place == place.open().place != ""


def test_it_says_what_time_the_service_told_with_its_news(place: Place) -> None:
    list(place.open().push([create(GRADUATE)]))
    remote = place.open()
    unasked = remote.time
    remote.pull(remote.pull(None).cursor)
    time, told = place.time, remote.time
    assert unasked is None
    if time is None:
        assert told is None
    else:
        assert told is not None
        assert abs(told - time) < timedelta(minutes=1)
        assert told.utcoffset() == timedelta()


def bare(mirrored: Mirrored | None) -> Mirrored:
    assert mirrored is not None
    return replace(mirrored, etag=None)


def assert_unchanged(place: Place, cursor: str | None) -> None:
    seen = place.open().pull(cursor)
    assert (seen.present, seen.gone, seen.edited, seen.cursor) == ((), (), False, cursor)
