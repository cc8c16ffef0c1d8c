"""A life that chance leads: whatever an account has been through, each of its answers can be read."""

from collections.abc import Mapping
from datetime import date

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from tests.todoist.asking import Asking, command
from tests.todoist.fake import new
from tests.todoist.judges import Judge, published_error
from tests.todoist.person import Person
from tests.todoist.wire import Reply, Row
from tests.unit.integrations.http.world import Clock

_text = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
_texts = _text | st.sampled_from(["#a @b p1", "step", "x" * 300, "x" * 501])
_days = st.dates(date(2026, 1, 1), date(2030, 12, 31)).map(str)
_phrases = ["every day", "every! 3 weeks", "every mon, fri", "every month", "tomorrow", "no date", "some day"]
_dues = st.one_of(
    st.none(),
    _days.map(lambda day: {"date": day}),
    st.builds(lambda day, time: {"date": day + time}, _days, st.sampled_from(["T10:00:00", "T10:00:00.5Z"])),
    st.sampled_from(_phrases).map(lambda phrase: {"string": phrase}),
    st.fixed_dictionaries({"date": _days, "string": st.just("every week"), "is_recurring": st.booleans()}),
)
_values = st.fixed_dictionaries(
    {},
    optional={
        "description": _texts,
        "due": _dues,
        "deadline": st.none() | st.fixed_dictionaries({"date": _days}),
        "duration": st.none()
        | st.fixed_dictionaries(
            {"amount": st.integers(0, 9), "unit": st.sampled_from(["minute", "day", "hour"])}
        ),
        "priority": st.integers(0, 5),
        "labels": st.lists(_texts, max_size=2),
    },
)
_number = st.integers(0, 999)
_aims = {"project_id": "projects", "section_id": "sections", "parent_id": "items"}
_KINDS = ("projects", "sections", "items")


