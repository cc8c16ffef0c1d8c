"""`python -m tests.todoist [port]`: the fake, to be tried by hand."""

import sys
import threading
from datetime import UTC, datetime

from tests.todoist.fake import TOKEN, new
from tests.todoist.server import running

if __name__ == "__main__":
    port = int(sys.argv[1]) if len(sys.argv) > 1 else 8090
    with running(new(lambda: datetime.now(UTC)), port) as address:
        sys.stdout.write(f"Todoist at {address}/api/v1, token {TOKEN}\nCtrl-C ends it.\n")
        sys.stdout.flush()
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            sys.stdout.write("\n")
