"""Whatever a list of events lacks, nothing is deleted for it, on either side or in the .ics file."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from planner.progress.facts import Dismissed
from planner.sync.operations import Op
from planner.sync.report import TargetState
from tests.cycle import nurse
from tests.google import proxy
from tests.google.beside import Beside, at_google, settled
from tests.google.proxy import Fault, Reply, Wire
from tests.google.world import GoogleWorld

WRITES = {"events.insert", "events.update", "events.delete", "calendars.insert"}


@pytest.fixture
def beside(google: GoogleWorld, tmp_path: Path) -> Beside:
    found = Beside(google, nurse(tmp_path))
    found.begin()
    return found


def listed(change: Callable[[dict[str, Any]], Mapping[str, object]]) -> Fault:
    """The answer that would come, changed."""

    def fault(_: Wire, work: Callable[[], Reply]) -> Reply:
        return Reply(200, json.dumps(change(json.loads(work().body))).encode())

    return fault


FULL: Mapping[str, Callable[[dict[str, Any]], Mapping[str, object]]] = {
    "empty": lambda told: {**told, "items": []},
    "half": lambda told: {**told, "items": told["items"][::2]},
    "without its end": lambda told: {**told, "nextSyncToken": None},
    "half, without its end": lambda told: {"items": told["items"][::2]},
    "of another calendar": lambda told: {
        **told,
        "items": [{**one, "id": f"0{one['id']}", "extendedProperties": {}} for one in told["items"]],
    },
    "of another plan": lambda told: {
        **told,
        "items": [
            {**one, "extendedProperties": {"private": {"plannerPlan": "other"}}} for one in told["items"]
        ],
    },
}


@pytest.mark.parametrize("change", FULL.values(), ids=FULL)
def test_a_full_list_that_lacks_events_stops_google(
    beside: Beside, change: Callable[[dict[str, Any]], Mapping[str, object]]
) -> None:
    before, file = beside.calendar(), beside.file()
    beside.google.proxy.arm("events.list", proxy.refuse(410, "fullSyncRequired"))
    beside.google.proxy.arm("events.list", listed(change), times=99)
    report = beside.both()
    found = at_google(report)
    assert (found.state, report.exit_code) == (TargetState.STOPPED, 6)
    assert found.hint
    assert WRITES.isdisjoint(beside.google.proxy.names)
    assert found.learned == ()
    assert not any(isinstance(fact, Dismissed) for fact in beside.facts())
    assert beside.calendar() == before
    assert len(beside.file()) == len(file)
    assert beside.file() != file

    beside.mended()
    settled(beside)
    assert len(beside.calendar()) == len(before)


NO_LIST: Mapping[str, bytes] = {
    "without items": b'{"nextSyncToken": "t"}',
    "items that are no list": b'{"items": {}, "nextSyncToken": "t"}',
    "items that are no events": b'{"items": [1, null, "x"], "nextSyncToken": "t"}',
    "an error with 200": b'{"error": {"code": 500}}',
    "neither end nor next page": b'{"items": []}',
}


@pytest.mark.parametrize("body", NO_LIST.values(), ids=NO_LIST)
def test_news_that_make_no_sense_are_not_believed(beside: Beside, body: bytes) -> None:
    before = beside.calendar()
    beside.google.proxy.arm("events.list", lambda *_: Reply(200, body), times=99)
    report = beside.both()
    found = at_google(report)
    assert found.state in {TargetState.FAILED, TargetState.STOPPED}
    assert report.exit_code in {5, 6}
    assert "target's own code" not in (found.message or "")
    assert WRITES.isdisjoint(beside.google.proxy.names)
    assert len(beside.google.proxy.log) <= 3
    assert beside.calendar() == before

    beside.mended()
    settled(beside)


@pytest.mark.parametrize("after", [1, 2])
def test_a_later_page_that_fails_leaves_all_to_the_next_sync(beside: Beside, after: int) -> None:
    beside.google.proxy.pages_of = 5
    edited = beside.google.events()[:12]
    for event in edited:
        beside.google.edit(event["id"], summary=f"{event['summary']}!")
    beside.google.proxy.arm("events.list", proxy.cut(done=False), times=99, after=after)
    report = beside.both()
    assert (at_google(report).state, report.exit_code) == (TargetState.RESTING, 5)
    assert set(beside.google.proxy.names) == {"events.list"}

    beside.mended()
    learnt = at_google(beside.both())
    assert learnt.count(Op.KEEP) == len(edited)
    titles = {event["summary"] for event in beside.google.events()}
    assert {f"{event['summary']}!" for event in edited} <= titles


def test_pages_without_end_are_given_up(beside: Beside) -> None:
    beside.google.proxy.arm(
        "events.list", lambda *_: Reply(200, b'{"items": [], "nextPageToken": "again"}'), times=99999
    )
    report = beside.both()
    assert (at_google(report).state, report.exit_code) == (TargetState.FAILED, 5)
    assert len(beside.google.proxy.log) < 10
