"""From answers to steps: what each rule makes, told by the people it was made for."""

import ast
from collections.abc import Mapping
from pathlib import Path

import pytest

from planner.coach.interview import look
from planner.coach.questions import BY_ID
from planner.coach.rules import RULES, Rule, drafted, made
from planner.coach.view import View
from planner.coach.write import plan_text
from planner.engine.schedule import schedule
from planner.plan.civil import Length, Unit
from planner.plan.identity import goal_ids
from planner.plan.model import After, Every, Experience, OnDay, Plan, Reported, Slips, Step, StepKind, Takes
from planner.plan.read import read
from planner.progress.values import Progress
from planner.render.review import PRIVATE
from tests.unit.coach.people import ACCOUNTANT, PEOPLE, RECEPTIONIST, WAREHOUSE_WORKER, known

MONTHS_9 = Length(9, Unit.MONTHS)


def plan(person: Mapping[str, str], **changes: str) -> Plan:
    """The plan of a person, some of whose answers are others. Answers that no longer fit become "none"."""
    answers = {**person, **{name.replace("_", "-"): text for name, text in changes.items()}}
    for _ in range(3):
        looked = look(answers)
        answers |= {question.id: "none" for question in looked.missing}
    assert not looked.missing
    return read(plan_text(drafted(looked.known), looked.known, "own"), "own.yaml").plan


def tasks(step: Step) -> list[str]:
    return [task.title for task in step.tasks]


def test_looking_elsewhere_is_kept_off_the_page_for_the_manager() -> None:
    assert plan(ACCOUNTANT, often="held").steps["look-outside"].kind in PRIVATE


@pytest.mark.parametrize("name", PEOPLE)
def test_every_gap_is_closed_and_there_is_a_plan_b_with_a_trigger(name: str) -> None:
    found = plan(PEOPLE[name])
    closed = {gap for step in found.steps.values() for gap in step.closes}
    assert set(found.gaps) == closed
    backups = [track for track in found.tracks.values() if track.name != "main"]
    assert backups
    assert all(track.use_when for track in backups)
    assert not found.main_track.use_when


def test_a_missing_certificate_is_a_course_with_its_span_monthly_goals_cost_and_share() -> None:
    course = plan(RECEPTIONIST).steps["medical-assistant-certificate"]
    assert (course.kind, course.extent) == (StepKind.COURSE, Takes(MONTHS_9, MONTHS_9))
    assert course.cost is not None
    assert (str(course.cost.amount), course.cost.currency, course.reimbursed) == ("2400", "USD", 50)
    assert course.closes == ("medical-assistant-certificate",)
    planned = schedule(plan(RECEPTIONIST), Progress(), plan(RECEPTIONIST).start)  # type: ignore[arg-type]
    goals = [item.id for item in planned.items if item.id.startswith("medical-assistant-certificate/goal-")]
    assert goals == list(goal_ids(course, 9))
    assert len(goals) == 9


def test_what_nobody_knows_of_a_course_is_its_first_task() -> None:
    course = plan(RECEPTIONIST, required="Medical assistant certificate").steps[
        "medical-assistant-certificate"
    ]
    assert tasks(course)[:2] == ["Find out how long it takes", "Find out what it costs"]
    assert course.extent == Takes(Length(6, Unit.MONTHS), Length(12, Unit.MONTHS))


def test_what_one_has_already_is_no_gap() -> None:
    found = plan(RECEPTIONIST, have="Medical assistant certificate; Taking blood; Spanish with patients")
    assert "medical-assistant-certificate" not in found.steps
    assert not [name for name in found.gaps if name.startswith("learn-")]


def test_a_course_never_asks_for_more_hours_than_the_week_has() -> None:
    found = plan(RECEPTIONIST, hours="4h/week")
    assert found.time is not None
    assert all(step.load is None or step.load <= sum(found.time) for step in found.steps.values())


def test_a_missing_skill_is_hours_of_practice_before_the_new_role() -> None:
    found = plan(RECEPTIONIST)
    assert found.steps["learn-taking-blood"].before == ("new-role",)
    assert "learn-spanish-with-patients" not in found.steps


def test_missing_years_are_a_gate_behind_the_job_that_grants_them() -> None:
    years = plan(RECEPTIONIST).steps["years"]
    assert years.extent == Experience(Length(2, Unit.YEARS))
    assert years.after == (After("job-medical-assistant"),)
    assert plan(RECEPTIONIST).tracks["main"].steps == (
        "medical-assistant-certificate",
        "job-medical-assistant",
        "nursing-degree",
        "rn-licence",
        "new-role",
    )
    assert plan(RECEPTIONIST, next_job="none").steps["years"].after == ()
    assert "years" not in plan(RECEPTIONIST, years="none").steps


