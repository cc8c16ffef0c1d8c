"""The pages of one list of events, taken together: what of it is ours, and where the next one goes on."""

from collections.abc import Iterable
from dataclasses import dataclass
from http import HTTPStatus
from typing import TypeGuard

from integrations.google import event as events
from integrations.google.event import Frame
from integrations.http.answer import Answer
from planner.errors import PlannerError
from planner.sync.values import Mirrored


class Stale(Exception):
    """The sync token is too old or was never one (410, or 400 where it can't be read)."""


@dataclass(frozen=True, slots=True)
class Listing:
    """What a list told. `others`: it also told of events that aren't ours."""

    present: tuple[Mirrored, ...]
    gone: tuple[str, ...]
    others: bool
    complete: bool
    cursor: str | None


def read_pages(frame: Frame, pages: Iterable[Answer], *, everything: bool) -> Listing | None:
    """Read all pages; None when there is no such calendar. `everything`: they aren't news since a token.

    Raises Stale, and PlannerError for answers that aren't a list: nothing of the earlier pages counts then.
    """
    present: list[Mirrored] = []
    gone: list[str] = []
    others, understood, cursor = False, True, None
    for page in pages:
        if page.status == HTTPStatus.NOT_FOUND:
            return None
        if page.status == HTTPStatus.GONE or (page.status == HTTPStatus.BAD_REQUEST and not everything):
            raise Stale
        told = page.object or {}
        items, token = told.get("items"), told.get("nextSyncToken")
        if page.status != HTTPStatus.OK or not _are_objects(items):
            raise PlannerError(f"Google gave no list of events (status {page.status})", "Sync again later.")
        for one in items:
            if not events.is_live(one):
                gone.append(str(one.get("id")))
            elif not events.is_ours(frame, one):
                others = True
            else:
                try:
                    present.append(events.decode(frame, one))
                except events.UNFIT:
                    understood = False
        cursor = token if isinstance(token, str) and token else None
    whole = cursor is not None and understood
    return Listing(tuple(present), tuple(gone), others, everything and whole, cursor)


def read_event(frame: Frame, name: str, answer: Answer) -> Mirrored | None:
    """One event that was asked for by name; None when it was deleted, or isn't ours any more.

    Raises PlannerError when the answer is no event.
    """
    if answer.status in {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}:
        return None
    told = answer.object or {}
    if answer.status == HTTPStatus.OK and told.get("id") == name:
        if not events.is_live(told) or not events.is_ours(frame, told):
            return None
        try:
            return events.decode(frame, told)
        except events.UNFIT:
            pass
    raise PlannerError(f"Google doesn't show an event (status {answer.status})", "Sync again later.")


def _are_objects(items: object) -> TypeGuard[list[dict[str, object]]]:
    return isinstance(items, list) and all(isinstance(one, dict) for one in items)
