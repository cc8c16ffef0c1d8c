"""What a read told: taken into the account, and what of it concerns us. Pure.

Invariant: an object that can't be understood is named and changes nothing; the others count.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from integrations.todoist import task as tasks
from integrations.todoist.account import Account, Kept, Limits, Row
from integrations.todoist.mark import Mark
from integrations.todoist.task import Frame
from planner.sync.values import Added, Mirrored


@dataclass(slots=True)
class News:
    """`rows` and `marks` are those of our tasks, `dead` is what was deleted, `odd` what can't be understood,
    all by id.
    """

    present: list[Mirrored] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    added: list[Added] = field(default_factory=list)
    rows: dict[str, Row] = field(default_factory=dict)
    marks: dict[str, Mark] = field(default_factory=dict)
    dead: set[str] = field(default_factory=set)
    odd: list[str] = field(default_factory=list)


def overlaid(told: Row, news: Row) -> dict[str, Any]:
    """A read of everything with the news since; what was deleted since is left out."""
    both = {**told, **news}
    for kind in ("items", "sections", "projects"):
        rows = {row["id"]: row for row in (*_objects(told, kind), *_objects(news, kind))}
        both[kind] = [row for row in rows.values() if row.get("is_deleted") is not True]
    return both


def projects(told: Row) -> dict[str, Row]:
    """The projects that were told of, by id."""
    return {row["id"]: row for row in _objects(told, "projects")}


def is_open(project: Row) -> bool:
    """Whether something can be put into it."""
    return project.get("is_deleted") is not True and project.get("is_archived") is not True


def marked(frame: Frame, told: Row) -> dict[str, int]:
    """How many tasks of ours each project holds."""
    found: dict[str, int] = {}
    for row in _objects(told, "items"):
        mark, project = tasks.mark_of(row), row.get("project_id")
        if mark is not None and mark.plan == frame.plan_id and isinstance(project, str):
            found[project] = found.get(project, 0) + 1
    return found


def take(frame: Frame, account: Account, told: Row, *, everything: bool) -> News:
    """Take in what changed, or everything that there is; what is done may be missing from the latter."""
    news, before = News(), dict(account.tasks)
    account.token = str(told["sync_token"])
    account.limits = Limits.of(told.get("user_plan_limits")) or account.limits
    _take_sections(account, told, everything=everything)
    rows = sorted(_objects(told, "items"), key=lambda row: str(row.get("added_at")))
    if everything:
        account.tasks = {name: kept for name, kept in before.items() if kept.item and kept.done}
    _take_places(frame, account, rows, before, news)
    for name, row in [*news.rows.items()]:
        try:
            news.present.append(tasks.decode(frame, row, account, news.marks[name]))
        except tasks.UNFIT:
            _set_aside(name, account, before, news)
    news.gone = sorted(name for name in news.dead if name in before and before[name].item)
    _take_added(account, rows, before, news)
    return news


def take_one(frame: Frame, account: Account, row: Row) -> Mirrored | None:
    """A task that was asked for by name, as far as it is still there. One that nobody knows any more has no
    item.

    Raises an error of `UNFIT`.
    """
    if row.get("is_deleted") is True:
        return None
    name = str(row["id"])
    known = account.tasks.get(name)
    mark = _mark(frame, row, known)
    copied = mark is not None and _is_copy(known, mark, ())
    account.tasks[name] = _kept(row, mark, copied=copied)
    return tasks.decode(frame, row, account, Mark(frame.plan_id, "") if mark is None or copied else mark)


def _take_sections(account: Account, told: Row, *, everything: bool) -> None:
    """A section keeps the name that we know it by: a person may have given it another."""
    live = {}
    for row in _objects(told, "sections"):
        name = row.get("name")
        if row.get("project_id") == account.project and is_open(row) and isinstance(name, str):
            live[row["id"]] = account.sections.get(row["id"], name)
        else:
            account.sections.pop(row["id"], None)
    account.sections = live if everything else {**account.sections, **live}


def _take_places(
    frame: Frame, account: Account, rows: Iterable[Row], before: Mapping[str, Kept], news: News
) -> None:
    """Where everything is; decoding wants to know what a task hangs under."""
    held = {kept.item for kept in account.tasks.values()}
    for row in rows:
        name, known = row["id"], before.get(row["id"])
        if row.get("is_deleted") is True:
            news.dead.add(name)
            account.tasks.pop(name, None)
            held -= {known.item} if known is not None else set()
            continue
        mark = _mark(frame, row, known)
        copied = mark is not None and _is_copy(known, mark, held)
        try:
            kept = _kept(row, mark, copied=copied)
        except tasks.UNFIT:
            if mark is not None:
                _set_aside(name, account, before, news)
            continue
        if mark is not None and not copied:
            news.rows[name], news.marks[name] = row, mark
            held.add(mark.item)
        if mark is not None or kept.project == account.project or (kept.parent or "") in account.tasks:
            account.tasks[name] = kept
        else:
            account.tasks.pop(name, None)
    _bury({row["id"] for row in rows}, account, before, news)


def _set_aside(name: str, account: Account, before: Mapping[str, Kept], news: News) -> None:
    news.odd.append(name)
    news.rows.pop(name, None)
    account.tasks.pop(name, None)
    if name in before:
        account.tasks[name] = before[name]


def _bury(told: Collection[str], account: Account, before: Mapping[str, Kept], news: News) -> None:
    """What hung under a deleted task went along; not every one of them has a tombstone."""
    known = Account(tasks=dict(before))
    for name in [*news.dead]:
        for child in [child for child in known.below(name) if child not in told]:
            news.dead.add(child)
            account.tasks.pop(child, None)


def _take_added(account: Account, rows: Iterable[Row], before: Mapping[str, Kept], news: News) -> None:
    for row in rows:
        name, kept = row["id"], account.tasks.get(row["id"])
        if kept is None or kept.item or not (parent := _item(account.tasks, kept.parent)):
            continue
        try:
            due = tasks.day_of(row)
        except tasks.UNFIT:
            due = None
        news.added.append(Added(name, parent, str(row.get("content", "")), due, kept.done))
    for name, kept in before.items():
        now = account.tasks.get(name)
        parent = _item(before, kept.parent)
        if not kept.item and parent and not (now and _item(account.tasks, now.parent)):
            news.added.append(Added(name, parent, "", gone=True))


def _item(known: Mapping[str, Kept], name: str | None) -> str:
    """The item of a task of ours; empty for any other."""
    kept = known.get(name or "")
    return kept.item if kept is not None else ""


def _mark(frame: Frame, row: Row, kept: Kept | None) -> Mark | None:
    """The task's mark, or the one that it had; with the day that it was at last."""
    known = tasks.read_mark(kept.mark) if kept is not None else None
    own = tasks.mark_of(row)
    if own is not None and own.plan != frame.plan_id:
        own = None
    if own is None or known is None:
        return own or known
    return replace(own, due=known.due)


def _is_copy(known: Kept | None, mark: Mark, held: Collection[str]) -> bool:
    """Whether a person copied it from a task of ours, mark and all. It stays theirs when that one is gone."""
    if known is not None and known.item:
        return False
    before = tasks.read_mark(known.mark) if known is not None else None
    return mark.item in held or (before is not None and before.item == mark.item)


def _kept(row: Row, mark: Mark | None, *, copied: bool = False) -> Kept:
    project, section, parent, done = row["project_id"], row["section_id"], row["parent_id"], row["checked"]
    if not isinstance(project, str) or not isinstance(done, bool):
        raise TypeError("it doesn't say where it is")
    if mark is None:
        return Kept(project, section, parent, done)
    return Kept(project, section, parent, done, "" if copied else mark.item, tasks.kept_mark(mark, row))


def _objects(told: Row, kind: str) -> list[Row]:
    rows = told.get(kind)
    found = rows if isinstance(rows, list) else []
    return [row for row in found if isinstance(row, dict) and isinstance(row.get("id"), str)]
