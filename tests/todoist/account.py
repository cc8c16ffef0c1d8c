"""One person's account at Todoist: its objects, its plan, its clock, and what isn't published as switches."""

import hashlib
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from tests.todoist.limits import Limits, user
from tests.todoist.tables import Tables
from tests.todoist.wire import Refused, Row, not_found, wrong

USER = "2671355"
_WORDS = {
    "projects": "Project",
    "sections": "Section",
    "items": "Task",
    "notes": "Comment",
    "labels": "Label",
}
_LETTERS = "23456789CFGHJMPQRVWXcfghjmpqrvwx"

Ban = Callable[[str, Row], Refused | None]
"""Given a command's type and arguments: why it is refused, or None."""


@dataclass
class Account:
    """`clock` tells the time, `zone` is where the person is; `bans` are what a test wants refused.

    Switches. `tells_of_descendants`: what is deleted along with a project, a section or a task has a
    tombstone of its own. `remembers_temp_ids`: a command that isn't done again still says which id its
    temporary one became. `normalises`: texts are tidied when they are stored. `refuses_old_tokens`: 400,
    else a full answer.
    """

    clock: Callable[[], datetime]
    limits: Limits = field(default_factory=Limits)
    zone: str = "Europe/Berlin"
    bans: list[Ban] = field(default_factory=list)
    tells_of_descendants: bool = True
    remembers_temp_ids: bool = False
    normalises: bool = False
    refuses_old_tokens: bool = False
    calendar_accounts: list[Row] = field(default_factory=list)
    calendars: list[Row] = field(default_factory=list)
    tables: Tables = field(default_factory=Tables)
    history: list[Row] = field(default_factory=list)
    """Each completion, as the task was then."""
    done: dict[str, tuple[str, str] | None] = field(default_factory=dict)
    """By uuid what a command has made: its temporary id and its id."""
    lagging: tuple[Tables, datetime] | None = None
    """What full syncs show instead, and of when it is."""
    forgotten: int = -1
    """Sync tokens up to this change are no longer known."""
    inbox: str = ""

    def __post_init__(self) -> None:
        self.tables.mark("user")
        self.tables.mark("user_plan_limits")

    @property
    def moment(self) -> str:
        return stamp(self.clock())

    @property
    def today(self) -> date:
        return self.clock().astimezone(ZoneInfo(self.zone)).date()

    @property
    def user(self) -> Row:
        return user(USER, self.zone, self.inbox, self.clock())

    def rows(self, kind: str) -> dict[str, Row]:
        return self.tables.rows[kind]

    def find(self, kind: str, name: object) -> Row:
        """The object, unless it is deleted.

        Raises Refused: 400 for what is no id (observed on a free account, September 2026; the documentation's
        "Migrating from v9/IDs" for the old ones, which are digits), else 404.
        """
        if not isinstance(name, str) or not name.isalnum() or name.isdigit() != (kind == "labels"):
            raise wrong("id", "Invalid id")
        row = self.rows(kind).get(name)
        if row is None or row["is_deleted"]:
            raise not_found(_WORDS[kind])
        return row

    def change(self, kind: str, name: str, /, **values: object) -> Row:
        row = self.rows(kind)[name] | values
        if "updated_at" in row:
            row["updated_at"] = self.moment
        self.tables.put(kind, row)
        return row

    def new_id(self, *, digits: bool = False) -> str:
        """Opaque, upper and lower case differ (documentation "Migrating from v9/IDs"); digits for labels."""
        self.tables.number += 1
        if digits:
            return str(2156154810 + self.tables.number)
        told = hashlib.sha256(str(self.tables.number).encode()).digest()
        return "6" + "".join(_LETTERS[byte % len(_LETTERS)] for byte in told[:15])

    def text(
        self, argument: str, told: object, longest: int, *, cut: bool = False, lines: bool = False
    ) -> str:
        """A text as it is stored. Names are cut in silence (observed on a free account, September 2026)."""
        if not isinstance(told, str):
            raise wrong(argument)
        if self.normalises:
            told = unicodedata.normalize("NFC", told)
            tidy = [line.rstrip() for line in told.splitlines()] if lines else [" ".join(told.split())]
            told = "\n".join(tidy).strip()
        if len(told) > longest and not cut:
            raise wrong(argument, f"Text is too long: at most {longest} characters")
        return told[:longest]

    def set_limits(self, limits: Limits) -> None:
        self.limits = limits
        self.tables.mark("user_plan_limits")

    def forget_tokens(self) -> None:
        """Forget every sync token given until now."""
        self.forgotten = self.tables.number
        self.tables.mark("user")

    def forget_uuids(self) -> None:
        """Forget which commands were done: how long they are remembered isn't published."""
        self.done.clear()

    def lag(self) -> None:
        """Let full syncs show what is there now until `catch_up` (`full_sync_date_utc`)."""
        self.lagging = (self.tables.copy(), self.clock())

    def catch_up(self) -> None:
        self.lagging = None


def stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
