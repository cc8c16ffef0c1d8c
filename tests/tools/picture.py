"""Makes the picture of README.md: the nurse plan two years on, with a certificate that came late.

Run it as `python -m tests.tools.picture`; a test holds the file to what it makes.
"""

from datetime import UTC, date, datetime
from pathlib import Path

from planner.config import DIRECTORY
from planner.engine.schedule import schedule
from planner.plan.read import load
from planner.progress.facts import COMMAND, BaselineSet, Completed, Entry, Fact
from planner.progress.fold import fold
from planner.progress.values import Progress
from planner.render.svg import timeline_svg
from planner.sync.runner import dues

PICTURE = Path(__file__).parents[2] / "docs" / "images" / "nurse.svg"
FIRST, TODAY = date(2027, 1, 4), date(2029, 2, 1)


def picture() -> str:
    """The timeline of the nurse plan as SVG."""
    plan = load(DIRECTORY / "templates" / "nurse.yaml").plan
    facts: list[Fact] = [
        BaselineSet(FIRST, dues(schedule(plan, Progress(), FIRST))),
        Completed("manager-talk", date(2027, 1, 18)),
        Completed("ma-certificate", date(2028, 1, 6)),
        Completed("ma-job", date(2028, 4, 7)),
        Completed("ma-experience/goal-1", date(2028, 10, 2)),
    ]
    at = datetime(2027, 1, 4, tzinfo=UTC)
    progress = fold(Entry(number, number, at, COMMAND, fact) for number, fact in enumerate(facts, 1))
    backups = {"lpn-bridge": schedule(plan, progress, TODAY, "lpn-bridge")}
    return timeline_svg(plan, schedule(plan, progress, TODAY), backups)


if __name__ == "__main__":
    PICTURE.write_text(picture(), encoding="utf-8")
