"""The commands of `/sync`, which the other addresses use as well: documentation "Sync/Overview"."""

from collections.abc import Callable

from tests.todoist import places, tasks
from tests.todoist.account import Account
from tests.todoist.wire import Refused, Row, missing, wrong

_COMMANDS: dict[str, Callable[[Account, Row], str | None]] = {
    "project_add": places.add_project,
    "project_update": places.update_project,
    "project_archive": places.archive_project,
    "project_unarchive": places.unarchive_project,
    "project_delete": places.delete_project,
    "section_add": places.add_section,
    "section_update": places.update_section,
    "section_delete": places.delete_section,
    "item_add": tasks.add,
    "item_update": tasks.update,
    "item_move": tasks.move,
    "item_close": tasks.close,
    "item_complete": tasks.complete,
    "item_uncomplete": tasks.uncomplete,
    "item_delete": tasks.delete,
    "note_add": places.add_note,
    "label_add": places.add_label,
}
_NAMES_OBJECTS = ("id", "project_id", "section_id", "parent_id", "item_id")


def execute(account: Account, kind: str, args: Row) -> str | None:
    """Do one thing; the id of what it made. Raises Refused, and then nothing was changed."""
    for ban in account.bans:
        refused = ban(kind, args)
        if refused is not None:
            raise refused
    if kind not in _COMMANDS:
        raise wrong("type", f"Unknown command {kind}")
    return _COMMANDS[kind](account, args)


def run(account: Account, commands: list[Row]) -> tuple[Row, Row]:
    """All of them, in their order: the status of each, and what became of temporary ids.

    "Command UUID": one that was done isn't done again. "Temporary resource id": later commands of the same
    request may use it. "Response / Error": one that fails leaves the others alone.
    """
    status: Row = {}
    made: dict[str, str] = {}
    temporary_ids = {command.get("temp_id") for command in commands}
    for command in commands:
        uuid = command["uuid"]
        if uuid in account.done:
            before = account.done[uuid]
            if before is not None and account.remembers_temp_ids:
                made[before[0]] = before[1]
            status[uuid] = "ok"
            continue
        try:
            args = _resolved(command.get("args") or {}, made, temporary_ids)
            name = execute(account, command["type"], args)
        except Refused as refused:
            status[uuid] = refused.told
            continue
        temporary = command.get("temp_id")
        account.done[uuid] = None
        if name is not None and temporary is not None:
            made[temporary] = name
            account.done[uuid] = (temporary, name)
        status[uuid] = "ok"
    return status, made


def checked(told: object) -> list[Row]:
    """Commands in their outer form. Raises Refused for the request as a whole."""
    if not isinstance(told, list):
        raise wrong("commands")
    for command in told:
        if not isinstance(command, dict) or not isinstance(command.get("args", {}), dict):
            raise wrong("commands")
        for name in ("type", "uuid"):
            if not isinstance(command.get(name), str):
                raise missing(name)
    return told


def _resolved(args: Row, made: dict[str, str], temporary_ids: set[str | None]) -> Row:
    """Raises Refused for a temporary id that nothing has: documentation "Response / Error"."""
    told = dict(args)
    for name in _NAMES_OBJECTS:
        value = told.get(name)
        if isinstance(value, str) and value in made:
            told[name] = made[value]
        elif isinstance(value, str) and (value in temporary_ids or not value.isalnum()):
            raise Refused(400, "INVALID_TEMPID", 15, "Invalid temporary id")
    return told
