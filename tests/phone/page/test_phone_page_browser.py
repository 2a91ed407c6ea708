"""The page in a real browser of the size of a phone."""

from __future__ import annotations

import io
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from sketch2image.core.progress import silent
from sketch2image.phone.page.options import PageOptions, Reason
from sketch2image.phone.page.page import PhonePage
from tests.phone.page.conftest import LOOPBACK, Clock, encoded

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, FilePayload, Page

pytestmark = pytest.mark.browser

PATIENCE = 60_000
SMALL, LARGE = {"width": 360, "height": 800}, {"width": 412, "height": 915}
THUMB = 44
"""Points that a thumb needs."""


def phone(browser: Browser, size: dict[str, int], language: str = "en-US") -> BrowserContext:
    """A phone that has just been unpacked."""
    context = browser.new_context(
        viewport={"width": size["width"], "height": size["height"]},
        device_scale_factor=2,
        has_touch=True,
        is_mobile=True,
        locale=language,
    )
    context.set_default_timeout(PATIENCE)
    return context


def visit(context: BrowserContext, url: str, state: str = "open") -> Page:
    page = context.new_page()
    page.goto(url)
    page.wait_for_selector(f"body[data-state={state}]")
    return page


def assert_fits(page: Page) -> None:
    """Nothing has to be scrolled sideways, and a thumb meets what it aims at."""
    assert page.evaluate("document.scrollingElement.scrollWidth <= innerWidth")
    boxes = [node.bounding_box() for node in page.locator("button, .button, a").all()]
    sizes = [(box["width"], box["height"]) for box in boxes if box]
    assert min(map(min, sizes)) >= THUMB


def test_pictures_go_in_and_the_result_comes_out(browser: Browser, tmp_path: Path):
    result = tmp_path / "result.png"
    Image.linear_gradient("L").save(result)
    heard: list[Path] = []
    options = PageOptions(tmp_path / "inbox", host=LOOPBACK)
    with PhonePage(options, heard.append) as running, phone(browser, SMALL) as context:
        requested: list[str] = []
        context.on("request", lambda request: requested.append(request.url))
        page = visit(context, running.url)
        sent = {"a b.jpg": encoded("JPEG", 1), "나.heic": encoded("HEIF", 2)}
        page.set_input_files(
            "#choose",
            [
                {"name": name, "mimeType": "", "buffer": content}
                for name, content in [*sent.items(), ("notes.txt", b"not a picture")]
            ],
        )
        page.wait_for_selector("text=2 of 3 sent, 1 not")
        assert "Not a picture, or damaged" in page.locator("#sent").inner_text()
        assert {file.name: file.read_bytes() for file in heard} == sent
        running.offer(result)
        page.wait_for_selector("#offered img:visible")
        assert_fits(page)
        with page.expect_download() as download:
            page.get_by_role("link", name="Save result.png to phone").tap()
        download.value.save_as(tmp_path / "saved.png")
        assert (tmp_path / "saved.png").read_bytes() == result.read_bytes()
        page.reload()
        page.get_by_role("button", name="Done").tap()
        page.wait_for_selector("body[data-state=closed]")
        assert "Everything is where it should be" in page.locator("body").inner_text()
        outcome = running.wait(silent)
    assert (set(outcome.received), outcome.taken) == (set(heard), (result,))
    assert outcome.reason is Reason.done
    assert [url for url in requested if not url.startswith(running.url)] == []


def test_a_second_phone_asks_for_a_new_code_and_the_first_may_stay(
    browser: Browser, tmp_path: Path
):
    clock, options = Clock(), PageOptions(tmp_path, host=LOOPBACK, minutes_idle=0.9)
    with (
        PhonePage(options, clock=clock) as running,
        phone(browser, SMALL) as first,
        phone(browser, LARGE, "ko-KR") as second,
        ThreadPoolExecutor(1) as pool,
    ):
        page = visit(first, running.url)
        assert (
            "이미 쓴 코드입니다" in visit(second, running.url, "used").locator("body").inner_text()
        )
        assert page.locator("body").get_attribute("data-state") == "open"
        clock.now = 30
        with page.expect_response(lambda answer: "touched" in answer.url):
            page.get_by_role("button", name="Tap here to stay").tap()
        assert running.seconds_left == 54
        pool.submit(running.close)
        page.wait_for_selector("body[data-state=closed]")
        assert "It was closed on the computer." in page.locator("body").inner_text()


def test_a_broken_connection_is_told_and_made_good(browser: Browser, tmp_path: Path):
    content = io.BytesIO()
    Image.effect_noise((400, 400), 90).save(content, "PNG")
    with (
        PhonePage(PageOptions(tmp_path, host=LOOPBACK)) as running,
        phone(browser, LARGE, "ko-KR") as context,
    ):
        page = visit(context, running.url)
        context.route("**/upload*", lambda route: route.abort())
        file: FilePayload = {"name": "a.png", "mimeType": "image/png", "buffer": content.getvalue()}
        page.set_input_files("#choose", file)
        page.wait_for_selector("text=연결이 끊겨 보내지 못함")
        assert_fits(page)
        context.unroute("**/upload*")
        page.get_by_role("button", name="a.png 다시 보내기").tap()
        page.wait_for_selector("text=1장 중 1장 보냄")
        page.set_input_files("#choose", file)
        page.wait_for_selector("text=컴퓨터에 이미 있음")
        assert (tmp_path / "a.png").read_bytes() == content.getvalue()
        context.route("**/upload*", lambda route: None)
        page.set_input_files("#choose", file)
        assert page.get_by_role("button", name="끝내기").is_disabled()
        page.get_by_role("button", name="a.png 취소").tap()
        page.wait_for_selector("text=2장 중 2장 보냄")
        assert page.get_by_role("button", name="끝내기").is_enabled()
