"""The interview on a terminal: one question at a time, each answered in a line."""

import sys
import textwrap
from collections.abc import Callable
from datetime import date

import typer

from planner.cli.terminal import Terminal
from planner.coach.interview import before, earlier_than, expected, given, look, replies
from planner.coach.questions import BY_ID
from planner.coach.replies import Replies, default, options, taken
from planner.coach.values import NONE, UNKNOWN, Answers, Kind, Question, Reply, Section
from planner.plan.words import WordError
from planner.render.style import harmless

_HOW = (
    "Answer each question in one line. ? says why it is asked, back goes back to the one before,"
    " skip means that you don't know. Ctrl-C stops: nothing is lost, and planner interview --resume goes on."
)
_SEVERAL = frozenset({Kind.ENTRIES, Kind.SEVERAL, Kind.DAYS})
_BACK = "back"
_WHY = "?"


class Conversation:
    """Asks what isn't answered yet. `keep` is called with all answers after each one; `offered` says what
    else is known to answer a question by, in the light of the answers before it.
    """

    def __init__(
        self,
        terminal: Terminal,
        today: date,
        keep: Callable[[Answers], None],
        offered: Callable[[Question, Replies], Reply | None],
    ) -> None:
        self._terminal = terminal
        self._today = today
        self._keep = keep
        self._known_otherwise = offered
        self._width = min(terminal.style.width, 100)
        self._section: Section | None = None
        self.asked = 0

    def held(self, answers: Answers) -> Answers:
        """The answers, completed by the person. Raises typer.Abort where nothing more can be typed."""
        if not look(replies(answers.current)).missing:
            return answers
        self._say(_HOW)
        current: Question | None = None
        while True:
            looked = look(replies(answers.current))
            current = current or next(iter(looked.missing), None)
            if current is None:
                return answers
            known = earlier_than(current, looked.known)
            reply = self._ask(current, known, answers)
            if reply is None:
                current = BY_ID[list(known)[-1]] if known else current
                continue
            answers = given(answers, current.id, reply, self._today)
            self._keep(answers)
            self.asked += 1
            current = None

    def _ask(self, question: Question, known: Replies, answers: Answers) -> Reply | None:
        """One answer that can be taken; None: back to the question before."""
        offered = self._offered(question, known, answers)
        self._show(question, known, expected({**replies(answers.current), **known}), offered)
        while True:
            typed = self._typed()
            if typed.lower() == _BACK:
                return None
            if typed == _WHY:
                self._explain(question)
                continue
            try:
                return taken(question, typed if typed or offered is None else offered, known)
            except WordError as error:
                self._say(f"{error.message[:1].upper()}{error.message[1:]} {error.remedy}")

    def _offered(self, question: Question, known: Replies, answers: Answers) -> Reply | None:
        """What Enter alone means: what was answered before, where that can still be; else the default."""
        current = answers.current.get(question.id)
        former = current.reply if current else before(answers, question.id)
        try:
            if former is not None:
                return taken(question, former, known)
        except WordError:
            pass
        return self._known_otherwise(question, known) or default(question, self._today) or None

    def _show(self, question: Question, known: Replies, about: int, offered: Reply | None) -> None:
        paint = self._terminal.style.paint
        if question.section is not self._section:
            self._section = question.section
            self._terminal.prompt(f"\n{paint(question.section.value, 'bold')}\n")
        number = len(known) + 1
        self._terminal.prompt("\n")
        self._say(f"{number} of about {max(about, number)}  {question.text}")
        choices = options(question, known)
        wide = max((len(option.word) for option in choices if option.word != option.text), default=0)
        for place, option in enumerate(choices, 1):
            word = f"{option.word:<{wide}}  " if option.word != option.text else ""
            self._say(f"{place:>3}  {word}{option.text}", "       ")
        if not choices:
            self._say(f"e.g. {question.example}", "     ")
        hints = ["Several? Put ; between them."] if question.kind in _SEVERAL else []
        hints += ['"none" if there is none.'] if question.has_none else []
        if hints:
            self._say(" ".join(hints))
        if offered is not None:
            self._say(f"Enter alone: {shown(offered)}")

    def _explain(self, question: Question) -> None:
        self._say(question.why)
        self._say(f"An answer looks like this: {question.example}")
        if question.unknown:
            self._say(f"skip: {question.unknown}")

    def _typed(self) -> str:
        """A line that a person typed."""
        while True:
            self._terminal.prompt("> ")
            try:
                line = sys.stdin.readline()
            except UnicodeDecodeError:
                self._say("That isn't text in the encoding of this terminal. Type it again.")
                continue
            if not line:
                raise typer.Abort
            return line.strip()

    def _say(self, text: str, indent: str = "") -> None:
        lines = textwrap.wrap(harmless(text), self._width - 1, subsequent_indent=indent, drop_whitespace=True)
        self._terminal.prompt("\n".join([*lines, ""]))


def shown(reply: Reply | None) -> str:
    """An answer as a person would type it."""
    if reply is None:
        return "not asked"
    if reply == UNKNOWN:
        return "skip (I don't know)"
    return reply if isinstance(reply, str) else "; ".join(reply) or NONE
