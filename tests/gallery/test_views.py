"""What the full encoders see of a picture."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.types import Image
from sketch2image.gallery.views import VIEWS, View, on_white, pixels, view_named

SIZES = [(480, 640), (300, 211), (40, 90), (64, 64), (257, 256), (60, 430)]


def smooth(height: int, width: int) -> Image:
    """A picture with soft and hard edges."""
    y, x = np.mgrid[:height, :width] / max(height, width)
    waves = np.stack([np.sin(9 * x + y), np.cos(7 * y), np.sin(30 * x * y)], axis=2)
    picture = ((waves + 1) * 127).astype(np.uint8)
    picture[height // 3 : height // 2, width // 4 : width // 2] = (250, 10, 30)
    return picture


def drawing(height: int, width: int) -> Image:
    """A black frame along the edge of white paper."""
    paper = np.zeros((height, width, 3), np.uint8)
    paper[2:-2, 2:-2] = 255
    return paper


def published(picture: Image) -> np.ndarray:
    """DINOv2's evaluation as its repository writes it down, by torchvision."""
    from PIL import Image as Pillow
    from torchvision.transforms import v2

    steps = v2.Compose(
        [
            v2.Resize(256, interpolation=v2.InterpolationMode.BICUBIC),
            v2.CenterCrop(224),
            v2.PILToTensor(),
        ]
    )
    levels = steps(Pillow.fromarray(picture)).numpy().transpose(1, 2, 0) / 255
    return ((levels - [0.485, 0.456, 0.406]) / [0.229, 0.224, 0.225]).transpose(2, 0, 1)


@pytest.mark.parametrize("size", SIZES)
def test_the_dino_view_is_the_published_evaluation(size: tuple[int, int]) -> None:
    picture = smooth(*size)
    ours, theirs = pixels(picture, VIEWS["dino"]), published(picture)
    assert ours.shape == (3, 224, 224)
    assert ours.dtype == np.float32
    assert np.abs(ours - theirs).max() < 1e-6


@pytest.mark.parametrize("fit", ["shortest", "longest", "squash"])
@pytest.mark.parametrize("method", ["bicubic", "bilinear"])
@pytest.mark.parametrize("size", SIZES)
def test_clip_views_are_those_of_open_clip(fit, method, size) -> None:
    from open_clip.transform import PreprocessCfg, image_transform_v2
    from PIL import Image as Pillow

    config: Any = PreprocessCfg(size=96, resize_mode=fit, interpolation=method, fill_color=90)
    transform: Any = image_transform_v2(config, is_train=False)
    theirs = transform(Pillow.fromarray(smooth(*size)))
    view = View(96, 96, fit, method, config.mean, config.std, fill=90)
    ours = pixels(smooth(*size), view)
    np.testing.assert_allclose(ours, theirs.numpy(), atol=1e-6)


def test_the_compatible_view_is_the_arithmetic_of_pocket_docent() -> None:
    from sketch2image.core.opencv import cv2

    picture = smooth(300, 211)
    blue_first = cv2.resize(cv2.cvtColor(picture, cv2.COLOR_RGB2BGR), (224, 224))
    theirs = (blue_first - np.array([123.675, 116.28, 103.53])) / [58.395, 57.12, 57.375]
    ours = pixels(picture, VIEWS["bgr-compat"])
    np.testing.assert_allclose(ours, theirs.transpose(2, 0, 1), atol=1e-5)


@pytest.mark.parametrize("size", [(120, 400), (400, 120), (200, 200), (7, 5)])
@pytest.mark.parametrize("name", ["dino", "bgr-compat"])
def test_nothing_of_a_drawing_is_cut_off(size: tuple[int, int], name: str) -> None:
    view = VIEWS[name]
    seen = pixels(on_white(drawing(*size), view), view)[0]
    dark = np.argwhere(seen < 0)
    span = dark.max(axis=0) - dark.min(axis=0) + 1
    expected = 224 * np.array(size) / max(size)
    assert np.abs(span - expected).max() <= max(4, 224 / max(size))


def test_the_middle_of_a_wide_photo_is_seen() -> None:
    wide = np.zeros((100, 400, 3), np.uint8)
    wide[:, 150:250] = 255
    seen = pixels(wide, VIEWS["dino"])[0]
    assert seen[112, 112] > 2
    assert seen[112, 10:214].min() > 1


def test_a_picture_of_one_row_is_seen_without_filling_the_memory() -> None:
    import tracemalloc

    tracemalloc.start()
    seen = pixels(np.full((1, 8000, 3), 128, np.uint8), VIEWS["dino"])
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert seen.std(axis=(1, 2)).max() < 1e-5
    assert peak < 50e6


def test_an_empty_sketch_is_refused() -> None:
    with pytest.raises(UserError) as caught:
        on_white(np.full((40, 60, 3), 255, np.uint8), VIEWS["dino"])
    assert caught.value.kind is ErrorKind.input


def test_each_view_has_a_version_of_its_own() -> None:
    assert len({view.version for view in VIEWS.values()}) == len(VIEWS)
    assert View().version == View().version
    assert View(std=(0.5, 0.5, 0.5)).version != View().version


def test_an_unknown_view_is_refused() -> None:
    with pytest.raises(UserError, match="no such view"):
        view_named("fish-eye")
