"""Descriptors of a museum: in order, in published files, and never made twice."""

from __future__ import annotations

import pickle
from pathlib import Path

import numpy as np
import pytest

from sketch2image.core.errors import Cancelled, ErrorKind, UserError
from sketch2image.core.pictures import open_picture
from sketch2image.core.progress import Progress
from sketch2image.gallery.lite import LiteEncoder
from sketch2image.systems.museum.descriptors import read_descriptors
from sketch2image.systems.museum.encoders import open_encoder, usual_side
from sketch2image.systems.museum.extract import extract, folder_name
from sketch2image.systems.museum.pictures import Wanted, pictures_of_folder, pictures_of_met
from tests.systems.museum.small_museum import WORKS, draw, small_folder, small_met


@pytest.fixture(scope="module")
def info(tmp_path_factory) -> Path:
    return small_met(tmp_path_factory.mktemp("met"))


@pytest.fixture
def met(info) -> Wanted:
    return pictures_of_met(str(info), mini=False, queries_only=False)


@pytest.fixture(scope="module")
def lite() -> LiteEncoder:
    return LiteEncoder()


class Counting:
    """The lite encoder, and how many pictures it was shown; may fail at one of them."""

    def __init__(self, lite: LiteEncoder, fingerprint: str = "counting") -> None:
        self.lite, self.fingerprint, self.dim, self.seen = lite, fingerprint, lite.dim, 0

    def encode_photos(self, images):
        self.seen += len(images)
        return self.lite.encode_photos(images)


def refused(call, *args, **options) -> UserError:
    with pytest.raises(UserError) as caught:
        call(*args, **options)
    assert "\n" not in str(caught.value)
    return caught.value


def test_descriptors_are_in_the_order_of_the_ground_truth(met, lite, tmp_path):
    done = extract(met, lite, tmp_path / "lite_ss")
    assert done.counts == {"train": 12, "test": 4, "val": 3}
    found = read_descriptors(done.file)
    for name in ("train", "val", "test"):
        files = [met.root / path for path in met.parts[name]]
        expected = lite.encode_photos([open_picture(file) for file in files])
        np.testing.assert_array_equal(getattr(found, name), expected)
    assert [entry.name for entry in sorted((tmp_path / "lite_ss").iterdir())] == [
        "descriptors.safetensors",
        "descriptors.safetensors.json",
    ]


def test_the_published_form_holds_the_same(met, lite, tmp_path):
    ours = read_descriptors(extract(met, lite, tmp_path / "a").file)
    done = extract(met, lite, tmp_path / "b", as_pickle=True)
    content = pickle.loads(done.file.read_bytes())
    assert done.file.name == "descriptors.pkl"
    assert list(content) == ["train_descriptors", "test_descriptors", "val_descriptors"]
    for name in ("train", "val", "test"):
        np.testing.assert_array_equal(content[f"{name}_descriptors"], getattr(ours, name))


def test_the_small_database_and_queries_alone(info, lite, tmp_path):
    mini = pictures_of_met(str(info), mini=True, queries_only=False)
    assert len(mini.parts["train"]) == 8
    queries = pictures_of_met(str(info), mini=True, queries_only=True)
    done = extract(queries, lite, tmp_path / "out")
    assert done.counts == {"test": 4, "val": 3}
    name = folder_name("r18INgem", multi_scale=True, mini=True, queries_only=True)
    assert name == "r18INgem_ms_mini_queries_only"
    assert folder_name("runs/best", multi_scale=False, mini=False, queries_only=False) == "best_ss"


def test_a_folder_of_classes_is_a_museum_too(lite, tmp_path):
    wanted = pictures_of_folder(str(small_folder(tmp_path / "mine")), queries_only=False)
    assert len(wanted) > WORKS
    assert read_descriptors(extract(wanted, lite, tmp_path / "out").file).dim == lite.dim
    alone = pictures_of_folder(str(tmp_path / "mine"), queries_only=True)
    assert set(alone.parts) == {"val", "test"}
    assert refused(pictures_of_folder, str(tmp_path / "none"), queries_only=False)


