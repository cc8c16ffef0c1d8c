"""How forms went, kept for the page that is shown next."""

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock

from planner.web.site import Answer

KEPT = 32


class Notes:
    """The newest answers by random keys, in memory: whoever knows no key puts no words on the page."""

    def __init__(self, new_key: Callable[[], str]) -> None:
        self._new_key = new_key
        self._found: OrderedDict[str, Answer] = OrderedDict()
        self._lock = Lock()

    def keep(self, answer: Answer) -> str:
        """Keep an answer, and give its key."""
        key = self._new_key()
        with self._lock:
            self._found[key] = answer
            while len(self._found) > KEPT:
                self._found.popitem(last=False)
        return key

    def take(self, key: str) -> Answer | None:
        """The answer of that key, once; None when there is none, or no longer."""
        with self._lock:
            return self._found.pop(key, None)
