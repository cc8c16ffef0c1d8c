"""Sending intents in batches, and settling each by what Todoist then says is there.

Invariants: a command carries the uuid of its intent, however often it is sent; while it isn't known how a
batch ended, what is there is looked at and only what is missing is sent again; only tasks that are known to
be ours are touched.
"""

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from http import HTTPStatus
from typing import Any

from integrations.todoist import MOST_COMMANDS
from integrations.todoist import news as reading
from integrations.todoist import task as tasks
from integrations.todoist.account import Account, Row
from integrations.todoist.api import EVERYTHING, Api, Stale
from integrations.todoist.batch import Batch, Part, Raced, ordered
from integrations.todoist.news import News
from integrations.todoist.project import Choice
from integrations.todoist.refusal import status, tag, words
from integrations.todoist.task import Frame
from planner.errors import OutcomeUnknown
from planner.sync.values import Act, Intent, Mirrored, Outcome, generation_of

_TRIES = 2
_MOST_DROPPED = 3
"""How many single intents may fail to tell their end before it stops writing."""
_GONE = "gone"
_NO_ID = "INVALID_TEMPID"
_TAKEN_IN_LATER = "it was changed there meanwhile; the next sync takes that in"
_FIELDS_OF = {
    "content": ("title",),
    "description": ("description", "url"),
    "due": ("due", "at", "zone", "every", "turn"),
    "deadline": ("deadline",),
    "duration": ("effort", "minutes"),
    "priority": ("priority",),
    "labels": ("categories",),
    "checked": ("done",),
    "place": ("parent", "section"),
}


