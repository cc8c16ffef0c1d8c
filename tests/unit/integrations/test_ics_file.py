"""The file is replaced whole or not at all, and nothing that isn't ours is lost."""

import errno
import os
import socket
import stat
from collections.abc import Callable
from dataclasses import replace
from datetime import date, time
from pathlib import Path

import pytest

from integrations.ics import TARGET
from planner.errors import DecisionNeeded, PlannerError, UsageError
from planner.sync.target import Setup
from planner.sync.values import Act, Intent, Item, Mirrored, Remote, href
from tests.contract.places import PLAN, STAMP, create, delete, update
from tests.verifiers import own

GRADUATE = Item("adn", "Graduate", date(2032, 5, 31))
EXAM = Item("nclex", "NCLEX, the exam", date(2032, 8, 10))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "nurse.ics"


def remote(path: Path, title: str = "To nurse", plan_id: str = PLAN) -> Remote:
    return TARGET.open(Setup(plan_id, title, path.parent, {"path": path.name}))


def push(path: Path, *intents: Intent, title: str = "To nurse") -> None:
    assert [found.error for found in remote(path, title).push(intents)] == [None] * len(intents)


def kept(path: Path) -> Path:
    return path.with_name("nurse.edited.ics")


def names(path: Path) -> list[str]:
    return sorted(entry.name for entry in path.parent.iterdir())


def test_the_same_state_gives_the_same_bytes_in_whatever_order_it_came(tmp_path: Path) -> None:
    first, second = tmp_path / "a" / "nurse.ics", tmp_path / "b" / "nurse.ics"
    for path in (first, second):
        path.parent.mkdir()
    push(first, create(GRADUATE), create(EXAM))
    push(second, create(replace(EXAM, title="Exam")))
    push(second, create(EXAM))
    push(second, create(GRADUATE))
    assert first.read_bytes() == second.read_bytes()


def test_the_file_isnt_touched_when_nothing_changes(path: Path) -> None:
    push(path, create(GRADUATE))
    before = path.stat()
    push(path, create(GRADUATE), delete("nclex"))
    push(path)
    after = path.stat()
    assert (after.st_ino, after.st_mtime_ns, after.st_ctime_ns) == (
        before.st_ino,
        before.st_mtime_ns,
        before.st_ctime_ns,
    )


def test_another_title_changes_the_header_and_no_event(path: Path) -> None:
    push(path, create(GRADUATE), create(EXAM))
    before = path.read_bytes()
    cursor = remote(path).cursor()
    push(path, title="Nurse; sooner,\nor later")
    after = path.read_bytes()
    assert b"\r\nX-WR-CALNAME:Nurse\\; sooner\\, or later\r\n" in after
    assert own.check(after) == []
    assert after[after.index(b"BEGIN:VEVENT") :] == before[before.index(b"BEGIN:VEVENT") :]
    assert names(path) == ["nurse.ics"]
    assert remote(path).cursor() != cursor


@pytest.mark.parametrize(
    "hostile", ["x\r\nMETHOD:CANCEL", "x\nEND:VCALENDAR", "x\0\x85\u2028y", "\ud800", "e\u0301" * 90]
)
def test_plan_titles_and_ids_cant_add_properties(path: Path, hostile: str) -> None:
    item = Item("adn", "Graduate", date(2032, 5, 31))
    name = href(PLAN, "adn")
    opened = remote(path, title=hostile)
    list(opened.push([Intent(Act.CREATE, "adn", name, Mirrored(name, item, 0, STAMP))]))
    assert own.check(path.read_bytes()) == []
    assert len(remote(path, title=hostile).pull(None).present) == 1


def test_a_plan_whose_id_is_hostile_finds_its_own_file(path: Path) -> None:
    plan_id = "x\r\nMETHOD:CANCEL;,\\" + "long" * 40
    name = href(plan_id, "adn")
    list(
        remote(path, plan_id=plan_id).push(
            [Intent(Act.CREATE, "adn", name, Mirrored(name, GRADUATE, 0, STAMP))]
        )
    )
    assert own.check(path.read_bytes()) == []
    assert len(remote(path, plan_id=plan_id).pull(None).present) == 1


