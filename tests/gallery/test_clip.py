"""OpenCLIP and SigLIP 2, on tiny models in the published layout."""

from __future__ import annotations

import json
import shutil
from copy import deepcopy
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.types import Image
from sketch2image.gallery.clip import ClipEncoder, sentence
from sketch2image.gallery.clip_folder import ClipFolder
from tests.gallery.tiny_towers import CLIP, SIGLIP, save_clip, save_tokenizer

HALF = [0.5, 0.5, 0.5]


@pytest.fixture(scope="module")
def clip_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save_clip(tmp_path_factory.mktemp("models") / "clip", CLIP)


@pytest.fixture(scope="module")
def siglip_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("models") / "siglip"
    save_clip(folder, SIGLIP, mean=HALF, std=HALF, resize_mode="squash")
    save_tokenizer(folder)
    return folder


@pytest.fixture(scope="module")
def folders(clip_folder: Path, siglip_folder: Path) -> dict[str, Path]:
    return {"clip": clip_folder, "siglip": siglip_folder}


@pytest.fixture(scope="module")
def pictures() -> list[Image]:
    rng = np.random.default_rng(0)
    shapes = [(40, 90), (200, 100), (64, 64), (300, 500)]
    return [rng.integers(0, 256, (*shape, 3), dtype=np.uint8) for shape in shapes]


def changed(folder: Path, out: Path, **text: Any) -> Path:
    """The same folder with other words about its text tower."""
    shutil.copytree(folder, out)
    file = out / "open_clip_config.json"
    config = json.loads(file.read_text())
    config["model_cfg"]["text_cfg"] |= text
    file.write_text(json.dumps(config))
    return out


@pytest.mark.parametrize("kind", ["clip", "siglip"])
def test_pictures_are_encoded_as_open_clip_does_it(kind, folders, pictures) -> None:
    import open_clip
    import torch
    from PIL import Image as Pillow

    made: Any = open_clip.create_model_from_pretrained(f"local-dir:{folders[kind]}")
    model, preprocess = made
    shown = torch.stack([preprocess(Pillow.fromarray(picture)) for picture in pictures])
    with torch.inference_mode():
        theirs = model.eval().encode_image(shown, normalize=True).numpy()
    ours = ClipEncoder(folders[kind]).encode_photos(pictures)
    np.testing.assert_allclose(ours, theirs, atol=1e-6)


@pytest.mark.parametrize("kind", ["clip", "siglip"])
def test_words_are_encoded_as_open_clip_does_it(kind, folders) -> None:
    import open_clip
    import torch

    name = f"local-dir:{folders[kind]}"
    model: Any = open_clip.create_model(name).eval()
    tokenizer = open_clip.get_tokenizer(name)
    with torch.inference_mode():
        tokens = tokenizer(["a photo of a teddy bear", "a red strawberry"])
        theirs = model.encode_text(tokens, normalize=True).numpy()
    ours = ClipEncoder(folders[kind]).encode_words(["teddy_bear", "a red strawberry"])
    np.testing.assert_allclose(ours, theirs, atol=1e-6)


@pytest.mark.parametrize("kind", ["clip", "siglip"])
@pytest.mark.parametrize("batch", [None, 3])
def test_neighbors_in_a_batch_change_nothing(kind, batch, folders, pictures) -> None:
    encoder = ClipEncoder(folders[kind], batch=batch)
    together = encoder.encode_photos(pictures)
    alone = np.concatenate([encoder.encode_photos([picture]) for picture in pictures])
    assert np.array_equal(together, alone)
    texts = ["teddy bear", "red", "a photo", "strawberry"]
    words = np.concatenate([encoder.encode_words([text]) for text in texts])
    assert np.array_equal(encoder.encode_words(texts), words)


@pytest.mark.parametrize("kind", ["clip", "siglip"])
def test_rows_are_unit_vectors_of_one_space(kind, folders, pictures) -> None:
    encoder = ClipEncoder(folders[kind])
    drawing = np.where(pictures[0] > 40, 255, 0).astype(np.uint8)
    parts = [
        encoder.encode_photos(pictures),
        encoder.encode_sketches([drawing]),
        encoder.encode_words(["apple", "a cat on a red chair"]),
    ]
    for rows in parts:
        assert rows.dtype == np.float32
        assert rows.shape[1] == encoder.dim
        np.testing.assert_allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)
    assert encoder.encode_words([]).shape == (0, encoder.dim)
    assert encoder.encode_photos([]).shape == (0, encoder.dim)


def test_an_english_model_is_given_korean_in_english(clip_folder) -> None:
    encoder = ClipEncoder(clip_folder)
    assert not encoder.multilingual
    korean = encoder.encode_words(["빨간 딸기", "곰인형"])
    assert np.array_equal(korean, encoder.encode_words(["red strawberry", "teddy_bear"]))
    with pytest.raises(UserError, match="공룡"):
        encoder.encode_words(["빨간 공룡"])


def test_a_multilingual_model_reads_korean_itself(siglip_folder) -> None:
    encoder = ClipEncoder(siglip_folder)
    assert encoder.multilingual
    korean, english = encoder.encode_words(["빨간 딸기", "red strawberry"])
    assert not np.allclose(korean, english)
    assert encoder.encode_words(["빨간 공룡"]).any()


@pytest.mark.parametrize(
    ("text", "given"),
    [
        ("teddy_bear", "a photo of a teddy bear"),
        ("Teddy bear", "a photo of a teddy bear"),
        ("apple", "a photo of an apple"),
        ("a red apple", "a red apple"),
        ("red apple", "red apple"),
        ("딸기", "a photo of a strawberry"),
        ("빨간 딸기를", "red strawberry"),
    ],
)
def test_a_class_name_is_put_into_a_sentence(text: str, given: str) -> None:
    assert sentence(text) == given


