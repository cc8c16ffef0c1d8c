"""The machine of `google_machine` with many lives under eight seeds, and the adapter's bugs that it notices.

PLANNER_EXAMPLES asks for another number of lives, all seeds together. That a page of HTML is no empty list
isn't among the bugs: the guard stops a sync that believes it; see `tests.google.test_defences`.
"""

import os
from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from integrations.google import event as events
from integrations.google import remote as remotes
from integrations.google.api import Api
from integrations.google.event import Event, Frame
from integrations.google.listing import Listing, Stale, read_pages
from integrations.google.remote import GoogleCalendar
from integrations.google.writing import Writer
from integrations.http.answer import Answer
from planner.errors import OutcomeUnknown
from planner.sync.values import Intent, Mirrored, Outcome
from tests.property.google_machine import GoogleSync

SEEDS = range(1, 9)
LIVES = settings(
    max_examples=max(int(os.environ.get("PLANNER_EXAMPLES", "200")) // len(SEEDS), 1),
    stateful_step_count=25,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
# A bug has to be noticed, not made small.
HUNT = settings(LIVES, max_examples=75, phases=[Phase.generate], print_blob=False)


def _machine(number: int) -> type[GoogleSync]:
    return seed(number)(type("Seeded", (GoogleSync,), {}))


@pytest.mark.parametrize("number", SEEDS)
def test_a_calendar_holds_each_item_once_and_all_that_a_person_did(number: int) -> None:
    run_state_machine_as_test(_machine(number), settings=LIVES)


insert, update, list_events = Api.insert, Api.update, GoogleCalendar._list  # noqa: SLF001 - bugs go inside
insert_one = Writer._insert  # noqa: SLF001 - bugs go inside


def _without_id(api: Api, calendar: str, event: Mapping[str, Any]) -> Answer:
    return insert(api, calendar, {name: value for name, value in event.items() if name != "id"})


def _not_looked(*_: object) -> None:
    """Another name, whatever has this one."""


def _taken_as_done(_writer: Writer, intent: Intent, wanted: Mirrored, _answer: Answer) -> Outcome:
    return Outcome(intent, wanted)


def _whatever_is_there(api: Api, calendar: str, event: Mapping[str, Any], _etag: str | None) -> Answer:
    return update(api, calendar, event, None)


def _ours_alone(frame: Frame, _there: Event, mirrored: Mirrored) -> dict[str, Any]:
    return events.encode(frame, mirrored)


def _latest_token(remote: GoogleCalendar) -> str | None:
    calendar = remote._choice.find()  # noqa: SLF001 - bugs go inside
    listing = None if calendar is None else list_events(remote, calendar, remote._cursor)  # noqa: SLF001 - as above
    return None if listing is None else listing.cursor


def _nothing_new(frame: Frame, pages: Iterable[Answer], *, everything: bool) -> Listing | None:
    try:
        return read_pages(frame, pages, everything=everything)
    except Stale:
        return Listing((), (), others=False, complete=False, cursor=None)


def _by_its_mark(frame: Frame, event: Event) -> bool:
    private = event.get("extendedProperties", {}).get("private", {})
    return private.get("plannerPlan") == frame.plan_id and "plannerItem" in private


def _remade(writer: Writer, intent: Intent, wanted: Mirrored, body: Mapping[str, Any]) -> Outcome | None:
    try:
        answer = writer.api.insert(writer.calendar, body)
    except OutcomeUnknown:
        return None
    if answer.status == HTTPStatus.CONFLICT:
        return insert_one(writer, intent, wanted, body)
    return writer._ended(intent, wanted, answer)  # noqa: SLF001 - bugs go inside


BUGS: Mapping[str, Mapping[tuple[object, str], object]] = {
    "ids are made by the server": {(Api, "insert"): _without_id},
    "409 means another name": {(Writer, "_found"): _not_looked},
    "409 means done": {(Writer, "_found"): _taken_as_done},
    "an update takes no heed of etags": {(Api, "update"): _whatever_is_there},
    "an update drops what a person added": {(events, "merged"): _ours_alone},
    "the cursor is ahead of what was read": {(GoogleCalendar, "cursor"): _latest_token},
    "410 means nothing new": {(remotes, "read_pages"): _nothing_new},
    "a mark makes an event ours": {(events, "is_ours"): _by_its_mark},
    "a lost answer means another name": {(Writer, "_insert"): _remade},
}


@pytest.mark.parametrize("bug", BUGS)
def test_a_bug_is_noticed(bug: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for (owner, name), replacement in BUGS[bug].items():
        monkeypatch.setattr(owner, name, replacement)
    with pytest.raises(AssertionError):
        _live_under_each_seed()


def _live_under_each_seed() -> None:
    for number in SEEDS:
        run_state_machine_as_test(_machine(number), settings=HUNT)
