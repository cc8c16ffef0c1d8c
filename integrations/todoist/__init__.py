"""Todoist: a project of planner's own; what is ticked there is done here."""

from planner.sync.target import Setting, Setup, TargetType
from planner.sync.values import Remote


def _open(setup: Setup) -> Remote:
    """See `planner.sync.target.TargetType`."""
    from integrations.todoist.opening import open_remote

    return open_remote(setup)


TARGET = TargetType(
    name="todoist",
    meaning="A project of its own in Todoist.",
    settings=(
        Setting("project", "The name of the project that planner makes.", "the plan's title"),
        Setting("project-id", "The id of a project that exists, to be used instead."),
        Setting("token-command", 'A command that prints the API token, like ["pass", "show", "todoist"].'),
        Setting("token-file", "A file with the API token that only you can read.", "planner/todoist.token"),
        Setting("labels", "Whether a step's kind is shown as a label.", "false"),
        Setting("endpoint", "Another address than Todoist's, for tests: https, or http at 127.0.0.1."),
    ),
    open=_open,
)
