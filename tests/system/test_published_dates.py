"""What the calendar file shows as plans slip, end early, are edited and taken back: the real program."""

import re
from dataclasses import replace

from tests.system.program import PLAN, Program


def on(nurse: Program, day: str) -> Program:
    return replace(nurse, today=day)


def days(place: Program) -> dict[str, str]:
    """The day of each event, by the id that its description ends with."""
    text = place.calendar.replace(b"\r\n ", b"").decode()
    found = {}
    for event in re.findall(r"BEGIN:VEVENT.*?END:VEVENT", text, re.DOTALL):
        (name,) = re.findall(r"DESCRIPTION:.*\(([^()]*)\)\r\n", event)
        (day,) = re.findall(r"DTSTART[^:]*:(\d{8})", event)
        found[name] = day
    return found


def timeline(place: Program) -> dict[str, tuple[str, str]]:
    items = place.must("timeline", "--json").json["items"]
    return {item["id"]: (item["due"], item["published_due"]) for item in items}


def questions(place: Program) -> set[str]:
    """The steps of which a person is asked what is to become of them."""
    conflicts = place.must("status", "--json").json["conflicts"]
    return {item.partition("/")[0] for one in conflicts if one["code"] == "overdue" for item in one["items"]}


def words(place: Program) -> bytes:
    """The file without what counts revisions."""
    return re.sub(rb"(SEQUENCE|DTSTAMP|LAST-MODIFIED):.*", b"", place.calendar)


def test_undo_gives_the_timeline_and_the_calendar_back(nurse: Program) -> None:
    nurse.must("sync")
    before = timeline(nurse), words(nurse)
    nurse.must("slip", "ma-certificate", "5 weeks", "--yes")
    nurse.must("sync")
    slipped = timeline(nurse), words(nurse)
    assert (slipped[0] != before[0], slipped[1] != before[1]) == (True, True)
    nurse.must("undo", "--yes")
    assert timeline(nurse) == before[0]
    nurse.must("sync")
    assert (timeline(nurse), words(nurse)) == before
    nurse.must("redo", "--yes")
    nurse.must("sync")
    assert (timeline(nurse), words(nurse)) == slipped


def test_the_calendar_shows_what_the_timeline_says_it_does(nurse: Program) -> None:
    nurse.must("sync")
    for day in ("2027-03-20", "2027-12-15", "2028-01-20"):
        on(nurse, day).must("sync")
        shown = timeline(on(nurse, day))
        events = days(nurse)
        assert events
        for name, event in events.items():
            if name in shown:
                assert shown[name][1].replace("-", "") == event


def test_an_early_finish_pulls_nothing_until_it_is_asked_for(nurse: Program) -> None:
    nurse.must("sync")
    later = on(nurse, "2027-06-01")
    later.must("sync")
    before = days(nurse)
    said = later.must("done", "ma-certificate").out
    assert "could come closer now: planner replan" in said
    later.must("sync")
    after = days(nurse)
    moved = {name for name in before.keys() & after.keys() if before[name] != after[name]}
    assert {name.partition("/")[0] for name in moved} == {"ma-certificate"}
    asked = later.run("replan", "--no-input")
    assert (asked.code, "ma-job" in asked.out, days(nurse) == after) == (6, True, True)
    later.must("replan", "--yes")
    later.must("sync")
    assert days(nurse)["ma-job"] < after["ma-job"]
    assert "as the plan has it" in later.must("replan").out


def test_an_edit_of_the_plan_moves_what_it_changes_at_once(nurse: Program) -> None:
    nurse.must("sync")
    before = days(nurse)
    plan = nurse.folder / PLAN
    text = plan.read_text(encoding="utf-8")
    plan.write_text(text.replace("takes: 10 weeks", "takes: 9 weeks"), encoding="utf-8")
    report = nurse.must("sync", "--json").json
    after = days(nurse)
    moved = {name for name in before.keys() & after.keys() if before[name] != after[name]}
    assert moved == {"nclex", "rn-job"}
    assert {move["reason"] for move in report["moved"]} == {"the plan file was changed"}
    assert all(move["to"] < move["from"] for move in report["moved"])
    plan.write_text(f"# a remark\n{plan.read_text(encoding='utf-8')}", encoding="utf-8")
    assert nurse.must("sync", "--json").json["moved"] == []
    assert days(nurse) == after


def test_what_is_overdue_asks_in_the_end_and_each_move_is_in_why_and_history(nurse: Program) -> None:
    nurse.must("sync")
    on(nurse, "2027-01-18").must("done", "manager-talk")
    for day in ("2027-12-01", "2027-12-09", "2027-12-17", "2027-12-25", "2028-01-10"):
        on(nurse, day).must("sync")
    place = on(nurse, "2028-01-10")
    assert timeline(place)["ma-certificate"][1] == "2027-12-24"
    assert questions(place) == {"ma-certificate"}
    (last,) = (move for move in place.must("why", "ma-certificate", "--json").json["moved"][-1:])
    assert last["reason"] == "not done on 16 Dec 2027; moved for the third time"
    assert any("not done on 16 Dec 2027" in fact for fact in place.facts())
    place.must("done", "ma-certificate")
    assert questions(place) == set()


def test_other_holidays_are_an_edit_like_any_other(nurse: Program) -> None:
    plan = nurse.folder / PLAN
    top = "plan: 1\nid: nurse\nstart: 2026-12-01\ntime: 7h/week\n"
    text = f"{top}steps: {{course: {{title: Course, effort: 60h}}}}\n"
    plan.write_text(f"{text}holidays: DE-BY\n", encoding="utf-8")
    nurse.must("sync")
    before = days(nurse)["course"]
    plan.write_text(text, encoding="utf-8")
    (move,) = nurse.must("sync", "--json").json["moved"]
    assert (move["id"], move["reason"]) == ("course", "the plan file was changed")
    assert days(nurse)["course"] < before
