"""Whole syncs of a plan with Google."""

from dataclasses import dataclass

from integrations.google import TARGET
from tests import cycle
from tests.google.world import GoogleWorld


@dataclass
class Cycle(cycle.Cycle[GoogleWorld]):
    type = TARGET

    @property
    def google(self) -> GoogleWorld:
        return self.world
