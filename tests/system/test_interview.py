"""From just a job to a plan, on a terminal and from a file; interrupted, changed, and asked again."""

import json
from collections.abc import Mapping

import pytest

from planner.coach.answers import blank
from tests.system.interviewed import CTRL_C, CTRL_D, Interview
from tests.system.program import Program
from tests.unit.coach.people import ACCOUNTANT, PEOPLE, RECEPTIONIST, WAREHOUSE_WORKER

LATER = "2027-12-01"


def answers_file(answers: Mapping[str, str]) -> str:
    return "interview: 1\nanswers:\n" + "".join(
        f"  {name}: {json.dumps(said)}\n" for name, said in answers.items()
    )


def plan(program: Program) -> str:
    return (program.folder / "plan.yaml").read_text()


def kept(program: Program) -> str:
    return (program.folder / "plan.answers.yaml").read_text()


def from_file(program: Program, answers: Mapping[str, str], *options: str) -> None:
    (program.folder / "mine.txt").write_text(answers_file(answers))
    program.must("interview", "--answers", "mine.txt", *options)


@pytest.fixture
def other(tmp_path_factory: pytest.TempPathFactory) -> Program:
    """A second person's place."""
    made = Program(tmp_path_factory.mktemp("other"))
    made.folder.mkdir()
    return made


@pytest.mark.parametrize("name", PEOPLE)
def test_a_terminal_and_a_file_lead_to_the_same_plan_which_is_sound(
    empty: Program, other: Program, name: str
) -> None:
    with Interview(empty) as talk:
        last = talk.answers(list(PEOPLE[name].values()))
        assert talk.code() == 0
    assert "Wrote plan.yaml" in last
    assert max(map(len, talk.shown.splitlines())) <= 80 + len(max(PEOPLE[name].values(), key=len))
    from_file(other, PEOPLE[name])
    assert plan(empty) == plan(other)
    assert kept(empty) == kept(other)
    assert empty.must("check", "--strict").out == "plan.yaml is fine.\n"
    assert empty.must("timeline", "--json").json["finish"] > "2028"
    empty.must("sync")
    assert (empty.folder / "plan.ics").exists()


def test_ctrl_c_at_every_question_and_resume_lose_nothing(empty: Program, other: Program) -> None:
    said = list(ACCOUNTANT.values())
    for number, answer in enumerate(said):
        with Interview(empty, *(["--resume"] if number else [])) as talk:
            assert f"\n{number + 1} of about " in talk.reads()
            if number < len(said) - 1:
                talk.types(answer)
                last = talk.types(CTRL_C)
                assert "Kept so far: plan.answers.yaml" in last
                assert "next: planner interview --resume" in last
                assert talk.code() == 130
                assert not (empty.folder / "plan.yaml").exists()
            else:
                talk.types(answer)
                assert talk.code() == 0
    from_file(other, ACCOUNTANT)
    assert (plan(empty), kept(empty)) == (plan(other), kept(other))


def test_ctrl_c_before_the_first_answer_and_the_end_of_input_stop_as_quietly(empty: Program) -> None:
    for key in (CTRL_C, CTRL_D):
        with Interview(empty, *(["--resume"] if key == CTRL_D else [])) as talk:
            talk.reads()
            assert "Kept so far" in talk.types(key)
            assert talk.code() == 130
        assert "Traceback" not in talk.shown


def test_why_back_and_what_is_no_answer(empty: Program) -> None:
    with Interview(empty, "--plan", "career.yaml") as talk:
        assert "1 of about" in talk.reads()
        assert "A plan starts from where you stand" in talk.types("?")
        assert "2 of about" in talk.types("Clerk")
        assert "Every step is there because it leads to this" in talk.types("?")
        assert "there is no answer" in talk.types("").lower()
        again = talk.types("back")
        assert "1 of about" in again
        assert "Enter alone: Clerk" in again
        assert "2 of about" in talk.types("")
        assert "1 of about" in talk.types("BACK")
        assert "1 of about" in talk.types("back"), "before the first there is none"
        assert "2 of about" in talk.types("Order picker")
        assert "3 of about" in talk.types("Nurse")
        assert "Write a date as" in talk.types("soon")
        assert "next: planner interview --resume --plan career.yaml" in talk.types(CTRL_C).replace("\n", " ")
    assert (
        "role: {answer: Order picker, on: 2026-12-01}" in (empty.folder / "career.answers.yaml").read_text()
    )


def test_without_a_terminal_it_says_what_is_missing_and_asks_nothing(empty: Program) -> None:
    refused = empty.run("interview", typed="Clerk\n")
    assert refused.code == 2
    assert "role: What do you do now" in refused.err
    assert "--answers" in refused.err
    assert list(empty.folder.iterdir()) == []
    (empty.folder / "mine.txt").write_text(answers_file({"role": "Clerk", "goal": "Nurse", "by": "soon"}))
    wrong = empty.run("interview", "--answers", "mine.txt", "--json")
    assert wrong.code == 2
    assert 'mine.txt:5:3  by: "soon" is not a date.' in wrong.err
    (empty.folder / "mine.txt").write_text(answers_file({"role": "Clerk", "goal": "Nurse"}))
    assert empty.run("interview", "--answers", "mine.txt", "--yes").code == 2, "the sector has no default"
    (empty.folder / "mine.txt").write_text(
        answers_file({**WAREHOUSE_WORKER, "by": "skip"} | {"role": "Picker"})
    )
    empty.must("interview", "--answers", "mine.txt", "--no-input")


