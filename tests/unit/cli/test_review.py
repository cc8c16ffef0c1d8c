"""Reviews of half a year as a person lives it: what is on which page, and what stays off the one to share."""

import io
import json
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

import pytest

from planner.cli.run import run
from tests.unit.cli.place import Place

HALF_A_YEAR = (
    ("2026-12-01", "sync"),
    ("2026-12-01", "baseline", "set"),
    ("2027-01-18", "done", "manager-talk"),
    ("2027-01-20", "done", "ma-certificate/compare-three-schools"),
    ("2027-02-06", "done", "volunteer@2027-02-06"),
    ("2027-02-08", "done", "ma-certificate/register"),
    ("2027-02-20", "done", "volunteer@2027-02-20"),
    ("2027-03-01", "start", "ma-certificate"),
    ("2027-03-10", "log", "Anatomy, three chapters", "--on", "ma-certificate", "--hours", "6"),
    ("2027-04-02", "done", "ma-certificate/goal-1"),
    ("2027-04-10", "log", "Blood pressure; Dr. A. in a bad mood", "--on", "ma-certificate", "--hours", "5.5"),
    ("2027-04-20", "log", "Looked at postings elsewhere", "--hours", "2"),
    ("2027-05-02", "done", "ma-certificate/goal-2"),
    ("2027-05-20", "slip", "ma-certificate", "5 weeks", "--yes"),
    ("2027-06-02", "done", "ma-certificate/goal-3"),
    ("2027-06-10", "event", "layoff"),
    ("2027-06-20", "pause", "2027-06-25..2027-06-30"),
)
CERTIFICATE = "**Medical assistant certificate (evening course)**"


def told(*arguments: str) -> str:
    """What a command prints."""
    with redirect_stdout(io.StringIO()) as out, redirect_stderr(io.StringIO()) as err:
        code = run(arguments)
    assert code == 0, (arguments, err.getvalue())
    return out.getvalue()


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The nurse's plan after half a year."""
    place = tmp_path_factory.mktemp("lived")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(place)
        patch.setenv("HOME", str(place / "home"))
        patch.setenv("PLANNER_STATE_DIR", str(place / "state"))
        told("--today", "2026-12-01", "init", "--template", "nurse")
        plan = Path("nurse.yaml")
        text = plan.read_text(encoding="utf-8")
        plan.write_text(
            text.replace("Compare three schools (schedule, price, pass rate)", "Compare three schools")
        )
        for today, *command in HALF_A_YEAR:
            told("--today", today, *command)
        yield place


def page(kind: str, *more: str, today: str = "2027-07-10") -> str:
    return told("--today", today, "review", kind, *more)


def sections(text: str) -> dict[str, list[str]]:
    """The bullets below each heading."""
    parts = text.split("\n## ")[1:]
    return {
        part.partition("\n")[0]: [line[2:] for line in part.splitlines() if line[:2] == "- "]
        for part in parts
    }


def known(kind: str, *more: str, today: str = "2027-07-10") -> dict[str, Any]:
    found = json.loads(page(kind, "--json", *more, today=today))
    assert isinstance(found, dict)
    return found


@pytest.mark.usefixtures("lived")
def test_the_page_for_a_manager_is_this_one() -> None:
    assert (
        page("manager")
        == f"""\
# Review with my manager: From the front desk to registered nurse

18 Jan 2027 to 10 Jul 2027

Present role: Front-desk clerk, Alvarez Family Practice

Working towards: Registered nurse

## Done

- **Ask Dr. Alvarez about growth, tuition help and clinic hours**, 18 Jan 2027
- {CERTIFICATE}: 3 goals, the last of them: Month 3 of 9; Compare three schools; Register
- **Saturday volunteer at the free clinic**: 2 times

## Evidence

- {CERTIFICATE}: 11.5 h, 0.6 h a week

## Moved, and why

- {CERTIFICATE}, 30 Nov 2027 to 4 Jan 2028, 35 days later: put off on 20 May 2027

## Next

- **Hand in the reimbursement form**, 15 Dec 2027
- {CERTIFICATE}, until 4 Jan 2028
- **Saturday volunteer at the free clinic**, goes on

## To ask

- Reimbursement for {CERTIFICATE}: 1200 USD of 2400 USD (50 %)
"""
    )


@pytest.mark.usefixtures("lived")
@pytest.mark.parametrize("more", [(), ("--since", "2026-12-01"), ("--notes",)])
def test_what_is_ones_own_business_stays_off_the_page_for_a_manager(more: tuple[str, ...]) -> None:
    text = page("manager", *more) + page("manager", "--json", *more)
    for private in ("lpn", "layoff", "elsewhere", "postings", "pay tuition", "chance", "Lands", "pause"):
        assert private not in text
    assert ("bad mood" in text) == ("--notes" in more)


