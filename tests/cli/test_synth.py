"""`synth gallery|pairs|sheet` through the real command line."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from sketch2image.core.errors import Cancelled
from sketch2image.core.progress import Progress

APPLE = ("--subject", "apple", "--size", 48)


def contents(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_gallery(cli: Callable, tmp_path: Path):
    words = ("synth", "gallery", *APPLE, "--subject", "fish", "--per-class", 2, "--seed", 9)
    document = cli(*words, "--format", "png", "--out", tmp_path / "a", "--json").document
    names = ["apple-1.png", "apple-2.png", "fish-1.png", "fish-2.png"]
    assert document == {
        "folder": str(tmp_path / "a"), "seed": 9, "size": 48, "pictures": 4, "files": names,
    }  # fmt: skip
    cli(*words, "--format", "png", "--out", tmp_path / "b")
    assert contents(tmp_path / "a") == contents(tmp_path / "b")
    assert sorted(contents(tmp_path / "a")) == names


def test_gallery_on_white(cli: Callable, tmp_path: Path):
    words = ("synth", "gallery", *APPLE, "--per-class", 3, "--format", "png", "--out", tmp_path)
    cli(*words, "--ground", "white")
    for file in tmp_path.iterdir():
        assert Image.open(file).convert("RGB").getpixel((0, 0)) == (255, 255, 255)


def test_pairs(cli: Callable, tmp_path: Path):
    document = cli("synth", "pairs", *APPLE, "--out", tmp_path / "p", "--json").document
    assert (document["pairs"], document["index"]) == (1, "pairs.jsonl")
    (row,) = [json.loads(s) for s in (tmp_path / "p" / "pairs.jsonl").read_text().splitlines()]
    for part in ("photo", "lines", "sketch", "strokes"):
        assert (tmp_path / "p" / row[part]).is_file()


@pytest.mark.parametrize("kind", ["photos", "lines", "sketches"])
def test_sheet(cli: Callable, tmp_path: Path, kind: str):
    out = tmp_path / "sheet.png"
    few = ("--subject", "apple", "--subject", "fish", "--cell", 48)
    document = cli("synth", "sheet", "--out", out, "--kind", kind, *few, "--json").document
    assert document == {
        "sheet": str(out), "key": str(tmp_path / "sheet.json"), "kind": kind, "seed": 0, "cells": 2,
    }  # fmt: skip
    key = json.loads((tmp_path / "sheet.json").read_text())
    assert {cell["class"] for cell in key["cells"]} == {"apple", "fish"}
    assert Image.open(out).size == (96, 48)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("gallery", "--subject", "unicorn"), "unicorn"),
        (("pairs", "--subject", "unicorn"), "unicorn"),
        (("gallery", "--size", 0), "--size"),
        (("gallery", "--size", 99_999), "--size"),
        (("pairs", "--size", "-3"), "--size"),
        (("gallery", "--per-class", 0), "--per-class"),
        (("gallery", "--seed", "-1"), "--seed"),
        (("gallery", "--format", "gif"), "--format"),
        (("gallery", "--ground", "lava"), "--ground"),
    ],
    ids=lambda value: " ".join(map(str, value)) if isinstance(value, tuple) else "",
)
def test_wrong_words(cli: Callable, tmp_path: Path, words: tuple[str, ...], said: str):
    refused = cli("synth", *words, "--out", tmp_path / "out", "--json")
    assert refused.code == 2
    assert said in refused.document["error"]["message"]
    assert len([line for line in refused.err.splitlines() if line.startswith("error: ")]) == 1
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("command", ["gallery", "pairs"])
def test_a_folder_that_cannot_be_made(cli: Callable, tmp_path: Path, command: str):
    (tmp_path / "file").write_text("in the way")
    refused = cli("synth", command, *APPLE, "--out", tmp_path / "file" / "x", "--json")
    assert (refused.code, refused.document["error"]["kind"]) == (2, "output")


def test_a_sheet_is_a_png_and_its_key_json(cli: Callable, tmp_path: Path):
    for words in (("--out", tmp_path / "a.jpg"), ("--out", tmp_path / "a.png", "--key", "k.txt")):
        refused = cli("synth", "sheet", *words, "--json")
        assert refused.code == 2
        assert "Name it" in refused.document["error"]["hint"]
    assert not list(tmp_path.iterdir())


def test_what_is_stopped_is_not_half_written(
    cli: Callable, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    def stop(event: Progress) -> None:
        if event.done == 2:
            raise Cancelled

    monkeypatch.setattr("sketch2image.cli.synth.show_progress", stop)
    stopped = cli("synth", "gallery", *APPLE, "--per-class", 5, "--out", tmp_path, "--json")
    assert (stopped.code, stopped.document["error"]["kind"]) == (130, "cancelled")
    assert sorted(contents(tmp_path)) == ["apple-1.jpg", "apple-2.jpg"]
    for file in tmp_path.iterdir():
        Image.open(file).load()
