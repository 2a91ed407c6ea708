"""Rendered hands, judged by the real landmark model."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from sketch2image.air.fingers import FingerReader
from sketch2image.air.hand import PEN
from sketch2image.air.reader import HandReader
from sketch2image.core.types import Image
from sketch2image.models.hub import ensure
from sketch2image.synth.hand import COUNTS, SKINS, Lamp, Pose, Sprite, sprite
from sketch2image.synth.room import grain, room

AT = np.array([300, 120])
made = cache(sprite)


@pytest.fixture(scope="module")
def reader() -> Iterator[HandReader]:
    with HandReader(ensure("hand"), mirrored=True) as opened:
        yield opened


@pytest.fixture(scope="module")
def fingers() -> FingerReader:
    return FingerReader(ensure("lite-fingers"))


def photo(hand: Sprite, seed: int) -> Image:
    """The hand in a room, its fingertip at `AT`."""
    picture = room((640, 480), np.random.default_rng(seed)).astype(float)
    left, top = np.round(AT - hand.tip).astype(int)
    part = hand.image[: 480 - top, : 640 - left].astype(float)
    there = picture[top : top + len(part), left : left + part.shape[1]]
    there += (part[..., :3] - there) * part[..., 3:] / 255
    noisy = picture + grain((480, 640), 2.5, np.random.default_rng(seed))
    return np.clip(noisy, 0, 255).astype(np.uint8)


@pytest.mark.parametrize("skin", ["porcelain", "dark"])
@pytest.mark.parametrize("count", range(6))
def test_every_count_is_found_and_read(
    reader: HandReader, fingers: FingerReader, count: int, skin: str
) -> None:
    hand = made(Pose(COUNTS[count], tilt=12), skin, 70)
    for seed in range(3):
        (found,) = reader.read(photo(hand, seed))
        assert found.score > 0.9
        assert found.handedness == "Right"
        assert fingers.read(found).raised == COUNTS[count]


@pytest.mark.parametrize("count", [1, 2, 5])
def test_the_fingertip_is_where_the_sprite_says(reader: HandReader, count: int) -> None:
    hand = made(Pose(COUNTS[count], tilt=12), "dark", 70)
    (found,) = reader.read(photo(hand, 0))
    assert np.hypot(*(found.landmarks[PEN, :2] - AT)) < 12


def test_a_left_hand_is_a_left_hand(reader: HandReader) -> None:
    hand = made(Pose(COUNTS[2], right=False, tilt=-12), "fair", 70)
    (found,) = reader.read(photo(hand, 1))
    assert found.handedness == "Left"


def test_a_left_hand_mirrors_the_right_one() -> None:
    ahead = Lamp(toward=(0, 0.9, 0.4))
    right, left = (made(Pose(COUNTS[2], right=side), "fair", 30, ahead) for side in (True, False))
    difference = left.image[:, ::-1].astype(int) - right.image
    assert np.abs(difference).mean() < 2


def test_the_first_rendering_is_kept(home: Path) -> None:
    pose = Pose(COUNTS[1])
    first = sprite(pose, "tan", 20)
    (file,) = (home / "cache" / "hands").iterdir()
    stamp = file.stat().st_mtime_ns
    second = sprite(pose, "tan", 20)
    assert (first.image == second.image).all()
    assert first.tip == second.tip
    assert file.stat().st_mtime_ns == stamp


def test_variants_differ_a_little_and_always_the_same_way() -> None:
    plain, varied, again = (made(Pose(COUNTS[5], variant=v), "fair", 20) for v in (0, 1, 1))
    assert 0 < np.hypot(*np.subtract(plain.tip, varied.tip)) < 3
    assert (varied.image == again.image).all()


def test_skins_go_from_light_to_dark() -> None:
    tones = [made(Pose(COUNTS[5]), skin, 12).image for skin in SKINS]
    bright = [image[image[..., 3] == 255][:, :3].mean() for image in tones]
    assert bright == sorted(bright, reverse=True)
