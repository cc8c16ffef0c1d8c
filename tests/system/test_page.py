"""`open`, `page`, and the numbers by which the page undoes: what is behind the buttons."""

from dataclasses import replace

import pytest

from planner.store.presence import Presence, holding, presence_file
from tests.system.program import Program, program

NOWHERE = "Nothing serves it now."


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Program:
    made = program(tmp_path_factory.mktemp("nurse"))
    made.keep()
    return made


@pytest.fixture
def nurse(kept: Program) -> Program:
    kept.put_back()
    (kept.place / "opened").unlink(missing_ok=True)
    return kept


def browser(nurse: Program) -> Program:
    """A browser that writes down what it is to open."""
    script = nurse.place / "browser"
    script.write_text(f'#!/bin/sh\necho "$1" >>"{nurse.place}/opened"\n', encoding="utf-8")
    script.chmod(0o755)
    return replace(nurse, variables={"BROWSER": f"{script} %s"})


def test_without_a_daemon_the_page_is_not_opened_and_the_way_to_it_is_told(nurse: Program) -> None:
    ended = browser(nurse).run("open")
    assert ended.code == 1
    assert ended.out == ""
    assert "nothing serves the page now" in ended.err
    assert "planner daemon run" in ended.err
    assert not (nurse.place / "opened").exists()


def test_the_address_is_printed_all_the_same(nurse: Program) -> None:
    ended = nurse.must("open", "--print")
    assert ended.out == "http://127.0.0.1:8765/\n"
    assert NOWHERE in ended.err
    (nurse.folder / "planner.toml").write_text('[feed]\nlisten = "[::1]:99"\n', encoding="utf-8")
    assert nurse.must("open", "--print").out == "http://[::1]:99/\n"


def test_the_page_of_a_running_daemon_is_opened(nurse: Program) -> None:
    nurse.must("sync")
    here = browser(nurse)
    with holding(presence_file(nurse.database)) as say:
        say(Presence(1, "2026-12-01T12:00:00+00:00", "http://127.0.0.1:4711/"))
        assert here.must("open").out == "http://127.0.0.1:4711/\n"
        printed = here.must("open", "--print", "--json").json
    assert (nurse.place / "opened").read_text(encoding="utf-8") == "http://127.0.0.1:4711/\n"
    address = "http://127.0.0.1:4711/"
    assert printed == {"schema": "planner.open/1", "address": address, "served": True, "opened": False}


def test_a_plan_file_with_a_mistake_gives_a_page_once_dates_were_published(nurse: Program) -> None:
    plan = nurse.folder / "nurse.yaml"
    whole = plan.read_text(encoding="utf-8")
    plan.write_text(whole.replace("22 months", "lots"), encoding="utf-8")
    assert nurse.run("page").code == 3
    plan.write_text(whole, encoding="utf-8")
    nurse.must("sync")
    plan.write_text(whole.replace("22 months", "lots"), encoding="utf-8")
    shown = nurse.must("page").out
    line = 1 + whole[: whole.index("22 months")].count("\n")
    assert f"nurse.yaml:{line}:12" in shown
    assert "22 months" in shown


def test_the_page_is_the_same_whatever_the_encoding_of_the_terminal(nurse: Program) -> None:
    plan = nurse.folder / "nurse.yaml"
    text = plan.read_text(encoding="utf-8").replace("title: Pass NCLEX-RN", "title: Prüfung 看護師")
    plan.write_text(text, encoding="utf-8")
    pages = {
        replace(nurse, variables={"PYTHONIOENCODING": encoding}).must("page").out
        for encoding in ("utf-8", "ascii", "latin-1")
    }
    assert len(pages) == 1
    assert "Pr&#252;fung &#30475;&#35703;&#24107;" in pages.pop()


def test_undo_of_a_change_takes_that_one_or_nothing(nurse: Program) -> None:
    nurse.must("done", "manager-talk", "--date", "2026-12-01")
    nurse.must("log", "looked at schools")
    first, second = (fact["change"] for fact in nurse.must("history", "--json").json["facts"][-2:])
    other = nurse.run("undo", "--yes", "--change", str(first))
    assert (other.code, f"change {first} isn't the one" in other.err) == (6, True)
    assert nurse.run("undo", "--yes", "--change", "999").code == 2
    assert nurse.must("undo", "--yes", "--change", str(second), "--json").json["done"] is True
    again = nurse.must("undo", "--yes", "--change", str(second), "--json").json
    assert (again["takes"], again["done"]) == ([], False)
    assert len(nurse.facts()) == 3
    undo = nurse.must("history", "--json").json["facts"][-1]["change"]
    nurse.must("redo", "--yes", "--change", str(undo))
    assert nurse.must("redo", "--yes", "--change", str(undo)).out == "That is back already.\n"
    assert len(nurse.facts()) == 4


def test_no_help_tells_of_the_command_that_the_daemon_runs(nurse: Program) -> None:
    assert "\n  page " not in nurse.must("--help").out