def test_a_name_that_isnt_the_items_is_refused_and_the_others_are_written(path: Path) -> None:
    wrong = replace(create(EXAM), href="x\r\nATTENDEE:mailto:a@example.org")
    unknown = create(replace(EXAM, at=time(12), zone="Mars/Olympus"))
    errors = [found.error for found in remote(path).push([wrong, unknown, create(GRADUATE)])]
    assert [error is None for error in errors] == [False, False, True]
    assert [found.item for found in remote(path).pull(None).present] == [GRADUATE]


OTHERS = {
    "another program's": b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//EN\r\nEND:VCALENDAR\r\n",
    "a note": b"remember the milk",
    "bytes": bytes(range(256)),
    "cut off before it says whose it is": b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//planner",
}


@pytest.mark.parametrize("content", OTHERS.values(), ids=OTHERS)
def test_a_file_that_isnt_ours_is_left_alone(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    actions: list[Callable[[], object]] = [
        lambda: remote(path).pull(None),
        lambda: remote(path).pull("cursor"),
        lambda: remote(path).push([create(GRADUATE)]),
        lambda: remote(path).push([]),
    ]
    for action in actions:
        with pytest.raises(DecisionNeeded, match=r"nurse\.ics") as caught:
            action()
        assert "path" in caught.value.hint
    assert path.read_bytes() == content
    assert names(path) == ["nurse.ics"]


def test_the_file_of_another_plan_is_left_alone(path: Path) -> None:
    push(path, create(GRADUATE))
    with pytest.raises(DecisionNeeded):
        remote(path, plan_id="other").push([])


@pytest.mark.parametrize("at", range(0, 1100, 37))
def test_a_file_of_ours_that_was_cut_short_is_made_whole_and_kept(path: Path, at: int) -> None:
    push(path, create(GRADUATE), create(EXAM))
    whole = path.read_bytes()
    cursor = remote(path).cursor()
    start = whole.index(b"NAME:")
    damaged = whole[: min(start + at, len(whole) - 1)]
    path.write_bytes(damaged)
    opened = remote(path)
    seen = opened.pull(cursor)
    assert seen.complete
    assert seen.edited
    assert {found.item.id for found in seen.present} <= {"adn", "nclex"}
    list(opened.push([create(GRADUATE), create(EXAM)]))
    assert path.read_bytes() == whole
    assert kept(path).read_bytes() == damaged
    assert stat.S_IMODE(kept(path).stat().st_mode) == 0o600


def test_an_edited_file_is_kept_once_before_it_is_repaired(path: Path) -> None:
    push(path, create(GRADUATE))
    cursor = remote(path).cursor()
    edited = path.read_bytes().replace(b"SUMMARY:Graduate", b"SUMMARY:Celebrate")
    path.write_bytes(edited)
    opened = remote(path)
    seen = opened.pull(cursor)
    assert (seen.edited, seen.complete, seen.present[0].item.title) == (True, True, "Celebrate")
    assert names(path) == ["nurse.ics"], "looking keeps nothing"
    list(opened.push([update(GRADUATE, revision=0)]))
    assert kept(path).read_bytes() == edited
    list(opened.push([update(EXAM)]))
    assert kept(path).read_bytes() == edited


def test_a_file_that_is_gone_is_told_and_written_anew(path: Path) -> None:
    push(path, create(GRADUATE))
    cursor = remote(path).cursor()
    path.unlink()
    seen = remote(path).pull(cursor)
    assert (seen.present, seen.complete, seen.cursor, seen.edited) == ((), True, None, True)
    push(path, delete("adn"))
    assert names(path) == []
    push(path, create(GRADUATE))
    assert remote(path).cursor() == cursor


def test_an_empty_file_is_as_good_as_none(path: Path) -> None:
    path.touch(mode=0o640)
    assert remote(path).pull(None).present == ()
    push(path, create(GRADUATE))
    assert len(remote(path).pull(None).present) == 1
    assert names(path) == ["nurse.ics"]


def test_line_ends_of_an_editor_are_read_and_put_right(path: Path) -> None:
    push(path, create(GRADUATE), create(EXAM))
    whole = path.read_bytes()
    path.write_bytes(b"\xef\xbb\xbf" + whole.replace(b"\r\n", b"\n"))
    assert {found.item for found in remote(path).pull(None).present} == {GRADUATE, EXAM}
    push(path)
    assert path.read_bytes() == whole


def test_a_copy_that_a_person_makes_is_theirs(path: Path) -> None:
    push(path, create(GRADUATE))
    ours = path.read_bytes()
    start, end = ours.index(b"BEGIN:VEVENT"), ours.index(b"END:VCALENDAR")
    copy = ours[start:end].replace(href(PLAN, "adn").encode(), b"9f86d081884c7d659a2feaa0c55ad015")
    path.write_bytes(ours[:end] + copy + ours[end:])
    assert [found.href for found in remote(path).pull(None).present] == [href(PLAN, "adn")]
    push(path, delete("adn"))
    assert copy in path.read_bytes()


def test_an_event_twice_is_one_again(path: Path) -> None:
    push(path, create(GRADUATE))
    ours = path.read_bytes()
    start, end = ours.index(b"BEGIN:VEVENT"), ours.index(b"END:VCALENDAR")
    path.write_bytes(ours[:end] + ours[start:end] + ours[end:])
    assert len(remote(path).pull(None).present) == 1
    push(path)
    assert path.read_bytes() == ours


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    real, link = tmp_path / "cloud" / "shared.ics", tmp_path / "nurse.ics"
    real.parent.mkdir()
    link.symlink_to("cloud/shared.ics")
    for item in (GRADUATE, EXAM):
        push(link, create(item))
        assert link.is_symlink()
        assert not real.is_symlink()
    assert len(remote(link).pull(None).present) == 2


def test_a_new_file_is_for_its_owner_and_an_old_one_keeps_its_mode(path: Path) -> None:
    push(path, create(GRADUATE))
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    path.chmod(0o644)
    push(path, create(EXAM))
    assert stat.S_IMODE(path.stat().st_mode) == 0o644


def make_socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(str(path))


MAKERS: dict[str, Callable[[Path], object]] = {
    "a directory": Path.mkdir,
    "a FIFO": os.mkfifo,
    "a device": lambda path: path.symlink_to("/dev/zero"),
    "a socket": make_socket,
}


@pytest.mark.parametrize("make", MAKERS.values(), ids=MAKERS)
def test_what_is_no_file_is_wrong_use(path: Path, make: Callable[[Path], object]) -> None:
    make(path)
    with pytest.raises(UsageError, match="not a regular file"):
        remote(path).pull(None)
    with pytest.raises(UsageError, match="not a regular file"):
        remote(path).push([create(GRADUATE)])


def test_a_loop_of_links_and_a_missing_folder_are_told(tmp_path: Path) -> None:
    loop = tmp_path / "loop.ics"
    loop.symlink_to(loop)
    with pytest.raises(PlannerError, match=r"loop\.ics"):
        remote(loop).pull(None)
    opened = TARGET.open(Setup(PLAN, "", tmp_path, {"path": "no/such/nurse.ics"}))
    with pytest.raises(PlannerError, match=r"no/such/nurse\.ics"):
        opened.push([create(GRADUATE)])


@pytest.mark.parametrize("call", ["fsync", "fchmod", "replace"])
def test_a_full_disk_leaves_the_old_file_and_no_other(
    path: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    push(path, create(GRADUATE))
    before = path.read_bytes()

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(Path if call == "replace" else os, call, full)
    with pytest.raises(PlannerError, match=r"nurse\.ics: No space left"):
        remote(path).push([create(EXAM)])
    assert path.read_bytes() == before
    assert names(path) == ["nurse.ics"]


def test_what_a_killed_run_left_is_swept_up(path: Path) -> None:
    push(path, create(GRADUATE))
    for left in (".nurse.ics.0123456789abcdef.planner-part", ".nurse.edited.ics.0123.planner-part"):
        path.with_name(left).write_bytes(b"BEGIN")
    path.with_name(".nurse.ics.swp").write_bytes(b"an editor's")
    push(path, create(EXAM))
    assert names(path) == [".nurse.ics.swp", "nurse.ics"]


@pytest.mark.parametrize("wrong", ["", 7, None, ["nurse.ics"], "a\0b"])
def test_a_path_that_is_no_name_is_wrong_use(tmp_path: Path, wrong: object) -> None:
    with pytest.raises(UsageError, match="path"):
        TARGET.open(Setup(PLAN, "", tmp_path, {"path": wrong}))
