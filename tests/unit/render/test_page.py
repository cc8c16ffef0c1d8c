"""The page: what it offers where it is served, what it says of moves and targets, and what it keeps off."""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from planner.engine.tracks import Side, arrival, switch
from planner.engine.triggers import Fired
from planner.errors import PlanInvalid
from planner.plan.model import Reported
from planner.progress.moves import Moved
from planner.progress.values import Progress, Theirs
from planner.render.page import page_html
from planner.render.page_parts import BLANK, SAID
from planner.render.view import Desk, Fared, View, Word
from planner.sync.clock import Doubt
from tests.unit.render import samples

NIGHT = datetime(2029, 1, 31, 23, 5, tzinfo=UTC)


def view(desk: Desk | None = None, moves: Iterable[Moved] = ()) -> View:
    plan, schedule, backup = samples.plan(), samples.schedule(), samples.backup()
    followed = Side(schedule, arrival(plan, schedule, samples.FORECAST))
    fired = (Fired(Reported("layoff"), "layoff on 1 Feb 2029"),)
    left = switch(Progress(), schedule, backup)
    other = Side(backup, arrival(plan, backup, samples.FORECAST), left, fired)
    return View(
        plan, schedule, {"lpn-bridge": backup}, samples.FORECAST, (followed, other), tuple(moves), desk
    )


def words(html: str, part: str = "body") -> str:
    """What a reader sees in a part of the page."""
    found = re.search(rf"<{part}[ >].*</{part.partition(' ')[0]}>", html, re.DOTALL)
    assert found is not None
    text = re.sub(r"<[^>]+>", " ", found[0]).replace("&#x27;", "'")
    return re.sub(r"\s+", " ", text)


def forms(html: str) -> list[tuple[str, ...]]:
    """Each form of a page: where it goes, and the value of its own field."""
    found = re.findall(
        r'<form method="post" action="([^"]*)"><input type="hidden" ([^>]*)>(.*?)</form>', html
    )
    assert len(found) == html.count("<form")
    assert {token for _, token, _ in found} <= {BLANK}
    values = [re.findall(r'name="\w+" value="([^"]*)"', rest) for _, _, rest in found]
    return [(action, *value) for (action, _, _), value in zip(found, values, strict=True)]


def test_a_page_to_keep_has_nothing_to_press_and_no_place_for_a_token() -> None:
    html = page_html(view())
    assert not {"<form", "<button", "<input"} & set(re.findall(r"<\w+", html))
    assert BLANK not in html
    assert SAID not in html
    assert "form-action 'none'" in html
    assert "planner switch lpn-bridge" in words(html)


def test_a_page_that_is_served_offers_what_can_be_said() -> None:
    desk = Desk(last=Word(7, ("adn done",)), back=Word(9, ("nclex done",)), closer=2)
    html = page_html(view(desk))
    found = forms(html)
    assert ("/undo", "7") in found
    assert ("/redo", "9") in found
    assert ("/switch", "lpn-bridge") in found
    assert ("/replan",) in found
    assert ("/done", "ma-experience/goal-2") in found
    assert html.count(SAID) == 1
    assert "form-action 'self'" in html
    assert "2 dates could come closer" in words(html)


def test_every_button_says_what_it_does() -> None:
    desk = Desk(last=Word(7, ("adn done",)), closer=1)
    for attributes, label in re.findall(r"<button([^>]*)>(.*?)</button>", page_html(view(desk))):
        assert label or re.search(r'aria-label="[^"]+"', attributes)


def test_moves_are_told_with_day_and_reason_and_with_what_stayed() -> None:
    late = "ma-job finished 38 days late"
    moved = [
        Moved("adn", date(2027, 5, 1), date(2032, 5, 1), date(2032, 5, 31), "an old one"),
        Moved("ma-job", date(2028, 1, 6), date(2028, 3, 1), date(2028, 4, 7), "ma-certificate was late"),
        Moved("ma-experience", date(2028, 4, 7), date(2030, 2, 28), date(2030, 4, 7), late),
        Moved("ma-experience/goal-2", date(2028, 4, 7), date(2029, 2, 28), date(2029, 4, 7), late),
    ]
    said = words(page_html(view(moves=moved)))
    newest = f"7 Apr 2028 · {late} → Two years as a medical assistant +38 days to 7 Apr 2030"
    assert newest in said
    assert f"{newest} → Associate degree in nursing : not moved" in said  # and the step stands for its goal
    assert "6 Jan 2028 · ma-certificate was late → Move to a medical assistant job" in said
    assert "an old one" not in said
    assert said.count("not moved") == 1


def test_a_target_that_stands_still_says_what_to_type() -> None:
    targets = (
        Fared("ics", "ok"),
        Fared("google", "sign-in", "Google refuses the sign-in", "Type: planner auth google"),
        Fared("todoist", "resting", "Todoist asked to wait", "It is tried again after 14:00."),
    )
    said = words(page_html(view(Desk(targets, NIGHT))))
    assert "google Google refuses the sign-in Type: planner auth google" in said
    assert "todoist Todoist asked to wait It is tried again after 14:00." in said
    assert "Last sync 31 Jan 2029, 23:05: ics ok, google sign-in, todoist resting." in said


def test_where_all_is_well_nothing_waits() -> None:
    said = words(page_html(replace(view(Desk((Fared("ics", "ok"),), NIGHT)), sides=())))
    for heading in ("Calendars and task lists", "The clock", "Room", "What can't be", "Proposed", "Tracks"):
        assert heading not in said


def test_a_broken_file_an_odd_clock_and_tasks_of_the_person_are_told() -> None:
    desk = Desk(
        mistake=PlanInvalid("nurse.yaml:3:1  <what> is this?", "Mend the line."),
        doubt=Doubt(date(2031, 1, 1), date(2029, 1, 1)),
        theirs=(Theirs("todoist", "1", "adn", "Buy <b>books</b>", None, done=False),),
    )
    html = page_html(view(desk))
    said = words(html)
    assert "nurse.yaml:3:1 &lt;what&gt; is this? Mend the line." in said
    assert said.index("published last") < said.index("Next")
    assert "planner sync --accept-clock" in said
    assert "Buy &lt;b&gt;books&lt;/b&gt; adn in todoist" in said


@pytest.mark.parametrize("text", [BLANK, SAID, '"><form action=//x>', "</style>"])
def test_no_text_of_a_plan_looks_like_a_place_to_fill_in(text: str) -> None:
    plain = page_html(view(Desk(closer=1)))
    shown = view(Desk(closer=1))
    schedule = replace(
        shown.schedule,
        title=text,
        track=text,
        items=tuple(replace(each, title=text, reason=text) for each in shown.schedule.items),
    )
    html = page_html(replace(shown, schedule=schedule))
    for part in (BLANK, SAID, "<form", "<style"):
        assert html.count(part) == plain.count(part)


def test_what_was_done_lately_can_be_cleared_and_older_things_not() -> None:
    schedule = samples.schedule()
    done = [
        replace(each, done_at=date(2029, 1, 28 if each.id.endswith("goal-1") else 20))
        if each.id in {"ma-experience/goal-1", "ma-experience/goal-2"}
        else each
        for each in schedule.items
    ]
    found = forms(page_html(replace(view(Desk()), schedule=replace(schedule, items=tuple(done)))))
    assert [form for form in found if form[0] == "/undone"] == [("/undone", "ma-experience/goal-1")]
