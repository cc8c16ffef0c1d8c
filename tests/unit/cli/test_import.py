"""`planner import` and `planner export`: what comes in, what goes out, and what comes back."""

import csv
import io
import json
import shutil
import subprocess
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from planner.config import DIRECTORY
from planner.plan.model import Step
from planner.plan.read import load
from tests.unit.cli.place import Place

NOTES = """\
# Getting there
- [ ] Take the course by 2027-12
  - [x] Enrol \u2705 2026-11-04
  - [ ] Sit the exam
- [x] Buy books
- a point
"""


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Place:
    (tmp_path / "plan").mkdir()
    monkeypatch.chdir(tmp_path / "plan")
    monkeypatch.setenv("PLANNER_STATE_DIR", str(tmp_path / "state"))
    Path("notes.md").write_text(NOTES, encoding="utf-8")
    return Place(capsys, "2026-12-01")


def test_without_a_plan_one_is_made_that_check_accepts(empty: Place) -> None:
    ended = empty.must("import", "notes.md")
    assert "Added 2 steps and 2 tasks to notes.yaml (a new plan), read as markdown:" in ended.out
    assert "line 6: not used: a point" in ended.err
    assert empty.must("check").out == "notes.yaml is fine.\n"
    assert Path("plan.schema.json").exists()
    plan = load(Path("notes.yaml")).plan
    assert (plan.id, plan.title, list(plan.steps)) == (
        "notes",
        "Getting there",
        ["take-the-course", "buy-books"],
    )
    assert empty.facts() == ["take-the-course/enrol done on 4 Nov 2026", "buy-books done on 1 Dec 2026"]
    empty.must("undo", "--yes")
    assert empty.facts() == ["change 1 taken back"]


def test_a_dry_run_writes_nothing(empty: Place) -> None:
    ended = empty.must("import", "notes.md", "--dry-run")
    assert "Would add 2 steps and 2 tasks to notes.yaml (a new plan)" in ended.out
    assert [path.name for path in Path().iterdir()] == ["notes.md"]
    assert not Path("../state").exists()


def test_a_second_time_only_what_is_new_comes_in(empty: Place) -> None:
    empty.must("import", "notes.md")
    before = Path("notes.yaml").read_bytes()
    again = empty.must("import", "notes.md", "--json").json
    assert (again["steps"], again["tasks"], again["done"]) == ([], [], {})
    assert len(again["there"]) == 4
    assert Path("notes.yaml").read_bytes() == before
    more = NOTES.replace("[ ] Sit", "[x] Sit").replace("- [x] Buy", "  - [ ] Celebrate\n- [x] Buy")
    Path("notes.md").write_text(more, encoding="utf-8")
    third = empty.must("import", "notes.md", "--json").json
    assert [task["id"] for task in third["tasks"]] == ["take-the-course/celebrate"]
    assert third["done"] == {"take-the-course/sit-the-exam": "2026-12-01"}
    assert (
        Path("notes.yaml").read_text(encoding="utf-8").replace("      - Celebrate\n", "").encode() == before
    )


def test_it_goes_into_the_plan_that_is_here_and_leaves_its_lines(nurse: Place) -> None:
    Path("list.csv").write_text(
        "title,after,effort,by,closes\nOne,ma-job,,2027-02-30,licence\nTwo,One,3h,,nothing\n",
        encoding="utf-8",
    )
    before = Path("nurse.yaml").read_text(encoding="utf-8")
    ended = nurse.must("import", "list.csv", "--json").json
    assert [step["id"] for step in ended["steps"]] == ["one", "two"]
    assert [(row["line"], row["what"]) for row in ended["unused"]] == [
        (3, "closes: nothing"),
        (2, "by of one"),
    ]
    assert "The days of 2027-02 run from 01 to 28." in ended["unused"][1]["why"]
    after = Path("nurse.yaml").read_text(encoding="utf-8")
    assert [line for line in before.splitlines() if line not in after.splitlines()] == []
    steps = load(Path("nurse.yaml")).plan.steps
    assert steps["two"].after[0].id == "one"  # type: ignore[union-attr]


def test_all_of_a_list_can_become_tasks_of_a_step(nurse: Place) -> None:
    Path("list.md").write_text("- [ ] One by 2028-01\n  - [x] Two\n", encoding="utf-8")
    ended = nurse.must("import", "list.md", "--into", "ma-job", "--json").json
    assert [task["id"] for task in ended["tasks"]] == ["ma-job/one", "ma-job/two"]
    assert nurse.facts() == ["ma-job/two done on 1 Dec 2026"]
    refused = nurse.run("import", "list.md", "--into", "nada")
    assert (refused.code, 'no step "nada"' in refused.err) == (2, True)
    habit = nurse.must("import", "list.md", "--into", "volunteer")
    assert "a habit has no tasks" in habit.err


