"""The tables of published checkpoints agree with the libraries and with the published files."""

from __future__ import annotations

import json
import math
import shutil
import tomllib
from importlib import resources
from pathlib import Path

import pytest

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.models.layouts import (
    Layout,
    check_layout,
    layout,
    layout_of_file,
    layout_of_folder,
    layouts,
    spare,
    turbo_layout,
)
from sketch2image.models.layouts.patterns import expand
from tests.models.published import BUILDERS, built, saved_shapes

GOLDEN = Path(__file__).parents[1] / "golden" / "turbo_tiny"
UNET_TARGETS = (
    *("to_k", "to_q", "to_v", "to_out.0", "conv", "conv1", "conv2", "conv_shortcut", "conv_out"),
    *("proj_in", "proj_out", "ff.net.2", "ff.net.0.proj"),
)
VAE_TARGETS = (
    *("conv1", "conv2", "conv_in", "conv_shortcut", "conv", "conv_out"),
    *("skip_conv_1", "skip_conv_2", "skip_conv_3", "skip_conv_4"),
    *("to_k", "to_q", "to_v", "to_out.0"),
)
BYTES = {"I64": 8, "F32": 4, "F16": 2}
WHOLE_NUMBERS = ("position_ids", "relative_position_index", "num_batches_tracked")
OTHER_SIZES = (
    *("blip-large", "dinov2-base", "dinov2-large", "dinov2-base-reg"),
    *("dinov2-large-reg", "dinov2-giant-reg", "dinov3-base", "openclip-b16"),
    *("grounding-dino-base", "mobilenet-v2-styles"),
    *("gem-resnext101_32x4d", "gem-resnext101_32x8d", "gem-resnext101_32x16d"),
)
PT = {"format": "pt"}
STATISTICS = ("running_mean", "running_var", "num_batches_tracked")


def published() -> dict[str, dict]:
    folder = resources.files("sketch2image.models.layouts")
    tables = [tomllib.loads(file.read_text("utf-8")) for file in folder.iterdir() if is_toml(file)]
    rows = {name: row for table in tables for name, row in table["models"].items()}
    return {name: row["published"] for name, row in rows.items() if "published" in row}


def is_toml(file) -> bool:
    return file.name.endswith(".toml")


PUBLISHED = published()


def test_every_layout_has_a_network_to_compare_with():
    assert set(layouts()) == set(BUILDERS)


def one_of_each_architecture() -> list:
    """All layouts; those that differ from another only in their numbers are the long form."""
    return [
        pytest.param(name, marks=pytest.mark.slow) if name in OTHER_SIZES else name
        for name in sorted(BUILDERS)
    ]


@pytest.mark.parametrize("name", one_of_each_architecture())
def test_a_layout_is_what_the_library_has(name):
    pytest.importorskip("torch")
    found = saved_shapes(built(name))
    if name == "sd-turbo-text-encoder":
        found = {f"text_model.{key}": shape for key, shape in found.items()}
    free = spare(name)
    assert without(found, free) == without(layout(name), free)
    both = found.keys() & (layout(name) | free).keys()
    assert {key: found[key] for key in both} == {key: (layout(name) | free)[key] for key in both}


def without(tensors: Layout, free: Layout) -> Layout:
    return {name: shape for name, shape in tensors.items() if name not in free}


@pytest.mark.parametrize("name", [n for n, row in PUBLISHED.items() if "bytes" in row])
def test_a_file_of_this_layout_has_the_size_of_the_published_one_to_the_byte(name):
    row = PUBLISHED[name]
    extra = {key: spare(name)[key] for key in [row.get("with")] if key}
    tensors = without(layout(name) | extra, {row.get("without", ""): ()})
    metadata = {} if row.get("plain") else PT
    assert safetensors_size(tensors, row.get("number", "F32"), metadata) == row["bytes"]


