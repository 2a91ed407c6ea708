"""The museum's files on their way back to the published code, and there and back again."""

from __future__ import annotations

import json
import pickle
import warnings
from pathlib import Path

import numpy as np
import pytest

from sketch2image.core.errors import UserError
from sketch2image.models.converting.descriptor_files import pickle_pieces, safetensors_pieces

torch = pytest.importorskip("torch")
pytest.importorskip("torchvision")

from safetensors import safe_open  # noqa: E402
from safetensors.numpy import load_file as load_arrays  # noqa: E402
from safetensors.torch import load_file, save_file  # noqa: E402

from sketch2image.gallery.gem.files import save_network  # noqa: E402
from sketch2image.gallery.gem.network import untrained  # noqa: E402
from sketch2image.models.converting.convert import convert  # noqa: E402
from tests.gallery.gem.published_gem import PublishedNetwork  # noqa: E402


@pytest.fixture
def arrays() -> dict:
    generator = np.random.default_rng(0)
    return {
        f"{part}_descriptors": generator.standard_normal((rows, 8)).astype(np.float32)
        for part, rows in (("train", 300), ("test", 3), ("val", 2))
    }


def written(pieces, file: Path) -> Path:
    file.write_bytes(b"".join(pieces))
    return file


def published_load(file: Path) -> dict:
    """As the published code opens descriptors; no warning may come of it."""
    with file.open("rb") as stream, warnings.catch_warnings():
        warnings.simplefilter("error")
        return pickle.load(stream)


def test_descriptors_become_the_published_pickle_and_come_back_bit_for_bit(arrays, tmp_path):
    ours = written(safetensors_pieces(arrays, {}), tmp_path / "descriptors.safetensors")
    done = convert(ours, tmp_path / "there")
    assert (done.kind, done.files) == ("descriptors", (tmp_path / "there" / "descriptors.pkl",))
    content = published_load(done.files[0])
    assert list(content) == list(load_arrays(ours))
    for name, array in arrays.items():
        assert content[name].dtype == np.float32
        np.testing.assert_array_equal(content[name], array)
    back = convert(done.files[0], tmp_path / "back").files[0]
    for name, array in load_arrays(back).items():
        np.testing.assert_array_equal(array, arrays[name])


def test_the_pickle_names_nothing_that_an_old_numpy_does_not_have(arrays, tmp_path):
    asked = set()

    class Noting(pickle.Unpickler):
        def find_class(self, module: str, name: str) -> object:
            asked.add(f"{module}.{name}")
            return super().find_class(module, name)

    file = written(pickle_pieces(arrays), tmp_path / "descriptors.pkl")
    assert file.read_bytes()[:2] == bytes([0x80, 4])
    with file.open("rb") as stream:
        content = Noting(stream).load()
    assert asked == {"numpy.core.multiarray._reconstruct", "numpy.ndarray", "numpy.dtype"}
    assert content["train_descriptors"].flags.writeable


def test_an_empty_part_keeps_its_width(tmp_path):
    part = {"val_descriptors": np.empty((0, 5), np.float32)}
    file = written(pickle_pieces(part), tmp_path / "descriptors.pkl")
    assert published_load(file)["val_descriptors"].shape == (0, 5)
    safe = written(safetensors_pieces(part, {"network": "é"}), tmp_path / "d.safetensors")
    assert load_arrays(safe)["val_descriptors"].shape == (0, 5)
    with safe_open(safe, "np") as opened:
        assert opened.metadata() == {"network": "é"}


def test_a_dump_of_training_holds_train_descriptors_only(arrays, tmp_path):
    file = tmp_path / "train_mini_descriptors_epoch:_3.pkl"
    rows = np.asfortranarray(arrays["train_descriptors"])
    file.write_bytes(pickle.dumps({"train_descriptors": rows}, pickle.HIGHEST_PROTOCOL))
    found = load_arrays(convert(file, tmp_path / "out").files[0])
    np.testing.assert_array_equal(found["train_descriptors"], rows)
    assert len(found) == 1


