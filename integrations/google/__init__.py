"""Google Calendar: an own secondary calendar, reached with the right to see nothing else."""

from planner.sync.target import Setting, Setup, SignIn, TargetType
from planner.sync.values import Remote


def _open(setup: Setup) -> Remote:
    """See `planner.sync.target.TargetType`."""
    from integrations.google.opening import open_remote

    return open_remote(setup)


def _forget(setup: Setup) -> None:
    """See `planner.sync.target.TargetType`."""
    from integrations.google.opening import choose

    choose(setup).start_anew()


def _sign_in(asked: SignIn) -> str:
    """See `planner.sync.target.TargetType`."""
    from integrations.google.sign_in import sign_in

    return sign_in(asked)


def _examine(setup: Setup) -> None:
    """See `planner.sync.target.TargetType`."""
    from integrations.google.credentials import credentials_file, examine
    from integrations.google.token_endpoint import plain_request

    with plain_request() as request:
        examine(credentials_file(setup.settings, setup.directory), request)


TARGET = TargetType(
    name="google",
    meaning="A calendar of its own in Google Calendar.",
    settings=(
        Setting("calendar", "The name of the calendar that planner makes.", "the plan's title"),
        Setting("calendar-id", "The id of a calendar that exists, to be used instead."),
        Setting(
            "credentials-file",
            "Where `planner auth google` keeps the sign-in.",
            "planner/google.json in the user's data directory",
        ),
        Setting("endpoint", "Another address than Google's, for tests: https, or http at 127.0.0.1."),
        Setting(
            "reminders", 'Minutes before, at most five; "default" for those of the calendar.', "no reminders"
        ),
    ),
    open=_open,
    sign_in=_sign_in,
    examine=_examine,
    forget=_forget,
)
