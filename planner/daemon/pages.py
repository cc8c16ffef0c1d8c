"""The page, as a command prints it, kept while nothing that it shows has changed."""

import threading
from collections.abc import Callable

from planner.daemon import words
from planner.daemon.child import Ended
from planner.errors import PlannerError

SECONDS, PATIENCE_SECONDS = 20.0, 30.0
MOST_PRINTED = 8 * 1024 * 1024


class Pages:
    """Gives the page. However many ask at once, one command makes it for all.

    `print_page` runs the command; `state` is a text that changes with whatever the page shows.
    """

    def __init__(self, print_page: Callable[[], Ended], state: Callable[[], str]) -> None:
        self._print = print_page
        self._state = state
        self._lock = threading.Lock()
        self._kept: tuple[str, bytes] | None = None

    def __call__(self) -> bytes:
        """The page as of now. Raises PlannerError when there is none."""
        if not self._lock.acquire(timeout=PATIENCE_SECONDS):
            raise PlannerError("The page takes too long.", "Try again in a moment.")
        try:
            state = self._state()
            if self._kept is None or self._kept[0] != state:
                self._kept = None
                self._kept = state, self._printed()
            return self._kept[1]
        finally:
            self._lock.release()

    def _printed(self) -> bytes:
        ended = self._print()
        if ended.code != 0 or not ended.whole:
            raise PlannerError(f"The page can't be made: {words.complaint(ended)}", "See: planner doctor")
        return ended.out
