"""Ours gives what the published code gave, and does not change when run in other ways."""

from __future__ import annotations

import shutil

import pytest
import torch
from safetensors.torch import load_file, save_file

from sketch2image.core.errors import UserError
from sketch2image.models.turbo_file import read_turbo_pickle, write_turbo_pickle
from sketch2image.render.turbo.network import TurboNetwork
from sketch2image.render.turbo.options import TurboOptions
from tests.render.turbo.conftest import BASE, PICKLES, PROMPT

STRENGTHS = (0.0, 0.4, 1.0)
PARITY = 1e-4


def apart(one, other) -> float:
    return float((one - other).abs().max())


def options(**changes) -> TurboOptions:
    return TurboOptions("cpu", "fp32", **changes)


def sketched(network, golden, strength):
    noise = golden["noise_map"], golden["encoder_noise"]
    return network(golden["control"], PROMPT, strength, *noise)


def test_prompts_become_the_published_tokens(network, golden):
    assert torch.equal(network("edge").text.tokens(PROMPT), golden["prompt_tokens"])


@pytest.mark.parametrize("ways", [{}, {"apart": True}, {"channels_last": True}])
def test_the_edge_model_gives_the_published_picture(network, golden, ways):
    made = network("edge", options(**ways))(
        golden["control"], PROMPT, latent_noise=golden["encoder_noise"]
    )
    assert apart(made, golden["edge_output"]) < PARITY


@pytest.mark.parametrize("strength", STRENGTHS)
@pytest.mark.parametrize("ways", [{}, {"channels_last": True}])
def test_the_sketch_model_gives_the_published_picture(network, golden, strength, ways):
    made = sketched(network("sketch", options(**ways)), golden, strength)
    assert apart(made, golden[f"sketch_output_r{strength}"]) < PARITY


@pytest.mark.parametrize("strength", STRENGTHS)
def test_merging_a_fixed_strength_changes_nothing(network, golden, strength):
    merged = network("sketch", options(fixed_strength=strength))
    assert apart(sketched(merged, golden, strength), golden[f"sketch_output_r{strength}"]) < PARITY


def test_a_strength_leaves_no_trace(network, golden):
    sketch = network("sketch")
    before = sketched(sketch, golden, 0.4)
    sketched(sketch, golden, 0.9)
    assert torch.equal(sketched(sketch, golden, 0.4), before)


def test_without_latent_noise_the_mode_is_taken_and_no_random_number(network, golden):
    edge = network("edge")
    torch.manual_seed(1)
    one = edge(golden["control"], PROMPT)
    torch.manual_seed(2)
    assert torch.equal(edge(golden["control"], PROMPT), one)
    zero = torch.zeros_like(golden["encoder_noise"])
    assert torch.equal(edge(golden["control"], PROMPT, latent_noise=zero), one)
    assert apart(one, golden["edge_output"]) > PARITY


def test_several_noise_maps_make_several_pictures_in_one_batch(network, golden):
    sketch = network("sketch")
    noise = sketch.noise_map([3, 4], 64, 64)
    both = sketch(golden["control"], PROMPT, 0.4, noise)
    assert both.shape == (2, 3, 64, 64)
    for row in range(2):
        alone = sketch(golden["control"], PROMPT, 0.4, noise[row : row + 1])
        assert apart(both[row : row + 1], alone) < 1e-4
    assert apart(both[0], both[1]) > 0.01


def test_a_seeds_noise_does_not_depend_on_its_neighbors(network):
    sketch = network("sketch")
    assert torch.equal(sketch.noise_map([5, 6], 64, 64)[1:], sketch.noise_map([6], 64, 64))


def test_any_multiple_of_eight_is_a_size(network, golden):
    control = torch.nn.functional.pad(golden["control"], (0, 8, 0, 24))
    assert network("edge")(control, PROMPT).shape == (1, 3, 88, 72)


def test_other_sizes_are_refused(network, golden):
    with pytest.raises(UserError, match="62x64 pixels: both must be multiples of 8"):
        network("edge")(golden["control"][..., :62], PROMPT)


def test_noise_of_another_size_is_refused(network, golden):
    with pytest.raises(UserError, match=r"noise map is \(1, 4, 8, 7\), not \(N, 4, 8, 8\)"):
        network("sketch")(golden["control"], PROMPT, 0.4, golden["noise_map"][..., :7])


@pytest.mark.parametrize("kind", ["edge", "sketch"])
def test_latent_noise_is_one_row(network, golden, kind):
    two = golden["encoder_noise"].repeat(2, 1, 1, 1)
    with pytest.raises(UserError, match="2 rows of latent noise, not 1"):
        network(kind)(golden["control"], PROMPT, 0.4, golden["noise_map"], two)


def test_noise_of_other_channels_is_refused(network, golden):
    with pytest.raises(UserError, match=r"not \(N, 4, 8, 8\)"):
        network("sketch")(golden["control"], PROMPT, 0.4, golden["noise_map"][:, :3])


def test_a_fixed_strength_refuses_others(network, golden):
    with pytest.raises(UserError, match=r"merged at strength 0\.4, not 0\.5"):
        sketched(network("sketch", options(fixed_strength=0.4)), golden, 0.5)


@pytest.mark.parametrize("precision", ["bf16", "fp16"])
def test_half_precision_stays_near(network, golden, precision):
    made = sketched(network("sketch", TurboOptions("cpu", precision)), golden, 1.0)
    assert made.dtype == torch.float32
    assert float((made - golden["sketch_output_r1.0"]).abs().mean()) < 0.02


