"""`planner postings` on a command line: from a text to the table, the gaps, the interview's defaults."""

import io
import os
import sys
from pathlib import Path

import pytest

from planner.plan.read import load
from tests.unit.cli.place import Place
from tests.unit.coach.postings.samples import CLINIC_NURSE, MEDICAL_ASSISTANT, NURSE

KEPT = Path("nurse.postings.yaml")


@pytest.fixture
def collected(nurse: Place) -> Place:
    """Two postings for the goal."""
    Path("one.md").write_text(NURSE.text)
    Path("two.txt").write_text(CLINIC_NURSE.text)
    nurse.must("postings", "add", "one.md")
    nurse.must("postings", "add", "two.txt")
    return nurse


def typed(monkeypatch: pytest.MonkeyPatch, content: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))


def test_a_posting_is_kept_beside_the_plan_as_text(nurse: Place) -> None:
    Path("one.md").write_text(NURSE.text)
    told = nurse.must("postings", "add", "one.md")
    assert "  RN licence\n" in told.out
    text = KEPT.read_text()
    assert "  - title: Registered Nurse, Med/Surg (Nights)\n    source: one.md\n    on: 2026-12-01\n" in text
    assert "      - Current, unrestricted RN license in Ohio\n" in text


def test_the_same_posting_is_kept_once(collected: Place) -> None:
    KEPT.write_text(f"{KEPT.read_text()}# mine\n")
    before = KEPT.read_bytes()
    Path("copy.md").write_text(NURSE.text)
    assert "It is there already: 1, Registered Nurse" in collected.must("postings", "add", "copy.md").out
    assert KEPT.read_bytes() == before


def test_the_table_says_what_is_asked_how_often_and_how_one_stands(collected: Place) -> None:
    rows = collected.must("postings").out.splitlines()
    assert rows[0] == "What 2 postings for Registered nurse ask for"
    (licence,) = (row.split() for row in rows if "RN licence" in row)
    assert licence == [
        "2",
        "of",
        "2",
        "RN",
        "licence",
        "required",
        "planned",
        "nclex,",
        "ends",
        "9",
        "Aug",
        "2032",
    ]
    (cpr,) = (row.split() for row in rows if "CPR" in row)
    assert cpr == ["1", "of", "2", "CPR", "required", "open"]


def test_the_table_is_there_for_programs(collected: Place) -> None:
    found = collected.must("postings", "list", "--json").json
    assert found["schema"] == "planner.postings/1"
    assert [one["number"] for one in found["postings"]] == [1, 2]
    (table,) = found["roles"]
    (licence,) = (one for one in table["asked"] if one["what"] == "RN licence")
    assert licence == {
        "what": "RN licence",
        "kind": "certificate",
        "asked": 2,
        "required": 2,
        "preferred": 0,
        "of": 2,
        "years": [],
        "state": "planned",
        "step": "nclex",
        "due": "2032-08-09",
        "gap": "licence",
    }


def test_another_role_has_a_table_of_its_own(collected: Place) -> None:
    Path("ma.html").write_text(MEDICAL_ASSISTANT.text)
    collected.must("postings", "add", "ma.html", "--role", "Medical assistant")
    out = collected.must("postings").out
    assert "What 1 posting for Medical assistant asks for" in out
    assert "What 2 postings for Registered nurse ask for" in out
    assert "Registered" not in collected.must("postings", "list", "--role", "medical assistant").out
    ended = collected.run("postings", "list", "--role", "Plumber")
    assert ended.code == 2
    assert "Registered nurse, Medical assistant" in ended.err


def test_a_line_that_a_person_moves_or_adds_counts(collected: Place) -> None:
    text = KEPT.read_text().replace("      - CPR certified\n", "      - CPR certified\n      - PALS\n")
    KEPT.write_text(text)
    assert "PALS" in collected.must("postings").out


def test_a_posting_is_dropped_by_its_number(collected: Place) -> None:
    assert "Took out 1, Registered Nurse" in collected.must("postings", "drop", "1").out
    assert [one["title"] for one in collected.must("postings", "--json").json["postings"]] == [
        "Clinic Nurse RN"
    ]
    assert collected.run("postings", "drop", "2").code == 2


