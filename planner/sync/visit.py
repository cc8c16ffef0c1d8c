"""One target during a run: opening it, and finding out what a person did there.

Invariants: nothing is sent while its service rests or its sign-in was refused; no absence is taken for a
deletion on the word of a list alone.
"""

from collections.abc import Callable, Collection, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from math import ceil

from planner.errors import PlannerError, Resting, SignInEnded, SignInNeeded
from planner.progress.values import Theirs
from planner.sync.guard import check_absences, check_listing
from planner.sync.health import Fare, Health
from planner.sync.learn import Lesson, learn, settled
from planner.sync.ledger import Ledger, Stand
from planner.sync.operations import Operation
from planner.sync.project import Show
from planner.sync.report import TargetReport, TargetState, state_of
from planner.sync.values import Act, Intent, Mirrored, Observation, Remote

_END = 3


@dataclass(frozen=True, slots=True)
class Target:
    """A configured target: how to open its remote, and which items it shows (None: its role's own).

    `open` is told the place that it wrote to last and how its service fared; `forget`, that a person
    starts anew. `at_once` is how many writes one request takes.
    """

    name: str
    open: Callable[[str | None, Health], Remote]
    show: frozenset[Show] | None = None
    forget: Callable[[str | None], None] = lambda _: None
    at_once: int = 1


@dataclass(frozen=True, slots=True)
class Terms:
    """What asking depends on beside the target. `typed`: a person asked for this run just now."""

    now: datetime
    typed: bool
    allow_deletes: int | None


@dataclass(slots=True)
class Visit:
    """What a target holds by now, and what became of it.

    `opened` is there once the target could be opened, `news` once it has answered, and `told` when it said
    what time it is. `remote` is there once its news is taken in; without it the target is not written to.
    `raced` names the items that changed there since.
    """

    target: Target
    stand: Stand
    base: dict[str, Mirrored]
    pending: tuple[Intent, ...]
    refused: Mapping[str, str]
    report: TargetReport
    opened: Remote | None = None
    time: datetime | None = None
    news: Observation | None = None
    remote: Remote | None = None
    place: str | None = None
    moved: bool = False
    arrived: Mapping[str, Mirrored | None] = field(default_factory=dict)
    lesson: Lesson = field(default_factory=Lesson)
    cursor: str | None = None
    operations: tuple[Operation, ...] = ()
    failed: dict[str, str] = field(default_factory=dict)
    raced: frozenset[str] = frozenset()
    ended: bool = False

    def tell(self, state: TargetState, message: str, hint: str = "") -> None:
        """Say how it fares; whose message it is needn't be in its words."""
        words = message.removeprefix(f"{self.target.name}: ")
        self.report = replace(self.report, state=state, message=words, hint=hint)

    @property
    def fare(self) -> Fare:
        """How it fares, to be kept."""
        report, opened = self.report, self.opened
        fine = report.state is TargetState.OK
        health = self.stand.health if opened is None else opened.health
        if health.sent == 0:
            # That little was sent is no news.
            health = replace(health, sent=self.stand.health.sent, sent_by=self.stand.health.sent_by)
        message, hint = ("", "") if fine else (report.message or "", report.hint)
        if opened is None:  # nothing was asked of it
            refused, ended = self.stand.refused, self.stand.ended
        else:
            refused = opened.credentials if report.state is TargetState.SIGN_IN else ""
            ended = self.ended
        return Fare(report.state.value, message, hint, health, refused, ended)


def visit(target: Target, ledger: Ledger) -> Visit:
    """A visit before it begins."""
    name = target.name
    base, pending = dict(ledger.base(name)), ledger.intents(name)
    return Visit(target, ledger.remote(name), base, pending, ledger.item_errors(name), TargetReport(name))


def guarded(visit: Visit, act: Callable[[Visit], None]) -> bool:
    """Do what may fail at this target without concern for the others; False when it did fail."""
    try:
        act(visit)
    except PlannerError as error:
        visit.tell(state_of(error), error.message, error.hint)
        visit.ended = isinstance(error, SignInEnded)
    except Exception as error:  # noqa: BLE001 - a target is third-party code: its bug is its own trouble
        # By its kind alone: its words may repeat what was sent, credentials too.
        visit.tell(TargetState.FAILED, f"{type(error).__name__} in the target's own code")
    else:
        return True
    return False


