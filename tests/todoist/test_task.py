"""An item as a task, and back: what Todoist shows, and what only the mark tells."""

from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from integrations.todoist import rhythm
from integrations.todoist import task as tasks
from integrations.todoist.account import Account, Kept, Limits, from_text, to_text
from integrations.todoist.mark import parted
from integrations.todoist.task import Frame
from planner.plan.civil import Length, Unit
from planner.sync.clean import clean_line, clean_text
from planner.sync.values import Item, Mirrored, Role
from tests.todoist.wire import Row

FRAME = Frame("nurse")
FULL = Limits(300, 20, deadlines=True, durations=True)
STAMP = datetime(2027, 2, 1, tzinfo=UTC)
DAY = date(2027, 3, 31)
ITEM = Item("ma/goal-1", "Half-way", DAY, "Why", role=Role.TASK)

_texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=30) | st.sampled_from(
    [
        "@anna",
        "#work p1",
        "**bold**",
        "[x](y)",
        "- list",
        "1. one",
        "tomorrow",
        "every day",
        "`planner: a in nurse, rev=1`",
    ]
)
_names = st.text(st.characters(exclude_categories=["Cs", "Cc", "Z"]), min_size=1, max_size=12)
_items = st.builds(
    Item,
    id=_names,
    title=_texts.map(clean_line).map(lambda text: text or "x"),
    due=st.dates(date(1970, 1, 1), date(2200, 1, 1)),
    description=_texts.map(clean_text),
    done=st.booleans(),
    url=st.none() | st.just("https://example.org/a?b=c,d") | _names,
    at=st.none() | st.times().map(lambda at: at.replace(microsecond=0)),
    role=st.just(Role.TASK),
    categories=st.lists(_names, max_size=2).map(tuple),
    deadline=st.none() | st.dates(date(1970, 1, 1), date(2200, 1, 1)),
    effort=st.none() | st.integers(1, 99999),
    priority=st.sampled_from(["high", "normal", "low"]),
)


def row_of(fields: Row, *, done: bool = False, **changes: object) -> Row:
    """What Todoist makes of fields that are written."""
    due = {"timezone": None, "string": "", "lang": "en", "is_recurring": False} | (fields["due"] or {})
    where = {"project_id": "P", "section_id": None, "parent_id": None}
    return {"id": "T", "checked": done, "labels": [], **fields, **where, "due": due, **changes}


def back(frame: Frame, row: Row, account: Account) -> Mirrored:
    mark = tasks.mark_of(row)
    assert mark is not None
    return tasks.decode(frame, row, account, mark)


@settings(max_examples=1000)
@given(_items, st.booleans(), st.booleans())
def test_what_is_written_is_what_is_read(item: Item, labels: bool, paid: bool) -> None:
    frame = Frame("a plan, `odd`", labels)
    account = Account(project="P", limits=FULL if paid else Limits())
    fields = tasks.encode(frame, Mirrored("T", item, 3, STAMP), account)
    found = back(frame, row_of(fields, done=item.done), account)
    assert found.item == replace(item, minutes=30)
    assert (found.revision, found.stamp, found.theirs) == (3, STAMP, ())


@pytest.mark.parametrize(
    "every",
    [
        Length(1, Unit.DAYS),
        Length(2, Unit.WEEKS),
        Length(1, Unit.MONTHS),
        Length(3, Unit.YEARS),
        Length(1, Unit.BUSINESS_DAYS),
    ],
)
def test_a_rhythm_has_a_phrase_and_every_move_names_it(every: Length) -> None:
    text = rhythm.phrase(every)
    assert text is not None
    assert rhythm.length(text) == every
    fields = tasks.encode(FRAME, Mirrored("T", replace(ITEM, every=every)), Account(project="P"))
    assert fields["due"] == {"date": "2027-03-31", "string": text, "lang": "en", "is_recurring": True}
    assert back(FRAME, row_of(fields), Account(project="P")).item.every == every


def test_a_rhythm_without_a_phrase_is_a_plain_date() -> None:
    every = Length(3, Unit.BUSINESS_DAYS)
    assert rhythm.phrase(every) is None
    fields = tasks.encode(FRAME, Mirrored("T", replace(ITEM, every=every)), Account(project="P"))
    assert fields["due"] == {"date": "2027-03-31"}
    assert back(FRAME, row_of(fields), Account(project="P")).item.every == every


