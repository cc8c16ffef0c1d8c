"""One write at a time, each of which can be repeated: after any doubt it looks what is there.

Invariants: only an event with our mark and id is changed; what a person changed since the last pull is
left as it is, and the next pull takes it in.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Any

from integrations.google import event as events
from integrations.google.api import Api
from integrations.google.calendar import Choice
from integrations.google.event import Frame
from integrations.google.refusal import reason
from integrations.http.answer import Answer
from planner.errors import OutcomeUnknown, SignInNeeded
from planner.sync.clean import one_spelling
from planner.sync.values import GENERATIONS, Act, Intent, Mirrored, Outcome, generation_of, href

_LOOKS = 3
_TAKEN_IN_LATER = "it was changed there meanwhile; the next sync takes that in"
_GONE = frozenset({HTTPStatus.NOT_FOUND, HTTPStatus.GONE})


@dataclass(slots=True)
class Writer:
    """Writes to one calendar. `surprised`: something was there that the last pull hadn't told."""

    frame: Frame
    api: Api
    calendar: str
    choice: Choice
    surprised: bool = False

    def write(self, intent: Intent) -> Outcome:
        """Carry out an intent. Raises what the `Line` raises; DecisionNeeded for a calendar that is gone."""
        try:
            if intent.act is Act.DELETE or intent.wanted is None:
                return self._delete(intent)
            wanted = replace(intent.wanted, href=intent.href)
            body = events.encode(self.frame, wanted)
        except events.UNFIT as error:
            return Outcome(intent, error=f"it can't be an event: {error}")
        if intent.act is Act.CREATE:
            return self._create(intent, wanted, body)
        return self._update(intent, wanted, body)

    def _create(self, intent: Intent, wanted: Mirrored, body: Mapping[str, Any]) -> Outcome:
        """Insert it under the first of its names that isn't taken."""
        first = generation_of(self.frame.plan_id, intent.item_id, intent.href) or 0
        for generation in range(first, GENERATIONS):
            name = href(self.frame.plan_id, intent.item_id, generation)
            outcome = self._insert(intent, replace(wanted, href=name), {**body, "id": name})
            if outcome is not None:
                return outcome
        return Outcome(intent, error="all names that it could have are taken there")

    def _insert(self, intent: Intent, wanted: Mirrored, body: Mapping[str, Any]) -> Outcome | None:
        """Insert it under this name; None when the name is taken by what isn't ours to change."""
        for _ in range(_LOOKS):
            try:
                answer = self.api.insert(self.calendar, body)
            except OutcomeUnknown:
                self.api.pause()
                there = self.api.get(self.calendar, wanted.href)
                if there.status in _GONE:
                    continue
                return self._found(intent, wanted, there)
            if answer.status == HTTPStatus.CONFLICT:
                return self._found(intent, wanted, self.api.get(self.calendar, wanted.href))
            if answer.status == HTTPStatus.NOT_FOUND:
                raise self.choice.question("its calendar is gone, or this account can't see it")
            return self._ended(intent, wanted, answer)
        raise OutcomeUnknown("Google doesn't say whether an event was made", "Sync again.")

    def _found(self, intent: Intent, wanted: Mirrored, answer: Answer) -> Outcome | None:
        """Decide on what has the name already. None: another name."""
        there = answer.object
        if answer.status in _GONE:
            return None
        if answer.status != HTTPStatus.OK or there is None:
            return Outcome(intent, error=_refusal(answer))
        if not events.is_live(there):
            return self._revive(intent, wanted, there)
        if not events.is_ours(self.frame, there):
            return None
        found = self._decoded(there)
        if found is not None and _same(found, wanted):
            return Outcome(intent, found)
        return self._raced(intent, found)

    def _revive(self, intent: Intent, wanted: Mirrored, there: Mapping[str, Any]) -> Outcome | None:
        """Bring a deleted event back under its name, where the server lets us."""
        body = events.encode(self.frame, wanted)
        try:
            answer = self.api.update(self.calendar, body, _text(there.get("etag")))
        except SignInNeeded:
            return None
        except OutcomeUnknown:
            self.api.pause()
            answer = self.api.get(self.calendar, wanted.href)
        told = answer.object or {}
        if answer.status != HTTPStatus.OK or not events.is_live(told):
            return None
        return self._ended(intent, wanted, answer)

    def _update(self, intent: Intent, wanted: Mirrored, body: Mapping[str, Any]) -> Outcome:
        etag = wanted.etag
        if not events.can_replace(wanted):
            answer = self.api.get(self.calendar, wanted.href)
            there = answer.object
            if answer.status in _GONE or there is None:
                return self._create(intent, wanted, body)
            stopped = self._stopped(intent, wanted, there)
            if stopped is not None:
                return stopped
            body, etag = events.merged(self.frame, there, wanted), _text(there.get("etag"))
        for _ in range(_LOOKS):
            try:
                answer = self.api.update(self.calendar, body, etag)
            except OutcomeUnknown:
                self.api.pause()
            else:
                if answer.status in _GONE:
                    return self._create(intent, wanted, body)
                if answer.status != HTTPStatus.PRECONDITION_FAILED:
                    return self._ended(intent, wanted, answer)
            there = self.api.get(self.calendar, wanted.href).object or {}
            stopped = self._stopped(intent, replace(wanted, etag=etag), there)
            if stopped is not None:
                return stopped
        raise OutcomeUnknown("Google doesn't say whether an event was changed", "Sync again.")

    def _stopped(self, intent: Intent, wanted: Mirrored, there: Mapping[str, Any]) -> Outcome | None:
        """What stands in the way of an update of the event that is there; None: nothing."""
        if not events.is_live(there):
            return self._raced(intent, None)
        found = self._decoded(there)
        if found is not None and _same(found, wanted):
            return Outcome(intent, found)
        known = events.server_etag(wanted.etag)
        if found is None or (known is not None and there.get("etag") != known):
            return self._raced(intent, found)
        return None

    def _delete(self, intent: Intent) -> Outcome:
        answer = self.api.delete(self.calendar, intent.href, events.server_etag(intent.etag))
        if answer.status in _GONE or answer.status < HTTPStatus.BAD_REQUEST:
            return Outcome(intent)
        if answer.status == HTTPStatus.PRECONDITION_FAILED:
            # By a person's change, or by our own deletion whose answer was lost.
            there = self.api.get(self.calendar, intent.href)
            if there.status in _GONE or not events.is_live(there.object or {}):
                return Outcome(intent)
            return self._raced(intent, None)
        return Outcome(intent, error=_refusal(answer))

    def _raced(self, intent: Intent, found: Mirrored | None) -> Outcome:
        self.surprised = True
        return Outcome(
            intent, found, "it was changed there meanwhile; the next sync takes that in", raced=True
        )

    def _ended(self, intent: Intent, wanted: Mirrored, answer: Answer) -> Outcome:
        """What the server made of a write."""
        if answer.status >= HTTPStatus.BAD_REQUEST:
            return Outcome(intent, error=_refusal(answer))
        found = self._decoded(answer.object or {})
        if found is None or found.href != wanted.href:
            # It was done, and the answer doesn't say what: the next pull does.
            self.surprised = True
            return Outcome(intent, replace(wanted, etag=None))
        return Outcome(intent, found)

    def _decoded(self, there: Mapping[str, Any]) -> Mirrored | None:
        """An event of ours, or None."""
        if not events.is_ours(self.frame, there):
            return None
        try:
            return events.decode(self.frame, there)
        except events.UNFIT:
            return None


def _same(found: Mirrored, wanted: Mirrored) -> bool:
    """Whether a write has arrived, and nothing was changed after it: its stamp and all that people see,
    however the server spells it.
    """
    return _in_one_spelling(found) == _in_one_spelling(wanted)


def _in_one_spelling(mirrored: Mirrored) -> Mirrored:
    item = mirrored.item
    title, description = one_spelling(item.title), one_spelling(item.description)
    return replace(
        mirrored, item=replace(item, title=title, description=description), etag=None, theirs=(), echo=None
    )


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _refusal(answer: Answer) -> str:
    error = (answer.object or {}).get("error")
    words = error.get("message") if isinstance(error, dict) else None
    return f"Google refuses it: {words or reason(answer) or f'status {answer.status}'}"
