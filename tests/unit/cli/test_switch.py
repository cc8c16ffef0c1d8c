"""Proposals, events and the switch, as a person types them."""

from datetime import date
from pathlib import Path

import pytest

from tests.unit.cli.place import Place

LIVED = (
    ("manager-talk", "2027-01-18"),
    ("ma-certificate", "2027-11-30"),
    ("ma-job", "2028-02-29"),
    ("ma-experience", "2030-02-28"),
)
ARRIVAL = {"track", "finish", "slack_days", "p50", "p80", "chance", "hours_ahead", "cost_ahead"}
SWITCH = {"leaves", "comes", "shared"}
EFFECT = {"moves", "conflicts", "mended", "deadlines"}


def lived(nurse: Place, today: str, steps: int = len(LIVED)) -> Place:
    """Synced once, and the first steps done in time."""
    nurse.must("sync")
    later = nurse.on(today)
    for step, day in LIVED[:steps]:
        later.must("done", step, "--date", day)
    later.must("sync")
    return later


def proposals(place: Place) -> list[dict[str, object]]:
    found = place.must("status", "--json").json["proposals"]
    assert isinstance(found, list)
    return found


def test_a_missed_place_proposes_the_other_track_with_both_arrivals(nurse: Place) -> None:
    assert proposals(lived(nurse, "2030-03-01")) == []
    late = nurse.on("2030-03-02")
    (proposal,) = proposals(late)
    assert set(proposal) == ARRIVAL | {"because", "since"}
    assert (proposal["track"], proposal["since"]) == ("lpn-bridge", "2030-03-02")
    assert proposal["because"] == ["adn-place isn't done, and its deadline was 1 Mar 2030"]
    for key in ("finish", "p50", "p80"):
        assert date.fromisoformat(str(proposal[key]))
    text = " ".join(late.must("status").out.split())
    assert "Proposed: track lpn-bridge, because: adn-place isn't done" in text
    assert "main lands 9 Dec 2032" in text
    assert "if adn-place can still be done" in text
    assert f"lpn-bridge lands {late_landing(late)}" in text
    assert "planner switch lpn-bridge follows it" in text


def late_landing(place: Place) -> str:
    tracks = {one["name"]: one for one in place.must("tracks", "--json").json["tracks"]}
    day = date.fromisoformat(tracks["lpn-bridge"]["finish"])
    return f"{day.day} {day:%b} {day.year}"


def test_the_page_shows_a_proposal_as_a_card(nurse: Place) -> None:
    place = lived(nurse, "2030-03-02")
    place.must("timeline", "--html", "now.html")
    page = Path("now.html").read_text(encoding="utf-8")
    assert "<h2>Proposed: track lpn-bridge</h2>" in page
    assert "adn-place isn&#x27;t done, and its deadline was 1 Mar 2030" in page
    assert "lands 10 Dec 2033; as likely as not by" in page
    assert "if adn-place can still be done" in page
    nurse.must("timeline", "--html", "before.html")
    assert "Proposed" not in Path("before.html").read_text(encoding="utf-8")


def test_no_proposal_no_word(nurse: Place) -> None:
    assert "Proposed" not in nurse.must("status").out
    assert nurse.must("status", "--json").json["proposals"] == []


def test_a_dropped_step_is_missed_until_it_is_taken_up_again(nurse: Place) -> None:
    nurse.must("drop", "adn-place")
    assert proposals(nurse)[0]["because"] == ["adn-place was dropped on 1 Dec 2026"]
    assert "(without adn-place)" in " ".join(nurse.must("status").out.split())
    nurse.must("undone", "adn-place")
    assert proposals(nurse) == []


