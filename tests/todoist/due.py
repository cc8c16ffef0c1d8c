"""What Todoist keeps of a due date, a deadline and a duration that are written.

Documentation "Due dates", "Deadlines" and, for durations, "Sync/Tasks". All raise Refused for what is none.
"""

import re
from datetime import date, datetime, timedelta

from tests.todoist.recurrence import Recurrence
from tests.todoist.wire import Row, wrong

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?Z?)?")
_DAY = len("2027-01-01")
_LONGEST = 150
"""Characters of `string` (limits named by the official SDKs)."""


def stored(told: object, today: date, zone: str) -> Row | None:
    """What becomes of a `due` ("Create or update due dates").

    A date alone makes a due that doesn't recur: whoever sends only a date to a habit wipes its recurrence
    (raycast #10569, todoist-mcp #279). A phrase and a date together keep both, which is how todoist-mcp
    and todoist-cli move a habit.
    """
    if told is None:
        return None
    if not isinstance(told, dict):
        raise wrong("due")
    phrase, day = told.get("string"), told.get("date")
    if phrase is not None and (not isinstance(phrase, str) or len(phrase) > _LONGEST):
        raise wrong("due.string")
    if day is None:
        if phrase is None:
            raise wrong("due")
        if phrase.strip().lower() == "no date":
            return None
        day = _day_of(phrase, today)
    day = _checked(day)
    recurring = phrase is not None and Recurrence.of(phrase) is not None and told.get("is_recurring", True)
    return {
        "date": day,
        "timezone": (told.get("timezone") or zone) if day.endswith("Z") else None,
        "string": phrase or day.removesuffix("Z").replace("T", " ")[:16],
        "lang": told.get("lang") or "en",
        "is_recurring": recurring is True,
    }


def following(due: Row, today: date) -> Row:
    """The due after one turn of a habit; its time of day stays."""
    rule = Recurrence.of(due["string"])
    assert rule is not None, f"{due['string']!r} doesn't recur"
    day = rule.following(date.fromisoformat(due["date"][:_DAY]), today)
    return {**due, "date": f"{day}{due['date'][_DAY:]}"}


def deadline(told: object) -> Row | None:
    """A day, never recurring."""
    if told is None:
        return None
    day = told.get("date") if isinstance(told, dict) else None
    if not isinstance(told, dict) or not isinstance(day, str) or len(day) != _DAY:
        raise wrong("deadline")
    return {"date": _checked(day), "lang": told.get("lang") or "en"}


def duration(told: object) -> Row | None:
    """An amount above zero, and its unit."""
    if told is None:
        return None
    if not isinstance(told, dict) or told.keys() != {"amount", "unit"}:
        raise wrong("duration")
    amount = told["amount"]
    if type(amount) is not int or amount <= 0 or told["unit"] not in {"minute", "day"}:
        raise wrong("duration")
    return {"amount": amount, "unit": told["unit"]}


def _checked(day: object) -> str:
    """One of the three forms of a date, without fractions of a second."""
    if not isinstance(day, str) or _DATE.fullmatch(day) is None:
        raise wrong("due.date", "Date is in an invalid format")
    try:
        if len(day) == _DAY:
            return str(date.fromisoformat(day))
        moment = datetime.fromisoformat(day.removesuffix("Z")).replace(microsecond=0)
    except ValueError as error:
        raise wrong("due.date", "Date is in an invalid format") from error
    return moment.isoformat() + ("Z" if day.endswith("Z") else "")


def _day_of(phrase: str, today: date) -> str:
    told = phrase.strip().lower()
    rule = Recurrence.of(told)
    if rule is not None:
        return str(rule.first(today))
    if told in {"today", "tomorrow"}:
        return str(today + timedelta(told == "tomorrow"))
    if _DATE.fullmatch(told.upper()):
        return told.upper()
    raise wrong("due.string", "Date is in an invalid format")
