"""The bundled captioner on drawings made here."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from sketch2image.caption.lite import LiteCaptioner
from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.labels import LABELS, caption_text
from sketch2image.core.paths import checkpoints
from sketch2image.core.sketch import Sketch, Stroke


@pytest.fixture(scope="module")
def captioner() -> LiteCaptioner:
    return LiteCaptioner()


def ellipse(x: float, y: float, width: float, height: float) -> np.ndarray:
    angles = np.linspace(0, 2 * np.pi, 60)
    points = np.stack([x + width * np.cos(angles), y + height * np.sin(angles)], axis=1)
    return points.astype(np.float32)


def line(*points: tuple[float, float]) -> np.ndarray:
    return np.array(points, np.float32)


def flower(size: tuple[int, int] = (640, 480), scale: float = 1.0, width: float = 5.0) -> Sketch:
    angles = np.arange(8) * np.pi / 4
    petals = [ellipse(320 + 75 * np.cos(a), 150 + 75 * np.sin(a), 32, 32) for a in angles]
    parts = [
        ellipse(320, 150, 42, 42),
        *petals,
        line((320, 260), (322, 450)),
        ellipse(358, 370, 36, 14),
    ]
    return Sketch(size, tuple(Stroke(part * np.float32(scale), width=width) for part in parts))


def test_a_flower_is_called_a_flower(captioner: LiteCaptioner) -> None:
    caption = captioner.caption(flower())
    assert caption.label == "flower"
    assert caption.text == caption_text("flower")


def test_five_alternatives_best_first_and_the_label_leads(captioner: LiteCaptioner) -> None:
    caption = captioner.caption(flower())
    scores = [guess.score for guess in caption.alternatives]
    assert len(scores) == 5
    assert scores == sorted(scores, reverse=True)
    assert caption.alternatives[0].label == caption.label
    assert caption.score == scores[0]
    assert 0 < sum(scores) <= 1 + 1e-6


def test_the_pen_and_the_paper_do_not_matter(captioner: LiteCaptioner) -> None:
    large = captioner.caption(flower())
    small = captioner.caption(flower((320, 240), scale=0.5, width=2))
    moved = captioner.caption(flower((1400, 1000), scale=1.5, width=9))
    assert large.label == small.label == moved.label


def test_the_color_of_the_pen_does_not_matter(captioner: LiteCaptioner) -> None:
    black = flower()
    red = Sketch(black.size, tuple(Stroke(s.points, (255, 0, 0), s.width) for s in black.strokes))
    assert captioner.caption(red).alternatives == captioner.caption(black).alternatives


def test_an_empty_sketch_is_refused_with_a_hint(captioner: LiteCaptioner) -> None:
    with pytest.raises(UserError) as caught:
        captioner.caption(Sketch((640, 480)))
    assert caught.value.kind is ErrorKind.input
    assert caught.value.hint


def test_a_dot_is_captioned_but_not_surely(captioner: LiteCaptioner) -> None:
    dot = Sketch((640, 480), (Stroke(line((300, 200))),))
    assert captioner.caption(dot).label in LABELS


def test_the_vocabulary_can_be_narrowed_and_widened() -> None:
    assert LiteCaptioner(("cat", "flower")).caption(flower()).label == "flower"
    wide = LiteCaptioner((*LABELS, "umbrella", "elephant"))
    assert wide.caption(flower()).label in (*LABELS, "umbrella", "elephant")
    assert wide.fingerprint != LiteCaptioner().fingerprint


def test_vocabularies_of_the_same_length_differ_in_fingerprint() -> None:
    assert LiteCaptioner(("cat", "dog")).fingerprint != LiteCaptioner(("cat", "cup")).fingerprint


def test_a_label_the_model_never_learned_is_refused() -> None:
    with pytest.raises(UserError, match="gargoyle"):
        LiteCaptioner(("cat", "gargoyle"))


def test_damaged_or_missing_weights_are_reported(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="missing"):
        LiteCaptioner(folder=tmp_path)
    lite = shutil.copytree(checkpoints() / "lite", tmp_path / "lite")
    (lite / "captioner.onnx").write_bytes(b"not a network")
    with pytest.raises(UserError, match="does not fit"):
        LiteCaptioner(folder=tmp_path)


def test_weights_for_another_preprocessing_are_refused(tmp_path: Path) -> None:
    lite = shutil.copytree(checkpoints() / "lite", tmp_path / "lite")
    card = json.loads((lite / "captioner.json").read_text("utf-8"))
    (lite / "captioner.json").write_text(json.dumps({**card, "preprocessing": "other"}), "utf-8")
    with pytest.raises(UserError, match="preprocessing"):
        LiteCaptioner(folder=tmp_path)
