"""What a person may type, and what is made of it."""

from datetime import date

import pytest

from planner.coach.entries import entry
from planner.coach.questions import BY_ID
from planner.coach.replies import default, since, taken
from planner.coach.values import NONE, UNKNOWN, Entry, Reply
from planner.plan.civil import Length, Unit
from planner.plan.phrases import money
from planner.plan.words import WordError, parse_rate

BEFORE: dict[str, Reply] = {
    "by": "2033-06",
    "start": "2027-01",
    "required": ("Medical assistant certificate, 9 months", "RN licence"),
    "skills": ("Taking blood",),
    "have": ("RN licence",),
}


@pytest.mark.parametrize(
    ("question", "typed", "kept"),
    [
        ("role", "  Front-desk   clerk ", "Front-desk clerk"),
        ("by", "2033-06", "2033-06"),
        ("by", "don't know", UNKNOWN),
        ("sector", "2", "close"),
        ("sector", "Other", "other"),
        ("sector", "no, it is another", "other"),
        ("qualify", "no", "no"),
        ("closer", "no", ()),
        ("required", "none", ()),
        ("required", "Evening course, 9 months; RN licence;", ("Evening course, 9 months", "RN licence")),
        ("have", "1, 3", ("Medical assistant certificate", "Taking blood")),
        ("have", "taking blood; rn licence", ("RN licence", "Taking blood")),
        ("have", "none", ()),
        ("next-job-needs", "1", "Medical assistant certificate"),
        ("next-job-needs", "none", NONE),
        ("years", "2 years", "2 years"),
        ("years", "no", NONE),
        ("hours", "8", "8h/week"),
        ("hours", "7.5 hours a week", "7.5h/week"),
        ("hours", "1h/day", "1h/day"),
        ("away", "2027-12-20..2028-01-03, 2028-07", ("2027-12-20..2028-01-03", "2028-07")),
        ("away", "2028-07; 2028-07", ("2028-07",)),
        ("money", "3,000 USD", "3000 USD"),
        ("money", "0 USD", NONE),
        ("reimbursed", "50", "50%"),
        ("reimbursed", "0%", NONE),
        ("contacts", "nobody", "0"),
        ("contacts", "007", "7"),
        ("fails", "too-slow; 1", ("layoff", "too-slow")),
        ("review-on", "none", NONE),
    ],
)
def test_what_is_typed_is_kept_in_one_form(question: str, typed: str, kept: Reply) -> None:
    assert taken(BY_ID[question], typed, BEFORE) == kept
    assert taken(BY_ID[question], kept, BEFORE) == kept


@pytest.mark.parametrize(
    ("question", "typed", "says"),
    [
        ("role", "", "no answer"),
        ("role", "!!", "names nothing"),
        ("role", "Clerk since 2024-13", "not in the calendar"),
        ("role", "a\x1b[2J", "no place here"),
        ("goal", "x" * 201, "too many"),
        ("by", "soon", "not a date"),
        ("by", "1066", "no year of yours"),
        ("sector", "samme", 'Did you mean "same"'),
        ("sector", "4", "Choose one of: same, close, other"),
        ("sector", "skip", "can't be skipped"),
        ("required", "9 months", "names nothing"),
        ("required", "Course, 9 moons", 'Write "9 months"'),
        ("required", "Course, 30 years", "too long"),
        ("required", "Course; course!", "named twice"),
        ("required", "; ;", "nothing is named"),
        ("required", ";".join(f"c{n}" for n in range(13)), "too many"),
        ("have", "Driving licence", "not one of"),
        ("next-job-needs", "RN licence", "not one of"),
        ("years", "two", "not a length"),
        ("hours", "20min/week", "too little"),
        ("hours", "200", "more than a week has"),
        ("away", "2027..2030", "longer than a year"),
        ("start", "2034", "after the last day of your goal"),
        ("money", "much", "not an amount"),
        ("review-on", "2026-12-01", "before you begin"),
        ("contacts", "some", "not a number"),
        ("reimbursed", "150%", "share"),
    ],
)
def test_what_is_no_answer_is_refused_with_a_remedy(question: str, typed: str, says: str) -> None:
    with pytest.raises(WordError) as refused:
        taken(BY_ID[question], typed, BEFORE)
    assert says in f"{refused.value.message} {refused.value.remedy}"
    assert refused.value.remedy


def test_an_entry_ends_with_what_is_known_of_it() -> None:
    months = Length(9, Unit.MONTHS)
    whole = entry("Medical assistant certificate (evening), 9 months, 2,400 USD, 6h/week")
    assert whole == Entry(
        "Medical assistant certificate (evening)",
        (months, months),
        None,
        money("2400 USD"),
        parse_rate("6h/week"),
    )
    assert entry("Clinic, every 2 weeks").every == Length(2, Unit.WEEKS)
    assert entry("Degree, 18..24 months").length == (Length(18, Unit.MONTHS), Length(24, Unit.MONTHS))
    assert entry("Lead, inspire, and report") == Entry("Lead, inspire, and report")
    assert entry("CompTIA A+, 220-1101").name == "CompTIA A+, 220-1101"


def test_a_role_may_say_since_when() -> None:
    assert since("Clerk, Alvarez, since 2024-09") == ("Clerk, Alvarez", "2024-09")
    assert since("Clerk ever since school") == ("Clerk ever since school", None)


def test_the_plan_begins_next_month_unless_told_otherwise() -> None:
    assert default(BY_ID["start"], date(2026, 12, 31)) == "2027-01"
    assert default(BY_ID["start"], date(2027, 1, 1)) == "2027-02"
    assert default(BY_ID["role"], date(2027, 1, 1)) == ""
