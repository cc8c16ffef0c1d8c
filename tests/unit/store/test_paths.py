import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.errors import PlannerError
from planner.store.backups import back_up
from planner.store.lock import exclusive
from planner.store.paths import check_files, check_private, database_file, lock_file, state_directory
from planner.store.snapshot import read_store
from planner.store.store import open_store
from tests.unit.store.samples import noon, record


def test_the_state_directory_is_the_named_one_else_xdg_else_in_the_home(tmp_path: Path) -> None:
    home = {"HOME": str(tmp_path)}
    assert state_directory({**home, "PLANNER_STATE_DIR": "/x/y", "XDG_STATE_HOME": "/z"}) == Path("/x/y")
    assert state_directory({**home, "PLANNER_STATE_DIR": "", "XDG_STATE_HOME": "/z"}) == Path("/z/planner")
    assert state_directory({**home, "XDG_STATE_HOME": "relative"}) == tmp_path / ".local/state/planner"
    assert state_directory(home) == tmp_path / ".local/state/planner"
    assert not list(tmp_path.iterdir()), "asking makes nothing"


@given(st.text(min_size=1, max_size=300))
def test_any_plan_id_gives_a_file_name_of_its_own_inside_the_directory(plan_id: str) -> None:
    path = database_file(Path("/state"), plan_id)
    assert path.parent == Path("/state")
    assert path.name.isascii()
    assert "\0" not in path.name
    assert len(path.name) < 200
    assert not path.name.startswith(".")
    assert path != database_file(Path("/state"), plan_id + "x")


def test_readable_plan_ids_stay_readable() -> None:
    assert database_file(Path("/s"), "front-desk_to.RN").name == "front-desk_to.RN.db"
    assert lock_file(Path("/s"), "plan").name == "plan.lock"
    assert database_file(Path("/s"), "plän").name == "pl%c3%a4n.db"
    assert database_file(Path("/s"), "../x").name == "%2e.%2fx.db"


def test_everything_is_the_owners_only_even_under_umask_0(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "state" / "plan.db"
    umask = os.umask(0)
    try:
        with exclusive(lock_file(path.parent, "plan")), open_store(path, noon) as store:
            store.append([], "command")
            store.set_plan_path("plan.yaml")
            back_up(path, noon)
            store.backup(path.with_name("copy.db"))
            found = {one: one.stat().st_mode & 0o777 for one in (tmp_path / "deep").rglob("*")}
    finally:
        os.umask(umask)
    assert {one.name for one in found} >= {"plan.db", "plan.db-wal", "plan.db-shm", "plan.lock", "copy.db"}
    assert found == {one: 0o700 if one.is_dir() else 0o600 for one in found}


@pytest.mark.parametrize("mode", [0o777, 0o770, 0o707, 0o720])
def test_a_directory_that_others_can_write_to_is_refused(tmp_path: Path, mode: int) -> None:
    tmp_path.chmod(mode)
    for use in (
        lambda: state_directory({"PLANNER_STATE_DIR": str(tmp_path)}),
        lambda: open_store(tmp_path / "plan.db", noon),
        lambda: read_store(tmp_path / "plan.db"),
    ):
        with pytest.raises(PlannerError, match="Other users can write") as caught:
            use()
        assert "chmod 700" in caught.value.hint
    assert not list(tmp_path.iterdir())


def test_a_sticky_directory_is_fine_as_others_cannot_replace_files_there(tmp_path: Path) -> None:
    tmp_path.chmod(0o1777)
    record(tmp_path / "plan.db")


def test_what_belongs_to_another_user_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    record(tmp_path / "plan.db")
    someone_else = os.geteuid() + 1
    monkeypatch.setattr(os, "geteuid", lambda: someone_else)
    with pytest.raises(PlannerError, match="belongs to another user"):
        check_private(tmp_path)
    with pytest.raises(PlannerError, match="belongs to another user"):
        check_files(tmp_path / "plan.db")


def test_a_file_where_the_directory_should_be_is_refused(tmp_path: Path) -> None:
    (tmp_path / "state").touch()
    with pytest.raises(PlannerError, match="is not a directory"):
        state_directory({"PLANNER_STATE_DIR": str(tmp_path / "state")})
    with pytest.raises(PlannerError, match="Not a directory"):
        state_directory({"PLANNER_STATE_DIR": str(tmp_path / "state" / "deeper")})


def test_links_count_as_what_they_lead_to(tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(tmp_path / "real")
    with pytest.raises(PlannerError, match="leads nowhere"):
        check_private(link)
    (tmp_path / "real").mkdir(mode=0o700)
    check_private(link)


@pytest.mark.parametrize("name", ["plan.db", "plan.db-wal"])
def test_a_link_or_pipe_in_the_place_of_a_file_is_refused(tmp_path: Path, name: str) -> None:
    path = tmp_path / "plan.db"
    (tmp_path / name).symlink_to(tmp_path / "elsewhere")
    with pytest.raises(PlannerError, match="not a regular file"):
        open_store(path, noon)
    (tmp_path / name).unlink()
    os.mkfifo(tmp_path / name)
    with pytest.raises(PlannerError, match="not a regular file"):
        read_store(path)
    assert not (tmp_path / "elsewhere").exists()
