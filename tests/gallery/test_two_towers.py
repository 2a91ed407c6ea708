"""Trained towers over a tiny DINOv2 and a tiny CLIP."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import load_file, save_file

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.types import Image
from sketch2image.gallery.adapters import Adapter
from sketch2image.gallery.bases import base_in
from sketch2image.gallery.clip import ClipEncoder
from sketch2image.gallery.dino import DinoEncoder
from sketch2image.gallery.pooling import unit
from sketch2image.gallery.towers import Towers
from sketch2image.gallery.towers_folder import BaseName, is_towers, write_towers
from sketch2image.gallery.two_towers import TwoTowersEncoder
from sketch2image.gallery.views import pixels
from tests.gallery.tiny_towers import CLIP, SIGLIP, SMALL, save_clip, save_dinov3

CPU = torch.device("cpu")
ADAPTERS = {
    "shared lora": Adapter(rank=2),
    "lora of each": Adapter(rank=2, shared=False),
    "prompts": Adapter("prompts"),
    "blocks": Adapter("blocks", blocks=1),
}
BASES = ("dino", "clip")


@pytest.fixture(scope="module")
def bases(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    from transformers import Dinov2Config, Dinov2Model

    folder = tmp_path_factory.mktemp("bases")
    torch.manual_seed(0)
    Dinov2Model(Dinov2Config(**SMALL, image_size=224, patch_size=56)).save_pretrained(
        folder / "dino"
    )
    return {"dino": folder / "dino", "clip": save_clip(folder / "clip", CLIP)}


@pytest.fixture(scope="module")
def pictures() -> list[Image]:
    rng = np.random.default_rng(0)
    return [rng.integers(0, 256, (*s, 3), dtype=np.uint8) for s in ((40, 90), (64, 64), (90, 50))]


def towers(base: Path, adapter: Adapter, shake: float = 0.3) -> Towers:
    """Towers whose trained weights are moved by chance."""
    torch.manual_seed(1)
    made = Towers(base_in(base), adapter, CPU, torch.float32)
    for weight in made.trained().values():
        weight.data += shake * torch.randn_like(weight)
    return made


def saved(folder: Path, base: Path, adapter: Adapter, shake: float = 0.3) -> Path:
    write_towers(folder, towers(base, adapter, shake), BaseName.of(str(base)), {"figures": {}})
    return folder


def plain(base: Path) -> DinoEncoder | ClipEncoder:
    return (DinoEncoder if base.name == "dino" else ClipEncoder)(base)


@pytest.mark.parametrize("base", BASES)
@pytest.mark.parametrize("adapter", ["shared lora", "lora of each", "blocks"])
def test_towers_begin_as_their_base(base, adapter, bases, pictures, tmp_path: Path) -> None:
    folder = tmp_path / "towers"
    made = Towers(base_in(bases[base]), ADAPTERS[adapter], CPU, torch.float32)
    write_towers(folder, made, BaseName.of(str(bases[base])), {})

    encoder = TwoTowersEncoder(folder)

    expected = plain(bases[base]).encode_photos(pictures)
    np.testing.assert_allclose(encoder.encode_photos(pictures), expected, atol=2e-6)


@pytest.mark.parametrize("base", BASES)
@pytest.mark.parametrize("adapter", ADAPTERS)
def test_what_was_trained_comes_back(base, adapter, bases, pictures, tmp_path: Path) -> None:
    made = towers(bases[base], ADAPTERS[adapter])
    write_towers(tmp_path / "t", made, BaseName.of(str(bases[base])), {})

    encoder = TwoTowersEncoder(tmp_path / "t", batch=2)

    loaded = encoder.encode_photos(pictures)
    shown = torch.from_numpy(np.stack([pixels(one, made.base.view) for one in pictures]))
    with torch.inference_mode():
        kept = unit(made.features("photo", shown).numpy())
    np.testing.assert_allclose(loaded, kept, atol=2e-6)
    assert np.abs(loaded - plain(bases[base]).encode_photos(pictures)).max() > 1e-3
    np.testing.assert_allclose(np.linalg.norm(loaded, axis=1), 1, atol=1e-5)
    assert loaded.shape == (3, encoder.dim)


@pytest.mark.parametrize("base", BASES)
@pytest.mark.parametrize(
    ("adapter", "same"),
    [("shared lora", True), ("lora of each", False), ("prompts", False), ("blocks", True)],
)
def test_branches_differ_where_they_were_trained_apart(
    base, adapter, same, bases, tmp_path: Path
) -> None:
    paper = np.full((64, 64, 3), 255, np.uint8)
    paper[20:40, 30:34] = 0
    encoder = TwoTowersEncoder(saved(tmp_path / "t", bases[base], ADAPTERS[adapter]))
    view = base_in(bases[base]).view
    side = int(np.ceil(64 * view.short / view.side))
    square = np.full((side, side, 3), 255, np.uint8)
    edge = (side - 64) // 2
    square[edge : edge + 64, edge : edge + 64] = paper

    sketch, photo = encoder.encode_sketches([paper]), encoder.encode_photos([square])

    assert np.allclose(sketch, photo, atol=1e-6) is same


@pytest.mark.parametrize("base", BASES)
def test_branches_share_what_is_frozen(base, bases) -> None:
    for name, adapter in ADAPTERS.items():
        made = Towers(base_in(bases[base]), adapter, CPU, torch.float32)
        frozen = [
            {weight.data_ptr() for weight in network.parameters() if not weight.requires_grad}
            for network in made.networks.values()
        ]
        assert frozen[0] == frozen[1], name
        assert frozen[0], name


def test_lora_is_small_beside_its_base(bases, tmp_path: Path) -> None:
    folder = saved(tmp_path / "t", bases["clip"], ADAPTERS["shared lora"])
    whole = (bases["clip"] / "open_clip_model.safetensors").stat().st_size
    assert sum(file.stat().st_size for file in folder.iterdir()) < whole / 50
    assert is_towers(folder)
    assert not is_towers(bases["clip"])


def test_prompts_work_with_rotary_positions_and_registers(tmp_path: Path, pictures) -> None:
    base = save_dinov3(tmp_path / "dino")
    encoder = TwoTowersEncoder(saved(tmp_path / "t", base, ADAPTERS["prompts"]))
    moved = encoder.encode_photos(pictures) - DinoEncoder(base).encode_photos(pictures)
    assert np.abs(moved).max() > 1e-3


def test_words_are_those_of_the_base(bases, tmp_path: Path) -> None:
    clip = TwoTowersEncoder(saved(tmp_path / "c", bases["clip"], ADAPTERS["prompts"]))
    dino = TwoTowersEncoder(saved(tmp_path / "d", bases["dino"], ADAPTERS["prompts"]))
    words = ["apple", "teddy_bear"]
    assert np.array_equal(
        clip.encode_words(words), ClipEncoder(bases["clip"], batch=1).encode_words(words)
    )
    assert not dino.encode_words(words).any()


def test_the_fingerprint_tells_all_that_decides_a_vector(bases, tmp_path: Path) -> None:
    one = saved(tmp_path / "1", bases["dino"], ADAPTERS["shared lora"])
    prints = {
        TwoTowersEncoder(one).fingerprint,
        TwoTowersEncoder(one, precision="bf16").fingerprint,
        TwoTowersEncoder(saved(tmp_path / "2", bases["dino"], ADAPTERS["prompts"])).fingerprint,
        TwoTowersEncoder(
            saved(tmp_path / "3", bases["dino"], ADAPTERS["shared lora"], 0.2)
        ).fingerprint,
        DinoEncoder(bases["dino"]).fingerprint,
    }
    assert len(prints) == 5
    assert TwoTowersEncoder(one, batch=3).fingerprint in prints


@pytest.mark.parametrize("base", BASES)
def test_bf16_is_near_fp32(base, bases, pictures, tmp_path: Path) -> None:
    folder = saved(tmp_path / "t", bases[base], ADAPTERS["prompts"], 0.05)
    exact = TwoTowersEncoder(folder).encode_photos(pictures)
    rough = TwoTowersEncoder(folder, precision="bf16").encode_photos(pictures)
    assert (exact * rough).sum(axis=1).min() > 0.999
    assert not np.array_equal(exact, rough)


def test_a_base_of_the_table_that_is_missing_is_to_be_pulled(
    bases, tmp_path: Path, monkeypatch
) -> None:
    monkeypatch.setenv("SKETCH2IMAGE_CHECKPOINTS", str(tmp_path / "none"))
    monkeypatch.setenv("SKETCH2IMAGE_HOME", str(tmp_path / "home"))
    folder = saved(tmp_path / "t", bases["dino"], ADAPTERS["prompts"])
    said = json.loads((folder / "towers.json").read_text())
    said["base"] |= {"model": "dinov2-base", "folder": ""}
    (folder / "towers.json").write_text(json.dumps(said))

    with pytest.raises(UserError, match=r"dinov2-base.*models pull dinov2-base") as caught:
        TwoTowersEncoder(folder)
    assert caught.value.kind is ErrorKind.model


def test_a_base_that_moved_or_changed_is_said(bases, tmp_path: Path, pictures) -> None:
    base = shutil.copytree(bases["dino"], tmp_path / "dino")
    folder = saved(tmp_path / "t", base, ADAPTERS["prompts"])
    weights = load_file(base / "model.safetensors")
    weights["layernorm.bias"] += 1
    save_file(weights, base / "model.safetensors", {"format": "pt"})

    with pytest.raises(UserError, match="trained on another model"):
        TwoTowersEncoder(folder).encode_photos(pictures)
    with pytest.raises(UserError, match="trained on another model"):
        _ = TwoTowersEncoder(folder).fingerprint
    base.rename(tmp_path / "elsewhere")
    with pytest.raises(UserError, match="no base model in"):
        TwoTowersEncoder(folder)


def test_damaged_towers_are_refused(bases, tmp_path: Path, pictures) -> None:
    folder = saved(tmp_path / "t", bases["dino"], ADAPTERS["prompts"])
    tensors = load_file(folder / "towers.safetensors")
    for wrong, said in (
        ({name: one for name, one in tensors.items() if name != "photo.prompts"}, "photo.prompts"),
        (tensors | {"photo.prompts": torch.zeros(2, 32)}, "another shape"),
    ):
        save_file(wrong, folder / "towers.safetensors")
        with pytest.raises(UserError, match=said):
            TwoTowersEncoder(folder).encode_photos(pictures)
    (folder / "towers.json").write_text('{"version": 1, "base": {}}')
    with pytest.raises(UserError, match="cannot load"):
        TwoTowersEncoder(folder)
    (folder / "towers.json").write_text('{"version": 2}')
    with pytest.raises(UserError, match="another version"):
        TwoTowersEncoder(folder)
    with pytest.raises(UserError, match=r"no towers\.json"):
        TwoTowersEncoder(tmp_path)


def test_bases_and_layers_that_do_not_fit_are_refused(bases, tmp_path: Path) -> None:
    siglip = save_clip(tmp_path / "siglip", SIGLIP)
    with pytest.raises(UserError, match="cannot stand on the TimmModel"):
        Towers(base_in(siglip), Adapter(), CPU, torch.float32)
    with pytest.raises(UserError, match="no layer of the base is called query"):
        Towers(base_in(bases["dino"]), Adapter(targets=("query",)), CPU, torch.float32)
