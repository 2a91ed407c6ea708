"""Losses of the renderer, and the frozen networks they look through."""

from __future__ import annotations

from types import SimpleNamespace

import lpips
import numpy as np
import pytest
import torch
from PIL import Image
from safetensors.torch import save_file
from torchvision.models import vgg

from sketch2image.core.errors import UserError
from sketch2image.core.progress import silent
from sketch2image.gallery.clip import ClipEncoder
from sketch2image.train.turbo.augmentation import augmented
from sketch2image.train.turbo.critic import MADE, REAL, Critic
from sketch2image.train.turbo.losses import Backbones, Losses, backbones_of
from sketch2image.train.turbo.perceptual import Perceptual, vgg16
from sketch2image.train.turbo.task import Turbo, task
from tests.train.turbo.tiny_turbo import CPU, settings, sight, trunk


def pictures(count: int, side: int = 32, seed: int = 0) -> torch.Tensor:
    return torch.rand(count, 3, side, side, generator=torch.Generator().manual_seed(seed)) * 2 - 1


@pytest.fixture(scope="module")
def features():
    """VGG16's convolutions with random weights, under torchvision's names."""
    torch.manual_seed(0)
    layers = vgg.make_layers(vgg.cfgs["D"], batch_norm=False)
    return layers, {f"features.{name}": value for name, value in layers.state_dict().items()}


def test_lpips_is_that_of_its_package(features, tmp_path, monkeypatch):
    layers, state = features
    torch.save(state | {"classifier.0.bias": torch.zeros(3)}, tmp_path / "vgg16.pth")
    ours = Perceptual(vgg16(str(tmp_path / "vgg16.pth")))
    monkeypatch.setattr(
        lpips.pretrained_networks.tv, "vgg16", lambda pretrained: SimpleNamespace(features=layers)
    )
    theirs = lpips.LPIPS(net="vgg", pnet_rand=True, verbose=False)
    one, other = pictures(2, 64, 1), pictures(2, 64, 2)
    with torch.no_grad():
        assert torch.allclose(ours(one, other), theirs(one, other).flatten(), rtol=1e-5)
        assert not ours(one, one).any()


def test_vgg_is_read_from_safetensors_too(features, tmp_path):
    save_file(features[1], tmp_path / "model.safetensors")
    read = vgg16(str(tmp_path / "model.safetensors"))
    assert torch.equal(read.layers[28].weight, features[1]["features.28.weight"])


def test_a_missing_or_wrong_vgg_says_what_to_do(tmp_path):
    with pytest.raises(UserError, match="no VGG16 at") as caught:
        vgg16(str(tmp_path / "none.pth"))
    assert "weigh_lpips = 0" in str(caught.value.hint)
    save_file({"features.0.weight": torch.zeros(3)}, tmp_path / "other.safetensors")
    with pytest.raises(UserError, match="holds no VGG16"):
        vgg16(str(tmp_path / "other.safetensors"))
    (tmp_path / "bad.safetensors").write_bytes(b"nothing")
    with pytest.raises(UserError, match="is damaged"):
        vgg16(str(tmp_path / "bad.safetensors"))


def test_similarity_is_that_of_the_search_encoder(clip):
    prompts = ["a red box", "a blue box"]
    image = np.random.default_rng(0).integers(0, 256, (32, 32, 3), np.uint8)
    shown = torch.from_numpy(image.transpose(2, 0, 1)).float() / 127.5 - 1
    encoder = ClipEncoder(clip)
    seen = encoder.encode_photos([image, image])
    with torch.no_grad():
        found = sight(clip, CPU).similarity(torch.stack([shown, shown]), prompts)
    with torch.inference_mode():
        words = encoder._model.encode_text(encoder._tokenizer(prompts))
    expected = (seen * torch.nn.functional.normalize(words, dim=-1).numpy()).sum(-1)
    assert np.allclose(found, expected, atol=1e-4)


def test_the_generators_loss_is_the_weighted_sum(clip, tmp_path):
    wish = settings(tmp_path, tmp_path, weigh_l2=2.0, weigh_lpips=3.0, weigh_clip=4.0)
    losses = Losses(wish, Perceptual(trunk()), sight(clip, CPU))
    terms = losses.terms(pictures(2), pictures(2, seed=1), ["a red box", "a box"])
    means = {name: float(term.mean()) for name, term in terms.items()}
    expected = 2 * means["l2"] + 3 * means["lpips"] + 4 * means["clip"]
    assert float(losses.total(terms, 1.0)) == pytest.approx(expected, rel=1e-5)
    halved = 0.5 * (expected - 4 * means["clip"]) + 4 * means["clip"]
    half = torch.full((2, 1, 1, 1), 0.5)
    assert float(losses.total(terms, half)) == pytest.approx(halved, rel=1e-5)


def test_without_weight_no_network_is_opened(pairs, tmp_path):
    def never(*_: object):
        raise AssertionError("opened")

    wish = settings(pairs, tmp_path, weigh_lpips=0, weigh_clip=0, weigh_gan=0)
    made = Turbo(wish, CPU, silent, Backbones(never, never))
    assert list(made.parts) == ["generator"]


def test_networks_that_are_not_here_are_said(pairs, tmp_path, monkeypatch):
    monkeypatch.setenv("SKETCH2IMAGE_CHECKPOINTS", str(tmp_path))
    for weight, message in (("weigh_clip", "openclip-b32 is not here"), ("weigh_lpips", "VGG16")):
        weights = {"weigh_l2": 1.0, "weigh_lpips": 0.0, "weigh_clip": 0.0, "weigh_gan": 0.0}
        found = backbones_of(settings(pairs, tmp_path, vgg_model="none.pth"))
        wish = settings(pairs, tmp_path, **(weights | {weight: 1.0}))
        with pytest.raises(UserError, match=message):
            Turbo(wish, CPU, silent, found)
    with pytest.raises(UserError):
        task(settings(pairs, tmp_path, base="sd-turbo"), silent)(CPU)


def test_the_critic_learns_to_tell_photos_from_noise(clip):
    torch.manual_seed(0)
    critic = Critic(sight(clip, CPU)).train()
    optimizer = torch.optim.AdamW(critic.parameters(), 1e-2)
    photo, noise = torch.full((2, 3, 32, 32), 0.5), pictures(2)
    losses = []
    for _ in range(25):
        loss = critic(photo, REAL) + critic(noise, MADE)
        losses.append(float(loss.detach()))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    assert losses[-1] < 0.9 * losses[0]


def test_only_the_heads_of_the_critic_are_trained_and_kept(clip):
    critic = Critic(sight(clip, CPU))
    assert all(weight.requires_grad for weight in critic.parameters())
    assert not any("sight" in name or "kernel" in name for name in critic.state_dict())


def test_augmentation_has_gradients_and_keeps_sizes():
    shown = pictures(3).requires_grad_()
    torch.manual_seed(0)
    changed = augmented(shown)
    changed.sum().backward()
    assert changed.shape == shown.shape
    assert not torch.equal(changed, shown)
    assert shown.grad is not None
    assert shown.grad.abs().sum() > 0
    assert 0 < (changed == 0).float().mean() < 0.9
    assert len({float(picture.detach().mean()) for picture in changed}) == 3


def test_a_long_prompt_does_not_break_the_grid(tmp_path):
    from sketch2image.train.turbo.grid import Row, save_grid

    save_grid(tmp_path / "grid.png", ["control", "made"], [Row(list(pictures(2)), "word " * 200)])
    with Image.open(tmp_path / "grid.png") as grid:
        assert grid.size == (536, 328)
