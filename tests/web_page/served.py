"""The page over real HTTP: what the daemon does with it, in a few lines, for a plan in a place of its own."""

import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from planner.errors import PlannerError
from planner.web.messages import NOT_FOUND, Request
from planner.web.page import Page
from planner.web.site import Answer, Site
from tests.loopback import Handler, serving
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

    @property
    def site(self) -> Site:
        """What is served."""
        return Site({}, Path("none.db"), self.page, self.act)


@contextmanager
def desk(program: Program) -> Iterator[Desk]:
    """The page of a plan, served on a port of this computer."""
    found = Desk(program)
    page = Page(secrets.token_urlsafe(24), lambda: secrets.token_urlsafe(12))

    class Served(Handler):
        def answer(self) -> None:
            found.asked.append(f"{self.command} {self.path}")
            body = self.body() or b""
            headers = {name.lower(): value for name, value in self.headers.items()}
            authority = headers.get("host", "")
            target, host = self.path.partition("?")[0], authority.partition(":")[0]
            asked = Request(self.command, target, host, authority, "127.0.0.1", "127.0.0.1", headers, body)
            got = page(asked, found.site) or NOT_FOUND
            code, _, reason = got.status.partition(" ")
            self.send_response(int(code), reason)
            for name, value in (*got.headers, ("Content-Length", str(len(got.body)))):
                self.send_header(name, value)
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(got.body)

        do_GET = do_HEAD = do_POST = do_PUT = answer  # noqa: N815 - names of http.server

    with serving(Served) as server:
        found.address = f"http://127.0.0.1:{server.server_port}"
        yield found
