"""Published checkpoints become safetensors, and anything else becomes one clear line."""

from __future__ import annotations

import json
import os
import pickle
import shutil
import sys
from pathlib import Path

import numpy as np
import pytest

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.paths import CHECKPOINTS_VARIABLE
from sketch2image.models.layouts import layout, layout_of_file, spare, turbo_layout

torch = pytest.importorskip("torch")

from safetensors.numpy import load_file as load_arrays  # noqa: E402
from safetensors.torch import load_file  # noqa: E402

from sketch2image.models.converting.convert import Converted, convert  # noqa: E402
from sketch2image.models.turbo_file import read_turbo, read_turbo_pickle  # noqa: E402

GOLDEN = Path(__file__).parents[1] / "golden" / "turbo_tiny"
BASE = GOLDEN / "sd-turbo-tiny"
EDGE = GOLDEN / "edge_to_image_loras.pkl"
SKETCH = GOLDEN / "sketch_to_image_stochastic_lora.pkl"
TIED = "text_decoder.cls.predictions.decoder"
WORDS = "text_decoder.bert.embeddings"


@pytest.fixture(autouse=True)
def checkpoints(tmp_path, monkeypatch) -> Path:
    folder = tmp_path / "checkpoints"
    monkeypatch.setenv(CHECKPOINTS_VARIABLE, str(folder))
    return folder


@pytest.fixture
def out(tmp_path) -> Path:
    return tmp_path / "out"


def refused(file: Path, out: Path, **options) -> UserError:
    """The one line said; nothing may have been written."""
    with pytest.raises(UserError) as caught:
        convert(file, out, **options)
    assert "\n" not in str(caught.value)
    assert not out.exists()
    return caught.value


def zeros(name: str, **changes) -> dict:
    """A full-size checkpoint that takes no room: every tensor is one number, repeated."""
    state = {key: torch.zeros(()).expand(shape) for key, shape in layout(name).items()}
    return {key: value for key, value in (state | changes).items() if value is not None}


def saved(content, file: Path) -> Path:
    torch.save(content, file)
    return file


@pytest.mark.parametrize(("pickled", "tensors"), [(EDGE, 266), (SKETCH, 268)])
def test_a_turbo_file_is_converted_for_its_base_model(pickled, tensors, out):
    done = convert(pickled, out, base=BASE)
    assert done == Converted("turbo", (out / "weights.safetensors", out / "weights.json"), tensors)
    ours, theirs = read_turbo(done.files[0]), read_turbo_pickle(pickled)
    assert (ours.rank_unet, ours.unet_targets) == (theirs.rank_unet, theirs.unet_targets)
    assert all(torch.equal(ours.unet[name], tensor) for name, tensor in theirs.unet.items())
    assert all(torch.equal(ours.vae[name], tensor) for name, tensor in theirs.vae.items())
    assert len(ours.source) == 64


def test_without_a_base_model_the_published_sizes_count(out):
    error = refused(EDGE, out)
    assert error.kind is ErrorKind.model
    assert error.message.startswith(f"{EDGE} (UNet) does not fit its model: down_blocks.")


@pytest.mark.slow
def test_a_full_size_turbo_file_is_converted_without_its_base_model(tmp_path, out):
    golden = torch.load(SKETCH, weights_only=True)
    targets = golden["unet_lora_target_modules"], golden["vae_lora_target_modules"]
    shapes = turbo_layout(
        layout("sd-turbo-unet"), layout("sd-turbo-vae"), 128, 4, *targets, stochastic=True
    )
    states = [
        {n: torch.zeros((), dtype=torch.half).expand(s) for n, s in one.items()} for one in shapes
    ]
    content = golden | {"rank_unet": 128, "state_dict_unet": states[0], "state_dict_vae": states[1]}
    done = convert(saved(content, tmp_path / "sketch.pkl"), out)
    found = layout_of_file(done.files[0])
    assert found == {
        f"{part}.{name}": shape
        for part, one in zip(("unet", "vae"), shapes, strict=True)
        for name, shape in one.items()
    }


def test_the_pulled_base_model_counts_when_none_is_named(out, monkeypatch):
    monkeypatch.setattr("sketch2image.models.converting.new_files.folder_of", lambda _: BASE)
    assert convert(EDGE, out).tensors == 266


