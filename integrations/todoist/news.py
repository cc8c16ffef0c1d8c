"""What `/sync` told, taken into what is known of the account: which tasks are ours, what became of them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from integrations.todoist import task as tasks
from integrations.todoist.account import Account, Kept, Limits, Row
from integrations.todoist.mark import Mark
from integrations.todoist.task import Frame
from integrations.todoist.text import unescape
from planner.sync.values import Added, Mirrored


@dataclass(slots=True)
class News:
    """`present` and `gone` are of ours, `added` of a person's own under ours, `notes` what couldn't be read."""

    present: dict[str, Mirrored] = field(default_factory=dict)
    gone: list[str] = field(default_factory=list)
    added: list[Added] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    rows: int = 0


def projects(told: Row) -> dict[str, str]:
    """The names of the projects that are there, by id."""
    return {
        str(row["id"]): str(row.get("name"))
        for row in rows_of(told, "projects")
        if not row.get("is_deleted") and not row.get("is_archived")
    }


def holding(frame: Frame, told: Row) -> list[str]:
    """The projects with tasks of ours."""
    found = {
        str(row.get("project_id")): None
        for row in rows_of(told, "items")
        if _is_ours(frame, tasks.mark_of(row)) and not row.get("is_deleted")
    }
    return list(found)


def take_in(frame: Frame, account: Account, told: Row) -> News:
    """Bring the account up to date, and tell what is new of ours."""
    news = News()
    token = told.get("sync_token")
    account.token = token if isinstance(token, str) else account.token
    account.limits = Limits.of(told.get("user_plan_limits")) or account.limits
    for row in rows_of(told, "sections"):
        if row.get("is_deleted") or row.get("is_archived"):
            account.sections.pop(str(row["id"]), None)
        elif row.get("project_id") == account.project:
            account.sections[str(row["id"])] = str(row.get("name"))
    rows = list(rows_of(told, "items"))
    news.rows = len(rows)
    for row in rows:
        _keep(frame, account, row, news)
    for row in rows:
        _tell(frame, account, row, news)
    return news


def ours(frame: Frame, account: Account, item: str) -> str | None:
    """The task of an item; of several, the one that was there first."""
    for name, kept in account.tasks.items():
        mark = tasks.read_mark(kept.mark) if kept.mark else None
        if mark is not None and mark.item == item and mark.plan == frame.plan_id:
            return name
    return None


def _keep(frame: Frame, account: Account, row: Row, news: News) -> None:
    name = str(row["id"])
    known = account.tasks.get(name)
    if row.get("is_deleted"):
        account.tasks.pop(name, None)
        if known is not None and known.mark:
            news.gone.append(name)
        elif known is not None:
            news.added.append(Added(name, "", "", gone=True))
        return
    mark = tasks.mark_of(row)
    if not _is_ours(frame, mark):
        mark = tasks.read_mark(known.mark) if known is not None and known.mark else None
    inside = row.get("project_id") == account.project
    if mark is None and not inside:
        account.tasks.pop(name, None)
        return
    account.tasks[name] = Kept(
        str(row.get("project_id")),
        row.get("section_id"),
        row.get("parent_id"),
        row.get("checked") is True,
        tasks.kept_mark(mark, row) if mark is not None else "",
    )


def _tell(frame: Frame, account: Account, row: Row, news: News) -> None:
    name = str(row["id"])
    kept = account.tasks.get(name)
    if kept is None or row.get("is_deleted"):
        return
    if kept.mark:
        mark = tasks.read_mark(kept.mark)
        # A copy that a person made has our mark, too: the first one is ours.
        if mark is None or ours(frame, account, mark.item) != name:
            return
        try:
            news.present[name] = tasks.decode(frame, row, account, mark)
        except tasks.UNFIT as error:
            news.notes.append(f"a task of {mark.item} can't be understood ({type(error).__name__})")
        return
    above = account.tasks.get(str(kept.parent)) if kept.parent else None
    parent = tasks.read_mark(above.mark) if above is not None and above.mark else None
    if parent is not None:
        news.added.append(Added(name, parent.item, unescape(str(row.get("content"))), _day(row), kept.done))


def _day(row: Row) -> Any:
    try:
        return tasks.day_of(row)
    except tasks.UNFIT:
        return None


def _is_ours(frame: Frame, mark: Mark | None) -> bool:
    return mark is not None and mark.plan == frame.plan_id


def rows_of(told: Row, kind: str) -> Iterator[Mapping[str, Any]]:
    """The objects of a kind that an answer tells of, as far as they are objects."""
    rows: Iterable[object] = told.get(kind) or ()
    return (row for row in rows if isinstance(row, dict) and isinstance(row.get("id"), str))
