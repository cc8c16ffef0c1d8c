"""How the page looks: nothing lies on something else, and all can be read, by day, by night and on paper."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.system.program import Program, program
from tests.web_page import plans
from tests.web_page.browsing import Scheme, drawn, opened
from tests.web_page.served import Desk

SCHEMES: tuple[Scheme, ...] = ("light", "dark")
COLOURS = """() => ['body', '.card', '.picture .ink', '.picture .bar'].map(name => {
    const style = getComputedStyle(document.querySelector(name));
    return [style.backgroundColor, style.color, style.fill].join(); })"""
A4 = 794  # pixels of CSS, across
JUDGES = Path(__file__).parent / "judges"
AXE = Path(__file__).parents[2] / ".tools" / "node_modules" / "axe-core" / "axe.min.js"


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The pages that are looked at, by name."""
    root = tmp_path_factory.mktemp("pages")
    nurse = Program(program(root / "nurse").place, "2029-02-01")
    nurse.must("done", "manager-talk")
    return {
        "nurse": plans.page_of(nurse),
        "ossu": plans.page_of(program(root / "ossu", "ossu-cs")),
        "one step": plans.page_of(plans.steps(root / "one", 1, 12)),
        "three years": plans.page_of(plans.steps(root / "three", 12, 3)),
        "ten years": plans.page_of(plans.steps(root / "ten", 20, 6)),
        "200 steps": plans.page_of(plans.steps(root / "many", 200, 1)),
        "hostile": plans.page_of(plans.hostile(root / "hostile")),
    }


NAMES = ("nurse", "ossu", "one step", "three years", "ten years", "200 steps", "hostile")


def judged(page: Page, judge: str) -> list[Any]:
    """What a judge finds wrong with a page, of the texts that it looked at."""
    found = page.evaluate((JUDGES / f"{judge}.js").read_text(encoding="utf-8"))
    assert isinstance(found, dict)
    assert found["count"] > 5
    return list(found["found"])


@pytest.mark.parametrize("name", NAMES)
def test_no_label_lies_on_another_and_only_picture_and_tables_scroll_sideways(
    chromium: Browser, places: dict[str, str], name: str
) -> None:
    with drawn(chromium, places[name]) as page:
        for width in (1280, 640, 375, 320):  # 640 is a laptop's screen at 200 %
            page.set_viewport_size({"width": width, "height": 900})
            assert judged(page, "overlaps") == []
            assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("name", ["nurse", "ossu", "hostile"])
def test_every_text_stands_out_by_day_and_by_night(
    chromium: Browser, places: dict[str, str], name: str
) -> None:
    colours = []
    with drawn(chromium, places[name]) as page:
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            assert judged(page, "contrasts") == []
            colours.append(page.evaluate(COLOURS))
    day, night = colours
    assert [one for one, other in zip(day, night, strict=True) if one == other] == []


def test_on_paper_there_is_nothing_to_press_and_it_is_light(
    chromium: Browser, places: dict[str, str]
) -> None:
    with drawn(chromium, places["nurse"], scheme="dark", media="print", width=A4) as page:
        buttons = page.locator("button").all()
        assert len(buttons) > 3
        assert [button for button in buttons if button.is_visible()] == []
        assert page.locator(".box").first.is_visible()
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
        assert page.evaluate("document.documentElement.scrollWidth") <= A4
        assert judged(page, "contrasts") == []


def test_axe_finds_no_barrier(chromium: Browser, served: Desk) -> None:
    """The rules of axe-core, which judge the page by WCAG without knowing anything of it."""
    served.program.must("event", "layoff")
    served.program.must("done", "manager-talk")
    with opened(chromium, served.address, scripts=True) as page:
        page.evaluate(AXE.read_text(encoding="utf-8"))
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            found = page.evaluate("axe.run({resultTypes: ['violations', 'passes']})")
            barriers = [(one["id"], one["impact"], one["nodes"][0]["html"]) for one in found["violations"]]
            assert barriers == []
            assert {"color-contrast", "button-name", "svg-img-alt"} <= {one["id"] for one in found["passes"]}


def test_odd_words_are_only_words(chromium: Browser, places: dict[str, str]) -> None:
    with drawn(chromium, places["hostile"]) as page:  # a dialog or a request would end this with an error
        assert (
            page.evaluate("document.querySelectorAll('script, img, iframe, [onerror], [onload]').length") == 0
        )
        shown = page.inner_text("body")
        for text in plans.HOSTILE[:6]:
            assert text in shown
        assert "49" not in page.inner_text("header")
        assert page.locator("a[href^='javascript']").count() == 0
