"""What a person does on the page, in a real browser with scripts off: it needs none."""

from playwright.sync_api import Browser, Page, expect

from tests.system.program import Program
from tests.web_page.browsing import opened
from tests.web_page.served import Desk

ITEM, TITLE = "manager-talk", "Ask Dr. Alvarez about growth, tuition help and clinic hours"


def state(program: Program, item: str) -> str:
    items = program.must("timeline", "--json").json["items"]
    return str(next(each["state"] for each in items if each["id"] == item))


def test_a_tick_is_done_for_status_and_undo_takes_it_back(chromium: Browser, served: Desk) -> None:
    before = served.program.must("status", "--json").json["week"]["items"]
    assert ITEM in {each["id"] for each in before}
    with opened(chromium, served.address) as page:
        page.get_by_role("button", name=f"Done: {TITLE}").click()
        expect(page.get_by_role("status")).to_contain_text(f"Done on 1 Feb 2027: {TITLE}")
        assert page.url == f"{served.address}/#said"
        after = served.program.must("status", "--json").json["week"]["items"]
        assert ITEM not in {each["id"] for each in after}
        assert state(served.program, ITEM) == "done"
        page.get_by_role("button", name="Undo").click()
        expect(page.get_by_role("status")).to_contain_text("Takes back: manager-talk done on 1 Feb 2027")
        assert state(served.program, ITEM) == "late"
        page.get_by_role("button", name="Redo").click()
        expect(page.get_by_role("status")).to_contain_text("Brings back: manager-talk done on 1 Feb 2027")
        assert state(served.program, ITEM) == "done"


def test_what_was_ticked_can_be_cleared(chromium: Browser, served: Desk) -> None:
    served.program.must("done", ITEM)
    with opened(chromium, served.address) as page:
        page.get_by_role("button", name=f"Not done after all: {TITLE}").click()
        expect(page.get_by_role("status")).to_contain_text(f"Open again: {TITLE}")
    assert state(served.program, ITEM) == "late"


def test_how_it_went_is_said_once(chromium: Browser, served: Desk) -> None:
    with opened(chromium, served.address) as page:
        page.get_by_role("button", name=f"Done: {TITLE}").click()
        expect(page.get_by_role("status")).to_be_visible()
        page.reload()
        expect(page.get_by_role("status")).to_have_count(0)
    assert len(served.acts) == 1


def test_a_second_click_changes_nothing_more(chromium: Browser, served: Desk) -> None:
    with opened(chromium, served.address) as page:
        page.get_by_role("button", name=f"Done: {TITLE}").dblclick()
        expect(page.get_by_role("status")).to_be_visible()
        change = page.locator("form[action='/undo'] input[name=change]").get_attribute("value")
        page.get_by_role("button", name="Undo").dblclick()
        expect(page.get_by_role("status")).to_be_visible()
    undos = [command for command in served.acts if command[0] == "undo"]
    assert set(undos) == {("undo", "--yes", "--change", change)}
    assert served.program.facts()[-1] == f"change {change} taken back"
    again = served.program.must("undo", "--yes", "--change", str(change))
    assert again.out == "That was taken back already.\n"


def test_what_a_command_refuses_is_said_in_its_words(chromium: Browser, served: Desk) -> None:
    with opened(chromium, served.address) as page:
        plan = served.program.folder / "nurse.yaml"
        text = plan.read_text(encoding="utf-8")
        plan.write_text(text.replace("  manager-talk:", "  manager-chat:"), encoding="utf-8")
        page.get_by_role("button", name=f"Done: {TITLE}").click()
        expect(page.get_by_role("status")).to_contain_text('there is no "manager-talk" in this plan')


def test_a_proposed_track_is_followed_at_a_press_and_left_by_undo(chromium: Browser, served: Desk) -> None:
    served.program.must("event", "layoff")
    with opened(chromium, served.address) as page:
        page.get_by_role("button", name="Follow lpn-bridge").click()
        expect(page.get_by_role("status")).to_contain_text("Switch from main to lpn-bridge")
        assert served.program.must("status", "--json").json["track"] == "lpn-bridge"
        page.get_by_role("button", name="Undo: track lpn-bridge chosen").click()
        expect(page.get_by_role("status")).to_be_visible()
        assert served.program.must("status", "--json").json["track"] == "main"


def test_a_broken_plan_file_is_told_above_the_plan_as_published_last(chromium: Browser, served: Desk) -> None:
    plan = served.program.folder / "nurse.yaml"
    plan.write_text(plan.read_text(encoding="utf-8").replace("takes: 22 months", "takes: lots"), "utf-8")
    with opened(chromium, served.address) as page:
        banner = page.locator(".banner")
        expect(banner).to_contain_text("this is the plan as it was published last")
        expect(banner).to_contain_text("nurse.yaml:")
        expect(page.get_by_role("heading", name="From the front desk to registered nurse")).to_be_visible()


def focused(page: Page) -> str:
    """What a screen reader calls the element that has the focus."""
    return str(page.evaluate("(e => e.getAttribute('aria-label') || e.innerText)(document.activeElement)"))


def test_the_keyboard_alone_can_tick(chromium: Browser, served: Desk) -> None:
    with opened(chromium, served.address, scripts=True) as page:
        seen: list[str] = []
        while not seen or seen[-1] != f"Done: {TITLE}":
            page.keyboard.press("Tab")
            seen.append(focused(page))
            assert len(seen) < 9
            assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
        assert seen[0] == "Skip to the timeline"
        page.keyboard.press("Enter")
        expect(page.get_by_role("status")).to_contain_text("Done on 1 Feb 2027")
        page.keyboard.press("Tab")
        assert focused(page).startswith("Undo")
    assert state(served.program, ITEM) == "done"
