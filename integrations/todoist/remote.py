"""Todoist as a remote: one `/sync` tells the news, a hundred writes are one request."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from http import HTTPStatus

from integrations.http.line import Line
from integrations.todoist import account as accounts
from integrations.todoist import task as tasks
from integrations.todoist.account import Account, Row
from integrations.todoist.api import EVERYTHING, Api, Stale
from integrations.todoist.batch import Batch, statuses
from integrations.todoist.news import News, holding, ours, projects, rows_of, take_in
from integrations.todoist.project import Project
from integrations.todoist.refusal import words
from integrations.todoist.task import Frame
from planner.errors import OutcomeUnknown, PlannerError
from planner.sync.clean import one_spelling
from planner.sync.health import Health
from planner.sync.values import Abilities, Act, Intent, Item, Mirrored, Observation, Outcome, Role

_ABILITIES = Abilities(roles=frozenset({Role.TASK}), read_back=True, recurs=True)
_TRIES = 2


class Todoist:
    """One project for one plan; it is `planner.sync.values.Remote`."""

    def __init__(
        self,
        frame: Frame,
        project: Project,
        line: Line,
        connect: Callable[[Line], Api],
        mark: Callable[[], str],
    ) -> None:
        self._frame = frame
        self._project = project
        self._line = line
        self._connect = connect
        self._mark = mark
        self._api: Api | None = None
        self._account = Account()
        self._pulled: str | None = None
        self._surprised = False

    @property
    def abilities(self) -> Abilities:
        """Tasks, habits as one that recurs; what a person changes there counts."""
        return _ABILITIES

    @property
    def place(self) -> str:
        """The id of the project."""
        return self._project.place

    @property
    def health(self) -> Health:
        """How Todoist fares by now."""
        return self._line.health

    @property
    def credentials(self) -> str:
        """A mark of the token in use."""
        return self._mark()

    def pull(self, cursor: str | None) -> Observation:
        """What changed since the cursor, or all there is."""
        self._surprised = False
        known = accounts.from_text(cursor)
        told = self._read(known.token if known is not None else EVERYTHING)
        if known is None or told.get("full_sync") is True:
            return self._everything(told)
        self._account = known
        if any(
            row.get("id") == known.project and row.get("is_deleted") for row in told.get("projects") or ()
        ):
            raise self._project.gone()
        self._project.id = known.project
        news = take_in(self._frame, known, told)
        quiet = not news.rows and not told.get("sections")
        self._pulled = cursor if quiet else accounts.to_text(known)
        return _observed(news, complete=False, cursor=self._pulled)

    def confirm(self, hrefs: Sequence[str]) -> Observation:
        """Get each of these tasks."""
        present: list[Mirrored] = []
        gone: list[str] = []
        for name in hrefs:
            answer = self._asked().task(name)
            row = answer.object or {}
            kept = self._account.tasks.get(name)
            mark = tasks.mark_of(row) or (tasks.read_mark(kept.mark) if kept is not None else None)
            if answer.status == HTTPStatus.NOT_FOUND or row.get("is_deleted") is True:
                gone.append(name)
            elif answer.status != HTTPStatus.OK or row.get("id") != name or mark is None:
                raise PlannerError(
                    f"Todoist doesn't show a task (status {answer.status})", "Sync again later."
                )
            else:
                told = {"items": [row], "sync_token": self._account.token}
                present += take_in(self._frame, self._account, told).present.values()
        return Observation(tuple(present), tuple(gone))

    def push(self, intents: Sequence[Intent]) -> Iterator[Outcome]:
        """Carry out the intents, a batch at a time; what hangs under another one after it."""
        left = sorted(intents, key=_hangs)
        while left:
            batch = Batch(self._frame, self._account, self._account.project or "")
            if self._account.project is None:
                if all(intent.act is Act.DELETE for intent in left):
                    yield from map(Outcome, left)
                    return
                batch.add_project(self._project.name, f"{left[0].uuid}-project")
            taken: list[Intent | Outcome] = []
            for intent in left:
                try:
                    if not batch.add(intent):
                        break
                except tasks.UNFIT as error:
                    taken.append(Outcome(intent, error=f"it can't be a task: {error}"))
                else:
                    taken.append(intent)
            left = left[len(taken) :]
            told = self._write(batch) if batch.commands else {}
            yield from (one if isinstance(one, Outcome) else self._ended(batch, told, one) for one in taken)

    def cursor(self) -> str | None:
        """Where the next pull goes on: after our writes, unless a person changed something meanwhile."""
        if self._surprised or self._account.project is None:
            return self._pulled
        return accounts.to_text(self._account)

    def _everything(self, told: Row) -> Observation:
        names = projects(told)
        self._account = Account(project=self._project.choose(names, holding(self._frame, told)))
        news = take_in(self._frame, self._account, told)
        self._pulled = accounts.to_text(self._account) if self._account.project is not None else None
        return _observed(news, complete=True, cursor=self._pulled)

    def _read(self, token: str) -> Row:
        try:
            return self._asked().read(token)
        except Stale:
            return self._asked().read(EVERYTHING)

    def _write(self, batch: Batch) -> Row:
        """Send a batch, once more with the same uuids if its answer is lost; take in what it told."""
        token = self._account.token
        for attempt in range(_TRIES):
            try:
                answer = self._asked().write(batch.commands, token)
            except OutcomeUnknown:
                if attempt + 1 == _TRIES:
                    raise
                self._asked().pause()
                continue
            told = answer.object or {}
            if answer.status == HTTPStatus.OK and isinstance(told.get("sync_status"), dict):
                self._learn_project(batch, told)
                take_in(self._frame, self._account, told)
                return {**told, "rows": {str(row.get("id")): row for row in rows_of(told, "items")}}
            raise PlannerError(f"Todoist refuses what was written: {words(told)}", "Sync again later.")
        raise OutcomeUnknown("Todoist doesn't say what became of a batch", "Sync again.")

    def _learn_project(self, batch: Batch, told: Row) -> None:
        if self._account.project is not None:
            return
        mapping = told.get("temp_id_mapping")
        made = mapping.get(batch.project) if isinstance(mapping, dict) else None
        named = [found for found, name in projects(told).items() if name == self._project.name]
        found = made if isinstance(made, str) else next(iter(named), None)
        if found is None:
            raise OutcomeUnknown("Todoist doesn't say which project it has made", "Sync again.")
        self._account.project = self._project.id = found

    def _ended(self, batch: Batch, told: Row, intent: Intent) -> Outcome:
        uuids = batch.uuids.get(intent.item_id, [])
        failed = [one for one in statuses(told, uuids) if one != "ok"]
        if failed:
            error = failed[0] if isinstance(failed[0], dict) else {}
            return Outcome(intent, error=words(error))
        if intent.act is Act.DELETE or intent.wanted is None:
            return Outcome(intent)
        name = ours(self._frame, self._account, intent.item_id)
        if name is None:
            raise OutcomeUnknown(f"Todoist doesn't show {intent.item_id}", "Sync again.")
        row = told.get("rows", {}).get(name)
        wanted = replace(intent.wanted, href=name)
        found = self._decoded(name, row) if row is not None else None
        if found is None or not _alike(found.item, wanted.item):
            self._surprised = self._surprised or found is not None
            return Outcome(intent, replace(wanted, etag=None))
        return Outcome(intent, found)

    def _decoded(self, name: str, row: Row) -> Mirrored | None:
        mark = tasks.read_mark(self._account.tasks[name].mark)
        try:
            return tasks.decode(self._frame, row, self._account, mark) if mark is not None else None
        except tasks.UNFIT:
            return None

    def _asked(self) -> Api:
        if self._api is None:
            self._api = self._connect(self._line)
        return self._api


def _hangs(intent: Intent) -> bool:
    return intent.wanted is not None and intent.wanted.item.parent is not None


def _observed(news: News, *, complete: bool, cursor: str | None) -> Observation:
    return Observation(
        tuple(news.present.values()),
        tuple(news.gone),
        complete=complete,
        cursor=cursor,
        added=tuple(news.added),
        notes=tuple(news.notes),
    )


def _alike(one: Item, other: Item) -> bool:
    return all(
        _spelt(getattr(one, name)) == _spelt(getattr(other, name))
        for name in Item.__slots__
        if name not in {"turn", "minutes"}
    )


def _spelt(value: object) -> object:
    return one_spelling(value) if isinstance(value, str) else value