@pytest.mark.slow
def test_the_compiled_path_gives_the_same(network, golden, monkeypatch):
    compiled = []

    def compile_eagerly(part):
        compiled.append(part)
        return torch._dynamo.optimize("eager")(part)

    monkeypatch.setattr(torch, "compile", compile_eagerly)
    fast = network("sketch", options(compile=True, fixed_strength=0.4))
    assert apart(sketched(fast, golden, 0.4), golden["sketch_output_r0.4"]) < PARITY
    assert len(compiled) == 3


@pytest.mark.slow
def test_the_inductor_gives_the_same(golden):
    weights = read_turbo_pickle(PICKLES["sketch"])
    fast = TurboNetwork(BASE, weights, options(compile=True, fixed_strength=0.4))
    assert apart(sketched(fast, golden, 0.4), golden["sketch_output_r0.4"]) < PARITY


@pytest.mark.parametrize("axis", [-1, -2], ids=["across", "down"])
def test_tiles_of_a_large_picture_join_without_seams(network, axis):
    control = torch.zeros(1, 3, 72, 520)
    control[..., 30:40, :] = 1
    control = control if axis == -1 else control.transpose(-1, -2).contiguous()
    whole = network("edge")(control, PROMPT)
    tiled = network("edge", options(tiling=True))(control, PROMPT)
    assert tiled.shape == whole.shape
    assert float(steps(tiled, axis).max()) <= 1.5 * float(steps(whole, axis).max())
    assert float((tiled - whole).abs().mean()) < 0.2


def steps(picture, axis):
    return picture.diff(dim=axis).abs()


def test_small_pictures_are_not_tiled(network, golden):
    tiled = network("edge", options(tiling=True))
    assert torch.equal(tiled(golden["control"], PROMPT), network("edge")(golden["control"], PROMPT))


def test_an_embedding_is_kept_per_prompt(network):
    text = network("edge").text
    assert text.embed("a cat") is text.embed("a cat")
    assert not torch.equal(text.embed("a cat"), text.embed("a dog"))


@pytest.mark.parametrize("kind", PICKLES)
def test_what_is_saved_is_what_was_published(network, tmp_path, kind):
    write_turbo_pickle(network(kind, options(apart=True)).weights(), tmp_path / "again.pkl")
    saved = torch.load(tmp_path / "again.pkl", weights_only=True)
    published = torch.load(PICKLES[kind], weights_only=True)
    assert saved.keys() == published.keys()
    for name in saved.keys() - {"state_dict_unet", "state_dict_vae"}:
        assert saved[name] == published[name]
    for name in ("state_dict_unet", "state_dict_vae"):
        assert saved[name].keys() == published[name].keys()
        assert all(torch.equal(saved[name][key], published[name][key]) for key in saved[name])


def test_merged_weights_cannot_be_saved(network):
    with pytest.raises(UserError, match="merged into the base"):
        network("edge").weights()


def test_compiling_needs_a_fixed_strength():
    with pytest.raises(UserError, match="compiling needs a fixed strength"):
        TurboNetwork(BASE, read_turbo_pickle(PICKLES["sketch"]), TurboOptions(compile=True))


def test_weights_of_another_base_are_refused(tmp_path):
    weights = read_turbo_pickle(PICKLES["edge"])
    key = "conv_in.weight"
    weights.unet[key] = weights.unet[key][:8]
    with pytest.raises(UserError, match=r"conv_in\.weight is \(8, 4, 3, 3\) instead of \(16,"):
        TurboNetwork(BASE, weights, options())


@pytest.mark.parametrize(
    ("kind", "part", "gone"),
    [
        ("edge", "unet", "conv_in.weight"),
        ("edge", "unet", "mid_block.attentions.0.proj_in.lora_B.default.weight"),
        ("edge", "vae", "encoder.conv_in.lora_A.vae_skip.weight"),
        ("edge", "vae", "decoder.skip_conv_1.base_layer.weight"),
        ("sketch", "unet", "conv_in.conv_in_curr.weight"),
    ],
)
def test_missing_entries_are_refused(kind, part, gone):
    weights = read_turbo_pickle(PICKLES[kind])
    del getattr(weights, part)[gone]
    with pytest.raises(UserError, match=f"{gone} is missing for the "):
        TurboNetwork(BASE, weights, options())


def test_a_folder_that_is_no_base_is_said(tmp_path):
    with pytest.raises(UserError, match="is no SD-Turbo model: it has no tokenizer folder"):
        TurboNetwork(tmp_path, read_turbo_pickle(PICKLES["edge"]), options())


def test_a_damaged_base_is_said(tmp_path):
    base = shutil.copytree(BASE, tmp_path / "base", copy_function=shutil.copyfile)
    file = next((base / "unet").glob("*.safetensors"))
    file.write_bytes(file.read_bytes()[:1000])
    with pytest.raises(UserError, match="unet cannot be loaded"):
        TurboNetwork(base, read_turbo_pickle(PICKLES["edge"]), options())


def test_text_towers_with_the_published_names_are_read(network, golden, tmp_path):
    base = shutil.copytree(BASE, tmp_path / "base", copy_function=shutil.copyfile)
    file = base / "text_encoder" / "model.safetensors"
    tensors = {f"text_model.{key}": value for key, value in load_file(file).items()}
    tensors["text_model.embeddings.position_ids"] = torch.arange(77)[None]
    save_file(tensors, file, metadata={"format": "pt"})
    other = TurboNetwork(base, read_turbo_pickle(PICKLES["edge"]), options())
    assert torch.equal(other.text.embed(PROMPT), network("edge").text.embed(PROMPT))