def ask(visit: Visit, terms: Terms) -> None:
    """Find out what the remote tells; what that means is for `hear`. Raises PlannerError."""
    name, stand = visit.target.name, visit.stand
    remote = _open(visit, terms)
    visit.moved = stand.place not in {None, remote.place}
    if visit.moved:
        visit.base, visit.pending, visit.refused = {}, (), {}
    cursor = None if visit.moved or visit.pending else stand.cursor
    observation = remote.pull(cursor)
    visit.time = remote.time and remote.time.astimezone(UTC)
    check_listing(name, observation, asked_for_all=cursor is None)
    if remote.abilities.read_back:
        observation = _confirmed(name, remote, observation, _expected(visit), terms.allow_deletes)
        made = tuple(_made_after_all(remote, visit, observation))
        observation = _named(visit, replace(observation, present=observation.present + made))
    visit.news = observation


def hear(visit: Visit, today: date, theirs: Collection[Theirs], done: Container[str]) -> None:
    """Take in the news, if there is any: what a broken run's writes came to, and what a person did there."""
    remote, observation = visit.opened, visit.news
    if remote is None or observation is None:
        return
    name, read_back = visit.target.name, remote.abilities.read_back
    visit.arrived = settled(visit.pending, visit.base, observation)
    base = merged(visit.base, visit.arrived)
    lesson = learn(name, base, observation, today, done, read_back=read_back, theirs=theirs)
    visit.remote, visit.place, visit.lesson = remote, remote.place, lesson
    visit.base, visit.cursor = merged(base, lesson.base), observation.cursor
    message = f"{visit.place} was changed or removed by something other than planner; it is written anew"
    visit.report = replace(
        visit.report,
        learned=lesson.facts,
        texts=lesson.texts,
        operations=lesson.operations,
        message=message if observation.edited and not visit.pending else "; ".join(observation.notes) or None,
    )


def merged(base: Mapping[str, Mirrored], changes: Mapping[str, Mirrored | None]) -> dict[str, Mirrored]:
    """A base with changes, None for what is gone."""
    every = {**base, **changes}
    return {name: mirrored for name, mirrored in every.items() if mirrored is not None}


def _open(visit: Visit, terms: Terms) -> Remote:
    """Open it, unless it is to be left alone: while its service rests, and after a refusal until somebody
    signs in anew. A person who types a sync may try, but not before a time that the service named, nor
    with a sign-in that has ended.
    """
    stand, health = visit.stand, visit.stand.health
    if health.until is not None and health.rests(terms.now):
        if health.named or not terms.typed:
            raise Resting(stand.message, health.until, named=health.named)
        health = health.probing()
    if visit.pending:
        # A killed run may have sent all that it meant to.
        requests = ceil(len(visit.pending) / visit.target.at_once)
        health = replace(health, sent=health.sent + requests, sent_by=terms.now)
    remote = visit.target.open(stand.place, health)
    visit.opened = remote
    if stand.refused and remote.credentials == stand.refused and (stand.ended or not terms.typed):
        raise (SignInEnded if stand.ended else SignInNeeded)(stand.message, stand.hint)
    return remote


def _expected(visit: Visit) -> list[str]:
    """The names of what should be there, if nobody has deleted anything. What we were about to delete may
    be gone.
    """
    deleted = {intent.href for intent in visit.pending if intent.wanted is None}
    return [mirrored.href for mirrored in visit.base.values() if mirrored.href not in deleted]


def _made_after_all(remote: Remote, visit: Visit, observation: Observation) -> Iterator[Mirrored]:
    """What a broken run has made and the list leaves out: nothing would ever tell of it, should the plan not
    want it any more. They were sent in order, so three in a row that aren't there are the end of them.
    """
    told = {mirrored.href for mirrored in observation.present}
    missing = 0
    for intent in visit.pending:
        if intent.act is not Act.CREATE or intent.href in told:
            continue
        present = remote.confirm([intent.href]).present
        yield from present
        missing = 0 if present else missing + 1
        if missing == _END:
            return


def _named(visit: Visit, observation: Observation) -> Observation:
    """The observation with what is known by its name alone as the item that the base knows it as."""
    items = {mirrored.href: mirrored.item.id for mirrored in visit.base.values()}
    present = [
        one if one.item.id else replace(one, item=replace(one.item, id=items[one.href]))
        for one in observation.present
        if one.item.id or one.href in items
    ]
    return replace(observation, present=tuple(present))


def _confirmed(
    target: str, remote: Remote, observation: Observation, expected: Sequence[str], allowed: int | None
) -> Observation:
    """The news, with each deletion that a list only suggests asked for by name."""
    told = {mirrored.href for mirrored in observation.present}
    if observation.complete:
        missing = [name for name in expected if name not in told]
    else:
        missing = [name for name in expected if name in observation.gone]
    check_absences(target, len(missing), len(expected), allowed)
    if not observation.complete or not missing:
        return observation
    asked = remote.confirm(missing)
    return replace(
        observation,
        present=observation.present + asked.present,
        gone=asked.gone,
        complete=False,
        cursor=asked.cursor or observation.cursor,
        notes=observation.notes + asked.notes,
    )
