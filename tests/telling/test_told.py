"""What the running service tells by itself, over a way of the settings."""

import time

from tests.system.daemon_process import SETTINGS, eventually, serving
from tests.system.program import Program
from tests.telling.test_ntfy import server

TARGETS = '[targets.ics]\ntype = "ics"\n[targets.todoist]\ntype = "todoist"\ntoken-file = "none"\n'
TELL = '[tell]\nby = "ntfy"\nat = "00:00"\nreview = "never"\n[tell.ntfy]\ntopic = "{topic}"\n'


def test_a_day_has_one_message_over_restarts(nurse: Program) -> None:
    (nurse.folder / "planner.toml").write_text(TARGETS, encoding="utf-8")
    assert nurse.run("sync").code == 4  # the sign-in that is told of
    with server() as (running, asked):
        settings = f"{SETTINGS}{TARGETS}{TELL.format(topic=f'{running.address}/mine')}"
        with serving(nurse, settings) as daemon:
            daemon.ready()
            eventually(lambda: asked.got)
            assert daemon.stopped()[0] == 0
        with serving(nurse, settings) as daemon:
            daemon.ready()
            time.sleep(2)  # within that the first one told
        assert len(asked.got) == 1
    _, message = asked.got[0]
    assert message["topic"] == "mine"
    assert "planner auth todoist" in str(message["message"])
    assert "mine" not in daemon.log
