"""The machine of `sync_machine` with Todoist as one of the lists, through the adapter.

A person is at the tasks, also between two requests of a sync; lines break, answers lack parts, and the
process is killed between any two requests. Then two syncs with nothing in their way must set all right.

Left out is that a person changes the very field that is written, after it was read and before it is written:
nothing can be done about it. And they copy nothing of ours: see `tests.todoist.test_replays`.
"""

from collections.abc import Callable, Mapping
from contextlib import suppress

from hypothesis import assume
from hypothesis import strategies as st
from hypothesis.errors import UnsatisfiedAssumption
from hypothesis.stateful import initialize, invariant, precondition, rule

from planner.progress.facts import Appeared, Fact, Vanished
from planner.sync.report import Report
from tests.property.sync_machine import ALL, Place, Sync, any_list, pick, step_of
from tests.property.todoist_person import Person, Watched
from tests.property.todoist_world import TODOIST, TodoistWorld
from tests.todoist import faults
from tests.todoist.faults import Fault
from tests.todoist.test_adapter_faults import LACKING, LOST

FAULTS: Mapping[str, Fault] = {**LOST, **LACKING, "slow down": faults.too_many(3)}
CALLS = ("sync.write", "sync.news", "sync.full", "tasks.get", "*")
MOST_REQUESTS = 60


