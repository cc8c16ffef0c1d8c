"""What a person does on the page, in a real browser with scripts off: it needs none."""

from playwright.sync_api import Browser, expect

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
