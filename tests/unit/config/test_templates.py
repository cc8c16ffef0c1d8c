"""The plans that people start from can be read, carried out, and dated from any day."""

import re
from datetime import date, timedelta
from pathlib import Path

import pytest

from planner.config import Certainty, about, template, templates
from planner.engine.schedule import schedule
from planner.engine.triggers import awaited
from planner.plan.model import Effort, Experience, Plan, Takes
from planner.plan.read import load, read
from planner.progress.values import Progress
from planner.render.review import is_with_manager
from tests.checker.checker import check

TEMPLATES = sorted((Path(__file__).parents[3] / "config" / "templates").glob("*.yaml"))
TODAY = date(2026, 11, 24)
NAMES = [path.stem for path in TEMPLATES]
# The curriculum has no second way, and the plan to fill in leaves that to the person.
PATHS = [name for name in NAMES if name not in {"ossu-cs", "plan"}]
DAYS = [date(2026, 11, 28), date(2028, 2, 29), date(2029, 6, 30), date(2031, 9, 1), date(2040, 12, 31)]


def plan_of(name: str) -> Plan:
    return load(TEMPLATES[NAMES.index(name)]).plan


def text_of(name: str) -> str:
    return TEMPLATES[NAMES.index(name)].read_text(encoding="utf-8")


def test_there_are_templates_for_eight_paths_and_one_to_fill_in() -> None:
    paths = ["cfa", "cpa", "electrician", "nurse", "ossu-cs", "plan", "pmp", "sector-change", "teacher"]
    assert paths == NAMES == list(templates())


@pytest.mark.parametrize("name", NAMES)
def test_every_track_of_a_template_can_be_carried_out(name: str) -> None:
    plan = plan_of(name)
    for track in plan.tracks:
        found = schedule(plan, Progress(), plan.start or TODAY, track)
        assert found.conflicts == ()
        assert found.slack is None or found.slack > 0
        assert check(plan, Progress(), found) == []


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("today", DAYS, ids=str)
def test_a_template_can_be_carried_out_from_whichever_day_it_is_taken(name: str, today: date) -> None:
    document = read(template(name, today), name)
    plan = document.plan
    assert document.warnings == ()
    assert plan.start is None or abs((plan.start - today).days) < 190
    for track in plan.tracks:
        found = schedule(plan, Progress(), plan.start or today, track)
        assert found.conflicts == ()
        assert found.slack is None or found.slack > 0


def test_what_recurs_keeps_its_weekday_when_a_template_is_moved_on() -> None:
    assert "from: 2027-02-06 " in template("nurse", date(2027, 5, 1))
    moved = template("nurse", date(2029, 5, 1))
    saturday = date.fromisoformat(re.findall(r"from: (\d{4}-\d\d-\d\d)", moved)[0])
    assert (saturday.year, saturday.month, saturday.strftime("%A")) == (2029, 2, "Saturday")
    assert "start: 2029-01\n" in moved
    assert "by: 2032-03-01 " in moved
    assert "Study.com, Career Information in Nursing,\n#            2019, and by" in moved


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("days", [-40, 1, 100, 400, 1500])
def test_a_template_that_nobody_keeps_to_still_gets_right_dates(name: str, days: int) -> None:
    plan = plan_of(name)
    progress = Progress(begun=TODAY)
    found = schedule(plan, progress, (plan.start or TODAY) + timedelta(days=days))
    assert check(plan, progress, found) == []


@pytest.mark.parametrize("name", NAMES)
def test_no_template_leaves_a_gap_open_on_any_track(name: str) -> None:
    plan = plan_of(name)
    for track in plan.tracks:
        steps = schedule(plan, Progress(), plan.start or TODAY, track).steps
        assert set(plan.gaps) <= {gap for step in steps for gap in plan.steps[step].closes}


@pytest.mark.parametrize("name", PATHS)
def test_a_path_has_a_plan_b_with_a_trigger_and_times_to_review(name: str) -> None:
    plan = plan_of(name)
    assert [track for track in plan.tracks.values() if track.use_when]
    assert {"rejected", "layoff"} & set(awaited(plan))
    assert {review.name for review in plan.reviews} == {"weekly", "monthly", "manager"}


# --- how sure the figures are ---

FIGURE = re.compile(r"^ +(?:takes|effort|experience|cost): |\bwithin: ")
LABEL = re.compile(r"# (sure|typical|guess)((?: \[[a-z]+\])*)")
SOURCE = re.compile(r"^#   \[([a-z]+)\] +(.+(?:\n#    {2,}.+)*)", re.MULTILINE)


