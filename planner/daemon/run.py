"""`planner daemon run`: the parts, put together, from the first setting read to the last child ended."""

import gc
import os
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from functools import partial
from pathlib import Path

from planner.daemon import words
from planner.daemon.child import Ended
from planner.daemon.children import Children, starter
from planner.daemon.log import close_log, log_file, open_log
from planner.daemon.notify import notify
from planner.daemon.parts import STOP_SECONDS, Daemon, now
from planner.daemon.reload import MOST_PRINTED, NAME, SECONDS, WORDS
from planner.daemon.signals import Signals, caught
from planner.daemon.terms import Asked, command, read_terms
from planner.errors import PlannerError, StoreDamaged
from planner.store.lock import exclusive
from planner.store.presence import holding, presence_file
from planner.store.recover import recover
from planner.store.store import open_store

LOCK_SECONDS = 10.0


def run(asked: Asked, environ: Mapping[str, str]) -> int:
    """Run the service of a plan until a signal ends it; the exit code.

    Raises what keeps it from starting: UsageError for settings, Busy when one runs already, PlannerError for
    a state directory or database that can't be used. What `config show` has to say, it says itself. A plan
    that is broken keeps nothing from starting, once one was published.
    """
    gc.enable()  # off for commands, which are over before it pays
    with ExitStack() as stack:
        signals = stack.enter_context(caught())
        shown = _first_look(signals, partial(command, asked), environ)
        if signals.stop:
            return 0
        if shown.code is None or shown.code < 0:
            raise PlannerError(
                f"The settings can't be read: {words.complaint(shown)}.", "See: planner doctor"
            )
        found = words.printed(shown)
        if shown.code and not found:
            if sys.stderr is not None:
                sys.stderr.write(shown.err)
            return shown.code
        terms = read_terms(found)
        named = str(terms.file) if terms.file is not None else None
        asked = Asked(str(terms.plan), named, asked.today)
        say = stack.enter_context(holding(presence_file(terms.database)))
        log = open_log(log_file(terms.database), in_journal="JOURNAL_STREAM" in environ)
        stack.callback(close_log)
        ready_database(terms.database, log.warning)
        notifier = notify(environ, os.getpid(), time.monotonic)
        mistake = words.complaint(shown) if shown.code else ""
        service = Daemon(asked, terms, environ, notifier, say, log.info, log.warning, mistake)
        return service.run(signals)


def ready_database(database: Path, warn: Callable[[str], None]) -> None:
    """Make the database, if need be, and see that it can be used. A damaged one is recovered, as by commands.

    Raises as `planner.store.store.open_store`.
    """
    try:
        open_store(database, now).close()
    except StoreDamaged:
        with exclusive(database.with_suffix(".lock"), LOCK_SECONDS):
            told = recover(database, now)
        if told:
            warn(told)
        open_store(database, now).close()


def _first_look(
    signals: Signals, argv: Callable[[Sequence[str]], Sequence[str]], environ: Mapping[str, str]
) -> Ended:
    """What `config show` tells before there is anything to fall back on."""
    children, found = Children(starter(argv, environ, time.monotonic)), [Ended(None)]
    children.start(NAME, WORDS, SECONDS, MOST_PRINTED, found.append)
    while children.runs(NAME) and not signals.stop:
        children.collect()
        if children.runs(NAME):
            signals.wait(0.1, children.filenos())
    children.stop(lambda: signals.wait(0.05), STOP_SECONDS, time.monotonic)
    return found[-1]