def test_a_managers_support_is_a_prepared_talk_at_the_next_review() -> None:
    found = plan(RECEPTIONIST)
    talk = found.steps["talk"]
    assert talk.extent == OnDay(found.start.replace(day=18))  # type: ignore[union-attr]
    assert talk.before == ("medical-assistant-certificate",), "who pays is asked before the course begins"
    assert "Ask in writing for 50% towards Medical assistant certificate" in tasks(talk)
    assert [review.name for review in found.reviews] == ["weekly", "monthly", "manager"]
    assert plan(RECEPTIONIST, review_on="2027-09").steps["talk"].before == (), (
        "no course waits for half a year"
    )
    unknown = plan(RECEPTIONIST, review_on="skip")
    assert tasks(unknown.steps["talk"])[0] == "Ask for a date"
    secret = plan(RECEPTIONIST, review_on="none")
    assert "talk" not in secret.steps
    assert "Ask here first" not in tasks(secret.steps["job-medical-assistant"])


def test_who_pays_is_found_out_even_where_the_manager_is_not_to_know() -> None:
    assert plan(WAREHOUSE_WORKER).steps["find-reimbursement"].before == ("comptia-a-plus",)


@pytest.mark.parametrize(
    ("money", "required", "reimbursed", "is_short"),
    [
        ("3000 USD", "Degree, 1 year, 3000 USD", "none", False),
        ("3000 USD", "Degree, 1 year, 3001 USD", "none", True),
        ("3000 USD", "Degree, 1 year, 6000 USD", "50%", False),
        ("3000 USD", "Degree, 1 year, 100 EUR", "none", True),
        ("none", "Degree, 1 year, 0 USD", "none", False),
        ("none", "Degree, 1 year", "none", True),
        ("skip", "Degree, 1 year, 3000 USD", "none", True),
        ("skip", "none", "none", False),
    ],
)
def test_courses_beyond_ones_means_are_a_gap_of_their_own(
    money: str, required: str, reimbursed: str, is_short: bool
) -> None:
    found = plan(RECEPTIONIST, money=money, required=required, reimbursed=reimbursed)
    assert ("money" in found.gaps, "funding" in found.steps) == (is_short, is_short)


def test_nobody_is_asked_to_pay_for_what_is_free() -> None:
    found = plan(RECEPTIONIST, required="Online course, 3 months, 0 USD", money="skip")
    course = found.steps["online-course"]
    assert (course.cost, course.reimbursed) == (None, 0)
    assert "Hand in the receipt for reimbursement" not in tasks(course)
    assert "funding" not in found.steps
    assert not [title for title in tasks(found.steps["talk"]) if "in writing" in title]


@pytest.mark.parametrize(("people", "is_thin"), [("0", True), ("2", True), ("3", False), ("skip", True)])
def test_a_thin_network_is_a_habit(people: str, is_thin: bool) -> None:
    found = plan(RECEPTIONIST, contacts=people).steps.get("contacts")
    assert (found is not None) is is_thin
    assert found is None or isinstance(found.extent, Every)


@pytest.mark.parametrize(
    ("often", "openings", "is_red"),
    [
        ("held", "Senior accountant; Finance manager", True),
        ("rarely", "Senior accountant; Finance manager", True),
        ("rarely", "A; B; C; D", False),
        ("yearly", "Senior accountant", False),
        ("skip", "Senior accountant", False),
    ],
)
def test_few_posts_tightly_held_are_a_red_flag_with_a_second_track(
    often: str, openings: str, is_red: bool
) -> None:
    found = plan(ACCOUNTANT, often=often, openings=openings)
    assert ("look-outside" in found.steps) is is_red
    elsewhere = found.tracks["elsewhere"]
    assert (Reported("passed-over") in elsewhere.use_when) is is_red
    soon = Length(3 if is_red else 9, Unit.MONTHS)
    assert elsewhere.use_when[-2:] == (Reported("layoff"), Slips("main", soon))
    assert elsewhere.steps[-1] == "new-role-elsewhere"
    assert tasks(found.steps["new-role-elsewhere"])[1:] == [
        "Apply to Hartmann & Co",
        "Apply to the county hospital",
    ]


def test_an_opening_that_is_the_next_job_is_not_the_last_one_as_well() -> None:
    assert plan(ACCOUNTANT).steps["new-role"].title == "Take a post here as Finance manager"


def test_what_is_unknown_becomes_a_step_that_finds_out() -> None:
    found = plan(WAREHOUSE_WORKER, next_job="skip", required="skip", years="skip")
    assert {"read-postings", "find-openings", "find-job", "find-way"} <= set(found.steps)
    assert "Note how many years of experience they ask for" in tasks(found.steps["read-postings"])
    assert "find-closer" in plan(RECEPTIONIST, closer="skip").steps


