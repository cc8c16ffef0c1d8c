"""Several processes share one sign-in: they renew it once, and a death in between costs nothing."""

import json
import subprocess
import sys
import threading
from collections.abc import Mapping
from pathlib import Path
from time import sleep

from integrations.google.credentials import SavedCredentials, load
from integrations.google.token_endpoint import plain_request
from tests.google_auth.peers import NEW_REFRESH, RENEWED, authorization, endpoint, saved, tokens

USE = """
import sys
from pathlib import Path
from integrations.google.credentials import SavedCredentials
from integrations.google.token_endpoint import plain_request
credentials = SavedCredentials(Path(sys.argv[1]))
print("ready", flush=True)
sys.stdin.readline()
headers = {}
with plain_request() as request:
    credentials.before_request(request, "GET", "http://127.0.0.1/", headers)
print(headers["authorization"])
"""


def user(file: Path) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", USE, str(file)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )


def test_processes_that_need_it_at_once_renew_it_once(tmp_path: Path) -> None:
    def slow(form: Mapping[str, str]) -> tuple[int, bytes]:
        del form
        sleep(0.5)
        return 200, tokens()

    with endpoint(slow) as google:
        file = saved(tmp_path / "google.json", token_uri=google.address)
        users = [user(file) for _ in range(3)]
        for one in users:
            assert one.stdout is not None
            assert one.stdout.readline() == "ready\n"
        for one in users:
            assert one.stdin is not None
            one.stdin.write("\n")
            one.stdin.flush()
        told = [one.communicate(timeout=30)[0] for one in users]
    assert told == [f"Bearer {RENEWED}\n"] * 3
    assert len(google.forms) == 1


def test_threads_that_need_it_at_once_renew_it_once(tmp_path: Path) -> None:
    def slow(form: Mapping[str, str]) -> tuple[int, bytes]:
        del form
        sleep(0.3)
        return 200, tokens()

    with endpoint(slow) as google:
        each = [SavedCredentials(saved(tmp_path / "google.json", token_uri=google.address)) for _ in range(4)]

        def use(credentials: SavedCredentials) -> None:
            with plain_request() as request:
                authorization(credentials, request)

        threads = [threading.Thread(target=use, args=(one,)) for one in each]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(20)
    assert [one.token for one in each] == [RENEWED] * 4
    assert len(google.forms) == 1


def test_a_kill_between_the_answer_and_its_saving_costs_nothing(tmp_path: Path) -> None:
    with endpoint(lambda _: (200, tokens())) as google:
        file = saved(tmp_path / "google.json", token_uri=google.address)
        before = file.read_bytes()
        killer = USE.replace(
            "credentials =",
            "import os\nos.fsync = lambda descriptor: os.kill(os.getpid(), 9)\ncredentials =",
        )
        died = subprocess.run(
            [sys.executable, "-c", killer, str(file)], input="\n", capture_output=True, text=True, check=False
        )
        assert died.returncode == -9
        assert len(google.forms) == 1
        assert file.read_bytes() == before
        with user(file) as next_one:
            told = next_one.communicate("\n", timeout=30)[0]
    assert told.endswith(f"Bearer {RENEWED}\n")
    assert load(file).access_token == RENEWED


def test_a_new_sign_in_is_not_undone_by_a_renewal_under_way(tmp_path: Path) -> None:
    """Whoever changes the file holds its lock, and reads it again once it does."""
    with endpoint(lambda form: (200, tokens(access_token=f"for-{form['refresh_token']}"))) as google:
        file = saved(tmp_path / "google.json", token_uri=google.address)
        credentials = SavedCredentials(file)
        saved(file, token_uri=google.address, refresh_token=NEW_REFRESH)
        with plain_request() as request:
            credentials.refresh(request)
    assert json.loads(file.read_text())["refresh_token"] == NEW_REFRESH
    assert credentials.token == f"for-{NEW_REFRESH}"
