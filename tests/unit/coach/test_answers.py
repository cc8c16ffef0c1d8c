"""The answers file: what is written is read, and what can't be read is told with its place."""

from datetime import date
from pathlib import Path

import pytest

from planner.coach.answers import beside, blank, fingerprint, read, written
from planner.coach.interview import again, changed, completed, given, look, replies
from planner.coach.values import Answer, Answers
from planner.errors import UsageError
from tests.unit.coach.people import PEOPLE, RECEPTIONIST, known

DAY = date(2026, 12, 1)


@pytest.mark.parametrize("name", PEOPLE)
def test_what_is_written_is_read_to_the_letter(name: str) -> None:
    first = Answers(
        {q: Answer(reply, DAY) for q, reply in known(PEOPLE[name]).items()}, (), "0123456789abcdef"
    )
    both = given(again(first), "role", 'Clerk: "the" # best, yes', date(2027, 12, 1))
    assert (again(both).current, again(both).earlier) == ({}, (both.current, first.current))
    for answers in (Answers(), first, both, again(both)):
        text = written(answers)
        back = read(text, "x").answers
        assert written(back) == text
        assert look(replies(back.current)).known == look(replies(answers.current)).known
        assert [look(replies(r)).known for r in back.earlier] == [
            look(replies(r)).known for r in answers.earlier
        ]
        assert max(map(len, text.splitlines())) < 130


def test_a_person_may_write_it_shorter() -> None:
    text = "interview: 1\nanswers:\n  role: Clerk\n  required: [Evening course, RN licence]\n  have: none\n"
    kept = read(text, "x")
    assert replies(kept.answers.current) == {
        "role": "Clerk",
        "required": ("Evening course", "RN licence"),
        "have": "none",
    }
    assert (kept.places["required"].line, kept.places["required"].column) == (4, 3)
    assert kept.answers.current["role"].on is None


def test_the_file_to_fill_in_is_an_answers_file_and_a_nurses_plan() -> None:
    answers = read(blank(), "x").answers.current
    looked = look(replies(answers))
    assert (dict(looked.wrong), looked.missing) == ({}, ())


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "x:1:1  there are no answers"),
        ("answers:\n  role: Clerk\n", 'x:1:1  it doesn\'t say "interview: 1"'),
        ("interview: 2\nanswers:\n  role: Clerk\n", "update planner"),
        (
            "interview: 1\nanswer:\n  role: Clerk\n",
            'x:2:1  there is no key "answer". Did you mean "answers"?',
        ),
        (
            "interview: 1\nanswers:\n  rolle: Clerk\n",
            'x:3:3  there is no question "rolle". Did you mean "role"?',
        ),
        ("interview: 1\nanswers:\n  role:\n", 'x:3:8  role: this is no answer. Write "skip"'),
        ("interview: 1\nanswers:\n  role: {is: Clerk}\n", "x:3:9  role: this is no answer"),
        ("interview: 1\nanswers:\n  role: {answer: Clerk, on: today}\n", "x:3:29  role: this is no day"),
        ("interview: 1\nanswers: [role, Clerk]\n", "x:2:10  questions and their answers belong here"),
        ("interview: 1\nanswers:\n  role: Clerk\n  role: Nurse\n", "is here twice"),
        ("interview: 1\nanswers: {role: [[Clerk]]}\n", "role: this is no answer"),
        ("interview: [\n", "x:"),
    ],
)
def test_mistakes_are_told_with_their_place(text: str, says: str) -> None:
    with pytest.raises(UsageError) as refused:
        read(text, "x")
    assert says in refused.value.message


def test_an_answer_that_stays_keeps_its_day_and_one_that_counts_is_kept_as_understood() -> None:
    answers = given(Answers(), "sector", "same", DAY)
    assert given(answers, "sector", "same", date(2027, 1, 1)) == answers
    assert given(answers, "sector", "close", date(2027, 1, 1)).current["sector"].on == date(2027, 1, 1)
    assert (
        completed(given(answers, "hours", "8", DAY), {"hours": "8h/week"}).current["hours"].reply == "8h/week"
    )


def test_what_changed_since_names_what_is_no_longer_asked_as_well() -> None:
    then = known(RECEPTIONIST)
    now = look({**RECEPTIONIST, "present": "stone", "by": "2034"}).known
    assert changed(then, now) == (
        ("by", "2033-06", "2034"),
        ("present", "aside", "stone"),
        ("why-job", then["why-job"], None),
    )


def test_the_answers_stand_beside_the_plan() -> None:
    assert beside(Path("a/nurse.yaml")) == Path("a/nurse.answers.yaml")
    assert fingerprint("a") == fingerprint("a") != fingerprint("b")
