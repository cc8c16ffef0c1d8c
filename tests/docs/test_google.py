"""docs/google.md, held against the program: every message that its table lists is brought about."""

import json
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from integrations.google import opening
from planner.cli.run import run
from planner.sync.values import href
from tests.google import proxy
from tests.google.proxy import ROOT, Fault, Reply
from tests.google.world import PLAN, GoogleWorld
from tests.google_auth.peers import endpoint, saved, tokens

PAGE = (Path(__file__).parents[2] / "docs" / "google.md").read_text(encoding="utf-8")
TODAY = "2027-02-01"
FOR_EVER = 999


@dataclass
class Prompt:
    """A person at a terminal, with `planner.toml` as the page shows it and an .ics file beside."""

    google: GoogleWorld
    capture: pytest.CaptureFixture[str]

    def type(self, *words: str) -> tuple[int, str]:
        """The exit code, and all that is shown, in one line."""
        self.capture.readouterr()
        code = run(["--today", TODAY, *words])
        shown = self.capture.readouterr()
        return code, " ".join(f"{shown.out} {shown.err}".split())

    def settle(self, calendar: str) -> None:
        address = f"http://127.0.0.1:{self.google.proxy.port}{ROOT}"
        own = f'endpoint = "{address}"\ncredentials-file = "google.json"\n'
        shown = block("toml").replace('"Career"', f'"{calendar}"')
        self.file("planner.toml").write_text(f'{shown}{own}[targets.ics]\ntype = "ics"\n', encoding="utf-8")

    def file(self, name: str) -> Path:
        return self.google.directory / name

    def synced(self) -> None:
        code, shown = self.type("sync")
        assert code == 0, shown


