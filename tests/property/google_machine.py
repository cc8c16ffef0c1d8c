"""The machine of `sync_machine` with Google Calendar as one of the lists, through the adapter.

A person is at the calendar, also between two requests of a sync; lines break, servers refuse, and the
process is killed between any two requests. Then two syncs with nothing in their way must set all right.
"""

from collections.abc import Callable, Mapping

from hypothesis import assume
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, precondition, rule

from planner.sync.report import Report, TargetState
from tests.google import proxy
from tests.google.proxy import Fault, Reply, Wire
from tests.property.google_person import Person, Watched, is_live, title_of
from tests.property.google_world import GOOGLE, GoogleWorld
from tests.property.sync_machine import ALL, Place, Sync, pick, step_of

LOST: Mapping[str, Fault] = {
    "closed before": proxy.cut(done=False),
    "closed after": proxy.cut(done=True),
    "reset before": proxy.cut(done=False, reset=True),
    "reset after": proxy.cut(done=True, reset=True),
    "half a body": proxy.half,
    "half a JSON": proxy.broken_json,
    "HTML before": proxy.html(done=False),
    "HTML after": proxy.html(done=True),
    "500 before": proxy.server_error(done=False),
    "504 after": proxy.server_error(done=True, status=504),
}
REFUSED: Mapping[str, Fault] = {
    "slow down": proxy.refuse(403, "rateLimitExceeded"),
    "slow down, in words": proxy.refuse(429, "rateLimitExceeded", retry_after="30"),
    "come back much later": proxy.refuse(429, "rateLimitExceeded", retry_after="1000000000"),
    "quota": proxy.refuse(403, "quotaExceeded"),
    "no right": proxy.refuse(403, "forbidden"),
}
FAULTS = {**LOST, **REFUSED}
CALLS = ("events.list", "events.insert", "events.update", "events.delete", "events.get", "*")
THEIRS = {"start": {"date": "2027-02-01"}, "end": {"date": "2027-02-03"}}
MOST_REQUESTS = 40


