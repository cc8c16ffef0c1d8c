"""What becomes of a table, a checklist, a calendar, and of Taskwarrior's and TaskJuggler's tasks."""

from datetime import UTC, date
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.config import DIRECTORY
from planner.errors import PlannerError, UsageError
from planner.plan.foreign.formats import FORMATS, format_of, read_foreign
from planner.plan.foreign.values import Found, Haul, Unreadable

TABLE = """\
Code;Course;Effort low (h);effort_high_h;Weeks;Predecessors;Due date;Status;Teacher
a1;Algebra;80;140.0;14;;15.3.2027;done;Noether
b1;Calculus;;;10;Algebra;;2027-02-01;
;Both;3h;;;1, 2;;open;;too much
;;;;;;;;
x;;1;;;;;;
"""

CHECKLIST = """\
# Getting there

Some words.

- [ ] Take the course by 2027-12 (40..60h)
  - [x] Enrol \u2705 2027-01-04
\t* [ ] Sit the exam \U0001f4c5 2027-06-01
        1. [ ] Deeper
- [X] Buy books
- [-] Never mind
- just a point
```
- [ ] code
```
+ [ ] Move <!-- id: move; after: a, b + 2 weeks; takes: 3 weeks -->
"""

CALENDAR = """\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//x//y
BEGIN:VTODO
UID:first
SUMMARY:First\\, thing
DTSTART;VALUE=DATE:20270201
DUE:20270301T233000Z
PRIORITY:1
DESCRIPTION:two\\nlines
END:VTODO
BEGIN:VTODO
UID:0d1c5d1e-1111-2222-3333-444455556666@example.org
SUMMARY:Below
RELATED-TO:first
STATUS:COMPLETED
COMPLETED:20270102T233000Z
END:VTODO
BEGIN:VTODO
UID:deeper
SUMMARY:Deeper
RELATED-TO;RELTYPE=PARENT:0d1c5d1e-1111-2222-3333-444455556666@example.org
END:VTODO
BEGIN:VEVENT
UID:trip
SUMMARY:Trip
DTSTART;VALUE=DATE:20270301
DTEND;VALUE=DATE:20270305
RELATED-TO;RELTYPE=DEPENDS-ON:first
END:VEVENT
BEGIN:VEVENT
UID:gym
SUMMARY:Gym
DTSTART:20270301T100000
RRULE:FREQ=WEEKLY;INTERVAL=2;UNTIL=20271231
END:VEVENT
BEGIN:VEVENT
UID:odd
SUMMARY:Last Friday
DTSTART:20270301T100000
RRULE:FREQ=MONTHLY;BYDAY=-1FR
END:VEVENT
BEGIN:VEVENT
UID:off
SUMMARY:Off
STATUS:CANCELLED
DTSTART:20270301T100000
END:VEVENT
BEGIN:VEVENT
UID:ours
SUMMARY:Ours
X-PLANNER-ITEM:exam
DTSTART;VALUE=DATE:20270301
END:VEVENT
END:VCALENDAR
"""

TASKWARRIOR = """\
[
{"uuid":"11111111-2222-3333-4444-555555555555","description":"Do it","status":"pending",\
"due":"20270228T230000Z","depends":["22222222-2222-3333-4444-555555555555"],"project":"work.x","tags":["a"],"priority":"H",\
"annotations":[{"entry":"20270101T000000Z","description":"a note"}],"urgency":3.1},
{"uuid":"22222222-2222-3333-4444-555555555555","description":"Before","status":"completed","end":"20270101T120000Z"},
{"uuid":"33333333-2222-3333-4444-555555555555","description":"Run","status":"recurring","recur":"weekly",\
"due":"20270228T230000Z","until":"20271230T230000Z"},
{"uuid":"44444444-2222-3333-4444-555555555555","description":"Run","status":"pending","parent":"33333333"},
{"uuid":"55555555-2222-3333-4444-555555555555","description":"Gone","status":"deleted"}
]
"""

