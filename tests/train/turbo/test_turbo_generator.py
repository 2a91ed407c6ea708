"""The network in training: what it computes, and where gradients go."""

from __future__ import annotations

import pytest
import torch
from diffusers import AutoencoderKL, UNet2DConditionModel

from sketch2image.core.errors import UserError
from sketch2image.core.progress import silent
from sketch2image.models.turbo_file import read_turbo_pickle, write_turbo
from sketch2image.render.turbo.base import load_schedule
from sketch2image.render.turbo.network import TurboNetwork
from sketch2image.render.turbo.noise import noise_of
from sketch2image.render.turbo.options import TurboOptions
from sketch2image.train.turbo.critic import REAL
from sketch2image.train.turbo.losses import Losses
from sketch2image.train.turbo.network import Generator, generator
from sketch2image.train.turbo.prompts import Prompts
from sketch2image.train.turbo.start import start_of
from tests.render.turbo.conftest import BASE, PICKLES
from tests.train.turbo.tiny_turbo import CPU, SIDE, settings, turbo

PROMPTS = ["a red box", "a green box", "a blue box"]
SMALL = (SIDE // 8, SIDE // 8)


def built(weights, *, stochastic: bool, recompute: bool = False) -> Generator:
    return generator(BASE, weights, CPU, silent, stochastic=stochastic, recompute=recompute).train()


def control(count: int) -> torch.Tensor:
    chance = torch.Generator().manual_seed(2)
    return (torch.rand(count, 3, SIDE, SIDE, generator=chance) > 0.8).float()


def gradients(network, loss) -> dict[str, torch.Tensor]:
    """By name, of what is trained."""
    trained = {n: p for n, p in network.named_parameters() if p.requires_grad}
    return dict(zip(trained, torch.autograd.grad(loss, list(trained.values())), strict=True))


@pytest.fixture(scope="module")
def words():
    return Prompts(BASE, CPU, PROMPTS, silent)


@pytest.fixture(scope="module")
def sketch():
    return built(read_turbo_pickle(PICKLES["sketch"]), stochastic=True)


def test_each_picture_of_a_batch_has_a_strength_of_its_own(sketch, words):
    strengths = [0.0, 0.4, 1.0]
    given = torch.tensor(strengths)[:, None, None, None]
    noise = noise_of([1, 2, 3], *SMALL)
    with torch.no_grad():
        together = sketch(control(3), words(PROMPTS), given, noise)
        for row, strength in enumerate(strengths):
            one = slice(row, row + 1)
            alone = sketch(control(3)[one], words(PROMPTS[one]), strength, noise[one])
            assert torch.allclose(together[one], alone, atol=1e-5)
    app = TurboNetwork(BASE, read_turbo_pickle(PICKLES["sketch"]), TurboOptions("cpu", "fp32"))
    theirs = app(control(3)[1:2], PROMPTS[1], 0.4, noise[1:2])
    assert torch.allclose(together[1:2], theirs, atol=1e-5)


def test_without_strength_it_is_the_pretrained_text_to_image(sketch, words):
    noise = noise_of([4], *SMALL)
    unet = UNet2DConditionModel.from_pretrained(BASE / "unet")
    vae = AutoencoderKL.from_pretrained(BASE / "vae")
    schedule = load_schedule(BASE)
    with torch.no_grad():
        found = unet(noise, 999, encoder_hidden_states=words(PROMPTS[:1])).sample
        latent = (noise - schedule.noise * found) / schedule.signal
        expected = vae.decode(latent / vae.config["scaling_factor"]).sample.clamp(-1, 1)
        none = torch.zeros(1, 1, 1, 1)
        made = sketch(control(1), words(PROMPTS[:1]), none, noise)
    assert torch.allclose(made, expected, atol=1e-5)


def test_without_strength_likeness_teaches_nothing(sketch, words, tmp_path):
    losses = Losses(settings(tmp_path, tmp_path, weigh_lpips=0), None, None)
    strength = torch.tensor([0.0, 0.5])[:, None, None, None]
    made = sketch(control(2), words(PROMPTS[:2]), strength, noise_of([1, 2], *SMALL))
    terms = losses.terms(made, torch.zeros_like(made), PROMPTS[:2])
    each = losses.likeness(terms)
    assert torch.allclose(losses.total(terms, strength), 0.5 * each[1] / 2)
    none = losses.total({"l2": terms["l2"][:1]}, strength[:1])
    assert all(not grad.any() for grad in gradients(sketch, none).values())


@pytest.mark.parametrize(("variant", "kind"), [("paired", "edge"), ("stochastic", "sketch")])
def test_gradients_reach_what_is_published_and_nothing_else(variant, kind, words):
    published = read_turbo_pickle(PICKLES[kind])
    network = built(published, stochastic=variant == "stochastic")
    noise = noise_of([1], *SMALL) if variant == "stochastic" else None
    strength = 0.5 if variant == "stochastic" else 1.0
    network(control(1), words(PROMPTS[:1]), strength, noise).square().mean().backward()
    reached = {n for n, p in network.named_parameters() if p.grad is not None and p.grad.any()}
    named = {f"unet.{n}" for n in published.unet} | {f"vae.{n}" for n in published.vae}
    assert reached == {name for name in named if "conv_in_pretrained" not in name}


def test_recomputing_gives_the_same_gradients(words):
    published = read_turbo_pickle(PICKLES["edge"])
    both = [built(published, stochastic=False, recompute=again) for again in (False, True)]
    plain, again = (
        gradients(one, one(control(1), words(PROMPTS[:1])).square().mean()) for one in both
    )
    assert all(torch.allclose(grad, again[name], atol=1e-6) for name, grad in plain.items())


def test_one_pass_serves_all_terms(pairs, clip, tmp_path):
    made = turbo(settings(pairs, tmp_path), clip)
    network, losses, critic = made._generator.train(), made._losses, made._critic
    assert critic is not None
    batch = made.examples.batch([0, 1], None)
    words = made._words(batch["prompts"])

    def picture():
        torch.manual_seed(0)
        return network(batch["control"], words)

    def likeness(shown):
        return losses.total(losses.terms(shown, batch["target"], batch["prompts"]), 1.0)

    critic.eval()
    together = picture()
    torch.manual_seed(1)
    both = gradients(network, likeness(together) + 0.5 * critic(together, REAL))
    first = gradients(network, likeness(picture()))
    alone = picture()
    torch.manual_seed(1)
    second = gradients(network, 0.5 * critic(alone, REAL))
    for name, grad in both.items():
        assert torch.allclose(grad, first[name] + second[name], rtol=1e-3, atol=1e-5), name


def test_a_run_can_go_on_from_published_weights(tmp_path, words):
    weights = read_turbo_pickle(PICKLES["edge"])
    write_turbo(weights, tmp_path / "weights.safetensors")
    base = {"start": str(tmp_path), "rank_unet": 0, "rank_vae": 0}
    start = start_of(settings(tmp_path, tmp_path, **base))
    app = TurboNetwork(BASE, weights, TurboOptions("cpu", "fp32", apart=True))
    with torch.no_grad():
        made = built(start, stochastic=False)(control(1), words(PROMPTS[:1]))
    assert torch.equal(made, app(control(1), PROMPTS[0]))
    stochastic = built(
        start_of(settings(tmp_path, tmp_path, variant="stochastic", **base)), stochastic=True
    )
    with torch.no_grad():
        same = stochastic(control(1), words(PROMPTS[:1]), 1.0, noise_of([1], *SMALL))
    assert torch.allclose(same, made, atol=1e-5)


@pytest.mark.parametrize(
    ("kind", "changes", "message"),
    [
        ("sketch", {}, "those of a stochastic model"),
        ("edge", {"rank_unet": 16}, r"have rank_unet \d+, not 16"),
    ],
)
def test_weights_of_another_kind_are_refused(kind, changes, message, tmp_path):
    write_turbo(read_turbo_pickle(PICKLES[kind]), tmp_path / "weights.safetensors")
    ranks = {"rank_unet": 0, "rank_vae": 0}
    with pytest.raises(UserError, match=message):
        start_of(settings(tmp_path, tmp_path, start=str(tmp_path), **(ranks | changes)))


def test_fresh_ranks_are_the_published_ones(tmp_path):
    for variant, rank in (("paired", 8), ("stochastic", 128)):
        wish = settings(tmp_path, tmp_path, variant=variant, rank_unet=0, rank_vae=0)
        assert (start_of(wish).rank_unet, start_of(wish).rank_vae) == (rank, 4)