@pytest.fixture
def prompt(google: GoogleWorld, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Prompt:
    monkeypatch.chdir(google.directory)
    monkeypatch.setenv("PLANNER_STATE_DIR", str(google.directory / "state"))
    monkeypatch.setattr(opening, "World", google.clock.world)
    made = Prompt(google, capfd)
    made.settle("Career")
    assert made.type("init", "--template", PLAN)[0] == 0
    return made


def block(language: str) -> str:
    found = re.search(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)
    assert found is not None
    return found[1]


def messages() -> list[str]:
    """The first column of the last table."""
    table = PAGE.split("| it says |")[1].split("\n\n")[0]
    return [line.split("|")[1].strip() for line in table.splitlines()[2:]]


Outcome = tuple[int, str]
Scenario = Callable[[Prompt], Outcome]


def broken(name: str, fault: Fault) -> Scenario:
    """A first sync in which this never works."""

    def scenario(prompt: Prompt) -> Outcome:
        prompt.google.proxy.arm(name, fault, times=FOR_EVER)
        return prompt.type("sync")

    return scenario


def later(fault: Fault) -> Scenario:
    """The same after a sync that went well, for every call."""

    def scenario(prompt: Prompt) -> Outcome:
        prompt.synced()
        return broken("*", fault)(prompt)

    return scenario


def listed(body: bytes) -> Scenario:
    """A full list that isn't one, after a sync that went well."""

    def scenario(prompt: Prompt) -> Outcome:
        prompt.synced()
        prompt.google.proxy.arm("events.list", proxy.refuse(410, "fullSyncRequired"))
        prompt.google.proxy.arm("events.list", lambda *_: Reply(200, body), times=FOR_EVER)
        return prompt.type("sync")

    return scenario


def not_signed_in(prompt: Prompt) -> Outcome:
    prompt.file("google.json").unlink()
    return prompt.type("sync")


def taken_back(prompt: Prompt) -> Outcome:
    prompt.google.token = "taken back"  # noqa: S105 - the name of one that isn't valid
    prompt.google.sign_in()
    return prompt.type("sync")


def unticked(prompt: Prompt) -> Outcome:
    saved(prompt.file("google.json"), scopes=["openid"])
    return prompt.type("sync")


def unknown_client(prompt: Prompt) -> Outcome:
    with endpoint(lambda _: (401, b'{"error": "invalid_client"}')) as google:
        saved(prompt.file("google.json"), token_uri=google.address)
        return prompt.type("sync")


def offline(prompt: Prompt) -> Outcome:
    with endpoint(lambda _: (200, tokens())) as google:
        saved(prompt.file("google.json"), token_uri=google.address)
    return prompt.type("sync")


def wrong_clock(prompt: Prompt) -> Outcome:
    with endpoint(lambda _: (200, tokens())) as google:
        google.hours_behind = 3
        saved(prompt.file("google.json"), token_uri=google.address)
        return prompt.type("doctor")


def open_to_others(prompt: Prompt) -> Outcome:
    prompt.file("google.json").chmod(0o644)
    return prompt.type("sync")


def calendar_gone(prompt: Prompt) -> Outcome:
    prompt.synced()
    prompt.google.proxy.deleted.add(prompt.google.calendar)
    return prompt.type("sync")


def another_name(prompt: Prompt) -> Outcome:
    prompt.synced()
    shutil.rmtree(prompt.file("state"))
    prompt.settle("Work")
    return prompt.type("sync")


SCENARIOS: dict[str, tuple[Scenario, int]] = {
    "nobody has signed in to Google yet": (not_signed_in, 4),
    "Google doesn't accept the sign-in any more": (taken_back, 4),
    "its box wasn't ticked when you signed in": (unticked, 4),
    "Google doesn't know the OAuth client that signed in": (unknown_client, 4),
    "holds a secret and is open to others": (open_to_others, 4),
    "the clock of this computer is": (wrong_clock, 1),
    "Google's sign-in can't be reached": (offline, 5),
    "access was refused (forbidden)": (broken("*", proxy.refuse(403, "forbidden")), 4),
    "the Calendar API isn't enabled in the project of your client file": (
        broken("*", proxy.refuse(403, "accessNotConfigured")),
        5,
    ),
    "the service asks us to slow down": (broken("*", proxy.refuse(429)), 5),
    "this account's quota for calendars is used up": (broken("*", proxy.refuse(403, "quotaExceeded")), 5),
    "the service is out of order": (later(proxy.server_error(done=False)), 5),
    "something else than the service has answered": (later(proxy.html(done=False)), 5),
    "its calendar is gone, or this account can't see it": (calendar_gone, 6),
    "it isn't known whether its calendar was made": (broken("calendars.insert", proxy.cut(done=True)), 6),
    "this plan was synced before, to a calendar of another name": (another_name, 6),
    "items are missing there; nothing was changed": (listed(b'{"items": [], "nextSyncToken": "t"}'), 6),
    "only a part of what is there was listed": (listed(b'{"items": []}'), 6),
    "Google has retired this way of asking for events": (later(proxy.refuse(410, "gone")), 5),
}


def test_the_table_lists_what_is_brought_about_here() -> None:
    assert messages() == list(SCENARIOS)


@pytest.mark.parametrize("message", messages())
def test_a_message_that_the_page_lists_is_said(prompt: Prompt, message: str) -> None:
    scenario, code = SCENARIOS[message]
    ended, shown = scenario(prompt)
    assert message in shown
    assert ended == code


def test_the_first_sync_and_a_new_calendar_go_as_the_page_says(prompt: Prompt) -> None:
    assert prompt.type("sync", "--dry-run")[0] == 0
    assert prompt.google.proxy.made == []
    prompt.synced()
    made = prompt.google.calendar
    prompt.google.proxy.deleted.add(made)
    assert prompt.type("sync")[0] == 6
    assert prompt.type("--yes", "targets", "reset", "google")[0] == 0
    prompt.synced()
    assert len(prompt.google.proxy.made) == 2


def test_an_event_that_was_dragged_goes_back_once_it_is_unpinned(prompt: Prompt) -> None:
    prompt.synced()
    event = href(PLAN, "ma-certificate")
    before = prompt.google.person("GET", event)["start"]
    day = {"start": {"date": "2029-05-05"}, "end": {"date": "2029-05-06"}}
    prompt.google.edit(event, **day)
    prompt.synced()
    assert prompt.google.person("GET", event)["start"] == day["start"]
    assert prompt.type("unpin", "ma-certificate")[0] == 0
    prompt.synced()
    assert prompt.google.person("GET", event)["start"] == before


def test_both_memories_of_the_calendar_are_where_the_page_says(prompt: Prompt) -> None:
    prompt.synced()
    assert prompt.google.calendar in prompt.file("google.calendars.json").read_text(encoding="utf-8")
    code, shown = prompt.type("targets", "list", "--json")
    assert code == 0
    assert prompt.google.calendar in json.dumps(shown)
