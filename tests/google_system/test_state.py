"""Many syncs at once, a lost state, and dry runs."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.google_system.place import CALENDARS, ITEMS, Place
from tests.google_system.scene import assert_idle


def test_of_twenty_syncs_at_once_each_works_or_says_it_is_busy_and_each_event_is_there_once(
    career: Place,
) -> None:
    with ThreadPoolExecutor(20) as pool:
        ended = list(pool.map(lambda _: career.program.run("sync"), range(20)))
    assert {one.code for one in ended} <= {0, 75}
    assert 0 in {one.code for one in ended}
    assert career.requests == ["calendars.insert", *["events.insert"] * len(ITEMS)]
    assert len(career.events(career.google.calendar)) == len(ITEMS)
    career.program.must("slip", "register", "2 weeks", "--yes")
    career.google.proxy.log.clear()
    with ThreadPoolExecutor(5) as pool:
        assert {one.code for one in pool.map(lambda _: career.program.run("sync"), range(5))} <= {0, 75}
    assert career.requests == ["events.update"] * len(ITEMS)
    assert_idle(career)


def test_a_lost_database_costs_no_event(career: Place) -> None:
    career.synced()
    before = career.events(career.google.calendar)
    for _ in range(2):
        career.program.database.unlink()
        target = career.synced()
        assert career.requests == []
        assert (target["created"], target["deleted"]) == (0, 0)
    assert career.events(career.google.calendar) == before
    assert_idle(career)


def test_without_state_and_calendars_file_a_named_calendar_is_taken_over(career: Place) -> None:
    career.synced()
    before = career.events(career.google.calendar)
    career.program.database.unlink()
    (career.program.folder / CALENDARS).unlink()
    career.settings(calendar_id=career.google.calendar)
    career.synced()
    assert career.requests == []
    assert career.events(career.google.calendar) == before


def prepared(career: Place, stage: str) -> None:
    if stage == "first":
        return
    career.synced()
    if stage == "moved":
        career.program.must("slip", "register", "2 weeks", "--yes")
    elif stage == "dropped":
        career.program.must("drop", "exam")
    elif stage == "changed there":
        (event, *_) = career.google.events()
        career.google.edit(event["id"], summary="Mine")
        career.google.person("DELETE", career.google.events()[1]["id"])
    elif stage == "without state":
        career.program.database.unlink()


@pytest.mark.parametrize("stage", ["first", "synced", "moved", "dropped", "changed there", "without state"])
def test_a_dry_run_writes_nothing_anywhere_and_tells_what_a_sync_does(career: Place, stage: str) -> None:
    prepared(career, stage)
    tree, events = career.program.tree(), [career.events(one) for one in career.google.proxy.made]
    career.google.proxy.log.clear()
    told = career.program.must("sync", "--dry-run", "--json").json
    assert career.requests == []
    assert career.program.tree() == tree
    assert [career.events(one) for one in career.google.proxy.made] == events
    done = career.synced()
    assert told["targets"][0]["operations"] == done["operations"]
    assert told["targets"][0]["learned"] == done["learned"]
