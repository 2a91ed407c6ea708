"""DINO by transformers, on tiny models of the published architectures."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.types import Image
from sketch2image.gallery.dino import DinoEncoder
from sketch2image.gallery.views import VIEWS, on_white, pixels
from tests.gallery.tiny_towers import save_dinov2, save_dinov2_with_registers, save_dinov3

REGISTERS = {"dinov2": 0, "dinov2_with_registers": 4, "dinov3": 4}
PATCHES = {"dinov2": 256, "dinov2_with_registers": 256, "dinov3": 196}
KINDS = list(REGISTERS)


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    base = tmp_path_factory.mktemp("dino")
    savers = (save_dinov2, save_dinov2_with_registers, save_dinov3)
    return {kind: save(base / kind) for kind, save in zip(KINDS, savers, strict=True)}


@pytest.fixture(scope="module")
def pictures() -> list[Image]:
    rng = np.random.default_rng(0)
    shapes = [(40, 90), (200, 100), (64, 64), (1, 300), (300, 500)]
    return [rng.integers(0, 256, (*shape, 3), dtype=np.uint8) for shape in shapes]


def tokens_of(folder: Path, picture: Image) -> np.ndarray:
    """The tokens after the final norm, straight from transformers."""
    import torch
    from transformers import AutoModel

    model = AutoModel.from_pretrained(folder).eval()
    with torch.inference_mode():
        shown = torch.from_numpy(pixels(picture, VIEWS["dino"])[None])
        return model(pixel_values=shown).last_hidden_state[0].numpy()


def unit(vector: np.ndarray) -> np.ndarray:
    return vector / np.linalg.norm(vector)


@pytest.mark.parametrize("kind", KINDS)
def test_cls_is_the_first_token_after_the_norm(kind, folders, pictures) -> None:
    tokens = tokens_of(folders[kind], pictures[0])
    vectors = DinoEncoder(folders[kind]).encode_photos(pictures[:1])
    np.testing.assert_allclose(vectors[0], unit(tokens[0]), atol=1e-6)


@pytest.mark.parametrize("kind", KINDS)
def test_the_mean_leaves_the_registers_out(kind, folders, pictures) -> None:
    tokens = tokens_of(folders[kind], pictures[0])
    patches = tokens[1 + REGISTERS[kind] :]
    assert len(patches) == PATCHES[kind]
    expected = unit(np.concatenate([unit(tokens[0]), unit(patches.mean(axis=0))]))
    encoder = DinoEncoder(folders[kind], pooling="cls+mean")
    np.testing.assert_allclose(encoder.encode_photos(pictures[:1])[0], expected, atol=1e-6)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("batch", [None, 4])
def test_neighbors_in_a_batch_change_no_bit(kind, batch, folders, pictures) -> None:
    encoder = DinoEncoder(folders[kind], pooling="cls+mean", batch=batch)
    together = encoder.encode_photos(pictures)
    alone = np.concatenate([encoder.encode_photos([picture]) for picture in pictures])
    assert np.array_equal(together, alone)


@pytest.mark.parametrize("pooling", ["cls", "cls+mean"])
def test_rows_are_unit_vectors(pooling, folders, pictures) -> None:
    encoder = DinoEncoder(folders["dinov2"], pooling=pooling)
    vectors = encoder.encode_photos(pictures)
    assert vectors.shape == (len(pictures), encoder.dim)
    assert encoder.dim == (64 if pooling == "cls+mean" else 32)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_nothing_in_nothing_out(folders) -> None:
    encoder = DinoEncoder(folders["dinov2"])
    assert encoder.encode_photos([]).shape == (0, encoder.dim)
    assert encoder.encode_sketches([]).shape == (0, encoder.dim)
    assert encoder.encode_words([]).shape == (0, encoder.dim)


def test_a_sketch_is_a_photo_of_its_white_square(folders) -> None:
    paper = np.full((100, 400, 3), 255, np.uint8)
    paper[:, :5] = 0
    encoder = DinoEncoder(folders["dinov2"])
    square = on_white(paper, VIEWS["dino"])
    assert np.array_equal(encoder.encode_sketches([paper]), encoder.encode_photos([square]))
    assert not np.array_equal(encoder.encode_sketches([paper]), encoder.encode_photos([paper]))


def test_an_empty_sketch_is_refused(folders) -> None:
    with pytest.raises(UserError, match="empty"):
        DinoEncoder(folders["dinov2"]).encode_sketches([np.full((9, 9, 3), 255, np.uint8)])


def test_it_knows_no_words(folders) -> None:
    encoder = DinoEncoder(folders["dinov2"])
    assert not encoder.encode_words(["apple", "딸기"]).any()
    assert encoder.encode_words(["apple", "딸기"]).shape == (2, encoder.dim)


def test_bf16_is_near_fp32_and_comes_as_float32(folders, pictures) -> None:
    exact = DinoEncoder(folders["dinov2"]).encode_photos(pictures)
    rough = DinoEncoder(folders["dinov2"], precision="bf16").encode_photos(pictures)
    assert rough.dtype == np.float32
    assert (exact * rough).sum(axis=1).min() > 0.999
    assert not np.array_equal(exact, rough)


def test_the_fingerprint_tells_all_that_decides_a_vector(folders) -> None:
    plain = folders["dinov2"]
    prints = {
        DinoEncoder(plain).fingerprint,
        DinoEncoder(plain, pooling="cls+mean").fingerprint,
        DinoEncoder(plain, precision="bf16").fingerprint,
        DinoEncoder(plain, view="bgr-compat").fingerprint,
        DinoEncoder(folders["dinov3"]).fingerprint,
    }
    assert len(prints) == 5
    assert DinoEncoder(plain, batch=8).fingerprint in prints


def test_marks_are_cosines(folders) -> None:
    marks = DinoEncoder(folders["dinov2"]).weak_below
    assert set(marks) == {"sketch", "photo", "words"}
    assert all(-1 <= mark <= 1 for mark in marks.values())


def test_a_folder_that_is_no_such_model_is_refused(tmp_path: Path, folders) -> None:
    with pytest.raises(UserError, match=r"no config\.json") as caught:
        DinoEncoder(tmp_path)
    assert caught.value.kind is ErrorKind.model
    (tmp_path / "config.json").write_text('{"model_type": "bert", "hidden_size": 32}')
    with pytest.raises(UserError, match="of type 'bert'"):
        DinoEncoder(tmp_path)
    shutil.copy(folders["dinov2"] / "config.json", tmp_path)
    with pytest.raises(UserError, match=r"no model\.safetensors"):
        DinoEncoder(tmp_path)


def test_damaged_weights_are_refused(tmp_path: Path, folders) -> None:
    shutil.copytree(folders["dinov2"], tmp_path / "d")
    weights = tmp_path / "d" / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:500])
    with pytest.raises(UserError, match="cannot load"):
        DinoEncoder(tmp_path / "d").encode_photos([np.zeros((8, 8, 3), np.uint8)])


def test_a_tensor_too_few_is_not_made_up(tmp_path: Path, folders) -> None:
    from safetensors.numpy import load_file, save_file

    shutil.copytree(folders["dinov2"], tmp_path / "d")
    weights = tmp_path / "d" / "model.safetensors"
    tensors = load_file(weights)
    del tensors["layernorm.weight"]
    save_file(tensors, weights, {"format": "pt"})
    with pytest.raises(UserError, match=r"1 tensors are missing.*layernorm\.weight"):
        DinoEncoder(tmp_path / "d").encode_photos([np.zeros((8, 8, 3), np.uint8)])


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"pooling": "max"}, "no such pooling"),
        ({"view": "none"}, "no such view"),
        ({"precision": "int8"}, "no such precision"),
        ({"device": "abacus"}, "no such device"),
    ],
)
def test_unknown_choices_are_refused(wrong, said, folders) -> None:
    with pytest.raises(UserError, match=said):
        DinoEncoder(folders["dinov2"], **wrong)
