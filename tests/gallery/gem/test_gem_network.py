"""GeM networks: published names and numbers, and weights in any of their forms."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.paths import CHECKPOINTS_VARIABLE
from sketch2image.gallery.gem.backbones import (
    ARCHITECTURES,
    VARIANTS,
    architecture_of,
    is_variant,
    variant_named,
)
from sketch2image.models.layouts import layout
from sketch2image.models.table import models

torch = pytest.importorskip("torch")
pytest.importorskip("torchvision")

from safetensors.torch import save_file  # noqa: E402

from sketch2image.gallery.gem.files import digest_of_network, save_network  # noqa: E402
from sketch2image.gallery.gem.network import (  # noqa: E402
    GemNetwork,
    open_network,
    open_weights,
    untrained,
)
from tests.gallery.gem.published_gem import PublishedNetwork  # noqa: E402

SEED_VARIANTS = (
    *("r18INgem", "r50INgem", "r50_swav_gem", "r50_SIN_gem", "r50INgem_caffe", "r18_sw-sup_gem"),
    *("r50_sw-sup_gem", "resnext50_32x4d_swsl", "resnext101_32x4d_swsl", "resnext101_32x8d_swsl"),
    "resnext101_32x16d_swsl",
)


@pytest.fixture(autouse=True)
def checkpoints(tmp_path, monkeypatch) -> Path:
    folder = tmp_path / "checkpoints"
    monkeypatch.setenv(CHECKPOINTS_VARIABLE, str(folder))
    return folder


@pytest.fixture(scope="module")
def network() -> GemNetwork:
    return untrained("r18INgem", seed=3, projector=True)


@pytest.fixture(scope="module")
def pixels():
    return torch.randn((1, 3, 75, 64), generator=torch.Generator().manual_seed(0))


def torchvision_names(network: GemNetwork) -> dict:
    """The backbone's tensors as ImageNet weights are published, with a classifier."""
    stages = {"0": "conv1", "1": "bn1", "4": "layer1", "5": "layer2", "6": "layer3", "7": "layer4"}
    state = {"fc.weight": torch.zeros(9, 512), "fc.bias": torch.zeros(9)}
    for name, tensor in network.backbone.backbone.state_dict().items():
        stage, rest = name.split(".", 1)
        state[f"{stages[stage]}.{rest}"] = tensor
    return state


def refused(*args, **options) -> UserError:
    with pytest.raises(UserError) as caught:
        open_network(*args, **options)
    assert "\n" not in str(caught.value)
    return caught.value


def test_the_museum_knows_the_eleven_backbones_and_where_their_weights_come_from():
    assert set(SEED_VARIANTS) < set(VARIANTS)
    for name in SEED_VARIANTS:
        row = models()[variant_named(name).model]
        assert "model.safetensors" in row.names
        assert row.family == "gem"
    assert variant_named("resnet18") == variant_named("r18-imagenet") == variant_named("r18INgem")
    assert not is_variant("resnet34")


@pytest.mark.parametrize("name", ARCHITECTURES)
def test_an_architecture_is_known_by_the_shapes_of_its_tensors(name):
    assert architecture_of(layout(f"gem-{name}")) == name


def test_other_shapes_are_of_no_architecture():
    assert architecture_of(layout("mobilenet-v2")) is None


@pytest.mark.parametrize("name", ["resnet50", "resnext50_32x4d", "resnext101_32x16d"])
def test_a_network_has_the_tensors_of_its_layout(name):
    with torch.device("meta"):
        built = GemNetwork(name)
    found = {key: tuple(tensor.shape) for key, tensor in built.state_dict().items()}
    assert found == layout(f"gem-{name}")


def test_descriptors_are_those_of_the_published_network(network, pixels):
    published = PublishedNetwork(projector=True).eval()
    published.load_state_dict(network.state_dict())
    with torch.inference_mode():
        for ours, theirs in (
            (network(pixels), published(pixels)),
            (network.at_scales(pixels), published.at_scales(pixels)),
        ):
            assert ours.shape == (1, 512)
            np.testing.assert_allclose(ours, theirs, atol=1e-6)


def test_a_picture_of_one_pixel_has_a_descriptor(network):
    with torch.inference_mode():
        assert network.at_scales(torch.zeros(1, 3, 1, 1)).norm() == pytest.approx(1)


def test_equal_seeds_give_equal_networks_and_leave_the_generator_alone():
    before = torch.random.get_rng_state()
    first, again, other = (untrained("r18INgem", seed) for seed in (1, 1, 2))
    assert torch.equal(torch.random.get_rng_state(), before)
    assert digest_of_network(first) == digest_of_network(again) != digest_of_network(other)


