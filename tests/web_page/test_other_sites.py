"""What another site can do with the page that runs on this computer: nothing."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Frame

from tests.loopback import Handler, serving
from tests.web_page.served import Desk

FORM = """<!DOCTYPE html><form method=post action="{address}/done">
<input name=id value=manager-talk><input name=csrf value=""><button>win</button></form>
<iframe src="{address}/"></iframe>"""
FETCH = """async address => {
    const form = new URLSearchParams({id: 'manager-talk', csrf: ''});
    const tries = [{}, {mode: 'no-cors'}, {mode: 'no-cors', credentials: 'include'}];
    const ended = [];
    for (const more of tries) {
        try { ended.push((await fetch(address + '/done', {method: 'POST', body: form, ...more})).type); }
        catch (error) { ended.push('refused'); }
    }
    try { ended.push((await fetch(address + '/')).type); } catch (error) { ended.push('refused'); }
    return ended;
}"""


@contextmanager
def evil(address: str) -> Iterator[str]:
    """A site on another port, which is another origin."""

    class Evil(Handler):
        def answer(self) -> None:
            body = FORM.format(address=address).encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_GET = answer  # noqa: N815 - a name of http.server

    with serving(Evil) as server:
        yield server.address


def test_no_other_site_can_press_a_button_read_the_page_or_frame_it(chromium: Browser, served: Desk) -> None:
    with evil(served.address) as site, chromium.new_context() as context:
        page = context.new_page()
        page.goto(site)
        frame: Frame = page.frames[1]
        assert "manager-talk" not in frame.content()
        assert page.evaluate(FETCH, served.address) == ["refused"] * 4
        page.get_by_role("button", name="win").click()
        page.wait_for_url(f"{served.address}/done")
        assert "Nothing was changed" in page.inner_text("body")
    assert served.acts == []
    assert served.asked.count("POST /done") == 4