def test_a_multilingual_model_gets_korean_as_it_is() -> None:
    assert sentence("곰인형", multilingual=True) == "곰인형"
    assert sentence("teddy_bear", multilingual=True) == "a photo of a teddy bear"


@pytest.mark.parametrize(
    ("tokenizer", "multilingual"),
    [
        ("timm/ViT-B-16-SigLIP2", True),
        ("timm/ViT-B-16-SigLIP-i18n-256", True),
        ("timm/ViT-B-16-SigLIP", False),
        ("xlm-roberta-base", True),
        ("google/mt5-base", True),
        ("roberta-base", False),
        (None, False),
    ],
)
def test_languages_are_told_by_the_tokenizer(
    tokenizer, multilingual, clip_folder, tmp_path: Path
) -> None:
    folder = changed(clip_folder, tmp_path / "other", hf_tokenizer_name=tokenizer)
    assert ClipFolder(folder).multilingual == multilingual


def test_languages_are_told_by_the_class_of_the_tokenizer(clip_folder, tmp_path: Path) -> None:
    folder = shutil.copytree(clip_folder, tmp_path / "other")
    (folder / "tokenizer_config.json").write_text('{"tokenizer_class": "GemmaTokenizer"}')
    assert ClipFolder(folder).multilingual


def test_a_text_tower_of_transformers_is_built_from_the_folder(tmp_path: Path) -> None:
    from transformers import XLMRobertaConfig

    config = XLMRobertaConfig(
        vocab_size=64,
        hidden_size=32,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=32,
        pad_token_id=0,
    )
    config.save_pretrained(tmp_path)
    save_tokenizer(tmp_path)
    model = deepcopy(CLIP)
    model["text_cfg"] = {
        "hf_model_name": str(tmp_path),
        "hf_model_pretrained": False,
        "hf_tokenizer_name": "xlm-roberta-base",
        "hf_proj_type": "linear",
        "context_length": 8,
    }
    save_clip(tmp_path, model)
    folder = changed(tmp_path, tmp_path / "published", hf_model_name="xlm-roberta-base")
    encoder = ClipEncoder(folder)
    assert encoder.multilingual
    assert encoder.encode_words(["딸기", "곰인형"]).shape == (2, 32)
    (folder / "config.json").unlink()
    with pytest.raises(UserError, match=r"no config\.json"):
        ClipEncoder(folder).encode_words(["딸기"])


def test_the_fingerprint_tells_all_that_decides_a_vector(folders, tmp_path: Path) -> None:
    folder = folders["clip"]
    prints = {
        ClipEncoder(folder).fingerprint,
        ClipEncoder(folder, precision="bf16").fingerprint,
        ClipEncoder(folders["siglip"]).fingerprint,
        ClipEncoder(changed(folder, tmp_path / "other", context_length=12)).fingerprint,
    }
    assert len(prints) == 4


def test_marks_are_of_the_family(folders) -> None:
    marks = {kind: ClipEncoder(folder).weak_below for kind, folder in folders.items()}
    assert marks["clip"]["words"] > marks["siglip"]["words"]
    assert all(set(mark) == {"sketch", "photo", "words"} for mark in marks.values())


def test_bf16_is_near_fp32(clip_folder, pictures) -> None:
    exact, rough = ClipEncoder(clip_folder), ClipEncoder(clip_folder, precision="bf16")
    photos = exact.encode_photos(pictures) * rough.encode_photos(pictures)
    words = exact.encode_words(["apple"]) * rough.encode_words(["apple"])
    assert photos.sum(axis=1).min() > 0.999
    assert words.sum() > 0.999


def test_a_folder_that_is_no_such_model_is_refused(tmp_path: Path, clip_folder) -> None:
    with pytest.raises(UserError, match=r"no open_clip_config\.json") as caught:
        ClipEncoder(tmp_path)
    assert caught.value.kind is ErrorKind.model
    (tmp_path / "open_clip_config.json").write_text("{}")
    (tmp_path / "open_clip_model.bin").write_bytes(b"pickle")
    with pytest.raises(UserError, match=r"no open_clip_model\.safetensors"):
        ClipEncoder(tmp_path)
    shutil.copy(clip_folder / "open_clip_model.safetensors", tmp_path)
    with pytest.raises(UserError, match="not as OpenCLIP writes it"):
        ClipEncoder(tmp_path)


def test_weights_of_another_model_are_refused(tmp_path: Path, clip_folder, siglip_folder) -> None:
    shutil.copytree(clip_folder, tmp_path / "mixed")
    shutil.copy(siglip_folder / "open_clip_model.safetensors", tmp_path / "mixed")
    with pytest.raises(UserError, match="cannot load"):
        ClipEncoder(tmp_path / "mixed").encode_photos([np.zeros((8, 8, 3), np.uint8)])


def test_a_missing_tokenizer_is_named(tmp_path: Path, siglip_folder) -> None:
    shutil.copytree(siglip_folder, tmp_path / "bare", ignore=shutil.ignore_patterns("token*"))
    with pytest.raises(UserError, match="tokenizer is missing"):
        ClipEncoder(tmp_path / "bare").encode_words(["apple"])


def test_an_unknown_way_to_resize_is_refused(tmp_path: Path, clip_folder) -> None:
    shutil.copytree(clip_folder, tmp_path / "odd")
    file = tmp_path / "odd" / "open_clip_config.json"
    config = json.loads(file.read_text()) | {"preprocess_cfg": {"resize_mode": "stretch"}}
    file.write_text(json.dumps(config))
    with pytest.raises(UserError, match="no way to resize"):
        ClipEncoder(tmp_path / "odd")
