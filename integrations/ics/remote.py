"""The .ics file as a remote: its bytes are the only state, their hash is the cursor."""

from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from integrations.ics import disk, layout
from planner.errors import DecisionNeeded
from planner.sync.health import HEALTHY, Health
from planner.sync.values import Abilities, Act, Intent, Mirrored, Observation, Outcome, Role

_ABILITIES = Abilities(roles=frozenset({Role.EVENT}), read_back=False)


class IcsFile:
    """One calendar file for one plan; it is `planner.sync.values.Remote`.

    `pull` and `push` raise DecisionNeeded for a file that isn't ours, UsageError for what is no file,
    PlannerError when the system refuses; what is there then stays.
    """

    def __init__(self, plan_id: str, title: str, path: Path) -> None:
        self._plan_id = plan_id
        self._header = layout.header(plan_id, title)
        self._path = path
        self._edited = False
        # The bytes of a file that is as a run left it.
        self._settled: bytes | None = None

    @property
    def abilities(self) -> Abilities:
        """Events only, and what a person changes in the file doesn't count."""
        return _ABILITIES

    @property
    def place(self) -> str:
        """The path of the file."""
        return str(self._path)

    @property
    def health(self) -> Health:
        """A file has no moods."""
        return HEALTHY

    @property
    def credentials(self) -> str:
        """None are needed."""
        return ""

    @property
    def time(self) -> None:
        """A file has no clock."""

    def pull(self, cursor: str | None) -> Observation:
        """Everything that is ours in the file, unless its bytes are those that `cursor` stands for."""
        content = self._read()
        found = _digest(content)
        if content is not None and found == cursor:
            self._settled = content
            return Observation(cursor=cursor)
        self._edited = cursor is not None
        present = () if content is None else self._parse(content)
        return Observation(present=present, complete=True, cursor=found, edited=self._edited)

    def confirm(self, hrefs: Sequence[str]) -> Observation:
        """Look for some events in the file."""
        present = tuple(one for one in self._parse(self._read() or b"") if one.href in hrefs)
        return Observation(present, tuple(sorted({*hrefs} - {one.href for one in present})))

    def push(self, intents: Sequence[Intent]) -> list[Outcome]:
        """Replace the file once, with the events concerned exchanged; the same bytes aren't written.

        Without intents a new title of the plan is still brought in. Before bytes that weren't written
        here are replaced, they are kept beside the file as `NAME.edited.ics`.
        """
        content = self._read()
        if content and not intents and content == self._settled and content.startswith(self._header):
            return []
        parts = layout.split(content or b"", self._plan_id)
        damaged = content != layout.compose(parts)
        outcomes = [self._apply(intent, parts.mine) for intent in intents]
        parts.foreign = [part for part in parts.foreign if layout.marks(part)[0] not in parts.mine]
        parts.head = self._header
        wanted = layout.compose(parts)
        if wanted != content and (content is not None or parts.mine):
            kept = self._path.with_name(f"{self._path.stem}.edited{self._path.suffix}")
            disk.sweep(self._path)
            disk.sweep(kept)
            if content and (self._edited or damaged):
                disk.replace(kept, content)
            disk.replace(self._path, wanted)
        self._edited = False
        return outcomes

    def cursor(self) -> str | None:
        """Hash what is there now."""
        return _digest(self._read())

    def _read(self) -> bytes | None:
        content = disk.read(self._path)
        # An empty file holds nothing that could be lost.
        if not content or layout.owned(content, self._plan_id):
            return content
        raise DecisionNeeded(
            f"{self._path}: this file wasn't written for the plan {self._plan_id}; it was left alone",
            "Move it away, or set another `path` for this target.",
        )

    def _parse(self, content: bytes) -> tuple[Mirrored, ...]:
        from integrations.ics import event

        present = []
        for part in layout.split(content, self._plan_id).mine.values():
            try:
                present.append(event.parse(part))
            except event.UNFIT:
                # Unreadable counts as absent: it is then written anew.
                continue
        return tuple(present)

    def _apply(self, intent: Intent, mine: dict[str, bytes]) -> Outcome:
        if intent.act is Act.DELETE or intent.wanted is None:
            mine.pop(intent.href, None)
            return Outcome(intent)
        from integrations.ics import event

        try:
            mirrored = replace(intent.wanted, href=intent.href, item=event.shown(intent.wanted.item))
            if not layout.is_ours(self._plan_id, mirrored.item.id, intent.href):
                return Outcome(intent, error=f"{intent.href}: not a name of {intent.item_id}")
            mine[intent.href] = event.render(mirrored)
        except event.UNFIT as error:
            return Outcome(intent, error=f"{intent.item_id}: can't be shown in a calendar file: {error}")
        return Outcome(intent, mirrored)


def _digest(content: bytes | None) -> str | None:
    return None if content is None else sha256(content).hexdigest()