def test_a_job_beside_the_path_is_bent_towards_it() -> None:
    found = plan(RECEPTIONIST)
    assert isinstance(found.steps["closer-saturdays-at-the-free-clinic"].extent, Every)
    assert isinstance(found.steps["closer-help-with-vaccination-records"].extent, Takes)
    assert "practice" in found.gaps
    assert "practice" not in plan(RECEPTIONIST, present="track").gaps


def test_another_sector_is_entered_by_the_first_job_there() -> None:
    assert plan(WAREHOUSE_WORKER).steps["job-help-desk-agent"].closes == ("sector",)
    assert plan(WAREHOUSE_WORKER, next_job="none").steps["new-role"].closes == ("sector",)


def test_why_the_last_job_was_taken_is_shown_where_the_next_one_is_chosen() -> None:
    found = plan(WAREHOUSE_WORKER)
    notes = [found.steps[name].note or "" for name in ("job-help-desk-agent", "new-role")]
    assert all("I needed the money at once" in note for note in notes)


def test_another_way_takes_the_place_of_what_comes_behind_the_job_on_the_way() -> None:
    found = plan(RECEPTIONIST)
    way = "way-practical-nurse-programme"
    assert found.tracks[way].steps == (
        "medical-assistant-certificate",
        "job-medical-assistant",
        way,
        "new-role",
    )
    assert found.steps[way].closes == ("nursing-degree", "rn-licence")
    assert found.tracks[way].use_when == (Reported("rejected"), Slips("main", Length(3, Unit.MONTHS)))


def test_where_no_other_way_is_known_plan_b_begins_with_looking_for_one() -> None:
    known_none = plan(RECEPTIONIST, other_ways="none").tracks["another-way"].steps
    assert known_none[-3:] == ("find-way", "another-way", "new-role")
    unknown = plan(RECEPTIONIST, other_ways="skip")
    assert "find-way" not in unknown.tracks["another-way"].steps, "one looks at once, not when it is too late"
    assert unknown.steps["find-way"].closes == ("plan-b",)


def test_names_that_differ_in_a_sign_alone_are_two() -> None:
    found = plan(RECEPTIONIST, required="C; C++; C#", have="none")
    assert {"c", "c-plus-plus", "c-sharp"} <= set(found.steps)
    assert len([title for title in tasks(found.steps["talk"]) if "in writing" in title]) == 3


def test_names_that_are_also_ours_get_ids_of_their_own() -> None:
    found = plan(RECEPTIONIST, required="Talk; Years; Learn taking blood; New role; Paper talk", have="none")
    assert {
        "paper-talk",
        "paper-years",
        "paper-learn-taking-blood",
        "paper-new-role",
        "paper-paper-talk",
    } <= set(found.steps)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_rule_reads_the_answers_that_it_names_and_no_others(rule: Rule) -> None:
    assert set(rule.reads) <= set(BY_ID)
    assert len(set(rule.reads)) == len(rule.reads)
    assert rule.makes
    assert rule.why.endswith(".")
    read_by_someone = set()
    for person in PEOPLE.values():
        for name in rule.reads:
            replies = known(person)
            if list(rule.apply(View(replies, rule.reads))) != list(
                rule.apply(View({q: a for q, a in replies.items() if q != name}, rule.reads))
            ):
                read_by_someone.add(name)
    assert read_by_someone, "nothing that it reads makes a difference to anyone"


def test_a_view_refuses_what_its_rule_does_not_name() -> None:
    view = View(known(RECEPTIONIST), ("role", "have"))
    assert view.word("role")
    for look_at in (
        view.word,
        view.words,
        view.entries,
        view.is_none,
        view.is_unknown,
        view.was_asked,
        view.lacking,
    ):
        with pytest.raises(LookupError):
            look_at("required")
    with pytest.raises(LookupError):
        view.load(None)


def test_every_answer_is_read_by_a_rule_or_stands_at_the_top_of_the_plan() -> None:
    used = {name for rule in RULES for name in rule.reads}
    assert set(BY_ID) - used == {"role", "by", "away"}


def test_the_same_answers_make_the_same_parts() -> None:
    replies = known(RECEPTIONIST)
    assert list(made(replies)) == list(made(dict(reversed([*replies.items()]))))


def test_the_coach_knows_no_clock_no_disk_and_no_network() -> None:
    folder = Path(__file__).parents[3] / "planner" / "coach"
    imported = {
        name.split(".")[0]
        for file in folder.glob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [getattr(node, "module", "")]
        )
        if isinstance(node, ast.Import | ast.ImportFrom)
    }
    assert not imported & {"os", "sys", "time", "random", "socket", "subprocess", "typer"}
