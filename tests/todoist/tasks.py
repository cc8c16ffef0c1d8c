"""What can be done to tasks: documentation "Sync/Tasks", page by page."""

from datetime import datetime

from tests.todoist import due as dates
from tests.todoist.account import USER, Account, stamp
from tests.todoist.values import written
from tests.todoist.wire import Row, full, missing, wrong


def add(account: Account, args: Row) -> str:
    """ "Add a task". Without a project it lands in the inbox; a parent or a section tells the project."""
    if args.get("content") is None:
        raise missing("content")
    where = _where(account, args, args.get("project_id") or account.inbox)
    _need_room(account, where["project_id"])
    name = account.new_id()
    task = {
        "id": name,
        "user_id": USER,
        **where,
        "added_by_uid": USER,
        "assigned_by_uid": None,
        "responsible_uid": None,
        "labels": [],
        "deadline": None,
        "duration": None,
        "checked": False,
        "is_deleted": False,
        "added_at": account.moment,
        "completed_at": None,
        "completed_by_uid": None,
        "updated_at": account.moment,
        "due": None,
        "priority": 1,
        "child_order": account.tables.number,
        "content": "",
        "description": "",
        "note_count": 0,
        "day_order": -1,
        "is_collapsed": False,
        "goal_ids": [],
    }
    account.tables.put("items", task | written(account, args))
    return name


def update(account: Account, args: Row) -> None:
    """ "Update a task": neither its place nor whether it is done."""
    task = account.find("items", args.get("id"))
    account.change("items", task["id"], **written(account, args))


def move(account: Account, args: Row) -> None:
    """ "Move a task": to exactly one of a parent, a section, a project; its sub-tasks come along."""
    task = account.find("items", args.get("id"))
    aims = [name for name in ("parent_id", "section_id", "project_id") if args.get(name) is not None]
    if len(aims) != 1:
        raise wrong("project_id", "Only one of parent_id, section_id or project_id must be set")
    along = account.tables.below(task["id"])
    if args.get("parent_id") in {task["id"], *(row["id"] for row in along)}:
        raise wrong("parent_id")
    where = _where(account, {aims[0]: args[aims[0]]}, task["project_id"])
    if where["project_id"] != task["project_id"]:
        _need_room(account, where["project_id"], 1 + sum(not row["checked"] for row in along))
    account.change("items", task["id"], **where, child_order=account.tables.number)
    for row in along:
        account.change("items", row["id"], project_id=where["project_id"], section_id=where["section_id"])


def close(account: Account, args: Row) -> None:
    """ "Close task": a habit goes on to its next turn and stays open, all else is completed."""
    task = account.find("items", args.get("id"))
    if task["due"] is None or not task["due"]["is_recurring"] or task["checked"]:
        complete(account, args)
        return
    account.history.append(task | {"checked": True, "completed_at": account.moment})
    account.change("items", task["id"], due=dates.following(task["due"], account.today))


def complete(account: Account, args: Row) -> None:
    """ "Complete task": with its sub-tasks, a habit for good. `date_completed` is the documentation's word,
    `completed_at` that of the official TypeScript client.
    """
    task = account.find("items", args.get("id"))
    at = _moment(args.get("date_completed") or args.get("completed_at") or account.moment)
    for row in (task, *account.tables.below(task["id"])):
        if not row["checked"] and not row["is_deleted"]:
            done = account.change("items", row["id"], checked=True, completed_at=at, completed_by_uid=USER)
            account.history.append(done)


def uncomplete(account: Account, args: Row) -> None:
    """ "Uncomplete item": what is above it comes back, too; what is below it doesn't."""
    task = account.find("items", args.get("id"))
    chain = [task]
    while chain[-1]["parent_id"] is not None:
        chain.append(account.find("items", chain[-1]["parent_id"]))
    done = [row for row in chain if row["checked"]]
    _need_room(account, task["project_id"], len(done))
    for row in done:
        account.change("items", row["id"], checked=False, completed_at=None, completed_by_uid=None)
    ends = {(row["id"], row["completed_at"]) for row in done}
    account.history[:] = [row for row in account.history if (row["id"], row["completed_at"]) not in ends]


def delete(account: Account, args: Row) -> None:
    """ "Delete tasks": with its sub-tasks. A second time is fine (204, observed in September 2026)."""
    name = args.get("id")
    if isinstance(name, str) and account.rows("items").get(name, {}).get("is_deleted"):
        return
    task = account.find("items", name)
    account.change("items", task["id"], is_deleted=True)
    bury(account, account.tables.below(task["id"]))


def bury(account: Account, tasks: list[Row]) -> None:
    """Delete what goes along with something else."""
    for row in tasks:
        account.rows("items")[row["id"]] = row | {"is_deleted": True}
        if account.tells_of_descendants:
            account.tables.mark(row["id"])


def _moment(told: object) -> str:
    try:
        return stamp(datetime.fromisoformat(str(told)))
    except ValueError as error:
        raise wrong("date_completed") from error


def _where(account: Account, args: Row, project: str) -> Row:
    if args.get("parent_id") is not None:
        above = account.find("items", args["parent_id"])
        return {name: above[name] for name in ("project_id", "section_id")} | {"parent_id": above["id"]}
    if args.get("section_id") is not None:
        section = account.find("sections", args["section_id"])
        return {"project_id": section["project_id"], "section_id": section["id"], "parent_id": None}
    name = account.find("projects", args.get("project_id") or project)["id"]
    return {"project_id": name, "section_id": None, "parent_id": None}


def _need_room(account: Account, project: str, more: int = 1) -> None:
    """Documentation "Sync/User/User plan limits": active tasks a project (tod #863)."""
    there = sum(
        row["project_id"] == project and not row["checked"] and not row["is_deleted"]
        for row in account.rows("items").values()
    )
    if there + more > account.limits.max_tasks:
        raise full("ITEMS", 49)
