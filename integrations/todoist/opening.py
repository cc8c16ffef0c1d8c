"""From settings to a remote. Nothing is loaded or asked before it is needed."""

import os
from collections.abc import Mapping
from hashlib import sha256
from urllib.parse import urlsplit

from integrations import secret_file
from integrations.http.connection import send
from integrations.http.line import Line, World
from integrations.todoist import token as tokens
from integrations.todoist.api import TODOIST, Api, Transport
from integrations.todoist.project import Project
from integrations.todoist.refusal import read_refusal
from integrations.todoist.remote import Todoist
from integrations.todoist.task import Frame
from planner.errors import UsageError
from planner.sync.target import Setup

_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


def open_remote(setup: Setup, world: World | None = None, transport: Transport = send) -> Todoist:
    """The project of a target. Raises UsageError for settings that can't be used; makes no request."""
    settings = setup.settings
    address = _endpoint(_text(settings, "endpoint"))
    file = tokens.token_file(settings, setup.directory, os.environ)
    tokens.command(settings)
    labels = settings.get("labels", False)
    if not isinstance(labels, bool):
        raise UsageError("labels: true or false is expected", "Like labels = true.")

    def connect(line: Line) -> Api:
        return Api(line, lambda: tokens.read(settings, setup.directory), transport, address)

    def mark() -> str:
        told = os.environ.get(tokens.VARIABLE, "")
        return f"{secret_file.mark(file)} {sha256(told.encode()).hexdigest()[:8] if told else ''}".strip()

    name = setup.name or "todoist"
    line = Line(
        name, "Sign in again: planner auth todoist", read_refusal, world or World(), past=setup.health
    )
    title = _text(settings, "project") or setup.title or setup.plan_id
    project = Project(name, title, _text(settings, "project-id"), setup.place)
    return Todoist(Frame(setup.plan_id, labels), project, line, connect, mark)


def _text(settings: Mapping[str, object], name: str) -> str | None:
    value = settings.get(name)
    if value is None:
        return None
    if not isinstance(value, str) or not value.strip() or not value.isprintable():
        raise UsageError(f"{name}: a text on one line is expected", f'Like {name} = "...".')
    return value.strip()


def _endpoint(address: str | None) -> str:
    """The token goes there: over https, or to this computer."""
    if address is None:
        return TODOIST
    try:
        parts = urlsplit(address)
        plain = parts.scheme == "http" and parts.hostname in _LOOPBACK
        fits = (plain or parts.scheme == "https") and bool(parts.hostname) and parts.username is None
    except ValueError:
        fits = False
    if not fits:
        raise UsageError(
            "endpoint: an https address is expected, or http at 127.0.0.1",
            "Leave it out: only tests need it.",
        )
    return address.rstrip("/")
