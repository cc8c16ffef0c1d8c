"""Todoist as a remote: one read tells the news, a hundred writes are one request."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from http import HTTPStatus

from integrations.todoist import news as reading
from integrations.todoist import task as tasks
from integrations.todoist.account import Account, Row, from_text, to_text
from integrations.todoist.api import EVERYTHING, Api, Stale
from integrations.todoist.news import News
from integrations.todoist.project import Choice
from integrations.todoist.task import Frame
from integrations.todoist.token import Token
from integrations.todoist.writing import Writer
from planner.errors import PlannerError
from planner.sync.health import Health
from planner.sync.values import Abilities, Act, Intent, Mirrored, Observation, Outcome, Role

_WINDOW = timedelta(days=88)
"""The completed tasks of three months can be asked for at once."""
_WINDOWS = 30
_DAY = timedelta(days=1)


class Todoist:
    """One project for one plan; it is `planner.sync.values.Remote`.

    Nothing is sent before the first pull or push. Besides what the `Line` raises: DecisionNeeded when the
    project is gone, or it isn't known which it is.
    """

    def __init__(self, frame: Frame, choice: Choice, api: Api, token: Token) -> None:
        self._frame = frame
        self._choice = choice
        self._api = api
        self._token = token
        self._account: Account | None = None
        self._rows: dict[str, Row] = {}
        self._projects: frozenset[str] = frozenset()
        # The cursor of the pull, which tells everything since once more.
        self._pulled: str | None = None
        self._surprised = False
        self._wrote = False

    @property
    def abilities(self) -> Abilities:
        """Tasks; a habit is one that recurs; what a person changes counts. After a pull: how many fit."""
        account = self._account
        most = account.limits.max_tasks if account is not None else None
        room = None if account is None or most is None else max(most - account.others, 0)
        return Abilities(roles=frozenset({Role.TASK}), read_back=True, recurs=True, room=room)

    @property
    def place(self) -> str:
        """The id of the project."""
        return self._choice.place

    @property
    def health(self) -> Health:
        """How Todoist fares by now."""
        return self._api.line.health

    @property
    def credentials(self) -> str:
        """A mark of the token."""
        return self._token.mark

    @property
    def time(self) -> datetime | None:
        """What time Todoist says it is."""
        return self._api.line.time

    def pull(self, cursor: str | None) -> Observation:
        """What changed since, or all there is. A project that isn't made yet is empty."""
        self._rows, self._surprised, self._wrote = {}, False, False
        account, project = from_text(cursor), self._choice.known()
        if account is not None and project is not None and account.project == project:
            try:
                told = self._api.read(account.token)
            except Stale:
                told = None
            if told is not None and told.get("full_sync") is not True:
                return self._news(cursor, account, told)
        return self._everything(account)

    def confirm(self, hrefs: Sequence[str]) -> Observation:
        """Ask for each of these tasks. One that can't be understood is neither there nor gone."""
        present, gone, odd = [], [], []
        for name in hrefs:
            try:
                found = self._confirmed(name)
            except tasks.UNFIT:
                odd.append(name)
                continue
            if found is None:
                gone.append(name)
            else:
                present.append(found)
        if self._pulled is not None and self._account is not None:
            self._pulled = to_text(self._account)
        return Observation(present=tuple(present), gone=tuple(gone), cursor=self._pulled, notes=_notes(odd))

    def push(self, intents: Sequence[Intent]) -> Iterator[Outcome]:
        """Carry out the intents, first those that make room; a project is made if there is none."""
        account = self._looked()
        if account.project is not None:
            self._choice.remember()
        elif all(intent.act is Act.DELETE for intent in intents):
            yield from map(Outcome, intents)
            return
        writer = Writer(self._frame, self._api, account, self._choice, self._rows, self._projects)
        self._wrote = self._wrote or bool(intents)
        try:
            yield from writer.write(intents)
        finally:
            self._surprised = self._surprised or writer.surprised

    def cursor(self) -> str | None:
        """What stands for what is there now. Should a person have changed anything since the pull, that of
        the pull: the next one tells it then.
        """
        account = self._looked()
        if account.project is None:
            return None
        if self._surprised or not self._wrote:
            return self._pulled
        return to_text(account)

    def _looked(self) -> Account:
        """What is known, after a look where there was none yet."""
        if self._account is None:
            self.pull(None)
        return self._account or Account()

    def _news(self, cursor: str | None, account: Account, told: Row) -> Observation:
        """What changed since a cursor. While nothing did, the old one does: a new one had to be stored."""
        for name, row in reading.projects(told).items():
            if name == account.project and not reading.is_open(row):
                self._choice.lost(row)
                return self._everything(None)
        news = self._take(account, told, everything=False)
        if news.odd or not any(
            told.get(kind) for kind in ("items", "sections", "projects", "user_plan_limits")
        ):
            self._pulled = cursor
        return _observation(news, self._pulled, complete=False)

    def _everything(self, known: Account | None) -> Observation:
        """All that there is. What was made a moment ago may be missing from such an answer (documentation,
        "Full sync"), and what is done always is: both are asked for where there may be any.
        """
        told = self._api.read(EVERYTHING)
        marked = reading.marked(self._frame, told)
        before = bool(marked) or self._choice.known() is not None or self._choice.remembered().begun
        if before:
            told = reading.overlaid(told, self._api.read(str(told["sync_token"])))
            marked = reading.marked(self._frame, told)
        projects = reading.projects(told)
        self._projects = frozenset(projects)
        account = Account(project=self._choice.find(projects, marked))
        if known is not None and known.project == account.project:
            account.sections, account.tasks = dict(known.sections), dict(known.tasks)
        if before and account.project is not None:
            told = {**told, "items": [*told.get("items", ()), *self._done(projects[account.project], told)]}
        news = self._take(account, told, everything=True)
        if news.odd or account.project is None:
            self._pulled = None
        return _observation(news, self._pulled, complete=True)

    def _take(self, account: Account, told: Row, *, everything: bool) -> News:
        news = reading.take(self._frame, account, told, everything=everything)
        self._account, self._rows = account, dict(news.rows)
        # What can't be understood has to be told again.
        self._surprised = bool(news.odd)
        self._pulled = to_text(account)
        return news

    def _done(self, project: Row, told: Row) -> list[Row]:
        """Our tasks that are done, since the project was made, as they are now: one may have been deleted or
        changed since, which the history doesn't tell.
        """
        now = self._api.line.world.now()
        begun = max(_moment(project.get("created_at")) or now - _WINDOW, now - _WINDOWS * _WINDOW) - _DAY
        seen = {row.get("id") for row in told.get("items", ()) if isinstance(row, dict)}
        found, until = list[Row](), now + _DAY
        while until > begun:
            since = max(until - _WINDOW, begun)
            for row in self._api.completed(_text(since), _text(until)):
                name, mark = row.get("id"), tasks.mark_of(row)
                if (
                    isinstance(name, str)
                    and name not in seen
                    and mark is not None
                    and mark.plan == self._frame.plan_id
                ):
                    seen.add(name)
                    now_there = self._api.task(name).object or {}
                    found += [now_there] if now_there.get("id") == name else []
            until = since
        return found

    def _confirmed(self, name: str) -> Mirrored | None:
        """A task that is there after all; None when it is gone. Raises an error of `UNFIT`."""
        answer = self._api.task(name)
        if answer.status in {HTTPStatus.NOT_FOUND, HTTPStatus.BAD_REQUEST}:
            return None
        row = answer.object
        if answer.status != HTTPStatus.OK or row is None:
            raise PlannerError(f"Todoist doesn't show a task (status {answer.status})", "Sync again later.")
        if row.get("id") != name:
            raise ValueError("another task than was asked for")
        found = reading.take_one(self._frame, self._looked(), row)
        if found is not None:
            self._rows[name] = row
        return found


def _observation(news: News, cursor: str | None, *, complete: bool) -> Observation:
    return Observation(
        present=tuple(news.present),
        gone=tuple(news.gone),
        complete=complete,
        cursor=cursor,
        added=tuple(news.added),
        notes=_notes(news.odd),
    )


def _notes(odd: Sequence[str]) -> tuple[str, ...]:
    return tuple(f"task {name} can't be understood and is left alone" for name in odd)


def _moment(told: object) -> datetime | None:
    try:
        moment = datetime.fromisoformat(str(told))
    except ValueError:
        return None
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)


def _text(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%S}Z"