@pytest.mark.parametrize("projector", [False, True])
def test_a_network_becomes_a_checkpoint_that_the_published_code_loads(projector, tmp_path):
    network = untrained("r18INgem", 1, projector)
    ours = save_network(network, tmp_path / "run", epoch=7, val_gap=0.3125)
    done = convert(ours, tmp_path / "there")
    assert (done.kind, done.files[0].name) == ("gem", "model.pth")
    content = torch.load(done.files[0], weights_only=False)
    assert (content["epoch"], content["val_gap"], content["optimizer"]) == (7, 0.3125, {})
    published = PublishedNetwork(projector=projector).eval()
    published.load_state_dict(content["state_dict"], strict=True)
    pixels = torch.rand(1, 3, 40, 40)
    with torch.inference_mode():
        torch.testing.assert_close(published(pixels), network(pixels), atol=1e-6, rtol=0)
    back = convert(done.files[0], tmp_path / "back").files[0]
    kept, again = load_file(ours), load_file(back)
    assert kept.keys() == again.keys()
    assert all(torch.equal(kept[name], again[name]) for name in kept)
    with safe_open(back, "pt") as opened:
        assert opened.metadata() == {"format": "pt", "epoch": "7", "val_gap": "0.3125"}


def test_imagenet_weights_become_a_whole_network_of_the_museum(tmp_path):
    import torchvision

    bare = torchvision.models.resnet18(weights=None).state_dict()
    save_file(bare, tmp_path / "model.safetensors")
    content = torch.load(convert(tmp_path / "model.safetensors", tmp_path / "out").files[0])
    published = PublishedNetwork()
    published.load_state_dict(content["state_dict"], strict=True)
    assert published.backbone.pool.p.item() == 3
    assert torch.equal(published.backbone.backbone[0].weight, bare["conv1.weight"])


@pytest.mark.parametrize("counted", [True, False])
def test_a_bare_list_of_layers_is_converted_even_by_an_old_torch(counted, tmp_path):
    """As the features from Caffe are published."""
    network = untrained("r18INgem", 1)
    state = dict(network.backbone.backbone.state_dict())
    old = {n: t for n, t in state.items() if counted or "num_batches_tracked" not in n}
    file = tmp_path / "imagenet-caffe-resnet-features.pth"
    torch.save(old, file)
    done = convert(file, tmp_path / "out")
    found = load_file(done.files[0])
    assert done.kind == "gem"
    assert found.keys() == {f"backbone.backbone.{name}" for name in state}
    assert all(torch.equal(found[f"backbone.backbone.{name}"], old[name]) for name in old)


def test_a_classifier_is_left_out_of_a_backbone(tmp_path):
    """As the release of Stylized-ImageNet is: data-parallel, with its classifier."""
    import torchvision

    bare = torchvision.models.resnet18(weights=None).state_dict()
    file = tmp_path / "resnet.pth.tar"
    torch.save({"epoch": 60, "state_dict": {f"module.{n}": t for n, t in bare.items()}}, file)
    done = convert(file, tmp_path / "out")
    assert json.loads(done.files[1].read_text())["left_out"] == ["fc.weight", "fc.bias"]


def test_what_has_no_published_form_is_said(tmp_path):
    file = tmp_path / "model.safetensors"
    save_file({"weight": torch.zeros(2)}, file)
    with pytest.raises(UserError) as caught:
        convert(file, tmp_path / "out")
    assert caught.value.message == f"{file} has no published form"
    save_file({"backbone.backbone.0.weight": torch.zeros(2)}, file)
    with pytest.raises(UserError, match="does not fit its model"):
        convert(file, tmp_path / "out")
    file.write_bytes(b"cut short")
    with pytest.raises(UserError, match="is no whole safetensors file"):
        convert(file, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_descriptors_of_another_kind_are_said(tmp_path):
    file = tmp_path / "d.safetensors"
    save_file({"train_descriptors": torch.zeros(2, 3, dtype=torch.float64)}, file)
    with pytest.raises(UserError, match="is float64"):
        convert(file, tmp_path / "out")
    save_file({"train_descriptors": torch.zeros(2, 3)}, file)
    with pytest.raises(UserError, match="is of kind descriptors, not gem"):
        convert(file, tmp_path / "out", kind="gem")