TASKJUGGLER = """\
project p "The project" 2027-01-01 +1y { timezone "Europe/Berlin" }
resource me "Me"
task a "A" {   # first
  effort 5d allocate me
  minstart 2027-01-10
}
task b "B" { depends !a { gapduration 2w }
  task c "C" { duration 2w  depends !d, a }
  task d_1 "D { }" { length 10d note "x }" complete 100 }
  task d "D" { effort 90min precedes !!e }
}
/* task x "X" {} */
task e "E" { depends b.c
  end 2027-05-01 milestone }
task f "F" { start 2027-03-01 }
"""


def by_title(haul: Haul) -> dict[str, Found]:
    return {one.title: one for one in haul.found}


def read(text: str, name: str) -> Haul:
    assert format_of(text) == name
    return read_foreign(text, None, ZoneInfo("Europe/Berlin"))


def test_a_table_is_understood_by_its_headings() -> None:
    haul = read(TABLE, "csv")
    found = by_title(haul)
    assert found["Algebra"].fields == {
        "title": "Algebra",
        "effort": "80..140h",
        "by": "2027-03-15",
        "note": "teacher: Noether · takes: 14 weeks",
    }
    assert (found["Algebra"].id, found["Algebra"].done) == ("a1", True)
    assert found["Calculus"].fields == {"title": "Calculus", "takes": "10 weeks"}
    assert (found["Calculus"].after, found["Calculus"].done) == (("Algebra",), date(2027, 2, 1))
    assert (found["Both"].fields["effort"], found["Both"].after, found["Both"].done) == (
        "3h",
        ("1", "2"),
        False,
    )
    assert [(one.line, one.what, one.why) for one in haul.unused] == [
        (4, "too much", "there is no heading above it"),
        (6, "x, 1", "it has no title"),
    ]
    assert "course: taken as title" in haul.told
    assert "teacher: kept in the note, planner has no key for it" in haul.told


def test_the_curriculum_comes_in_with_its_courses_and_edges() -> None:
    haul = read((DIRECTORY / "ossu-cs.csv").read_text(encoding="utf-8"), "csv")
    assert (len(haul.found), sum(len(one.after) for one in haul.found)) == (63, 68)
    assert haul.unused == []
    assert {one.id for one in haul.found} >= {name for one in haul.found for name in one.after}


def test_boxes_are_steps_and_what_stands_deeper_is_a_task() -> None:
    haul = read(CHECKLIST, "markdown")
    found = by_title(haul)
    assert list(found) == ["Take the course", "Enrol", "Sit the exam", "Deeper", "Buy books", "Move"]
    assert found["Take the course"].fields == {
        "title": "Take the course",
        "effort": "40..60h",
        "by": "2027-12",
    }
    assert {found[name].under for name in ("Enrol", "Sit the exam", "Deeper")} == {
        found["Take the course"].uid
    }
    assert (found["Enrol"].done, found["Sit the exam"].fields["by"]) == (date(2027, 1, 4), "2027-06-01")
    assert (found["Buy books"].done, found["Buy books"].under) == (True, "")
    assert (found["Move"].id, found["Move"].after) == ("move", ("a", "b + 2 weeks"))
    assert found["Move"].fields["takes"] == "3 weeks"
    assert haul.title == "Getting there"
    assert [(one.line, one.what) for one in haul.unused] == [(10, "Never mind"), (11, "just a point")]


def test_to_dos_and_events_keep_their_dates_and_relations() -> None:
    haul = read(CALENDAR, "ics")
    found = by_title(haul)
    assert found["First, thing"].fields == {
        "title": "First, thing",
        "from": "2027-02-01",
        "by": "2027-03-02",  # half past midnight in Berlin
        "priority": "high",
        "note": "two\nlines",
    }
    assert (found["Below"].under, found["Deeper"].under) == ("first", "first")
    assert (found["Below"].done, found["Below"].id, len(found["Below"].mark)) == (date(2027, 1, 3), "", 8)
    assert found["Trip"].fields == {"title": "Trip", "from": "2027-03-01", "takes": "4 days"}
    assert found["Trip"].after == ("first",)
    assert found["Gym"].fields == {
        "title": "Gym",
        "every": "2 weeks",
        "from": "2027-03-01",
        "to": "2027-12-31",
    }
    assert [(one.what, one.line) for one in haul.unused] == [("Last Friday", 37), ("Off", 43), ("Ours", 49)]


