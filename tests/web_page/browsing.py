"""A browser's page that ends a test with an error when anything on it complained."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

from playwright.sync_api import Browser, Page, Request

Scheme = Literal["light", "dark"]
Media = Literal["print", "screen"]


@contextmanager
def opened(
    browser: Browser, address: str, *, scripts: bool = False, scheme: Scheme = "light", width: int = 1280
) -> Iterator[Page]:
    """The page at an address. No message on the console, no request elsewhere, no dialog; scripts are off."""
    context = browser.new_context(
        java_script_enabled=scripts, viewport={"width": width, "height": 900}, color_scheme=scheme
    )
    page = context.new_page()
    complaints = listen(page, f"{address}/")
    page.goto(f"{address}/")
    yield page
    context.close()
    assert complaints == []


@contextmanager
def drawn(
    browser: Browser, html: str, *, scheme: Scheme = "light", width: int = 1280, media: Media = "screen"
) -> Iterator[Page]:
    """A page as it was rendered, without a server; its own policy holds."""
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page = context.new_page()
    complaints = listen(page, "about:blank")
    page.emulate_media(media=media)
    page.set_content(html)
    yield page
    context.close()
    assert complaints == []


def listen(page: Page, address: str) -> list[str]:
    """Everything that a page which is in order never does, from now on."""
    complaints: list[str] = []

    def requested(request: Request) -> None:
        if not request.url.startswith((address, "data:")):
            complaints.append(f"elsewhere: {request.url}")

    def failed(request: Request) -> None:
        # A second click takes the place of the first, whose answer nobody waits for any more.
        if not (request.is_navigation_request() and request.failure == "net::ERR_ABORTED"):
            complaints.append(f"failed: {request.url} {request.failure}")

    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("dialog", lambda dialog: complaints.append(f"dialog: {dialog.message}"))
    page.on("requestfailed", failed)
    page.on("request", requested)
    return complaints