def figures(name: str) -> list[tuple[str, str | None, list[str]]]:
    """Each line with a figure, its label and the sources that it names right behind it."""
    found = []
    for line in text_of(name).splitlines():
        if FIGURE.search(line) and not line.startswith("#"):
            label = LABEL.search(line)
            found.append(
                (line.strip(), label and label[1], re.findall(r"\[([a-z]+)\]", label[2]) if label else [])
            )
    return found


@pytest.mark.parametrize("name", [name for name in NAMES if name not in {"ossu-cs", "plan"}])
def test_every_figure_says_how_sure_it_is_and_who_says_so(name: str) -> None:
    sources = {source[1] for source in SOURCE.finditer(text_of(name))}
    for line, label, named in figures(name):
        assert label is not None, line
        assert label == "guess" or named, line
        assert set(named) <= sources, line


@pytest.mark.parametrize("name", ["ossu-cs", "plan"])
def test_where_all_figures_are_alike_it_is_said_once(name: str) -> None:
    (said,) = re.findall(r"Unless a line says otherwise: (\w+)(?: \[(\w+)\])?", text_of(name))
    assert said == {"ossu-cs": ("typical", "ossu"), "plan": ("guess", "")}[name]


@pytest.mark.parametrize("name", [name for name in NAMES if name != "plan"])
def test_a_source_names_who_says_it_on_which_page_and_when(name: str) -> None:
    text = text_of(name)
    cited = dict(SOURCE.findall(text))
    assert cited
    for source, page in cited.items():
        who, _, rest = " ".join(page.replace("\n#", " ").split()).partition(", ")
        assert who, source
        assert re.search(r"\b20[012]\d\b", rest), source
        assert text.count(f"[{source}]") > 1, f"nothing rests on {source}"


@pytest.mark.parametrize("name", NAMES)
def test_the_list_counts_the_figures_as_they_are_labelled(name: str) -> None:
    meaning, counted = about(name)
    assert 10 < len(meaning) < 70
    assert set(counted) == set(Certainty)
    plan = plan_of(name)
    spans = [step for step in plan.steps.values() if isinstance(step.extent, Takes | Effort | Experience)]
    costs = [step for step in plan.steps.values() if step.cost is not None]
    assert sum(counted.values()) == len(spans) + len(costs) + len(plan.windows)
    for label in Certainty if name in PATHS else ():
        assert counted[label] == sum(said == label for _, said, _ in figures(name))


# --- what a path asks for ---


def test_the_accountant_passes_an_experience_gate_and_an_exam_window() -> None:
    plan = plan_of("cpa")
    gate = plan.steps["year-one"].extent
    assert isinstance(gate, Experience)
    assert gate.span
    assert gate.hours
    assert str(plan.windows["cpa-exam"].within) == "30 months"
    found = schedule(plan, Progress(), date(2027, 1, 1))
    exam = [found.steps[name].due for name in plan.windows["cpa-exam"].steps]
    assert max(exam) < min(exam) + timedelta(days=540)  # the strictest boards give 18 months


GATES = {
    ("cfa", "qualifying-work"): ("3 years", 4000),
    ("pmp", "leading"): ("3 years", None),
    ("electrician", "apprenticeship"): ("4 years", 8000),
    ("electrician", "helper-hours"): ("4 years", 8000),
    ("sector-change", "waiting-time"): ("1 year", None),
}


@pytest.mark.parametrize(("name", "step"), GATES)
def test_years_and_hours_that_are_asked_for_are_gates(name: str, step: str) -> None:
    gate = plan_of(name).steps[step].extent
    assert isinstance(gate, Experience)
    years, hours = GATES[name, step]
    assert str(gate.span) == years
    assert gate.hours == (None if hours is None else hours * 420)


def test_the_charter_waits_for_the_years_and_for_all_three_levels() -> None:
    found = schedule(plan_of("cfa"), Progress(), TODAY).steps
    behind = ("level-1", "level-2", "level-3", "qualifying-work")
    assert found["level-1"].due < found["level-2"].start <= found["level-2"].due < found["level-3"].start
    assert all(found[name].due < found["charter"].start for name in behind)


def test_the_curriculum_keeps_its_63_courses_and_68_edges() -> None:
    plan = plan_of("ossu-cs")
    assert len(plan.steps) == 63
    assert len(schedule(plan, Progress(), date(2027, 1, 1)).links) == 68


def test_talks_with_a_manager_say_so_and_are_on_the_page_for_one() -> None:
    talks = {
        name: [step.id for step in plan_of(name).steps.values() if is_with_manager(step)]
        for name in ("cfa", "nurse", "pmp", "sector-change", "teacher")
    }
    assert set(map(tuple, talks.values())) == {("manager-talk",)}
