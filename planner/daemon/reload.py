"""Reading the settings again, when a file changed or somebody asks. What can't be used isn't taken."""

from collections.abc import Callable, Mapping
from typing import Any

from planner.daemon import words
from planner.daemon.child import Ended
from planner.daemon.children import Children
from planner.daemon.once import Once
from planner.daemon.terms import Terms
from planner.errors import PlanInvalid, PlannerError

NAME = "config"
WORDS = ("config", "show")
SECONDS = 60.0
MOST_PRINTED = 1024 * 1024

Read = Callable[[Mapping[str, Any]], Terms]


class Reload:
    """Holds the terms in force, and how they are read anew; `changed` is told of others.

    `mistake` says what was wrong at the last reading, "" when nothing was.
    """

    def __init__(
        self,
        terms: Terms,
        children: Children,
        read: Read,
        changed: Callable[[Terms], None],
        warn: Callable[[str], None],
        mistake: str = "",
    ) -> None:
        self.terms = terms
        self.mistake = mistake
        self._children = children
        self._read = read
        self._changed = changed
        self._once = Once(warn)
        self._is_wanted = False
        self._after: list[Callable[[], None]] = []

    def ask(self, after: Callable[[], None] | None = None) -> None:
        """Read them as soon as that can be; `after` is called then, however it went."""
        self._is_wanted = True
        if after is not None:
            self._after.append(after)

    def turn(self) -> None:
        """Begin to read, if that was asked for. Raises PlannerError when a process can't be started."""
        if self._is_wanted and not self._children.runs(NAME):
            self._is_wanted = False
            waiting, self._after = self._after, []
            try:
                self._children.start(
                    NAME, WORDS, SECONDS, MOST_PRINTED, lambda how: self._ended(how, waiting)
                )
            except PlannerError:
                self._is_wanted, self._after = True, waiting
                raise

    def _ended(self, ended: Ended, waiting: list[Callable[[], None]]) -> None:
        try:
            self._take(ended)
        finally:
            for tell in waiting:
                tell()

    def _take(self, ended: Ended) -> None:
        self.mistake = words.complaint(ended) if ended.code != 0 else ""
        shown = words.printed(ended)  # with a broken plan, the settings by the plan as it was published last
        if shown or not self.mistake:
            try:
                terms = self._read(shown)
            except PlannerError as error:
                self.mistake = f"{error.message} {error.hint}".strip()
            else:
                before, self.terms = self.terms, terms
                if terms != before:
                    self._changed(terms)
        # Of a broken plan the sync tells, which runs as soon as the file changes.
        is_told = self.mistake and ended.code != PlanInvalid.exit_code
        said = f"The settings as they were stay in force: {self.mistake}" if is_told else ""
        self._once.say("settings", said, "The settings can be read again.")
