"""How long to wait. Pure: clock and chance are passed in; all in seconds."""

from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

LONGEST_NAMED = 6 * 3600.0
"""What a server may name at most: more is taken for a mistake of its own."""
FIRST = 1.0
LONGEST = 64.0


def retry_after(value: str | None, now: datetime) -> float | None:
    """Read a Retry-After header (RFC 9110 10.2.3): seconds or a date. None when there is none that can be
    understood; never below 0 or above `LONGEST_NAMED`.
    """
    if value is None:
        return None
    text = value.strip()
    if text.isascii() and text.isdecimal():
        # Longer ones than that are capped anyway, and may be longer than an int can be read from.
        return min(float(text[:12]), LONGEST_NAMED)
    moment = http_date(text)
    return None if moment is None else min(max((moment - now).total_seconds(), 0.0), LONGEST_NAMED)


def http_date(text: str) -> datetime | None:
    """Read an HTTP date (RFC 9110 5.6.7), in UTC. None when it can't be understood."""
    try:
        moment = parsedate_to_datetime(text)
        # It is in UTC, whether it says so or not.
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def backoff(attempt: int, chance: Callable[[], float]) -> float:
    """Wait before attempt 1, 2, ...: full jitter under a bound that doubles. `chance` gives 0 to 1."""
    return chance() * min(FIRST * 2.0 ** min(attempt, 16), LONGEST)


def named(wait: float, chance: Callable[[], float]) -> float:
    """A wait that the server named, and up to a tenth more: not everybody comes back at once."""
    return wait * (1 + chance() / 10)
