"""The published schemas, typed by us: documentation "Sync/…" and the responses of the paginated lists.

Not the file that Doist publishes, which leaves `due` and errors open.
"""

from typing import Any

Schema = dict[str, Any]

_TEXT: Schema = {"type": "string"}
_YES_NO: Schema = {"type": "boolean"}
_NUMBER: Schema = {"type": "integer"}
_ID: Schema = {"type": "string", "pattern": "^[0-9A-Za-z]+$", "minLength": 16, "maxLength": 16}
_PERSON: Schema = {"type": "string", "pattern": "^[0-9]+$"}
_DAY = r"\d{4}-\d{2}-\d{2}"
_MOMENT: Schema = {"type": "string", "pattern": rf"^{_DAY}T\d{{2}}:\d{{2}}:\d{{2}}(\.\d{{6}})?Z$"}
_LANGUAGE: Schema = {"type": "string", "pattern": "^(en|da|pl|zh|ko|de|pt|ja|it|fr|sv|ru|es|nl|fi|nb|tw)$"}


def _or_null(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


def _object(**fields: Schema) -> Schema:
    """All of the fields are there; others may be."""
    return {"type": "object", "required": [*fields], "properties": fields}


def _list(schema: Schema) -> Schema:
    return {"type": "array", "items": schema}


_DUE = _object(
    date={"type": "string", "pattern": rf"^{_DAY}(T\d{{2}}:\d{{2}}:\d{{2}}(\.\d{{6}})?Z?)?$"},
    timezone=_or_null(_TEXT),
    string=_TEXT,
    lang=_LANGUAGE,
    is_recurring=_YES_NO,
)
_DEADLINE = _object(date={"type": "string", "pattern": f"^{_DAY}$"}, lang=_LANGUAGE)
_DURATION = _object(amount={"type": "integer", "minimum": 1}, unit={"enum": ["minute", "day"]})

ITEM = _object(
    id=_ID,
    user_id=_PERSON,
    project_id=_ID,
    section_id=_or_null(_ID),
    parent_id=_or_null(_ID),
    added_by_uid=_or_null(_PERSON),
    assigned_by_uid=_or_null(_PERSON),
    responsible_uid=_or_null(_PERSON),
    labels=_list(_TEXT),
    deadline=_or_null(_DEADLINE),
    duration=_or_null(_DURATION),
    checked=_YES_NO,
    is_deleted=_YES_NO,
    added_at=_or_null(_MOMENT),
    completed_at=_or_null(_MOMENT),
    completed_by_uid=_or_null(_PERSON),
    updated_at=_or_null(_MOMENT),
    due=_or_null(_DUE),
    priority={"type": "integer", "minimum": 1, "maximum": 4},
    child_order=_NUMBER,
    content=_TEXT,
    description=_TEXT,
    note_count={"type": "integer", "minimum": 0},
    day_order=_NUMBER,
    is_collapsed=_YES_NO,
    goal_ids=_list(_TEXT),
)
PROJECT = _object(
    id=_ID,
    name={"type": "string", "minLength": 1, "maxLength": 255},
    description=_TEXT,
    color=_TEXT,
    parent_id=_or_null(_ID),
    child_order=_NUMBER,
    default_order=_NUMBER,
    is_collapsed=_YES_NO,
    is_shared=_YES_NO,
    can_assign_tasks=_YES_NO,
    is_deleted=_YES_NO,
    is_archived=_YES_NO,
    is_favorite=_YES_NO,
    is_frozen=_YES_NO,
    view_style={"enum": ["list", "board", "calendar", "table"]},
    created_at=_or_null(_MOMENT),
    updated_at=_or_null(_MOMENT),
)
SECTION = _object(
    id=_ID,
    user_id=_PERSON,
    project_id=_ID,
    name=_TEXT,
    section_order=_NUMBER,
    is_collapsed=_YES_NO,
    is_deleted=_YES_NO,
    is_archived=_YES_NO,
    archived_at=_or_null(_MOMENT),
    added_at=_MOMENT,
    updated_at=_MOMENT,
)
NOTE = _object(
    id=_ID,
    item_id=_ID,
    content=_TEXT,
    posted_uid=_PERSON,
    posted_at=_MOMENT,
    file_attachment=_or_null({"type": "object"}),
    uids_to_notify=_or_null(_list(_PERSON)),
    reactions=_or_null({"type": "object"}),
    is_deleted=_YES_NO,
)
_LABEL = _object(id=_PERSON, name=_TEXT, color=_TEXT, is_favorite=_YES_NO)
LABEL = {"allOf": [_LABEL, _object(order=_or_null(_NUMBER))]}
SYNC_LABEL = {"allOf": [_LABEL, _object(item_order=_NUMBER, is_deleted=_YES_NO)]}
USER = _object(
    id=_PERSON,
    inbox_project_id=_ID,
    is_premium=_YES_NO,
    full_name=_TEXT,
    email=_TEXT,
    lang=_LANGUAGE,
    tz_info=_object(
        timezone=_TEXT, gmt_string=_TEXT, hours=_NUMBER, minutes=_NUMBER, is_dst={"enum": [0, 1]}
    ),
)
_PLAN = _object(
    plan_name=_TEXT,
    max_projects=_NUMBER,
    max_tasks=_NUMBER,
    max_sections=_NUMBER,
    max_labels=_NUMBER,
    deadlines=_YES_NO,
    durations=_YES_NO,
    reminders=_YES_NO,
    comments=_YES_NO,
)
CALENDAR_ACCOUNT = _object(id=_TEXT, name=_TEXT, type={"enum": ["google", "microsoft", "apple"]})
ERROR = _object(
    error=_TEXT,
    error_code=_NUMBER,
    error_extra={"type": "object"},
    error_tag=_TEXT,
    http_code={"type": "integer", "minimum": 400, "maximum": 599},
)

_RESOURCES = {
    "items": _list(ITEM),
    "projects": _list(PROJECT),
    "sections": _list(SECTION),
    "notes": _list(NOTE),
    "labels": _list(SYNC_LABEL),
    "calendar_accounts": _list(CALENDAR_ACCOUNT),
    "user": USER,
    "user_plan_limits": _object(current=_PLAN, next=_or_null(_PLAN)),
    "full_sync_date_utc": _MOMENT,
    "sync_status": {"type": "object", "additionalProperties": {"anyOf": [{"const": "ok"}, ERROR]}},
}
_SYNC = _object(
    sync_token={"type": "string", "minLength": 1},
    full_sync=_YES_NO,
    temp_id_mapping={"type": "object", "additionalProperties": _TEXT},
)
_SYNC["properties"] |= _RESOURCES
_ONE = {
    "tasks": ITEM,
    "projects": PROJECT,
    "sections": SECTION,
    "comments": NOTE,
    "labels": LABEL,
    "user": USER,
}


def of(name: str) -> Schema:
    """The schema of the answer to a request of this name, like `tasks.list`."""
    group, act = name.split(".")
    if group == "sync":
        return _SYNC | {"required": [*_SYNC["required"], "sync_status"]} if act == "write" else _SYNC
    if act.startswith("by_"):
        return _object(items=_list(ITEM), next_cursor=_or_null(_TEXT))
    one = _TEXT if act == "shared" else _ONE[group]
    if act in {"list", "shared", "archived"}:
        return _object(results=_list(one), next_cursor=_or_null(_TEXT))
    return one
