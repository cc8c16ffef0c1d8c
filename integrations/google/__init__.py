"""Google Calendar: an own secondary calendar, reached with the right to see nothing else."""

from planner.sync.target import Setup, SignIn


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
