"""Saying a thing once, until it changes."""

import re
from collections.abc import Callable

_NUMBER = re.compile(r"\d+")


class Once:
    """Tells what goes wrong with each subject when it begins, when it changes, and when it is over.

    Numbers alone, such as the time until which something rests, are no change.
    """

    def __init__(self, tell: Callable[[str], None]) -> None:
        self._tell = tell
        self._told: dict[str, str] = {}

    def say(self, subject: str, text: str, over: str = "") -> bool:
        """Tell `text` of a subject; "" when nothing is wrong, for which `over` is said after there was.

        Gives whether anything was told.
        """
        before, known = self._told.get(subject, ""), _NUMBER.sub("0", text)
        if known == before:
            return False
        self._told[subject] = known
        said = text or over
        if said:
            self._tell(said)
        return bool(said)