def test_open_ones_become_gaps_of_the_plan_once_a_person_agrees(collected: Place) -> None:
    plan = Path("nurse.yaml")
    before = plan.read_text()
    lines = collected.must("postings", "gaps").out.splitlines()
    assert lines[:2] == ["gaps:", "  bls: BLS (1 of 2 postings)"]
    assert collected.run("postings", "gaps", "--write", "--no-input").code == 6
    assert plan.read_text() == before
    collected.must("postings", "gaps", "--write", "--yes")
    after = plan.read_text().splitlines()
    assert [line for line in after if line not in lines] == before.splitlines()
    assert load(plan).plan.gaps["bls"].text == "BLS (1 of 2 postings)"
    assert "Nothing of what is usually asked is open" in collected.must("postings", "gaps").out


def test_without_a_plan_the_table_says_what_is_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PLANNER_STATE_DIR", str(tmp_path / "state"))
    place = Place(capsys, "2026-12-01")
    assert "There are no postings yet" in place.must("postings").out
    assert place.must("postings", "--json").json["postings"] == []
    typed(monkeypatch, NURSE.text.encode())
    place.must("postings", "add", "-")
    assert Path("plan.postings.yaml").exists()
    assert "RN licence" in place.must("postings").out


def test_the_interview_takes_what_postings_require_for_its_default(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PLANNER_STATE_DIR", str(tmp_path / "state"))
    place = Place(capsys, "2026-12-01")
    Path("one.md").write_text(NURSE.text)
    place.must("postings", "add", "one.md")
    known = "role: Clerk, goal: Nurse, by: skip, sector: other, why-job: skip, qualify: no, postings: no"
    Path("mine.txt").write_text(f"interview: 1\nanswers: {{{known}, have: none, hours: 8h/week}}\n")
    place.must("interview", "--answers", "mine.txt", "--yes")
    steps = load(Path("plan.yaml")).plan.steps
    assert {"associate-degree-in-nursing", "rn-licence", "bls"} <= set(steps)
    assert "years" in steps


SOURCES = {
    "binary": b"\x7fELF\x02\x01\x01\x00\x00\x01\x02\x03",
    "nul": b"Requirements:\n- RN licence\0\n",
    "pdf": b"%PDF-1.7 Requirements",
    "document": b"PK\x03\x04 docx",
    "too large": b"- RN licence\n" * 900_000,
    "one long line": b"a" * 5_000_000,
    "empty": b" \n",
    "nothing asked": b"We are a nice place.\n",
}


@pytest.mark.parametrize("name", SOURCES)
def test_what_is_no_posting_is_refused_and_nothing_is_kept(nurse: Place, name: str) -> None:
    Path("odd").write_bytes(SOURCES[name])
    ended = nurse.run("postings", "add", "odd")
    assert ended.code == 2, ended
    assert ended.err.startswith("planner: odd")
    assert "Traceback" not in ended.err
    assert not KEPT.exists()


@pytest.mark.parametrize("name", [".", "pipe", "/dev/zero", "missing", "a\0b"])
def test_what_is_no_file_is_refused(nurse: Place, name: str) -> None:
    os.mkfifo("pipe")
    ended = nurse.run("postings", "add", name)
    assert (ended.code, KEPT.exists()) == (2, False), ended


def test_a_text_of_another_encoding_is_read(nurse: Place) -> None:
    for encoding in ("utf-16", "cp1252", "utf-8-sig"):
        Path(f"{encoding}.txt").write_bytes("Voraussetzungen:\n- Führerschein\n".encode(encoding))
        assert "Driving licence" in nurse.must("postings", "add", f"{encoding}.txt").out
        nurse.must("postings", "drop", "1")


def test_a_broken_file_of_postings_is_named_and_left_alone(collected: Place) -> None:
    KEPT.write_bytes(b"postings: 1\nlist: [&a [*a]]\n")
    for command in (["postings"], ["postings", "add", "one.md"], ["postings", "drop", "1"]):
        ended = collected.run(*command)
        assert ended.code == 2
        assert "nurse.postings.yaml:2:" in ended.err
    assert KEPT.read_bytes() == b"postings: 1\nlist: [&a [*a]]\n"
