"""Whatever goes wrong: no token in any output, log, file, address or argument, and no traceback."""

from collections.abc import Mapping, Sequence

import pytest

from tests.system.canaries import aloud, assert_untold, own_state
from tests.todoist import faults
from tests.todoist.fake import TOKEN
from tests.todoist.faults import FOREVER, Fault
from tests.todoist.wire import Refused, Reply, Row
from tests.todoist_system.place import TOKEN_VARIABLE, Place

SYNCS = (
    ["sync", "--dry-run", "-v"],
    ["sync", "-vvv"],
    ["sync", "--json", "-v"],
    ["targets", "list", "--json"],
)
COMMANDS = (
    *SYNCS,
    ["doctor", "-v"],
    ["doctor", "--json"],
    ["targets", "test", "-v"],
    ["auth", "todoist", "-v"],
    ["auth", "todoist", "--no-input", "--json"],
    ["config", "show"],
    ["config", "show", "--json"],
    ["status", "-v"],
    ["history", "--json"],
)
STATUSES = (200, 302, 400, 401, 403, 404, 407, 408, 409, 410, 413, 429, 500, 503, 511)
FIELDS = (
    ("sync_token",),
    ("sync_status",),
    ("temp_id_mapping",),
    ("full_sync",),
    ("user",),
    ("items",),
    ("items", "content"),
    ("items", "id"),
    ("items", "due", "date"),
    ("projects", "id"),
)
LATE = 7200


def echo(status: int) -> Fault:
    """Refuse, and repeat in so many words what was sent along."""
    reply = Refused(status, TOKEN, status, f"Bearer {TOKEN}", retry_after=TOKEN, argument=TOKEN).reply
    return lambda _work: Reply(reply.status, reply.body, {"X-Request": TOKEN, "Location": f"/{TOKEN}"})


def echoed_for_each(told: Row) -> None:
    for uuid in told.get("sync_status", {}):
        told["sync_status"][uuid] = Refused(400, TOKEN, 20, f"Bearer {TOKEN}").told


FAULTS: Mapping[str, Fault] = {
    **{str(status): faults.refuse(status) for status in STATUSES},
    **{f"{status}, with an echo": echo(status) for status in (302, 400, 401, 403, 429, 500)},
    **{f"without {'/'.join(path)}": faults.without(*path) for path in FIELDS},
    "each command refused, with an echo": faults.altered(echoed_for_each),
    "429 and a wait": faults.too_many(LATE),
    "429 and a date": faults.too_many(None, "Fri, 01 Jan 2100 00:00:00 GMT"),
    "429 and nonsense": faults.too_many(None, TOKEN),
    "503": faults.server_error(done=False),
    "503, and done": faults.server_error(done=True),
    "cut": faults.lost(done=False),
    "cut, and done": faults.lost(done=True),
    "reset": faults.lost(done=False, reset=True),
    "reset, and done": faults.lost(done=True, reset=True),
    "half": faults.half,
    "late": faults.hang(0.05),
    "half of the JSON": faults.cut_json,
    "page": faults.html(done=False),
    "page, and done": faults.html(done=True),
}
BROKEN = (
    "http.client:HTTPConnection.connect",
    "http.client:HTTPConnection.putheader",
    "http.client:HTTPConnection.getresponse",
)


def assert_no_token(place: Place, told: str, what: object) -> None:
    assert_untold(
        place.program,
        told,
        ("CANARY",),
        but={"todoist.token"},
        sent=[f"{request.path} {request.body.decode()}" for request in place.fake.log],
        what=what,
    )


def variables(place: Place, **more: str) -> dict[str, str]:
    return {**own_state(place.program), **place.program.variables, "TYPED": f"{TOKEN}\n", **more}


@pytest.fixture(params=["never synced", "synced and moved"])
def ready(request: pytest.FixtureRequest, career: Place) -> Place:
    if request.param != "never synced":
        career.synced()
        career.program.must("slip", "register", "2 weeks", "--yes")
    career.keep()
    return career


