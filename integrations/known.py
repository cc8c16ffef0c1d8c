"""Which calendar or project is ours, remembered beside the sign-in: a lost state database must lose nothing.

Invariants: that one is about to be made is on disk before it is asked for, and its id before anything is put
into it. `anew`: a person allowed another one, should the known one be gone.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from planner import secret_file
from planner.errors import PlannerError


@dataclass(frozen=True, slots=True)
class Known:
    """That of one plan, by its `id`. `begun`: one was asked for, and it isn't known whether it was made."""

    id: str | None = None
    begun: bool = False
    anew: bool = False


@dataclass(frozen=True, slots=True)
class Memory:
    """Where it is remembered what a plan has under a name. `kind` is the word for it, like `calendar`."""

    file: Path
    kind: str
    plan_id: str
    name: str

    def read(self) -> Known:
        """What is known of it. Raises PlannerError, SignInNeeded."""
        one = self._of_the_plan().get(self.name)
        if not isinstance(one, dict):
            return Known()
        told = one.get(self.kind)
        return Known(
            told if isinstance(told, str) and told else None,
            begun=one.get("begun") is True,
            anew=one.get("anew") is True,
        )

    def write(self, known: Known) -> None:
        """Remember it, durably. Raises PlannerError."""
        told = {self.kind: known.id, "begun": known.begun, "anew": known.anew}
        with secret_file.alone(self.file):
            content = {**self._load(), self.plan_id: {**self._of_the_plan(), self.name: told}}
            secret_file.write(self.file, json.dumps(content, indent=2, sort_keys=True).encode() + b"\n")

    def has_other(self) -> bool:
        """Whether the plan has one of another name. Raises PlannerError, SignInNeeded."""
        return bool(self._of_the_plan().keys() - {self.name})

    def _of_the_plan(self) -> Mapping[str, object]:
        found = self._load().get(self.plan_id)
        return found if isinstance(found, dict) else {}

    def _load(self) -> Mapping[str, object]:
        content = secret_file.read(self.file)
        try:
            told = json.loads(content) if content is not None else {}
        except (ValueError, RecursionError):
            told = None
        if not isinstance(told, dict):
            # Taken for empty, a second one would be made.
            raise PlannerError(
                f"{self.file} should say which {self.kind} is planner's, and can't be understood",
                f'Move it away, and name the {self.kind} in the settings: {self.kind}-id = "..."',
            )
        return told