def test_taskwarriors_days_are_those_of_the_zone() -> None:
    haul = read(TASKWARRIOR, "taskwarrior")
    found = by_title(haul)
    assert found["Do it"].fields == {
        "title": "Do it",
        "by": "2027-03-01",
        "priority": "high",
        "note": "project: work.x\ntags: a\na note",
    }
    assert (found["Do it"].mark, found["Do it"].after) == (
        "11111111",
        ("22222222-2222-3333-4444-555555555555",),
    )
    assert found["Before"].done == date(2027, 1, 1)
    assert found["Run"].fields == {
        "title": "Run",
        "every": "1 week",
        "from": "2027-03-01",
        "to": "2027-12-31",
    }
    assert [(one.line, one.why) for one in haul.unused] == [
        (5, "it is one turn of what recurs"),
        (6, "it was deleted"),
    ]
    lines = "\n".join(line.rstrip(",") for line in TASKWARRIOR.splitlines()[1:-1])
    assert read_foreign(lines, "taskwarrior", UTC).found[0].fields["by"] == "2027-02-28"


def test_tasks_within_tasks_become_steps_before_a_milestone() -> None:
    haul = read(TASKJUGGLER, "taskjuggler")
    found = {one.uid: one for one in haul.found}
    assert haul.title == "The project"
    assert found["a"].fields == {"title": "A", "effort": "40h", "from": "2027-01-10"}
    assert found["b.c"].fields == {"title": "C", "takes": "2 weeks"}
    assert found["b.c"].after == ("a + 2 weeks", "b.d", "a")
    assert found["b.d_1"].fields == {"title": "D { }", "takes": "10 business days", "note": "x }"}
    assert (found["b.d_1"].id, found["b.d_1"].done) == ("b-d-1", True)
    assert found["b.d"].fields["effort"] == "1.5h"
    assert found["b"].after == ("a + 2 weeks", "b.c", "b.d_1", "b.d")
    assert found["e"].fields == {"title": "E", "by": "2027-05-01"}
    assert set(found["e"].after) == {"b.c", "b.d"}
    assert found["f"].fields == {"title": "F", "date": "2027-03-01"}
    assert [one.what for one in haul.unused] == ["allocate"]


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("csv", 'title\n"open', "this is no table"),
        ("csv", "", "the table is empty"),
        ("csv", "a,b\n1,2\n", "the table has no column of titles: a, b"),
        ("ics", "BEGIN:VCALENDAR\nBEGIN:VEVENT\n", "this is no calendar file"),
        ("taskwarrior", '[{"description": ', "line 1 is no JSON"),
        ("taskwarrior", "[1]", "line 1 holds no task, but 1"),
        ("taskwarrior", "[" * 100_000 + "{", "line 1 is no JSON"),
        ("taskjuggler", 'task a "A" {', "line 1: the task a has no end"),
        ("taskjuggler", "task a {", 'line 1: a task is written as task id "title" { ... }'),
    ],
)
def test_what_is_not_such_a_file_is_said(name: str, text: str, message: str) -> None:
    with pytest.raises(Unreadable) as told:
        read_foreign(text, name, UTC)
    assert told.value.message.startswith(message)


def test_what_looks_like_nothing_is_asked_for() -> None:
    with pytest.raises(UsageError, match="what sort of file") as told:
        read_foreign("hello", None, UTC)
    assert "--from csv" in told.value.hint
    with pytest.raises(UsageError, match='no format "xls"'):
        read_foreign("hello", "xls", UTC)


@pytest.mark.parametrize("name", FORMATS)
@given(data=st.data())
@settings(max_examples=50)
def test_no_text_brings_more_than_a_sentence(name: str, data: st.DataObject) -> None:
    whole = {"csv": TABLE, "markdown": CHECKLIST, "ics": CALENDAR, "taskwarrior": TASKWARRIOR}
    text = whole.get(name, TASKJUGGLER)
    start, end = sorted(data.draw(st.tuples(*[st.integers(0, len(text))] * 2)))
    broken = text[:start] + data.draw(st.text(max_size=5)) + text[end:]
    try:
        haul = read_foreign(broken, name, UTC)
    except PlannerError:
        return
    assert all(one.title and one.title.isprintable() for one in haul.found)
