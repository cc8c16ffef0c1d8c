"""Print the tables. Ends with 1 when a budget isn't kept."""

import sys
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bench.cpu import Folder
from tests.bench.daily import daily
from tests.bench.google.syncs import google
from tests.bench.growth import growth
from tests.bench.idle import idle
from tests.bench.lateness import lateness
from tests.bench.lives.tables import lives
from tests.bench.peers import beside_taskjuggler
from tests.bench.reading import reading
from tests.bench.startup import startup
from tests.bench.table import Table
from tests.bench.todoist.syncs import todoist


def main() -> int:
    """Measure everything; the exit code."""
    broken = 0
    with TemporaryDirectory(prefix="planner-bench-") as place:
        for table in _tables(Path(place)):
            sys.stdout.write(f"{table}\n\n")
            sys.stdout.flush()
            broken += len(table.broken)
    return int(broken > 0)


def _tables(place: Path) -> Iterator[Table]:
    numbers = count(1)

    def make_folder() -> Folder:
        folder = Folder(place / str(next(numbers)))
        folder.path.mkdir()
        return folder

    yield startup(make_folder)
    yield reading(make_folder)
    yield lateness()
    yield daily(make_folder)
    yield from lives()
    yield growth(make_folder)
    yield idle(make_folder)
    yield beside_taskjuggler(make_folder)
    yield from google(make_folder)
    yield from todoist(make_folder)


if __name__ == "__main__":
    sys.exit(main())
