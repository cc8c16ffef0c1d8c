"""Whether the clock can be believed: what is late is judged by it, so a wrong one would move everything.

Pure. Dates are civil dates in the plan's time zone, instants carry their zone. A clock is doubted whose date
lies before that of the last sync, or more than `MOST_DAYS` after it, until a service or a person confirms it.
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import NamedTuple

from planner.plan.civil import days_in_words, in_words

MOST_DAYS = 30
"""How many days may lie between two syncs before the clock is doubted."""
CORRECTION = timedelta(hours=1)
"""By how much a clock may be put back without a word; time servers correct by less (ntpd: 1000 s at most)."""
CONFIRMING = timedelta(days=1)
"""How far a service's time may be from a clock that it confirms."""
ACCEPT = "planner sync --accept-clock"

_DAYS, _MONTHS = 60, 24  # up to how many a distance is told in them


Seen = tuple[date, datetime]
"""When a sync last believed the clock: the civil date, and the instant. A plain pair, so that reading one
doesn't load this module.
"""


class Doubt(NamedTuple):
    """A clock that isn't believed: the date that it says, that of the last sync, and who says another."""

    says: date
    last: date
    others: tuple[tuple[str, date], ...] = ()

    @property
    def words(self) -> str:
        """What is odd about it, and what comes of that."""
        days = (self.says - self.last).days
        apart = f"{_apart(abs(days))} {'after' if days > 0 else 'before'}"
        said = " and ".join(f"{name} says {in_words(day)}" for name, day in self.others)
        others = f", but {said}" if said else ""
        odd = f"The clock says {in_words(self.says)}, {apart} the last sync on {in_words(self.last)}{others}"
        return f"{odd}: nothing is rescheduled."

    @property
    def remedy(self) -> str:
        """What a person can do; it ends with a command."""
        return f"{'If it is right all the same' if self.others else 'If it is right'}: {ACCEPT}"


class Reading(NamedTuple):
    """What reading the clock comes to: the day to plan by, the doubt if it isn't the clock's, and what to
    keep for the next time (None: what is kept already).
    """

    today: date
    doubt: Doubt | None = None
    keep: Seen | None = None


def read_clock(
    last: Seen | None, at: datetime, today: date, times: Mapping[str, datetime], *, accepted: bool = False
) -> Reading:
    """The day to plan by, when the clock says `at`, which is `today` in the plan's time zone.

    `times`: what each service says it is, by target; one that agrees is enough. `accepted`: a person says
    that the clock is right. Otherwise a clock that is doubted leaves it at the day of the last sync.
    """
    if last is None:
        return Reading(today, keep=(today, at))
    last_day, last_at = last
    believed = Reading(today, keep=(today, at) if today != last_day else None)
    if accepted:
        return believed
    if today < last_day and last_at - at <= CORRECTION:
        # Another time zone, or a correction about midnight: a day that has begun isn't gone back on.
        return Reading(last_day)
    if last_day <= today and (today - last_day).days <= MOST_DAYS:
        return believed
    if any(abs(time - at) <= CONFIRMING for time in times.values()):
        return believed
    others = tuple((name, times[name].date()) for name in sorted(times))
    return Reading(last_day, Doubt(today, last_day, others))


def _apart(days: int) -> str:
    if days <= _DAYS:
        return days_in_words(days)
    months = round(days * 12 / 365.25)
    return f"about {months} months" if months < _MONTHS else f"about {round(days / 365.25)} years"
