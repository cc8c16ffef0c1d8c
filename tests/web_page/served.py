"""The page over HTTP: what the daemon does with it, in a few lines, for a plan in a place of its own."""

import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial

from planner.errors import PlannerError
from planner.web.address import base_of
from planner.web.messages import Request, Response
from planner.web.page import Page
from planner.web.server import serve
from planner.web.site import Answer, Listen, Site
from tests.system.program import Program


@dataclass
class Desk:
    """A plan with its page served: `acts` are the commands that were run, `asked` what browsers wanted."""

    program: Program
    address: str = ""
    acts: list[tuple[str, ...]] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    rendered: bytes = b""

    def page(self) -> bytes:
        """The page, rendered anew after each command."""
        if not self.rendered:
            ended = self.program.run("--no-input", "page")
            if ended.code != 0:
                raise PlannerError(ended.err.strip() or ended.out)
            self.rendered = ended.out.encode()
        return self.rendered

    def act(self, command: Sequence[str]) -> Answer:
        """Run one of our commands."""
        self.acts.append(tuple(command))
        self.rendered = b""
        ended = self.program.run("--no-input", *command)
        return Answer(ended.code, ended.out if ended.code == 0 else ended.err)

    def site(self) -> Site:
        """What is served."""
        return Site({}, self.program.database, self.page, self.act)


@contextmanager
def desk(program: Program) -> Iterator[Desk]:
    """The page of a plan, served on a port of this computer."""
    found = Desk(program)
    page = Page(secrets.token_urlsafe(24), partial(secrets.token_urlsafe, 12))

    def seen(asked: Request, site: Site) -> Response | None:
        found.asked.append(f"{asked.method} {asked.target}")
        return page(asked, site)

    server = serve(found.site, Listen(port=0), seen)
    found.address = base_of(server.address)
    yield found
    server.close()
