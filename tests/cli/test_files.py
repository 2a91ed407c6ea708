"""Paths come back as they were given; one bad file in a folder does not cost the others."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from sketch2image.cli import output
from sketch2image.cli.files import pictures_in
from sketch2image.cli.output import long_progress, show_progress
from sketch2image.core.errors import UserError
from sketch2image.core.progress import Progress


def picture(path: Path, size: tuple[int, int] = (64, 48)) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", size, (90, 120, 150)).save(path)
    return path


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    picture(tmp_path / "a.png")
    picture(tmp_path / "more" / "b.PNG")
    picture(tmp_path / "more" / "deep" / "c.jpg")
    return tmp_path


def paths(*given: str) -> list[str]:
    return [file.path for file in pictures_in(given).files]


def test_files_keep_their_spelling(here: Path):
    given = ["./a.png", "more/../a.png", "a.png", str(here / "a.png")]
    assert paths(*given) == given


@pytest.mark.parametrize("folder", ["more", "./more", "more/", "../{name}/more", "{here}/more"])
def test_folders_keep_their_spelling(here: Path, folder: str):
    given = folder.format(name=here.name, here=here)
    inside = ["b.PNG", os.path.join("deep", "c.jpg")]  # noqa: PTH118
    assert paths(given) == [os.path.join(given, name) for name in inside]  # noqa: PTH118


def test_hidden_files_and_what_is_no_file_are_passed_over(here: Path):
    picture(here / "more" / "._b.png")
    picture(here / "more" / ".thumbnails" / "b.png")
    (here / "more" / "folder.png").mkdir()
    (here / "more" / "notes.txt").touch()
    assert len(paths("more")) == 2
    assert paths("more/._b.png") == ["more/._b.png"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes in the file system")
def test_pipes_in_a_folder_are_passed_over(here: Path):
    os.mkfifo(here / "more" / "pipe.png")
    assert len(paths("more")) == 2


def test_a_folder_without_pictures(here: Path):
    (here / "none").mkdir()
    with pytest.raises(UserError, match="no pictures"):
        pictures_in(["none"])


def test_a_name_that_is_too_long():
    with pytest.raises(UserError):
        pictures_in(["a" * 5000])


def test_a_bad_file_in_a_folder_is_listed_and_the_others_are_read(cli: Callable, here: Path):
    (here / "more" / "bad.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    said = cli("fingers", "./more", "--json")
    assert said.code == 0
    seen = [image["path"] for image in said.document["images"]]
    assert seen == paths("./more")[:1] + paths("./more")[2:]
    (failed,) = said.document["failed"]
    assert failed == {"path": paths("./more")[1], "reason": "is damaged or cut short"}
    assert f"not read: {failed['path']}: is damaged" in cli("fingers", "./more").out
    named = cli("fingers", "./more", "more/bad.png", "--json")
    assert named.code == 2
    assert "more/bad.png" in named.document["error"]["message"]


def test_large_pictures_are_read_smaller(cli: Callable, here: Path):
    picture(here / "large.jpg", (6000, 4000))
    document = cli("fingers", "./large.jpg", "--json").document
    assert document == {"images": [{"path": "./large.jpg", "hands": []}], "failed": []}


def test_galleries_speak_to_people(cli: Callable, here: Path):
    (here / "more" / "bad.png").write_text("no picture")
    cli("gallery", "add", "more", "--name", "mine")
    stats = cli("gallery", "stats", "mine").out
    assert "2 pictures" in stats
    assert "folder: more\n" in stats
    well = cli("gallery", "verify", "mine").out
    assert "all well" in well.splitlines()[0]
    assert "not read: more/bad.png: is not a picture" in well.replace(os.sep, "/")
    (here / "more" / "b.PNG").unlink()
    picture(here / "more" / "deep" / "c.jpg", (50, 50))
    spoiled = cli("gallery", "verify", "mine").out.replace(os.sep, "/")
    assert "1 missing, 1 changed" in spoiled
    assert "missing: more/b.PNG\n" in spoiled
    assert "changed: more/deep/c.jpg\n" in spoiled
    assert not any(mark in stats + well + spoiled for mark in "{}[]'")


def test_progress_fits_the_terminal(monkeypatch: pytest.MonkeyPatch, capsys):
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", "40")
    show_progress(Progress("gallery", 1, 2, "a" * 500))
    assert len(capsys.readouterr().err.removeprefix("\r\x1b[2K")) == 39


def test_long_work_without_a_terminal_says_a_line_now_and_then(capsys, monkeypatch):
    clock = iter((0, 10, 31, 40, 62))
    monkeypatch.setattr(output.time, "monotonic", lambda: next(clock))
    report = long_progress()
    for step, left in ((1, 9000), (2, 5000), (3, None)):
        report(Progress("blip", step, 9, "loss 2", left))

    assert capsys.readouterr().err == "blip 2/9, 1 h 23 min left  loss 2\n"