def test_progress_tells_how_much_is_left(met, lite, tmp_path):
    told: list[Progress] = []
    extract(met, lite, tmp_path / "out", report=told.append)
    assert told[-1].text == "19 of 19 pictures"
    assert told[0].seconds_left is not None


def stop_at(done: int):
    def report(event: Progress) -> None:
        if event.done >= done:
            raise Cancelled

    return report


def test_a_stopped_run_goes_on_and_ends_with_the_same_bytes(met, lite, tmp_path):
    whole = extract(met, Counting(lite), tmp_path / "whole").file.read_bytes()
    first, second = Counting(lite), Counting(lite)
    with pytest.raises(Cancelled):
        extract(met, first, tmp_path / "out", report=stop_at(1))
    assert not (tmp_path / "out" / "descriptors.safetensors").exists()
    done = extract(met, second, tmp_path / "out")
    assert (done.resumed, second.seen) == (first.seen, len(met) - first.seen)
    assert 0 < first.seen < len(met)
    assert done.file.read_bytes() == whole


def test_a_row_that_was_only_begun_is_made_again(met, lite, tmp_path):
    with pytest.raises(Cancelled):
        extract(met, Counting(lite), tmp_path / "out", report=stop_at(1))
    rows = tmp_path / "out" / "unfinished" / "rows.f32"
    rows.write_bytes(rows.read_bytes()[:-5])
    done = extract(met, Counting(lite), tmp_path / "out")
    whole = extract(met, Counting(lite), tmp_path / "whole")
    assert done.file.read_bytes() == whole.file.read_bytes()


@pytest.mark.parametrize("changed", ["network", "pictures", "side"])
def test_kept_work_of_something_else_is_thrown_away(changed, met, info, lite, tmp_path):
    with pytest.raises(Cancelled):
        extract(met, Counting(lite), tmp_path / "out", report=stop_at(1))
    other = pictures_of_met(str(info), mini=changed == "pictures", queries_only=False)
    encoder = Counting(lite, "another" if changed == "network" else "counting")
    done = extract(other, encoder, tmp_path / "out", side=32 if changed == "side" else None)
    assert (done.resumed, encoder.seen) == (0, len(other))


def test_what_is_there_already_is_not_made_again(met, lite, tmp_path):
    extract(met, Counting(lite), tmp_path / "out")
    again, other = Counting(lite), Counting(lite, "another")
    done = extract(met, again, tmp_path / "out")
    assert (again.seen, done.resumed) == (0, len(met))
    assert extract(met, other, tmp_path / "out", as_pickle=True).resumed == 0
    assert other.seen == len(met)
    assert extract(met, other, tmp_path / "out").resumed == 0
    assert other.seen == 2 * len(met)


def test_a_damaged_picture_costs_nothing_of_what_came_before(lite, tmp_path):
    wanted = pictures_of_met(str(small_met(tmp_path)), mini=False, queries_only=False)
    broken = wanted.files[7]
    broken.write_bytes(b"no picture")
    first, second = Counting(lite), Counting(lite)
    error = refused(extract, wanted, first, tmp_path / "out")
    assert error.kind is ErrorKind.unreadable
    assert str(broken) in error.message
    assert error.hint.endswith("The same command then goes on from there.")
    draw(broken, 7)
    assert extract(wanted, second, tmp_path / "out").resumed == first.seen == 7
    assert second.seen == len(wanted) - 7


def test_missing_pictures_are_said_before_the_first_is_described(lite, tmp_path):
    wanted = pictures_of_met(str(small_met(tmp_path)), mini=False, queries_only=False)
    for file in wanted.files[-2:]:
        file.unlink()
    encoder = Counting(lite)
    error = refused(extract, wanted, encoder, tmp_path / "out")
    assert error.message == f"2 of 19 pictures are missing, first {wanted.files[-2]}"
    assert encoder.seen == 0


def test_the_folder_of_pictures_itself_as_root_is_said(info, tmp_path):
    images = info.parent / "images"
    error = refused(pictures_of_met, str(info), str(images), mini=False, queries_only=False)
    assert error.message == f"there is no folder {images / 'images'}"
    assert error.hint == f"Give --im-root {info.parent}."
    (tmp_path / "empty").mkdir()
    place = str(tmp_path / "empty")
    assert (
        "no folder"
        in refused(pictures_of_met, str(info), place, mini=False, queries_only=True).message
    )
    assert refused(pictures_of_met, place, mini=False, queries_only=False)


