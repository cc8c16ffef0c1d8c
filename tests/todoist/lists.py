"""Lists in pages, and objects as the addresses beside `/sync` show them.

Documentation "Developing with Todoist/Pagination": pages of 50, at most 200; a cursor is opaque, and goes
with the parameters it was given for. What changes in between may be seen twice or be missed.
"""

import base64
import json
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from tests.todoist.account import Account
from tests.todoist.wire import Row, missing, not_found, wrong

_PAGE, _MOST = 50, 200
_WINDOWS = {"by_completion_date": timedelta(days=92), "by_due_date": timedelta(weeks=6)}
"""Three months and six weeks (official Python client)."""


def shown(kind: str, row: Row) -> Row:
    """A label has `order` here, `item_order` in `/sync` ("Labels", "Sync/Labels"); the rest is the same."""
    if kind != "labels":
        return row
    return {name: row[name] for name in ("id", "name", "color", "is_favorite")} | {"order": row["item_order"]}


def listed(account: Account, kind: str, query: Mapping[str, str]) -> Row:
    """Active objects only. Parameters that aren't known are ignored (observed, September 2026)."""
    wanted = {name: query[name] for name in ("project_id", "section_id", "parent_id") if name in query}
    if kind == "notes":
        if "task_id" not in query:
            raise missing("task_id")
        account.find("items", query["task_id"])
        wanted["item_id"] = query["task_id"]
    found = [
        row
        for row in account.tables.active(kind)
        if all(row.get(name) == value for name, value in wanted.items())
        and ("ids" not in query or row["id"] in query["ids"].split(","))
        and ("label" not in query or query["label"] in row.get("labels", []))
    ]
    return _page([shown(kind, row) for row in found], query)


def archived(account: Account, query: Mapping[str, str]) -> Row:
    rows = account.rows("projects").values()
    return _page([row for row in rows if row["is_archived"] and not row["is_deleted"]], query)


def shared_labels(account: Account, query: Mapping[str, str]) -> Row:
    """Every label of an active task, personal ones too unless they are left out."""
    names = {name: None for row in account.tables.active("items") for name in row["labels"]}
    personal = {row["name"] for row in account.tables.active("labels")}
    if query.get("omit_personal", "false").lower() == "true":
        return _page([name for name in names if name not in personal], query)
    return _page([*{**names, **dict.fromkeys(personal)}], query)


def completed(account: Account, parts: Sequence[str], query: Mapping[str, str]) -> Row:
    """ "Tasks Completed By Completion Date" and "... By Due Date": `since` and `until` are needed."""
    if len(parts) != 1 or parts[0] not in _WINDOWS:
        raise not_found("Endpoint")
    since, until = (_moment(query, name) for name in ("since", "until"))
    if until - since > _WINDOWS[parts[0]]:
        raise wrong("since", "The window is too long")
    wanted = {name: query[name] for name in ("project_id", "section_id", "parent_id") if name in query}
    found = []
    for row in reversed(account.history):
        at = row["completed_at"] if parts[0] == "by_completion_date" else (row["due"] or {}).get("date")
        if at is None or not since <= _read(at) <= until:
            continue
        if all(row[name] == value for name, value in wanted.items()):
            found.append(row)
    page = _page(found, query)
    return {"items": page["results"], "next_cursor": page["next_cursor"]}


def _page(found: Sequence[object], query: Mapping[str, str]) -> Row:
    asked = {name: value for name, value in query.items() if name not in {"cursor", "limit"}}
    start = 0
    if "cursor" in query:
        try:
            start, told = json.loads(base64.urlsafe_b64decode(query["cursor"]))
        except ValueError as error:
            raise wrong("cursor") from error
        if told != asked:
            raise wrong("cursor")
    limit = query.get("limit", str(_PAGE))
    if not limit.isdigit() or not 0 < int(limit) <= _MOST:
        raise wrong("limit")
    end = start + int(limit)
    more = base64.urlsafe_b64encode(json.dumps([end, asked]).encode()).decode() if end < len(found) else None
    return {"results": list(found[start:end]), "next_cursor": more}


def _moment(query: Mapping[str, str], name: str) -> datetime:
    if name not in query:
        raise missing(name)
    try:
        return _read(query[name])
    except ValueError as error:
        raise wrong(name) from error


def _read(told: str) -> datetime:
    """A moment; without a zone, in UTC."""
    moment = datetime.fromisoformat(told)
    return moment if moment.tzinfo is not None else datetime.fromisoformat(f"{moment.isoformat()}+00:00")