def test_hours_need_a_time(empty: Place) -> None:
    Path("list.csv").write_text("title,effort\nOne,3h\n", encoding="utf-8")
    empty.must("--plan", "new.yaml", "import", "list.csv")
    assert load(Path("new.yaml")).plan.time is not None
    Path("old.yaml").write_text("plan: 1\nsteps: {a: {title: A}}\n", encoding="utf-8")
    ended = empty.must("--plan", "old.yaml", "import", "list.csv")
    assert (
        'line 2: not used: effort of one (effort: hours need a time to come from. Add "time: 8h/week"'
        in ended.err
    )
    assert "one: {title: One}" in Path("old.yaml").read_text(encoding="utf-8")


def test_what_spreadsheets_write_is_read(empty: Place) -> None:
    for name, encoding in (("a", "utf-16"), ("b", "cp1252"), ("c", "utf-8-sig")):
        Path(f"{name}.csv").write_bytes("Name;Dauer\r\nPr\u00fcfung;3 weeks\r\n".encode(encoding))
        empty.must("--plan", f"{name}.yaml", "import", f"{name}.csv")
        assert list(load(Path(f"{name}.yaml")).plan.steps) == ["pr\u00fcfung"]


@pytest.mark.parametrize(
    ("content", "message"),
    [(b"\0\0", "is no text"), (b"hello", "what sort of file"), (b'title\n"', "no table")],
)
def test_what_cannot_be_read_changes_nothing(nurse: Place, content: bytes, message: str) -> None:
    Path("list.csv").write_bytes(content)
    before = Path("nurse.yaml").read_bytes()
    ended = nurse.run("import", "list.csv")
    assert ended.code in {1, 2}
    assert message in ended.err
    assert Path("nurse.yaml").read_bytes() == before
    assert nurse.run("import", "nowhere.csv").code == 2


def test_no_text_of_another_program_steers_the_terminal(nurse: Place) -> None:
    Path("list.csv").write_text("title,x\nA\x1b[31m red,\x1b]0;x\x07,\x1b[2J\n,\x1b[2J\n", encoding="utf-8")
    ended = nurse.must("import", "list.csv")
    assert "not used" in ended.err
    assert "\x1b" not in ended.out + ended.err + Path("nurse.yaml").read_text(encoding="utf-8")


def test_standard_input_is_read(nurse: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(NOTES.encode())))
    assert "Added 2 steps and 2 tasks to nurse.yaml" in nurse.must("import", "-").out


def test_a_circle_is_named_and_comes_in_without_a_link(nurse: Place) -> None:
    Path("list.csv").write_text("id,title,after\na,A,b\nb,B,a\n", encoding="utf-8")
    ended = nurse.must("import", "list.csv")
    assert "not used: after of a (these steps wait for each other: a after b after a." in ended.err
    steps = load(Path("nurse.yaml")).plan.steps
    assert [len(steps[name].after) for name in "ab"] == [0, 1]


@pytest.mark.parametrize("name", ["nurse", "cpa", "ossu-cs"])
@pytest.mark.parametrize("form", ["csv", "markdown", "taskwarrior"])
def test_what_is_exported_comes_back_as_the_same_steps(empty: Place, name: str, form: str) -> None:
    empty.must("--plan", "old.yaml", "init", "--template", name)
    old = load(Path("old.yaml")).plan.steps
    first = next(iter(old))
    empty.must("--plan", "old.yaml", "done", first, "--date", "2026-11-30")
    empty.must("--plan", "old.yaml", "export", "list.txt", "--format", form)
    empty.must("--plan", "new.yaml", "import", "list.txt")
    new = load(Path("new.yaml")).plan.steps
    # A checklist has no room for notes, and Taskwarrior keeps them line by line.
    wanted = {key: _without_note(one) if form != "csv" else one for key, one in old.items()}
    assert {key: _without_note(one) if form != "csv" else one for key, one in new.items()} == wanted
    facts = empty.must("--plan", "new.yaml", "history", "--json").json["facts"]
    assert f"{first} done on 30 Nov 2026" in {fact["text"] for fact in facts}


def _without_note(step: Step) -> Step:
    return replace(step, note=None)


def test_json_holds_every_step_with_its_dates(nurse: Place) -> None:
    shown = nurse.must("export", "--format", "json").json
    assert shown == nurse.must("export", "--json").json
    assert set(shown) == {"schema", "plan", "title", "today", "track", "steps"}
    timeline = {item["id"]: item for item in nurse.must("timeline", "--json").json["items"]}
    steps = {step["id"]: step for step in shown["steps"]}
    assert steps["ma-certificate"]["due"] == timeline["ma-certificate"]["published_due"]
    assert (steps["lpn"]["due"], steps["lpn"]["tasks"]) == (None, [])
    assert [task["id"] for task in steps["ma-job"]["tasks"]] == [
        "update-cv",
        "ask-here-first",
        "apply-to-five-clinics",
    ]