def test_yes_takes_the_defaults_and_skips_the_rest(empty: Program) -> None:
    few = {"role": "Clerk", "goal": "Nurse", "sector": "same", "present": "track"}
    (empty.folder / "mine.txt").write_text(answers_file(few))
    ended = empty.must("interview", "--answers", "mine.txt", "--yes", "--json").json
    assert ended["schema"] == "planner.interview/1"
    assert (ended["plan"], ended["wrote"], ended["asked"]) == ("plan.yaml", "plan.yaml", 0)
    assert {"read-postings", "find-openings", "find-way", "find-job"} <= set(ended["steps"])
    assert ended["backup_tracks"] == ["another-way"]
    empty.must("check", "--strict")


def test_a_changed_answer_changes_only_what_follows_from_it(empty: Program) -> None:
    from_file(empty, RECEPTIONIST)
    before = plan(empty).splitlines()
    edited = kept(empty).replace("answer: 2 years", "answer: 3 years")
    (empty.folder / "plan.answers.yaml").write_text(edited)
    assert "Wrote plan.yaml" in empty.must("interview", "--resume").out
    after = plan(empty).splitlines()
    assert [(old, new) for old, new in zip(before, after, strict=True) if old != new] == [
        ("  years: 2 years of experience are missing", "  years: 3 years of experience are missing"),
        (
            "    title: Gain 2 years of experience as Medical assistant",
            "    title: Gain 3 years of experience as Medical assistant",
        ),
        (
            "    experience: 2 years                     # a gate: time must pass",
            "    experience: 3 years                     # a gate: time must pass",
        ),
    ]
    assert "says that already" in empty.must("interview", "--resume").out
    assert plan(empty).splitlines() == after


def test_what_a_person_edited_is_never_overwritten(empty: Program) -> None:
    from_file(empty, RECEPTIONIST)
    mine = plan(empty).replace("title: From", "title: All the way from").replace("id: plan ", "id: mine ")
    (empty.folder / "plan.yaml").write_text(mine)
    from_file(empty, {**RECEPTIONIST, "years": "1 year"})
    assert plan(empty) == mine
    beside = (empty.folder / "plan.yaml.new").read_text()
    assert "id: mine " in beside, "calendars know the plan by its id"
    assert "experience: 1 year" in beside
    empty.must("check")
    assert "left alone" in empty.must("interview", "--resume").out
    (empty.folder / "plan.yaml.new").replace(empty.folder / "plan.yaml")
    assert "says that already" in empty.must("interview", "--resume").out


def test_answers_are_never_overwritten_by_beginning_anew(empty: Program) -> None:
    assert empty.run("interview", "--resume").code == empty.run("interview", "--again").code == 2
    from_file(empty, ACCOUNTANT)
    before = kept(empty)
    refused = empty.run("interview")
    assert refused.code == 2
    assert "--resume" in refused.err
    assert "--again" in refused.err
    assert empty.run("interview", "--resume", "--again").code == 2
    assert empty.run("interview", "--again", typed="").code == 2, "nobody is there to answer"
    assert kept(empty) == before


def test_a_year_later_it_asks_again_offers_the_old_answers_and_says_what_changed(empty: Program) -> None:
    from_file(empty, ACCOUNTANT)
    first = plan(empty)
    later = Program(empty.place, today=LATER)
    lines = ["" for _ in ACCOUNTANT]
    lines[list(ACCOUNTANT).index("contacts")] = "0"
    with Interview(later, "--again") as talk:
        assert "Enter alone: Accountant, Berger GmbH (six people)" in talk.reads()
        last = [talk.types(line) for line in lines[:5]][-1]
        talk.types(CTRL_C)
        assert talk.code() == 130
    assert plan(empty) == first
    with Interview(later, "--resume") as talk:
        assert last.splitlines()[-3:] == talk.reads().splitlines()[-3:], "it goes on at the same question"
        for line in lines[5:]:
            last = talk.types(line)
        assert talk.code() == 0
    assert "contacts: 5 -> 0\n  new      gap contacts, contacts\n" in last
    assert "on: 2027-12-01" in kept(empty)
    assert kept(empty).count("answer: 3 years, on: 2026-12-01") == 1, "the former round is kept"


def test_it_makes_no_second_plan_where_there_is_one_unless_told_to(empty: Program) -> None:
    empty.must("init", "--template", "nurse")
    refused = empty.run("interview", "--yes")
    assert refused.code == 2
    assert "nurse.yaml" in refused.err
    (empty.folder / "mine.txt").write_text(answers_file(ACCOUNTANT))
    empty.must("interview", "--answers", "mine.txt", "--plan", "finance.yaml")
    assert (empty.folder / "finance.answers.yaml").exists()


def test_the_questions_are_a_file_to_fill_in(empty: Program) -> None:
    printed = empty.must("interview", "--questions").out
    assert printed == blank()
    (empty.folder / "mine.txt").write_text(printed)
    empty.must("interview", "--answers", "mine.txt")
    rows = empty.must("interview", "--questions", "--json").json["questions"]
    assert [row["id"] for row in rows][:4] == ["role", "goal", "by", "sector"]
