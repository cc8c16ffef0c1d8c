"""What a refusal of Todoist's means (https://developer.todoist.com/api/v1/, "Response / Error")."""

from collections.abc import Mapping
from datetime import datetime
from http import HTTPStatus

from integrations.http.answer import Answer
from integrations.http.judge import Next, Verdict, named_wait
from integrations.http.waiting import LONGEST_NAMED
from planner.sync.clean import clean_line

RETIRED = "Todoist has retired the API that this version of planner uses: install a newer one"


def read_refusal(answer: Answer, now: datetime) -> Verdict | None:
    """What 410 and 429 mean here; None for every other answer."""
    if answer.status == HTTPStatus.GONE:
        # No new token mends it, so it mustn't count as a refused one.
        return Verdict(Next.STOP, RETIRED)
    if answer.status == HTTPStatus.TOO_MANY_REQUESTS:
        header = named_wait(answer, now)
        wait = _named(answer.object or {}) if header is None else header
        return Verdict(Next.WAIT, "the service asks us to slow down", wait)
    return None


def words(error: object, secret: str) -> str:
    """An error of Todoist's, for a person, who mustn't see the secret, should it be repeated there."""
    row = error if isinstance(error, dict) else {}
    told = str(row.get("error") or row.get("error_tag") or "it doesn't say why")
    return f"Todoist refuses it: {clean_line(told.replace(secret, '...'))[:200]}"


def tag(error: object) -> str:
    """Its name for a program; empty when it has none."""
    return str(error.get("error_tag") or "") if isinstance(error, dict) else ""


def status(error: object) -> int:
    """The status that it would have had as an answer of its own; 0 when it doesn't say."""
    code = error.get("http_code") if isinstance(error, dict) else None
    return code if isinstance(code, int) else 0


def _named(error: Mapping[str, object]) -> float | None:
    """`error_extra.retry_after`, in seconds (todoist-python #100)."""
    extra = error.get("error_extra")
    wait = extra.get("retry_after") if isinstance(extra, dict) else None
    if isinstance(wait, bool) or not isinstance(wait, int | float) or not wait >= 0:
        return None
    return min(float(wait), LONGEST_NAMED)
