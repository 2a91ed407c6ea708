"""The pictures of docs/phone.md."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from typer.main import get_command

from sketch2image.cli.app import build
from tools.phone_steps import END, FOLDER, RIGHT, WIDE, drawn, pictures

if TYPE_CHECKING:
    from playwright.sync_api import Browser

PAGE = Path(__file__).resolve().parents[2] / "docs" / "phone.md"
ALL = pictures()
MARGIN = 6
ENDS = """() => [...document.querySelectorAll("svg")].map(svg =>
    [...svg.querySelectorAll("text")].map(text => {
        const box = text.getBBox();
        return [text.textContent, box.x + box.width, box.y];
    }))"""


@pytest.fixture(scope="module")
def page() -> str:
    return PAGE.read_text("utf-8")


def test_the_pictures_are_what_the_tool_draws():
    for picture in ALL:
        assert picture.file.read_text("utf-8") == drawn(picture), picture.name


def test_the_page_shows_every_picture_once_in_order_and_no_other_lies_there(page: str):
    shown = re.findall(r'src="images/phone/(step-[^"]+)"', page)
    assert shown == [picture.file.name for picture in ALL]
    assert sorted(shown) == sorted(file.name for file in FOLDER.glob("step-*"))


def test_the_page_names_in_both_languages_what_the_finger_taps(page: str):
    for row in [row for picture in ALL for row in picture.rows if row.tap]:
        assert row.text.lower() in page.lower()
        assert row.korean in page


def test_the_page_types_the_addresses_that_the_pictures_show(page: str):
    for value in [row.value for picture in ALL for row in picture.rows if row.value]:
        assert re.search(rf"phone (pair|connect) .*{value}", page)


def test_the_page_lists_every_command_and_options_that_they_have(page: str):
    group: Any = get_command(build())
    commands = group.commands["phone"].commands
    lines = page.split("## Commands\n")[1].split("\n## ")[0].splitlines()
    rows = [line.strip("| ").split(" | ") for line in lines if line.startswith("| `")]
    named = [row[0].strip("`").split()[0] for row in rows if len(row) == 2][1:]
    assert list(dict.fromkeys(named)) == list(commands)
    for options, of in [row[:2] for row in rows if len(row) == 3]:
        for name in re.findall(r"`(\w+)`", of) or ["devices"]:
            assert set(re.findall(r"--[a-z-]+", options)) <= options_of(commands[name])


def options_of(command: Any) -> set[str]:
    return {name for one in command.params for name in (*one.opts, *one.secondary_opts)}


@pytest.mark.browser
def test_a_browser_sets_all_words_within_their_screen_and_card(browser: Browser):
    sheet = browser.new_page()
    sheet.set_content("".join(map(drawn, ALL)))
    set_words = sheet.evaluate(ENDS)
    for picture, lines in zip(ALL, set_words, strict=True):
        for text, right, top in lines:
            on_screen = not picture.scene and top < END
            assert right <= (RIGHT if on_screen else WIDE - MARGIN), (picture.name, text)
