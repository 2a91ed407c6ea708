"""Makes docs/images/phone/page-*.png: the page for phones, seen by a browser of a phone's size.

    python tools/phone_page_pictures.py docs/images/phone

Needs a Chromium; takes half a minute. The page is served to this machine alone.
"""

from __future__ import annotations

import io
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from PIL import Image

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from sketch2image.core.paths import sample_gallery
from sketch2image.phone.page.options import PageOptions
from sketch2image.phone.page.page import PhonePage

if TYPE_CHECKING:
    from playwright.sync_api import Browser, FilePayload, Page

Theme = Literal["light", "dark"]

CAMERA = (4000, 3000)
LOOKS: tuple[tuple[Theme, str, tuple[int, int]], ...] = (
    ("light", "en", (360, 800)),
    ("dark", "ko", (412, 915)),
)
"""Colors, language and size in points of two phones."""

SHEET = Path(__file__).resolve().parents[1] / "docs" / "images" / "sheet.png"
SLOW = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": 400_000}
"""Bytes per second that a picture goes out with while it is photographed."""

_NAMES = ("chromium", "chromium-browser", "google-chrome")


class Photographer:
    """Leads phones through the page's states.

    Args:
        browser: is the phone.
        out: folder of the pictures.
    """

    def __init__(self, browser: Browser, out: Path) -> None:
        self._browser, self._out = browser, out

    def tour(self) -> None:
        """Pictures on their way, and a result to take, as each phone shows them."""
        for theme, language, size in LOOKS:
            with serving() as page, self._phone(page.url, size, theme, language) as phone:
                self._send(phone, f"{theme}-{language}")
                page.offer(SHEET)
                phone.wait_for_selector("#offered img:visible")
                phone.locator("#take-title").evaluate("node => node.scrollIntoView()")
                self._save(phone, f"take-{theme}-{language}")

    def _send(self, phone: Page, name: str) -> None:
        broken: FilePayload = {
            "name": "notes.jpg",
            "mimeType": "image/jpeg",
            "buffer": b"not a picture",
        }
        phone.set_input_files("#choose", broken)
        phone.wait_for_selector("[data-state=refused]")
        first, *others = photos()
        phone.set_input_files("#choose", first)
        phone.wait_for_selector("[data-state=sent]")
        line = phone.context.new_cdp_session(phone)
        line.send("Network.enable")
        line.send("Network.emulateNetworkConditions", SLOW)
        phone.set_input_files("#choose", others)
        phone.wait_for_selector(r"text=/[3-9]\d%/")
        self._save(phone, f"send-{name}")
        line.send("Network.emulateNetworkConditions", {**SLOW, "uploadThroughput": -1})
        phone.wait_for_selector("#done:enabled")

    @contextmanager
    def _phone(
        self, url: str, size: tuple[int, int], theme: Theme, language: str
    ) -> Iterator[Page]:
        width, height = size
        with self._browser.new_context(
            viewport={"width": width, "height": height},
            device_scale_factor=2,
            is_mobile=True,
            has_touch=True,
            color_scheme=theme,
            locale=language,
        ) as context:
            page = context.new_page()
            page.goto(url)
            page.wait_for_selector("body[data-state=open]")
            yield page

    def _save(self, page: Page, name: str) -> None:
        page.screenshot(path=self._out / f"page-{name}.png")
        print(f"page-{name}.png", flush=True)


def photos() -> list[FilePayload]:
    """Sample pictures as large as a phone takes them."""
    return [
        {
            "name": f"20261128_{hour}.jpg",
            "mimeType": "image/jpeg",
            "buffer": enlarged(sample_gallery() / f"{kind}-1.jpg"),
        }
        for hour, kind in (("101502", "teapot"), ("101811", "pizza"), ("102047", "strawberry"))
    ]


def enlarged(picture: Path) -> bytes:
    """A picture at 12 megapixels, as a JPEG."""
    buffer = io.BytesIO()
    with Image.open(picture) as image:
        image.resize(CAMERA).save(buffer, "JPEG", quality=95)
    return buffer.getvalue()


@contextmanager
def serving() -> Iterator[PhonePage]:
    """A page with a folder that nobody keeps."""
    with (
        tempfile.TemporaryDirectory() as folder,
        PhonePage(PageOptions(Path(folder), host="127.0.0.1")) as page,
    ):
        yield page


def main(out: Path) -> None:
    """Open the browser and take the tour."""
    from playwright.sync_api import sync_playwright

    out.mkdir(parents=True, exist_ok=True)
    program = next(filter(None, map(shutil.which, _NAMES)))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        Photographer(browser, out).tour()
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
