import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.errors import Busy, StoreDamaged, UsageError
from planner.progress.facts import Completed, Entry, Fact, Noted, Pinned, Undone
from planner.store import database
from planner.store.codec import RemoteState, decode, encode
from planner.store.snapshot import read_store
from planner.store.store import Store, open_store
from planner.sync.health import Fare
from planner.sync.values import Act, Intent, Mirrored
from tests.unit.store.samples import DAY, NOON, intent, mirrored, noon, record


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "plan.db"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    with open_store(path, noon) as store:
        yield store


def test_a_new_store_holds_nothing(store: Store) -> None:
    assert store.entries() == ()
    assert store.targets() == ()
    assert store.base("google") == {}
    assert store.intents("google") == ()
    assert store.remote("google") == RemoteState()
    assert store.item_errors("google") == {}
    assert store.plan_path() is None


def test_the_facts_of_one_command_share_a_change(store: Store) -> None:
    assert store.append([Completed("a", DAY), Pinned("b", DAY)], "command") == 1
    assert store.append([Undone(1)], "command") == 2
    assert store.entries() == (
        Entry(1, 1, NOON, "command", Completed("a", DAY)),
        Entry(2, 1, NOON, "command", Pinned("b", DAY)),
        Entry(3, 2, NOON, "command", Undone(1)),
    )


def test_facts_outlive_the_process_and_can_be_read_without_opening_for_writing(path: Path) -> None:
    record(path, Noted("é \0 \U0001f600 'quoted'", DAY))
    with read_store(path) as snapshot:
        assert [entry.fact for entry in snapshot.entries()] == [Noted("é \0 \U0001f600 'quoted'", DAY)]


def test_when_a_fact_was_learnt_is_kept_in_utc(path: Path) -> None:
    east = datetime(2028, 1, 5, 1, tzinfo=timezone(timedelta(hours=13)))
    with open_store(path, lambda: east) as store:
        store.append([Completed("a", DAY)], "command")
        (entry,) = store.entries()
    assert entry.at == NOON
    assert entry.at.tzinfo is UTC


def test_what_a_pull_told_is_taken_in_at_once(store: Store) -> None:
    store.learn("google", [], {"a": mirrored("a"), "b": mirrored("b")}, "c1")
    store.learn("google", [Completed("a", DAY)], {"a": mirrored("a", "New"), "b": None}, "c2")
    assert [(entry.source, entry.fact) for entry in store.entries()] == [("google", Completed("a", DAY))]
    assert store.base("google") == {"a": mirrored("a", "New")}
    assert store.remote("google").cursor == "c2"
    assert store.base("todoist") == {}


def test_a_pull_that_cannot_be_taken_in_whole_leaves_nothing(store: Store) -> None:
    def facts() -> Iterator[Fact]:
        yield Completed("a", DAY)
        raise OSError("the lamp went out")

    store.learn("google", [], {}, "c1")
    with pytest.raises(OSError, match="lamp"):
        store.learn("google", facts(), {"a": mirrored("a")}, "c2")
    assert store.entries() == ()
    assert store.base("google") == {}
    assert store.remote("google").cursor == "c1"


def test_an_intent_lasts_until_its_item_is_settled(path: Path) -> None:
    wanted = [intent("a"), intent("b", Act.UPDATE), intent("c", Act.DELETE), intent("d")]
    with open_store(path, noon) as store:
        store.learn("google", [], {"c": mirrored("c"), "d": mirrored("d")}, None)
        store.propose("google", wanted)
    with open_store(path, noon) as store:
        assert list(store.intents("google")) == wanted
        settled = {"a": mirrored("a"), "c": None}
        store.settle("google", settled, {"b": "refused (400)"}, "c2", "Career")
        assert list(store.intents("google")) == wanted[3:]
        assert store.base("google") == {"a": mirrored("a"), "d": mirrored("d")}
        assert store.item_errors("google") == {"b": "refused (400)"}
        assert store.remote("google") == RemoteState(place="Career", cursor="c2")


def test_why_an_item_failed_is_told_until_it_succeeds(store: Store) -> None:
    store.settle("google", {}, {"a": "refused", "b": "too long"}, None, None)
    store.settle("google", {}, {"a": "refused again"}, None, None)
    assert store.item_errors("google") == {"a": "refused again", "b": "too long"}
    store.settle("google", {"a": mirrored("a")}, {}, None, None)
    assert store.item_errors("google") == {"b": "too long"}


def test_how_a_target_fares_is_kept_beside_its_cursor(store: Store) -> None:
    store.learn("google", [], {}, "c1")
    store.record("google", Fare("stopped", "the calendar is gone"), NOON)
    assert store.remote("google") == RemoteState(None, "c1", NOON, "stopped", "the calendar is gone")
    store.learn("google", [], {}, "c2")
    assert store.remote("google") == RemoteState(None, "c2", NOON, "stopped", "the calendar is gone")
    store.record("calendar", Fare("ok"), NOON)
    assert store.targets() == ("calendar", "google")


def test_forgetting_a_target_keeps_the_others_and_the_facts(store: Store) -> None:
    for target in ("google", "todoist"):
        store.learn(target, [Completed(target, DAY)], {"a": mirrored("a")}, "c1")
        store.propose(target, [intent("b")])
        store.settle(target, {}, {"c": "no"}, "c1", "here")
    store.forget("google")
    assert store.targets() == ("todoist",)
    assert (store.base("google"), store.intents("google"), store.item_errors("google")) == ({}, (), {})
    assert (len(store.base("todoist")), len(store.intents("todoist"))) == (1, 1)
    assert [entry.source for entry in store.entries()] == ["google", "todoist"]