@pytest.mark.parametrize(
    ("part", "change", "why"),
    [
        (
            "unet",
            {"conv_in.weight": None},
            "(UNet) does not fit its model: conv_in.weight is missing",
        ),
        (
            "vae",
            {"decoder.skip_conv_5.weight": torch.zeros(1)},
            "(VAE) does not fit its model: decoder.skip_conv_5.weight does not belong there",
        ),
        (
            "unet",
            {"conv_in.weight": torch.zeros(16, 3, 3, 3)},
            "(UNet) does not fit its model: "
            "conv_in.weight is [16, 3, 3, 3] instead of [16, 4, 3, 3]",
        ),
    ],
)
def test_a_turbo_file_that_does_not_fit_is_said(tmp_path, out, part, change, why):
    content = torch.load(EDGE, weights_only=True)
    state = content[f"state_dict_{part}"] | change
    content[f"state_dict_{part}"] = {n: t for n, t in state.items() if t is not None}
    file = saved(content, tmp_path / "changed.pkl")
    assert refused(file, out, base=BASE).message == f"{file} {why}"


def test_another_rank_than_that_of_the_tensors_is_said(tmp_path, out):
    content = torch.load(EDGE, weights_only=True) | {"rank_vae": 5}
    file = saved(content, tmp_path / "changed.pkl")
    message = refused(file, out, base=BASE).message
    assert message.startswith(f"{file} (VAE) does not fit its model: encoder.conv_in.lora_A.")
    assert message.endswith("is [4, 3, 3, 3] instead of [5, 3, 3, 3], and 115 more like it")


def test_a_folder_that_is_no_base_model_is_said(tmp_path, out):
    message = refused(EDGE, out, base=tmp_path).message
    assert message == f"{tmp_path / 'unet'} holds no safetensors file"
    for part in ("unet", "vae"):
        shutil.copytree(BASE / "text_encoder", tmp_path / part)
    message = refused(EDGE, out, base=tmp_path).message
    assert message.startswith(f"{tmp_path} is no SD-Turbo: ")


def fine_tuned(state: dict, file: Path) -> Path:
    """As the original saved it: tied words share their memory, the buffer is there."""
    state[f"{WORDS}.position_ids"] = torch.arange(
        state[f"{WORDS}.position_embeddings.weight"].shape[0]
    )[None]
    state[f"{TIED}.weight"] = state[f"{WORDS}.word_embeddings.weight"]
    return saved({"epoch": 9, "model_state_dict": state, "optimizer_state_dict": {}}, file)


def test_a_fine_tuned_blip_is_converted_and_its_buffers_are_listed(monkeypatch, tmp_path, out):
    small(monkeypatch)
    state = {name: torch.rand(shape) for name, shape in layout("blip-base").items()}
    file = fine_tuned(state, tmp_path / "blip_fine_tuning.pth")
    done = convert(file, out)
    assert done == Converted("blip", (out / "model.safetensors", out / "model_source.json"), 473)
    written = load_file(done.files[0])
    assert set(written) == set(layout("blip-base"))
    assert all(torch.equal(tensor, state[name]) for name, tensor in written.items())
    card = json.loads(done.files[1].read_text("utf-8"))
    assert card["layout"] == "blip-base"
    assert card["left_out"] == [f"{WORDS}.position_ids"]
    assert card["source"]["name"] == "blip_fine_tuning.pth"
    assert card["source"]["bytes"] == file.stat().st_size


@pytest.mark.slow
def test_a_full_size_fine_tuned_blip_is_converted(tmp_path, out):
    state = {
        name: torch.zeros((), dtype=torch.half).expand(shape)
        for name, shape in layout("blip-base").items()
    }
    done = convert(fine_tuned(state, tmp_path / "blip_fine_tuning.pth"), out)
    assert layout_of_file(done.files[0]) == layout("blip-base")


def test_a_full_size_blip_with_a_wrong_tensor_is_said(tmp_path, out):
    name = "vision_model.embeddings.position_embedding"
    file = saved(zeros("blip-base", **{name: torch.zeros(1, 197, 768)}), tmp_path / "b.pth")
    assert refused(file, out).message == (
        f"{file} does not fit its model: {name} is [1, 197, 768] instead of [1, 577, 768]"
    )


@pytest.mark.parametrize("left", [[], ["weight"], ["bias"], ["weight", "bias"]])
def test_tied_copies_of_blip_may_be_there_or_not(left, monkeypatch, tmp_path, out):
    small(monkeypatch)
    state = zeros("blip-base", **{f"{TIED}.{kind}": None for kind in left})
    assert convert(saved(state, tmp_path / "model.bin"), out).tensors == len(state)


def small(monkeypatch) -> None:
    """Every size of the published layouts at most 4, so that a checkpoint is a few kilobytes."""
    for name, whole in (("layout", layout), ("spare", spare)):
        monkeypatch.setattr(f"sketch2image.models.converting.new_files.{name}", shrunk(whole))
    monkeypatch.setattr(f"{__name__}.layout", shrunk(layout))