class Life(RuleBasedStateMachine):
    """`judges` read every good answer; `seen` is what a client knows that reads only news."""

    judges: Mapping[str, Judge]

    def __init__(self) -> None:
        super().__init__()
        self.clock = Clock()
        self.fake = new(self.clock.now)
        self.client = Asking(self.fake)
        self.person = Person(self.fake.account)
        self.seen: dict[str, dict[str, Row]] = {kind: {} for kind in _KINDS}
        self.since = "*"

    def judged(self, method: str, path: str, **body: object) -> Reply:
        request = self.client.request(method, path, **body)
        reply = self.fake.answer(request)
        assert reply.status in {200, 204, 400, 403, 404}, reply
        if reply.status >= 400:
            assert published_error(reply.value) == []
        elif reply.status == 204:
            assert reply.body == b""
        else:
            assert {name: judge(request.name, reply.value) for name, judge in self.judges.items()} == {
                name: [] for name in self.judges
            }
        return reply

    def one(self, kind: str, number: int) -> str:
        """One that isn't deleted, or, for some numbers, one of all that there ever was."""
        rows = self.fake.account.rows(kind)
        there = [name for name, row in rows.items() if not row["is_deleted"] or number % 10 == 0]
        found = there or [*rows]
        return found[number % len(found)]

    @initialize(tells=st.booleans(), tidies=st.booleans())
    def account(self, tells: bool, tidies: bool) -> None:
        self.fake.account.tells_of_descendants = tells
        self.fake.account.normalises = tidies
        self.person.mirror_into("Work")
        self.read("all")
        self.write_much("Career", "step", {"due": {"string": "every day"}})

    @rule(name=_texts, content=_texts, values=_values)
    def write_much(self, name: str, content: str, values: Row) -> None:
        self.judged(
            "POST",
            "/sync",
            commands=[
                command("project_add", "t-1", name=name),
                command("section_add", "t-2", project_id="t-1", name=name),
                command("item_add", "t-3", section_id="t-2", content=content, **values),
                command("item_add", "t-4", parent_id="t-3", content=content),
                command("note_add", "t-5", item_id="t-4", content=name),
                command("label_add", "t-6", name=name),
            ],
        )

    @rule(content=_texts, values=_values, aim=st.sampled_from([*_aims]), number=_number, rest=st.booleans())
    def add(self, content: str, values: Row, aim: str, number: int, *, rest: bool) -> None:
        where = {aim: self.one(_aims[aim], number)}
        if rest:
            plain = {
                name: value for name, value in values.items() if name not in {"due", "deadline", "duration"}
            }
            self.judged("POST", "/tasks", content=content, **plain, **where)
        else:
            added = command("item_add", "t-1", content=content, **values, **where)
            self.judged(
                "POST", "/sync", commands=[added, added], sync_token=self.since, resource_types=["items"]
            )

    @rule(number=_number, values=_values, content=_texts)
    def update(self, number: int, values: Row, content: str) -> None:
        task = self.one("items", number)
        self.judged("POST", "/sync", commands=[command("item_update", id=task, **values)])
        self.judged("POST", f"/tasks/{task}", content=content)

    @rule(number=_number, other=_number, aim=st.sampled_from([*_aims]), rest=st.booleans())
    def move(self, number: int, other: int, aim: str, *, rest: bool) -> None:
        task, where = self.one("items", number), {aim: self.one(_aims[aim], other)}
        if rest:
            self.judged("POST", f"/tasks/{task}/move", **where)
        else:
            self.judged("POST", "/sync", commands=[command("item_move", id=task, **where)])

    @rule(number=_number, kind=st.sampled_from(["close", "complete", "uncomplete", "delete"]))
    def command_to_task(self, number: int, kind: str) -> None:
        self.judged("POST", "/sync", commands=[command(f"item_{kind}", id=self.one("items", number))])

    @rule(number=_number, act=st.sampled_from(["close", "reopen"]))
    def act_on_task(self, number: int, act: str) -> None:
        self.judged("POST", f"/tasks/{self.one('items', number)}/{act}")

    @rule(number=_number, kind=st.sampled_from(_KINDS))
    def delete(self, number: int, kind: str) -> None:
        group = "tasks" if kind == "items" else kind
        self.judged("DELETE", f"/{group}/{self.one(kind, number)}")

    @rule(number=_number, act=st.sampled_from(["archive", "unarchive"]))
    def archive(self, number: int, act: str) -> None:
        self.judged("POST", f"/projects/{self.one('projects', number)}/{act}")

    @rule(kind=st.sampled_from(["project", "section"]), number=_number, name=_texts)
    def rename(self, kind: str, number: int, name: str) -> None:
        update = command(f"{kind}_update", id=self.one(f"{kind}s", number), name=name)
        self.judged("POST", "/sync", commands=[update])

    @rule(hours=st.integers(1, 500))
    def wait(self, hours: int) -> None:
        self.clock.sleep(3600 * hours)

    @rule(number=_number)
    def look(self, number: int) -> None:
        for kind, group in (("items", "tasks"), ("projects", "projects"), ("sections", "sections")):
            self.judged("GET", f"/{group}/{self.one(kind, number)}")
            self.judged("GET", f"/{group}?limit=3")
        self.judged("GET", f"/comments?task_id={self.one('items', number)}")
        window = f"since={self.clock.moment:%Y-%m}-01T00:00:00Z&until={self.clock.moment:%Y-%m-%dT%H:%M:%S}Z"
        for path in ("/user", "/labels", "/labels/shared", "/projects/archived"):
            self.judged("GET", path)
        for way in ("by_completion_date", "by_due_date"):
            self.judged("GET", f"/tasks/completed/{way}?{window}")

    @rule(wanted=st.sampled_from(["all", "items"]))
    def read(self, wanted: str) -> None:
        """Who reads only news knows what there is as well as who reads everything."""
        news = self.judged("POST", "/sync", sync_token=self.since, resource_types=[wanted]).value
        if wanted == "items":
            return
        self.since = news["sync_token"]
        for kind in _KINDS:
            self.seen[kind] |= {row["id"]: row for row in news[kind]}
        everything = self.judged("POST", "/sync", sync_token="*", resource_types=["all"]).value  # noqa: S106
        for kind in _KINDS:
            known = [row for row in self.seen[kind].values() if self.is_there(row)]
            assert sorted(known, key=str) == sorted(everything[kind], key=str)

    def is_there(self, row: Row) -> bool:
        """As far as a client can tell: it isn't done, and nothing that it is in is archived or deleted."""
        return not row.get("checked") and self.is_kept(row)

    def is_kept(self, row: Row) -> bool:
        above = [self.seen[kind].get(row[name]) for name, kind in _aims.items() if row.get(name) is not None]
        kept = not row["is_deleted"] and not row.get("is_archived")
        return kept and all(one is not None and self.is_kept(one) for one in above)
