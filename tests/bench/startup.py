"""What a person waits for at the prompt, beside another program of the same kind."""

from collections.abc import Callable

from tests.bench.cpu import PLANNER, PYTHON, VDIRSYNCER, Folder, side_by_side
from tests.bench.table import Budget, Table

VERSION = (*PLANNER, "--version")
STATUS = (*PLANNER, "status")
PEER = (*VDIRSYNCER, "--version")
NOTHING = (*PYTHON, "-c", "pass")
TIMES = 21


def startup(make_folder: Callable[[], Folder]) -> Table:
    """Median CPU, all commands in turns; `status` on a plan that was synced and has progress."""
    folder = make_folder()
    folder.run(*PLANNER, "--no-input", "init", "--template", "nurse")
    folder.run(*PLANNER, "sync")
    folder.run(*PLANNER, "done", "manager-talk")
    version, status, peer, nothing = side_by_side(folder, (VERSION, STATUS, PEER, NOTHING), TIMES)
    return Table(
        "CPU of short commands, beside vdirsyncer --version",
        ("command", "CPU", "ratio"),
        [
            ("vdirsyncer --version", _ms(peer), ""),
            ("planner --version", _ms(version), Budget(version / peer, 0.45)),
            ("planner status", _ms(status), Budget(status / peer, 0.6)),
            ("python -c pass", _ms(nothing), Budget(nothing / peer)),
        ],
    )


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:.0f} ms"
