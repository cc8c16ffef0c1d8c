"""What can be done to projects, sections, comments and labels.

Documentation "Sync/Projects", "Sync/Sections", "Sync/Comments", "Sync/Labels", page by page.
"""

from tests.todoist.account import USER, Account
from tests.todoist.tasks import bury
from tests.todoist.wire import Row, full, missing, wrong

_NAME, _COMMENT, _LABEL = 255, 15000, 128
_STYLES = ("list", "board", "calendar")


def add_project(account: Account, args: Row) -> str:
    """ "Add a project". A plan counts active ones, not the inbox (official TypeScript client, `maxProjects`).

    One of a workspace would have `workspace_id`; the rest of what teams have is left out, too.
    """
    if len(account.tables.active("projects")) - 1 >= account.limits.max_projects:
        raise full("PROJECTS", 50)
    if args.get("parent_id") is not None:
        account.find("projects", args["parent_id"])
    name = account.new_id()
    project = {
        "id": name,
        "name": "",
        "description": "",
        "color": "charcoal",
        "parent_id": args.get("parent_id"),
        "child_order": account.tables.number,
        "default_order": 0,
        "is_collapsed": False,
        "is_shared": False,
        "can_assign_tasks": False,
        "is_deleted": False,
        "is_archived": False,
        "is_favorite": False,
        "is_frozen": False,
        "view_style": "list",
        "created_at": account.moment,
        "updated_at": account.moment,
    }
    account.tables.put("projects", project | _written(account, {"name": None, **args}))
    return name


def open_inbox(account: Account) -> None:
    """Every account has one; it has `inbox_project`, others don't ("Sync/Projects")."""
    account.inbox = add_project(account, {"name": "Inbox"})
    account.change("projects", account.inbox, inbox_project=True)


def update_project(account: Account, args: Row) -> None:
    account.change("projects", account.find("projects", args.get("id"))["id"], **_written(account, args))


def archive_project(account: Account, args: Row) -> None:
    """ "Archive a project": with its descendants."""
    name = account.find("projects", args.get("id"))["id"]
    if name == account.inbox:
        raise wrong("id", "The inbox can't be archived")
    for found in (name, *_projects_below(account, name)):
        account.change("projects", found, is_archived=True)


def unarchive_project(account: Account, args: Row) -> None:
    """ "Unarchive a project": it alone, and at the root."""
    name = account.find("projects", args.get("id"))["id"]
    account.change("projects", name, is_archived=False, parent_id=None)


def delete_project(account: Account, args: Row) -> None:
    """ "Delete a project": with its descendants. Its tasks aren't found then (observed, September 2026)."""
    name = account.find("projects", args.get("id"))["id"]
    if name == account.inbox:
        raise wrong("id", "The inbox can't be deleted")
    for found in (name, *_projects_below(account, name)):
        account.change("projects", found, is_deleted=True)
        for row in account.rows("sections").values():
            if row["project_id"] == found and not row["is_deleted"]:
                _bury_section(account, row)
        bury(account, [row for row in account.rows("items").values() if row["project_id"] == found])


def add_section(account: Account, args: Row) -> str:
    """ "Add a section". Most sections: taken as a project's (`sectionsPerProject`)."""
    project = account.find("projects", args.get("project_id"))["id"]
    if (
        sum(row["project_id"] == project for row in account.tables.active("sections"))
        >= account.limits.max_sections
    ):
        raise full("SECTIONS", 51)
    name = account.new_id()
    section = {
        "id": name,
        "user_id": USER,
        "project_id": project,
        "name": "",
        "description": None,
        "section_order": account.tables.number,
        "is_collapsed": False,
        "is_deleted": False,
        "is_archived": False,
        "archived_at": None,
        "added_at": account.moment,
        "updated_at": account.moment,
    }
    account.tables.put("sections", section | _written(account, {"name": None, **args}))
    return name


def update_section(account: Account, args: Row) -> None:
    account.change("sections", account.find("sections", args.get("id"))["id"], **_written(account, args))


def delete_section(account: Account, args: Row) -> None:
    """ "Delete a section": with its tasks."""
    section = account.find("sections", args.get("id"))
    account.change("sections", section["id"], is_deleted=True)
    bury(account, [row for row in account.rows("items").values() if row["section_id"] == section["id"]])


def add_note(account: Account, args: Row) -> str:
    """ "Task comments/Add a task comment"."""
    task = account.find("items", args.get("item_id"))
    name = account.new_id()
    note = {
        "id": name,
        "item_id": task["id"],
        "content": account.text("content", args.get("content"), _COMMENT, lines=True),
        "posted_uid": USER,
        "posted_at": account.moment,
        "file_attachment": None,
        "uids_to_notify": None,
        "reactions": None,
        "is_deleted": False,
    }
    account.tables.put("notes", note)
    account.change("items", task["id"], note_count=task["note_count"] + 1)
    return name


def add_label(account: Account, args: Row) -> str:
    """ "Labels/Add a personal label": listed; what is only a task's isn't (observed, September 2026)."""
    told = account.text("name", args.get("name"), _LABEL)
    active = account.tables.active("labels")
    if any(row["name"] == told for row in active):
        raise wrong("name", "Label already exists")
    if len(active) >= account.limits.max_labels:
        raise full("LABELS", 52)
    name = account.new_id(digits=True)
    label = {"id": name, "name": told, "color": args.get("color") or "charcoal", "item_order": len(active)}
    account.tables.put("labels", label | {"is_deleted": False, "is_favorite": bool(args.get("is_favorite"))})
    return name


def _written(account: Account, args: Row) -> Row:
    told: Row = {}
    if "name" in args:
        if args["name"] is None:
            raise missing("name")
        told["name"] = account.text("name", args["name"], _NAME, cut=True)
        if not told["name"].strip():
            raise wrong("name")
    if args.get("view_style") is not None and args["view_style"] not in _STYLES:
        raise wrong("view_style")
    kinds = {"description": str, "color": str, "view_style": str, "is_favorite": bool, "is_collapsed": bool}
    for name, kind in (kinds | {"child_order": int, "section_order": int}).items():
        if args.get(name) is not None:
            if type(args[name]) is not kind:
                raise wrong(name)
            told[name] = args[name]
    return told


def _projects_below(account: Account, name: str) -> list[str]:
    found = [row["id"] for row in account.rows("projects").values() if row["parent_id"] == name]
    return found + [deeper for one in found for deeper in _projects_below(account, one)]


def _bury_section(account: Account, section: Row) -> None:
    account.rows("sections")[section["id"]] = section | {"is_deleted": True}
    if account.tells_of_descendants:
        account.tables.mark(section["id"])
