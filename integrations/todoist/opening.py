"""From settings to a remote. Nothing is loaded or asked before it is needed."""

from integrations import settings
from integrations.http.exchange import exchange
from integrations.http.line import Limits, Line, World
from integrations.known import Memory
from integrations.todoist import token as tokens
from integrations.todoist.api import TODOIST, Api, Transport
from integrations.todoist.project import SHOWN, Choice, file_beside
from integrations.todoist.refusal import read_refusal
from integrations.todoist.remote import Todoist
from integrations.todoist.task import Frame
from planner.errors import UsageError
from planner.sync.target import Setup

_LIMITS = Limits(requests=900, a_minute=120)
"""Todoist lets 1000 requests through in 15 minutes (documentation, "Request limits")."""
CURE = f"Sign in again: {tokens.SIGN_IN}"


def open_remote(setup: Setup, world: World | None = None, transport: Transport = exchange) -> Todoist:
    """The project of a target. Raises UsageError for settings that can't be used; makes no request.

    `transport`: what sends the requests, instead of a connection.
    """
    labels = setup.settings.get("labels", False)
    if not isinstance(labels, bool):
        raise UsageError("labels: true or false is expected", "Like labels = true.")
    token = tokens.find(setup.settings, setup.directory)
    line = Line(setup.name or "todoist", CURE, read_refusal, world or World(), _LIMITS, setup.health)
    return Todoist(Frame(setup.plan_id, labels), choose(setup), connect(setup, line, token, transport), token)


def connect(setup: Setup, line: Line, token: tokens.Token, transport: Transport = exchange) -> Api:
    """The account. Raises UsageError for settings that can't be used."""
    address = settings.endpoint(settings.line_of(setup.settings, "endpoint")) or TODOIST
    return Api(line, token, transport, address.rstrip("/"))


def choose(setup: Setup) -> Choice:
    """Which project it is. Raises UsageError for settings that can't be used."""
    asked = settings.line_of(setup.settings, "project")
    named = settings.line_of(setup.settings, "project-id")
    file = file_beside(tokens.beside(setup.settings, setup.directory))
    memory = Memory(file, "project", setup.plan_id, asked or setup.title or setup.plan_id)
    target = setup.name or "todoist"
    return Choice("todoist", target, named, memory, setup.place, SHOWN, asked_for=asked is not None)
