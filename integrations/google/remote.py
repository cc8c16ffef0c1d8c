"""Google Calendar as a remote: one list tells the news, each write is one request that can be repeated."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from integrations.google.calendar import Choice
from integrations.google.event import Frame
from integrations.google.listing import Listing, Stale, read_event, read_pages
from integrations.google.writing import Writer
from integrations.http.line import Line
from planner import secret_file
from planner.errors import OutcomeUnknown, PlannerError
from planner.sync.health import Health
from planner.sync.values import Abilities, Act, Intent, Observation, Outcome, Role

if TYPE_CHECKING:
    from integrations.google.api import Api

_MOST_UNKNOWN = 3
"""After how many writes in a row whose end isn't known it stops writing."""
_ABILITIES = Abilities(roles=frozenset({Role.EVENT}), read_back=True)


class GoogleCalendar:
    """One calendar for one plan; it is `planner.sync.values.Remote`.

    Nothing is sent before the first pull or push. Besides what the `Line` raises: DecisionNeeded when it
    isn't known which calendar is ours, or it is gone.
    """

    def __init__(
        self, frame: Frame, choice: Choice, line: Line, connect: "Callable[[Line], Api]", credentials: Path
    ) -> None:
        self._frame = frame
        self._choice = choice
        self._line = line
        self._connect = connect
        self._credentials = credentials
        self._connected: Api | None = None
        self._cursor: str | None = None
        # What our writes left there, by href: its etag, or None where it was deleted.
        self._written: dict[str, str | None] = {}
        self._surprised = False
        self._pulled = False

    @property
    def abilities(self) -> Abilities:
        """Events; what a person changes there counts."""
        return _ABILITIES

    @property
    def place(self) -> str:
        """The id of the calendar."""
        return self._choice.place

    @property
    def health(self) -> Health:
        """How Google fares by now."""
        return self._line.health

    @property
    def credentials(self) -> str:
        """A mark of the file with the sign-in, and of the calendar that is named."""
        return f"{secret_file.mark(self._credentials)} {self._choice.named or ''}".strip()

    @property
    def time(self) -> datetime | None:
        """What time Google says it is."""
        return self._line.time

    def pull(self, cursor: str | None) -> Observation:
        """What changed since the sync token `cursor`, or all there is. A calendar that isn't made yet is
        empty. A stale token costs one more list, once.
        """
        self._written.clear()
        self._surprised, self._pulled = False, True
        calendar = self._choice.find()
        if calendar is None:
            self._cursor = None
            return Observation(complete=True)
        listing = self._list(calendar, cursor or None)
        if listing is None:
            self._choice.gone()
            self._cursor = None
            return Observation(complete=True)
        # While nothing happened the old token does: a new one would have to be stored each time.
        news = listing.complete or listing.present or listing.gone or listing.others
        quiet = listing.cursor is not None and not news
        self._cursor = cursor if quiet else listing.cursor
        return Observation(
            present=listing.present, gone=listing.gone, complete=listing.complete, cursor=self._cursor
        )

    def confirm(self, hrefs: Sequence[str]) -> Observation:
        """Get each of these events."""
        calendar = self._choice.find()
        if calendar is None:
            return Observation(gone=tuple(hrefs))
        told = (read_event(self._frame, name, self._api().get(calendar, name)) for name in hrefs)
        found = dict(zip(hrefs, told, strict=True))
        return Observation(
            present=tuple(one for one in found.values() if one is not None),
            gone=tuple(name for name, one in found.items() if one is None),
        )

    def push(self, intents: Sequence[Intent]) -> Iterator[Outcome]:
        """Carry out the intents in order; the first one makes the calendar if there is none. Of a write whose
        end isn't known no outcome is told.
        """
        calendar = self._choice.find()
        if calendar is None and any(intent.act is not Act.DELETE for intent in intents):
            calendar = self._choice.make(self._api(), self._frame.zone)
        self._choice.remember()
        if calendar is None:
            yield from map(Outcome, intents)
            return
        if not intents:
            return
        writer = Writer(self._frame, self._api(), calendar, self._choice)
        unknown = 0
        for intent in intents:
            try:
                outcome = writer.write(intent)
            except OutcomeUnknown:
                # One event that Google chokes on must not keep the others away. Where it chokes on all of
                # them, it is left alone.
                self._surprised = True
                unknown += 1
                if unknown == _MOST_UNKNOWN:
                    raise
                continue
            unknown = 0
            self._surprised = self._surprised or writer.surprised
            if outcome.mirrored is not None:
                self._written[outcome.mirrored.href] = outcome.mirrored.etag
            elif outcome.error is None:
                self._written[intent.href] = None
            yield outcome

    def cursor(self) -> str | None:
        """The token for what is there now. Should somebody else have changed anything since the pull, the
        token of the pull: the next one tells it then.
        """
        calendar = self._choice.find()
        if calendar is None or self._surprised:
            # Without a token the next pull asks for everything.
            return None
        if self._cursor is not None and not self._written:
            return self._cursor
        listing = self._list(calendar, self._cursor)
        if listing is None:
            return self._cursor
        told = {found.href: found.etag for found in listing.present} | dict.fromkeys(listing.gone)
        # Without a token it is a list of everything, which doesn't tell what somebody deleted.
        awaited = told if self._cursor is not None else self._written
        if not self._pulled or told == {name: self._written.get(name, "") for name in awaited}:
            self._cursor = listing.cursor
            self._written.clear()
        return self._cursor

    def _list(self, calendar: str, cursor: str | None) -> Listing | None:
        """List what is new, or everything; None when there is no such calendar."""
        for token in (cursor, None) if cursor else (None,):
            try:
                return read_pages(self._frame, self._api().pages(calendar, token), everything=token is None)
            except Stale:
                continue
        raise PlannerError(
            f"{self._choice.target}: Google has retired this way of asking for events",
            "Install a newer version of planner.",
        )

    def _api(self) -> "Api":
        if self._connected is None:
            self._connected = self._connect(self._line)
        return self._connected
