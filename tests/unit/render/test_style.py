import pytest

from planner.render.style import Style, display_width, harmless

HOSTILE = "\x1b]0;owned\x07\x1b[2Jtitle\u202egnp.exe\x9b31m\u2028next\ttab"


def test_no_text_of_a_plan_can_command_a_terminal() -> None:
    shown = Style(colour=True).text(HOSTILE)
    assert shown == "]0;owned[2Jtitlegnp.exe31mnext tab"
    assert harmless("plain") == "plain"


@pytest.mark.parametrize(
    ("text", "width"), [("plain", 5), ("看護師", 6), ("e\u0301te\u0301", 3), ("\u200d", 0), ("Übung", 5)]
)
def test_width_is_counted_in_columns_of_a_terminal(text: str, width: int) -> None:
    assert display_width(text) == width


@pytest.mark.parametrize("width", range(9))
@pytest.mark.parametrize("text", ["a long title", "看護師になるための計画", "e\u0301" * 20, "ok"])
def test_a_cut_text_never_exceeds_its_columns(text: str, width: int) -> None:
    for unicode in (True, False):
        style = Style(unicode=unicode)
        assert display_width(style.cut(text, width)) <= width
        assert display_width(style.fit(text, width)) == width


def test_a_cut_keeps_what_fits_and_shows_that_something_is_missing() -> None:
    assert Style().cut("a long title", 8) == "a long…"
    assert Style(unicode=False).cut("a long title", 9) == "a long.."
    assert Style().cut("看護師", 6) == "看護師"
    assert Style().cut("看護師", 5) == "看護…"


def test_a_terminal_without_unicode_gets_ascii_only() -> None:
    assert Style(unicode=False).text("Überblick · 看") == "Uberblick ? ?"


def test_without_colour_nothing_is_painted() -> None:
    assert Style(colour=False).paint("late", "red") == "late"
    assert Style(colour=True).paint("late", "red", "bold") == "\x1b[31;1mlate\x1b[0m"


@pytest.mark.parametrize("width", [10, 20, 40, 80])
def test_wrapped_text_keeps_to_the_width_and_loses_no_word(width: int) -> None:
    text = "Lands 9 Dec 2032, goal 30 Jun 2033: on track, 203 days to spare"
    lines = Style(width=width).wrap(text, 2, 4)
    assert max(map(len, lines)) <= width
    assert " ".join(line.strip() for line in lines) == text
