"""The program, told many command lines in one process, with every log of every library on stderr.

Each line of stdin is JSON: a folder to work in, and the arguments of commands. Waits between tries are cut
short, and what is typed is what TYPED says. A function of a library that BREAK names raises an error with
SECRET in its words.
"""

import importlib
import io
import json
import logging
import os
import sys
from typing import NoReturn

import integrations.http.waiting
from planner.cli.run import run

ALL = "ended: all"


def break_library(name: str) -> None:
    """Let "module:function" or "module:Class.function" raise."""
    module, _, path = name.partition(":")
    *owners, last = path.split(".")
    owner = importlib.import_module(module)
    for one in owners:
        owner = getattr(owner, one)
    assert callable(getattr(owner, last))

    def fail(*_: object, **__: object) -> NoReturn:
        raise RuntimeError(f"Invalid header value: Bearer {os.environ['SECRET']}")

    setattr(owner, last, fail)


def main() -> None:
    logging.basicConfig(level=logging.DEBUG)
    integrations.http.waiting.LONGEST = 0.01
    if broken := os.environ.get("BREAK"):
        break_library(broken)
    asked = sys.stdin
    for line in asked:
        folder, commands = json.loads(line)
        os.chdir(folder)
        for command in commands:
            sys.stdin = io.StringIO(os.environ.get("TYPED", ""))
            code = run(command)
            sys.stdout.write(f"\nended: {' '.join(command)}: {code}\n")
        sys.stdout.write(f"{ALL}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
