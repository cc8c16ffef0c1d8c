"""What a review tells, whatever the facts: each step that was done once, titles as they are, no ids."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from types import MappingProxyType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from planner.config import DIRECTORY
from planner.engine.pace import Pace
from planner.engine.period import ReviewKind
from planner.engine.schedule import schedule
from planner.engine.tracks import Side, arrival
from planner.engine.values import Forecast
from planner.plan.civil import DateRange
from planner.plan.model import Plan, Step, StepKind
from planner.plan.read import load
from planner.progress.facts import (
    COMMAND,
    Completed,
    Dropped,
    Fact,
    Noted,
    Published,
    Reopened,
    Started,
    TrackChosen,
    appended,
)
from planner.progress.fold import fold
from planner.progress.moves import Moved
from planner.progress.undo import in_force
from planner.render.review import Material, is_shared, is_with_manager, review_json, review_markdown
from planner.render.review_pages import review_sections
from planner.render.review_reasons import reason_words
from planner.render.style import harmless

NURSE = load(DIRECTORY / "templates" / "nurse.yaml").plan
TODAY = date(2029, 7, 1)
HALF_A_YEAR = DateRange(date(2029, 1, 1), TODAY)
OWN = (ReviewKind.WEEK, ReviewKind.MONTH, ReviewKind.YEAR)
UNKNOWN_PACE = Pace()
FORECAST = Forecast(date(2033, 1, 1), date(2033, 6, 1), 0.8)


def material(
    kind: ReviewKind,
    facts: Sequence[Fact],
    plan: Plan = NURSE,
    period: DateRange = HALF_A_YEAR,
    pace: Pace = UNKNOWN_PACE,
) -> Material:
    entries = appended((), facts, COMMAND, datetime(2029, 7, 1, tzinfo=UTC))
    progress = fold(entries)
    found = schedule(plan, progress, TODAY)
    side = Side(found, arrival(plan, found, FORECAST))
    return Material(kind, period, plan, found, progress, in_force(entries), side, pace)


def page(kind: ReviewKind, facts: Sequence[Fact], plan: Plan = NURSE) -> str:
    made = material(kind, facts, plan)
    return review_markdown(made, review_sections(made))


DONE = st.dictionaries(
    st.sampled_from(sorted(NURSE.steps)), st.dates(date(2028, 10, 1), TODAY), min_size=1, max_size=8
)


@settings(max_examples=30)
@given(DONE, st.sampled_from(ReviewKind), st.sampled_from([None, "lpn-bridge"]))
def test_every_step_done_in_the_time_is_named_once_as_done(
    done: dict[str, date], kind: ReviewKind, track: str | None
) -> None:
    facts: list[Fact] = [] if track is None else [TrackChosen(track, date(2028, 1, 1))]
    made = material(kind, [*facts, *(Completed(step, on) for step, on in done.items())])
    shown = review_json(made, review_sections(made))["sections"]
    assert isinstance(shown, dict)
    named = [line["step"] for line in shown.get("done", []) if line["done"]]
    expected = [step for step, on in done.items() if on in HALF_A_YEAR]
    if kind is ReviewKind.MANAGER:
        expected = [step for step in expected if is_shared(NURSE.steps[step])]
    by_itself = {"ma-experience", "lpn-experience"} - set(done)  # a gate is full when its time has passed
    assert sorted(set(named) - by_itself) == sorted(expected)
    assert len(named) == len(set(named))
    titles = [line["text"] for line in shown.get("done", [])]
    for step in expected:
        assert sum(text.startswith(f"**{NURSE.steps[step].title}**") for text in titles) == 1


HOSTILE = [
    "*Pass* __this__ `now` ~~or~~ never",
    "# Not a heading",
    "1. [click](javascript:alert(1)) <script>alert(1)</script>",
    "| a | b | &amp; \\",
    "- x\n\n## Raise\u202e me \x1b[31mnow",
]


@pytest.mark.parametrize("title", HOSTILE)
@pytest.mark.parametrize("kind", ReviewKind)
def test_a_hostile_title_is_read_as_it_is_and_changes_nothing_else(title: str, kind: ReviewKind) -> None:
    step = replace(NURSE.steps["adn"], title=title)
    plan = replace(NURSE, title=title, steps=MappingProxyType({**NURSE.steps, "adn": step}))
    facts: list[Fact] = [
        Completed("adn", date(2029, 3, 1)),
        Published(date(2029, 1, 2), {"nclex": date(2030, 1, 1)}),
        Published(date(2029, 2, 2), {"nclex": date(2030, 3, 1)}, reasons={"nclex": f"follows: {title}"}),
        Noted(title, date(2029, 3, 1), "adn", 420),
    ]
    text = page(kind, facts, plan)
    assert all(char == "\n" or char.isprintable() for char in text)
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(text)
    allowed = {"heading", "paragraph", "bullet_list", "list_item", "inline"}
    assert {token.type.removesuffix("_open").removesuffix("_close") for token in tokens} <= allowed
    inner = [part for token in tokens for part in token.children or []]
    kinds = {part.type for part in inner}
    assert kinds <= {"text", "softbreak", "strong_open", "strong_close"}
    shown = "".join(part.content for part in inner)
    assert shown.count(harmless(title).strip()) >= 2
    plain = page(kind, facts, replace(NURSE, title="X"))
    assert text.count("\n## ") == plain.count("\n## ")
    assert len(text.splitlines()) == len(plain.splitlines())


TITLES = {"ma-certificate": "Certificate", "nclex": "NCLEX"}
REASONS = [
    ("ma-certificate finished 37 days late", "Certificate finished 37 days late"),
    ("ma-certificate late, to 4 Jan 2028", "Certificate takes until 4 Jan 2028"),
    ("ma-certificate late, to 4 Jan 2028, starting on 1 Dec 2027", "Certificate takes until 4 Jan 2028"),
    ("ma-certificate pinned to 4 Jan 2028", "Certificate was set to 4 Jan 2028"),
    ("ma-certificate is pinned to 4 Jan 2028", "Certificate was set to 4 Jan 2028"),
    ("ma-certificate isn't done yet", "Certificate isn't done yet"),
    ("ma-certificate dropped on 4 Jan 2028", "Certificate was let go on 4 Jan 2028"),
    ("you said that ma-certificate will be late", "Certificate comes later than planned"),
    ("nclex finished 37 days late", "it finished 37 days late"),
    ("nclex/book late, to 4 Jan 2028", "put off on 20 May 2027"),
    ("you said that it will be late", "put off on 20 May 2027"),
    ("nclex pinned to 4 Jan 2028", "set by hand on 20 May 2027"),
    ("it isn't done yet", "it takes longer than planned"),
    ("not done on 4 Jan 2028; moved for the first time", "it takes longer than planned"),
    ("pause from 1 Jul 2027 to 9 Jul 2027", "a pause from 1 Jul 2027 to 9 Jul 2027"),
    ("you asked for a new plan", "planned anew"),
]
UNKNOWN = [
    "adn finished 3 days late",
    "track lpn-bridge chosen",
    "layoff on 2 Feb 2027",
    "follows: Secret job",
]


def move(reason: str) -> Moved:
    return Moved("nclex", date(2027, 5, 20), date(2028, 1, 1), date(2028, 2, 1), reason)


@pytest.mark.parametrize(("reason", "said"), REASONS)
def test_a_reason_is_said_in_titles_and_to_nobody(reason: str, said: str) -> None:
    for only_known in (True, False):
        assert reason_words(move(reason), TITLES, only_known=only_known) == said


@pytest.mark.parametrize("reason", UNKNOWN)
def test_a_reason_that_a_page_may_not_tell_is_left_out(reason: str) -> None:
    assert reason_words(move(reason), TITLES, only_known=True) == ""
    assert reason_words(move(reason), TITLES, only_known=False) == reason


SHARED: list[tuple[Step, bool]] = [
    (Step("a", "Course", kind=StepKind.COURSE), True),
    (Step("a", "Two years"), True),
    (Step("a", "Course", kind=StepKind.COURSE, sync=False), False),
    (Step("a", "Apply elsewhere", kind=StepKind.APPLICATION), False),
    (Step("a", "Another post", kind=StepKind.JOB), False),
    (Step("a", "Coffee", kind=StepKind.NETWORK), False),
    (Step("a", "What do others pay?", kind=StepKind.RESEARCH), False),
    (Step("a", "Talk with a recruiter", kind=StepKind.CONVERSATION), False),
    (Step("a", "Ask my manager for time", kind=StepKind.CONVERSATION), True),
    (Step("manager-talk", "Ask Dr. A.", kind=StepKind.CONVERSATION), True),
    (Step("manager_talk", "Ask Dr. A.", kind=StepKind.CONVERSATION), True),
    (Step("management", "Ask about it", kind=StepKind.CONVERSATION), False),
]


@pytest.mark.parametrize(("step", "shared"), SHARED, ids=lambda value: str(getattr(value, "title", value)))
def test_what_a_manager_may_read_of(step: Step, shared: bool) -> None:
    assert is_shared(step) == shared
    assert is_with_manager(step) == (shared and step.kind is StepKind.CONVERSATION)


def test_what_was_let_go_is_told_to_oneself_unless_it_was_taken_up_again() -> None:
    let_go: list[Fact] = [Dropped("adn-place", date(2029, 3, 1))]
    for kind in ReviewKind:
        told = "let go: Place in the nursing programme" in page(kind, let_go)
        assert told == (kind in OWN)
        again = [*let_go, Reopened("adn-place", date(2029, 3, 9))]
        assert "let go" not in page(kind, again)


def test_a_pace_is_told_once_there_is_evidence() -> None:
    for pace, lines in (
        (Pace(1.5, 0.8, 0.01), []),
        (
            Pace(1.254, 0.8, 0.4),
            ["Work takes 1.25 times the hours planned for it", "80 % of the hours meant for it are worked"],
        ),
    ):
        made = material(ReviewKind.WEEK, [], pace=pace)
        (section,) = (one for one in review_sections(made) if one.name == "pace")
        assert [line.text for line in section.lines] == lines


def test_hours_a_week_are_those_of_the_weeks_in_which_a_step_ran() -> None:
    facts: list[Fact] = [
        Started("ma-certificate", date(2029, 1, 15)),
        Completed("ma-certificate", date(2029, 1, 28)),
        Noted("Studied", date(2029, 1, 20), "ma-certificate", 20 * 420),
        Noted("Read", date(2029, 1, 11), None, 26 * 420),
    ]
    made = material(ReviewKind.YEAR, facts)
    (section,) = (one for one in review_sections(made) if one.name == "evidence")
    assert [line.text for line in section.lines][:3] == [
        "**Other work**: 26 h, 1 h a week",
        "**Medical assistant certificate (evening course)**: 20 h, 10 h a week",
        "Altogether: 46 h, 1.8 h a week",
    ]