def shrunk(whole):
    def smaller(name: str):
        return {key: tuple(min(n, 4) for n in shape) for key, shape in whole(name).items()}

    return smaller


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("blip-large", "blip"),
        ("gem-resnet18", "gem"),
        ("gem-resnet50", "gem"),
        ("mobilenet-v2", "mobilenet"),
    ],
)
@pytest.mark.parametrize("wrapper", [None, "state_dict", "model_state_dict"])
def test_a_state_dict_is_known_by_its_names_however_it_is_wrapped(
    name, kind, wrapper, monkeypatch, tmp_path, out
):
    small(monkeypatch)
    state = {f"module.{key}": tensor for key, tensor in zeros(name).items()}
    content = {wrapper: state, "epoch": 1} if wrapper else state
    done = convert(saved(content, tmp_path / "some.pth"), out)
    assert done.kind == kind
    assert json.loads(done.files[1].read_text("utf-8"))["layout"] == name
    assert layout_of_file(done.files[0]) == layout(name)


@pytest.mark.parametrize("projector", [False, True])
def test_a_museum_checkpoint_is_converted(monkeypatch, tmp_path, out, projector):
    small(monkeypatch)
    state = material("gem-resnet18")
    if projector:
        state["backbone.projector.weight"] = torch.rand(4, 4)
        state["backbone.projector.bias"] = torch.rand(1, 4)
    content = {"epoch": 2, "state_dict": state, "val_gap": np.float64(0.3), "optimizer": {"lr": 1}}
    done = convert(saved(content, tmp_path / "r18_contr_loss_gem_epoch:_2"), out)
    assert (done.kind, done.tensors) == ("gem", len(state))
    written = load_file(done.files[0])
    assert all(torch.equal(written[name], tensor) for name, tensor in state.items())


def material(name: str) -> dict:
    """Random numbers in the layout of a published checkpoint, whole ones where it counts."""
    generator = torch.Generator().manual_seed(0)
    return {
        key: torch.randint(9, shape, generator=generator)
        if key.endswith("num_batches_tracked")
        else torch.rand(shape, generator=generator)
        for key, shape in layout(name).items()
    }


def test_a_resnet_of_the_swav_release_gets_the_names_of_the_museum(monkeypatch, tmp_path, out):
    small(monkeypatch)
    body = zeros("gem-resnet50", **{"backbone.pool.p": None})
    stages = {"0": "conv1", "1": "bn1", "4": "layer1", "5": "layer2", "6": "layer3", "7": "layer4"}
    state = {}
    for name, tensor in body.items():
        _, _, stage, rest = name.split(".", 3)
        state[f"module.{stages[stage]}.{rest}"] = tensor
    heads = ["projection_head.0.weight", "projection_head.1.running_mean", "prototypes.weight"]
    state |= {f"module.{name}": torch.zeros(2) for name in heads}
    done = convert(saved(state, tmp_path / "swav.pth.tar"), out)
    assert done.kind == "gem"
    assert set(layout_of_file(done.files[0])) == set(body)
    assert json.loads(done.files[1].read_text("utf-8"))["left_out"] == heads


@pytest.mark.parametrize(("name", "classes"), [("mobilenet-v2", 1000), ("mobilenet-v2-styles", 18)])
@pytest.mark.parametrize("zipped", [True, False])
def test_a_mobilenet_with_either_head_is_converted(name, classes, zipped, tmp_path, out):
    state = material(name)
    torch.save(state, tmp_path / "m.pt", _use_new_zipfile_serialization=zipped)
    done = convert(tmp_path / "m.pt", out)
    assert (done.kind, done.tensors) == ("mobilenet", 314)
    assert load_file(done.files[0])["classifier.1.weight"].shape == (classes, 1280)
    assert json.loads(done.files[1].read_text("utf-8"))["layout"] == name


def test_a_mobilenet_with_another_head_is_said(tmp_path, out):
    state = zeros("mobilenet-v2", **{"classifier.1.weight": torch.zeros(7, 1280)})
    file = saved(state, tmp_path / "m.pt")
    assert refused(file, out).message == (
        f"{file} does not fit its model: classifier.1.weight is [7, 1280] instead of [1000, 1280]"
    )


@pytest.mark.parametrize("protocol", [2, 4, 5])
def test_museum_descriptors_are_converted(protocol, tmp_path, out):
    generator = np.random.default_rng(0)
    arrays = {
        f"{part}_descriptors": generator.standard_normal((rows, 8)).astype(np.float32)
        for part, rows in (("train", 5), ("test", 3), ("val", 2))
    }
    file = tmp_path / "descriptors.pkl"
    file.write_bytes(pickle.dumps(arrays, protocol))
    done = convert(file, out)
    names = (out / "descriptors.safetensors", out / "descriptors_source.json")
    assert done == Converted("descriptors", names, 3)
    written = load_arrays(done.files[0])
    for name, array in arrays.items():
        np.testing.assert_array_equal(written[name], array)


