"""The full captioner on a tiny BLIP that was taught four sketches."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from sketch2image.caption.blip import BlipCaptioner
from sketch2image.caption.view import square
from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.labels import caption_text
from sketch2image.core.sketch import Sketch
from sketch2image.core.types import Caption
from tests.caption.tiny_blip import THINGS, sketch_of, write_blip

LABELS = {
    "pizza": "pizza",
    "teddy bear": "teddy_bear",
    "snail": "snail",
    "a drawing of a cup": "cup",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("blip")
    write_blip(folder)
    return folder


@pytest.fixture(scope="module")
def captioner(folder: Path) -> BlipCaptioner:
    return BlipCaptioner(folder)


@pytest.fixture
def copy(folder: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(folder, tmp_path / "copy"))


def numbers(caption: Caption) -> list[float]:
    return [guess.score for guess in caption.alternatives]


def tensors(folder: Path) -> dict:
    from safetensors.torch import load_file

    return {key: value.clone() for key, value in load_file(folder / "model.safetensors").items()}


def save(content: dict, file: Path) -> Path:
    from safetensors.torch import save_file

    save_file(content, file)
    return file


def exchanged(folder: Path) -> dict:
    """Weights under which the words pizza and snail have changed places."""
    from transformers import BertTokenizer

    content = tensors(folder)
    rows = BertTokenizer.from_pretrained(folder).convert_tokens_to_ids(["pizza", "snail"])
    for key in ("bert.embeddings.word_embeddings.weight", "cls.predictions.bias"):
        content[f"text_decoder.{key}"][rows] = content[f"text_decoder.{key}"][rows[::-1]]
    return content


@pytest.mark.parametrize("thing", THINGS)
def test_a_sketch_gets_the_caption_sentence_of_its_class(
    captioner: BlipCaptioner, thing: str
) -> None:
    caption = captioner.caption(sketch_of(thing))
    assert caption.label == LABELS[thing]
    assert caption.text == caption_text(LABELS[thing])
    assert caption.sure
    assert 0.8 < caption.score <= 1


def test_alternatives_differ_and_come_best_first(captioner: BlipCaptioner) -> None:
    caption = captioner.caption(sketch_of("pizza"))
    labels = [guess.label for guess in caption.alternatives]
    assert 2 <= len(labels) == len(set(labels)) <= 5
    assert numbers(caption) == sorted(numbers(caption), reverse=True)
    assert caption.score == numbers(caption)[0]
    assert sum(numbers(caption)) == pytest.approx(1)


def test_neighbors_in_a_batch_change_nothing(captioner: BlipCaptioner) -> None:
    sketches = [sketch_of(thing) for thing in [*THINGS, *THINGS, "snail"]]
    together = captioner.caption_all(sketches)
    for caption, sketch in zip(together, sketches, strict=True):
        alone = captioner.caption(sketch)
        assert (caption.text, caption.label) == (alone.text, alone.label)
        assert caption.score == pytest.approx(alone.score, abs=1e-4)


def test_the_same_sketch_gets_the_same_caption(captioner: BlipCaptioner) -> None:
    assert captioner.caption(sketch_of("snail")) == captioner.caption(sketch_of("snail"))


def test_a_wide_canvas_is_not_squashed(captioner: BlipCaptioner) -> None:
    wide = sketch_of("teddy bear", (900, 480))
    framed = np.full((900, 900, 3), 255, np.uint8)
    framed[210:690] = wide.raster
    assert np.array_equal(square(wide.raster), framed)
    assert captioner.caption(wide) == captioner.caption(Sketch((900, 900), backdrop=framed))


def test_an_empty_sketch_is_refused_and_no_sketch_is_fine(captioner: BlipCaptioner) -> None:
    with pytest.raises(UserError, match="the sketch is empty") as caught:
        captioner.caption_all([sketch_of("snail"), Sketch((64, 64))])
    assert caught.value.kind is ErrorKind.input
    assert captioner.caption_all([]) == []


@pytest.mark.parametrize("precision", ["bf16", "fp16"])
def test_half_precision_names_the_same_thing(folder: Path, precision: str) -> None:
    half = BlipCaptioner(folder, precision=precision)
    assert half.caption(sketch_of("snail")).label == "snail"


def test_a_weights_file_replaces_those_of_the_folder(folder: Path, tmp_path: Path) -> None:
    tuned = BlipCaptioner(folder, save(exchanged(folder), tmp_path / "tuned.safetensors"))
    assert tuned.caption(sketch_of("pizza")).label == "snail"
    assert tuned.caption(sketch_of("snail")).label == "pizza"


def test_copies_of_tied_weights_and_old_buffers_are_no_error(folder: Path, tmp_path: Path) -> None:
    import torch

    content = exchanged(folder)
    head, words = "text_decoder.cls.predictions", "text_decoder.bert.embeddings"
    content[f"{head}.decoder.weight"] = content[f"{words}.word_embeddings.weight"].clone()
    content[f"{head}.decoder.bias"] = content[f"{head}.bias"].clone()
    content[f"{words}.position_ids"] = torch.arange(64)[None]
    content["vision_model.embeddings.position_ids"] = torch.arange(17)[None]
    tuned = BlipCaptioner(folder, save(content, tmp_path / "old.safetensors"))
    assert tuned.caption(sketch_of("pizza")).label == "snail"


def test_the_vocabulary_turns_words_into_its_labels(folder: Path) -> None:
    narrow = BlipCaptioner(folder, vocabulary=("bear", "dog"))
    assert narrow.caption(sketch_of("teddy bear")).label == "bear"
    assert narrow.caption(sketch_of("snail")).label == "snail"


def test_the_fingerprint_follows_whatever_decides(folder: Path, copy: Path, tmp_path: Path) -> None:
    first = BlipCaptioner(folder).fingerprint
    assert BlipCaptioner(copy).fingerprint == first
    tuned = save(exchanged(folder), tmp_path / "tuned.safetensors")
    others = [
        BlipCaptioner(folder, tuned).fingerprint,
        BlipCaptioner(folder, beams=3).fingerprint,
        BlipCaptioner(folder, precision="bf16").fingerprint,
        BlipCaptioner(folder, vocabulary=("cat", "dog")).fingerprint,
    ]
    shown = copy / "preprocessor_config.json"
    shown.write_text(json.dumps({**json.loads(shown.read_text()), "image_mean": [0.5, 0.5, 0.5]}))
    others.append(BlipCaptioner(copy).fingerprint)
    assert len({first, *others}) == 1 + len(others)


def refusal(folder: Path, weights: Path | None = None, beams: int = 5) -> UserError:
    with pytest.raises(UserError) as caught:
        BlipCaptioner(folder, weights, beams=beams)
    assert "\n" not in str(caught.value)
    assert caught.value.hint
    return caught.value


def test_a_folder_without_a_model_is_refused(tmp_path: Path) -> None:
    assert "config.json is missing" in refusal(tmp_path).message


def test_the_folder_of_another_model_is_refused(copy: Path) -> None:
    (copy / "config.json").write_text('{"model_type": "dinov2"}')
    assert "type dinov2, not blip" in refusal(copy).message
    (copy / "config.json").write_text("{")
    assert "damaged" in refusal(copy).message


def test_missing_damaged_and_pickled_weights_are_told_apart(copy: Path) -> None:
    file = copy / "model.safetensors"
    file.write_bytes(file.read_bytes()[:1000])
    assert "no safetensors file, or a damaged one" in refusal(copy).message
    file.unlink()
    assert "model.safetensors are missing" in refusal(copy).message
    (copy / "pytorch_model.bin").write_bytes(b"pickle")
    assert "pytorch_model.bin is a pickle" in refusal(copy).message
    assert "models convert" in refusal(copy, copy / "blip_fine_tuning.pth").hint


def test_a_file_that_does_not_fit_names_its_first_wrong_key(folder: Path, tmp_path: Path) -> None:
    import torch

    content = tensors(folder)
    key = "vision_model.post_layernorm.bias"
    wrong = {
        f"lacks {key}": {k: v for k, v in content.items() if k != key},
        "has the unknown epoch": {**content, "epoch": torch.zeros(1)},
        f"has another shape of {key}": {**content, key: torch.zeros(3)},
        "lacks text_decoder": {k: v for k, v in content.items() if "text_decoder" not in k},
    }
    for message, tensors_ in wrong.items():
        file = save(tensors_, tmp_path / "wrong.safetensors")
        assert message in refusal(folder, file).message


def test_a_missing_part_is_said(copy: Path) -> None:
    (copy / "preprocessor_config.json").unlink()
    assert "holds no BlipImageProcessorPil" in refusal(copy).message
    (copy / "tokenizer.json").unlink()
    assert "holds no tokenizer" in refusal(copy).message


def test_one_beam_is_too_few(folder: Path) -> None:
    assert refusal(folder, beams=1).kind is ErrorKind.input
