"""Answers that go to the phone: by `--push`, by the setting, and where it fails."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from sketch2image.core.paths import sample_gallery
from tests.phone.galaxy.phone import Galaxy

APPLE = sample_gallery() / "apple-1.jpg"
SENT = "/storage/emulated/0/Pictures/Sketch2Image/"
KEYS = ["serial", "name", "path", "uri", "opened", "note"]


def mine(folder: Path) -> Path:
    """A gallery that takes no time."""
    (folder / "mine").mkdir()
    for name in ("apple-1.jpg", "cup-1.jpg"):
        (folder / "mine" / name).write_bytes((sample_gallery() / name).read_bytes())
    return folder / "mine"


def words(folder: Path) -> tuple[object, ...]:
    """A search in it."""
    return ("search", APPLE, "--gallery", mine(folder))


def test_go_from_the_phones_pictures_to_the_answer_on_its_screen(
    cli: Callable, galaxy: Galaxy, home: Path, tmp_path: Path
):
    said = cli(
        "go", "--camera", "simulated", "--subject", "spoon", "--phone", "auto", "--push",
        "--k", 3, "--out", tmp_path / "go", "--json",
    )  # fmt: skip
    assert said.code == 0
    document, phone = said.document, said.document["phone"]
    taken = home / "phone" / "R5CT10ABCDE" / "DCIM" / "Camera"
    assert phone["pulled"] == 4
    assert {file.name for file in taken.iterdir()} == {
        "apple-1.jpg", "apple-2.jpg", "cup-1.jpg", "cup-2.jpg",
    }  # fmt: skip
    assert document["gallery"] == "phone"
    assert cli("gallery", "stats", "phone", "--json").document["pictures"] == 4
    assert document["caption"]["label"] == "spoon"
    assert [Path(match["path"]).parent for match in document["matches"]] == [taken] * 3
    assert phone["pushed"].startswith(SENT)
    assert galaxy.tree.read(phone["pushed"]) == (tmp_path / "go" / "sheet.png").read_bytes()
    (row,) = [row for row in galaxy.media.rows() if row["_data"] == phone["pushed"]]
    assert phone["uri"].endswith(f"/{row['_id']}")
    assert galaxy.opened == [(phone["uri"], "com.sec.android.gallery3d")]
    assert (phone["serial"], phone["opened"]) == (galaxy.address, True)
    assert "SM-S911N" in phone["name"] == phone["note"]


def test_run_sends_its_sheet(cli: Callable, galaxy: Galaxy, tmp_path: Path):
    folders = ("--gallery", mine(tmp_path), "--out", tmp_path / "run")
    said = cli("run", APPLE, *folders, "--push", "--json")
    phone = said.document["phone"]
    assert list(phone) == KEYS
    assert galaxy.tree.read(phone["path"]) == (tmp_path / "run" / "sheet.png").read_bytes()
    assert phone["opened"]


def test_search_sends_a_page_of_its_matches(cli: Callable, galaxy: Galaxy, tmp_path: Path):
    from PIL import Image

    said = cli(*words(tmp_path), "--phone", "R5CT10ABCDE")
    assert f"sent to SM-S911N ({galaxy.address}): {SENT}" in said.out
    (path,) = galaxy.tree.paths("/sdcard/Pictures")
    (tmp_path / "sent.png").write_bytes(galaxy.tree.read(path))
    with Image.open(tmp_path / "sent.png") as page:
        assert page.width > page.height > 300


def test_the_setting_sends_each_answer_unless_told_not_to(
    cli: Callable, galaxy: Galaxy, home: Path, tmp_path: Path
):
    (home / "settings.toml").write_text('push_to = "R5CT10ABCDE"\n')
    search = words(tmp_path)
    said = cli(*search)
    assert f"sent to SM-S911N ({galaxy.address})" in said.out
    assert cli(*search, "--no-push", "--json").document["phone"] is None
    assert len(galaxy.tree.paths("/sdcard/Pictures")) == 1


@pytest.mark.usefixtures("galaxy")
def test_where_the_phone_of_the_setting_is_not_there_one_line_says_so(
    cli: Callable, home: Path, tmp_path: Path
):
    (home / "settings.toml").write_text('push_to = "R5CT99ZZZZZ"\n')
    said = cli(*words(tmp_path), "--json")
    assert said.code == 0
    assert said.document["phone"] is None
    assert said.document["results"][0]["matches"]
    (line,) = said.err.splitlines()
    assert "R5CT99ZZZZZ not found" in line


def test_a_phone_that_is_full_costs_only_the_sending(
    cli: Callable, galaxy: Galaxy, home: Path, tmp_path: Path
):
    galaxy.faults.room = 1000
    search = words(tmp_path)
    said = cli(*search, "--push", "--json")
    assert said.code == 2
    assert said.document["results"][0]["matches"]
    phone = said.document["phone"]
    assert (phone["path"], phone["opened"]) == ("", False)
    assert "No space left" in phone["note"]
    (line,) = said.err.splitlines()
    assert line.startswith(f"error: the matches are here, but not on SM-S911N ({galaxy.address})")
    (home / "settings.toml").write_text('push_to = "R5CT10ABCDE"\n')
    assert cli(*search).code == 0
    assert not galaxy.tree.paths("/sdcard/Pictures")


@pytest.mark.usefixtures("adb")
@pytest.mark.parametrize("command", ["run", "search", "demo", "go"])
def test_a_missing_phone_is_known_before_the_work(cli: Callable, tmp_path: Path, command: str):
    options = {
        "run": (APPLE, "--out", tmp_path / "out"),
        "search": (APPLE,),
        "demo": ("--out", tmp_path / "out"),
        "go": ("--camera", "simulated", "--out", tmp_path / "out"),
    }
    said = cli(command, *options[command], "--push", "--json")
    assert said.code == 2
    assert json.loads(said.out)["error"]["kind"] == "phone"
    assert "no phone is connected" in said.err
    assert not list(tmp_path.rglob("*.png"))


def test_all_demonstrations_are_not_sent(cli: Callable, tmp_path: Path):
    said = cli("demo", "--subject", "all", "--push", "--out", tmp_path / "out", "--json")
    assert said.code == 2
    assert "Name one with --subject" in said.err
    assert not (tmp_path / "out").exists()