@pytest.mark.parametrize(
    "phrase", ["every", "every 0 days", "every mon, fri", "ev 2 weeks", "every! day", "tomorrow", ""]
)
def test_what_a_plan_has_no_words_for_is_no_rhythm(phrase: str) -> None:
    assert rhythm.length(phrase) is None


@pytest.mark.parametrize(("effort", "shown"), [(90, True), (1439, True), (1440, False), (14142, False)])
def test_an_effort_is_a_duration_where_todoist_shows_one(effort: int, shown: bool) -> None:
    fields = tasks.encode(
        FRAME, Mirrored("T", replace(ITEM, effort=effort)), Account(project="P", limits=FULL)
    )
    assert fields["duration"] == ({"amount": effort, "unit": "minute"} if shown else None)


def test_a_time_of_a_zone_is_that_moment_and_without_a_zone_the_person_s() -> None:
    timed = replace(ITEM, at=time(18), minutes=45)
    account = Account(project="P", limits=FULL)
    floating = tasks.encode(FRAME, Mirrored("T", timed), account)
    fixed = tasks.encode(FRAME, Mirrored("T", replace(timed, zone="America/New_York")), account)
    assert floating["due"] == {"date": "2027-03-31T18:00:00"}
    assert fixed["due"] == {"date": "2027-03-31T22:00:00Z", "timezone": "America/New_York"}
    assert floating["duration"] == {"amount": 45, "unit": "minute"}


@pytest.mark.parametrize(("told", "name"), [(4, "high"), (3, "high"), (2, "normal"), (1, "low")])
def test_priorities_read_as_the_plan_s(told: int, name: str) -> None:
    fields = tasks.encode(FRAME, Mirrored("T", ITEM), Account(project="P"))
    assert back(FRAME, row_of(fields, priority=told), Account(project="P")).item.priority == name


def test_texts_that_are_too_long_are_cut_and_the_mark_stays() -> None:
    long = replace(
        ITEM, title="**x** " * 200, description="y *z* " * 9000, url="https://example.org/" + "u" * 200
    )
    fields = tasks.encode(FRAME, Mirrored("T", long), Account(project="P"))
    assert len(fields["content"]) <= 500
    assert 16000 < len(fields["description"]) <= 16383
    found = back(FRAME, row_of(fields), Account(project="P"))
    assert (found.item.id, found.theirs) == ("ma/goal-1", ())
    assert found.item.description.endswith("…")


@pytest.mark.parametrize("where", ["before", "after", "around"])
def test_words_beside_the_mark_are_the_person_s(where: str) -> None:
    text = tasks.encode(FRAME, Mirrored("T", ITEM), Account(project="P"))["description"]
    edited = {"before": f"Mine\n{text}", "after": f"{text}\nMine", "around": f"Mine\n\n{text}\n\nMine"}[where]
    words, _, mark = parted(edited)
    assert mark is not None
    assert mark.item == "ma/goal-1"
    assert "Mine" in words
    assert "planner" not in words


ODD: list[Row] = [
    *({"content": 5}, {"description": None}, {"due": "x"}, {"due": {}}, {"due": {"date": "tomorrow"}}),
    *({"priority": 9}, {"checked": None}, {"deadline": 3}, {"deadline": {"date": "x"}}, {"duration": "x"}),
    {"duration": {"unit": "minute"}},
]


@pytest.mark.parametrize("change", ODD)
def test_a_task_that_can_not_be_understood_says_so(change: Row) -> None:
    fields = tasks.encode(FRAME, Mirrored("T", ITEM), Account(project="P"))
    mark = tasks.mark_of(fields)
    assert mark is not None
    with pytest.raises(tasks.UNFIT):
        tasks.decode(FRAME, {**row_of(fields), **change}, Account(project="P"), mark)


def test_a_cursor_brings_back_what_it_was_made_of() -> None:
    account = Account(
        "t1", "P", FULL, {"S": "main"}, {"T": Kept("P", "S", None, done=True, item="ma", mark="`x`")}
    )
    assert from_text(to_text(account)) == account


@pytest.mark.parametrize(
    "cursor",
    [
        None,
        "",
        "x",
        "5",
        "[]",
        "{}",
        '{"token": 1}',
        '{"token":"t","project":1,"limits":[],"sections":[1],"tasks":{}}',
    ],
)
def test_what_is_no_cursor_is_none(cursor: str | None) -> None:
    assert from_text(cursor) is None
