"""`POST /sync`: documentation "Sync/Overview"."""

from datetime import UTC

from tests.todoist.account import Account
from tests.todoist.commands import checked, run
from tests.todoist.tables import KINDS, Tables
from tests.todoist.wire import Refused, Request, Row, missing, wrong

_MOST = 100
_LARGEST = 2**20
_NOTHING_THERE = (
    "filters",
    "reminders",
    "reminders_location",
    "locations",
    "collaborators",
    "collaborator_states",
    "live_notifications",
    "completed_info",
    "workspaces",
    "workspace_filters",
    "view_options",
    "folders",
)
_RESOURCES = {*KINDS, *_NOTHING_THERE, "user", "user_plan_limits", "calendars", "calendar_accounts"}


def answer(account: Account, request: Request) -> Row:
    """Write, then read. Raises Refused where the request as a whole is no good."""
    if len(request.body) > _LARGEST:
        raise Refused(413, "REQUEST_TOO_LARGE", 413, "At most 1 MiB in a request")  # "Request limits"
    told = request.values
    commands, wanted = checked(told.get("commands") or []), _wanted(told.get("resource_types") or [])
    if not commands and not wanted:
        raise missing("resource_types")
    if len(commands) > _MOST:  # "Request limits"; observed in autodoist #34
        raise wrong("commands", "At most 100 commands in a request")
    token = told.get("sync_token", "*")
    since = _number(account, token)
    found: Row = {}
    if commands:
        found["sync_status"], made = run(account, commands)
        # Commands beside a full read get no mapping (worked around in todoist-mcp, add-filters).
        found["temp_id_mapping"] = {} if wanted and since is None else made
    else:
        found["temp_id_mapping"] = {}  # observed, February 2026
    return found | _read(account, wanted, since)


def _read(account: Account, wanted: set[str], since: int | None) -> Row:
    """ "Incremental sync": since a token also what is done and deleted; a full sync has active objects only
    (believed, and not to be found in the documentation), and may lag behind.
    """
    tables, moment = account.tables, account.clock()
    if since is None and account.lagging is not None:
        tables, moment = account.lagging
    found: Row = {"full_sync": since is None, "sync_token": _token(tables)}
    if since is None:
        found["full_sync_date_utc"] = moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    found |= {
        kind: tables.active(kind) if since is None else tables.since(kind, since)
        for kind in KINDS
        if kind in wanted
    }
    found |= {name: [] for name in _NOTHING_THERE if name in wanted}
    if "notes" in wanted:
        found["project_notes"] = []
    lists = {"calendars": account.calendars, "calendar_accounts": account.calendar_accounts}
    found |= {name: value for name, value in lists.items() if name in wanted}
    single = {"user": account.user, "user_plan_limits": account.limits.shown}
    news = {name for name in single if tables.changed[name] > (since or -1)}
    return found | {name: value for name, value in single.items() if name in wanted & news}


def _wanted(told: object) -> set[str]:
    """ "Read resources": `all`, names, and names to leave out."""
    if not isinstance(told, list) or not all(isinstance(name, str) for name in told):
        raise wrong("resource_types")
    named = {*_RESOURCES} if "all" in told else {name for name in told if not name.startswith("-")}
    return named - {name[1:] for name in told if name.startswith("-")}


def _number(account: Account, token: object) -> int | None:
    """The change that a token stands for; None: everything is wanted."""
    if token == "*":  # noqa: S105 - the API's word for "from the beginning"
        return None
    if isinstance(token, str) and token.startswith("t") and token[1:].isascii() and token[1:].isdigit():
        number = int(token[1:])
        if account.forgotten < number <= account.tables.number:
            return number
    if account.refuses_old_tokens:
        raise Refused(400, "INVALID_SYNC_TOKEN", 20, "Invalid sync token")
    return None


def _token(tables: Tables) -> str:
    return f"t{tables.number:06d}"
