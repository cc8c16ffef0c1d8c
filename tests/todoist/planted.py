"""Bugs to plant in the adapter, each by what it puts in place of what, and who has to notice it."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import uuid4

from integrations.todoist import batch, news, task
from integrations.todoist.account import Account, Kept, Row, to_text
from integrations.todoist.batch import Part
from integrations.todoist.mark import Mark
from integrations.todoist.remote import Todoist
from integrations.todoist.task import Frame
from integrations.todoist.writing import Writer
from planner.sync.values import Item, Observation, Outcome

_due, _failed = task._due, Writer._failed  # noqa: SLF001 - bugs go inside


def _another_uuid(*_: object) -> str:
    return str(uuid4())


def _not_looked(_writer: Writer) -> bool:
    return False


def _taken_as_done(_writer: Writer, part: Part, *_: object) -> Outcome:
    return Outcome(part.intent, part.intent.wanted)


def _final(writer: Writer, part: Part, failed: Sequence[object], statuses: Row) -> Outcome:
    return _failed(writer, part, failed, statuses) or Outcome(part.intent, error="refused")


def _latest(remote: Todoist) -> str | None:
    account = remote._looked()  # noqa: SLF001 - bugs go inside
    return None if account.project is None else to_text(account)


def _any_plan(_frame: Frame, row: Row, kept: Kept | None) -> Mark | None:
    return task.mark_of(row) or (task.read_mark(kept.mark) if kept is not None else None)


def _once(item: Item, known: str) -> dict[str, Any]:
    return {"date": str(item.due)} if known else _due(item, known)


def _everything(*_: object) -> bool:
    return True


def _no_copies(*_: object) -> bool:
    return False


def _all_gone(remote: Todoist, hrefs: Sequence[str]) -> Observation:
    return Observation(gone=tuple(hrefs), cursor=remote._pulled)  # noqa: SLF001 - bugs go inside


def _none_stay(_account: Account, _name: str, _going: Collection[str]) -> list[str]:
    return []


def _nothing_is_theirs(*_: object) -> set[str]:
    return set()


Bug = Mapping[tuple[object, str], object]

ANOTHER_UUID: Bug = {(batch, "_uuid"): _another_uuid}
NOT_LOOKED: Bug = {(Writer, "_look"): _not_looked}
A_COPY_IS_OURS: Bug = {(news, "_is_copy"): _no_copies}
LIVES: Mapping[str, Bug] = {
    "the whole task is written": {(batch, "_differs"): _everything},
    "a person's words are written over": {(batch, "_theirs"): _nothing_is_theirs},
    "what a list lacks is gone": {(Todoist, "confirm"): _all_gone},
}
MACHINE: Mapping[str, Bug] = {
    "a lost answer isn't looked after": NOT_LOOKED,
    "a failed command counts as done": {(Writer, "_failed"): _taken_as_done},
    "what lacks its parent has failed for good": {(Writer, "_failed"): _final},
    "the token is ahead of what was taken in": {(Todoist, "cursor"): _latest},
    "the mark of any plan is ours": {(news, "_mark"): _any_plan},
    "a new date ends a habit": {(task, "_due"): _once},
    "what hangs below goes along": {(Account, "staying"): _none_stay},
}