@pytest.mark.parametrize(
    ("ready", "call", "commands"),
    [
        ("synced and moved", "*", COMMANDS),
        ("synced and moved", "sync.write", SYNCS),
        ("never synced", "sync.write", SYNCS),
    ],
    indirect=["ready"],
)
def test_no_token_is_told_whatever_todoist_answers(
    ready: Place, call: str, commands: Sequence[Sequence[str]]
) -> None:
    with aloud(commands, **variables(ready)) as run:
        for name, fault in FAULTS.items():
            ready.put_back()
            ready.fake.arm(call, fault, FOREVER)
            told = run(ready.program)
            assert ready.fake.log, name
            assert_no_token(ready, told, name)


def test_no_token_is_told_where_single_changes_are_refused(career: Place) -> None:
    for kind in ("project_add", "item_add", "item_update"):
        career.fake.account.bans[:] = [faults.ban(kind, TOKEN, tag=TOKEN), faults.ban(kind)]
        with aloud(COMMANDS, **variables(career)) as run:
            assert_no_token(career, run(career.program), kind)


@pytest.mark.parametrize("name", BROKEN)
def test_no_token_is_told_when_a_library_breaks_with_one_in_its_words(ready: Place, name: str) -> None:
    with aloud(COMMANDS, **variables(ready, BREAK=name, SECRET=TOKEN)) as run:
        told = run(ready.program)
    assert "sync -vvv: 0" not in told
    assert_no_token(ready, told, name)


TOKENS = (
    "CANARY-wrong",
    "CANARY with a space",
    "CANARY-\N{CJK UNIFIED IDEOGRAPH-4E2D}",
    "CANARY\r\nX-Header: y",
    "CANARY\x1b[31m",
    "CANARY" * 1000,
)
COMMAND_LINES = (
    ["cat", "todoist.token"],
    ["sh", "-c", "cat todoist.token >&2; exit 3"],
    ["sh", "-c", "cat todoist.token todoist.token; exit 3"],
    ["sh", "-c", "yes $(cat todoist.token)"],
)


def test_no_wrong_token_from_the_environment_is_told(career: Place) -> None:
    for token in TOKENS:
        with aloud(COMMANDS, **variables(career) | {TOKEN_VARIABLE: token, "TYPED": token}) as run:
            told = run(career.program)
            assert "sync -vvv: 4\n" in told
            assert_no_token(career, told, token)


@pytest.mark.parametrize(
    "source", [{"token_file": "todoist.token"}, *({"token_command": line} for line in COMMAND_LINES)]
)
def test_no_wrong_token_from_a_file_or_a_command_is_told(career: Place, source: dict[str, object]) -> None:
    career.settings(**source)
    file = career.program.folder / "todoist.token"
    file.touch(mode=0o600)
    with aloud(SYNCS + COMMANDS[4:7], **variables(career)) as run:
        for token in TOKENS:
            file.write_text(token, encoding="utf-8", newline="")
            told = run(career.program)
            assert "sync -vvv: 4\n" in told
            assert_no_token(career, told, token)
        file.chmod(0o644)
        assert_no_token(career, run(career.program), "open to others")


def test_no_token_is_an_argument_of_any_process(career: Place) -> None:
    log = career.program.place / "processes"
    tracer = ["strace", "-f", "-s", "9999", "-e", "trace=execve,execveat", "-o", str(log)]
    (career.program.folder / "todoist.token").write_text(TOKEN)
    for settings, command in (
        ({}, ["sync", "-v"]),
        ({"token_command": ["cat", "todoist.token"]}, ["sync", "-v"]),
        ({}, ["auth", "todoist", "-v"]),
    ):
        career.settings(**settings)
        ended = career.program.run(*command, before=tracer, typed=f"{TOKEN}\n")
        assert ended.code == 0, ended
        processes = log.read_text()
        assert "execve(" in processes
        assert "CANARY" not in processes
