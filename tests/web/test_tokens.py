"""The secret in the feed's address: where it is, what it opens, and what becomes of it."""

import os
import shutil
import stat
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from planner.errors import PlannerError
from planner.store.codec import FeedTokens
from planner.store.paths import address_file
from planner.store.store import Store, open_store
from planner.web.tokens import Tokens, Verdict, fresh, hashed, in_force, judge, obtain, replaced, rotate
from tests.web.place import NOON

ONE, TWO = "1" * 40, "2" * 40


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "nurse.db"


def stored(database: Path, work: Callable[[Store], str]) -> str:
    with open_store(database, lambda: NOON) as store:
        return work(store)


def known(database: Path) -> FeedTokens:
    with open_store(database, lambda: NOON) as store:
        return store.feed_tokens()


def made(database: Path) -> str:
    return stored(database, lambda store: obtain(store, database))


def rotated(database: Path) -> str:
    return stored(database, lambda store: rotate(store, database))


def test_a_token_holds_160_random_bits_and_fits_into_any_address() -> None:
    drawn = {fresh() for _ in range(1000)}
    assert len(drawn) == 1000
    assert all(len(token) * 4 == 160 and set(token) <= set("0123456789abcdef") for token in drawn)


def test_the_token_is_made_once_and_kept_in_one_file_for_its_owner(database: Path) -> None:
    before = os.umask(0)
    try:
        token = made(database)
        assert made(database) == token
    finally:
        os.umask(before)
    file = database.with_name("nurse.feed")
    assert file.read_text() == f"{token}\n"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    holding = [path.name for path in database.parent.iterdir() if token.encode() in path.read_bytes()]
    assert holding == ["nurse.feed"]
    assert known(database) == FeedTokens(hashed(token))


def test_a_rotated_token_is_known_as_one(database: Path) -> None:
    first = made(database)
    second, third = rotated(database), rotated(database)
    assert made(database) == third
    tokens = Tokens()
    assert [tokens.judge(database, token) for token in (first, second, third)] == [
        Verdict.ROTATED,
        Verdict.ROTATED,
        Verdict.IN_FORCE,
    ]


@pytest.mark.parametrize(
    "token", ["", ONE[:-1], f"{ONE}1", ONE[:20], ONE.upper().replace("1", "I"), TWO, "é" * 40, "\udcff", "\0"]
)
def test_any_other_text_is_no_token(token: str) -> None:
    assert judge(FeedTokens(hashed(ONE)), token) is Verdict.UNKNOWN


def test_without_any_token_nothing_opens_the_feed(database: Path) -> None:
    assert Tokens().judge(database, "") is Verdict.UNKNOWN
    assert judge(FeedTokens(), hashed(ONE)) is Verdict.UNKNOWN


def test_a_hash_is_no_token(database: Path) -> None:
    token = made(database)
    assert Tokens().judge(database, hashed(token)) is Verdict.UNKNOWN


def test_a_rotation_counts_at_once_where_the_feed_is_served(database: Path) -> None:
    tokens, token = Tokens(), made(database)
    for _ in range(5):
        assert tokens.judge(database, token) is Verdict.IN_FORCE
        old, token = token, rotated(database)
        assert tokens.judge(database, old) is Verdict.ROTATED


def test_a_new_token_in_the_file_alone_counts_at_once(database: Path) -> None:
    tokens, token = Tokens(), made(database)
    assert tokens.judge(database, token) is Verdict.IN_FORCE
    address_file(database).write_text(ONE)  # as a rotation has it that is about to be recorded
    assert [tokens.judge(database, one) for one in (token, ONE)] == [Verdict.ROTATED, Verdict.IN_FORCE]


def test_a_database_that_is_lost_cuts_nobody_off(database: Path) -> None:
    tokens, token = Tokens(), made(database)
    assert tokens.judge(database, token) is Verdict.IN_FORCE
    for path in database.parent.glob("nurse.db*"):
        path.unlink()
    assert tokens.judge(database, token) is Verdict.IN_FORCE
    assert Tokens().judge(database, token) is Verdict.IN_FORCE
    assert made(database) == token


def test_a_database_of_before_a_rotation_does_not_bring_the_old_token_back(database: Path) -> None:
    old = made(database)
    shutil.copy(database, database.with_suffix(".kept"))
    new = rotated(database)
    for path in database.parent.glob("nurse.db*"):
        path.unlink()
    shutil.copy(database.with_suffix(".kept"), database)
    assert [Tokens().judge(database, token) for token in (old, new)] == [Verdict.ROTATED, Verdict.IN_FORCE]
    assert made(database) == new
    assert known(database) == FeedTokens(hashed(new), (hashed(old),))


