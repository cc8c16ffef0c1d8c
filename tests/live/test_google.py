"""What only Google itself can show. It asks for minutes and some hundred requests; see docs/testing.md."""

import time
import unicodedata
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import pytest

from tests.live.account import Account
from tests.system.program import TODAY

pytestmark = [pytest.mark.enable_socket, pytest.mark.timeout(1800)]

Found = Callable[[str, object], None]
CYCLES = 30
BURST = 200
DAY = {"start": {"date": "2027-04-01"}, "end": {"date": "2027-04-02"}}
TEXTS = {
    "spaces": "  two  spaces and a tab\t ",
    "decomposed": unicodedata.normalize("NFD", "Prüfung für Ängstliche"),
    "line ends": "one\r\ntwo\n\nthree\r",
    "markup": "a < b & c > d, <b>bold</b> &amp; more",
    "others": "✓ 👩‍⚕️ \u200f\u00a0\u2028",
    "long": "x" * 8000,
}


def new_id() -> str:
    return uuid4().hex


def made(google: Account, **fields: object) -> dict[str, object]:
    answer = google.ask("POST", "/events", {"id": new_id(), "summary": "Exam", **DAY, **fields})
    assert answer.status == 200, answer
    return dict(answer.object or {})


def test_an_id_can_be_used_once(google: Account) -> None:
    event = made(google)
    again = {"id": event["id"], "summary": "Another", **DAY}
    assert google.ask("POST", "/events", again).status == 409
    google.ask("DELETE", f"/events/{event['id']}")
    assert google.ask("POST", "/events", again).status == 409
    assert google.ask("DELETE", f"/events/{event['id']}").status == 410


def test_a_deleted_event_can_be_revived_or_not(google: Account, record_property: Found) -> None:
    event = made(google)
    google.ask("DELETE", f"/events/{event['id']}")
    body = {"id": event["id"], "summary": "Back", "status": "confirmed", **DAY}
    status = google.ask("PUT", f"/events/{event['id']}", body).status
    record_property("found", f"reviving a deleted event: {status}")
    assert status in {200, 403, 404, 410}


def test_what_is_left_of_a_deleted_event(google: Account, record_property: Found) -> None:
    event = made(google, extendedProperties={"private": {"plannerPlan": "live"}})
    token = (google.ask("GET", "/events?maxResults=2500").object or {})["nextSyncToken"]
    google.ask("DELETE", f"/events/{event['id']}")
    news = (google.ask("GET", f"/events?maxResults=2500&syncToken={token}").object or {})["items"]
    assert isinstance(news, list)
    (gone,) = [one for one in news if one["id"] == event["id"]]
    assert gone["status"] == "cancelled"
    record_property("found", f"a tombstone in the news has: {', '.join(sorted(gone))}")
    alone = google.ask("GET", f"/events/{event['id']}")
    record_property("found", f"a deleted event, asked for alone: {alone.status}")
    assert alone.status in {200, 404, 410}


def test_an_etag_that_is_old_is_refused(google: Account) -> None:
    event = made(google)
    address, old = f"/events/{event['id']}", str(event["etag"])
    changed = google.ask("PUT", address, {**event, "summary": "Theirs"}).object or {}
    assert changed["etag"] != old
    assert google.ask("PUT", address, {**event, "summary": "Ours"}, If_Match=old).status == 412
    assert google.ask("DELETE", address, If_Match=old).status == 412
    fresh = str(changed["etag"])
    assert google.ask("PUT", address, {**event, "summary": "Ours"}, If_Match=fresh).status == 200


def test_a_token_that_is_none_asks_for_a_full_list(google: Account) -> None:
    assert google.ask("GET", "/events?maxResults=2500&syncToken=none").status in {400, 410}


def test_private_marks_outlive_what_others_change(google: Account) -> None:
    marks = {"private": {"plannerPlan": "live", "plannerRest": "x" * 1000}}
    event = made(google, extendedProperties=marks)
    google.ask("PATCH", f"/events/{event['id']}", {"summary": "Retitled", "colorId": "5"})
    there = google.ask("GET", f"/events/{event['id']}").object or {}
    assert there["extendedProperties"] == marks


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_how_texts_are_spelt(google: Account, text: str, record_property: Found) -> None:
    event = made(google, summary=text[:900], description=text)
    there = google.ask("GET", f"/events/{event['id']}").object or {}
    for name in ("summary", "description"):
        assert there.get(name) == event.get(name)
    kept = "as it was sent" if there.get("description") == text else repr(there.get("description"))[:80]
    record_property("found", f"the text {text[:20]!r}: {kept}")


def test_the_whole_plan_then_thirty_syncs_that_write_nothing(google: Account, tmp_path: Path) -> None:
    google.empty()
    here = google.program(tmp_path)
    (first,) = here.must("sync", "--json").json["targets"]
    assert len(google.events()) == first["created"] > 10
    before = {event["id"]: event["etag"] for event in google.events()}
    for _ in range(CYCLES):
        (idle,) = here.must("sync", "--json").json["targets"]
        assert (idle["operations"], idle["learned"]) == ([], [])
    assert {event["id"]: event["etag"] for event in google.events()} == before


def test_what_a_person_does_there_counts(google: Account, tmp_path: Path) -> None:
    google.empty()
    here = google.program(tmp_path)
    here.must("sync")
    found = {event["extendedProperties"]["private"]["plannerItem"]: event for event in google.events()}
    ticked, moved, deleted = (found[step] for step in ("manager-talk", "ma-certificate", "adn"))
    google.ask("PATCH", f"/events/{ticked['id']}", {"summary": f"✓ {ticked['summary']}"})
    google.ask("PATCH", f"/events/{moved['id']}", DAY)
    google.ask("DELETE", f"/events/{deleted['id']}")
    (told,) = here.must("sync", "--json").json["targets"]
    learnt = {one["item"]: one["fact"] for one in told["learned"]}
    assert learnt == {"manager-talk": "completed", "ma-certificate": "pinned", "adn": "dismissed"}
    assert deleted["id"] not in {event["id"] for event in google.events()}
    (idle,) = here.must("sync", "--json").json["targets"]
    assert idle["operations"] == []


def test_many_writes_to_one_calendar(google: Account, record_property: Found) -> None:
    begun, api = time.monotonic(), google.api
    for number in range(BURST):
        answer = api.insert(google.calendar, {"id": new_id(), "summary": f"{TODAY} {number}", **DAY})
        assert answer.status == 200
    record_property("found", f"{BURST} events in {time.monotonic() - begun:.0f} s")
    named = sorted({answer.headers.get("retry-after", "no Retry-After") for answer in google.slowed})
    record_property("found", f"asked to slow down {len(google.slowed)} times: {', '.join(named) or '-'}")


def test_the_right_that_was_asked_for_shows_no_other_calendar(google: Account) -> None:
    response, _ = google.http.request(f"{google.root}calendar/v3/users/me/calendarList")
    assert response.status == 403
