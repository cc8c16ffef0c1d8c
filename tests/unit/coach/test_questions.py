"""The questions as data: each can be answered, asked in order, and nobody is asked too many."""

from itertools import product

import pytest

from planner.coach.interview import asked_when, expected, is_asked, look
from planner.coach.questions import BY_ID, QUESTIONS
from planner.coach.replies import taken
from planner.coach.values import NONE, UNKNOWN, Kind, Question, Reply
from planner.plan.words import WordError
from tests.unit.coach.people import ACCOUNTANT, PEOPLE, RECEPTIONIST, WAREHOUSE_WORKER, known

MOST = 25
BEFORE: dict[str, Reply] = {"required": ("Medical assistant certificate",), "skills": ("Taking blood",)}


def ways() -> list[int]:
    """The number of questions on every way that choices and lists open."""
    branching = ["sector", "present", "qualify", "required", "skills", "years", "next-job", "openings"]
    given = {
        "sector": ["same", "close", "other"],
        "present": ["track", "stone", "aside"],
        "qualify": ["yes", "no"],
        "years": ["2 years", NONE],
    }
    words = [given.get(name, ["One; Two", NONE]) for name in branching]
    return [length(dict(zip(branching, choice, strict=True))) for choice in product(*words)]


def length(chosen: dict[str, str]) -> int:
    found: dict[str, Reply] = {}
    for question in QUESTIONS:
        if is_asked(question, found):
            text = chosen.get(
                question.id, {"next-job-needs": NONE, "have": NONE}.get(question.id, question.example)
            )
            found[question.id] = taken(question, text, found)
    return len(found)


def test_nobody_is_asked_more_than_25_questions_and_nobody_is_done_with_a_handful() -> None:
    counts = ways()
    assert max(counts) == MOST
    assert min(counts) >= 14


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.id)
def test_the_example_of_a_question_is_an_answer_to_it(question: Question) -> None:
    assert taken(question, question.example, BEFORE) is not None


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.id)
def test_not_knowing_is_an_answer_where_something_becomes_of_it(question: Question) -> None:
    if question.unknown:
        assert taken(question, "don't know", BEFORE) == UNKNOWN
    else:
        with pytest.raises(WordError, match="skipped"):
            taken(question, "skip", BEFORE)


def test_what_a_condition_names_was_asked_before() -> None:
    order = [question.id for question in QUESTIONS]
    for question in QUESTIONS:
        named = {one.question for group in question.when for one in group} | set(question.options_from)
        assert all(order.index(name) < order.index(question.id) for name in named), question.id


def test_the_sections_come_one_after_the_other() -> None:
    sections = [question.section for question in QUESTIONS]
    assert sections == sorted(sections, key=list(dict.fromkeys(sections)).index)


def asked(answers: dict[str, str]) -> set[str]:
    return set(known(answers))


def test_in_the_right_sector_one_is_asked_about_the_present_job_else_why_it_was_taken() -> None:
    assert {"present", "closer", "why-job"} <= asked(dict(RECEPTIONIST))
    assert "why-job" not in asked(dict(ACCOUNTANT))
    assert {"why-job", "qualify", "postings"} <= asked(dict(WAREHOUSE_WORKER))
    assert not {"present", "closer"} & asked(dict(WAREHOUSE_WORKER))


def test_who_qualifies_already_is_not_asked_what_is_missing() -> None:
    looked = look({**WAREHOUSE_WORKER, "qualify": "yes"})
    assert not looked.missing
    assert not {"postings", "required", "skills", "have", "years", "next-job", "reimbursed"} & set(
        looked.known
    )


def test_a_choice_that_offers_nothing_to_choose_is_not_asked() -> None:
    everything = {**RECEPTIONIST, "have": "1; 2; 3; 4; 5"}
    assert "next-job-needs" not in look(everything).known
    assert "have" not in look({**RECEPTIONIST, "required": "none", "skills": "skip"}).known


@pytest.mark.parametrize("name", PEOPLE)
def test_the_guess_of_how_many_questions_there_are_ends_at_the_truth(name: str) -> None:
    answers = known(PEOPLE[name])
    assert expected(answers) == len(answers)
    assert expected({}) == pytest.approx(len(answers), abs=3)


def test_answers_that_no_longer_fit_those_before_them_are_asked_again() -> None:
    looked = look({**RECEPTIONIST, "required": "Paramedic diploma, 2 years"})
    assert set(looked.wrong) == {"next-job-needs"}
    assert "Paramedic diploma" in looked.wrong["next-job-needs"].remedy
    assert [question.id for question in looked.missing] == ["next-job-needs"]
    assert set(look({**RECEPTIONIST, "start": "2034"}).wrong) == {"start"}
    assert set(look({**RECEPTIONIST, "start": "2027-02"}).wrong) == {"review-on"}


def test_conditions_can_be_read() -> None:
    assert asked_when(BY_ID["role"]) == ""
    assert asked_when(BY_ID["present"]) == "Asked when sector is same or close."
    assert asked_when(BY_ID["postings"]) == "Asked when sector is other and qualify isn't yes."
    assert {question.kind for question in QUESTIONS} == set(Kind)
