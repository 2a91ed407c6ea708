"""Checkpoints of TASK-former, made as the published ones are."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.gallery.composed.encoder import ComposedEncoder
from sketch2image.gallery.composed.model import open_composed
from sketch2image.gallery.composed.start import begin

MODEL = {
    "embed_dim": 24,
    "quick_gelu": True,
    "vision_cfg": {"image_size": 32, "patch_size": 8, "width": 64, "layers": 2, "head_width": 64},
    "text_cfg": {
        "context_length": 12, "vocab_size": 49408, "width": 64, "heads": 1, "layers": 1,
    },
}  # fmt: skip


@pytest.fixture(scope="module")
def towers() -> tuple[torch.nn.Module, torch.nn.Module]:
    """A CLIP and a tower for sketches, which differ."""
    from open_clip import CLIP

    torch.manual_seed(0)
    return CLIP(**MODEL).eval(), CLIP(**MODEL).visual.eval()


def state(towers, prefix: str = "module.", sketches: bool = True) -> dict:
    clip, sketch = towers
    tensors = dict(clip.state_dict())
    if sketches:
        tensors |= {f"visual2.{name}": value for name, value in sketch.state_dict().items()}
    tensors["decoder.transformer.wte.weight"] = torch.zeros(3, 2)
    tensors["classifier.weight"] = torch.zeros(2, 24)
    return {prefix + name: value for name, value in tensors.items()}


@pytest.mark.parametrize("nested", [True, False], ids=["state_dict", "bare"])
@pytest.mark.parametrize("prefix", ["module.", ""])
def test_both_towers_and_words_give_what_the_checkpoint_gives(
    towers, tmp_path: Path, nested: bool, prefix: str
):
    content = state(towers, prefix)
    file = tmp_path / "tsbir_model_final.pt"
    torch.save({"state_dict": content, "epoch": 3} if nested else content, file)
    encoder = ComposedEncoder(file)
    clip, sketch = towers
    page = np.full((32, 32, 3), 255, np.uint8)
    page[8:24, 15:18] = 0
    mean, std = (np.array(one, np.float32) for one in _CLIP_LEVELS)
    shown = torch.from_numpy(((page / np.float32(255) - mean) / std).transpose(2, 0, 1)[None])
    with torch.no_grad():
        rows = clip.visual(shown), sketch(shown), clip.encode_text(_tokens("a red dress"))
        photo, drawn, words = (torch.nn.functional.normalize(one).numpy() for one in rows)
    np.testing.assert_allclose(encoder.encode_photos([page]), photo, atol=1e-5)
    np.testing.assert_allclose(encoder.encode_sketches([page]), drawn, atol=1e-5)
    np.testing.assert_allclose(encoder.encode_words(["a red dress"]), words, atol=1e-5)
    assert np.abs(photo - drawn).max() > 0.01


_CLIP_LEVELS = (0.48145466, 0.4578275, 0.40821073), (0.26862954, 0.26130258, 0.27577711)


def _tokens(text: str) -> torch.Tensor:
    from open_clip import SimpleTokenizer

    return SimpleTokenizer(context_length=12)([text])


def test_without_a_second_tower_sketches_go_through_the_first(towers, tmp_path: Path):
    file = tmp_path / "model.pt"
    torch.save(state(towers, sketches=False), file)
    assert open_composed(file).network.sketch_tower is None


def test_training_goes_on_from_it_with_another_fusion(towers, tmp_path: Path):
    file = tmp_path / "model.pt"
    torch.save(state(towers), file)
    begun = begin(str(file), shared=False, fusion="gated", whole=True, seed=0)
    assert begun.fusion == "gated"
    assert (begun.view.fit, begun.view.fill) == ("longest", 255)
    assert open_composed(file).view.fit == "shortest"
    own, kept = begun.network.state_dict(), open_composed(file).network.state_dict()
    assert all(torch.equal(own[name], value) for name, value in kept.items())


def test_what_is_no_task_former_is_told(towers, tmp_path: Path):
    file = tmp_path / "model.pt"
    torch.save({"state_dict": {"conv1.weight": torch.zeros(2)}}, file)
    with pytest.raises(UserError, match="no TASK-former") as caught:
        open_composed(file)
    assert caught.value.kind is ErrorKind.model
    short = state(towers)
    del short["module.visual2.proj"]
    torch.save(short, file)
    with pytest.raises(UserError, match=r"sketch_tower\.proj is missing"):
        open_composed(file)
    file.write_bytes(b"nothing")
    with pytest.raises(UserError):
        open_composed(file)


def test_a_fingerprint_is_that_of_the_file(towers, tmp_path: Path):
    content = state(towers)
    for name in ("one", "same", "other"):
        if name == "other":
            content["module.logit_scale"] = content["module.logit_scale"] + 1
        torch.save(content, tmp_path / f"{name}.pt")
    one, other = (ComposedEncoder(tmp_path / f"{n}.pt").fingerprint for n in ("one", "other"))
    assert one != other