def test_the_plan_is_never_overwritten_by_an_export(nurse: Place) -> None:
    before = Path("nurse.yaml").read_bytes()
    ended = nurse.run("export", "nurse.yaml")
    assert (ended.code, "is the plan itself" in ended.err) == (2, True)
    assert Path("nurse.yaml").read_bytes() == before
    assert nurse.run("export", "--format", "xls").code == 2
    nurse.must("export", "list.md")
    assert Path("list.md").read_text(encoding="utf-8").startswith("# From the front desk")


def test_the_curriculum_comes_in_whole(empty: Place) -> None:
    shutil.copy(DIRECTORY / "ossu-cs.csv", "ossu-cs.csv")
    empty.must("import", "ossu-cs.csv")
    ours = load(Path("ossu-cs.yaml")).plan.steps
    theirs = load(DIRECTORY / "templates" / "ossu-cs.yaml").plan.steps
    assert {name: (one.title, one.extent, one.after) for name, one in ours.items()} == {
        name: (one.title, one.extent, one.after) for name, one in theirs.items()
    }
    assert all("section: " in (one.note or "") for one in ours.values())


def test_taskwarrior_itself_takes_what_is_exported_and_gives_it_back(nurse: Place, tmp_path: Path) -> None:
    nurse.must("export", "tasks.json", "--format", "taskwarrior")
    rc = tmp_path / "taskrc"
    rc.write_text(f"data.location={tmp_path / 'tasks'}\nconfirmation=off\nhooks=off\nrecurrence=off\n")
    (tmp_path / "tasks").mkdir()

    def task(*arguments: str) -> str:
        environment = {
            "PATH": "/usr/bin:/bin",
            "TASKRC": str(rc),
            "HOME": str(tmp_path),
            "TZ": "Europe/Berlin",
        }
        done = subprocess.run(
            ["task", *arguments], env=environment, capture_output=True, check=True, text=True
        )
        return done.stdout

    task("import", "tasks.json")
    task("add", "Call the school", "due:2027-05-01", "priority:H")
    exported = task("export")
    assert len(json.loads(exported)) == 19
    number = next(one["id"] for one in json.loads(exported) if one.get("plannerid") == "manager-talk")
    task(str(number), "done")
    Path("back.json").write_text(task("export"), encoding="utf-8")
    ended = nurse.must("import", "back.json", "--json").json
    (step,) = ended["steps"]
    assert step["title"] == "Call the school"
    assert list(ended["done"]) == ["manager-talk"]
    assert len(ended["there"]) == 18
    assert nurse.must("import", "back.json", "--json").json["steps"] == []


TJP = """\
project p "The project" 2027-01-04 +2y { timezone "UTC" now 2027-01-04 }
task school "School" {
  task first "First term" { duration 10w start 2027-01-11 }
  task second "Second term" { duration 12w depends !first }
  task thesis "Thesis" { duration 9w depends !first, !second }
}
task job "Job" { depends school
  task apply "Apply" { duration 3w }
  task start "Begin" { depends !apply }
}
taskreport "dates" { formats csv columns id, start, end timeformat "%Y-%m-%d" }
"""


def test_taskjuggler_itself_has_the_same_dates(empty: Place, tmp_path: Path) -> None:
    Path("p.tjp").write_text(TJP, encoding="utf-8")
    subprocess.run(["tj3", "--silent", "-o", str(tmp_path), "p.tjp"], check=True, capture_output=True)
    with (tmp_path / "dates.csv").open(encoding="utf-8", newline="") as lines:
        theirs = {row["Id"].replace(".", "-"): row for row in csv.DictReader(lines, delimiter=";")}
    ended = empty.must("import", "p.tjp")
    assert "Added 7 steps to p.yaml" in ended.out
    ours = {item["id"]: item for item in empty.must("timeline", "--json").json["items"]}
    assert set(ours) == set(theirs)
    for name in ("school-first", "school-second", "school-thesis", "job-apply"):
        assert ours[name]["start"] == theirs[name]["Start"], name
        # Their end is the midnight after the last day.
        assert date.fromisoformat(ours[name]["due"]) + timedelta(1) == date.fromisoformat(theirs[name]["End"])
    assert date.fromisoformat(ours["job"]["due"]) + timedelta(1) == date.fromisoformat(theirs["job"]["End"])