class TodoistSync(Sync):
    memories = ("todo",)
    lists = ("todo", TODOIST)
    world: TodoistWorld

    def __init__(self) -> None:
        super().__init__()
        self.todoist.may_go = lambda item: step_of(item) not in self.steps

    def make_world(self) -> TodoistWorld:
        return TodoistWorld(self.directory)

    def place(self, name: str) -> Place:
        return self.person if name == TODOIST else super().place(name)

    @property
    def todoist(self) -> Watched:
        return self.world.todoist

    @property
    def person(self) -> Person:
        return Person(self.todoist)

    @initialize(normalises=st.booleans(), refuses=st.booleans(), tells=st.booleans(), remembers=st.booleans())
    def a_server(self, *, normalises: bool, refuses: bool, tells: bool, remembers: bool) -> None:
        account = self.todoist.account
        account.normalises, account.refuses_old_tokens = normalises, refuses
        account.tells_of_descendants, account.remembers_temp_ids = tells, remembers
        # Two spaces, a letter in two parts, and what could be Markdown: what a server spells its own way.
        self.titles = {name: f"A  *{name}* at a cafe\u0301" for name in self.titles}
        self.write_plan()

    @initialize(fault=st.none() | st.sampled_from(sorted(FAULTS)), forgets=st.booleans())
    def the_first_writes(self, fault: str | None, *, forgets: bool) -> None:
        """Most are made in the first sync; it often breaks, and the server may not know it again."""
        if fault is not None:
            self.todoist.arm("sync.write", FAULTS[fault])
        if forgets:
            self.world.line.between["sync.write"] = [lambda: None, self.todoist.account.forget_uuids]

    # What a person does to a task does to those below it as well.

    @rule(name=any_list, number=pick)
    def tick(self, name: str, number: int) -> None:
        before = self.person.items
        super().tick(name, number)
        now = self.person.items
        self.ticked |= {item for item in now if now[item].done and not before[item].done}

    @rule(name=any_list, number=pick)
    def delete(self, name: str, number: int) -> None:
        before = self.person.items
        super().delete(name, number)
        for item in before.keys() - self.person.items.keys():
            self.vanished(TODOIST, item)
            self.deleted.add((TODOIST, item))
            # What left the plan at the same time was deleted by both.
            if item not in self.world.base(TODOIST) or step_of(item) not in self.steps:
                self.unsure.add((TODOIST, item))

    # What they do there besides what they do at every list.

    def row_at(self, number: int) -> str:
        return str(self.person.live[self.item_at(TODOIST, number)]["id"])

    @rule(number=pick)
    def move(self, number: int) -> None:
        name = self.row_at(number)
        assume(self.todoist.rows[name]["parent_id"] is None)
        self.person.app.move(name, project_id=self.todoist.account.inbox)
        self.person.keep(name, "project_id")

    @rule(number=pick)
    def weigh(self, number: int) -> None:
        name = self.row_at(number)
        self.todoist.account.change("items", name, priority=3)
        self.person.keep(name, "priority")

    @rule(number=pick)
    def describe(self, number: int) -> None:
        name = self.row_at(number)
        told = self.todoist.rows[name]["description"]
        self.person.app.describe(name, f"Words {number}\n\n{told[told.rindex('`planner') :]}")
        self.person.keep(name, "description")

    @rule(number=pick)
    def add_below(self, number: int) -> None:
        name = self.row_at(number)
        assume(not self.todoist.rows[name]["checked"])
        self.person.app.add("Theirs", parent_id=name)

    @rule(number=pick)
    @precondition(lambda self: self.person.items)
    def another_plan_is_there_too(self, number: int) -> None:
        """What planner made for another plan, in the same project or elsewhere."""
        project = self.todoist.rows[self.row_at(number)]["project_id"]
        self.person.app.add("Other", description="`planner: elsewhere in other, rev=0`", project_id=project)

    # What goes wrong.

    @rule(tokens=st.booleans())
    def something_is_forgotten(self, tokens: bool) -> None:
        account = self.todoist.account
        (account.forget_tokens if tokens else account.forget_uuids)()

    @rule(
        call=st.sampled_from(CALLS),
        fault=st.sampled_from(sorted(FAULTS)),
        times=st.integers(1, 2),
        after=st.integers(0, 2),
    )
    def a_fault_lies_ahead(self, call: str, fault: str, times: int, after: int) -> None:
        self.todoist.arm(call, FAULTS[fault], times, after)

    @rule(
        call=st.sampled_from(CALLS[:2]),
        act=st.sampled_from(["tick", "delete", "move", "weigh", "add_below"]),
        number=pick,
        looks=st.booleans(),
    )
    @precondition(lambda self: self.person.items)
    def a_person_is_quicker(self, call: str, act: str, number: int, *, looks: bool) -> None:
        """Just before some request is done, they do something."""
        acts: Mapping[str, Callable[[], None]] = {
            "tick": lambda: self.tick(TODOIST, number),
            "delete": lambda: self.delete(TODOIST, number),
            "move": lambda: self.move(number),
            "weigh": lambda: self.weigh(number),
            "add_below": lambda: self.add_below(number),
        }

        def acted() -> None:
            with suppress(UnsatisfiedAssumption):
                acts[act]()

        self.retitle_step(number)  # so that there is something to write
        self.world.line.between[call] = [acted]
        self.sync_as_it_goes(1)
        self.world.line.between.clear()
        if looks:
            self.sync(shown_first=False)

    @rule(
        kind=st.sampled_from(["item_add", "item_update", "item_delete"]),
        every=st.integers(1, 3),
        number=pick,
    )
    def some_commands_fail(self, kind: str, every: int, number: int) -> None:
        self.retitle_step(number)
        self.todoist.account.bans.append(faults.ban(kind, every=every, status=503))
        self.sync_as_it_goes(1)
        self.todoist.account.bans.clear()
        self.sync(shown_first=False)

    @rule()
    def the_target_is_forgotten(self) -> None:
        """What was learnt stays, and words that a person wrote. That it was them who moved a task or weighed
        it, nothing is left to tell.
        """
        self.sync(shown_first=False)
        self.world.forget()
        for kept in self.todoist.kept.values():
            for name in ("priority", "project_id"):
                kept.pop(name, None)
        self.sync(shown_first=False)

    @rule(at=st.integers(1, 140))
    def crash(self, at: int) -> None:
        self.quietly(lambda: self.world.sync(ALL, crash_at=at))

    @rule(number=st.integers(1, 3))
    def sync_as_it_goes(self, number: int) -> None:
        for _ in range(number):
            self.quietly(self.world.sync)
            assert len(self.todoist.log) <= MOST_REQUESTS

    # Then.

    @rule(shown_first=st.booleans())
    def sync(self, shown_first: bool) -> None:
        self.todoist.calm()
        super().sync(shown_first)
        assert self.todoist.names == ["sync.news"]

    def answered(self, report: Report) -> Report:
        """The person says yes. Their own tasks that a deletion put elsewhere are told a sync later."""
        for _ in range(2):
            if report.exit_code or report.targets[-1].operations:
                report = self.world.sync(ALL)
        return report

    def check_base(self, name: str) -> None:
        if name != TODOIST:
            super().check_base(name)
            return
        there = {item: (one.due, one.done) for item, one in self.person.items.items()}
        base = self.world.base(name)
        assert {item: (base[item].item.due, base[item].item.done) for item in there} == there
        assert base.keys() == self.person.live.keys()

    def check_fact(self, source: str, fact: Fact) -> None:
        match fact:
            case Appeared(href=name) | Vanished(href=name):
                assert name in self.todoist.rows.keys() - self.todoist.made.keys(), f"{name} isn't theirs"
            case _:
                super().check_fact(source, fact)

    @invariant()
    def every_write_had_a_reason(self) -> None:
        assert self.todoist.wrongs == [], self.todoist.wrongs

    @invariant()
    def one_task_for_an_item(self) -> None:
        live = [item for name, item in self.todoist.made.items() if not self.todoist.rows[name]["is_deleted"]]
        assert len(live) == len(set(live))
