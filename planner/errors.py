"""Every error that a person can meet, as one tree.

PlannerError              1   something failed; the message says what, the hint says how to go on
  UsageError              2   wrong use: bad settings, no such plan file, unknown id
  PlanInvalid             3   the plan file can't be read or can't be carried out
  SignInNeeded            4   a remote refuses our credentials
    SignInEnded           4   they can't be used any more; nothing is asked until somebody signs in anew
  Resting                 5   a remote is left alone until some time
  OutcomeUnknown          1   whether a write arrived can't be told yet
  DecisionNeeded          6   a person has to choose; nothing was changed
  StoreDamaged            1   the state database can't be used as it is
  Busy                   75   another run holds the lock

Code below the shell raises these; only `planner.cli` prints them and exits.
"""

from datetime import datetime


class PlannerError(Exception):
    """Base of all our errors: `message` for what is wrong, `hint` for the remedy (may be empty)."""

    exit_code = 1

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class UsageError(PlannerError):
    """The command or the settings were used wrongly."""

    exit_code = 2


class PlanInvalid(PlannerError):
    """The plan file can't be read as a plan, or what it asks for can't be."""

    exit_code = 3


class SignInNeeded(PlannerError):
    """A remote refused the credentials. Until they change, only a sync that a person types asks again."""

    exit_code = 4


class SignInEnded(SignInNeeded):
    """The sign-in itself was refused; not even a sync that a person types asks before they change."""


class Resting(PlannerError):
    """A remote is left alone until `until` (with its time zone). `named`: it asked for that itself, so that
    not even a sync that a person types tries before; otherwise we rest after failures.
    """

    exit_code = 5

    def __init__(self, message: str, until: datetime, *, named: bool) -> None:
        local = until.astimezone()
        super().__init__(message, f"It is tried again after {local:%H:%M} on {local:%Y-%m-%d}.")
        self.until = until
        self.named = named


class OutcomeUnknown(PlannerError):
    """A write was sent and its answer didn't come, or made no sense; it may have arrived."""


class DecisionNeeded(PlannerError):
    """Only a person can decide what comes next; nothing was changed."""

    exit_code = 6


class StoreDamaged(PlannerError):
    """The state database is unreadable, or was written by a newer version of the program."""


class Busy(PlannerError):
    """Another run holds the lock on this plan's state (EX_TEMPFAIL of sysexits.h)."""

    exit_code = 75
