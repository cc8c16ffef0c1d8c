"""The answers file: text that a person may read, edit and keep in git. `blank` shows what it looks like."""

import hashlib
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from planner.coach.interview import asked_when
from planner.coach.questions import BY_ID, QUESTIONS
from planner.coach.scalar import comment, scalar
from planner.coach.values import Answer, Answers, Reply, Round
from planner.errors import UsageError
from planner.plan import nodes
from planner.plan.nodes import Node, Scalar, Sequence, place_of
from planner.plan.problems import Place, PlanProblems, Report, shown

FORMAT = "1"
ENDING = ".answers.yaml"
_HEAD = (
    "What you answered to planner interview, and when. It is yours: change an answer, and"
    " planner interview --resume makes the plan anew."
    ' "skip" means that you don\'t know, "none" that there is none.'
)
_KEYS = ("interview", "answers", "earlier", "written")
_SHAPE = "Write a text, a list of texts, or {answer: ..., on: 2026-12-01}."


def beside(plan: Path) -> Path:
    """The file in which the answers behind a plan are kept: `nurse.yaml` has `nurse.answers.yaml`."""
    return plan.with_name(plan.stem + ENDING)


class Kept(NamedTuple):
    """An answers file as it was read, with where each answer stands."""

    answers: Answers
    places: Mapping[str, Place]


def read(text: str, file: str) -> Kept:
    """The answers in a text; whether they can be taken isn't looked at. Raises UsageError for mistakes."""
    report = Report(file)
    try:
        kept = _Reader(report).file(nodes.parse(text, report))
        if report.errors:
            raise report.failure()
    except PlanProblems as problems:
        raise UsageError(problems.message, "See docs/interview.md for what may stand in it.") from None
    return kept


def written(answers: Answers) -> str:
    """The answers as a file. The same answers give the same bytes."""
    lines = [*comment(_HEAD), f"interview: {FORMAT}"]
    if answers.written:
        lines.append(
            f"written: {answers.written}  # by this planner knows its own plan from one that you edited"
        )
    lines += ["answers:", *_round(answers.current, "  ", explained=True)]
    if answers.earlier:
        lines.append("earlier:  # former rounds, newest first")
        for former in answers.earlier:
            first, *rest = _round(former, "    ", explained=False)
            lines += [f"  - {first.strip()}", *rest]
    return "\n".join([*lines, ""])


def blank() -> str:
    """A file to fill in: every question with an example, and when it is asked."""
    lines = [*comment(_HEAD), f"interview: {FORMAT}", "answers:"]
    for question in QUESTIONS:
        lines += comment(question.text, "  ")
        lines += comment(asked_when(question), "  ")
        lines += [
            line for option in question.options for line in comment(f"- {option.word}: {option.text}", "  ")
        ]
        lines += [f"  {question.id}: {scalar(question.example)}", ""]
    return "\n".join(lines)


def fingerprint(text: str) -> str:
    """What a text is known by: the first 64 bits of its SHA-256, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _round(answers: Round, indent: str, *, explained: bool) -> Iterator[str]:
    order = [question for question in QUESTIONS if question.id in answers]
    if not order:
        yield f"{indent}{{}}"
    for question in order:
        answer = answers[question.id]
        if explained:
            yield from comment(question.text, indent)
        day = f", on: {answer.on}" if answer.on else ""
        if isinstance(answer.reply, str):
            yield f"{indent}{question.id}: {{answer: {scalar(answer.reply, in_flow=True)}{day}}}"
        elif not answer.reply:
            yield f"{indent}{question.id}: {{answer: none{day}}}"
        else:
            yield f"{indent}{question.id}:"
            yield f"{indent}  answer:"
            yield from (f"{indent}    - {scalar(text)}" for text in answer.reply)
            if answer.on:
                yield f"{indent}  on: {answer.on}"


class _Reader:
    """One pass over the tree; what is wrong is noted in the report."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.places: dict[str, Place] = {}

    def file(self, root: Node | None) -> Kept:
        if type(root) is not nodes.Mapping:
            self.report.error(Place(1, 1), "there are no answers.", 'Write "interview: 1" and "answers:".')
            raise self.report.failure()
        version = root.items.get("interview")
        if type(version) is not Scalar or version.text != FORMAT:
            place = place_of(version.mark) if version else Place(1, 1)
            message = f'it doesn\'t say "interview: {FORMAT}".'
            self.report.error(place, message, "Add that line, or update planner if a newer one wrote this.")
            raise self.report.failure()
        for key, mark in root.keys.items():
            if key not in _KEYS:
                remedy = self.report.meant(key, _KEYS, "Answers stand below answers:.")
                self.report.error(place_of(mark), f"there is no key {shown(key)}.", remedy)
        current = self.round(root.items["answers"], self.places) if "answers" in root.items else {}
        rounds = root.items.get("earlier")
        earlier = [self.round(node, {}) for node in rounds.items] if type(rounds) is Sequence else []
        trace = root.items.get("written")
        known = trace.text if type(trace) is Scalar and not trace.is_null else None
        return Kept(Answers(MappingProxyType(current), tuple(earlier), known), self.places)

    def round(self, node: Node, places: dict[str, Place]) -> dict[str, Answer]:
        if type(node) is Scalar and node.is_null:
            return {}
        if type(node) is not nodes.Mapping:
            self.report.error(
                place_of(node.mark), "questions and their answers belong here.", "Write role: Clerk."
            )
            return {}
        found = {}
        for name, value in node.items.items():
            places[name] = place_of(node.keys[name])
            if name not in BY_ID:
                remedy = self.report.meant(name, BY_ID, "See: planner interview --questions")
                self.report.error(places[name], f"there is no question {shown(name)}.", remedy)
            elif (answer := self.answer(name, value)) is not None:
                found[name] = answer
        return found

    def answer(self, name: str, node: Node) -> Answer | None:
        if type(node) is not nodes.Mapping:
            reply = self.reply(name, node)
            return None if reply is None else Answer(reply)
        if not {"answer"} <= node.items.keys() <= {"answer", "on"}:
            self.report.error(place_of(node.mark), f"{name}: this is no answer.", _SHAPE)
            return None
        reply, on = self.reply(name, node.items["answer"]), node.items.get("on")
        return None if reply is None else Answer(reply, self.day(name, on) if on else None)

    def reply(self, name: str, node: Node) -> Reply | None:
        if type(node) is Scalar and not node.is_null:
            return node.text
        if type(node) is Sequence:
            texts = [one.text for one in node.items if type(one) is Scalar and not one.is_null]
            if len(texts) == len(node.items):
                return tuple(texts)
        remedy = 'Write "skip" if you don\'t know. ' if type(node) is Scalar else ""
        self.report.error(place_of(node.mark), f"{name}: this is no answer.", remedy + _SHAPE)
        return None

    def day(self, name: str, node: Node) -> date | None:
        try:
            return date.fromisoformat(node.text) if type(node) is Scalar else None
        except ValueError:
            self.report.error(place_of(node.mark), f"{name}: this is no day.", "Write it as 2026-12-01.")
            return None
