"""The addresses beside `/sync`: documentation "Tasks", "Projects", "Sections", "Comments", "Labels", "User".

They do what commands do, once per request: nothing here is safe to repeat.
"""

from tests.todoist import lists
from tests.todoist.account import Account
from tests.todoist.commands import execute
from tests.todoist.wire import Refused, Reply, Request, Row, missing, not_found, tell

_KINDS = {
    "tasks": "items",
    "projects": "projects",
    "sections": "sections",
    "comments": "notes",
    "labels": "labels",
}
_WORDS = {"items": "item", "projects": "project", "sections": "section", "notes": "note", "labels": "label"}
_ACTS = {("tasks", "close"): "item_close", ("tasks", "reopen"): "item_uncomplete"} | {
    ("projects", "archive"): "project_archive",
    ("projects", "unarchive"): "project_unarchive",
}


def answer(account: Account, request: Request, token: str) -> Reply:
    """Raises Refused."""
    method, parts = request.method, request.parts
    if parts == ["user"] and method == "GET":
        return tell(_person(account, token))
    if parts[:2] == ["tasks", "completed"] and method == "GET":
        return tell(lists.completed(account, parts[2:], request.query))
    if parts == ["labels", "shared"] and method == "GET":
        return tell(lists.shared_labels(account, request.query))
    if parts == ["projects", "archived"] and method == "GET":
        return tell(lists.archived(account, request.query))
    kind = _KINDS.get(parts[0]) if parts else None
    if kind is None or len(parts) > 3:
        raise not_found("Endpoint")
    if len(parts) == 3:
        return _act(account, request, kind)
    if len(parts) == 2:
        return _one(account, request, kind, parts[1])
    if method == "GET":
        return tell(lists.listed(account, kind, request.query))
    if method == "POST":
        return _shown(account, kind, execute(account, f"{_WORDS[kind]}_add", _args(kind, request.values)))
    raise Refused(405, "METHOD_NOT_ALLOWED", 405, "Method not allowed")


def _one(account: Account, request: Request, kind: str, name: str) -> Reply:
    if request.method == "GET":
        return tell(lists.shown(kind, _found(account, kind, name)))
    if request.method == "POST":
        execute(account, f"{_WORDS[kind]}_update", _args(kind, request.values) | {"id": name})
        return _shown(account, kind, name)
    if request.method == "DELETE":
        # A second time is fine, too (observed on a free account, September 2026).
        execute(account, f"{_WORDS[kind]}_delete", {"id": name})
        return Reply(204)
    raise Refused(405, "METHOD_NOT_ALLOWED", 405, "Method not allowed")


def _act(account: Account, request: Request, kind: str) -> Reply:
    """Closing answers 204 (observed, September 2026; the documentation has 200 with `null`)."""
    group, name, act = request.parts
    if request.method != "POST":
        raise Refused(405, "METHOD_NOT_ALLOWED", 405, "Method not allowed")
    if (group, act) == ("tasks", "move"):
        execute(account, "item_move", request.values | {"id": name})
        return _shown(account, kind, name)
    command = _ACTS.get((group, act))
    if command is None:
        raise not_found("Endpoint")
    execute(account, command, {"id": name})
    return Reply(204) if group == "tasks" else _shown(account, kind, name)


def _found(account: Account, kind: str, name: str) -> Row:
    """A task that is done or was deleted is shown, the latter with `is_deleted`; one of a project that was
    deleted isn't found (observed on a free account, September 2026).
    """
    row = account.rows(kind).get(name)
    if kind == "items" and row is not None and row["is_deleted"]:
        if account.rows("projects")[row["project_id"]]["is_deleted"]:
            raise not_found("Task")
        return row
    return account.find(kind, name)


def _shown(account: Account, kind: str, name: str | None) -> Reply:
    return tell(lists.shown(kind, account.find(kind, name)))


def _args(kind: str, told: Row) -> Row:
    """What `/sync` calls it: documentation "Tasks/Create Task", "Comments/Create Comment", "Sections"."""
    if kind == "items":
        return _task(told)
    renamed = {"task_id": "item_id", "order": "section_order" if kind == "sections" else "child_order"}
    return {renamed.get(key, key): value for key, value in told.items()}


def _task(told: Row) -> Row:
    plain = {
        "order": "child_order",
        "assignee_id": "responsible_uid",
        **{name: name for name in ("content", "description", "project_id", "section_id", "parent_id")},
        **{name: name for name in ("labels", "priority", "child_order", "day_order", "is_collapsed")},
    }
    args = {plain[key]: value for key, value in told.items() if key in plain}
    due = {"string": "due_string", "date": "due_date", "lang": "due_lang"}
    written = {key: told[name] for key, name in due.items() if told.get(name) is not None}
    if told.get("due_datetime") is not None:
        written["date"] = told["due_datetime"]
    if written.keys() - {"lang"}:
        args["due"] = written
    if "deadline_date" in told:
        day = told["deadline_date"]
        args["deadline"] = day and {"date": day, "lang": told.get("deadline_lang") or "en"}
    if "duration" in told:
        amount = told["duration"]
        if amount is not None and told.get("duration_unit") is None:
            raise missing("duration_unit")
        args["duration"] = amount and {"amount": amount, "unit": told["duration_unit"]}
    return args


def _person(account: Account, token: str) -> Row:
    """With the live token, and counts that `/sync` doesn't have (observed, February 2026)."""
    today = sum(row["completed_at"][:10] == account.moment[:10] for row in account.history)
    counts = {"completed_count": len(account.history), "completed_today": today}
    return account.user | counts | {"token": token}
