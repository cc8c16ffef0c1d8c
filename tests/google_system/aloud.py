"""Runs several commands in one process, with every log of every library on stderr. Arguments: a JSON list.

`PLANNER_TEST_PATCH` is Python code that runs before, to break something inside a library.
"""

import json
import logging
import os
import sys
import time

logging.basicConfig(level=logging.DEBUG)

import integrations.http.waiting  # noqa: E402 - logs first
from planner.cli.run import run  # noqa: E402

integrations.http.waiting.LONGEST = 0.01
exec(os.environ.get("PLANNER_TEST_PATCH", ""))  # noqa: S102
for command in json.loads(sys.argv[1]):
    began = time.monotonic()
    code = run(command)
    sys.stdout.write(f"\n-- {' '.join(command)} {code} {time.monotonic() - began:.2f}\n")
    sys.stdout.flush()