class GoogleSync(Sync):
    memories = ("todo",)
    lists = ("todo", GOOGLE)
    world: GoogleWorld

    def __init__(self) -> None:
        super().__init__()
        self.google.may_go = lambda item: step_of(item) not in self.steps or "@" in item

    def make_world(self) -> GoogleWorld:
        return GoogleWorld(self.directory)

    def place(self, name: str) -> Place:
        return self.person if name == GOOGLE else super().place(name)

    @property
    def google(self) -> Watched:
        return self.world.google

    @property
    def person(self) -> Person:
        return Person(self.google)

    @initialize(
        revives=st.booleans(), normalises=st.booleans(), bare=st.booleans(), page=st.sampled_from([2, 2500])
    )
    def a_server(self, *, revives: bool, normalises: bool, bare: bool, page: int) -> None:
        self.google.revives, self.google.normalises = revives, normalises
        self.google.bare, self.google.page = bare, page
        # Two spaces and a letter in two parts: what a server spells its own way.
        self.titles = {name: f"A  {name} at a cafe\u0301" for name in self.titles}
        self.write_plan()

    @initialize(fault=st.none() | st.sampled_from(sorted(LOST)), after=st.integers(0, 6))
    def the_first_inserts(self, fault: str | None, after: int) -> None:
        """Most are made in the first sync; one of them often breaks."""
        if fault is not None:
            self.google.arm("events.insert", LOST[fault], after=after)

    # What a person does at the calendar, besides what they do at every list.

    @rule(
        number=pick,
        what=st.sampled_from(["description", "location", "colorId"]),
        value=st.sampled_from("123"),
    )
    def give(self, number: int, what: str, value: str) -> None:
        self.person.give(self.item_at(GOOGLE, number), what, value)

    @rule(number=pick, instead=st.booleans())
    def copy(self, number: int, instead: bool) -> None:
        """They copy an event, and keep it, or only the copy of it."""
        item = self.item_at(GOOGLE, number)
        self.person.copy(item)
        if instead:
            self.delete(GOOGLE, number)

    @rule(number=pick)
    @precondition(lambda self: self.google.calendars)
    def add_their_own(self, number: int) -> None:
        titles = sorted({event["summary"] for event in self.person.live.values()} | {"Dentist"})
        self.person.add({"summary": titles[number % len(titles)], **THEIRS})

    @rule(number=pick)
    def undelete(self, number: int) -> None:
        items = self.person.items
        gone = sorted(
            name
            for name, item in self.google.made.items()
            if not is_live(self.google.events[name]) and (GOOGLE, item) in self.deleted and item not in items
        )
        assume(gone)
        name = gone[number % len(gone)]
        self.person.undelete(name)
        self.undeleted.add((GOOGLE, self.google.made[name]))

    @rule(number=pick)
    @precondition(lambda self: self.google.calendars)
    def delete_calendar(self, number: int) -> None:
        if number > 20:
            return  # it would hide the rest, were it as frequent as a tick
        items, told = list(self.person.items), self.world.progress.dismissed.get(GOOGLE, frozenset())
        self.unsure |= {(where, item) for where, item in self.deleted if where == GOOGLE and item not in told}
        self.person.delete_calendar()
        for item in items:
            self.vanished(GOOGLE, item)
            self.undeleted.discard((GOOGLE, item))
        self.shown[GOOGLE] = set()

    # What goes wrong.

    @rule()
    def tokens_are_forgotten(self) -> None:
        self.google.expire()

    @rule(
        call=st.sampled_from([*CALLS, "calendars.insert"]),
        fault=st.sampled_from(sorted(FAULTS)),
        times=st.integers(1, 7),
        after=st.integers(0, 4),
    )
    def a_fault_lies_ahead(self, call: str, fault: str, times: int, after: int) -> None:
        self.google.arm(call, FAULTS[fault], times if fault in REFUSED else min(times, 2), after)

    @rule(
        call=st.sampled_from(["events.update", "events.list", "events.insert", "events.get"]),
        what=st.sampled_from(["title", "description"]),
        number=pick,
        after=st.integers(0, 2),
    )
    def a_person_is_quicker(self, call: str, what: str, number: int, after: int) -> None:
        """Just before some request is done, they change the event that it is about, or any."""

        def first(_: Wire, work: Callable[[], Reply]) -> Reply:
            asked, items = self.google.log[-1], sorted(self.person.items)
            if items and asked.name != "events.delete":
                event = asked.parts[2] if len(asked.parts) > 2 else ""
                meant = self.google.made.get(event, "")
                item = meant if meant in items else items[number % len(items)]
                words = f"In between, {self.google.now}"
                if what == "title":
                    self.person.retitle(item, words)
                    self.retitled[GOOGLE, item] = words
                else:
                    self.person.give(item, what, words)
            return work()

        self.retitle_step(number)  # so that there is something to write
        self.google.arm(call, first, after=after)
        self.sync_as_it_goes(1)

    @rule(at=st.integers(1, 140))
    def crash(self, at: int) -> None:
        self.quietly(lambda: self.world.sync(ALL, crash_at=at))

    @rule(number=st.integers(1, 3))
    def sync_as_it_goes(self, number: int) -> None:
        for _ in range(number):
            self.quietly(self.world.sync)
            assert len(self.google.log) <= MOST_REQUESTS + 2 * self.google.writes

    @rule()
    def a_list_of_everything_comes_back_empty(self) -> None:
        assume(len(self.world.base(GOOGLE)) > 1)
        self.google.calm()
        self.google.expire()
        before = dict(self.google.events)
        empty = b'{"kind": "calendar#events", "items": [], "nextSyncToken": "s0"}'

        def emptied(_: Wire, work: Callable[[], Reply]) -> Reply:
            reply = work()
            return Reply(200, empty) if reply.status == 200 else reply

        self.google.arm("events.list", emptied, times=99)
        assert self.world.sync().targets[-1].state is TargetState.STOPPED
        self.google.calm()
        assert self.google.events == before

    # Then.

    @rule(shown_first=st.booleans())
    def sync(self, shown_first: bool) -> None:
        self.google.calm()
        super().sync(shown_first)
        assert self.google.names == ["events.list"]
        assert self.google.writes == 0
        if not self.google.normalises:
            self.check_titles()

    def answered(self, report: Report) -> Report:
        """The person answers which calendar it is, and has a second sync where one wasn't enough."""
        for _ in range(3):
            if report.exit_code == 6 and "calendar" in (report.targets[-1].message or ""):
                self._choose_calendar()
            if report.exit_code:
                report = self.world.sync(ALL)
        return report

    def _choose_calendar(self) -> None:
        self.world.settings.pop("calendar-id", None)
        if self.google.calendars:
            self.world.settings["calendar-id"] = next(iter(self.google.calendars))
        else:
            self.world.reset()

    def check_base(self, name: str) -> None:
        if name != GOOGLE:
            super().check_base(name)
            return
        base = {item: (known.item.due, known.item.done) for item, known in self.world.base(name).items()}
        assert base == {item: (there.due, there.done) for item, there in self.person.items.items()}

    def check_titles(self) -> None:
        """What nobody retitled has the plan's title."""
        for item, event in self.person.live.items():
            if item in self.steps and "title" not in self.google.kept.get(event["id"], {}):
                assert title_of(event) == self.titles[item]

    @invariant()
    def every_write_had_a_reason(self) -> None:
        assert self.google.wrongs == []

    @invariant()
    def one_event_for_an_item(self) -> None:
        live = [item for name, item in self.google.made.items() if is_live(self.google.events[name])]
        assert len(live) == len(set(live))

    @invariant()
    def events_of_their_own_are_the_same(self) -> None:
        assert {name: self.google.events.get(name) for name in self.google.foreign} == self.google.foreign
