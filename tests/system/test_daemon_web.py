"""Feed and page as the daemon serves them, by itself and beside its other work."""

import re
import socket
import time
from contextlib import closing
from http.client import HTTPConnection
from urllib.parse import urlencode, urlsplit

from tests.system.daemon_process import Daemon, eventually, serving
from tests.system.program import PLAN, Program


def get(address: str) -> tuple[int, bytes]:
    parts = urlsplit(address)
    with closing(HTTPConnection(parts.netloc, timeout=30)) as connection:
        connection.request("GET", parts.path)
        answer = connection.getresponse()
        return answer.status, answer.read()


def post(address: str, path: str, **fields: str) -> int:
    found = re.search(rb'name="csrf" value="([^"]+)"', get(address)[1])
    assert found is not None
    body = urlencode({"csrf": found[1].decode(), **fields})
    with closing(HTTPConnection(urlsplit(address).netloc, timeout=60)) as connection:
        connection.request("POST", path, body, {"Content-Type": "application/x-www-form-urlencoded"})
        answer = connection.getresponse()
        answer.read()
        return answer.status


def feed(daemon: Daemon) -> str:
    shown = daemon.place.run("--plan", PLAN, "feed", "url", "--json").json
    assert shown["served"]
    return str(shown["calendars"][0]["url"])


def test_an_edit_reaches_the_feed_within_seconds_and_no_log_knows_its_address(nurse: Program) -> None:
    with serving(nurse) as daemon:
        daemon.ready()
        address = feed(daemon)
        eventually(lambda: get(address)[0] == 200)
        assert get(address)[1] == nurse.calendar
        file = nurse.folder / PLAN
        text = file.read_text(encoding="utf-8")
        file.write_text(text.replace("Medical assistant certificate", "Certificate first"), encoding="utf-8")
        eventually(lambda: b"Certificate first" in get(address)[1], 5.0)
        file.write_text("plan: [\n", encoding="utf-8")
        eventually(lambda: daemon.says("The plan file is broken"))
        assert b"Certificate first" in get(address)[1]
        token = urlsplit(address).path.split("/")[2]
        daemon.process.terminate()
        _, err = daemon.ended()
    assert token not in err
    assert token not in daemon.log
    assert not any(token in line for line in daemon.told)


def test_a_tick_on_the_page_counts_and_reaches_the_feed(nurse: Program) -> None:
    with serving(nurse) as daemon:
        daemon.ready()
        eventually(lambda: daemon.says("Synced"))
        page = daemon.status()["address"]
        assert post(page, "/done", id="manager-talk") == 303
        assert any("manager-talk" in fact or "Dr. Alvarez" in fact for fact in nurse.facts())
        eventually(lambda: "✓".encode() in nurse.calendar, 5.0)
        assert b"Dr. Alvarez" in get(page)[1]


def test_where_the_address_is_taken_all_else_goes_on(nurse: Program) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with serving(nurse, f'[feed]\nlisten = "127.0.0.1:{port}"\n') as daemon:
            daemon.ready()
            eventually(lambda: daemon.says("Synced"))
            assert daemon.says(f"can't be served at 127.0.0.1:{port}")
            assert daemon.status()["address"] is None


def test_another_address_in_the_settings_is_served_at_once(nurse: Program) -> None:
    with serving(nurse) as daemon:
        daemon.ready()
        before = daemon.status()["address"]
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        settings = nurse.folder / "planner.toml"
        settings.write_text(f'[feed]\nlisten = "127.0.0.1:{port}"\n', encoding="utf-8")
        eventually(lambda: daemon.status()["address"] == f"http://127.0.0.1:{port}/")
        assert before != daemon.status()["address"]
        assert get(f"http://127.0.0.1:{port}/")[0] == 200
        settings.write_text('[feed]\nlisten = "0.0.0.0:1"\n', encoding="utf-8")
        eventually(lambda: daemon.says("other computers can reach"))
        assert daemon.status()["address"] == f"http://127.0.0.1:{port}/"


def test_with_feed_and_page_it_stays_small(nurse: Program) -> None:
    with serving(nurse) as daemon:
        daemon.ready()
        eventually(lambda: daemon.says("Synced"))
        page, address = daemon.status()["address"], feed(daemon)
        for _ in range(20):
            assert get(page)[0] == get(address)[0] == 200
        time.sleep(1)
        cpu, began = daemon.cpu(), time.monotonic()
        time.sleep(5)
        assert (daemon.cpu() - cpu) / (time.monotonic() - began) <= 0.01
        assert daemon.kilobytes() <= 40_000
