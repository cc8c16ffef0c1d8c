"""Which calendar or project a target writes to: the one that is named, that is remembered, or a new one.

Never two: where it isn't known which, a person is asked.
"""

from dataclasses import dataclass

from integrations.known import Known, Memory
from planner.errors import DecisionNeeded


@dataclass(slots=True)
class OwnPlace:
    """That of one target. `service` begins its name, `named` is the setting that names one by its id, `past`
    the place of the last sync, `shown` where the service shows the id.
    """

    service: str
    target: str
    named: str | None
    memory: Memory
    past: str | None
    shown: str
    _id: str | None = None
    _is_gone: bool = False

    @property
    def name(self) -> str:
        """What a new one is called."""
        return self.memory.name

    @property
    def place(self) -> str:
        """Where it writes; before there is one, what it would be called. Raises PlannerError."""
        return f"{self.service}:{self.known() or f'a new {self.memory.kind} named {self.name}'}"

    def known(self) -> str | None:
        """The id of the one in use, as far as it is known. Raises PlannerError."""
        if self._id is None and not self._is_gone:
            self._id = self.named or self.remembered().id or self._of_the_past()
        return self._id

    def remembered(self) -> Known:
        """What is on disk. Raises PlannerError."""
        return self.memory.read()

    def use(self, found: str) -> None:
        """Take this one from now on."""
        self._id = found

    def begin(self) -> None:
        """Keep that one is about to be made."""
        self.memory.write(Known(begun=True))

    def failed(self) -> None:
        """Keep that none was made."""
        self.memory.write(Known(anew=True))

    def remember(self) -> None:
        """Keep what is in use, unless that is known already. Raises PlannerError."""
        wanted = Known(self._id)
        if self._id is not None and self.remembered() != wanted:
            self.memory.write(wanted)

    def gone(self, why: str = "") -> None:
        """Take the word of the server that there is no such one: ask, or allow a new one."""
        if self.named is not None or not self.remembered().anew:
            raise self.question(why or f"its {self.memory.kind} is gone, or this account can't see it")
        self._id, self._is_gone = None, True

    def question(self, why: str) -> DecisionNeeded:
        """Both ways on."""
        kind = self.memory.kind
        return DecisionNeeded(
            f"{self.target}: {why}; nothing was changed there",
            f'If it exists, name it in [targets.{self.target}]: {kind}-id = "..." ({self.shown}).'
            f" To have a new one: planner targets reset {self.target}",
        )

    def start_anew(self) -> None:
        """Take a person's word: keep to it if it is still there, and else have another one."""
        self.memory.write(Known(self.remembered().id or self._of_the_past(), anew=True))

    def _of_the_past(self) -> str | None:
        place, prefix = self.past or "", f"{self.service}:"
        found = place.removeprefix(prefix)
        # The name of a new one holds spaces, an id never does.
        return found if place.startswith(prefix) and found and " " not in found else None