def test_a_network_that_gives_no_numbers_is_said(met, lite, tmp_path):
    class Broken(Counting):
        def encode_photos(self, images):
            rows = super().encode_photos(images)
            rows[2] = np.nan
            return rows

    error = refused(extract, met, Broken(lite), tmp_path / "out")
    assert error.message == f"the network gives no numbers for {met.files[2]}"


def test_running_out_of_memory_is_said(met, lite, tmp_path):
    class Full(Counting):
        def encode_photos(self, images):
            raise MemoryError

    error = refused(extract, met, Full(lite), tmp_path / "out")
    assert error.message == f"memory ran out near {met.files[0]}"
    assert "--side 500" in error.hint


def test_the_bundled_encoder_needs_no_download():
    encoder = open_encoder("lite")
    assert usual_side(encoder, own_pictures=False) == 512
    error = refused(open_encoder, "lite", multi_scale=True)
    assert error.message == "lite sees pictures at one size only"


def test_an_unknown_network_is_said_with_those_that_are_known(tmp_path):
    error = refused(open_encoder, "resnet34")
    assert error.message == "no such network: 'resnet34'"
    assert all(name in error.hint for name in ("r18INgem", "lite", "dinov2-base", "dinov3-small"))
    assert "models pull dinov2-base" in refused(open_encoder, "dinov2-base").hint
    assert "models pull r50-caffe" in refused(open_encoder, "r50INgem_caffe").hint
    assert refused(open_encoder, str(tmp_path)).kind is ErrorKind.model


def test_the_folder_of_another_encoder_is_taken(met, tmp_path):
    pytest.importorskip("transformers")
    from tests.gallery.tiny_towers import save_dinov2

    encoder = open_encoder(str(save_dinov2(tmp_path / "dino")), device="cpu")
    found = read_descriptors(extract(met, encoder, tmp_path / "out", side=64).file)
    assert found.dim == encoder.dim == 32
    assert usual_side(encoder, own_pictures=True) == 512


def gem(seed: int = 0, *, projector: bool = False):
    pytest.importorskip("torchvision")
    from sketch2image.gallery.gem.network import untrained

    return untrained("r18INgem", seed, projector)


def test_a_gem_folder_and_its_published_checkpoint_give_the_same_descriptors(met, tmp_path):
    from sketch2image.gallery.gem.files import save_network
    from sketch2image.models.converting.convert import convert

    save_network(gem(), tmp_path / "run")
    checkpoint = convert(tmp_path / "run" / "model.safetensors", tmp_path / "published").files[0]
    ours = open_encoder(str(tmp_path / "run"), multi_scale=True, device="cpu")
    theirs = open_encoder("r18_contr_loss_gem", str(checkpoint), multi_scale=True, device="cpu")
    assert ours.fingerprint == theirs.fingerprint
    assert usual_side(ours, own_pictures=False) is None
    assert usual_side(ours, own_pictures=True) == 500
    found = read_descriptors(extract(met, ours, tmp_path / "out").file)
    norms = np.linalg.norm(found.train, axis=1)
    np.testing.assert_allclose(norms, 1, atol=1e-6)
    assert found.train.shape == (12, 512)


@pytest.mark.parametrize(
    ("net", "projector", "right"),
    [
        ("r18_contr_loss_gem", True, "r18_contr_loss_gem_fc"),
        ("r18_contr_loss_gem_fc", False, "r18_contr_loss_gem"),
    ],
)
def test_a_checkpoint_with_the_other_head_is_said(net, projector, right, tmp_path):
    from sketch2image.gallery.gem.files import save_network

    network = gem(projector=projector)
    save_network(network, tmp_path)
    error = refused(open_encoder, net, str(tmp_path))
    assert error.hint == f"Give --net {right}."
    assert (
        "holds a resnet18, not a resnet50"
        in refused(open_encoder, "r50INgem", str(tmp_path)).message
    )
