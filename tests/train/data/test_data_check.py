"""The check names every fault that was put into a folder, and nothing else."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image as Pictures

from sketch2image.core.errors import Cancelled, UserError
from sketch2image.core.progress import Progress
from sketch2image.train.data.check import Purpose, check
from sketch2image.train.data.findings import Finding
from tests.train.data.tiny_data import drawing, pairs, photo, save, sketch, sketchy

Break = Callable[[Path], object]


def faults(folder: Path, kind: Purpose) -> dict[str, Finding]:
    found = check(folder, kind)
    return {one.code: one for one in (*found.errors, *found.warnings)}


def prompts(change: dict[str, str | None]) -> Break:
    def write(root: Path) -> None:
        file = root / "train_prompts.json"
        said = json.loads(file.read_text()) | change
        file.write_text(json.dumps({name: text for name, text in said.items() if text is not None}))

    return write


def cut(file: str) -> Break:
    def write(root: Path) -> None:
        content = (root / file).read_bytes()
        (root / file).write_bytes(content[: len(content) // 2])

    return write


def marked(file: str) -> Break:
    def write(root: Path) -> None:
        with Pictures.open(root / file) as picture:
            mark = picture.getexif()
            mark[0x0112] = 3
            picture.save(root / file, exif=mark)

    return write


def both_halves(side: int) -> Break:
    def write(root: Path) -> None:
        save(root / "train_A" / "train0.png", 255 - sketch(70, side))
        save(root / "train_B" / "train0.png", photo(70, side))

    return write


TURBO: dict[str, tuple[Break, str]] = {
    "unreadable": (cut("train_B/train0.png"), "train_B/train0.png"),
    "lone_control": (lambda r: (r / "train_B/train0.png").unlink(), "train_A/train0.png"),
    "lone_target": (lambda r: (r / "test_A/test0.png").unlink(), "test_B/test0.png"),
    "sizes_differ": (
        lambda r: save(r / "train_B" / "train0.png", photo(70, 80)),
        "train: train0.png",
    ),
    "no_prompt": (prompts({"train0.png": None}), "train: train0.png"),
    "empty_prompt": (prompts({"train0.png": " "}), "train: train0.png"),
    "unknown_prompt": (prompts({"other.png": "x"}), "train: other.png"),
    "inverted_control": (
        lambda r: save(r / "train_A" / "train0.png", sketch(70)),
        "train_A/train0.png",
    ),
    "leak": (
        lambda r: shutil.copy(r / "train_B/train0.png", r / "test_B/test0.png"),
        "test_B/test0.png = train_B/train0.png",
    ),
    "blank": (
        lambda r: save(r / "train_A" / "train0.png", 0 * sketch()),
        "train_A/train0.png",
    ),
    "shaded": (lambda r: save(r / "train_A" / "train0.png", photo(70)), "train_A/train0.png"),
    "one_channel": (
        lambda r: save(r / "train_B" / "train0.png", photo(70), "L"),
        "train_B/train0.png",
    ),
    "tiny": (both_halves(56), "train_A/train0.png"),
    "stranger": (lambda r: (r / "train_A" / "notes.doc").write_text("x"), "train_A/notes.doc"),
    "case_twins": (lambda r: shutil.copytree(r / "test_A", r / "TEST_A"), "TEST_A"),
}


@pytest.mark.parametrize("code", TURBO)
def test_a_fault_in_a_folder_of_pairs_is_named(tmp_path, code):
    broken, name = TURBO[code]
    assert not faults(pairs(tmp_path), "turbo")
    broken(tmp_path)
    found = faults(tmp_path, "turbo")
    assert name in found[code].files
    assert found[code].count >= 1
    assert set(found) == {code}


SKETCHES: dict[str, tuple[Break, str]] = {
    "unreadable": (cut("sketch/bat/n00000000_0-1.png"), "sketch/bat/n00000000_0-1.png"),
    "inverted_sketch": (
        lambda r: save(r / "sketch/bat/n00000000_0-1.png", 255 - sketch(1)),
        "sketch/bat/n00000000_0-1.png",
    ),
    "blank": (
        lambda r: save(r / "sketch/bat/n00000000_0-1.png", 0 * sketch() + 255),
        "sketch/bat/n00000000_0-1.png",
    ),
    "transparent": (
        lambda r: save(r / "sketch/bat/n00000000_0-1.png", sketch(1), "RGBA"),
        "sketch/bat/n00000000_0-1.png",
    ),
    "cmyk": (
        lambda r: save(r / "photo/bat/n00000000_0.jpg", photo(), "CMYK"),
        "photo/bat/n00000000_0.jpg",
    ),
    "turned": (marked("photo/bat/n00000000_0.jpg"), "photo/bat/n00000000_0.jpg"),
    "twice": (
        lambda r: shutil.copy(r / "photo/bat/n00000000_0.jpg", r / "photo/bat/again.jpg"),
        "photo/bat/again.jpg = photo/bat/n00000000_0.jpg",
    ),
    "two_classes": (
        lambda r: shutil.copy(r / "photo/bat/n00000000_0.jpg", r / "photo/cat/again.jpg"),
        "photo/bat/n00000000_0.jpg = photo/cat/again.jpg",
    ),
    "no_photo": (lambda r: shutil.rmtree(r / "photo/cat"), "cat"),
    "few": (lambda r: (r / "sketch/bat/n00000000_0-1.png").unlink(), "bat"),
    "unknown_label": (
        lambda r: [(r / side / "cat").rename(r / side / "gizmo") for side in ("sketch", "photo")],
        "gizmo",
    ),
}


@pytest.mark.parametrize("code", SKETCHES)
def test_a_fault_in_sketches_and_photos_is_named(tmp_path, code):
    broken, name = SKETCHES[code]
    sketchy(tmp_path, photos=5)
    assert not faults(tmp_path, "contrastive")
    broken(tmp_path)
    found = faults(tmp_path, "contrastive")
    assert name in found[code].files
    assert set(found) == {code}


def test_classes_far_smaller_than_the_largest_are_named(tmp_path):
    for number in range(100):
        save(tmp_path / "sketch" / "bat" / f"{number}.png", sketch(number, 64))
    for number in range(10):
        save(tmp_path / "sketch" / "cat" / f"{number}.png", sketch(200 + number, 64))
    assert faults(tmp_path, "blip")["uneven"].files == ("cat",)


def test_errors_and_warnings_are_told_apart_and_names_are_few(tmp_path):
    sketchy(tmp_path, photos=8)
    for file in (tmp_path / "sketch" / "bat").iterdir():
        save(file, 255 - sketch())
    found = check(tmp_path, "blip")
    assert not found.fit
    [error] = found.errors
    assert (error.code, error.count, len(error.files)) == ("inverted_sketch", 16, 5)
    assert {one.code for one in found.warnings} == {"twice"}
    assert found.facts["sketches"] == 32
    assert found.facts["pixels"] == {"least": 96, "median": 96, "most": 96}


def test_tables_and_stroke_drawings_are_checked_for_captions(tmp_path):
    save(tmp_path / "a.png", sketch())
    (tmp_path / "doc.pdf").write_text("x")
    table = tmp_path / "table.json"
    table.write_text(json.dumps({"a.png": "one", "b.png": "two", "doc.pdf": "three"}))
    found = faults(table, "blip")
    assert found["absent"].files == ("b.png",)
    assert found["stranger"].files == ("doc.pdf",)
    strokes = tmp_path / "strokes"
    strokes.mkdir()
    (strokes / "cat.ndjson").write_text("\n".join(drawing("cat", n) for n in range(10)))
    assert not faults(strokes, "blip")


def test_a_table_of_photos_is_not_called_inverted(tmp_path):
    names = {f"{n}.png": "words" for n in range(4)}
    for number, name in enumerate(names):
        save(tmp_path / name, photo(number))
    save(
        tmp_path / "0.png",
        np.zeros((96, 96, 3), np.uint8) + np.eye(96, dtype=np.uint8)[..., None] * 255,
    )
    (tmp_path / "table.json").write_text(json.dumps(names))
    assert set(faults(tmp_path / "table.json", "blip")) == {"shaded"}


def test_it_counts_up_with_the_time_left_and_can_be_stopped(tmp_path):
    pairs(tmp_path)
    seen: list[Progress] = []
    check(tmp_path, "turbo", seen.append)
    assert [event.done for event in seen] == list(range(1, 11))
    assert seen[4].total == 10
    assert seen[4].seconds_left is not None

    def stop(_: Progress) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        check(tmp_path, "turbo", stop)


def test_a_data_set_of_the_hub_is_asked_for(monkeypatch):
    pytest.importorskip("datasets")
    monkeypatch.setattr("huggingface_hub.constants.ENDPOINT", "http://127.0.0.1:9")
    with pytest.raises(UserError, match="justpers/BLIP_finetunning cannot be fetched"):
        check(Path("hub:justpers/BLIP_finetunning"), "blip")


def test_a_folder_of_something_else_is_said(tmp_path):
    with pytest.raises(UserError, match="no such folder"):
        check(tmp_path, "turbo")
    with pytest.raises(UserError, match="no sketches of a known layout"):
        check(tmp_path, "contrastive")
    with pytest.raises(UserError, match="nothing trains gpt"):
        check(tmp_path, "gpt")  # pyright: ignore[reportArgumentType]
