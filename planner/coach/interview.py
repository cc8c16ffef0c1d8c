"""Which question comes next: the way through the interview, as a function of the answers so far."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from planner.coach.questions import QUESTIONS
from planner.coach.replies import Replies, options, taken
from planner.coach.values import NONE, UNKNOWN, Answer, Answers, Condition, Kind, Question, Reply, Round
from planner.plan.words import WordError


class Looked(NamedTuple):
    """What a set of answers comes to, along the way that they themselves choose.

    `known` are the answers that count, as they are kept; `wrong` those that can't be taken, or not any
    more in the light of those before them; `missing` the questions without one of the first kind.
    """

    known: Replies
    wrong: Mapping[str, WordError]
    missing: tuple[Question, ...]


def look(replies: Replies) -> Looked:
    """Go the way once. A missing answer doesn't end it: what hangs on it is left out."""
    known: dict[str, Reply] = {}
    wrong: dict[str, WordError] = {}
    lacking: list[Question] = []
    for question in QUESTIONS:
        if not is_asked(question, known):
            continue
        try:
            if question.id in replies:
                known[question.id] = taken(question, replies[question.id], known)
                continue
        except WordError as error:
            wrong[question.id] = error
        lacking.append(question)
    return Looked(known, wrong, tuple(lacking))


def earlier_than(question: Question, known: Replies) -> Replies:
    """The answers to the questions before this one."""
    ids = [one.id for one in QUESTIONS]
    return {name: reply for name, reply in known.items() if ids.index(name) < ids.index(question.id)}


def expected(replies: Replies) -> int:
    """About how many questions it will be: what isn't answered yet is taken for unknown."""
    likely: dict[str, Reply] = {}
    known = look(replies).known
    count = 0
    for question in QUESTIONS:
        if is_asked(question, likely) or question.id in known:
            likely[question.id] = known.get(question.id, _LIKELY.get(question.id, UNKNOWN))
            count += 1
    return count


# Answers by which the length of the way is guessed, where it depends on one.
_LIKELY: Mapping[str, Reply] = {
    "sector": "other",
    "required": ("Course",),
    "next-job": ("Job",),
    "openings": ("Post",),
}


def is_asked(question: Question, replies: Replies) -> bool:
    """Whether a question is on the way, by the answers before it. A choice that offers only one isn't."""
    if (
        question.options_from
        and len(options(question, replies)) + (question.kind is Kind.SEVERAL) < _A_CHOICE
    ):
        return False
    return not question.when or any(all(_holds(one, replies) for one in group) for group in question.when)


_A_CHOICE = 2


def asked_when(question: Question) -> str:
    """The conditions of a question, for a person who fills in a file; empty: it is always asked."""
    said = []
    if question.when:
        said.append("; or when ".join(" and ".join(map(_said, group)) for group in question.when))
    if question.options_from:
        said.append(f"there is something to choose from {' and '.join(question.options_from)}")
    return f"Asked when {', and '.join(said)}." if said else ""


def _said(condition: Condition) -> str:
    verb = "isn't" if condition.other else "is"
    return f"{condition.question} {verb} {' or '.join(condition.words)}"


def _holds(condition: Condition, replies: Replies) -> bool:
    reply = replies.get(condition.question)
    return reply is not None and (_word(reply) in condition.words) is not condition.other


def _word(reply: Reply) -> str:
    """What conditions compare: a list is `none` or `some`."""
    if isinstance(reply, str):
        return reply
    return "some" if reply else NONE


def given(answers: Answers, question: str, reply: Reply, on: date) -> Answers:
    """The answers, with one more or another one. An answer that stays the same keeps its day."""
    known = answers.current.get(question)
    if known is not None and known.reply == reply:
        return answers
    current = {**answers.current, question: Answer(reply, on)}
    return Answers(current, answers.earlier, answers.written)


def again(answers: Answers) -> Answers:
    """A new round: nothing is answered yet, and what was is what each question offers."""
    return Answers({}, (answers.current, *answers.earlier), answers.written)


def replies(answers: Round) -> dict[str, Reply]:
    """What was answered, without the days."""
    return {name: answer.reply for name, answer in answers.items()}


def before(answers: Answers, question: str) -> Reply | None:
    """What was answered in the round before; None: it wasn't asked."""
    known = answers.earlier[0].get(question) if answers.earlier else None
    return known.reply if known else None


def completed(answers: Answers, known: Replies) -> Answers:
    """The answers as they are kept: each that counts as it was understood."""
    current = {
        name: answer._replace(reply=known.get(name, answer.reply)) for name, answer in answers.current.items()
    }
    return Answers(current, answers.earlier, answers.written)


def changed(then: Replies, now: Replies) -> tuple[tuple[str, Reply | None, Reply | None], ...]:
    """The questions whose answer isn't what it was: id, then, now (None: not asked)."""
    return tuple(
        (question.id, then.get(question.id), now.get(question.id))
        for question in QUESTIONS
        if then.get(question.id) != now.get(question.id)
    )