def test_a_layoff_proposes_and_changes_nothing_else(nurse: Place) -> None:
    place = lived(nurse, "2028-05-02", 3)
    before = place.must("timeline", "--json").json
    ended = place.must("event", "layoff", "--date", "2028-05-01", "--json")
    assert set(ended.json) == {"schema", "word", "on", "awaited", "proposals"}
    assert (ended.json["word"], ended.json["on"], ended.json["awaited"]) == (
        "layoff",
        "2028-05-01",
        ["layoff"],
    )
    assert ended.json["proposals"] == proposals(place)
    assert ended.json["proposals"][0]["because"] == ["layoff on 1 May 2028"]
    assert place.must("timeline", "--json").json == before
    assert proposals(place.on("2029-01-01"))[0]["since"] == "2028-05-01"
    place.must("undo", "--yes")
    assert proposals(place) == []


def test_an_event_is_told_in_words(nurse: Place) -> None:
    place = lived(nurse, "2028-05-02", 3)
    text = " ".join(place.must("event", "layoff").out.split())
    assert text.startswith("Reported for 2 May 2028: layoff Proposed: track lpn-bridge, because: layoff on")
    assert "(if layoff changes nothing there) lpn-bridge lands" in text
    assert "No track of this plan waits for that. It waits for: layoff." in place.must("event", "flood").out
    place.must("switch", "lpn-bridge", "--yes")
    assert "You follow the track that waited for it: lpn-bridge." in place.must("event", "layoff").out


def test_a_switch_shows_both_arrivals_and_what_is_lost_before_it_counts(nurse: Place) -> None:
    place = lived(nurse, "2030-03-02")
    before = place.facts()
    asked = place.run("switch", "lpn-bridge", "--no-input")
    assert (asked.code, place.facts()) == (6, before)
    text = " ".join(asked.out.split())
    assert "Switch from main to lpn-bridge main lands 9 Dec 2032" in text
    assert "leaves ma-experience (done), adn-place (begun) and adn" in text
    assert "brings lpn, lpn-experience and bridge" in text
    assert "keeps manager-talk, ma-certificate, ma-job, nclex, volunteer and rn-job" in text
    assert "appears" not in text
    refused = place.run("switch", "lpn-bridge", "--json")
    assert (refused.code, refused.json["switched"], place.facts()) == (6, False, before)

    kept = place.must("switch", "lpn-bridge", "--yes", "--json").json
    assert set(kept) == {"schema", "track", "before", "after", "switched"} | SWITCH | EFFECT
    assert (kept["schema"], kept["track"], kept["switched"]) == ("planner.switch/1", "lpn-bridge", True)
    assert set(kept["before"]) == set(kept["after"]) == ARRIVAL
    assert [step["step"] for step in kept["leaves"]] == ["ma-experience", "adn-place", "adn"]
    assert place.facts()[: len(before) + 1] == [*before, "track lpn-bridge chosen"]


def test_undo_takes_a_switch_back_to_the_day(nurse: Place) -> None:
    place = lived(nurse, "2030-03-02")
    before, proposed = place.must("timeline", "--json").json, proposals(place)
    place.must("switch", "lpn-bridge", "--yes")
    after = place.must("timeline", "--json").json
    assert after["track"] == "lpn-bridge"
    assert proposals(place) == []
    place.must("undo", "--yes")
    assert place.must("timeline", "--json").json == before
    assert proposals(place) == proposed
    place.must("redo", "--yes")
    assert place.must("timeline", "--json").json == after


@pytest.mark.parametrize(("today", "steps"), [("2030-03-02", 4), ("2028-05-02", 3)])
def test_what_tracks_and_switch_say_of_a_landing_comes_true(nurse: Place, today: str, steps: int) -> None:
    """Also where the other track is the faster one, and calendars were told later days."""
    place = lived(nurse, today, steps)
    tracks = {one["name"]: one for one in place.must("tracks", "--json").json["tracks"]}
    told = place.must("switch", "lpn-bridge", "--yes", "--json").json["after"]
    followed = place.must("timeline", "--json").json
    for key in ("finish", "slack_days"):
        assert tracks["lpn-bridge"][key] == told[key] == followed[key]
    arrived = place.must("tracks", "--json").json["tracks"][1]
    for key in ("p50", "p80", "chance"):
        assert tracks["lpn-bridge"][key] == told[key] == arrived[key]


