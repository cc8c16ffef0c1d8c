"""Todoist: a project of the plan's own, whose tasks are ticked there or here."""

from planner.sync.target import Setting, Setup, SignIn, TargetType
from planner.sync.values import Remote

MOST_COMMANDS = 100
"""How many commands one request takes (documentation, "Request limits")."""


def _open(setup: Setup) -> Remote:
    """See `planner.sync.target.TargetType`."""
    from integrations.todoist.opening import open_remote

    return open_remote(setup)


def _forget(setup: Setup) -> None:
    """See `planner.sync.target.TargetType`."""
    from integrations.todoist.opening import choose

    choose(setup).start_anew()


def _sign_in(asked: SignIn) -> str:
    """See `planner.sync.target.TargetType`."""
    from integrations.todoist.sign_in import sign_in

    return sign_in(asked)


def _examine(setup: Setup) -> str:
    """See `planner.sync.target.TargetType`."""
    from integrations.todoist.sign_in import examine

    return examine(setup)


TARGET = TargetType(
    name="todoist",
    meaning="A project of its own in Todoist.",
    settings=(
        Setting("project", "The name of the project; one that exists is used.", "the plan's title"),
        Setting("project-id", "The id of a project that exists, to be used instead."),
        Setting("token-command", "A command that prints your token, as a list of words."),
        Setting(
            "token-file",
            "A file with your token that only you can read.",
            "planner/todoist.token in the user's data directory",
        ),
        Setting("labels", "Whether to show what kind a step is of as a label.", "false"),
        Setting("endpoint", "Another address than Todoist's, for tests: https, or http at 127.0.0.1."),
    ),
    open=_open,
    sign_in=_sign_in,
    examine=_examine,
    forget=_forget,
    at_once=MOST_COMMANDS,
)