def test_the_place_of_the_plan_is_remembered(store: Store) -> None:
    store.set_plan_path("/plans/nurse.yaml")
    assert store.plan_path() == "/plans/nurse.yaml"


def test_when_the_clock_was_believed_is_remembered_in_utc(path: Path) -> None:
    east = datetime(2028, 1, 5, 1, 0, 0, 7, tzinfo=timezone(timedelta(hours=13)))
    with open_store(path, noon) as store:
        assert store.clock() is None
        store.see((date(2028, 1, 5), east))
        assert store.clock() == (date(2028, 1, 5), east)
        store.see((date(2028, 1, 6), NOON))
    with read_store(path) as snapshot:
        assert snapshot.clock() == (date(2028, 1, 6), NOON)
        assert snapshot.plan_path() is None


@pytest.mark.parametrize(
    "written", ["", "2028-01-05", "2028-01-05 noon", "tomorrow 2028-01-05T12:00:00+00:00"]
)
def test_a_time_that_nobody_can_read_is_damage(path: Path, written: str) -> None:
    with open_store(path, noon) as store:
        store._put("meta", "clock", written)  # noqa: SLF001 - what no method of its would write
        with pytest.raises(StoreDamaged):
            store.clock()


def everything(store: Store) -> list[Callable[[], object]]:
    """Calls that say what is known already."""
    return [
        lambda: store.append([], "command"),
        lambda: store.learn("google", [], {"a": mirrored("a"), "gone": None}, "c1"),
        lambda: store.propose("google", []),
        lambda: store.settle("google", {"a": mirrored("a"), "gone": None}, {"b": "no"}, "c1", "here"),
        lambda: store.record("google", Fare("ok"), NOON),
        lambda: store.forget("todoist"),
        lambda: store.set_plan_path("plan.yaml"),
        lambda: store.see((DAY, NOON)),
        lambda: open_store(store._path, noon).close(),  # noqa: SLF001 - the same file as a second process
    ]


def test_calls_without_news_commit_nothing(path: Path) -> None:
    with open_store(path, noon) as store:
        store.set_plan_path("plan.yaml")
        store.settle("google", {"a": mirrored("a")}, {"b": "no"}, "c1", "here")
        store.record("google", Fare("ok"), NOON)
        store.see((DAY, NOON))
        log = path.with_name("plan.db-wal")
        before = (log.read_bytes(), path.read_bytes())
        with closing(sqlite3.connect(path)) as other:
            version = other.execute("PRAGMA data_version").fetchone()
            for call in everything(store):
                call()
                assert other.execute("PRAGMA data_version").fetchone() == version
        assert (log.read_bytes(), path.read_bytes()) == before


def test_reading_makes_and_changes_nothing(path: Path) -> None:
    with read_store(path) as snapshot:
        assert snapshot.entries() == ()
    with read_store(path.parent / "absent" / "plan.db") as snapshot:
        assert snapshot.targets() == ()
    assert not list(path.parent.iterdir())
    record(path)
    before = (path.read_bytes(), path.stat().st_mtime_ns)
    with read_store(path) as snapshot:
        assert len(snapshot.entries()) == 1
        assert [one.name for one in path.parent.iterdir()] == ["plan.db"]
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before


def test_a_snapshot_shows_one_moment_whatever_is_written_meanwhile(path: Path) -> None:
    record(path)
    with read_store(path) as snapshot, open_store(path, noon) as store:
        store.append([Completed("b", DAY)], "command")
        assert len(snapshot.entries()) == 1
        with read_store(path) as later:
            assert len(later.entries()) == 2, "what was committed is seen while the writer is still open"


def test_a_writer_that_waits_too_long_says_who_is_in_the_way(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "_BUSY_SECONDS", 0.05)
    with open_store(path, noon) as store, closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(Busy, match="Another run"):
            store.append([Completed("a", DAY)], "command")


def test_a_file_of_another_plan_is_not_taken_for_this_ones(tmp_path: Path) -> None:
    record(tmp_path / "nurse.db")
    (tmp_path / "nurse.db").rename(tmp_path / "chef.db")
    with pytest.raises(UsageError, match="another plan, 'nurse'"):
        open_store(tmp_path / "chef.db", noon)
    with pytest.raises(UsageError, match="another plan, 'nurse'"):
        read_store(tmp_path / "chef.db")


moments = st.datetimes(timezones=st.just(UTC))


@given(st.builds(Mirrored, stamp=st.none() | moments))
def test_what_is_mirrored_survives_being_written_and_read(value: Mirrored) -> None:
    assert decode(Mirrored, encode(value)) == value
    assert encode(decode(Mirrored, encode(value))) == encode(value)


@given(st.builds(Intent))
def test_an_intent_survives_being_written_and_read(value: Intent) -> None:
    assert decode(Intent, encode(value)) == value


@given(st.builds(RemoteState, cursor=st.none() | st.text(), synced_at=st.none() | moments))
def test_the_state_of_a_remote_survives_being_written_and_read(value: RemoteState) -> None:
    assert decode(RemoteState, encode(value)) == value


def test_dates_stay_dates(store: Store) -> None:
    store.learn("google", [], {"a": mirrored("a")}, None)
    due = store.base("google")["a"].item.due
    assert type(due) is date