def test_a_gate_that_was_full_by_itself_stays_done_over_a_switch_and_back(nurse: Place) -> None:
    place = lived(nurse, "2030-03-02", 3)
    assert state(place, "ma-experience") == ("done", "2030-02-28")
    place.must("switch", "lpn-bridge", "--yes")
    place.on("2030-04-01").must("switch", "main", "--yes")
    assert state(place.on("2030-04-01"), "ma-experience") == ("done", "2030-02-28")


def state(place: Place, item: str) -> tuple[str, str]:
    items = {one["id"]: one for one in place.must("timeline", "--json").json["items"]}
    return items[item]["state"], items[item]["due"]


def test_the_other_track_begins_when_it_is_chosen_and_not_in_the_past(nurse: Place) -> None:
    """The licensed practical nurse's year follows a job that began two years ago: nobody went there since."""
    place = lived(nurse, "2030-03-02")
    place.must("switch", "lpn-bridge", "--yes")
    for today in ("2030-03-02", "2030-06-01"):
        items = {one["id"]: one for one in place.on(today).must("timeline", "--json").json["items"]}
        assert (items["lpn"]["start"], items["lpn"]["due"]) == ("2030-03-02", "2031-03-01")
        assert items["lpn"]["reason"] == "begins with its track, chosen on 2 Mar 2030"
    place.must("start", "lpn", "--date", "2029-09-01")
    assert state(place, "lpn")[1] == "2030-08-31"


def test_staying_answers_an_event_without_a_question(nurse: Place) -> None:
    place = lived(nurse, "2028-05-02", 3)
    place.must("event", "layoff")
    assert "You stay on main. That answers: layoff." in place.must("switch", "main", "--no-input").out
    assert proposals(place) == []
    place.must("undo", "--yes")
    assert [one["track"] for one in proposals(place)] == ["lpn-bridge"]


def test_switching_to_the_followed_track_is_no_error(nurse: Place) -> None:
    assert nurse.must("switch", "main").out == "You follow main already.\n"
    shown = nurse.must("switch", "main", "--json").json
    assert (shown["switched"], shown["moves"]) == (False, [])
    assert nurse.facts() == []


WRONG: list[tuple[list[str], str]] = [
    (["switch", "lpn-brige"], "Did you mean lpn-bridge?"),
    (["switch", "zzz"], "This plan has: main, lpn-bridge."),
    (["switch"], "planner switch --help"),
    (["event", "lay off"], "Use one word, such as layoff."),
    (["event", "layoff", "--date", "2027-01-01"], "Today is 2026-12-01"),
    (["event", "layoff", "--date", "soon"], "2027-03-15"),
]


@pytest.mark.parametrize(("command", "said"), WRONG, ids=lambda value: str(value)[:40])
def test_what_is_wrong_is_said_with_a_remedy(nurse: Place, command: list[str], said: str) -> None:
    ended = nurse.run(*command)
    assert (ended.code, ended.out) == (2, "")
    assert said in ended.err
    assert nurse.facts() == []


def test_a_plan_with_one_track_waits_for_nothing(nurse: Place) -> None:
    text = "plan: 1\nid: one\ntitle: One\nsteps: {a: {title: A, takes: 2 weeks}}\n"
    Path("one.yaml").write_text(text, encoding="utf-8")
    one = ("-p", "one.yaml")
    assert "It waits for no event." in nurse.must("event", "layoff", *one).out
    assert nurse.must("switch", "main", *one).out == "You follow main already.\n"
    assert nurse.must("status", "--json", *one).json["proposals"] == []
    tracks = nurse.must("tracks", "--json", *one).json["tracks"]
    assert [(track["name"], track["chance"], track["leaves"]) for track in tracks] == [("main", None, [])]