def test_a_rotation_that_is_cut_short_leaves_the_new_token_in_force(
    database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = made(database)

    def killed(_: object) -> str:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("planner.store.store.encode", killed)  # what is decided is about to be written
        with pytest.raises(KeyboardInterrupt):
            rotated(database)
    new = made(database)
    assert new != old
    assert known(database) == FeedTokens(hashed(new), (hashed(old),))


def test_a_lost_address_stays_in_force_and_can_only_be_rotated(database: Path) -> None:
    token = made(database)
    address_file(database).unlink()
    with pytest.raises(PlannerError) as refused:
        made(database)
    assert "planner feed rotate" in refused.value.hint
    assert not address_file(database).exists()
    assert Tokens().judge(database, token) is Verdict.IN_FORCE
    assert rotated(database) == made(database)
    assert Tokens().judge(database, token) is Verdict.ROTATED


def test_an_address_file_of_before_a_rotation_opens_nothing(database: Path) -> None:
    old = made(database)
    kept = address_file(database).read_bytes()
    new = rotated(database)
    address_file(database).write_bytes(kept)
    assert [Tokens().judge(database, token) for token in (old, new)] == [Verdict.ROTATED, Verdict.IN_FORCE]
    with pytest.raises(PlannerError):
        made(database)


@pytest.mark.parametrize("content", [b"", b"not a token", ONE.encode()[:-1], b"\xff" * 40])
def test_an_address_file_without_a_token_counts_as_lost(database: Path, content: bytes) -> None:
    token = made(database)
    address_file(database).write_bytes(content)
    with pytest.raises(PlannerError):
        made(database)
    assert Tokens().judge(database, token) is Verdict.IN_FORCE


def test_an_address_file_that_others_may_read_is_closed_to_them(database: Path) -> None:
    token = made(database)
    address_file(database).chmod(0o644)
    assert made(database) == token
    assert stat.S_IMODE(address_file(database).stat().st_mode) == 0o600


def test_an_address_file_that_others_may_write_or_that_is_a_link_is_refused(database: Path) -> None:
    token = made(database)
    file = address_file(database)
    file.chmod(0o666)
    with pytest.raises(PlannerError, match="others may write"):
        made(database)
    elsewhere = file.rename(file.with_name("elsewhere"))
    elsewhere.chmod(0o600)
    file.symlink_to(elsewhere)
    with pytest.raises(PlannerError, match="can't be read"):
        made(database)
    assert Tokens().judge(database, token) is Verdict.IN_FORCE


def test_a_database_that_cannot_be_read_leaves_what_was_known(database: Path) -> None:
    tokens, token = Tokens(), made(database)
    old, token = token, rotated(database)
    assert tokens.judge(database, token) is Verdict.IN_FORCE
    database.write_bytes(b"no database at all" * 100)
    assert [tokens.judge(database, one) for one in (old, token)] == [Verdict.ROTATED, Verdict.IN_FORCE]


def test_another_plan_s_token_opens_nothing_here(database: Path) -> None:
    tokens, token = Tokens(), made(database)
    other = database.with_name("other.db")
    other_token = made(other)
    assert tokens.judge(database, token) is Verdict.IN_FORCE
    assert tokens.judge(other, token) is Verdict.UNKNOWN
    other.write_bytes(b"damaged" * 100)
    assert Tokens().judge(other, token) is Verdict.UNKNOWN
    assert tokens.judge(other, other_token) is Verdict.IN_FORCE


def test_many_at_once_make_one_token(database: Path) -> None:
    with open_store(database, lambda: NOON):
        pass
    found: list[str] = []
    threads = [threading.Thread(target=lambda: found.append(made(database))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8
    assert set(found) == {made(database)}
    assert known(database).rotated == ()


def test_what_is_known_is_made_one_with_the_file() -> None:
    one, two = hashed(ONE), hashed(TWO)
    assert in_force(FeedTokens(), None) == FeedTokens()
    assert in_force(FeedTokens(), ONE) == FeedTokens(one)
    assert in_force(FeedTokens(one), None) == FeedTokens(one)
    assert in_force(FeedTokens(one), TWO) == FeedTokens(two, (one,))
    assert in_force(FeedTokens(one, (two,)), TWO) == FeedTokens(one, (two,))


def test_the_rotated_ones_that_are_remembered_are_bounded() -> None:
    tokens = FeedTokens()
    for number in range(1100):
        tokens = replaced(tokens, str(number))
    assert (len(tokens.rotated), tokens.rotated[-1], tokens.current) == (1000, "1098", "1099")