@dataclass(slots=True)
class Writer:
    """Writes to one account. `surprised`: something was there that the last pull hadn't told.

    `rows` are the tasks as they were last seen in this run, `projects` those that were there before.
    """

    frame: Frame
    api: Api
    account: Account
    choice: Choice
    rows: dict[str, Row]
    projects: frozenset[str]
    _surprised: bool = False
    _seen: dict[str, str] = field(default_factory=dict)
    _left: dict[str, str] = field(default_factory=dict)
    _without: set[str] = field(default_factory=set)
    _most: int = MOST_COMMANDS
    _tries: int = 0
    _dropped: int = 0

    @property
    def surprised(self) -> bool:
        """Whether anything of ours is otherwise than we left it."""
        return self._surprised or any(etag != self._left.get(name) for name, etag in self._seen.items())

    def write(self, intents: Sequence[Intent]) -> Iterator[Outcome]:
        """Carry out the intents. Raises what the `Line` raises, DecisionNeeded where there is no project."""
        for outcome in self._write(intents):
            if outcome.mirrored is not None:
                self._left[outcome.mirrored.href] = outcome.mirrored.etag or ""
            yield outcome

    def _write(self, intents: Sequence[Intent]) -> Iterator[Outcome]:
        left = deque(ordered(list(intents), self.account))
        while left:
            batch, sent, outcomes = self._filled(left)
            yield from outcomes
            if sent:
                outcomes, again = self._carried_out(batch, sent)
                left.extendleft(reversed(again))
                yield from outcomes

    def _filled(self, left: deque[Intent]) -> tuple[Batch, list[Intent], list[Outcome]]:
        """As much as a request takes, which intents that are, and the outcomes of those that need none."""
        batch, sent, outcomes = self._batch(), list[Intent](), list[Outcome]()
        going = {intent.href for intent in left if intent.act is Act.DELETE}
        while left and len(sent) < self._most and left[0].item_id not in {one.item_id for one in sent}:
            trial = batch.extended()
            outcome = self._tried(trial, left[0], going)
            if outcome is not None:
                outcomes.append(outcome)
                left.popleft()
            elif batch.has_room(trial):
                batch = trial
                sent.append(left.popleft())
            else:
                break
        return batch, sent, outcomes

    def _tried(self, batch: Batch, intent: Intent, going: set[str]) -> Outcome | None:
        try:
            return self._add(batch, intent, going)
        except Raced:
            return self._raced(intent, None)
        except tasks.UNFIT as error:
            return Outcome(intent, error=f"it can't be a task: {error}")

    def _carried_out(self, batch: Batch, sent: list[Intent]) -> tuple[list[Outcome], list[Intent]]:
        """The outcomes, and what is to be tried once more. Of what fails to tell its end time and again there
        is neither.
        """
        try:
            ended = self._send(batch)
        except OutcomeUnknown as error:
            return [], self._again(sent, error)
        if ended is None:
            return [], sent
        statuses, there = ended
        told = [(part.intent, self._ended(part, statuses, there)) for part in batch.parts]
        again = [intent for intent, outcome in told if outcome is None]
        outcomes = [outcome for _, outcome in told if outcome is not None]
        if not again:
            self._tries = self._dropped = 0
            return outcomes, []
        words = "Todoist takes some changes neither as done nor as failed"
        left = self._again(again, OutcomeUnknown(words, "Sync again."))
        if not left:
            parts = (self._in_part(intent, words, passing=True) for intent in again)
            outcomes += [one for one in parts if one is not None]
        return outcomes, left

    def _again(self, intents: list[Intent], error: OutcomeUnknown) -> list[Intent]:
        """Look what is there, then try again; later in halves, as one that Todoist chokes on must not keep
        the others away. Where it chokes on all of them, it is left alone.
        """
        self._tries += 1
        self.api.pause()
        self._look()
        if self._tries < _TRIES:
            return intents
        if len(intents) > 1:
            self._most = max(1, len(intents) // 2)
            return intents
        self._tries, self._dropped, self._surprised = 0, self._dropped + 1, True
        if self._dropped == _MOST_DROPPED:
            raise error
        return []

    def _batch(self) -> Batch:
        choice, ours = self.choice, self.account.ours()
        return Batch(self.frame, self.account, choice.name, choice.note, self.rows, self._without, ours)

    def _add(self, batch: Batch, intent: Intent, going: set[str]) -> Outcome | None:
        """Put an intent's commands into a batch; the outcome where it needs none."""
        name = self._name(intent, batch.ours)
        if intent.wanted is None:
            return self._removed(batch, intent, name, going)
        if name is None:
            batch.create(intent, intent.wanted)
            return None
        known = intent.etag
        if known is None:
            row = self.rows.get(name) or self._asked(name, batch.ours)
            if row is None:
                batch.create(intent, intent.wanted)
                return None
            if not self.account.tasks[name].item:
                batch.take_over(intent, intent.wanted, name, row)
                return None
            known = tasks.etag(self.frame, row)
            if intent.act is Act.CREATE and not self._is_made_so(intent.wanted, row):
                return self._raced(intent, self._decoded(name))
        part = batch.update(intent, intent.wanted, name, known)
        if part.uuids:
            return None
        found = self._decoded(name)
        if found is None:
            return Outcome(intent, replace(intent.wanted, href=name, etag=known))
        return Outcome(intent, self._as_left(part, found))

    def _removed(self, batch: Batch, intent: Intent, name: str | None, going: set[str]) -> Outcome | None:
        if name is None:
            return Outcome(intent)
        if intent.etag is not None and name in self.rows and not self._is_as_known(name, intent.etag):
            return self._raced(intent, None)
        batch.delete(intent, name, going)
        return None

    def _name(self, intent: Intent, ours: dict[str, str]) -> str | None:
        """The task that an intent is about; None: there is none."""
        if intent.href in self.account.tasks:
            return intent.href
        if generation_of(self.frame.plan_id, intent.item_id, intent.href) is not None:
            return ours.get(intent.item_id)
        return intent.href if self._asked(intent.href, ours) is not None else None

    def _asked(self, name: str, ours: dict[str, str]) -> Row | None:
        """A task that we know by name only; None when it is gone."""
        answer = self.api.task(name)
        row = answer.object
        if (
            answer.status != HTTPStatus.OK
            or row is None
            or reading.take_one(self.frame, self.account, row) is None
        ):
            return None
        self.rows[name] = row
        if item := self.account.tasks[name].item:
            ours.setdefault(item, name)
        return row

    def _is_as_known(self, name: str, known: str) -> bool:
        return tasks.etag(self.frame, self.rows[name]) == known

    def _is_made_so(self, wanted: Mirrored, row: Row) -> bool:
        """Whether a task is what we would make; its tick may still be missing."""
        fields = tasks.encode(self.frame, wanted, self.account)
        now = tasks.hashes(self.frame, row)
        return all(tasks.hash_of(name, fields) == now[name] for name in fields)

    def _send(self, batch: Batch) -> tuple[Row, Mapping[str, Mirrored]] | None:
        """Statuses by uuid, and what the news show; None where all was refused and is tried in smaller parts.

        Raises OutcomeUnknown.
        """
        if batch.project is not None:
            self.choice.begin()
        commands = batch.all()
        answer = self.api.write(commands, self.account.token)
        told = answer.object or {}
        if answer.status >= HTTPStatus.BAD_REQUEST:
            return self._refused(batch, told)
        statuses = _statuses(told, commands)
        if statuses is None:
            raise OutcomeUnknown("Todoist's answer lacks what became of the changes", "Sync again.")
        self._most = min(2 * self._most, MOST_COMMANDS)
        if batch.project is not None and statuses[batch.project] != "ok":
            why = words(statuses[batch.project], self.api.token())
            raise self.choice.question(f"no project could be made for it: {why}")
        made = told.get("temp_id_mapping")
        mapping: Mapping[str, Any] = made if isinstance(made, dict) else {}
        if isinstance(found := mapping.get(batch.project or ""), str):
            self._use(found)
        news = self._take(told)
        if self.account.project is None:
            raise OutcomeUnknown("Todoist doesn't say which project it has made", "Sync again.")
        self._take_sections(batch, statuses, mapping)
        for part in batch.parts:
            part.name = str(mapping.get(part.name, part.name))
        return statuses, {found.href: found for found in news.present}

    def _take_sections(self, batch: Batch, statuses: Row, mapping: Mapping[str, Any]) -> None:
        for name, temporary in batch.sections.items():
            if statuses[temporary] != "ok":
                self._without.add(name)
            elif isinstance(found := mapping.get(temporary), str):
                self.account.sections.setdefault(found, name)

    def _refused(self, batch: Batch, told: Row) -> tuple[Row, Mapping[str, Mirrored]] | None:
        """Something in it may be what Todoist can't take: half of it then, and in the end that one alone."""
        if self._look():
            # It was the sync token.
            return None
        if len(batch.parts) == 1:
            return dict.fromkeys((command["uuid"] for command in batch.all()), told), {}
        self._most = max(1, len(batch.parts) // 2)
        return None

    def _look(self) -> bool:
        """See what is there by now. Whether everything had to be read for it."""
        try:
            told = self.api.read(self.account.token)
        except Stale:
            told = self.api.read(EVERYTHING)
        self._take(told)
        return told.get("full_sync") is True

    def _take(self, told: Row) -> News:
        for name, row in reading.projects(told).items():
            if self.account.project is None and name not in self.projects and reading.is_open(row):
                if row.get("description") == self.choice.note or row.get("name") == self.choice.name:
                    self._use(name)
            elif name == self.account.project and not reading.is_open(row):
                self.choice.lost(row)
        news = reading.take(self.frame, self.account, told, everything=told.get("full_sync") is True)
        self.rows.update(news.rows)
        self._seen |= {found.href: found.etag or "" for found in news.present}
        self._seen |= dict.fromkeys(news.gone, _GONE)
        for name in news.dead:
            self.rows.pop(name, None)
        if news.added or news.odd or told.get("full_sync") is True:
            self._surprised = True
        return news

    def _use(self, project: str) -> None:
        self.account.project = project
        self.choice.use(project)
        self.choice.remember()

    def _ended(self, part: Part, statuses: Row, there: Mapping[str, Mirrored]) -> Outcome | None:
        """How an intent ended; None: it is tried once more."""
        intent = part.intent
        failed = [statuses[uuid] for uuid in part.uuids if statuses[uuid] != "ok"]
        if failed:
            return self._failed(part, failed, statuses)
        if intent.wanted is None:
            self._left[part.name] = _GONE
            return Outcome(intent)
        known = part.name in self.account.tasks or intent.act is not Act.CREATE
        name = part.name if known else self.account.ours().get(intent.item_id)
        found = there.get(name or "")
        if found is None:
            if intent.act is not Act.CREATE and name not in self.account.tasks:
                return self._raced(intent, None)
            # It was done, and the answer doesn't say what: the next pull does.
            self._surprised = True
            return Outcome(intent, replace(intent.wanted, href=name or part.name, etag=None))
        kept = {one for name in part.kept for one in _FIELDS_OF[name]} - {"due", "turn", "minutes"}
        return Outcome(intent, self._as_left(part, found), kept=tuple(sorted(kept)))

    def _as_left(self, part: Part, found: Mirrored) -> Mirrored:
        """The task as we left it: what a person changed meanwhile is for the next pull to tell."""
        if not part.known:
            return found
        now = tasks.hashes_of(found.etag or "")
        edited = [
            name for name, known in part.known.items() if name not in part.touched and now.get(name) != known
        ]
        if not edited or part.intent.wanted is None:
            return found
        self._surprised = True
        etag = tasks.etag_of(
            {**now, **{name: part.known[name] for name in edited}}, tasks.phrase_of(found.etag)
        )
        wanted = part.intent.wanted.item
        ours: dict[str, Any] = {one: getattr(wanted, one) for name in edited for one in _FIELDS_OF[name]}
        return replace(found, item=replace(found.item, **ours), etag=etag)

    def _failed(self, part: Part, failed: Sequence[object], statuses: Row) -> Outcome | None:
        intent, error = part.intent, failed[0]
        lacking = any(statuses.get(need, "ok") != "ok" for need in part.needs)
        if lacking or tag(error) == _NO_ID:
            return None
        code = status(error)
        if code == HTTPStatus.NOT_FOUND and intent.act is Act.DELETE:
            return Outcome(intent)
        if code == HTTPStatus.NOT_FOUND and intent.act is Act.UPDATE and part.name not in self.account.tasks:
            return self._raced(intent, None)
        if code == HTTPStatus.TOO_MANY_REQUESTS or code >= HTTPStatus.INTERNAL_SERVER_ERROR:
            self.api.pause()
            return None
        if len(failed) < len(part.uuids):
            self._surprised = True
        told = words(error, self.api.token())
        return self._in_part(intent, told, passing=False) or Outcome(intent, error=told)

    def _in_part(self, intent: Intent, error: str, *, passing: bool) -> Outcome | None:
        """How a write ended of which some commands were taken and others not; None where none was."""
        row, wanted = self.rows.get(intent.href), intent.wanted
        found = self._decoded(intent.href)
        if row is None or wanted is None or intent.etag is None or found is None or found.etag == intent.etag:
            return None
        like = {
            **tasks.encode(self.frame, wanted, self.account, tasks.phrase_of(intent.etag)),
            "checked": wanted.item.done,
        }
        now = tasks.hashes(self.frame, row)
        unwritten = {one for one in now if one in like and tasks.hash_of(one, like) != now[one]}
        if (found.item.parent, found.item.section) != (wanted.item.parent, wanted.item.section):
            unwritten.add("place")
        names = tuple(sorted(name for one in unwritten for name in _FIELDS_OF[one]))
        return Outcome(intent, found, error, unwritten=names, passing=passing) if names else None

    def _raced(self, intent: Intent, found: Mirrored | None) -> Outcome:
        self._surprised = True
        return Outcome(intent, found, _TAKEN_IN_LATER, raced=True)

    def _decoded(self, name: str | None) -> Mirrored | None:
        row = self.rows.get(name or "")
        kept = self.account.tasks.get(name or "")
        mark = tasks.read_mark(kept.mark) if kept is not None else None
        if row is None or mark is None:
            return None
        return tasks.decode(self.frame, row, self.account, mark)


def _statuses(told: Row, commands: Sequence[Row]) -> Row | None:
    """What became of each command; None for an answer that lacks anything of that, or the news."""
    statuses = told.get("sync_status")
    if not isinstance(statuses, dict) or any(command["uuid"] not in statuses for command in commands):
        return None
    whole = isinstance(told.get("items"), list) and isinstance(told.get("sync_token"), str)
    return statuses if whole else None
