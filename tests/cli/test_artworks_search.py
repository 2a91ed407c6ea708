"""`artworks search` and `artworks demo` as people type them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sketch2image.core.pictures import open_picture, save_png
from sketch2image.synth.visit import visit
from tests.detect.tiny_grounding import write_grounding
from tests.gallery.tiny_towers import save_dinov2
from tests.painting import painting, paintings


@pytest.fixture
def works(tmp_path: Path) -> Path:
    for number, picture in enumerate(paintings(6)):
        save_png(tmp_path / "works" / f"Ann Hall/no_{number}.png", picture, 1)
    return tmp_path / "works"


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    file = tmp_path / "photo.png"
    save_png(file, visit(painting(2), [], np.random.default_rng(2)).image, 1)
    return file


def test_a_photo_is_answered_with_the_work_and_a_page(works, photo, tmp_path, cli) -> None:
    assert cli("artworks", "register", works, "--tier", "lite").code == 0
    said = cli("artworks", "search", photo, "--figures", tmp_path / "pages", "--json")
    (result,) = said.document["results"]
    assert (said.code, result["known"]) == (0, True)
    best = result["matches"][0]
    assert best["path"].endswith("no_2.png")
    assert best["artist"] == "Ann Hall"
    assert best["confidence"] > 0.5
    assert np.shape(result["corners"]) == (4, 2)
    assert np.abs(np.array(result["corners"]) - 0.5).max() < 0.6
    assert open_picture(result["figure"]).shape[1] == 1184
    said = cli("artworks", "search", photo, "--detector", "none", "--no-verify")
    assert (said.code, len(said.out.splitlines())) == (0, 6)


def test_pairs_of_a_folder_are_compared(works, cli) -> None:
    said = cli("artworks", "demo", works, "--json")
    pairs = said.document["pairs"]
    assert (said.code, len(pairs)) == (0, 15)
    assert all(-1 <= pair["cosine"] < 1 for pair in pairs)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("search", "missing.jpg"), "no such file"),
        (("search", "PHOTO", "--collection", "nowhere"), "no collection nowhere. Make one with"),
        (("search", "PHOTO", "--detector", "eyes"), "eyes"),
        (("search", "PHOTO", "--detector", "dinov2-small"), "is no detector"),
        (("demo", "EMPTY"), "holds 0 pictures"),
    ],
)
def test_wrong_input_is_one_line(works, photo, tmp_path, cli, words, said) -> None:
    (tmp_path / "empty").mkdir()
    cli("artworks", "register", works, "--tier", "lite")
    places = {"PHOTO": photo, "EMPTY": tmp_path / "empty"}
    answer = cli("artworks", *(places.get(word, word) for word in words))
    assert (answer.code, answer.out) == (2, "")
    assert said in answer.err
    assert len(answer.err.strip().splitlines()) == 1


@pytest.mark.slow
def test_a_full_detector_and_a_full_encoder_answer_together(works, photo, tmp_path, cli) -> None:
    detector, encoder = tmp_path / "detector", save_dinov2(tmp_path / "dinov2")
    detector.mkdir()
    write_grounding(detector)
    said = cli("artworks", "register", works, "--model", encoder, "--json")
    assert (said.code, said.document["tier"]["taken"]) == (0, "full")
    said = cli("artworks", "search", photo, "--detector", detector, "--json")
    assert said.code == 0
    assert said.document["tier"]["taken"] == "full"
    (result,) = said.document["results"]
    assert result["matches"][0]["path"].endswith("no_2.png")
    assert result["known"]
