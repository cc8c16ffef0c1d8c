"""Why, tracks and history in words."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from planner.engine.tracks import Side, arrival, switch
from planner.engine.triggers import Fired
from planner.engine.values import Forecast
from planner.errors import UsageError
from planner.plan.model import Reported
from planner.progress.facts import COMMAND, Completed, Entry, Slipped, Undone
from planner.progress.values import Progress
from planner.render.history import history_json, history_text
from planner.render.style import Style, display_width
from planner.render.tracks import tracks_json, tracks_text
from planner.render.why import why_json, why_text
from tests.unit.render import samples

WIDE = Style(width=110)
LAYOFF = Fired(Reported("layoff"), "layoff on 1 Feb 2029", date(2029, 2, 1))


def both() -> tuple[Side, Side]:
    main, bridge = samples.schedule(), samples.backup()
    likely = Forecast(date(2032, 12, 20), date(2033, 2, 1), 0.819)
    late = Forecast(date(2032, 12, 21), date(2033, 3, 1), 0.42)
    told = switch(Progress(), main, bridge)
    return (
        Side(main, arrival(samples.plan(), main, likely)),
        Side(bridge, arrival(samples.plan(), bridge, late), told, (LAYOFF,)),
    )


def test_why_follows_the_chain_to_what_sets_the_date() -> None:
    assert why_text(samples.schedule(), "rn-job", WIDE).splitlines()[1:5] == [
        "  <- nclex          ends 9 Aug 2032     70 days",
        "  <- adn            starts 1 Aug 2030   fixed: from 2030-08  <- this sets the date",
        "     ma-experience  ends 6 Apr 2030     116 days of slack before adn",
        "     adn-place      ends 28 Feb 2030    153 days of slack before adn",
    ]


def test_why_says_what_sets_a_date_that_stands_on_its_own() -> None:
    assert "fixed: from 2030-08 <- this sets the date" in why_text(samples.schedule(), "adn", WIDE)


def test_why_says_by_when_a_step_is_likely_to_be_over() -> None:
    lines = why_text(samples.schedule(), "adn-place", WIDE, samples.FORECAST).splitlines()
    assert lines[-2:] == [
        "  as likely as not by 20 Dec 2032, in four cases of five by 2 May 2033",
        "  chance 81 % to be over by its deadline",
    ]
    value = why_json(samples.schedule(), "adn-place", samples.FORECAST)["item"]
    assert isinstance(value, dict)
    assert (value["chance"], value["p50"], value["p80"]) == (0.812, "2032-12-20", "2033-05-02")


def test_the_date_of_a_goal_comes_from_its_step() -> None:
    value = why_json(samples.schedule(), "ma-experience/goal-2")
    chain = value["chain"]
    assert isinstance(chain, list)
    assert [(each["id"], each["root"]) for each in chain] == [
        ("ma-experience", False),
        ("ma-job", False),
        ("ma-certificate", True),
    ]


@pytest.mark.parametrize("width", [40, 60, 80])
def test_why_and_tracks_keep_to_the_width(width: int) -> None:
    style = Style(width=width)
    why = why_text(samples.schedule(), "rn-job", style)
    for text in (why, tracks_text(samples.plan(), both(), style)):
        assert max(display_width(line) for line in text.splitlines()) <= width


@pytest.mark.parametrize(
    ("slack", "said"),
    [
        (-3, "ends 3 days later than a deadline or the goal allows"),
        (0, "critical: any delay moves the finish or breaks a deadline"),
        (1, "can end 1 day later before the finish or a deadline moves"),
    ],
)
def test_why_says_how_much_room_is_left(slack: int, said: str) -> None:
    schedule = samples.schedule()
    items = tuple(
        replace(each, slack=slack, critical=slack <= 0) if each.id == "adn" else each
        for each in schedule.items
    )
    assert said in why_text(replace(schedule, items=items), "adn", WIDE)


def test_an_unknown_item_is_refused() -> None:
    with pytest.raises(UsageError, match="no item 'rnjob' on the track main"):
        why_text(samples.schedule(), "rnjob", WIDE)


def test_tracks_are_compared_by_finish_hours_and_money_per_currency() -> None:
    text = tracks_text(samples.plan(), both(), WIDE)
    assert "6 steps ahead, 840 h of your time, 200 EUR and 9800.50 USD" in text
    assert "against main: lands the same day, 360 h less, 9800.50 USD less" in text
    assert "proposed if adn-place is missed, main slips 9 months or layoff is reported" in text
    assert "as likely as not by 20 Dec 2032, in four cases of five by 1 Feb 2033, chance 82 %" in text
    assert "leaves volunteer (begun), adn-place, ma-experience (begun) and adn" in text
    assert "brings lpn, lpn-experience and bridge" in text
    assert "proposed now: layoff on 1 Feb 2029" in text
    assert "planner switch lpn-bridge" in text


def test_tracks_as_json_keep_currencies_apart() -> None:
    tracks = tracks_json(samples.plan(), both())["tracks"]
    assert isinstance(tracks, list)
    assert tracks[0]["cost_ahead"] == {"EUR": "200", "USD": "9800.50"}
    assert (tracks[0]["chosen"], tracks[1]["chosen"]) == (True, False)
    assert tracks[0]["finish"] == "2032-12-09"
    assert (tracks[1]["p50"], tracks[1]["p80"], tracks[1]["chance"]) == ("2032-12-21", "2033-03-01", 0.42)
    assert [(one["proposed"], one["because"]) for one in tracks] == [
        (False, []),
        (True, ["layoff on 1 Feb 2029"]),
    ]
    left = [(step["step"], step["begun"]) for step in tracks[1]["leaves"]]
    assert left == [("volunteer", True), ("adn-place", False), ("ma-experience", True), ("adn", False)]


def entries() -> tuple[Entry, ...]:
    at = datetime(2028, 1, 6, 23, 30, tzinfo=UTC)
    return (
        Entry(1, 1, at, COMMAND, Slipped("ma-certificate", date(2028, 1, 4))),
        Entry(2, 2, at, "todoist", Completed("ma-certificate/goal-9", date(2028, 1, 6))),
        Entry(3, 3, at, COMMAND, Completed("ma-job", date(2028, 1, 6))),
        Entry(4, 4, at, COMMAND, Undone(3)),
    )


def test_history_tells_what_happened_where_it_comes_from_and_what_was_undone() -> None:
    assert history_text(entries(), WIDE).splitlines() == [
        " 6 Jan 2028  1  ma-certificate late, to 4 Jan 2028",
        " 6 Jan 2028  2  ma-certificate/goal-9 done on 6 Jan 2028 (from todoist)",
        " 6 Jan 2028  3  ma-job done on 6 Jan 2028 (undone)",
        " 6 Jan 2028  4  change 3 taken back",
    ]


def test_history_of_an_item_includes_its_parts_and_nothing_else() -> None:
    facts = history_json(entries(), "ma-certificate")["facts"]
    assert isinstance(facts, list)
    assert [(each["seq"], each["counts"]) for each in facts] == [(1, True), (2, True)]
    assert history_text((), WIDE) == "Nothing is recorded yet."


def test_history_shows_the_day_in_the_persons_zone() -> None:
    east = timezone(timedelta(hours=9))
    assert history_text(entries(), WIDE, zone=east).startswith(" 7 Jan 2028")
