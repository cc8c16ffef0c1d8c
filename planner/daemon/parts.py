"""The parts of the running service, put together."""

import os
import random
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial

from planner.daemon import pages, words
from planner.daemon.children import Children, Errands, starter
from planner.daemon.loop import Loop, Part
from planner.daemon.notify import Notify
from planner.daemon.offer import offer_of, serve
from planner.daemon.reload import Reload
from planner.daemon.report import status_line
from planner.daemon.serving import Serving
from planner.daemon.signals import Signals
from planner.daemon.terms import Asked, Terms, command, read_terms
from planner.daemon.ticker import Ticker
from planner.daemon.watch import Watch, database_stamp, fixed_or_found
from planner.daemon.work import Ports, Work
from planner.errors import PlannerError
from planner.progress.facts import COMMAND
from planner.store.notes import Notes
from planner.store.presence import Presence
from planner.web.site import Answer

STOP_SECONDS, LAST_SECONDS = 2.0, 4.0
"""How long commands get to end by themselves, and after how long the process ends, whatever hangs."""
ACT_SECONDS, MOST_ANSWERED = 30.0, 16_384


def now() -> datetime:
    """The clock."""
    return datetime.now(UTC)


class Daemon:
    """All parts of the running service, and what passes between them."""

    def __init__(
        self,
        asked: Asked,
        terms: Terms,
        environ: Mapping[str, str],
        notifier: Notify,
        say: Callable[[Presence], None],
        log: Callable[[str], None],
        warn: Callable[[str], None],
        mistake: str = "",
    ) -> None:
        self._terms = terms
        self._notify = notifier
        self._log = log
        self._warn = warn
        self._say = say
        self._since = now().isoformat(timespec="seconds")
        self._code: int | None = None
        argv = partial(command, asked)
        self._children = Children(starter(argv, environ, time.monotonic))
        self._errands = Errands(starter(partial(argv, json=False), environ, time.monotonic))
        self._watch = Watch(
            terms.plan,
            fixed_or_found(terms.file, terms.plan),
            terms.database,
            partial(Notes(terms.database).last_word, COMMAND),
            time.monotonic,
        )
        self._pages = pages.Pages(
            lambda: self._errands.run(("page",), pages.SECONDS, pages.MOST_PRINTED), self._shown_state
        )
        self._reload = Reload(terms, self._children, read_terms, self._changed, warn, mistake)
        self._serving = Serving(
            serve, partial(offer_of, page=self._pages, act=self._act), self._moved, warn, time.monotonic
        )
        self._work = Work(terms, self._children, self._ports())
        self._files = ""

    def run(self, signals: Signals) -> int:
        """Get ready, work, and stop; the exit code."""
        with suppress(PlannerError):  # a busy database is read at the next turn
            self._watch.look()
        self._files = self._watch.files
        self._serving.use(self._terms)
        self._serving.turn()
        self._moved(self._serving.address)
        parts = (
            Part("watch", self._look),
            Part("settings", self._reload.turn),
            Part("jobs", self._work.turn),
            Part("server", self._serving.turn, 5),
            Part("status", self._tell_status),
        )
        ticker = Ticker(datetime.now, time.monotonic)
        loop = Loop(parts, self._children, ticker, self._notify, self._warn, self._over)
        self._tell_status()
        self._notify.ready()
        served = f", page at {self._serving.address}" if self._serving.address else ""
        self._log(f"Started for {self._terms.plan}{served}")
        try:
            return loop.run(signals, self._asked_to_reload)
        finally:
            self._stop(signals)

    def _stop(self, signals: Signals) -> None:
        self._notify.stopping()
        last = threading.Timer(LAST_SECONDS, os._exit, (self._code or 0,))
        last.daemon = True
        last.start()
        self._errands.stop()
        self._children.stop(lambda: signals.wait(0.05), STOP_SECONDS, time.monotonic)
        self._serving.close()
        self._log("Stopped.")
        last.cancel()

    def _over(self) -> int | None:
        return 1 if self._serving.is_dead else self._code

    def _look(self) -> None:
        try:
            self._watch.look()
        finally:
            if self._watch.files != self._files:
                self._files = self._watch.files
                self._reload.ask()

    def _asked_to_reload(self) -> None:
        self._notify.reloading()
        self._reload.ask(self._notify.ready)

    def _changed(self, terms: Terms) -> None:
        if terms.database != self._terms.database:
            self._warn(f"The plan's id is {terms.plan_id} now: the service has to be started again.")
            self._code = 1
            return
        self._terms = self._work.terms = terms
        self._log("The settings were read again.")
        self._serving.use(terms)

    def _moved(self, address: str | None) -> None:
        self._say(Presence(os.getpid(), self._since, address))

    def _tell_status(self) -> None:
        self._notify.status(
            status_line(self._work.jobs, self._terms, self._reload.mistake, self._serving.address)
        )

    def _shown_state(self) -> str:
        # The minute, as the page says how long ago things were.
        minute = f"{self._terms.local(now()):%Y-%m-%d %H:%M}"
        return f"{self._watch.files} {database_stamp(self._terms.database)} {minute}"

    def _act(self, asked: Sequence[str]) -> Answer:
        ended = self._errands.run(asked, ACT_SECONDS, MOST_ANSWERED)
        if ended.code == 0:
            return Answer(0, ended.out.decode(errors="replace").strip())
        return Answer(ended.code or 1, words.complaint(ended))

    def _ports(self) -> Ports:
        return Ports(
            now=now,
            draw=random.SystemRandom().uniform,
            seen=lambda: self._watch.seen,
            notes=Notes(self._terms.database),
            log=self._log,
            warn=self._warn,
        )
