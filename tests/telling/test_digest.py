"""`daemon digest`: what is told on a day, from what is really recorded."""

import pytest

from tests.system.program import PLAN, Program

LATE = ("--today", "2027-10-04")  # a Monday
DESKTOP = '[tell]\nby = "desktop"\n'


def settled(place: Program, text: str) -> Program:
    (place.folder / "planner.toml").write_text(text, encoding="utf-8")
    return place


def test_a_day_without_anything_to_tell_sends_nothing(nurse: Program) -> None:
    settled(nurse, DESKTOP)  # nobody is logged in at a desktop here: sending would fail
    for options in ((), ("--send",)):
        assert nurse.must("daemon", "digest", *options).out == "There is nothing to tell.\n"
    ended = nurse.must("daemon", "digest", "--send", "--json").json
    assert (ended["subject"], ended["lines"], ended["sent"]) == (None, [], [])


def test_what_is_shown_is_what_would_be_sent(nurse: Program) -> None:
    shown = nurse.must(*LATE, "daemon", "digest").out.splitlines()
    told = nurse.must(*LATE, "daemon", "digest", "--json").json
    assert shown == [told["subject"], "", *told["lines"]]
    assert (told["schema"], told["today"], told["week"]) == ("planner.daemon-digest/1", "2027-10-04", False)


def test_a_sign_in_that_is_needed_is_told_with_its_cure(nurse: Program) -> None:
    settled(nurse, '[targets.todoist]\ntype = "todoist"\ntoken-file = "none"\n')
    assert nurse.run("sync").code == 4
    (line,) = nurse.must("daemon", "digest", "--json").json["lines"]
    assert line.startswith("todoist: there is no file ")
    assert "planner auth todoist" in line


def test_a_mistake_in_the_plan_file_is_told_and_the_plan_as_published_holds(nurse: Program) -> None:
    nurse.must("sync")
    (nurse.folder / PLAN).write_text("plan: [\n", encoding="utf-8")
    told = nurse.must("--plan", PLAN, "daemon", "digest", "--json").json
    assert told["subject"] == "From the front desk to registered nurse: 1 thing needs you"
    assert told["lines"][0].startswith(f"{PLAN}:2:1  this can't be read")
    assert "till then the plan as published last holds" in told["lines"][0]


@pytest.mark.parametrize("options", [(), ("--send",)])
def test_settings_that_cannot_be_used_are_refused(nurse: Program, options: tuple[str, ...]) -> None:
    settled(nurse, '[tell]\nby = "mail"\n')
    ended = nurse.run("daemon", "digest", *options)
    assert ended.code == 2
    assert "[tell] by: mail needs to know where to" in ended.err


def test_sending_without_a_way_is_refused(nurse: Program) -> None:
    ended = nurse.run(*LATE, "daemon", "digest", "--send")
    assert ended.code == 2
    assert "no settings say how to tell you" in ended.err


def test_the_settings_in_force_are_shown_as_they_could_be_written(nurse: Program) -> None:
    text = '[tell]\nby = "ntfy"\nat = 07:15:00\n\n[tell.ntfy]\ntopic = "https://ntfy.sh/x"\n'
    shown = settled(nurse, text).must("config", "show").out
    assert '[tell]\nby = "ntfy"\nat = "07:15:00"\n\n[tell.ntfy]\ntopic = "https://ntfy.sh/x"\n' in shown
    tell = nurse.must("config", "show", "--json").json["tell"]
    assert tell == {"by": "ntfy", "at": "07:15:00", "ntfy": {"topic": "https://ntfy.sh/x"}}


def test_the_doctor_finds_a_mistake_in_what_is_to_be_told(nurse: Program) -> None:
    ended = settled(nurse, '[tell]\nby = "fax"\n').run("doctor")
    assert ended.code == 2
    assert "by: 'fax' is no way to tell" in ended.out
