"""Pairs of pictures as the renderer's training sees them."""

from __future__ import annotations

import json
import pickle

import numpy as np
import pytest
from PIL import Image

from sketch2image.core.errors import UserError
from sketch2image.train.turbo.examples import Pairs, pairs_of
from sketch2image.train.turbo.framing import PREPS, framing
from tests.train.turbo.tiny_turbo import settings


@pytest.fixture
def folder(tmp_path):
    """Writes one training pair: `folder(control, target)`, any Pillow pictures."""

    def write(control: Image.Image | None, target: Image.Image, **save: object):
        sides = [("A", control), ("B", target)]
        for side, picture in sides:
            if picture is not None:
                place = tmp_path / f"train_{side}"
                place.mkdir(exist_ok=True)
                picture.save(place / "one.png", **save)
        (tmp_path / "train_prompts.json").write_text(json.dumps({"one.png": "a box"}))
        return tmp_path

    return write


def noisy(width: int, height: int, mode: str = "RGB") -> Image.Image:
    values = np.random.default_rng(1).integers(0, 256, (height, width, 3), np.uint8)
    return Image.fromarray(values).convert(mode)


def batch(data, seed: int | None = 0, **changes):
    rng = None if seed is None else np.random.default_rng(seed)
    return pairs_of(settings(data, data, **changes), "train").batch([0], rng)


@pytest.mark.parametrize("prep", PREPS)
@pytest.mark.parametrize("augment", [False, True])
def test_control_and_target_lie_on_each_other(folder, prep, augment):
    picture = noisy(80, 72)
    made = batch(folder(picture, picture), prep=prep, augment=augment)
    control, target = made["control"], made["target"]
    assert np.allclose(control, (target + 1) / 2, atol=1e-6)
    assert control.shape[-1] % 8 == 0
    assert (float(control.min()) >= 0, float(target.min()) < -0.5) == (True, True)


@pytest.mark.parametrize(
    ("prep", "augment"),
    [("resize_286_randomcrop_256x256_hflip", False), ("no_resize", True)],
)
def test_chance_frames_pairs_anew_and_validation_does_not(folder, prep, augment):
    data = folder(noisy(80, 72), noisy(80, 72))
    changes = {"prep": prep, "augment": augment}
    one, again, other = (batch(data, seed, **changes)["target"] for seed in (0, 0, 3))
    assert (one == again).all()
    assert not (one == other).all()
    still = [batch(data, None, **changes)["target"] for _ in range(2)]
    assert (still[0] == still[1]).all()


@pytest.mark.parametrize(
    ("prep", "size", "wanted"),
    [
        ("resized_crop_512", (80, 60), ((683, 512), (512, 512))),
        ("resized_crop_256", (60, 80), ((256, 341), (256, 256))),
        ("resize_286_randomcrop_256x256_hflip", (80, 60), ((286, 286), (256, 256))),
        ("resize_256", (80, 60), ((256, 256), (256, 256))),
        ("resize_512", (80, 60), ((512, 512), (512, 512))),
        ("no_resize", (83, 61), ((83, 61), (80, 56))),
    ],
)
def test_sizes_are_those_of_the_published_names(prep, size, wanted):
    frame = framing(size, PREPS[prep], None)
    assert frame.inner == wanted[1]
    assert np.allclose(frame.size, wanted[0], atol=1)


@pytest.mark.parametrize("mode", ["L", "RGBA", "P", "1"])
def test_pictures_of_any_mode_become_rgb(folder, mode):
    made = batch(folder(noisy(64, 64, mode), noisy(64, 64, mode)))
    assert made["control"].shape == made["target"].shape == (1, 3, 64, 64)
    assert made["prompts"] == ["a box"]


def test_the_cameras_turn_is_applied(folder):
    exif = Image.Exif()
    exif[0x0112] = 6
    made = batch(folder(noisy(64, 48), noisy(64, 48), exif=exif))
    assert made["target"].shape == (1, 3, 64, 48)


def test_a_mask_has_lines_of_every_color_and_loses_none(folder):
    lines = np.zeros((1024, 1024, 3), np.uint8)
    lines[:, 301] = (255, 0, 0)
    lines[500, :] = (255, 255, 255)
    picture = Image.fromarray(lines)
    made = batch(folder(picture, picture), prep="resized_crop_256", control="binary")["control"][0]
    assert set(made.unique().tolist()) == {0.0, 1.0}
    assert (made[0] == made[1]).all()
    assert (made[0].max(dim=1).values == 1).all()
    assert (made[0].max(dim=0).values == 1).all()


def test_edges_need_no_controls_and_vary_in_training(folder):
    steps = np.repeat(np.cumsum(np.tile([1, -1], 8) * np.arange(5, 85, 5)) + 100, 4)
    data = folder(None, Image.fromarray(np.tile(steps, (64, 1)).astype(np.uint8)))
    first, second, usual = (batch(data, s, control="canny")["control"] for s in (0, 1, None))
    for edges in (first, second, usual):
        assert set(edges.unique().tolist()) == {0.0, 1.0}
    assert not (first == second).all()


def test_pairs_go_to_worker_processes(pairs, tmp_path):
    found = pairs_of(settings(pairs, tmp_path), "train")
    again: Pairs = pickle.loads(pickle.dumps(found))
    assert (again.batch([1], None)["target"] == found.batch([1], None)["target"]).all()
    assert found.prompts == ("a red box", "a green box", "a blue box")


def test_a_control_of_another_shape_is_refused(folder):
    data = folder(noisy(64, 64), noisy(64, 32))
    with pytest.raises(UserError, match="control of 64 x 64 pixels has not the shape of its targ"):
        batch(data)


def test_sizes_that_do_not_go_into_one_batch_are_said(tmp_path, folder):
    data = folder(noisy(64, 64), noisy(64, 64))
    for side in "AB":
        noisy(64, 32).save(data / f"train_{side}" / "two.png")
    (data / "train_prompts.json").write_text(json.dumps({"one.png": "a", "two.png": "b"}))
    found = pairs_of(settings(data, data), "train")
    with pytest.raises(UserError, match=r"pictures of \(64, 32\) and \(64, 64\) pixels"):
        found.batch([0, 1], None)


def test_without_targets_or_prompts_edges_cannot_be_made(tmp_path, folder):
    (tmp_path / "train_prompts.json").write_text("{}")
    with pytest.raises(UserError, match="no such folder"):
        batch(tmp_path, control="canny")
    data = folder(None, noisy(64, 64))
    (data / "train_prompts.json").write_text("{}")
    with pytest.raises(UserError, match=r"one\.png has no prompt"):
        batch(data, control="canny")
