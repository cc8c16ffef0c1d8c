"""A process that serves the place in a folder, given as its argument: `python -m tests.web.serve FOLDER`.

It says its port and its token, and ends when its input does.
"""

import sys
from pathlib import Path

from planner.web.server import serve
from planner.web.site import Listen
from planner.web.tokens import kept_token
from tests.web.place import NAME, Place


def main() -> None:
    at = Place(Path(sys.argv[1]))
    at.files[NAME] = at.calendar
    server = serve(at.site, Listen(port=0))
    sys.stdout.write(f"{server.address.port} {kept_token(at.database)}\n")
    sys.stdout.flush()
    sys.stdin.read()
    server.close()


if __name__ == "__main__":
    main()