def safetensors_size(tensors: Layout, number: str, metadata: dict[str, str]) -> int:
    """Bytes of a file as the safetensors library writes it: header padded to eight, then data."""
    kinds = {name: "I64" if name.endswith(WHOLE_NUMBERS) else number for name in tensors}
    header: dict[str, dict] = {"__metadata__": metadata} if metadata else {}
    end = 0
    for name in sorted(tensors, key=lambda name: (-BYTES[kinds[name]], name)):
        shape = list(tensors[name])
        start, end = end, end + BYTES[kinds[name]] * math.prod(shape)
        header[name] = {"dtype": kinds[name], "shape": shape, "data_offsets": [start, end]}
    text = json.dumps(header, separators=(",", ":"))
    return 8 + -(-len(text) // 8) * 8 + end


def test_the_predicted_size_is_that_of_a_real_file():
    for folder in ("unet", "vae", "text_encoder"):
        (file,) = (GOLDEN / "sd-turbo-tiny" / folder).glob("*.safetensors")
        assert safetensors_size(layout_of_file(file), "F32", PT) == file.stat().st_size


@pytest.mark.parametrize("name", [n for n, row in PUBLISHED.items() if "parameters" in row])
def test_a_layout_has_the_published_number_of_parameters(name):
    sizes = [math.prod(s) for n, s in layout(name).items() if not n.endswith(STATISTICS)]
    assert sum(sizes) == PUBLISHED[name]["parameters"]


@pytest.mark.parametrize(
    ("file", "rank", "stochastic"),
    [("edge_to_image_loras.pkl", 8, False), ("sketch_to_image_stochastic_lora.pkl", 12, True)],
)
def test_the_turbo_layout_is_what_the_published_code_wrote(file, rank, stochastic):
    torch = pytest.importorskip("torch")
    content = torch.load(GOLDEN / file, weights_only=True)
    base = GOLDEN / "sd-turbo-tiny"
    unet, vae = turbo_layout(
        layout_of_folder(base / "unet"),
        layout_of_folder(base / "vae"),
        rank,
        4,
        content["unet_lora_target_modules"],
        content["vae_lora_target_modules"],
        stochastic,
    )
    assert content["unet_lora_target_modules"] == list(UNET_TARGETS)
    assert content["vae_lora_target_modules"] == list(VAE_TARGETS)
    assert unet == {n: tuple(t.shape) for n, t in content["state_dict_unet"].items()}
    assert vae == {n: tuple(t.shape) for n, t in content["state_dict_vae"].items()}


@pytest.mark.parametrize(
    ("rank", "stochastic"), [pytest.param(8, False, marks=pytest.mark.slow), (128, True)]
)
def test_the_full_size_turbo_layout_is_what_peft_makes_of_the_library_s_networks(rank, stochastic):
    peft = pytest.importorskip("peft")
    torch = pytest.importorskip("torch")
    unet, vae = built("sd-turbo-unet"), built("sd-turbo-vae")
    with torch.device("meta"):
        if stochastic:
            unet.conv_in = twin(unet.conv_in)
        for index, (ins, outs) in enumerate([(512, 512), (256, 512), (128, 512), (128, 256)], 1):
            setattr(vae.decoder, f"skip_conv_{index}", torch.nn.Conv2d(ins, outs, 1, bias=False))
        unet.add_adapter(peft.LoraConfig(r=rank, target_modules=list(UNET_TARGETS)))
        vae.add_adapter(peft.LoraConfig(r=4, target_modules=list(VAE_TARGETS)), "vae_skip")
    expected = turbo_layout(
        layout("sd-turbo-unet"),
        layout("sd-turbo-vae"),
        rank,
        4,
        UNET_TARGETS,
        VAE_TARGETS,
        stochastic,
    )
    assert kept(unet, "lora", "conv_in") == expected[0]
    assert kept(vae, "lora", "skip") == expected[1]


def twin(conv):
    import torch

    both = torch.nn.Module()
    both.conv_in_pretrained = conv
    both.conv_in_curr = torch.nn.Conv2d(4, 320, 3, padding=1)
    return both


def kept(net, *words: str) -> Layout:
    state = net.state_dict()
    return {n: tuple(t.shape) for n, t in state.items() if any(word in n for word in words)}


def test_targets_match_whole_parts_of_names_only():
    unet = {
        "conv_in.weight": (8, 4, 3, 3),
        "conv_in.bias": (8,),
        "a.deep_conv.weight": (2, 2, 1, 1),
    }
    vae = layout_of_folder(GOLDEN / "sd-turbo-tiny" / "vae")
    found, skips = turbo_layout(unet, vae, 2, 2, ["conv"], ["skip_conv_1"], False)
    assert found == {"conv_in.weight": (8, 4, 3, 3), "conv_in.bias": (8,)}
    assert list(skips) == [
        "decoder.skip_conv_1.base_layer.weight",
        "decoder.skip_conv_1.lora_A.vae_skip.weight",
        "decoder.skip_conv_1.lora_B.vae_skip.weight",
        "decoder.skip_conv_2.weight",
        "decoder.skip_conv_3.weight",
        "decoder.skip_conv_4.weight",
    ]


def test_braces_and_letters_of_a_table_are_expanded():
    groups: dict[str, dict[str, list[int | str]]] = {"norm": {"{weight,bias}": ["2w"]}}
    part = {"of": ["norm"], "at": "layer.{1..2}.", "w": 3}
    assert expand(groups, [part]) == {
        "layer.1.weight": (6,),
        "layer.1.bias": (6,),
        "layer.2.weight": (6,),
        "layer.2.bias": (6,),
    }
    with pytest.raises(ValueError, match=r"layer\.1\.weight is placed twice"):
        expand(groups, [part, part])
    with pytest.raises(ValueError, match=r"'w2' is no size"):
        expand({"norm": {"weight": ["w2"]}}, [part])


def test_an_unknown_layout_is_said():
    with pytest.raises(UserError, match=r"no such layout: 'dinov9'. Known: blip-base, "):
        layout("dinov9")


def said(work, *arguments, **options) -> str:
    with pytest.raises(UserError) as caught:
        work(*arguments, **options)
    assert "\n" not in str(caught.value)
    return caught.value.message


def test_tensors_that_do_not_fit_are_named_with_their_number():
    expected: Layout = {"a": (1,), "b": (2, 3), "c": (3,)}
    check_layout(dict(expected), expected, "FILE")
    assert said(check_layout, {"b": (2, 3)}, expected, "FILE") == (
        "FILE does not fit its model: a is missing, and 1 more like it"
    )
    assert said(check_layout, {**expected, "x": (1,)}, expected, "FILE") == (
        "FILE does not fit its model: x does not belong there"
    )
    assert said(check_layout, {**expected, "b": (3, 2)}, expected, "FILE") == (
        "FILE does not fit its model: b is [3, 2] instead of [2, 3]"
    )


def test_spare_tensors_may_be_there_or_not_but_not_of_another_shape():
    expected: Layout = {"a": (1,), "tied": (2,)}
    free: Layout = {"tied": (2,), "buffer": (1, 4)}
    check_layout({"a": (1,)}, expected, "FILE", free)
    check_layout({"a": (1,), "tied": (2,), "buffer": (1, 4)}, expected, "FILE", free)
    assert said(check_layout, {"a": (1,), "buffer": (4,)}, expected, "FILE", free) == (
        "FILE does not fit its model: buffer is [4] instead of [1, 4]"
    )


def test_several_pieces_of_one_model_are_one_layout(tmp_path):
    for part in ("unet", "vae"):
        (file,) = (GOLDEN / "sd-turbo-tiny" / part).glob("*.safetensors")
        shutil.copy(file, tmp_path / f"{part}.safetensors")
    assert len(layout_of_folder(tmp_path)) == sum(
        len(layout_of_folder(GOLDEN / "sd-turbo-tiny" / part)) for part in ("unet", "vae")
    )


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"short",
        b"\xff" * 64,
        (40).to_bytes(8, "little") + b"{}" + b" " * 38 + b"more than it says",
        (2).to_bytes(8, "little") + b"[]",
        (12).to_bytes(8, "little") + b'{"a": "text"}'[:12],
        (9).to_bytes(8, "little") + b'{"a": {}}',
    ],
)
def test_a_damaged_header_is_said(tmp_path, content):
    file = tmp_path / "weights.safetensors"
    file.write_bytes(content)
    assert said(layout_of_file, file) == f"{file} is no whole safetensors file"


def test_a_truncated_missing_or_absent_file_is_said(tmp_path):
    (file,) = (GOLDEN / "sd-turbo-tiny" / "vae").glob("*.safetensors")
    cut = tmp_path / "cut.safetensors"
    cut.write_bytes(file.read_bytes()[:-1])
    assert said(layout_of_file, cut) == f"{cut} is no whole safetensors file"
    with pytest.raises(UserError, match=r"not there") as caught:
        layout_of_file(tmp_path / "none.safetensors")
    assert caught.value.kind is ErrorKind.missing_file
    assert said(layout_of_folder, tmp_path / "none") == (
        f"{tmp_path / 'none'} holds no safetensors file"
    )