@pytest.mark.usefixtures("lived")
def test_a_review_of_the_year_tells_all_of_it() -> None:
    told = sections(page("year", "--since", "2026-12-01"))
    assert list(told) == [
        "Where it stands",
        "Done",
        "Evidence",
        "Moved, and why",
        "What else changed",
        "Beside the dates agreed on",
        "Next",
        "To ask",
        "Gaps",
        "Money",
        "To decide",
    ]
    assert "20 Apr 2027: Looked at postings elsewhere" in told["Evidence"]
    assert "Altogether: 13.5 h, 0.4 h a week" in told["Evidence"]
    job = "**Move to a medical assistant job, here or elsewhere**"
    because = "Medical assistant certificate (evening course) takes until 4 Jan 2028"
    assert told["Moved, and why"] == [
        f"{CERTIFICATE}, 30 Nov 2027 to 4 Jan 2028, 35 days later: put off on 20 May 2027",
        f"{job}, 29 Feb 2028 to 4 Apr 2028, 35 days later: {because}",
        f"**Two years as a medical assistant**, 28 Feb 2030 to 4 Apr 2030, 35 days later: {because}",
    ]
    assert told["What else changed"] == [
        "1 Dec 2026: the dates of that day taken as the ones agreed on",
        "10 Jun 2027: layoff reported",
        "25 Jun 2027: a pause until 30 Jun 2027",
    ]
    assert f"{job} ends 4 Apr 2028, 35 days late" in told["Beside the dates agreed on"]
    assert "covered: No RN licence (Pass NCLEX-RN)" in told["Gaps"]
    assert told["Money"] == ["Still ahead on this track, after reimbursement: 1200 USD"]
    assert told["To decide"][-1].startswith("Follow the track lpn-bridge? layoff on 10 Jun 2027. It lands ")


@pytest.mark.usefixtures("lived")
def test_a_step_that_is_over_is_told_with_its_cost_and_beside_its_baseline() -> None:
    told("--today", "2028-01-10", "done", "ma-certificate", "--date", "2028-01-09")
    year = sections(page("year", today="2028-01-10"))
    assert f"{CERTIFICATE}, 9 Jan 2028" in year["Done"]
    assert f"{CERTIFICATE} ended 9 Jan 2028, 40 days late" in year["Beside the dates agreed on"]
    assert "Spent on what was done: 2400 USD, of which 1200 USD is reimbursed" in year["Money"]
    week = sections(page("week", today="2028-01-10"))
    assert f"Reimbursement for {CERTIFICATE}: 1200 USD of 2400 USD (50 %)" in week["To ask"]
    told("--today", "2028-01-10", "undo", "--yes")


@pytest.mark.usefixtures("lived")
def test_a_week_tells_what_was_done_and_is_due_in_it() -> None:
    found = page("week", today="2027-06-06")
    assert "# Weekly review: " in found
    assert "\n30 May 2027 to 6 Jun 2027\n" in found
    told = sections(found)
    assert told["Done"] == [f"{CERTIFICATE}: Month 3 of 9"]
    assert told["Next"] == ["Sat 12 Jun: Saturday volunteer at the free clinic"]
    assert told["Gaps"] == ["1 closed · 3 covered"]


@pytest.mark.usefixtures("lived")
def test_since_says_from_which_day() -> None:
    assert "\n1 Jun 2027 to 10 Jul 2027\n" in page("month", "--since", "2027-06-01")
    assert known("manager", "--since", "2027-01-19")["sections"]["done"][0]["step"] == "ma-certificate"


@pytest.mark.usefixtures("lived")
def test_the_object_has_what_the_page_says() -> None:
    for kind in ("week", "month", "manager", "year"):
        found = known(kind)
        assert set(found) == {"schema", "review", "plan", "title", "from", "to", "sections"}
        assert (found["schema"], found["review"], found["plan"]) == ("planner.review/1", kind, "nurse")
        lines = [line["text"] for section in found["sections"].values() for line in section]
        assert lines == [line for section in sections(page(kind)).values() for line in section]
    (moved,) = known("manager")["sections"]["moved"]
    del moved["text"]
    assert moved == {
        "id": "ma-certificate",
        "from": "2027-11-30",
        "to": "2028-01-04",
        "days": 35,
        "reason": "put off on 20 May 2027",
    }


@pytest.mark.usefixtures("lived")
def test_what_is_no_review_or_no_day_is_said() -> None:
    for arguments, said in (
        (["review"], "missing argument"),
        (["review", "decade"], "manager"),
        (["review", "week", "--since", "soon"], "2027-03-15"),
        (["review", "week", "--since", "2027-07-11"], "Today is 2027-07-10"),
    ):
        with redirect_stdout(io.StringIO()) as out, redirect_stderr(io.StringIO()) as err:
            assert run(["--today", "2027-07-10", *arguments]) == 2
        assert out.getvalue() == ""
        assert said in err.getvalue()


def test_a_plan_on_which_nothing_happened_has_a_page_too(nurse: Place) -> None:
    Path("plan.yaml").write_text("plan: 1\nid: bare\ntitle: Bare\nsteps: {a: {title: A, from: 2030}}\n")
    text = nurse.must("review", "manager", "-p", "plan.yaml").out
    assert text.endswith("\n\nNothing was recorded in this time, and nothing is due.\n")


ANSWERS = """\
interview: 1
answers:
  why-job: It was near home.
earlier:
  - why-job: {answer: The *money*, on: 2025-01-01}
  - why-job: skip
"""


@pytest.mark.usefixtures("lived")
@pytest.mark.parametrize("kind", ["month", "year"])
def test_why_one_took_the_job_is_on_the_pages_on_which_one_looks_back(kind: str) -> None:
    kept = Path("nurse.answers.yaml")
    kept.write_text(ANSWERS)
    try:
        lines = sections(page(kind))["Why this job"]
        assert lines[0].startswith("I took the present job because: It was near home. Does that still hold")
        assert lines[1:] == [r"Before that I wrote: The \*money\*"]
        assert [line["why"] for line in known(kind)["sections"]["why_job"]] == [
            "It was near home.",
            "The *money*",
        ]
        assert "near home" not in page("manager", "--notes") + page("manager", "--json") + page("week")
        kept.write_text("interview: 1\nanswers: [broken]\n")
        assert "Why this job" not in sections(page(kind))
    finally:
        kept.unlink()