@pytest.mark.parametrize(
    ("arrays", "why"),
    [
        ({"query": np.ones((2, 2), np.float32)}, "query does not belong there"),
        (
            {"test_descriptors": np.ones((2, 2))},
            "test_descriptors is float64 [2, 2] instead of float32 rows",
        ),
        (
            {"test_descriptors": np.ones(2, np.float32)},
            "test_descriptors is float32 [2] instead of float32 rows",
        ),
        (
            {
                "test_descriptors": np.ones((2, 2), np.float32),
                "val_descriptors": np.ones((2, 3), np.float32),
            },
            "their rows are of 2 widths",
        ),
    ],
)
def test_other_arrays_are_said(arrays, why, tmp_path, out):
    file = tmp_path / "descriptors.pkl"
    file.write_bytes(pickle.dumps(arrays))
    assert refused(file, out).message == f"{file} holds no museum descriptors: {why}"


class Bomb:
    """Writes a marker file when it is unpickled."""

    def __init__(self, marker: Path) -> None:
        self.marker = marker

    def __reduce__(self):
        return os.system, (f'echo > "{self.marker}"',)


def plain(content, file: Path) -> None:
    file.write_bytes(pickle.dumps(content))


@pytest.mark.parametrize("save", [torch.save, plain])
def test_a_file_with_code_is_refused_and_the_code_not_run(save, tmp_path, out):
    file, marker = tmp_path / "edge.pkl", tmp_path / "code-has-run"
    save({"rank_unet": 8, "state_dict_unet": Bomb(marker)}, file)
    error = refused(file, out)
    assert error.kind is ErrorKind.model
    assert error.message == (
        f"{file} holds code ({os.name}.system), not only tensors; it was not opened"
    )
    assert not marker.exists()


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "is empty"),
        (b"<html>404</html>", "is no checkpoint: neither a torch file nor a pickle"),
        (EDGE.read_bytes()[:400_000], "is cut short or damaged"),
    ],
)
def test_what_is_no_whole_checkpoint_is_said(content, why, tmp_path, out):
    file = tmp_path / "edge.pkl"
    file.write_bytes(content)
    error = refused(file, out)
    assert error.kind is ErrorKind.unreadable
    assert error.message == f"{file} {why}"


def test_a_missing_file_and_a_folder_are_said(tmp_path, out):
    assert refused(tmp_path / "none.pkl", out).kind is ErrorKind.missing_file
    assert refused(tmp_path, out).kind is ErrorKind.unreadable


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ({"weight": torch.ones(1)}, "is no checkpoint of a known kind"),
        ({"epoch": 3}, "holds no tensors by name"),
        ({}, "holds no tensors by name"),
        (torch.ones(3), "holds no tensors by name"),
    ],
)
def test_a_checkpoint_of_something_else_is_said(content, why, tmp_path, out):
    file = saved(content, tmp_path / "other.pth")
    error = refused(file, out)
    assert (error.kind, error.message) == (ErrorKind.model, f"{file} {why}")


def test_another_kind_than_asked_for_is_said(out):
    assert refused(EDGE, out, kind="blip").message == f"{EDGE} is of kind turbo, not blip"
    error = refused(EDGE, out, kind="voodoo")
    assert (error.kind, error.message) == (ErrorKind.input, "no such kind: 'voodoo'")


def test_a_missing_library_is_said(out, monkeypatch):
    monkeypatch.setitem(sys.modules, "torch", None)
    error = refused(EDGE, out)
    assert error.kind is ErrorKind.dependency
    assert error.message == f"converting {EDGE} needs torch, which is not installed"


def test_replacing_another_file_is_said_and_the_same_one_is_left_alone(out):
    lines: list[str] = []
    convert(EDGE, out, base=BASE, report=lambda progress: lines.append(progress.text))
    first = (out / "weights.safetensors").stat().st_mtime_ns
    convert(EDGE, out, base=BASE, report=lambda progress: lines.append(progress.text))
    assert (out / "weights.safetensors").stat().st_mtime_ns == first
    assert not [line for line in lines if "replaced" in line]
    convert(SKETCH, out, base=BASE, report=lambda progress: lines.append(progress.text))
    assert [line for line in lines if "replaced" in line] == [
        f"{out / name} was there with other content and is replaced"
        for name in ("weights.safetensors", "weights.json")
    ]
    assert read_turbo(out / "weights.safetensors").stochastic


def test_a_place_that_cannot_be_written_is_said(tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    with pytest.raises(UserError) as caught:
        convert(EDGE, blocked, base=BASE)
    assert caught.value.kind is ErrorKind.output
