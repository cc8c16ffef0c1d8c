"""`planner adopt`: a task of the person's goes into the plan file, and nothing else changes there."""

from datetime import date
from pathlib import Path

from planner.cli.options import Options
from planner.cli.session import Session
from planner.cli.terminal import Terminal
from planner.progress.facts import Appeared
from tests.unit.cli.place import Place


def test_what_was_added_at_a_target_is_written_in_the_manner_of_the_file(nurse: Place) -> None:
    nurse.must("sync")
    run = Session(Options(today=date(2026, 12, 1)), Terminal(quiet=True))
    seen = [
        Appeared("ma-job", "todoist", "1", "Ask: who pays?", date(2028, 1, 5)),
        Appeared("volunteer", "todoist", "2", "A habit has none"),
        Appeared("adn", "todoist", "3", "Buy a coat", done=True),
    ]
    run.record(seen)
    before = Path("nurse.yaml").read_text(encoding="utf-8")
    ended = nurse.must("adopt")
    assert "ma-job/ask-who-pays  Ask: who pays?" in ended.out
    assert "adn/buy-a-coat  Buy a coat" in ended.out
    assert "a habit has no tasks" in ended.err
    after = Path("nurse.yaml").read_text(encoding="utf-8")
    assert 'Apply to five clinics, "Ask: who pays?"]' in after
    lost = [line for line in before.splitlines() if line not in after.splitlines()]
    assert len(lost) == 1
    assert set(nurse.facts()[-4:]) >= {
        "adn/buy-a-coat done on 1 Dec 2026",
        "ma-job/ask-who-pays pinned to 5 Jan 2028",
    }
    assert nurse.must("adopt", "--json").json["adopted"] == []
