"""What docs/interview.md says of questions and rules, held against them."""

from pathlib import Path

from planner.coach.answers import read
from planner.coach.interview import asked_when
from planner.coach.questions import QUESTIONS
from planner.coach.rules import RULES

PAGE = (Path(__file__).parents[2] / "docs" / "interview.md").read_text(encoding="utf-8")


def test_every_question_is_told_with_its_condition_and_what_becomes_of_not_knowing() -> None:
    rows = [
        f"| `{question.id}` | {question.text} | {asked_when(question)[6:].rstrip('.') or 'always'} |"
        f" {question.unknown or 'it has to be answered'} |"
        for question in QUESTIONS
    ]
    assert [row for row in PAGE.splitlines() if row.startswith("| `")] == rows


def test_every_rule_is_told_with_what_it_reads_and_makes_and_why() -> None:
    rows = [
        f"| {rule.name} | {', '.join(f'`{name}`' for name in rule.reads)} | {rule.makes} | {rule.why} |"
        for rule in RULES
    ]
    assert [row for row in rows if row not in PAGE.splitlines()] == []
    assert PAGE.count("\n| ") == len(QUESTIONS) + 5 + len(rows) + 1, "and no other"


def test_the_answers_shown_can_be_read() -> None:
    example = PAGE.split("```yaml\n")[1].split("```")[0]
    assert read(example, "example").answers.current["years"].reply == "2 years"
