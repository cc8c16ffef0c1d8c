"""Whatever a plan says, a terminal only ever shows it."""

from dataclasses import replace
from datetime import date
from types import MappingProxyType
from unicodedata import category

import pytest

from planner.engine.compare import compare
from planner.engine.tracks import Side, arrival, switch
from planner.engine.triggers import Fired
from planner.engine.values import Conflict, Forecast, Schedule
from planner.plan.model import Gap, Goal, Plan, Reported
from planner.progress.values import Progress
from planner.render.gaps import gaps_text
from planner.render.next import next_text
from planner.render.proposals import proposals_text
from planner.render.status import TargetLine, status_text
from planner.render.style import Style, display_width
from planner.render.switch import switch_text
from planner.render.timeline import timeline_text
from planner.render.tracks import tracks_text
from planner.render.why import why_text
from tests.unit.render import samples

EVIL = "\x1b[2J\x1b]0;owned\x07 \x9b31m \r\n\u2028 \u202e evil \ud800 看護師 e\u0301"


def evil() -> tuple[Plan, Schedule]:
    plan, schedule = samples.plan(), samples.schedule()
    conflicts = tuple(
        Conflict(each.code, EVIL, (EVIL,), (EVIL,)) for each in (samples.CONFLICT, samples.CONFLICT)
    )
    items = tuple(replace(each, title=EVIL, reason=EVIL) for each in schedule.items)
    steps = {each.id: each for each in items if each.id in schedule.steps}
    return (
        replace(
            plan,
            goal=Goal(EVIL, date(2033, 6, 30)),
            gaps=MappingProxyType({EVIL: Gap(EVIL, EVIL, EVIL, EVIL)}),
        ),
        replace(
            schedule, title=EVIL, track=EVIL, items=items, steps=MappingProxyType(steps), conflicts=conflicts
        ),
    )


@pytest.mark.parametrize("unicode", [True, False])
@pytest.mark.parametrize("width", [40, 80])
def test_no_command_of_a_terminal_gets_through(width: int, *, unicode: bool) -> None:
    plan, schedule = evil()
    style = Style(colour=False, width=width, unicode=unicode)
    forecast = Forecast(date(2032, 12, 20), date(2033, 2, 1), 0.8)
    followed = Side(schedule, arrival(plan, schedule, forecast))
    told = switch(Progress(), schedule, samples.backup())
    other = Side(schedule, followed.arrival, told, (Fired(Reported(EVIL), EVIL),))
    texts = [
        timeline_text(plan, schedule, {EVIL: schedule}, style),
        status_text(plan, schedule, (TargetLine(EVIL, EVIL, 1),), style),
        next_text(schedule, 9, style),
        gaps_text(plan, schedule, style),
        tracks_text(plan, (followed, other), style),
        "\n".join(proposals_text(followed, (other,), style)),
        switch_text(followed, other, compare(schedule, samples.backup()), style),
        why_text(schedule, "rn-job", style),
    ]
    for text in texts:
        for line in text.split("\n"):
            assert {category(char) for char in line}.isdisjoint({"Cc", "Cs", "Zl", "Zp"})
            assert "\u202e" not in line
            assert display_width(line) <= width
            assert unicode or line.isascii()
