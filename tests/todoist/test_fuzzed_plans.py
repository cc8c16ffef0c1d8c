"""Whatever a plan's words are, Todoist holds the plan's tasks and days, and nothing else of it."""

import json
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planner.plan.read import read
from planner.sync.operations import Op
from planner.sync.report import TargetState
from tests.todoist.cycle import Cycle
from tests.todoist.fake import new
from tests.todoist.world import TodoistWorld
from tests.unit.integrations.http.world import Clock

_WORDS = [
    "@anna",
    "#Work",
    "p1",
    "tomorrow",
    "every day",
    "+Ben",
    "//note",
    "!!3",
    "**b**",
    "_i_",
    "[x](y)",
    "https://a.b",
    "* x",
    "- x",
    "`c`",
    "{deadline}",
    "%",
]
_title = st.lists(
    st.sampled_from(_WORDS) | st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=8),
    min_size=1,
    max_size=6,
).map(" ".join)
_id = st.from_regex(r"[a-z0-9][a-z0-9_.-]{0,8}", fullmatch=True)


def _yaml(text: str) -> str:
    """A text as YAML takes it."""
    return json.dumps(text, ensure_ascii=False)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.dictionaries(
        _id,
        st.tuples(_title, _title, st.lists(_title, max_size=2, unique_by=str.lower)),
        min_size=1,
        max_size=4,
    )
)
def test_a_plan_of_odd_words_makes_its_tasks_and_nothing_else(
    steps: dict[str, tuple[str, str, list[str]]],
) -> None:
    lines = [
        f"  {_yaml(name)}: {{title: {_yaml(title)}, note: {_yaml(note)}, takes: 2 weeks}}"
        for name, (title, note, _) in steps.items()
    ]
    text = "\n".join(["plan: 1", "id: nurse", "title: x", "start: 2027-02-01", "steps:", *lines])
    plan = read(text, "plan.yaml").plan
    clock = Clock(datetime(2027, 2, 1, 8, tzinfo=UTC))
    with TemporaryDirectory() as folder:
        cycle = Cycle(TodoistWorld(new(clock.now), Path(folder), clock), plan)
        report = cycle.sync()
        assert report.state is TargetState.OK
        account, tasks = cycle.todoist.fake.account, cycle.todoist.person.tasks()
        assert len(tasks) == report.count(Op.CREATE) == len(steps)
        assert len(account.rows("projects")) == 2
        assert account.rows("labels") == {}
        wanted = {one.after.item.due.isoformat() for one in report.operations if one.after is not None}
        assert {row["due"]["date"] for row in tasks} == wanted
        assert [
            row for row in tasks if row["labels"] or row["due"]["is_recurring"] or row["priority"] != 2
        ] == []
        assert cycle.sync().operations == ()
        cycle.database.unlink()
        assert {one.op for one in cycle.sync().operations} == {Op.ADOPT}
        assert cycle.sync().operations == ()
        assert len(cycle.todoist.person.tasks()) == len(steps)
