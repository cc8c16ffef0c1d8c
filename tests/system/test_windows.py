"""Four exam sections whose credits expire, as a person plans them and then takes them."""

from datetime import date
from pathlib import Path

import pytest

from tests.system.program import Program, program

CPA = """\
plan: 1
id: cpa
title: Four sections in time
start: 2027-01-04
time: 8h/week
steps:
  far: {title: Section FAR, kind: exam, effort: 155h}
  aud: {title: Section AUD, kind: exam, effort: 110h}
  reg: {title: Section REG, kind: exam, effort: 120h, from: 2028-08-01}
  bar: {title: Section BAR, kind: exam, effort: 100h}
  licence: {title: Licence, after: [far, aud, reg, bar]}
windows:
  credits: {all: [far, aud, reg, bar], within: 18 months}
"""
SECTIONS = {"far", "aud", "reg", "bar"}


@pytest.fixture
def cpa(tmp_path: Path) -> Program:
    place = program(tmp_path, template=None)
    (place.folder / "cpa.yaml").write_text(CPA, encoding="utf-8")
    return place


def on(place: Program, day: str) -> Program:
    return Program(place.place, today=day)


def ends(place: Program) -> dict[str, date]:
    items = place.must("timeline", "--json").json["items"]
    return {item["id"]: date.fromisoformat(item["due"]) for item in items if item["id"] in SECTIONS}


def test_the_sections_are_ordered_so_that_none_expires(cpa: Program) -> None:
    first = on(cpa, "2027-01-04")
    first.must("check")
    assert ends(first) == {
        "far": date(2027, 5, 19),
        "bar": date(2027, 8, 15),
        "aud": date(2027, 11, 19),
        "reg": date(2028, 11, 13),
    }
    alone = CPA.partition("windows:")[0]
    (cpa.folder / "cpa.yaml").write_text(alone, encoding="utf-8")
    assert ends(first)["aud"] == date(2027, 4, 10)  # 19 months before the last


def test_who_is_held_back_says_so(cpa: Program) -> None:
    (cpa.folder / "cpa.yaml").write_text(CPA.replace("2028-08-01", "2029-01-01"), encoding="utf-8")
    first = on(cpa, "2027-01-04")
    found = {item["id"]: item for item in first.must("timeline", "--json").json["items"]}
    assert found["far"]["start"] == "2027-06-02"
    assert found["far"]["reason"] == "held back so that it fits within 18 months with: Section REG"
    assert "held back so that it fits within 18 months" in first.must("why", "far").out
    assert first.must("why", "far", "--json").json["item"]["cause"]["kind"] == "window"


def test_once_a_section_is_passed_its_day_decides_and_what_cant_fit_is_named(cpa: Program) -> None:
    told = on(cpa, "2027-03-15").must("done", "bar").out
    assert "Take bar again later." in told
    later = on(cpa, "2027-03-16")
    shown = later.must("timeline", "--json").json
    (said,) = shown["conflicts"]
    assert said["code"] == "window"
    assert said["message"] == (
        "reg ends on 13 Nov 2028, 59 days after the 18 months of credits, which bar opened on 15 Mar 2027"
    )
    assert "Conflict: reg ends on 13 Nov 2028" in later.must("status").out
