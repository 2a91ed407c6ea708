"""Batches of sketches and the photos they mean."""

from __future__ import annotations

import pickle
from pathlib import Path

import numpy as np
import pytest
import torch

from sketch2image.core.errors import UserError
from sketch2image.gallery.views import View, on_white, pixels
from sketch2image.train.contrastive.examples import Pairs
from sketch2image.train.contrastive.pictures import read, shown
from sketch2image.train.contrastive.settings import Settings
from sketch2image.train.data.collection import Collection, Item
from sketch2image.train.data.layouts import collection
from tests.train.contrastive.shapes import SHAPES, write_shapes

VIEW = View(side=32, short=36)
STILL = {"mirror": False, "crop": 1.0, "rotate": 0, "shift": 0, "thickness": 0}


@pytest.fixture(scope="module")
def shapes(tmp_path_factory: pytest.TempPathFactory) -> Collection:
    return collection(write_shapes(tmp_path_factory.mktemp("shapes")))


def pairs(part: Collection, **wish: object) -> Pairs:
    return Pairs.of(part, VIEW, Settings(**wish))  # pyright: ignore[reportArgumentType]


def batch(of: Pairs, seed: int = 0) -> dict[str, torch.Tensor]:
    return of.batch(range(0, len(of), 5), np.random.default_rng(seed))


def test_without_variation_pictures_are_as_the_encoder_sees_them(shapes: Collection) -> None:
    made = pairs(shapes, goal="instance", **STILL).batch([3], np.random.default_rng(0))
    sketch = shapes.sketches[3]
    photo = next(one for one in shapes.photos if one.instance == sketch.instance)
    assert np.array_equal(made["sketches"][0], pixels(on_white(read(sketch), VIEW), VIEW))
    assert np.array_equal(made["photos"][0], pixels(read(photo), VIEW))
    assert np.array_equal(made["sketches"][0], shown(sketch, "sketch", VIEW))
    assert np.array_equal(made["photos"][0], shown(photo, "photo", VIEW))


def test_by_category_any_photo_of_the_class_will_do(shapes: Collection) -> None:
    made = [batch(pairs(shapes), seed) for seed in range(4)]
    for one in made:
        assert torch.equal(one["sketch_label"], one["photo_label"])
    own = [(one["sketch_instance"] == one["photo_instance"]).float().mean() for one in made]
    assert 0 < sum(own) / 4 < 0.5


def test_by_instance_the_own_photo_comes_first_and_then_another_of_its_class(
    shapes: Collection,
) -> None:
    made = batch(pairs(shapes, goal="instance"))
    count = len(made["sketches"])
    assert len(made["photos"]) == 2 * count
    assert torch.equal(made["photo_instance"][:count], made["sketch_instance"])
    assert torch.equal(made["photo_label"], made["sketch_label"].repeat(2))
    assert (made["photo_instance"][count:] != made["sketch_instance"]).all()


def test_both_of_a_pair_are_mirrored_or_neither(shapes: Collection) -> None:
    made = pairs(shapes, goal="instance", **(STILL | {"mirror": True}))
    still = pairs(shapes, goal="instance", **STILL)
    varied, plain = batch(made), batch(still)
    for side in ("sketches", "photos"):
        assert not torch.equal(varied[side], plain[side])
    for place in range(len(plain["sketches"])):
        sketch, photo = (
            not torch.equal(varied[side][place], plain[side][place])
            for side in ("sketches", "photos")
        )
        assert sketch == photo


def test_batches_depend_on_the_seed_alone(shapes: Collection) -> None:
    made = pickle.loads(pickle.dumps(pairs(shapes)))
    one, again, other = batch(made), batch(made), batch(made, 1)
    assert all(torch.equal(one[name], again[name]) for name in one)
    assert not torch.equal(one["sketches"], other["sketches"])


def test_labels_number_the_classes(shapes: Collection) -> None:
    made = pairs(shapes)
    assert made.labels == tuple(SHAPES)
    numbers = batch(made)["sketch_label"].tolist()
    assert numbers == [made.labels.index(shapes.sketches[p].label) for p in range(0, len(made), 5)]


def test_data_that_teach_nothing_are_refused(shapes: Collection) -> None:
    with pytest.raises(UserError, match="only one class to learn"):
        pairs(shapes.only(["bar"]))
    assert len(pairs(shapes.only(["bar"]), goal="instance")) == 16
    alone = Collection(shapes.sketches, ())
    with pytest.raises(UserError, match="has its photo"):
        pairs(alone)
    strange = Collection((Item(Path("x.png"), "bar", "unknown"),), shapes.photos)
    with pytest.raises(UserError, match="has its photo"):
        pairs(strange, goal="instance")
