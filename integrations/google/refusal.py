"""What a refusal of Google's means (https://developers.google.com/workspace/calendar/api/guides/errors)."""

from datetime import datetime
from http import HTTPStatus

from integrations.http.answer import Answer
from integrations.http.judge import Next, Verdict, named_wait

_FOR_NOW = frozenset({"rateLimitExceeded", "userRateLimitExceeded"})
_FOR_HOURS = frozenset({"quotaExceeded", "calendarUsageLimitsExceeded", "dailyLimitExceeded"})
_NOT_SWITCHED_ON = "accessNotConfigured"


def reason(answer: Answer) -> str:
    """The first reason in an error of Google's; empty when it gives none."""
    error = (answer.object or {}).get("error")
    errors = error.get("errors") if isinstance(error, dict) else None
    first = errors[0] if isinstance(errors, list) and errors else None
    return str(first.get("reason", "")) if isinstance(first, dict) else ""


def read_refusal(answer: Answer, now: datetime) -> Verdict | None:
    """What 403 means here; None for every other answer."""
    if answer.status != HTTPStatus.FORBIDDEN:
        return None
    why = reason(answer)
    if why in _FOR_NOW:
        return Verdict(Next.WAIT, "the service asks us to slow down", named_wait(answer, now))
    if why in _FOR_HOURS:
        return Verdict(Next.PARK, "this account's quota for calendars is used up")
    if why == _NOT_SWITCHED_ON:
        # No new sign-in mends it, so it mustn't count as a refused one.
        return Verdict(
            Next.STOP, "the Calendar API isn't enabled in the project of your client file: enable it there"
        )
    return Verdict(Next.SIGN_IN, f"access was refused ({why or answer.status})")