def test_a_projector_begins_as_whitening(pixels):
    network = untrained("r18INgem", 3, projector=True)
    bare = untrained("r18INgem", 3)
    generator = torch.Generator().manual_seed(1)
    mean, matrix = torch.rand(512, generator=generator), torch.rand(512, 512, generator=generator)
    bare.load_state_dict(network.state_dict(), strict=False)
    network.projector.whiten(mean, matrix)
    with torch.inference_mode():
        expected = (bare(pixels) - mean) @ matrix.T
        np.testing.assert_allclose(network(pixels), expected / expected.norm(), atol=1e-5)


def test_a_saved_network_comes_back(network, pixels, tmp_path):
    save_network(network, tmp_path / "run", epoch=4, val_gap=0.25)
    again = open_network(str(tmp_path / "run"))
    assert digest_of_network(again) == digest_of_network(network)
    assert again.dim == 512
    assert not again.training


def test_the_weights_of_a_backbone_are_opened_as_the_hub_has_them(network, checkpoints):
    folder = checkpoints / "r18-imagenet"
    folder.mkdir(parents=True)
    (folder / "config.json").write_text("{}")
    kept = {n: t for n, t in torchvision_names(network).items() if "num_batches" not in n}
    save_file(kept, folder / "model.safetensors")
    # the table knows the size of the published file, to the byte
    error = refused("r18INgem")
    assert error.message == "the model r18-imagenet is not here: model.safetensors"
    opened = open_weights(folder / "model.safetensors", "resnet18")
    own, theirs = opened.state_dict(), network.state_dict()
    assert opened.projector is None
    assert all(torch.equal(own[name], theirs[name]) for name in own)


def test_a_backbone_is_found_among_the_checkpoints(network, checkpoints, pixels):
    folder = checkpoints / "r18-swsl"
    folder.mkdir(parents=True)
    (folder / "config.json").write_text("{}")
    save_file(torchvision_names(network), folder / "model.safetensors")
    with torch.inference_mode():
        one, other = (open_network(name)(pixels) for name in ("r18_sw-sup_gem", "r18-swsl"))
    assert torch.equal(one, other)
    assert open_network("r18_sw-sup", projector=True).dim == 512


@pytest.mark.parametrize("flat", [True, False])
def test_a_published_checkpoint_is_opened_whatever_the_form_of_its_bias(network, tmp_path, flat):
    state = dict(network.state_dict())
    if flat:
        state["backbone.projector.bias"] = state["backbone.projector.bias"][0]
    file = tmp_path / "r18_contr_loss_gem_fc_epoch:_3"
    torch.save({"epoch": 3, "state_dict": state, "val_gap": np.float64(0.3)}, file)
    assert digest_of_network(open_weights(file)) == digest_of_network(network)


def test_weights_that_are_not_here_are_said_with_the_command_that_fetches_them():
    error = refused("r50_SIN_gem")
    assert error.kind is ErrorKind.model
    assert error.message == "the model r50-sin is not here: model.safetensors"
    assert error.hint == "Run `python main.py models pull r50-sin`."


def test_an_unknown_backbone_is_said_with_those_that_are_known():
    error = refused("resnet34")
    assert error.message == "no such backbone: 'resnet34'"
    assert all(name in error.hint for name in VARIANTS)


def test_a_backbone_that_has_only_weights_of_ones_own_says_so():
    error = refused("r18_contr_loss_gem_fc")
    assert "a file of your own" in error.message
    assert "--netpath" in error.hint


def test_a_folder_without_weights_is_said(tmp_path):
    assert refused(str(tmp_path)).message == f"the weights {tmp_path}/model.safetensors are missing"


def test_weights_of_another_architecture_are_said(network, tmp_path):
    file = save_network(network, tmp_path)
    with pytest.raises(UserError, match="holds a resnet18, not a resnet50"):
        open_weights(file, "resnet50")


def test_weights_of_something_else_are_said(tmp_path):
    save_file({"weight": torch.zeros(1)}, tmp_path / "model.safetensors")
    assert "holds something else, not a GeM backbone" in refused(str(tmp_path)).message


def test_a_missing_tensor_is_said(network, tmp_path):
    state = {n: t for n, t in network.state_dict().items() if n != "backbone.backbone.1.weight"}
    save_file(state, tmp_path / "model.safetensors")
    assert refused(str(tmp_path)).message.endswith("backbone.backbone.1.weight is missing")
