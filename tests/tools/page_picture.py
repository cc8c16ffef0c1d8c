"""Makes the pictures of the page in docs/images: the nurse plan after two years, with a late certificate.

Run it as `python -m tests.tools.page_picture`, with Chromium and DejaVu Sans at hand.
"""

import tempfile
from base64 import b64decode, b64encode
from pathlib import Path
from typing import Literal

from playwright.sync_api import sync_playwright

from tests.system.program import Program, program

IMAGES = Path(__file__).parents[2] / "docs" / "images"
LOOKS: tuple[tuple[str, Literal["light", "dark"], int, int | None], ...] = (
    ("page.webp", "light", 1280, None),
    ("page-dark.webp", "dark", 1280, None),
    ("page-phone.webp", "light", 390, 844),
)
"""File, colours, width and height of each, in pixels; without a height it ends below the timeline."""
TODAY = "2029-02-01"
STORY = (
    ("2027-01-18", "manager-talk"),
    ("2027-02-05", "ma-certificate/compare-three-schools-schedule-price-pass-rate"),
    ("2027-02-10", "ma-certificate/register"),
    *((f"2027-{month:02}-28", f"ma-certificate/goal-{month - 3}") for month in range(4, 12)),
    ("2027-12-15", "ma-certificate/hand-in-the-reimbursement-form"),
    ("2028-01-06", "ma-certificate"),
    ("2028-01-20", "ma-job/update-cv"),
    ("2028-02-10", "ma-job/ask-here-first"),
    ("2028-03-10", "ma-job/apply-to-five-clinics"),
    ("2028-04-06", "ma-job"),
    ("2028-10-06", "ma-experience/goal-1"),
    ("2029-01-20", "volunteer@2029-01-20"),
)
"""On which day what was done; there is a sync after each."""
AS_WEBP = """async png => {
    const picture = await createImageBitmap(await (await fetch('data:image/png;base64,' + png)).blob());
    const canvas = new OffscreenCanvas(picture.width, picture.height);
    canvas.getContext('2d').drawImage(picture, 0, 0);
    const file = await canvas.convertToBlob({type: 'image/webp', quality: 0.85});
    const reader = new FileReader();
    return new Promise(done => { reader.onload = () => done(reader.result); reader.readAsDataURL(file); });
}"""


def page(place: Path) -> str:
    """The page as it stands after the story."""
    program(place)
    first = Program(place, "2027-01-04")
    first.must("baseline", "set")
    first.must("sync")
    for day, item in STORY:
        then = Program(place, day)
        then.must("sync")
        then.must("done", item)
        then.must("sync")
    now = Program(place, TODAY)
    now.must("sync")
    return now.must("--no-input", "page").out


def main() -> None:
    """Draw it as a browser shows it."""
    with tempfile.TemporaryDirectory() as place, sync_playwright() as play:
        html = page(Path(place))
        browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        for name, scheme, width, height in LOOKS:
            shown = browser.new_page(viewport={"width": width, "height": height or 900}, color_scheme=scheme)
            shown.set_content(html)
            end = shown.locator(".picture").bounding_box()
            assert end is not None
            below = height or end["y"] + end["height"] + 20
            png = shown.screenshot(full_page=True, clip={"x": 0, "y": 0, "width": width, "height": below})
            shown.goto("about:blank")
            webp = shown.evaluate(AS_WEBP, b64encode(png).decode())
            (IMAGES / name).write_bytes(b64decode(webp.partition(",")[2]))
            shown.close()
        browser.close()


if __name__ == "__main__":
    main()
