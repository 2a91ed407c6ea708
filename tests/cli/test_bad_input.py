"""Bad input: exit code 2, one clear line on stderr, one JSON document, nothing lost."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from sketch2image.core.opencv import cv2

COMMANDS_WITH_A_PICTURE = [
    ("caption",),
    ("fingers",),
    ("search",),
    ("run",),
    ("render", "--out", "out.png"),
]


def drawing(path: Path) -> Path:
    canvas = np.full((240, 320, 3), 255, np.uint8)
    cv2.circle(canvas, (160, 120), 80, (0, 0, 0), 5)
    Image.fromarray(canvas).save(path)
    return path


def huge_png(path: Path) -> Path:
    header = _chunk(b"IHDR", struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0))
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + header + _chunk(b"IDAT", zlib.compress(bytes(1000))))
    return path


def _chunk(name: bytes, content: bytes) -> bytes:
    checked = name + content
    return struct.pack(">I", len(content)) + checked + struct.pack(">I", zlib.crc32(checked))


def truncated(path: Path) -> Path:
    whole = drawing(path.with_suffix(".whole.png")).read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    return path


def empty(path: Path) -> Path:
    path.touch()
    return path


def text(path: Path) -> Path:
    path.write_text("This is a letter, not a picture.\n" * 20)
    return path


def missing(path: Path) -> Path:
    return path


def no_hand(path: Path) -> Path:
    film = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), 30, (320, 240))
    for _ in range(15):
        film.write(np.full((240, 320, 3), 180, np.uint8))
    film.release()
    return path


def refused(said, *words: str) -> None:
    assert said.code == 2
    error = said.document["error"]
    assert error["message"]
    lines = [line for line in said.err.splitlines() if line.startswith("error: ")]
    assert len(lines) == 1
    assert "Traceback" not in said.err
    for word in words:
        assert word in lines[0]


@pytest.mark.parametrize("command", COMMANDS_WITH_A_PICTURE, ids=lambda c: c[0])
@pytest.mark.parametrize(
    ("make", "name", "word"),
    [
        (missing, "gone.png", "gone.png"),
        (empty, "empty.png", "empty"),
        (truncated, "cut.png", "cut.png"),
        (text, "letter.jpg", "not a picture"),
        (huge_png, "huge.png", "million pixels"),
    ],
    ids=["missing", "empty", "truncated", "text-as-jpg", "60000x60000"],
)
def test_pictures_that_cannot_be_read(
    cli: Callable,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    command: tuple[str, ...],
    make: Callable[[Path], Path],
    name: str,
    word: str,
):
    monkeypatch.chdir(tmp_path)
    refused(cli(command[0], make(tmp_path / name), *command[1:], "--json"), word)


def test_a_blank_sketch(cli: Callable, tmp_path: Path):
    Image.new("RGB", (64, 64), "white").save(tmp_path / "blank.png")
    refused(cli("caption", tmp_path / "blank.png", "--json"), "empty")


def test_output_that_cannot_be_written(cli: Callable, tmp_path: Path):
    sketch = drawing(tmp_path / "sketch.png")
    before = sketch.read_bytes()
    refused(cli("render", sketch, "--out", sketch / "out.png", "--json"), "write")
    refused(cli("run", sketch, "--out", sketch / "out", "--json"), "write")
    refused(cli("draw", "--camera", "simulated", "--out", sketch / "a.png", "--json"), "write")
    assert sketch.read_bytes() == before


def test_unknown_subject(cli: Callable):
    refused(cli("demo", "--subject", "unicorn", "--json"), "unicorn", "strawberry")


def test_unknown_profile(cli: Callable, tmp_path: Path):
    refused(
        cli("draw", "--camera", no_hand(tmp_path / "film.avi"), "--profile", "mine", "--json"),
        "mine",
        "default",
    )


def test_no_hand_in_the_video(cli: Callable, tmp_path: Path):
    out = tmp_path / "sketch.png"
    refused(
        cli("draw", "--camera", no_hand(tmp_path / "film.avi"), "--out", out, "--json"), "no hand"
    )
    assert not out.exists()


@pytest.mark.parametrize("camera", ["97", "99999999999", "9" * 5000, "http://127.0.0.1:1/x.mjpg"])
def test_no_such_camera(cli: Callable, camera: str):
    refused(cli("draw", "--camera", camera, "--json"), f"camera {camera} cannot")


@pytest.mark.parametrize("make", [missing, empty, text], ids=["missing", "empty", "text"])
def test_videos_that_cannot_be_read(cli: Callable, tmp_path: Path, make: Callable[[Path], Path]):
    refused(cli("draw", "--camera", make(tmp_path / "film.mp4"), "--json"), "film.mp4")


def test_gallery_folder_gone(cli: Callable, tmp_path: Path):
    folder = tmp_path / "pictures"
    folder.mkdir()
    drawing(folder / "a.png")
    assert cli("gallery", "add", folder, "--name", "mine", "--json").document["added"] == 1
    (folder / "a.png").unlink()
    folder.rmdir()
    refused(cli("gallery", "add", folder, "--name", "mine", "--json"), "pictures")
    refused(cli("search", drawing(tmp_path / "q.png"), "--gallery", folder, "--json"), "pictures")
    stats = cli("gallery", "stats", "mine", "--json").document
    assert stats["pictures"] == 1


def test_unknown_gallery(cli: Callable, tmp_path: Path):
    refused(cli("search", drawing(tmp_path / "q.png"), "--gallery", "nowhere", "--json"), "nowhere")
    refused(cli("gallery", "stats", "nowhere", "--json"), "nowhere")
    refused(cli("gallery", "remove", "nowhere", "--json"), "nowhere")


def test_a_phone_that_is_not_there(cli: Callable, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("ANDROID_ADB_SERVER_PORT", "1")
    refused(cli("go", "--camera", "simulated", "--phone", "R5CT", "--json"), "R5CT")


@pytest.mark.parametrize(
    "words",
    [
        ("dance",),
        ("demo", "--sed", "3"),
        ("search",),
        ("search", "x.png", "--k", "0"),
        ("render", "x.png", "--out", "y.png", "--strength", "2"),
        ("search", "x.png", "--as", "poem"),
    ],
    ids=" ".join,
)
def test_wrong_words(cli: Callable, words: tuple[str, ...]):
    plain = cli(*words)
    assert plain.code == 2
    assert plain.err.startswith("error: ")
    assert plain.out == ""
    refused(cli(*words, "--json"))


def test_go_fails_before_anybody_draws(cli: Callable, tmp_path: Path):
    go = ("go", "--camera", "simulated", "--out", tmp_path / "out", "--json")
    refused(cli(*go, "--gallery", "nowhere", "--phone", "off"), "nowhere")
    refused(cli(*go, "--phone", "off", "--push"), "phone")
    refused(cli("go", "--camera", "simulated", "--out", drawing(tmp_path / "a.png"), "--json"))


@pytest.mark.parametrize(
    "words", [("render", "--out", "a.jpg"), ("draw", "--out", "a.jpg")], ids=lambda w: w[0]
)
def test_an_ending_that_is_not_written(cli: Callable, tmp_path: Path, words: tuple[str, ...]):
    sketch = [drawing(tmp_path / "s.png")] if words[0] == "render" else ["--camera", "simulated"]
    refused(cli(words[0], *sketch, *words[1:], "--json"), "a.jpg", ".png")


def test_settings_with_an_unknown_name(cli: Callable, home: Path, tmp_path: Path):
    (home / "settings.toml").write_text('pen = "red"\n')
    refused(cli("search", drawing(tmp_path / "q.png"), "--json"), "pen")


def test_a_word_that_no_captioner_knows(cli: Callable, tmp_path: Path):
    sketch = drawing(tmp_path / "sketch.png")
    refused(cli("caption", sketch, "--vocabulary", "default, zebro", "--json"), "zebro", "zebra")
    refused(cli("run", sketch, "--vocabulary", "cat", "--json"), "nothing to choose")


def test_weights_of_routes_that_there_are_not(cli: Callable, tmp_path: Path):
    sketch = drawing(tmp_path / "sketch.png")
    refused(cli("run", sketch, "--weights", "smell=1", "--json"), "smell", "sketch=1")
